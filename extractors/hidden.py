"""Places of a form page that a scan does not show: torn off, folded over, cut at the edge.

The print of the form, which is always beside a place, is missing there too. Such a place is not
blank, and of what is read on its rest a part may be missing: a person has to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.strokes import region_of
from pipeline.model import Box, Reading

if TYPE_CHECKING:
    from extractors.sheet import Sheet

BESIDE_MM = 3.0
"""Within this distance of every place the form prints a frame, a label or a box."""

PRINT_BELOW, SEEN_BELOW = 128, 215
"""Levels of the print on the blank, and of what is left of it in a pale scan."""

OFF_PX = 5
"""Print that lies so far beside its place still counts as seen."""

LEAST_SEEN = 0.65
"""Share of the print around a place; of a page that lies whole on the glass 0.83 are seen at least,
also where it is black and white, askew or a copy of a copy."""

PART_MM = 10.0
"""A place is looked at in parts of about this length: an amount that lacks a digit is wrong."""
LEAST_SEEN_OF_PART = 0.4
"""The same for a part. Of the 67,000 parts on 284 generated pages, one showed 0.41 of its print,
where the paper had slipped, and three less than 0.65."""
LEAST_PRINT = 100
"""Pixels; with less print beside it a part says nothing."""

Flags = NDArray[np.bool_]


def with_hidden_doubted(sheet: Sheet, readings: Iterable[Reading]) -> list[Reading]:
    """The readings, in doubt where the place is not seen or not all of it."""
    printed = sheet.blank < PRINT_BELOW
    seen = printed & (cv2.erode(sheet.grey, np.ones((OFF_PX, OFF_PX), np.uint8)) < SEEN_BELOW)
    return [_doubted(r) if _is_hidden(printed, seen, r.box) else r for r in readings]


def _doubted(reading: Reading) -> Reading:
    """Nothing is likely to stand on a place that nobody saw."""
    return reading.model_copy(update={"doubt": True, "confidence": 0.0, "candidates": ()})


def _is_hidden(printed: Flags, seen: Flags, box: Box) -> bool:
    """Whether the print around a place is missing, or along a part of it."""
    around = region_of(box.grown(BESIDE_MM))
    if np.count_nonzero(seen[around]) < LEAST_SEEN * np.count_nonzero(printed[around]):
        return True
    for part in _parts(box):
        expected = np.count_nonzero(printed[part])
        if expected >= LEAST_PRINT and np.count_nonzero(seen[part]) < LEAST_SEEN_OF_PART * expected:
            return True
    return False


def _parts(box: Box) -> Iterator[tuple[slice, slice]]:
    """A place from left to right, with the print above and below it."""
    high, wide = region_of(box.grown(BESIDE_MM))[0], region_of(box)[1]
    ends = np.linspace(wide.start, wide.stop, max(1, round(box.width / PART_MM)) + 1).astype(int)
    return ((high, slice(first, last)) for first, last in pairwise(ends.tolist()))
