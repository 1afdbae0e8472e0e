"""Marks that missed every box of their question: what stands beside them and is no word."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.forms import FormPage
from pipeline.model import MarkState, Reading

PERHAPS = 0.9
"""Confidence of an empty box that such a mark may have been meant for."""
MORE_THAN_SPECKS = 0.95
"""Confidence from which nothing but specks was found beside the boxes (``unreadable.SPECKS``)."""


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


def _is_unread(note: Reading) -> bool:
    return note.doubt and note.value is None and note.confidence < MORE_THAN_SPECKS


def _doubted(mark: Reading) -> Reading:
    return mark.model_copy(update={"doubt": True, "confidence": min(mark.confidence, PERHAPS)})
