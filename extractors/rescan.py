"""Whether two scans of one form page show the same sheet: the same strokes in the same places.

What was read says little: handwriting is read differently each time, and a page that was filled in
anew with another account may be read alike where both are in doubt.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractors.blank import PX_PER_MM
from extractors.grey import Grey
from extractors.sheet import Sheet
from pipeline.model import Box

TRACE_PX_PER_MM = 6.0
"""A quarter of a megabyte for a page, and still three pixels for the stroke of a pen."""

INK_BELOW = 190
"""Fine strokes are paler after shrinking."""

APART_MM = 0.45
"""Two scans of a sheet lie within 0.3 mm of each other; strokes written anew do not."""

INK = 255

OTHER_MM2, OTHER_MM = 0.25, 0.8
"""A piece of ink of this size and length without a partner is the stroke of a letter, a smaller one
is dirt or the edge of a stroke that one scan shows thicker."""


Trace = Grey
"""A bit for every pixel, set where ink is, eight of a row in a byte."""


def trace_of(sheet: Sheet) -> Trace:
    """The strokes of a registered page, small enough to be kept."""
    scale = TRACE_PX_PER_MM / PX_PER_MM
    small = cv2.resize(sheet.ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.packbits(small < INK_BELOW, axis=1)


def same_strokes(one: Trace, other: Trace, box: Box) -> bool:
    """Whether both traces have the same strokes around a box; paper on both counts as the same."""
    first, second = _cut(one, box), _cut(other, box)
    return _within(first, second) and _within(second, first)


def _within(strokes: Grey, others: Grey) -> bool:
    reach = 2 * round(APART_MM * TRACE_PX_PER_MM) + 1
    near = cv2.dilate(others, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    alone = cv2.subtract(strokes, near)
    _, _, pieces, _ = cv2.connectedComponentsWithStats(alone, connectivity=8)
    large = pieces[1:, cv2.CC_STAT_AREA] >= OTHER_MM2 * TRACE_PX_PER_MM**2
    long = pieces[1:, 2:4].max(axis=1, initial=0) >= OTHER_MM * TRACE_PX_PER_MM
    return not bool((large & long).any())


def _cut(trace: Trace, box: Box) -> Grey:
    """The strokes around a box: 255 where ink is."""
    left, top = round(box.x * TRACE_PX_PER_MM), round(box.y * TRACE_PX_PER_MM)
    right = round((box.x + box.width) * TRACE_PX_PER_MM)
    bottom = round((box.y + box.height) * TRACE_PX_PER_MM)
    rows = np.unpackbits(trace[max(0, top) : bottom], axis=1)
    return np.asarray(rows[:, max(0, left) : right] * INK, np.uint8)
