"""Keeping an act: its facts, what it leaves open, and a line of the audit trail, or none of it.

What an act comes to is worked out before the transaction; if somebody added a fact meanwhile,
that is noticed inside of it, and the act is thought over once more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pipeline.errors import ClosedCaseError, DecisionError, LeaseError, StoreError
from pipeline.listing import fact_of
from pipeline.review import acts
from pipeline.review.decisions import Decision
from pipeline.review.looks import Look, Moment, keep_look, look_at
from pipeline.review.records import Sheet
from pipeline.review.whereabouts import OUT, WHY_NOT
from pipeline.settings import Settings
from pipeline.standing import REVIEW, state_of, under_review
from pipeline.store import (
    Store,
    add_decision,
    add_readings,
    add_received,
    audit,
    facts_under,
    keep_summary,
    leases,
    revision_of,
)
from pipeline.store.accounts import Account, Role
from pipeline.store.desk_events import DeskEvent, add_event
from pipeline.store.moments import day_of
from pipeline.store.records import moment_of

FREE_TRIES = 2
"""Then the case is held while the act is thought over: that keeps others waiting, but ends."""

TYPED_AGAIN = "Einige Felder werden gerade ein zweites Mal erfasst, ohne sie zu sehen."

NOTHING = Decision()
"""An act that adds no reading."""

Plan = Callable[[Look], "Act"]


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does: the act itself, its facts, and what the audit trail says of it."""

    event: DeskEvent
    audited: str
    decision: Decision = NOTHING
    decides: tuple[tuple[str, str], ...] = ()
    """Decisions about the case as a whole, and their reasons."""
    hands_back: bool = False
    noted: Mapping[str, str | int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """An act that was kept, the case before it and after it."""

    act: Act
    before: Look
    after: Look


class Written(NamedTuple):
    """What became of an act: its number, the moment of the case, whether all of it was decided."""

    event: int
    moment: Moment
    decided: bool


def keep_act(
    store: Store, settings: Settings, case: str, account: Account, now: datetime, plan: Plan
) -> Kept:
    """Do what ``plan`` makes of the case. Raises ``LeaseError`` and ``ClosedCaseError``."""
    for _ in range(FREE_TRIES):
        thought = _thought(store, settings, case, now, plan)
        with store.write() as db:
            written = _written(db, settings, account, now, thought)
        if written is not None:
            return _kept(store, settings, now, thought, written)
    with store.write() as db:
        leases.hold(db, case)  # from here on nobody is faster
        thought = _thought(store, settings, case, now, plan)
        written = _written(db, settings, account, now, thought)
    if written is None:
        raise StoreError(store.database or store.folder)
    return _kept(store, settings, now, thought, written)


def _thought(store: Store, settings: Settings, case: str, now: datetime, plan: Plan) -> Kept:
    """The act, and the case before it and after it, as far as anybody knows."""
    before = look_at(store, settings, case, day_of(now))
    require_open(before)
    act = plan(before)
    if act.event.kind not in acts.UNSEEN and acts.to_type_again(before.events):
        raise DecisionError(case, hint=TYPED_AGAIN)
    after = before.after(act.event, act.decision.readings, act.decision.received)
    return Kept(act, before, _counted(after, act))


def _kept(store: Store, settings: Settings, now: datetime, thought: Kept, written: Written) -> Kept:
    """The act once it is kept; what was decided about the case as a whole is asked for anew."""
    before, after = thought.before, thought.after
    if written.decided or before.sent:
        look = look_at(store, settings, before.record.case_id, day_of(now))
    else:
        look = after.kept_as(written.event, written.moment)
        keep_look(store, look)
    return Kept(thought.act, before, look)


def is_senior(account: Account) -> bool:
    """Whether somebody decides what others passed on."""
    return account.role is Role.SENIOR


def counts_of(sheet: Sheet) -> list[int]:
    """What the Arbeitsvorrat shows of a case: open fields, findings, problems."""
    return [len(sheet.open_fields), len(sheet.open_findings), len(sheet.open_problems)]


def require_open(look: Look) -> None:
    """Raise ``ClosedCaseError`` where nothing can be changed any more."""
    state = OUT.get(state_of(look.record, look.sent, ()))
    if state is not None:
        raise ClosedCaseError(look.record.case_id, hint=WHY_NOT[state])


def _counted(after: Look, act: Act) -> Look:
    """The act with what it leaves open, so that no list needs to look at the case."""
    last = after.events[-1]
    return after.with_last(last.model_copy(update={"detail": {**last.detail, **left_open(after)}}))


def left_open(look: Look) -> dict[str, Any]:
    """What an act leaves open, and of which facts that was said."""
    return {"open": counts_of(look.sheet), "facts": facts_under(look.record)}


def _written(
    db: Any, settings: Settings, account: Account, now: datetime, thought: Kept
) -> Written | None:
    """Write an act and its facts; ``None`` where somebody was faster."""
    act, before, after = thought.act, thought.before, thought.after
    case, decision = before.record.case_id, act.decision
    _require_lease(db, settings, case, account, now)
    if moment_of(db, case) != before.moment:
        return None
    add_readings(db, case, decision.readings)
    if decision.received is not None:
        add_received(db, case, decision.received)
    decided = _decide(db, before, act, account)
    event = add_event(db, after.events[-1], now)
    if decision.readings or decision.received:
        keep_summary(db, after.record, *fact_of(after.case, after.findings, after.today))
    if act.hands_back:
        leases.give_back(db, case, account.name)
    moment = moment_of(db, case)
    noted = {"vorgang": event.id, **act.noted}
    audit.note(db, now, account.name, act.audited, case=case, subject=event.field, detail=noted)
    return Written(event.id, moment, decided)


def _require_lease(db: Any, settings: Settings, case: str, account: Account, now: datetime) -> None:
    """Raise ``LeaseError`` unless the case is with this account; every act is a sign of life."""
    leases.hold(db, case)
    lease = leases.lease_of(db, case, now)
    if lease is None or lease.account != account.name:
        raise LeaseError(case)
    leases.take(db, case, account.name, now, timedelta(minutes=settings.lease_minutes))


def _decide(db: Any, before: Look, act: Act, account: Account) -> bool:
    """Keep decisions about the case as a whole; whoever corrects something begins its review."""
    decisions = act.decides
    begins = bool(act.decision.readings or act.decision.received)
    if begins and (before.sent or not under_review(before.record)):
        decisions = (*decisions, (REVIEW, ""))
    case = before.record.case_id
    for kind, reason in decisions:
        revision = revision_of(db, case)
        add_decision(db, case, revision, kind, reason=reason, person=account.name)
    return bool(decisions)
