"""Backs of sheets on which nothing stands: marked as blank, never thrown away.

Punch holes, the dark rim of a scan and print that shines through must not count as content, and
faint pencil must. What is not surely blank is left for a person.
"""

from __future__ import annotations

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

NEIGHBOURHOOD_MM = 12.0
"""Paper is what surrounds a stroke within this distance: shadows and tinted paper are even."""

LARGEST_SPECK_MM2 = 1.0
"""A comma is smaller than this, a letter is not."""

LARGEST_DUST_MM2 = 10.0
"""All specks together; a short word in pencil has three times as much."""


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
    inner: Any = small[rim:-rim, rim:-rim] if rim else small
    size = round(NEIGHBOURHOOD_MM * px_per_mm) | 1
    paper = cv2.medianBlur(inner, size)
    strokes = (paper.astype(np.int16) - inner > STROKE_CONTRAST).astype(np.uint8)
    if paper.mean() < 128:
        return False  # a black page is no blank one
    _, _, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA] / px_per_mm**2
    return bool(areas.max(initial=0) <= LARGEST_SPECK_MM2 and areas.sum() <= LARGEST_DUST_MM2)
