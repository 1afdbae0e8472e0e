"""A form as questions to a person: a choice is one question, a table one for each of its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline import forms
from pipeline.forms import Form, FormField, FormPage, Item, Section
from pipeline.model import Box
from pipeline.review.records import Kind
from validators.words import named, printed_number, tidy, which_of

KINDS = {
    "date": Kind.DATE, "amount_eur": Kind.AMOUNT, "number": Kind.NUMBER, "phone": Kind.NUMBER,
    "iban": Kind.IBAN, "bic": Kind.IBAN, "single_choice": Kind.CHOICE, "checkbox": Kind.CHOICE,
    "multi_choice": Kind.CHOICES, "signature": Kind.PRESENCE, "stamp": Kind.RECEIVED,
}  # fmt: skip
"""Everything else is text."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One question: its field, and the places on the paper that answer it.

    ``boxes`` are those to tick, in the order of their options; ``line`` is where to write.
    """

    key: str
    field: FormField
    kind: Kind
    label: str
    section: str
    ref: str
    form_page: str
    box: Box
    boxes: tuple[Item, ...]
    line: Item | None
    row: int | None = None
    table: str = ""

    @property
    def items(self) -> tuple[Item, ...]:
        return self.boxes if self.line is None else (*self.boxes, self.line)

    @property
    def may_be_unknown(self) -> bool:
        """Whether there is room to write ``unbekannt`` beside the boxes."""
        return bool(self.boxes) and self.line is not None

    @property
    def type(self) -> str:
        """The type of what is written on the line."""
        return self.line.type if self.line is not None else "text"


@cache
def slots_of(form_id: str) -> tuple[Slot, ...]:
    """All questions of a form in the order of the print."""
    form = forms.load(form_id)
    return tuple(
        slot
        for page in form.pages
        for section in page.sections
        for field in section.fields
        for slot in _slots(form, page, section, field)
    )


@cache
def slot_of(form_id: str, key: str) -> Slot | None:
    """The question with this key."""
    return next((slot for slot in slots_of(form_id) if slot.key == key), None)


def _slots(form: Form, page: FormPage, section: Section, field: FormField) -> Iterator[Slot]:
    items = [item for item in page.items if item.field == field.id]
    about: Any = {"field": field, "section": _heading(section), "form_page": page.id}
    if field.type == "table":
        columns = {column.id: column for column in field.columns}
        for item in items:
            _, row, column = item.id.rsplit(".", 2)
            yield Slot(
                key=item.id, kind=KINDS.get(item.type, Kind.TEXT), box=item.box, boxes=(),
                line=item, label=tidy(columns[column].label), ref=printed_number(field),
                row=int(row) + 1, table=named(form, field.id), **about,
            )  # fmt: skip
        return
    if not items:
        return
    which = which_of(form, field.id)
    yield Slot(
        key=field.id, kind=KINDS.get(field.type, Kind.TEXT), box=hull([i.box for i in items]),
        boxes=tuple(item for item in items if item.option),
        line=next((item for item in items if not item.option), None),
        label=named(form, field.id) + (f" ({which})" if which else ""), ref=printed_number(field),
        **about,
    )  # fmt: skip


def _heading(section: Section) -> str:
    return tidy(section.label) if section.nr in ("", "0") else f"{section.nr} {tidy(section.label)}"


def hull(boxes: Sequence[Box]) -> Box:
    """The smallest rectangle around all of these."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right = max(box.x + box.width for box in boxes)
    bottom = max(box.y + box.height for box in boxes)
    return Box(x=left, y=top, width=right - left, height=bottom - top)
