"""Second keying: which fields somebody types once more unseen, and whether the two are the same.

Which ones is drawn by lot once and for all: finishing a case anew draws no other ones.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence

from pipeline.model import UNBEKANNT
from pipeline.review import acts
from pipeline.review.records import Choice, Kind, Sheet, SheetField
from pipeline.review.states import ReadingState
from pipeline.store.desk_events import DeskEvent

NOT_TYPED = frozenset({ReadingState.ILLEGIBLE, ReadingState.ESCALATED})
"""Readings of which a second person can say nothing better."""

DRAWN_OF = 1 << 32


def chosen(sheet: Sheet, share: float) -> tuple[SheetField, ...]:
    """The fields at risk that a second person types; with an account that fails its test always."""
    if not share:
        return ()
    return tuple(
        field
        for field in sheet.fields
        if field.risky and field.value and field.reading not in NOT_TYPED
        if _fails_its_test(sheet, field) or is_drawn(sheet.case_id, field.key, "second", share)
    )


def _fails_its_test(sheet: Sheet, field: SheetField) -> bool:
    """Whether an account number is known to be wrong as it stands."""
    rules = {one.key: one.rule for one in sheet.findings}
    return field.kind is Kind.IBAN and any(rules[key].startswith("B-") for key in field.findings)


def is_drawn(case: str, key: str, what: str, share: float) -> bool:
    """Whether the lot fell on this field of this case; always the same answer.

    >>> sum(is_drawn("UV-0000-0000", str(n), "second", 0.1) for n in range(1000))
    96
    """
    lot = hashlib.sha256(f"{what} {case} {key}".encode()).digest()[:4]
    return int.from_bytes(lot, "big") < share * DRAWN_OF


def due(sheet: Sheet, events: Sequence[DeskEvent], share: float) -> tuple[SheetField, ...]:
    """Those chosen of which nobody else typed the same as what stands there now."""
    return tuple(field for field in chosen(sheet, share) if not _is_agreed(field, events))


def _is_agreed(field: SheetField, events: Sequence[DeskEvent]) -> bool:
    """Whether a second or a third person said the same."""
    return any(
        event.field == field.key
        and event.kind in (acts.ENTRY, acts.RULING)
        and is_same(field.kind, event.detail["value"], field.value)
        for event in events
    )


def differing(sheet: Sheet, events: Sequence[DeskEvent], keys: Sequence[str]) -> tuple[str, ...]:
    """Fields that the second person typed in another way."""
    typed = {event.field: event.detail["value"] for event in events if event.kind == acts.ENTRY}
    return tuple(
        key
        for key in keys
        if not is_same(sheet.field(key).kind, typed.get(key, ""), sheet.field(key).value)
    )


def is_same(kind: Kind, one: str, other: str) -> bool:
    """Whether two values say the same once they are brought to the same form.

    >>> is_same(Kind.NUMBER, "089 / 1 23", "089123"), is_same(Kind.TEXT, "Groß ", "Gross")
    (True, False)
    """
    return _plain(kind, one) == _plain(kind, other)


def _plain(kind: Kind, value: str) -> str:
    text = " ".join(unicodedata.normalize("NFC", value).split())
    if kind is Kind.NUMBER and text != UNBEKANNT:
        return "".join(sign for sign in text if sign.isdigit() or sign == "+")
    return text.replace(" ", "") if kind is Kind.IBAN else text


def typists(events: Sequence[DeskEvent]) -> tuple[str, ...]:
    """Everybody who decided something about the case and cannot judge it unseen any more."""
    kinds = acts.TOUCHING | {acts.FINISH, acts.SECOND, acts.ENTRY, acts.RULING}
    return tuple(sorted({event.account for event in events if event.kind in kinds}))


def masked(sheet: Sheet, keys: frozenset[str]) -> Sheet:
    """The sheet without what stands at fields that somebody is to type unseen."""
    if not keys:
        return sheet
    blank = {
        "value": "", "shown": "", "machine": "", "candidates": (), "doubtful": (), "beside": "",
        "reading": ReadingState.SECOND_KEY, "confidence": 0.0,
    }  # fmt: skip
    fields = tuple(
        field.model_copy(update={**blank, "options": bare_options(field)})
        if field.key in keys
        else field
        for field in sheet.fields
    )
    hidden = {finding for field in fields if field.key in keys for finding in field.findings}
    findings = tuple(
        one.model_copy(update={"message": HIDDEN}) if one.key in hidden else one
        for one in sheet.findings
    )
    return sheet.model_copy(update={"fields": fields, "findings": findings})


HIDDEN = "Wird gezeigt, sobald die Zweiterfassung fertig ist."
"""In place of what a rule says, which may quote the value."""


def bare_options(field: SheetField) -> tuple[Choice, ...]:
    """The boxes of a choice as they are printed."""
    bare = {"ticked": False, "doubt": False, "machine": "empty"}
    return tuple(option.model_copy(update=bare) for option in field.options)
