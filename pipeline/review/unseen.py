"""What somebody sees who types fields without seeing what was read or typed before."""

from __future__ import annotations

from pipeline.model import Box, Fact
from pipeline.review.records import Choice, Kind, Place, SheetField, SheetPage
from pipeline.review.states import CaseState


class BlindField(Fact):
    """A field to be typed by somebody who sees nothing but the paper."""

    key: str
    kind: Kind
    label: str
    section: str
    row: int | None = None
    table: str = ""
    page: int
    box: Box
    place: Place | None = None
    options: tuple[Choice, ...] = ()
    """Without what was seen in the boxes."""
    may_be_unknown: bool = False


class Blind(Fact):
    """A case of which somebody types some fields unseen: a second time, or where two differ."""

    case_id: str
    state: CaseState
    fields: tuple[BlindField, ...]
    pages: tuple[SheetPage, ...]
    why_not: str = ""
    """Why this account cannot do it, in a clerk's words; there are then no fields."""


class Entered(Fact):
    """What became of typing a field unseen; not whether it was the same."""

    key: str
    left: int
    state: CaseState
    """``Zweitprüfung`` while there is more to type, else where the case is now."""
    said: str


class Dispute(Fact):
    """Three values of one field, once the third person has typed theirs.

    ``entries`` are the two that differ, in an order that says nothing of who typed them.
    """

    key: str
    yours: str
    entries: tuple[str, str]
    label: str


def blind_field(field: SheetField, options: tuple[Choice, ...]) -> BlindField:
    """A field without what stands there; ``options`` are its boxes as they are printed."""
    return BlindField(
        key=field.key, kind=field.kind, label=field.label, section=field.section, row=field.row,
        table=field.table, page=field.page, box=field.box, place=field.place, options=options,
        may_be_unknown=field.may_be_unknown,
    )  # fmt: skip
