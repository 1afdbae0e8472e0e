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
SIZES = (6.0, 60.0)
"""Pixels of the frame; most are small."""
COMMON = (8.0, 32.0)
FINEST = 0.7
"""Pixels of a line that can still be seen."""
TILT = 4.0
INSIDE = 0.1
"""Share of the frame at each side where ink may be the frame's own."""
BIG_ENOUGH = 0.4
"""Length inside the frame, against its diagonal, from which a stroke is a mark."""
FEW, MOST = (0.05, 0.3), (0.55, 0.8)
"""Shares of a frame that are none, and that are still one."""
SPECK = 0.09
"""Largest dirt, in frames."""


class Crop(NamedTuple):
    grey: Grey
    truth: int
    pixels: float


def crop(rng: Rng) -> Crop:
    """Draw one crop."""
    pixels = (
        float(np.exp(rng.uniform(*np.log(SIZES)))) if rng.random() < 0.6 else rng.uniform(8, 32)
    )
    finest = FINEST * SIDE / pixels
    truth = int(rng.choice(4, p=SHARES))
    box = frame(rng, finest)
    printed, written = np.array(broken(box.ink, rng)), paper()
    if truth == TICKED:
        written = marks.mark(box, rng, finest)
        if _extent(written, box) < BIG_ENOUGH:
            truth = UNCLEAR
    elif truth == EMPTY and rng.random() < 0.1:
        printed = _some_sides(box, printed, rng, MOST)
    elif truth == STRUCK:
        written = marks.blackened(box, rng)
    elif truth == UNCLEAR:
        printed, written = _unclear(box, printed, rng, finest)
    if truth != UNCLEAR and rng.random() < 0.12:
        written = np.maximum(written, marks.outside(box, rng))
    ink = _together(box, printed, written, rng, specks=truth != UNCLEAR and pixels > 9)
    cut = _cut_out(ink, box, rng, _margins(rng))
    return Crop(wear.worn(cut, pixels / SIDE, rng), truth, pixels)


def _extent(ink: Ink, f: Frame) -> float:
    """The diagonal of the ink well inside the frame against the frame's."""
    (left, top), (right, bottom) = f.at(INSIDE, INSIDE), f.at(1 - INSIDE, 1 - INSIDE)
    seen = ink[round(top) : round(bottom), round(left) : round(right)] > BLACK / 2
    ys, xs = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    return float(np.hypot(np.ptp(ys), np.ptp(xs)) / np.hypot(*seen.shape)) if len(ys) else 0.0


def _unclear(f: Frame, printed: Ink, rng: Rng, finest: float) -> tuple[Ink, Ink]:
    """What is printed and written where nobody can say, or where there is no box."""
    how = int(rng.integers(8))
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
        return _some_sides(f, printed, rng, FEW), nothing
    if how == 6:
        return _some_sides(f, printed, rng, FEW), marks.mark(f, rng, finest)
    return nothing, marks.blackened(f, rng)


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


def _together(f: Frame, printed: Ink, written: Ink, rng: Rng, specks: bool) -> Floats:
    """All ink with its own darkness each."""
    level = rng.uniform(0.5, 1.0)
    around = beside(f, rng) * np.float32(min(1.0, level * rng.uniform(0.8, 1.5)) / BLACK)
    pen = np.float32(rng.uniform(0.45, 1.0) / BLACK)
    ink = np.maximum.reduce([printed * np.float32(level / BLACK), around, written * pen])
    if specks and rng.random() < 0.35:
        for _ in range(int(rng.integers(1, 12))):
            at = rng.integers(0, CANVAS, 2)
            radius = round(SIDE * rng.uniform(0.015, SPECK / 2))
            dark = float(rng.uniform(0.3, 1))
            cv2.circle(ink, (int(at[0]), int(at[1])), radius, dark, -1)
    return np.asarray(ink, np.float32)


def _margins(rng: Rng) -> npt.NDArray[np.float64]:
    """Paper around the frame in frames: left, top, right, bottom."""
    how = rng.random()
    if how < 0.25:
        return rng.uniform(-0.05, 0.25, 4)
    if how < 0.55:
        return rng.uniform(0.0, 0.6, 4)
    return rng.uniform(0.1, 1.0, 4) * rng.uniform(0.5, 1.9)


def _cut_out(ink: Floats, f: Frame, rng: Rng, margins: npt.NDArray[np.float64]) -> Floats:
    if rng.random() < 0.6:
        middle = (CANVAS / 2, CANVAS / 2)
        turn = cv2.getRotationMatrix2D(middle, float(rng.uniform(-TILT, TILT)), 1.0)
        ink = np.asarray(cv2.warpAffine(ink, turn, (CANVAS, CANVAS)), np.float32)
    left, top = f.left - margins[0] * SIDE, f.top - margins[1] * SIDE
    right = f.left + f.width + margins[2] * SIDE
    bottom = f.top + f.height + margins[3] * SIDE
    rows = slice(max(0, round(top)), round(bottom))
    return ink[rows, max(0, round(left)) : round(right)]
