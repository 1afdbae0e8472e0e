"""The ink that belongs to each box: strokes found on the whole page and given to their boxes.

A long tick reaches into the box above, a word is written across a box. So ink is taken in whole
pieces over the whole page; each piece has the box as its home in which most of it lies, and only
then does every box look at what is its own and what is foreign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.blank import PX_PER_MM, resized
from extractors.grey import Grey
from extractors.sheet import Sheet
from extractors.strips import numbered
from pipeline.model import Box

Bools = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int32]

MARK_PX_PER_MM = PX_PER_MM / 2
"""150 dpi: the thinnest pen is two pixels wide, and noise is halved."""
FAINTEST = 26.0
"""Darkness of 255 that even on a page without noise counts as ink: hard pencil has 40."""
OVER_NOISE = 5.0
"""Ink must be darker than the paper's noise by this many standard deviations."""
SPECK_MM2 = 0.04
"""Smaller pieces are dust: a dot of a fine pen has 0.1 square millimetres."""
STRONG = 1.7
"""A piece must be this much darker than the floor somewhere, else it is the grain of the paper."""
REACH_MM = 3.0
"""How far around a box ink can have to do with it."""
MOST_OF_A_MARK = 0.08
"""Share of a box that a piece covers which shows the pen; hairs and specks cover less."""
FEWEST = 3
"""Pieces that show how broad the pen of a page is; of fewer one may be something else."""
HAIR_MM = 0.3
"""Broadest hair, scratch or remains of a printed rule; the finest pens leave 0.34 mm."""
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Piece:
    """One connected piece of ink: where it lies in millimetres, and its home (a box number)."""

    area_mm2: float
    box: Box
    home: int
    overlap: int

    @property
    def broad(self) -> float:
        """How broad it is in millimetres, were it one straight stroke."""
        return self.area_mm2 / float(np.hypot(self.box.width, self.box.height))


@dataclass(frozen=True, slots=True)
class PageInk:
    """Ink of a page at 150 dpi: darkness of 255, numbered pieces and their records.

    ``floor`` is the darkness from which a pixel is ink on this page; ``blank`` is the printed form
    at 300 dpi; ``pen`` is how broad the marks of this page are in millimetres, 0 if it has few.
    """

    dark: Grey
    labels: Labels
    pieces: dict[int, Piece]
    floor: float
    blank: Grey
    pen: float = 0.0

    def is_hair(self, piece: Piece) -> bool:
        """Whether a piece is much too thin for the pen that made the marks of this page."""
        return piece.broad < min(HAIR_MM, self.pen / 2)


def page_ink(sheet: Sheet, boxes: Sequence[Box]) -> PageInk:
    """Find the pieces of ink near the boxes of a page and give each its home."""
    dark = np.asarray(cv2.bitwise_not(resized(sheet.ink, MARK_PX_PER_MM / PX_PER_MM)), np.uint8)
    floor = max(FAINTEST, OVER_NOISE * _noise(dark))
    ink = cv2.threshold(dark, floor, 255, cv2.THRESH_BINARY)[1]
    labels, stats = numbered(np.asarray(ink, np.uint8))
    homes = _homes(labels, boxes)
    speck = SPECK_MM2 * MARK_PX_PER_MM**2
    pieces = {
        n: _piece(stats[n], *homes.get(n, (NOWHERE, 0)))
        for n in _near(labels, dark, STRONG * floor, boxes)
        if stats[n][cv2.CC_STAT_AREA] >= speck
    }
    return PageInk(dark, labels, pieces, floor, sheet.blank, _pen(pieces, boxes))


def _pen(pieces: dict[int, Piece], boxes: Sequence[Box]) -> float:
    """How broad the marks of a page are: most of what lies in boxes is marks."""
    broad = []
    for piece in pieces.values():
        if piece.home != NOWHERE:
            box = boxes[piece.home]
            area = box.width * box.height * MARK_PX_PER_MM**2
            if piece.overlap >= MOST_OF_A_MARK * area:
                broad.append(piece.broad)
    return float(np.median(broad)) if len(broad) >= FEWEST else 0.0


def _near(labels: Labels, dark: Grey, strong: float, boxes: Sequence[Box]) -> set[int]:
    """The numbers of all pieces that are strong ink somewhere within reach of some box."""
    found: set[int] = set()
    for box in boxes:
        part = window(labels, box, REACH_MM)
        if part.any():
            found.update(part[np.asarray(window(dark, box, REACH_MM), np.uint8) > strong].tolist())
    return found - {0}


def _noise(dark: Grey) -> float:
    """Standard deviation of the paper, from the median distance to its own median."""
    counts = np.bincount(dark[::7, ::7].ravel(), minlength=256)
    levels = np.arange(256, dtype=np.float64)
    middle = _median(levels, counts)
    return 1.48 * _median(np.abs(levels - middle), counts) + middle / OVER_NOISE


def _median(values: npt.NDArray[np.float64], counts: npt.NDArray[np.intp]) -> float:
    """The median of values that are there so many times: a page has only 256 kinds of pixels."""
    order = np.argsort(values)
    up_to = np.cumsum(counts[order])
    lower, upper = np.searchsorted(up_to, ((up_to[-1] + 1) // 2, up_to[-1] // 2 + 1))
    return float(values[order[lower]] + values[order[upper]]) / 2


def _homes(labels: Labels, boxes: Sequence[Box]) -> dict[int, tuple[int, int]]:
    """For each piece inside any box: the box that has most of it, and how much that is."""
    homes: dict[int, tuple[int, int]] = {}
    for number, box in enumerate(boxes):
        part = window(labels, box)
        if not part.any():
            continue
        inside, counts = np.unique(part, return_counts=True)
        for piece, count in zip(inside.tolist(), counts.tolist(), strict=True):
            if piece and count > homes.get(piece, (NOWHERE, 0))[1]:
                homes[piece] = (number, count)
    return homes


def _piece(stats: npt.NDArray[np.int32], home: int, overlap: int) -> Piece:
    left, top, width, height, area = (float(value) for value in stats)
    return Piece(
        area_mm2=area / MARK_PX_PER_MM**2,
        box=Box(
            x=left / MARK_PX_PER_MM,
            y=top / MARK_PX_PER_MM,
            width=width / MARK_PX_PER_MM,
            height=height / MARK_PX_PER_MM,
        ),
        home=home,
        overlap=overlap,
    )


def window(image: npt.NDArray[np.generic], box: Box, grow: float = 0.0) -> npt.NDArray[np.generic]:
    """The part of a picture at 150 dpi around a box."""
    left, top = round((box.x - grow) * MARK_PX_PER_MM), round((box.y - grow) * MARK_PX_PER_MM)
    right = round((box.x + box.width + grow) * MARK_PX_PER_MM)
    bottom = round((box.y + box.height + grow) * MARK_PX_PER_MM)
    return image[max(0, top) : bottom, max(0, left) : right]
