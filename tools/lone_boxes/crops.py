"""Single crops with their truth: boxes as they come out of old scanners, fax machines and prints.

``crop(rng)`` draws one. The truth is ``EMPTY`` or ``TICKED`` where anybody would say so, ``STRUCK``
for a blackened box, and ``UNCLEAR`` where a person has to look: no frame or half of one, a stroke
that only grazes the box, a ring around it, writing that is no box at all.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from tools.lone_boxes import marks, wear
from tools.lone_boxes.frames import (
    BLACK,
    CANVAS,
    RULE,
    SIDE,
    Floats,
    Frame,
    Ink,
    Rng,
    beside,
    broken,
    frame,
    paper,
)

Grey = npt.NDArray[np.uint8]

EMPTY, TICKED, STRUCK, UNCLEAR = range(4)
SHARES = (0.4, 0.4, 0.05, 0.15)
SIZES = (4.5, 60.0)
"""Pixels of the frame; most are small."""
COMMON = (5.0, 28.0)
FINEST = 0.7
"""Pixels of a line that can still be seen."""
TILT = 4.0
INSIDE = 0.1
"""Share of the frame at each side where ink may be the frame's own."""
BIG_ENOUGH = 0.4
"""Length inside the frame, against its diagonal, from which a stroke is a mark."""
FEW, MOST = (0.15, 0.35), (0.55, 0.8)
"""Shares of a frame that are none, and that are still one; less than these is a rule."""
SEEN, PERHAPS_SEEN = 0.4, 0.15
"""Ink of a mark within the frame, as black pixels for each pixel of the frame's side, from which
anybody sees it, and below which nobody does."""
FRAME_SEEN = 0.22
"""How much darker than the paper in it a frame has to be, of all the darkness of a crop: with the
lines of a small box run together nobody can say what it shows."""
LEAST_CONTRAST = 40.0
TRIES = 40
SPECK = 0.09
"""Largest dirt, in frames."""


class Crop(NamedTuple):
    grey: Grey
    truth: int
    pixels: float


class Drawing(NamedTuple):
    """A frame, what is printed of it, and what is written, with the mark and without."""

    truth: int
    frame: Frame
    printed: Ink
    written: Ink
    without: Ink


def crop(rng: Rng) -> Crop:
    """Draw one crop; of a mark that nobody can see, another one."""
    for _ in range(TRIES):
        made = _crop(rng)
        if made is not None:
            return made
    raise AssertionError("no mark was ever to be seen")


def _crop(rng: Rng) -> Crop | None:
    """One crop, or nothing where its frame or its mark cannot be seen."""
    pixels = float(
        np.exp(rng.uniform(*np.log(SIZES))) if rng.random() < 0.6 else rng.uniform(*COMMON)
    )
    drawing = _drawing(rng, FINEST * SIDE / pixels)
    f, truth = drawing.frame, drawing.truth
    pictures = _together(drawing, rng, specks=truth != UNCLEAR and pixels > 9)
    lines = np.asarray(f.ink / np.float32(BLACK), np.float32)
    shown, without, inside, lines = _cut_out([*pictures, _inside(f), lines], f, rng, _margins(rng))
    wear_of_both = int(rng.integers(1 << 31))
    grey, bare = (
        wear.worn(one, pixels / SIDE, np.random.default_rng(wear_of_both))
        for one in (shown, without)
    )
    if truth in (EMPTY, TICKED) and _frame_seen(bare, inside, lines) < FRAME_SEEN:
        return None
    seen = _seen(grey, bare, inside, pixels) if truth == TICKED else SEEN
    if seen < PERHAPS_SEEN:
        return None
    return Crop(grey, truth if seen >= SEEN else UNCLEAR, pixels)


def _drawing(rng: Rng, finest: float) -> Drawing:
    """What is printed and written, before any scanner saw it."""
    truth = int(rng.choice(4, p=SHARES))
    box = frame(rng, finest)
    printed, written = np.array(broken(box.ink, rng)), paper()
    if truth == TICKED:
        written = marks.mark(box, rng, finest)
        if _extent(written, box) < BIG_ENOUGH:
            truth = UNCLEAR
    elif truth == EMPTY and box.kind != RULE and rng.random() < 0.1:
        printed = _some_sides(box, printed, rng, MOST)
    elif truth == STRUCK:
        written = marks.blackened(box, rng)
    elif truth == UNCLEAR:
        printed, written = _unclear(box, printed, rng, finest)
    without = paper() if truth == TICKED else written
    if truth != UNCLEAR and rng.random() < 0.12:
        written = np.maximum(written, marks.outside(box, rng))
    return Drawing(truth, box, printed, written, without)


def _inside(f: Frame) -> Floats:
    """Where a mark has to be seen."""
    where = np.zeros((CANVAS, CANVAS), np.float32)
    (left, top), (right, bottom) = f.at(INSIDE, INSIDE), f.at(1 - INSIDE, 1 - INSIDE)
    where[round(top) : round(bottom), round(left) : round(right)] = 1
    return where


def _seen(grey: Grey, bare: Grey, inside: Floats, pixels: float) -> float:
    """How much ink of the mark can be seen, in black pixels for each pixel of the frame."""
    added = np.clip(_darkness(grey, grey) - _darkness(bare, grey), 0, 1)
    return float((added * _sized(inside, grey)).sum() / pixels)


def _frame_seen(bare: Grey, inside: Floats, lines: Floats) -> float:
    """How much darker the lines of the frame are than the paper within."""
    dark, within, along = _darkness(bare, bare), _sized(inside, bare), _sized(lines, bare)
    paper_seen, lines_seen = within * (1 - along), along * along
    means = [(dark * w).sum() / (w.sum() + 1e-6) for w in (lines_seen, paper_seen)]
    return float(means[0] - means[1])


def _darkness(grey: Grey, of: Grey) -> Floats:
    """A crop as darkness, measured by what paper and ink are in another one."""
    white, black = np.percentile(of, (95, 0.5))
    return np.asarray((white - grey.astype(np.float32)) / max(white - black, LEAST_CONTRAST))


def _sized(weights: Floats, grey: Grey) -> Floats:
    return np.asarray(cv2.resize(weights, grey.shape[::-1], interpolation=cv2.INTER_AREA))


def _extent(ink: Ink, f: Frame) -> float:
    """The diagonal of the ink well inside the frame against the frame's."""
    (left, top), (right, bottom) = f.at(INSIDE, INSIDE), f.at(1 - INSIDE, 1 - INSIDE)
    seen = ink[round(top) : round(bottom), round(left) : round(right)] > BLACK / 2
    ys, xs = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    return float(np.hypot(np.ptp(ys), np.ptp(xs)) / np.hypot(*seen.shape)) if len(ys) else 0.0


def _unclear(f: Frame, printed: Ink, rng: Rng, finest: float) -> tuple[Ink, Ink]:
    """What is printed and written where nobody can say, or where there is no box."""
    how = int(rng.integers(6 if f.kind == RULE else 7))
    nothing = paper()
    if how == 0:
        return printed, marks.stray(f, rng)
    if how == 1:
        return printed, marks.circled(f, rng)
    if how == 2:
        return nothing, marks.mark(f, rng, finest)
    if how == 3:
        return _letters(f, rng), marks.circled(f, rng) if rng.random() < 0.4 else nothing
    if how == 4:
        return nothing, nothing
    if how == 5:
        return nothing, marks.blackened(f, rng)
    return _some_sides(f, printed, rng, FEW), nothing


def _letters(f: Frame, rng: Rng) -> Ink:
    """Print in the place of the box."""
    ink = paper()
    text = "".join(rng.choice(list("ABCDEGHKMNORSTaegmnostu0123456789"), rng.integers(1, 4)))
    size, thick = rng.uniform(0.9, 2.0), int(rng.integers(2, 8))
    (wide, high), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, size, thick)
    x, y = f.at(0.5, 0.5)
    at = (round(x - wide / 2), round(y + high / 2))
    cv2.putText(ink, text, at, cv2.FONT_HERSHEY_DUPLEX, size, BLACK, thick, cv2.LINE_AA)
    return ink


def _some_sides(f: Frame, printed: Ink, rng: Rng, shares: tuple[float, float]) -> Ink:
    """A part of a frame, the rest of which was not printed."""
    left = np.array(printed)
    (x, y), part = f.at(0.5, 0.5), (rng.uniform(*shares) - 0.5) * SIDE
    side = int(rng.integers(4))
    if side == 0:
        left[round(y + part) :] = 0
    elif side == 1:
        left[: round(y - part)] = 0
    elif side == 2:
        left[:, round(x + part) :] = 0
    else:
        left[:, : round(x - part)] = 0
    return left


def _together(drawing: Drawing, rng: Rng, specks: bool) -> list[Floats]:
    """All ink with its own darkness each, with the mark and without."""
    level = rng.uniform(0.5, 1.0)
    around = beside(drawing.frame, rng) * np.float32(
        min(1.0, level * rng.uniform(0.8, 1.5)) / BLACK
    )
    pen = np.float32(rng.uniform(0.45, 1.0) / BLACK)
    print_ink = np.maximum(drawing.printed * np.float32(level / BLACK), around)
    if specks and rng.random() < 0.35:
        for _ in range(int(rng.integers(1, 12))):
            at = rng.integers(0, CANVAS, 2)
            radius = round(SIDE * rng.uniform(0.015, SPECK / 2))
            dark = float(rng.uniform(0.3, 1))
            cv2.circle(print_ink, (int(at[0]), int(at[1])), radius, dark, -1)
    return [
        np.asarray(np.maximum(print_ink, ink * pen), np.float32)
        for ink in (drawing.written, drawing.without)
    ]


def _margins(rng: Rng) -> npt.NDArray[np.float64]:
    """Paper around the frame in frames: left, top, right, bottom."""
    how = rng.random()
    if how < 0.25:
        return rng.uniform(-0.05, 0.25, 4)
    if how < 0.55:
        return rng.uniform(0.0, 0.6, 4)
    return rng.uniform(0.1, 1.0, 4) * rng.uniform(0.5, 1.9)


def _cut_out(
    pictures: list[Floats], f: Frame, rng: Rng, margins: npt.NDArray[np.float64]
) -> list[Floats]:
    """The same part of several pictures, turned alike."""
    if rng.random() < 0.6:
        middle = (CANVAS / 2, CANVAS / 2)
        turn = cv2.getRotationMatrix2D(middle, float(rng.uniform(-TILT, TILT)), 1.0)
        pictures = [
            np.asarray(cv2.warpAffine(one, turn, (CANVAS, CANVAS)), np.float32) for one in pictures
        ]
    left, top = f.left - margins[0] * SIDE, f.top - margins[1] * SIDE
    right = f.left + f.width + margins[2] * SIDE
    bottom = f.top + f.height + margins[3] * SIDE
    rows, columns = (
        slice(max(0, round(top)), round(bottom)),
        slice(max(0, round(left)), round(right)),
    )
    return [one[rows, columns] for one in pictures]
