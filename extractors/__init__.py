"""Pixels to readings. Pure: no store, no flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.sheet import Sheet
    from pipeline.forms import FormPage
    from pipeline.model import Reading


def read_page(sheet: Sheet, page: FormPage, number: int) -> list[Reading]:
    """Everything that stands on one registered page of a form: one reading for each of its items.

    ``number`` is the page's place in the mail item, from 1. The readers are loaded when the first
    page is read: who only checks or shows cases does not wait for them.
    """
    from extractors.far_marks import with_missed_boxes_doubted, with_overshot_boxes_doubted
    from extractors.fields import read_written
    from extractors.hidden import with_hidden_doubted
    from extractors.marks import read_marks

    marks, written = read_marks(sheet, page, number), read_written(sheet, page, number)
    marks = with_missed_boxes_doubted(page, marks, written)
    marks = with_overshot_boxes_doubted(sheet.ink, page, marks, written)
    return with_hidden_doubted(sheet, [*marks, *written])
