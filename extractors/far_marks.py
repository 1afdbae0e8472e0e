"""Marks that missed every box of their question: what stands beside them and is no word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.blank import PX_PER_MM
from extractors.grey import Grey
from extractors.strokes import region_of
from pipeline.forms import FormPage, Item
from pipeline.model import Box, MarkState, Reading

PERHAPS = 0.9
"""Confidence of an empty box that such a mark may have been meant for."""
MORE_THAN_SPECKS = 0.95
"""Confidence from which nothing but specks was found beside the boxes (``unreadable.SPECKS``)."""
ABOVE_MM, ASIDE_MM = 4.0, 0.5
"""So far above or below its box a cross may have slipped; it stands no further to one side."""
INKED_BELOW, A_MARK_MM2 = 160, 0.8
"""Ink, and how much of it makes a mark; the one cross seen to slip so far had 2 mm²."""


def with_missed_boxes_doubted(
    page: FormPage, marks: Sequence[Reading], written: Sequence[Reading]
) -> list[Reading]:
    """The marks; in doubt where a question has none and something unreadable stands beside it."""
    notes = {reading.item: reading for reading in written}
    unread = {
        field.id
        for field in page.fields
        if field.is_choice and (note := notes.get(field.id)) is not None and _is_unread(note)
    }
    of_field = {item.id: item.field for item in page.items}
    marked = {of_field[mark.item] for mark in marks if mark.value != MarkState.EMPTY or mark.doubt}
    missed = unread - marked
    return [_doubted(mark) if of_field[mark.item] in missed else mark for mark in marks]


def with_overshot_boxes_doubted(
    ink: Grey, page: FormPage, marks: Sequence[Reading], written: Sequence[Reading]
) -> list[Reading]:
    """The marks; in doubt where a question has none and one stands above or below a box of it.

    It lies in the field there, of which no letter can be read; most of a blob may lie on the
    printed line, so that specks are left of it. ``ink`` is that of the page.
    """
    items = {item.id: item for item in page.items}
    unread = [items[note.item].box for note in written if _is_blank(note) or _is_cross(note)]
    marked = {items[m.item].field for m in marks if m.value != MarkState.EMPTY or m.doubt}
    return [
        _doubted(mark)
        if items[mark.item].field not in marked and _is_overshot(items[mark.item], unread, ink)
        else mark
        for mark in marks
    ]


def _is_overshot(item: Item, unread: Sequence[Box], ink: Grey) -> bool:
    """Whether as much ink as a mark has lies above or below a box, within one of these fields."""
    box = item.box.grown(ASIDE_MM)
    around = (
        box.model_copy(update={"y": box.y - ABOVE_MM, "height": ABOVE_MM}),
        box.model_copy(update={"y": box.y + box.height, "height": ABOVE_MM}),
    )
    parts = (_common(place, field) for place in around for field in unread)
    return any(_ink_mm2(ink, part) >= A_MARK_MM2 for part in parts if part is not None)


def _common(one: Box, other: Box) -> Box | None:
    left, top = max(one.x, other.x), max(one.y, other.y)
    right = min(one.x + one.width, other.x + other.width)
    bottom = min(one.y + one.height, other.y + other.height)
    if right <= left or bottom <= top:
        return None
    return Box(x=left, y=top, width=right - left, height=bottom - top)


def _ink_mm2(ink: Grey, box: Box) -> float:
    return int(np.count_nonzero(ink[region_of(box)] < INKED_BELOW)) / PX_PER_MM**2


def _is_unread(note: Reading) -> bool:
    return _is_blank(note) and note.confidence < MORE_THAN_SPECKS


def _is_blank(note: Reading) -> bool:
    return note.doubt and note.value is None


def _is_cross(note: Reading) -> bool:
    """Whether a cross may have been read as a letter."""
    return note.doubt and note.value is not None and len(note.value) == 1


def _doubted(mark: Reading) -> Reading:
    return mark.model_copy(update={"doubt": True, "confidence": min(mark.confidence, PERHAPS)})
