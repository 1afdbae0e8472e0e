"""What stands at one question of the sheet: read, shown, doubted, decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.fold import TICKED, best_readings
from pipeline.model import UNBEKANNT, VORHANDEN, Case, MarkState, Page, PageKind, Reading, Source
from pipeline.review.entries import alternatives, doubtful_signs, shown
from pipeline.review.layout import Slot
from pipeline.review.placing import place_on
from pipeline.review.records import Choice, Kind
from pipeline.review.states import ReadingState
from pipeline.store import Record

BOX_SHOWN = {VORHANDEN: "vorhanden", "": "nicht vorhanden"}

Best = Mapping[str, Reading]


@dataclass(frozen=True)
class View:
    """A case as it was read and as it stands, ready to be asked about each question."""

    record: Record
    case: Case
    escalated: frozenset[str]
    senior: bool

    @cached_property
    def unaided(self) -> dict[str, Reading]:
        """The best readings without any person's."""
        return best_readings(r for r in self.record.readings if r.source is not Source.PERSON)

    @cached_property
    def pages(self) -> dict[int, Page]:
        return {page.number: page for page in self.case.pages}

    @cached_property
    def form_pages(self) -> dict[str, Page]:
        """The first page of the mail item that is this page of the form."""
        found: dict[str, Page] = {}
        for page in self.case.pages:
            if page.kind is PageKind.FORM and page.form_page:
                found.setdefault(page.form_page, page)
        return found

    def readings(self, slot: Slot) -> list[Reading]:
        best = self.case.readings
        return [best[item.id] for item in slot.items if item.id in best]

    def page(self, slot: Slot) -> Page:
        """The scanned page on which a question stands."""
        read = self.readings(slot)
        page = self.pages.get(read[0].page) if read else None
        if page is None or page.form_page != slot.form_page:  # a person says it is another one
            return self.form_pages[slot.form_page]
        return page


def value_of(slot: Slot, best: Best) -> str:
    """The answer in the program's own spelling; empty where nothing stands there."""
    if slot.boxes:
        ticked = [item.option for item in slot.boxes if is_ticked(best.get(item.id))]
        said = beside(slot, best)
        return ",".join(ticked) or (UNBEKANNT if said == UNBEKANNT else "")
    reading = best.get(slot.items[0].id)
    return (reading.value or "").strip() if reading else ""


def is_ticked(reading: Reading | None) -> bool:
    """Whether a box counts as ticked; one of which nobody is sure, as it likeliest does."""
    if reading is None:
        return False
    states = [reading.value, *(candidate.value for candidate in reading.candidates)]
    return next((state in TICKED for state in states if state != MarkState.UNSURE), False)


def beside(slot: Slot, best: Best) -> str:
    """What is written beside the boxes of a choice."""
    reading = best.get(slot.line.id) if slot.line is not None else None
    return (reading.value or "").strip() if reading else ""


def as_shown(slot: Slot, value: str) -> str:
    """A value as a clerk reads it."""
    if slot.kind is Kind.PRESENCE:
        return BOX_SHOWN.get(value, value)
    if slot.kind is Kind.RECEIVED:
        return shown("date", value)
    if slot.boxes:
        labels = {option.id: option.label for option in slot.field.options}
        return ", ".join(labels.get(part, part) for part in value.split(",") if part)
    return shown(slot.type, value)


def choices_of(slot: Slot, view: View) -> tuple[Choice, ...]:
    """The boxes of a choice, each as it stands."""
    labels = {option.id: option.label for option in slot.field.options}
    page = view.page(slot)
    return tuple(
        Choice(
            id=item.option, label=labels[item.option], ticked=is_ticked(best), box=item.box,
            doubt=bool(best and best.doubt), place=place_on(page, item.box),
            machine=_state_of(view.unaided.get(item.id)),
        )
        for item in slot.boxes
        for best in [view.case.readings.get(item.id)]
    )  # fmt: skip


def _state_of(reading: Reading | None) -> str:
    return (reading.value if reading else None) or MarkState.EMPTY.value


def doubts(slot: Slot, view: View, said: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """What else may stand on a line, and at which signs the readings differ."""
    if slot.kind is Kind.RECEIVED:
        days = [shown("date", day.isoformat()) for day in view.case.received.candidates]
        others = tuple(day for day in days if day != said)
        return others, doubtful_signs(said, others)
    reading = view.case.readings.get(slot.line.id) if slot.line and not slot.boxes else None
    if reading is None or not reading.doubt or slot.kind is Kind.PRESENCE:
        return (), ()
    others = alternatives(slot.type, said, reading.candidates)
    return others, doubtful_signs(said, others)


def reading_state(slot: Slot, view: View, value: str, machine: str) -> ReadingState:
    """How well it is known what stands there."""
    if slot.key in view.escalated:
        return ReadingState.OPEN_DOUBT if view.senior else ReadingState.ESCALATED
    read = view.readings(slot)
    if slot.kind is Kind.RECEIVED:
        return _received_state(view, read, value, machine)
    by_person = [reading for reading in read if reading.source is Source.PERSON]
    if len(by_person) == len(read) and any(reading.doubt for reading in by_person):
        return ReadingState.ILLEGIBLE
    if len(by_person) < len(read) and _in_doubt(slot, view, read):
        return ReadingState.OPEN_DOUBT
    return _decided(value, machine) if by_person else ReadingState.AUTO_OK


def _in_doubt(slot: Slot, view: View, read: Sequence[Reading]) -> bool:
    """A table is in doubt cell by cell; of a choice also what stands beside it may be odd."""
    unsure = any(reading.doubt for reading in read)
    return unsure if slot.table else unsure or slot.field.id in view.case.doubtful


def _received_state(view: View, read: Sequence[Reading], value: str, machine: str) -> ReadingState:
    received = view.case.received
    if received.source == "person":
        return ReadingState.ILLEGIBLE if received.doubt else _decided(value, machine)
    unsure = received.doubt or any(reading.doubt for reading in read)
    return ReadingState.OPEN_DOUBT if unsure else ReadingState.AUTO_OK


def _decided(value: str, machine: str) -> ReadingState:
    if not value:
        return ReadingState.EMPTY_CONFIRMED
    return ReadingState.CONFIRMED if value == machine else ReadingState.CORRECTED
