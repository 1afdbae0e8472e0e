"""Signature and receipt stamp: is one there? Whose and from when is not asked here."""

from __future__ import annotations

from extractors.blank import PX_PER_MM
from extractors.ownership import Writing
from pipeline.forms import Item
from pipeline.model import VORHANDEN, Reading, ReadingKind, Source

READER = "eingang strokes 1"

LEAST_MM2 = {"signature": 3.0, "stamp": 20.0}
"""Ink of the shortest signature (two letters), and of a weak stamp with one line."""

LEAST_WIDTH_MM = {"signature": 6.0, "stamp": 15.0}
SURE, LIKELY = 0.995, 0.6


def presence_of(item: Item, writing: Writing | None, number: int) -> Reading:
    """Whether the area holds a signature or a stamp; less ink than either needs is in doubt."""
    if writing is None or writing.is_dust:
        there, doubt = False, False
    else:
        width = writing.picture.shape[1] / PX_PER_MM
        enough = writing.ink_mm2 >= LEAST_MM2[item.type] and width >= LEAST_WIDTH_MM[item.type]
        there, doubt = True, not enough or writing.shared
    return Reading(
        item=item.id, kind=ReadingKind.PRESENCE, value=VORHANDEN if there else None,
        confidence=LIKELY if doubt else SURE, doubt=doubt, source=Source.MACHINE, page=number,
        box=item.box, reader=READER,
    )  # fmt: skip
