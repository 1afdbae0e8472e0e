"""Typing fields unseen: a second person, and a third where the first two differ.

Nobody is told whether they typed the same. The third types first and sees the two others then,
without names; never is it one of those who typed before.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from pipeline.errors import DecisionError, LeaseError
from pipeline.review import acts
from pipeline.review.answers import as_shown
from pipeline.review.decisions import Decision, decide, field_of, value_typed
from pipeline.review.ending import ending_decisions
from pipeline.review.keeping import Act, Kept, keep_act
from pipeline.review.layout import slot_of
from pipeline.review.looks import Look, look_at
from pipeline.review.opening import take_case
from pipeline.review.records import Sheet, SheetField
from pipeline.review.second import bare_options, differing, is_same, typists
from pipeline.review.states import Action, CaseState
from pipeline.review.unseen import Blind, Dispute, Entered, blind_field
from pipeline.review.whereabouts import last_word, not_for
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.accounts import Account
from pipeline.store.desk_events import DeskEvent
from pipeline.store.moments import day_of

STATES = {acts.SECOND: CaseState.SECOND, acts.DISPUTE: CaseState.DIFFERING}
TASK_OF = {acts.ENTRY: acts.SECOND, acts.RULING: acts.DISPUTE}
ENDS = {**STATES, acts.FINISH: CaseState.REVIEWED}

NOTHING_TO_TYPE = "In diesem Fall ist nichts ein zweites Mal zu erfassen."
TYPED_BEFORE = "Sie haben an diesem Fall schon gearbeitet; das macht jemand anderes."
SOMEBODY = "Der Fall ist gerade bei {holder}."
NOT_ASKED = "Dieses Feld ist nicht noch einmal zu erfassen."
TYPE_FIRST = "Bitte erst selbst eingeben, was auf dem Papier steht."
TYPED = "{label} erfasst. {left}"
REVIEWED = "Der Fall ist geprüft."
DIFFERS = "Die Erfassung ist fertig; eine Abweichung klärt jemand anderes."


def open_blind(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Blind:
    """Take a case whose fields are to be typed unseen, and lay these out without their values."""
    look = look_at(store, settings, case, day_of(now))
    last = last_word(look.events)
    keys = acts.to_type_again(look.events)
    if last is None or not keys:
        return Blind(
            case_id=case, state=CaseState.READY, fields=(), pages=(), why_not=NOTHING_TO_TYPE
        )
    state = STATES[last.kind]
    if account.name in not_for(last):
        return Blind(case_id=case, state=state, fields=(), pages=(), why_not=TYPED_BEFORE)
    lease = take_case(
        store, settings, case, account, now, lambda seen: acts.to_type_again(seen.events) == keys,
        "zweiterfassung_geöffnet",
    )  # fmt: skip
    if lease is None or lease.account != account.name:
        why = SOMEBODY.format(holder=lease.account) if lease else NOTHING_TO_TYPE
        return Blind(case_id=case, state=state, fields=(), pages=(), why_not=why)
    fields = tuple(
        blind_field(field, bare_options(field)) for field in look.sheet.fields if field.key in keys
    )
    return Blind(case_id=case, state=state, fields=fields, pages=look.sheet.pages)


def enter(
    store: Store,
    settings: Settings,
    case: str,
    account: Account,
    now: datetime,
    *,
    key: str,
    action: Action,
    value: str = "",
    seconds: float = 0,
    keystrokes: int = 0,
) -> Entered:
    """Keep what a second person typed (``CORRECT``, ``EMPTY`` or ``ILLEGIBLE``).

    With the last field the two are compared: the case is then reviewed, or a third person's.
    """

    def plan(look: Look) -> Act:
        _asked(look, account, key, acts.SECOND)
        typed = value_typed(look.sheet, key, action, value)
        event = DeskEvent(
            case_id=case, account=account.name, kind=acts.ENTRY, field=key, action=action,
            seconds=seconds, keystrokes=keystrokes, detail={"value": typed},
        )  # fmt: skip
        return Act(
            event, "zweiterfassung_feld", then=lambda after: _compared(after, settings, event)
        )

    return _entered(keep_act(store, settings, case, account, now, plan), key)


def type_first(
    store: Store,
    settings: Settings,
    case: str,
    account: Account,
    now: datetime,
    *,
    key: str,
    action: Action,
    value: str = "",
) -> Dispute:
    """Keep what the third person reads on the paper, and show the two entries that differ."""

    def plan(look: Look) -> Act:
        _asked(look, account, key, acts.DISPUTE)
        typed = value_typed(look.sheet, key, action, value)
        event = DeskEvent(
            case_id=case, account=account.name, kind=acts.THIRD, field=key, action=action,
            detail={"value": typed},
        )  # fmt: skip
        return Act(event, "abweichung_feld")

    look = keep_act(store, settings, case, account, now, plan).after
    field = field_of(look.sheet, key)
    second = _last_value(look, key, acts.ENTRY)
    pair = (field.shown, _shown(look.sheet, key, second))
    if hashlib.sha256(f"{case} {key}".encode()).digest()[0] % 2:
        pair = (pair[1], pair[0])
    yours = _shown(look.sheet, key, _last_value(look, key, acts.THIRD))
    return Dispute(key=key, yours=yours, entries=pair, label=field.label)


def rule(
    store: Store,
    settings: Settings,
    case: str,
    account: Account,
    now: datetime,
    *,
    key: str,
    action: Action,
    value: str = "",
) -> Entered:
    """Decide what stands on the paper; with the last field the case is reviewed."""

    def plan(look: Look) -> Act:
        field = _asked(look, account, key, acts.DISPUTE)
        typed_before = [
            e for e in look.events
            if e.kind == acts.THIRD and e.field == key and e.account == account.name
        ]  # fmt: skip
        if not typed_before:
            raise DecisionError(key, hint=TYPE_FIRST)
        typed = value_typed(look.sheet, key, action, value)
        same = is_same(field.kind, typed, field.value) and action is not Action.ILLEGIBLE
        decision = Decision() if same else decide(look, look.sheet, key, action, value)
        event = DeskEvent(
            case_id=case, account=account.name, kind=acts.RULING, field=key, action=action,
            detail={**(decision.detail or {}), "value": typed},
        )  # fmt: skip
        return Act(
            event, "abweichung_geklärt", decision, then=lambda after: _end(after, settings, event)
        )

    return _entered(keep_act(store, settings, case, account, now, plan), key)


def _asked(look: Look, account: Account, key: str, kind: str) -> SheetField:
    """The field, if this account is the one to type it. Raises ``DecisionError``."""
    last = last_word(look.events)
    if last is None or last.kind != kind or key not in acts.to_type_again(look.events):
        raise DecisionError(key, hint=NOT_ASKED)
    if account.name in not_for(last):
        raise LeaseError(look.record.case_id, hint=TYPED_BEFORE)
    return field_of(look.sheet, key)


def _compared(after: Look, settings: Settings, typed: DeskEvent) -> Act | None:
    """Where the case goes once all fields were typed a second time."""
    last = last_word(after.events)
    if last is None or acts.to_type_again(after.events):
        return None
    keys = differing(after.sheet, after.events, tuple(last.detail["fields"]))
    if not keys:
        return _end(after, settings, typed)
    detail = {"fields": list(keys), "not_for": list(typists(after.events))}
    event = DeskEvent(
        case_id=typed.case_id, account=typed.account, kind=acts.DISPUTE, detail=detail
    )
    return Act(event, "abweichung", hands_back=True)


def _end(after: Look, settings: Settings, typed: DeskEvent) -> Act | None:
    """The case is reviewed once nothing is left to be typed."""
    if acts.to_type_again(after.events):
        return None
    event = DeskEvent(case_id=typed.case_id, account=typed.account, kind=acts.FINISH)
    return Act(event, "fall_geprüft", decides=ending_decisions(settings), hands_back=True)


def _entered(kept: Kept, key: str) -> Entered:
    """What became of the case; what is left is a matter of this task, not of the next person's."""
    look = kept.after
    last = last_word(look.events)
    same = last is not None and last.kind == TASK_OF[kept.steps[0].act.event.kind]
    left = len(acts.to_type_again(look.events)) if same else 0
    state = ENDS[last.kind] if last is not None else CaseState.READY
    return Entered(key=key, left=left, state=state, said=_said(look, key, left, state))


def _last_value(look: Look, key: str, kind: str) -> str:
    typed = [e.detail["value"] for e in look.events if e.kind == kind and e.field == key]
    return str(typed[-1]) if typed else ""


def _shown(sheet: Sheet, key: str, value: str) -> str:
    slot = slot_of(sheet.form, key)
    return as_shown(slot, value) if slot is not None else value


def _said(look: Look, key: str, left: int, state: CaseState) -> str:
    more = {1: "Noch 1 Feld."}.get(left, f"Noch {left} Felder.")
    ends = {CaseState.REVIEWED: REVIEWED, CaseState.DIFFERING: DIFFERS}
    return TYPED.format(
        label=field_of(look.sheet, key).label, left=more if left else ends.get(state, "")
    )
