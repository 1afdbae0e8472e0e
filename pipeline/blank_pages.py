"""Backs of sheets on which nothing stands: marked as blank, never thrown away.

Punch holes, the dark rim of a scan and print that shines through must not count as content, and
faint pencil must. What is not surely blank is left for a person.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

LOOKED_AT_DPI = 75
"""Coarse enough that dust and scanner noise vanish, fine enough for a pencil stroke."""

RIM_MM = 16.0
"""Punch holes end 14 mm from the edge (ISO 838), shadows of the lid before that."""

STROKE_CONTRAST = 22
"""Grey levels darker than the paper around. Print shining through stays below 15 after shrinking,
a pencil stroke of half a millimetre keeps 30."""

BLACK_BELOW = 128
"""A page that is darker than this was scanned without paper."""

NEIGHBOURHOOD_MM = 12.0
"""Paper is what surrounds a stroke within this distance: shadows and tinted paper are even."""

LARGEST_SPECK_MM2 = 1.6
LONGEST_HAIR_MM = 6.0
"""Dust is a dot, or a hair as long as a letter but thinner; a digit has twice as much ink."""

HOLE_MM = (4.0, 8.0)
ROUND_WITHIN_MM = 1.0
HOLES_WITHIN_MM = 24.0
"""Punched by hand, holes lie deeper; scanned, they are black discs or pale rings."""

FOLD_SHARE = 0.9
FOLD_ACROSS_MM = 8.0
FOLD_WIDTH_MM = 1.2
"""A fold goes from edge to edge, straight but for the skew of the sheet, and is thin."""

APART_MM = 3.0
HARDLY_EVER = 0.002
"""Letters stand together, dust lies anywhere: of ten specks three are hardly ever neighbours, of
two hundred hardly ever five. How many specks are too close by chance follows Poisson."""


def is_blank(image: NDArray[np.uint8], dpi: float) -> bool:
    """Whether a page carries nothing but paper."""
    scale = LOOKED_AT_DPI / dpi if dpi > 0 else 1.0
    small = image
    if scale < 1:
        small = np.asarray(
            cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )
    px_per_mm = LOOKED_AT_DPI / 25.4
    rim = min(round(RIM_MM * px_per_mm), min(small.shape[:2]) // 4)
    paper = cv2.medianBlur(small, round(NEIGHBOURHOOD_MM * px_per_mm) | 1)
    if paper.mean() < BLACK_BELOW:
        return False
    strokes = (paper.astype(np.int16) - small > STROKE_CONTRAST).astype(np.uint8)
    inner = _without(_holes, strokes, px_per_mm)
    inner = inner[rim:-rim, rim:-rim] if rim else inner
    return _is_dust(_without(_folds, inner, px_per_mm), px_per_mm)


def _without(
    what: Callable[[Any, tuple[int, ...], float], NDArray[np.bool_]],
    strokes: NDArray[np.uint8],
    px_per_mm: float,
) -> NDArray[np.uint8]:
    """The strokes without those pieces that nobody wrote."""
    _, labels, pieces, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    gone = what(pieces, strokes.shape, px_per_mm)
    gone[0] = False
    return np.where(gone[labels], 0, strokes).astype(np.uint8)


def _folds(pieces: Any, shape: tuple[int, ...], px_per_mm: float) -> NDArray[np.bool_]:
    """Thin lines from edge to edge."""
    sides = pieces[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    through = (sides >= FOLD_SHARE * np.array(shape[::-1])).any(axis=1)
    slim = sides.min(axis=1) <= FOLD_ACROSS_MM * px_per_mm
    thin = pieces[:, cv2.CC_STAT_AREA] <= FOLD_WIDTH_MM * px_per_mm * sides.max(axis=1)
    return np.asarray(through & slim & thin, np.bool_)


def _holes(pieces: Any, shape: tuple[int, ...], px_per_mm: float) -> NDArray[np.bool_]:
    """Round pieces near an edge."""
    sides = pieces[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] / px_per_mm
    sized = (sides >= HOLE_MM[0]).all(axis=1) & (sides <= HOLE_MM[1]).all(axis=1)
    circular = abs(sides[:, 0] - sides[:, 1]) <= ROUND_WITHIN_MM
    middles = pieces[:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP]] / px_per_mm + sides / 2
    to_edge = np.minimum(middles, np.array(shape[::-1]) / px_per_mm - middles).min(axis=1)
    return np.asarray(sized & circular & (to_edge <= HOLES_WITHIN_MM), np.bool_)


def _is_dust(strokes: NDArray[np.uint8], px_per_mm: float) -> bool:
    """Small pieces only, and no more of them together than chance brings."""
    _, _, pieces, middles = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    areas = pieces[1:, cv2.CC_STAT_AREA] / px_per_mm**2
    lengths = pieces[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] / px_per_mm
    if areas.max(initial=0) > LARGEST_SPECK_MM2 or lengths.max(initial=0) > LONGEST_HAIR_MM:
        return False
    near = round(APART_MM * px_per_mm) | 1
    _, groups = cv2.connectedComponents(
        cv2.dilate(strokes, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (near, near)))
    )
    columns, rows = np.round(middles[1:]).astype(int).T
    together = np.bincount(groups[rows, columns], minlength=2)[1:]
    area_mm2 = strokes.size / px_per_mm**2
    return bool(together.max(initial=0) <= _by_chance(len(areas), area_mm2))


def _by_chance(specks: int, area_mm2: float) -> int:
    """How many of so many specks may lie together although they fell anywhere."""
    neighbours = specks * math.pi * APART_MM**2 / area_mm2
    size, groups = 2, specks * neighbours**2 / 2
    while groups > HARDLY_EVER:
        size += 1
        groups *= neighbours / size
    return size
