"""Printed frames of single boxes and what is printed beside them, as darkness: 255 is black.

Everything is drawn on a canvas of five frames by five, the frame in the middle, ``SIDE`` pixels
wide. Widths of lines are shares of that side: 1-4 pixels of a box of 8-60.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Ink = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]
Rng = np.random.Generator

SIDE = 40
CANVAS = 5 * SIDE
BLACK = 255
ACROSS = np.tile(np.arange(CANVAS, dtype=np.float32), (CANVAS, 1))
WIDTHS = (0.03, 0.17)
STRETCH = 1.4
"""The longest frame against its shorter side."""
KINDS = {"plain": 50, "shaded": 8, "soft": 7, "round": 9, "brackets": 10, "cell": 9, "double": 6,
         "gap": 5, "rule": 24}  # fmt: skip
RULE = "rule"
"""The kind that is no frame: marks are set on a short line."""
LETTERS = "abcdefghijklmnorstuvwxzABDEFGHJKLMNRSTVWXZ0123456789.,:-()"
FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX,
         cv2.FONT_HERSHEY_PLAIN)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawn frame: its ink, where its middle lines are, and of which kind it is."""

    ink: Ink
    left: float
    top: float
    width: float
    height: float
    kind: str = "plain"

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point given in frames."""
        return self.left + x * self.width, self.top + y * self.height


def paper() -> Ink:
    return np.zeros((CANVAS, CANVAS), np.uint8)


def line(ink: Ink, points: Points | Sequence[tuple[float, float]], width: float) -> None:
    """Draw a stroke of full darkness; ``width`` in pixels."""
    shifted = np.round(np.asarray(points, np.float64) * 16).astype(np.int32)
    cv2.polylines(
        ink, [shifted.reshape(-1, 1, 2)], False, BLACK, max(1, round(width)), cv2.LINE_AA, 4
    )


def frame(rng: Rng, finest: float) -> Frame:
    """One printed frame of any kind; no line is finer than ``finest`` pixels."""
    names = list(KINDS)
    kind = names[rng.choice(len(names), p=np.array([*KINDS.values()]) / sum(KINDS.values()))]
    longer = SIDE * rng.uniform(1, STRETCH) if rng.random() < 0.5 else float(SIDE)
    width, height = (longer, float(SIDE)) if rng.random() < 0.5 else (float(SIDE), longer)
    left, top = (CANVAS - width) / 2, (CANVAS - height) / 2
    thick = max(finest, SIDE * float(np.exp(rng.uniform(*np.log(WIDTHS)))))
    ink = paper()
    made = Frame(ink, left, top, width, height, kind)
    _DRAWN[kind](made, thick, rng)
    return made


def _corners(f: Frame, grown: float = 0.0) -> list[tuple[float, float]]:
    one, two = -grown, 1 + grown
    return [f.at(one, one), f.at(two, one), f.at(two, two), f.at(one, two)]


def _sides(f: Frame, rng: Rng, thick: Sequence[float], grown: float = 0.0) -> None:
    corners = _corners(f, grown)
    for n, width in enumerate(thick):
        line(
            f.ink, np.array([corners[n], corners[(n + 1) % 4]]) + rng.normal(0, 0.6, (2, 2)), width
        )


def _plain(f: Frame, thick: float, rng: Rng) -> None:
    _sides(f, rng, [thick * rng.uniform(0.75, 1.3) for _ in range(4)])


def _shaded(f: Frame, thick: float, rng: Rng) -> None:
    """Two sides heavier, as with the boxes of word processors."""
    heavy = min(thick * rng.uniform(1.6, 2.8), 0.25 * SIDE)
    sides = [thick, heavy, heavy, thick]
    _sides(f, rng, [*rng.permutation(sides)] if rng.random() < 0.3 else sides)


def _soft(f: Frame, thick: float, rng: Rng) -> None:
    """With round corners."""
    radius = rng.uniform(0.1, 0.35)
    turn = np.linspace(0, np.pi / 2, 6)
    points = []
    for n, (x, y) in enumerate(((radius, radius), (1 - radius, radius), (1 - radius, 1 - radius),
                                (radius, 1 - radius))):  # fmt: skip
        angle = turn + np.pi + n * np.pi / 2
        points += [f.at(x + radius * np.cos(a), y + radius * np.sin(a)) for a in angle]
    line(f.ink, [*points, points[0]], thick)


def _round(f: Frame, thick: float, rng: Rng) -> None:
    turn = np.linspace(0, 2 * np.pi, 40)
    line(f.ink, [f.at(0.5 + np.cos(a) / 2, 0.5 + np.sin(a) / 2) for a in turn], thick)


def _brackets(f: Frame, thick: float, rng: Rng) -> None:
    """A pair of brackets or of parentheses as typewriters make them."""
    hook, bent = rng.uniform(0.08, 0.25), rng.random() < 0.3
    for x, inwards in ((0.0, hook), (1.0, -hook)):
        ends = [f.at(x + inwards, 0), f.at(x, 0), f.at(x, 1), f.at(x + inwards, 1)]
        if bent:
            ends = [f.at(x + 1.5 * inwards * (2 * t - 1) ** 2, t) for t in np.linspace(0, 1, 9)]
        line(f.ink, ends, thick)


def _cell(f: Frame, thick: float, rng: Rng) -> None:
    """The lines of a table, going on beyond the frame."""
    _sides(f, rng, [thick] * 4)
    across, along = rng.random() < 0.8, rng.random() < 0.8
    for share in (0.0, 1.0):
        if across:
            line(f.ink, [f.at(-2.5, share), f.at(3.5, share)], thick)
        if along:
            line(f.ink, [f.at(share, -2.5), f.at(share, 3.5)], thick)


def _double(f: Frame, thick: float, rng: Rng) -> None:
    thin = min(thick, 0.07 * SIDE)
    _sides(f, rng, [thin] * 4)
    _sides(f, rng, [thin] * 4, thin / SIDE + rng.uniform(0.05, 0.1))


def _gap(f: Frame, thick: float, rng: Rng) -> None:
    """One side hardly printed."""
    widths = [thick] * 4
    widths[rng.integers(4)] = 0.5
    _sides(f, rng, widths)


def _rule_to_mark(f: Frame, thick: float, rng: Rng) -> None:
    """A short line before a word, on which the mark is set."""
    shorter, longer = rng.uniform(-0.1, 0.2), rng.uniform(-0.1, 0.5)
    line(f.ink, [f.at(shorter, 1), f.at(1 + longer, 1)], min(thick, 0.12 * SIDE))


_DRAWN = {"plain": _plain, "shaded": _shaded, "soft": _soft, "round": _round,
          "brackets": _brackets, "cell": _cell, "double": _double, "gap": _gap,
          RULE: _rule_to_mark}  # fmt: skip


def broken(ink: Ink, rng: Rng) -> Ink:
    """Print that came out dotted, in dashes or with holes."""
    how = rng.random()
    if how < 0.4:
        return ink
    x, y = ACROSS, ACROSS.T
    if how < 0.7:
        period, share = SIDE * rng.uniform(0.08, 0.3), rng.uniform(0.3, 0.7)
        kept = ((x + y + rng.uniform(0, period)) % period < share * period).astype(np.float32)
    elif how < 0.85:
        cells = int(rng.integers(13, 60))
        grain = (rng.random((cells, cells)) < rng.uniform(0.5, 0.9)).astype(np.float32)
        kept = np.asarray(cv2.resize(grain, (CANVAS, CANVAS)), np.float32)
    else:
        slope = (x * rng.normal() + y * rng.normal()) / SIDE
        kept = np.clip(rng.uniform(0.5, 1.1) + 0.5 * (slope - slope.mean()), 0.15, 1)
    return np.asarray(ink * kept, np.uint8)


def beside(f: Frame, rng: Rng) -> Ink:
    """What is printed around the frame: parts of labels, lines, the next box."""
    ink = paper()
    for _ in range(int(rng.choice([0, 1, 2, 3], p=[0.35, 0.35, 0.2, 0.1]))):
        how = rng.random()
        if how < 0.6:
            _label(ink, f, rng)
        elif how < 0.8:
            _rule(ink, f, rng)
        else:
            _next_box(ink, f, rng)
    return ink


def _label(ink: Ink, f: Frame, rng: Rng) -> None:
    text = "".join(rng.choice(list(LETTERS), rng.integers(1, 7)))
    font, size = int(rng.choice(FONTS)), rng.uniform(0.4, 1.6)
    thick = int(rng.integers(1, 5))
    (wide, high), _ = cv2.getTextSize(text, font, size, thick)
    gap = SIDE * rng.uniform(0.12, 0.5) + thick
    places = (
        f.at(1, rng.uniform(0.3, 1.3)), f.at(0, rng.uniform(0.3, 1.3)),
        f.at(rng.uniform(-0.6, 0.6), 0), f.at(rng.uniform(-0.6, 0.6), 1),
    )  # fmt: skip
    side = int(rng.choice(4, p=[0.5, 0.2, 0.15, 0.15]))
    x, y = places[side]
    x += (gap, -gap - wide, 0, 0)[side]
    y += (0, 0, -gap, gap + high)[side]
    cv2.putText(ink, text, (round(x), round(y)), font, size, BLACK, thick, cv2.LINE_AA)


def _rule(ink: Ink, f: Frame, rng: Rng) -> None:
    off, width = rng.uniform(0.2, 1.2), rng.uniform(1, 4)
    share = -off if rng.random() < 0.5 else 1 + off
    ends = [(share, -2.5), (share, 3.5)] if rng.random() < 0.4 else [(-2.5, share), (3.5, share)]
    line(ink, [f.at(*end) for end in ends], width)


def _next_box(ink: Ink, f: Frame, rng: Rng) -> None:
    gap, thick = rng.uniform(1.2, 1.7), SIDE * rng.uniform(*WIDTHS)
    x, y = ((gap, 0), (-gap, 0), (0, gap), (0, -gap))[rng.integers(4)]
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    line(ink, [f.at(x + dx, y + dy) for dx, dy in corners], thick)
