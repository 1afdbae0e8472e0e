"""Backs of sheets on which nothing stands: marked as blank, never thrown away.

Punch holes, the dark rim of a scan and print that shines through must not count as content, and
faint pencil must. What is not surely blank is left for a person.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.creases import on_creases
from pipeline.dotted_lines import in_rows
from pipeline.emptiness import Emptiness

LOOKED_AT_DPI = 75
DIGITS = 12
"""Of a scale: a quarter shrinks a page in two thirds of the time that nearly a quarter takes."""
PX_PER_MM = LOOKED_AT_DPI / 25.4
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

LARGEST_SPECK_MM2 = 0.85
LARGEST_BLACK_SPECK_MM2 = 1.05
LONGEST_HAIR_MM = 6.0
"""Dust is a dot, or a hair as long as a letter but thinner; black and white scans thicken both. Of
a pixel that is half as dark as the darkest one of its piece half is counted."""

CROSSING, OTHER_DUST = 1.4, 25
"""So much larger may a piece be that is two hairs across each other, one of so many. Set by two
backs, all there were in 280 generated mail items."""

BLACK_AND_WHITE = 0.15
"""Share of tones between among the dark pixels: in a grey scan every edge has some."""
TONES_BETWEEN = (40, 215)

HOLE_MM = (4.0, 8.0)
ROUND_WITHIN_MM = 1.0
HOLES_WITHIN_MM = 24.0
"""Punched by hand, holes lie deeper; scanned, they are black discs or pale rings."""

MOST_INK = 0.05
"""Share of a page; folds and holes cover less, a page with more need not be looked at further."""

APART_MM = 3.0
HARDLY_EVER = 0.002
"""Letters stand together, dust lies anywhere: of ten specks three are hardly ever neighbours, of
two hundred hardly ever five. How many specks are too close by chance follows Poisson."""

Grey = NDArray[np.uint8]


def is_blank(image: Grey, dpi: float) -> bool:
    """Whether a page carries nothing but paper."""
    return emptiness_of(image, dpi) is Emptiness.BLANK


def emptiness_of(image: Grey, dpi: float) -> Emptiness:
    """What stands on a page."""
    small = _shrunk(image, dpi)
    paper = cv2.medianBlur(small, round(NEIGHBOURHOOD_MM * PX_PER_MM) | 1)
    if paper.mean() < BLACK_BELOW:
        return Emptiness.WRITTEN
    darker = paper.astype(np.int16) - small
    strokes = _within_rim(_without_holes((darker > STROKE_CONTRAST).astype(np.uint8)))
    if strokes.mean() > MOST_INK:
        return Emptiness.WRITTEN
    strokes[on_creases(strokes, darker, PX_PER_MM)] = 0
    limit = LARGEST_BLACK_SPECK_MM2 if _is_black_and_white(image) else LARGEST_SPECK_MM2
    if _is_dust(strokes, darker, limit, but_for_rows=False):
        return Emptiness.BLANK
    rows = _is_dust(strokes, darker, limit, but_for_rows=True)
    return Emptiness.ROWS if rows else Emptiness.WRITTEN


def _shrunk(image: Grey, dpi: float) -> Grey:
    scale = round(LOOKED_AT_DPI / dpi, DIGITS) if dpi > 0 else 1.0
    if scale >= 1:
        return image
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _is_black_and_white(image: Grey) -> bool:
    dark = np.count_nonzero(image < TONES_BETWEEN[1])
    between = dark - np.count_nonzero(image <= TONES_BETWEEN[0])
    return bool(between < BLACK_AND_WHITE * dark)


def _rim(page: Grey) -> int:
    return int(min(round(RIM_MM * PX_PER_MM), min(page.shape) // 4))


def _within_rim(strokes: Grey) -> Grey:
    (height, width), rim = strokes.shape, _rim(strokes)
    inner = np.zeros_like(strokes)
    inner[rim : height - rim, rim : width - rim] = strokes[rim : height - rim, rim : width - rim]
    return inner


def _without_holes(strokes: Grey) -> Grey:
    """The strokes without round pieces near an edge."""
    _, labels, pieces, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        strokes, 8, cv2.CV_32S, cv2.CCL_BBDT
    )
    sides = pieces[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] / PX_PER_MM
    sized = (sides >= HOLE_MM[0]).all(axis=1) & (sides <= HOLE_MM[1]).all(axis=1)
    circular = abs(sides[:, 0] - sides[:, 1]) <= ROUND_WITHIN_MM
    middles = pieces[:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP]] / PX_PER_MM + sides / 2
    to_edge = np.minimum(middles, np.array(strokes.shape[::-1]) / PX_PER_MM - middles).min(axis=1)
    gone = sized & circular & (to_edge <= HOLES_WITHIN_MM)
    gone[0] = False
    return np.where(gone[labels], 0, strokes).astype(np.uint8)


def _is_dust(
    strokes: Grey, darker: NDArray[np.int16], largest_mm2: float, *, but_for_rows: bool
) -> bool:
    """Small pieces only, and no more of them together than chance brings.

    Crumbs that nearly touch are one piece: a hair that runs askew falls apart when shrunk.
    """
    joined = cv2.dilate(strokes, np.ones((3, 3), np.uint8))
    count, labels, pieces, middles = cv2.connectedComponentsWithStatsWithAlgorithm(
        joined, 8, cv2.CV_32S, cv2.CCL_BBDT
    )
    lengths = pieces[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] - 2
    areas = _inked(labels, strokes, darker, count)[1:] / PX_PER_MM**2
    if but_for_rows and np.count_nonzero(areas > largest_mm2) <= len(areas) // OTHER_DUST:
        largest_mm2 *= CROSSING
    if areas.max(initial=0) > largest_mm2 or lengths.max(initial=0) > LONGEST_HAIR_MM * PX_PER_MM:
        return False
    near = round(APART_MM * PX_PER_MM) | 1
    _, groups = cv2.connectedComponents(
        cv2.dilate(strokes, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (near, near)))
    )
    height_mm = strokes.shape[0] / PX_PER_MM
    kept = np.ones(count - 1, np.bool_)
    if but_for_rows:
        kept = ~in_rows(middles[1:] / PX_PER_MM, lengths / PX_PER_MM, height_mm)
    columns, rows = np.round(middles[1:][kept]).astype(int).T
    together = np.bincount(groups[rows, columns], minlength=2)[1:]
    inner_mm2 = math.prod(side - 2 * _rim(strokes) for side in strokes.shape) / PX_PER_MM**2
    return bool(together.max(initial=0) <= _by_chance(int(kept.sum()), inner_mm2))


def _inked(
    labels: NDArray[Any], strokes: Grey, darker: NDArray[np.int16], count: int
) -> NDArray[np.float64]:
    """Pixels of each piece, those that it covers in part counted by how dark they are."""
    rows, columns = np.nonzero(strokes)
    piece, dark = labels[rows, columns], darker[rows, columns].astype(np.float64)
    darkest = np.ones(count)
    np.maximum.at(darkest, piece, dark)
    return np.bincount(piece, weights=dark, minlength=count) / darkest


def _by_chance(specks: int, area_mm2: float) -> int:
    """How many of so many specks may lie together although they fell anywhere."""
    neighbours = specks * math.pi * APART_MM**2 / area_mm2
    size, groups = 2, specks * neighbours**2 / 2
    while groups > HARDLY_EVER:
        size += 1
        groups *= neighbours / size
    return size
