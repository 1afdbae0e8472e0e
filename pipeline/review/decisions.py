"""What somebody decided about a question, as readings by a person. Pure: nothing is kept here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.errors import DecisionError
from pipeline.fold import TICKED
from pipeline.forms import Item
from pipeline.model import (
    UNBEKANNT,
    VORHANDEN,
    MarkState,
    PageSaid,
    Reading,
    ReadingKind,
    Received,
    Source,
)
from pipeline.review.entries import entered
from pipeline.review.layout import Slot, slot_of
from pipeline.review.looks import Look
from pipeline.review.records import Kind, Sheet, SheetField
from pipeline.review.states import Action, ReadingState, RuleState
from pipeline.store.records import TAKEN_BACK

READER = "person"
LONGEST = 2000
"""Signs of an answer; no line of a form holds more."""

NOTHING_TYPED = "Steht dort nichts, bestätigen Sie das bitte mit „leer“ (F9, dann L)."
NO_SUCH_BOX = "Dieses Kästchen gibt es dort nicht."
NO_DAY = "Bitte einen vollständigen Tag eingeben, zum Beispiel 04.03.2026."
TOO_LONG = f"Höchstens {LONGEST} Zeichen."
NO_REASON = "Bitte einen Grund wählen."
NO_SUCH_FIELD = "Dieses Feld gibt es im Fall nicht."


@dataclass(frozen=True, slots=True)
class Decision:
    """Facts to add, and what taking them back needs."""

    readings: tuple[Reading, ...] = ()
    received: Received | None = None
    pages: tuple[PageSaid, ...] = ()
    detail: Mapping[str, Any] | None = None

    @property
    def adds(self) -> bool:
        """Whether there are facts to add."""
        return bool(self.readings or self.received or self.pages)


def decide(look: Look, sheet: Sheet, key: str, action: Action, value: str) -> Decision:
    """What an action comes to. Raises ``DecisionError`` where it is no answer to the question."""
    field = field_of(sheet, key)
    slot = _slot(sheet, key)
    if action is Action.PASS_ON:
        return Decision(detail={})
    if action is Action.AS_WRITTEN:
        return _as_written(look, sheet, field, slot)
    return _recorded(look, field, slot, _value(field, slot, action, value), action)


def field_of(sheet: Sheet, key: str) -> SheetField:
    """The question with this key. Raises ``DecisionError``."""
    try:
        return sheet.field(key)
    except KeyError:
        raise DecisionError(key, hint=NO_SUCH_FIELD) from None


def _slot(sheet: Sheet, key: str) -> Slot:
    slot = slot_of(sheet.form, key)
    if slot is None:
        raise DecisionError(key, hint=NO_SUCH_FIELD)
    return slot


def value_typed(sheet: Sheet, key: str, action: Action, typed: str) -> str:
    """What somebody typed who did not see what stands there. Raises ``DecisionError``."""
    field, slot = field_of(sheet, key), _slot(sheet, key)
    if action not in (Action.CORRECT, Action.EMPTY, Action.ILLEGIBLE):
        raise DecisionError(field.key, hint=NO_SUCH_FIELD)
    return _value(field, slot, action, typed)


def _as_written(look: Look, sheet: Sheet, field: SheetField, slot: Slot) -> Decision:
    """What stands there is right as it is, whatever the rules say."""
    accepts = [one.key for one in sheet.open_findings if field.key in one.fields]
    undecided = field.reading in (ReadingState.OPEN_DOUBT, ReadingState.AUTO_OK)
    taken = _recorded(look, field, slot, field.value, Action.CONFIRM) if undecided else Decision()
    detail = {**(taken.detail or {}), "accepts": accepts}
    return Decision(taken.readings, taken.received, detail=detail)


def _value(field: SheetField, slot: Slot, action: Action, typed: str) -> str:
    """The answer in the program's own spelling."""
    if action in (Action.EMPTY, Action.ILLEGIBLE):
        return ""
    if action is Action.CONFIRM:
        must = field.required or field.unread or field.rule is RuleState.OPEN_MISSING
        if must and not field.value:
            raise DecisionError(field.key, hint=NOTHING_TYPED)
        return field.value
    if len(typed) > LONGEST:
        raise DecisionError(field.key, hint=TOO_LONG)
    if slot.boxes:
        return _ticked(field, typed)
    if field.kind is Kind.PRESENCE:
        return VORHANDEN if typed == VORHANDEN else ""
    return _written(field, slot, typed)


def _ticked(field: SheetField, typed: str) -> str:
    if typed.strip() == UNBEKANNT and any(True for _ in field.options):
        return UNBEKANNT
    wanted = {part.strip() for part in typed.split(",") if part.strip()}
    known = [option.id for option in field.options]
    if not wanted <= set(known):
        raise DecisionError(field.key, hint=NO_SUCH_BOX)
    return ",".join(option for option in known if option in wanted)


def _written(field: SheetField, slot: Slot, typed: str) -> str:
    kind = "date" if field.kind is Kind.RECEIVED else slot.type
    value = entered(kind, typed)
    if value is None:
        raise DecisionError(field.key, hint=NOTHING_TYPED)
    if field.kind is Kind.RECEIVED and _day(value) is None:
        raise DecisionError(field.key, hint=NO_DAY)
    return value


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == len("2026-03-04") else None
    except ValueError:
        return None


def _recorded(look: Look, field: SheetField, slot: Slot, value: str, action: Action) -> Decision:
    """The readings that say so, and what they replace."""
    illegible = action is Action.ILLEGIBLE
    clear = action is Action.EMPTY
    readings = tuple(
        said_of(look.case.readings.get(item.id), field.page, item, said, doubt=illegible)
        for item in slot.items
        if (said := _said(look, slot, item, value, illegible=illegible, clear=clear)) is not None
    )
    received = _received(slot, value, illegible=illegible)
    detail = detail_of(look.case.readings, readings)
    return Decision(readings, received, detail={**detail, **_day_of(look, received)})


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of one place; ``None``: that nothing stands there."""

    value: str | None


def _said(
    look: Look, slot: Slot, item: Item, value: str, *, illegible: bool, clear: bool
) -> Said | None:
    """What a reading of one place says; ``None`` where there is nothing to say of it."""
    held = look.case.readings.get(item.id)
    if item.kind is ReadingKind.MARK:
        if illegible:
            return Said(MarkState.UNSURE)
        return Said(mark_of(held, ticked=item.option in value.split(",")))
    if item.kind is ReadingKind.PRESENCE:
        return Said(VORHANDEN if value else None)
    if not slot.boxes:
        return Said(value or None)
    note = _note(held, value, clear=clear)
    return Said(note) if held is not None or note is not None else None


def mark_of(held: Reading | None, *, ticked: bool) -> MarkState:
    """The state of a box as the machine saw it, where it comes to the same."""
    seen = MarkState(held.value) if held is not None and held.value else MarkState.EMPTY
    if ticked:
        return seen if seen in TICKED else MarkState.TICKED
    return seen if seen is MarkState.STRUCK else MarkState.EMPTY


def _note(held: Reading | None, value: str, *, clear: bool) -> str | None:
    """What stands beside the boxes: kept, unless it is what was put right."""
    if value == UNBEKANNT:
        return UNBEKANNT
    note = held.value if held is not None else None
    return None if clear or note == UNBEKANNT else note


def said_of(
    held: Reading | None, page: int, item: Item, said: Said, *, doubt: bool = False
) -> Reading:
    """A reading of one place by a person; ``held`` is the one that stood there."""
    name = held.underlined if held is not None else ""
    return Reading(
        item=item.id, kind=item.kind, value=said.value, confidence=1, doubt=doubt,
        source=Source.PERSON, page=held.page if held is not None else page, box=item.box,
        reader=READER, style=held.style if held is not None else "",
        underlined=name if name and name in (said.value or "").split() else "",
    )  # fmt: skip


def _received(slot: Slot, value: str, *, illegible: bool) -> Received | None:
    if slot.kind is not Kind.RECEIVED:
        return None
    return Received(day=_day(value), source="person", doubt=illegible)


def detail_of(held: Mapping[str, Reading], readings: tuple[Reading, ...]) -> dict[str, Any]:
    """What stood there by a person before, and what stands there now."""
    before = {
        reading.item: _dump(one) if one is not None and one.source is Source.PERSON else None
        for reading in readings
        for one in [held.get(reading.item)]
    }
    return {"before": before, "after": {reading.item: _dump(reading) for reading in readings}}


def _day_of(look: Look, received: Received | None) -> dict[str, Any]:
    """The same of the day of receipt, where something was said of it."""
    if received is None:
        return {}
    was = look.record.received
    return {
        "received_before": was.model_dump(mode="json") if was.source == "person" else None,
        "received_after": received.model_dump(mode="json"),
    }


def taken_back(detail: Mapping[str, Any]) -> Decision:
    """What restores the readings as they were before an act."""
    after = {item: Reading.model_validate(fact) for item, fact in detail.get("after", {}).items()}
    readings = tuple(
        Reading.model_validate(fact) if fact is not None else _nothing_said(after[item])
        for item, fact in detail.get("before", {}).items()
    )
    if "received_after" not in detail:
        return Decision(readings, pages=_pages(detail, "pages_before"))
    was = detail["received_before"]
    day = Received(day=None, source=TAKEN_BACK) if was is None else Received.model_validate(was)
    return Decision(readings, day)


def done_again(detail: Mapping[str, Any]) -> Decision:
    """What an act that was taken back had come to."""
    readings = tuple(Reading.model_validate(fact) for fact in detail.get("after", {}).values())
    day = detail.get("received_after")
    received = Received.model_validate(day) if day else None
    return Decision(readings, received, pages=_pages(detail, "pages_after"))


def _pages(detail: Mapping[str, Any], which: str) -> tuple[PageSaid, ...]:
    return tuple(PageSaid.model_validate(fact) for fact in detail.get(which, ()))


def _nothing_said(reading: Reading) -> Reading:
    return reading.model_copy(
        update={"value": None, "doubt": False, "underlined": "", "taken_back": True}
    )


def _dump(reading: Reading) -> dict[str, Any]:
    return reading.model_dump(mode="json", exclude_defaults=True)
