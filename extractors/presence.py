"""Signature and receipt stamp: is one there? Whose and from when is not asked here."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.blank import PX_PER_MM
from extractors.grey import Grey
from extractors.writing import Writing
from pipeline.forms import Item
from pipeline.model import VORHANDEN, Reading, ReadingKind, Source

READER = "eingang strokes 1"

LEAST_MM2 = {"signature": 3.0, "stamp": 20.0}
"""Ink of the shortest signature (two letters), and of a weak stamp with one line."""

LEAST_WIDTH_MM = {"signature": 6.0, "stamp": 15.0}
SURE, LIKELY = 0.995, 0.6

INK_BELOW = 180
FLAT_MM = 2.0
"""Height from which a long stroke is no fold: a signature may be one flat wave."""


def presence_of(item: Item, writing: Writing | None, number: int, ink: Grey) -> Reading:
    """Whether the area holds a signature or a stamp; less ink than either needs is in doubt.

    ``ink`` is all ink of the area, also what the reading of text takes for lines and dirt.
    """
    if writing is None or writing.is_dust:
        there = doubt = _one_long_stroke(item, ink)
    else:
        width = writing.picture.shape[1] / PX_PER_MM
        enough = writing.ink_mm2 >= LEAST_MM2[item.type] and width >= LEAST_WIDTH_MM[item.type]
        there, doubt = True, not enough or writing.shared
    return Reading(
        item=item.id, kind=ReadingKind.PRESENCE, value=VORHANDEN if there else None,
        confidence=LIKELY if doubt else SURE, doubt=doubt, source=Source.MACHINE, page=number,
        box=item.box, reader=READER,
    )  # fmt: skip


def _one_long_stroke(item: Item, ink: Grey) -> bool:
    """Whether one piece of the ink is as long as a signature and higher than a fold."""
    mask = (ink < INK_BELOW).astype(np.uint8)
    _, _, pieces, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    width, height, area = (pieces[1:, n] for n in (2, 3, 4))
    long = (width >= LEAST_WIDTH_MM[item.type] * PX_PER_MM) & (height >= FLAT_MM * PX_PER_MM)
    return bool((long & (area >= LEAST_MM2[item.type] * PX_PER_MM**2)).any())
