"""Long straight rows of specks: what is left of a fold that was pressed flat, or of a printed line.

A scan in black and white makes dots of what was a pale line on paper, of the front that shines
through as well. No writing leaves such a row: even crumbs of the faintest pencil are spread over
the height of small letters.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST_DOT_MM, HIGHEST_DOT_MM = 3.0, 0.7
"""Letters of the smallest print are higher, dashes that somebody draws longer."""
SPAN_MM, WIDEST_GAP_MM = 55.0, 60.0
FEWEST = 8
BY_CHANCE = 4.0
"""So many times more specks than elsewhere in such a band of the page."""
BAND_MM = 0.85
STEEPEST_DEG, TURN_DEG = 3.5, 0.25
MOST_ROWS = 12

Places = NDArray[Any]
Flags = NDArray[np.bool_]


def in_rows(middles: Places, sizes: Places, height_mm: float) -> Flags:
    """Which specks belong to long straight rows, level or upright.

    ``middles`` (N, 2) are their x and y, ``sizes`` (N, 2) their widths and heights, all in
    millimetres; ``height_mm`` is that of the page.
    """
    found = np.zeros(len(middles), np.bool_)
    for along in (0, 1):
        dots = (sizes[:, along] <= LONGEST_DOT_MM) & (sizes[:, 1 - along] <= HIGHEST_DOT_MM)
        for _ in range(MOST_ROWS):
            free = np.flatnonzero(dots & ~found)
            row = _row(middles[free, along], middles[free, 1 - along], height_mm)
            if not len(row):
                break
            found[free[row]] = True
    return found


def _row(along: Places, across: Places, height_mm: float) -> NDArray[np.intp]:
    """The fullest row among the specks that is long and dense enough; none where there is none."""
    best = np.zeros(0, np.intp)
    least = max(FEWEST, BY_CHANCE * len(along) * BAND_MM / height_mm)
    for degrees in np.arange(-STEEPEST_DEG, STEEPEST_DEG + TURN_DEG, TURN_DEG):
        level = across - np.tan(np.radians(degrees)) * along
        order = np.argsort(level)
        ends = np.searchsorted(level[order], level[order] + BAND_MM, side="right")
        first = int(np.argmax(ends - np.arange(len(order)))) if len(order) else 0
        row = order[first : ends[first]] if len(order) else best
        if len(row) >= max(least, len(best) + 1) and _is_long(along[row]):
            best = row
    return best


def _is_long(along: Places) -> bool:
    places = np.sort(along)
    return bool(np.ptp(places) >= SPAN_MM and np.diff(places).max() <= WIDEST_GAP_MM)
