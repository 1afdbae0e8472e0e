"""Marks by hand and machine in, over and beside a frame, as darkness: 255 is black."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np

from tools.lone_boxes.frames import BLACK, RULE, SIDE, Frame, Ink, Points, Rng, line, paper

PENS = (0.03, 0.22)
"""Widths of strokes as shares of the frame."""


def bent(rng: Rng, *ends: tuple[float, float], curve: float = 0.12) -> Points:
    """A stroke through these points as a hand draws it, in frames."""
    points = np.array(ends) + rng.normal(0, 0.04, (len(ends), 2))
    pieces = []
    t = np.linspace(0, 1, 8)[:, None]
    for start, end in pairwise(points):
        middle = (start + end) / 2 + rng.normal(0, curve, 2) * np.hypot(*(end - start))
        pieces.append((1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end)
    return np.vstack(pieces)


def _cross(rng: Rng) -> list[Points]:
    a, b, c, d = rng.uniform(-0.25, 0.3, 4)
    first = bent(rng, (a, b), (1 - c, 1 - d))
    a, b, c, d = rng.uniform(-0.25, 0.3, 4)
    return [first, bent(rng, (1 - a, b), (c, 1 - d))]


def _tick(rng: Rng) -> list[Points]:
    low = (rng.uniform(0.25, 0.6), rng.uniform(0.65, 1.1))
    end = (rng.uniform(0.75, 1.7), rng.uniform(-0.8, 0.3))
    return [bent(rng, (rng.uniform(-0.2, 0.35), rng.uniform(0.2, 0.7)), low, end)]


def _slash(rng: Rng) -> list[Points]:
    a, b, c, d = rng.uniform(-0.5, 0.25, 4)
    ends = (a, 1 - b), (1 - c, d)
    if rng.random() < 0.3:
        ends = (a, b), (1 - c, 1 - d)
    return [bent(rng, *ends)]


def _bar(rng: Rng) -> list[Points]:
    """A level or an upright stroke through the middle."""
    at = rng.uniform(0.35, 0.65)
    ends = (rng.uniform(-0.4, 0.2), at), (rng.uniform(0.8, 1.4), at + rng.normal(0, 0.1))
    return [bent(rng, *(ends if rng.random() < 0.6 else ((y, x) for x, y in ends)))]


def _zigzag(rng: Rng) -> list[Points]:
    count = int(rng.integers(3, 9))
    xs = np.linspace(rng.uniform(-0.2, 0.2), rng.uniform(0.8, 1.2), count)
    ends = [(float(x), float(n % 2 + rng.normal(0, 0.15))) for n, x in enumerate(xs)]
    return [bent(rng, *ends)]


def _loops(rng: Rng) -> list[Points]:
    t = np.linspace(0, rng.uniform(5, 18), 60)
    radius = rng.uniform(0.2, 0.5) * (1 - rng.uniform(0, 0.6) * t / t[-1])
    x = 0.5 + radius * np.cos(t) + rng.normal(0, 0.1) * t / 10
    y = 0.5 + radius * np.sin(t) * rng.uniform(0.6, 1.1) + rng.normal(0, 0.1) * t / 10
    return [np.column_stack([x, y])]


def _letter(rng: Rng) -> list[Points]:
    """A short scrawl: initials, a j for ja."""
    ends = [(float(x), float(y)) for x, y in rng.uniform(-0.1, 1.1, (int(rng.integers(4, 7)), 2))]
    return [bent(rng, *ends, curve=0.3)]


STROKES: dict[Callable[[Rng], list[Points]], int] = {
    _cross: 40, _tick: 25, _slash: 12, _bar: 3, _zigzag: 6, _loops: 6, _letter: 4,
}  # fmt: skip


def mark(f: Frame, rng: Rng, finest: float) -> Ink:
    """A mark that is meant: by pen, by machine, or a blot that does not fill the box.

    ``finest`` is the width of the finest stroke that is still to be seen, in pixels.
    """
    how = rng.random()
    if how < 0.1:
        return _typed(f, rng)
    if how < 0.17:
        return _blot(f, rng, 0.28, 0.42)
    made = list(STROKES)
    weights = np.array([*STROKES.values()], float)
    strokes = made[rng.choice(len(made), p=weights / weights.sum())](rng)
    return _drawn(f, strokes, rng, finest)


def _drawn(f: Frame, strokes: list[Points], rng: Rng, finest: float) -> Ink:
    ink = paper()
    most = 1.5 if f.kind != RULE else 2.2  # over a rule there is no frame to keep within
    size = rng.uniform(0.75, most) if rng.random() < 0.6 else 1.0
    off = rng.normal(0, 0.1, 2)
    pen = max(finest, SIDE * float(np.exp(rng.uniform(*np.log(PENS)))))
    for stroke in strokes:
        placed = (stroke - 0.5) * size + 0.5 + off
        line(ink, placed * (f.width, f.height) + (f.left, f.top), pen)
    return ink


def _typed(f: Frame, rng: Rng) -> Ink:
    """An X of a typewriter or of a program, upright and crisp."""
    ink = paper()
    text, font = str(rng.choice(["X", "x", "X", "+", "*", "v", "X"])), int(rng.integers(0, 4))
    thick = int(rng.integers(2, 7))
    (wide, high), _ = cv2.getTextSize(text, font, 1.0, thick)
    size = rng.uniform(0.6, 1.05) * SIDE / max(wide, high)
    (wide, high), _ = cv2.getTextSize(text, font, size, thick)
    x, y = f.at(0.5 + rng.normal(0, 0.06), 0.5 + rng.normal(0, 0.06))
    at = (round(x - wide / 2), round(y + high / 2))
    cv2.putText(ink, text, at, font, size, BLACK, thick, cv2.LINE_AA)
    return ink


def _blot(f: Frame, rng: Rng, least: float, most: float) -> Ink:
    """A spot; ``least`` and ``most`` are its radius in frames."""
    ink = paper()
    turn = np.linspace(0, 2 * np.pi, 14)[:-1]
    radius = rng.uniform(least, most) * (1 + rng.normal(0, 0.12, len(turn)))
    x, y = 0.5 + rng.normal(0, 0.07, 2)
    points = [f.at(x + r * np.cos(a), y + r * np.sin(a)) for r, a in zip(radius, turn, strict=True)]
    cv2.fillPoly(ink, [np.round(points).astype(np.int32)], BLACK, cv2.LINE_AA)
    return ink


def blackened(f: Frame, rng: Rng) -> Ink:
    """A box that was filled to take it back."""
    if rng.random() < 0.4:
        return _blot(f, rng, 0.6, 0.75)
    ends = [(n % 2 * 1.1 - 0.05 + rng.normal(0, 0.06), y) for n, y in
            enumerate(np.linspace(-0.05, 1.05, int(rng.integers(14, 24))))]  # fmt: skip
    ink = paper()
    placed = bent(rng, *ends, curve=0.03) * (f.width, f.height) + (f.left, f.top)
    line(ink, placed, SIDE * rng.uniform(0.09, 0.16))
    return ink


def stray(f: Frame, rng: Rng) -> Ink:
    """The end of a stroke from elsewhere, a stroke that was hardly begun, a mark at one side."""
    ink = paper()
    angle = rng.uniform(0, 2 * np.pi)
    far, near = rng.uniform(0.5, 1.6), rng.uniform(0.15, 0.36)
    turned = angle + rng.normal(0, 0.5)
    ends = ((0.5 + far * np.cos(angle), 0.5 + far * np.sin(angle)),
            (0.5 + near * np.cos(turned), 0.5 + near * np.sin(turned)))  # fmt: skip
    line(ink, [f.at(*p) for p in bent(rng, *ends)], SIDE * rng.uniform(0.03, 0.14))
    return ink


def outside(f: Frame, rng: Rng) -> Ink:
    """A stroke of the neighbour's mark that stays clear of the frame."""
    ink = paper()
    side, away = int(rng.integers(4)), rng.uniform(0.25, 0.8)
    ends = (rng.uniform(-0.8, 0.6), -away), (rng.uniform(0.4, 1.8), -away - rng.uniform(0, 0.6))
    turned = [((x, y), (1 - y, x), (x, 1 - y), (y, x))[side] for x, y in ends]
    line(ink, [f.at(*p) for p in bent(rng, *turned, curve=0.06)], SIDE * rng.uniform(0.03, 0.15))
    return ink


def circled(f: Frame, rng: Rng) -> Ink:
    """A ring by hand around the box."""
    ink = paper()
    t = np.linspace(0, 2 * np.pi * rng.uniform(0.9, 1.2), 40) + rng.uniform(0, 6)
    wide, high = rng.uniform(0.7, 1.1, 2)
    line(ink, [f.at(0.5 + wide * np.cos(a), 0.5 + high * np.sin(a)) for a in t],
         SIDE * rng.uniform(0.03, 0.1))  # fmt: skip
    return ink
