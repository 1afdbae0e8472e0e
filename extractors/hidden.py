"""Places of a form page that a scan does not show: torn off, folded over, cut at the edge.

Nothing stands there then, but neither does the print of the form, which is always beside a place.
Such a place is not blank: a person has to look.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extractors.strokes import region_of
from pipeline.model import Box, MarkState, Reading

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

NOTHING = (None, MarkState.EMPTY)


def with_hidden_doubted(sheet: Sheet, readings: Iterable[Reading]) -> list[Reading]:
    """The readings, those that nothing stands there in doubt where the place is not seen."""
    return [
        reading.model_copy(update={"doubt": True, "confidence": 0.0})
        if reading.value in NOTHING and _is_hidden(sheet, reading.box)
        else reading
        for reading in readings
    ]


def _is_hidden(sheet: Sheet, box: Box) -> bool:
    """Whether the print around a place is missing."""
    around = region_of(box.grown(BESIDE_MM))
    printed = sheet.blank[around] < PRINT_BELOW
    near = cv2.erode(sheet.grey[around], np.ones((OFF_PX, OFF_PX), np.uint8))
    seen = np.count_nonzero(printed & (near < SEEN_BELOW))
    return bool(seen < LEAST_SEEN * np.count_nonzero(printed))
