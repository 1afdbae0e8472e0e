"""Long straight rows of specks: what is left of a fold that was pressed flat, or of a printed line.

A scan in black and white makes dots of what was a pale line on paper, of the front that shines
through as well. Faint pencil falls into crumbs too, but those lie above and below each other; a
page that is blank but for such rows is shown to a person all the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST_DOT_MM, HIGHEST_DOT_MM = 3.0, 0.7
"""Letters of the smallest print are higher, dashes that somebody draws longer."""
SPAN_MM = 55.0  # of a row; words in a hand of usual size are shorter
FEWEST = 8  # specks of a row; fewer lie in one band by chance
BY_CHANCE = 4.0
"""So many times more specks than elsewhere in such a band of the page."""
BAND_MM = 0.85  # a row askew by a step of the angle is as high, a small letter twice as high
BESIDE_MM, MOST_BESIDE = 3.0, 0.25
"""Height of a line of writing above and below a row, and the share of the row's specks that may lie
there, between its ends: a fold lies alone."""
STEEPEST_DEG, TURN_DEG = 3.5, 0.25  # as of ``creases``; a step moves the ends of a row by 0.5 mm
MOST_ROWS = 3  # a sheet is folded once or twice

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
        if len(row) >= max(least, len(best) + 1) and _lies_alone(along, level, row):
            best = row
    return best


def _lies_alone(along: Places, level: Places, row: NDArray[np.intp]) -> bool:
    """Whether a row is long and hardly anything stands above or below it."""
    first, last = along[row].min(), along[row].max()
    beside = abs(level - np.median(level[row])) <= BESIDE_MM
    beside &= (along >= first) & (along <= last)
    others = int(np.count_nonzero(beside)) - len(row)
    return bool(last - first >= SPAN_MM and others <= MOST_BESIDE * len(row))
