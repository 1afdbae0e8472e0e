"""Keeping an act: its facts, what it leaves open, and a line of the audit trail, or none of it.

What an act comes to is worked out before the transaction; if somebody added a fact meanwhile,
that is noticed inside of it, and the act is thought over once more. A browser that got no answer
sends an act again, under the number that it gave it: it is kept once, and answered again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
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
    add_page_facts,
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
from pipeline.store.moments import day_of, moment_of

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
    then: Callable[[Look], Act | None] = lambda _: None
    """What follows from it, kept together with it."""


@dataclass(frozen=True, slots=True)
class Step:
    """An act, and the case after it."""

    act: Act
    after: Look


@dataclass(frozen=True, slots=True)
class Kept:
    """Acts that were kept together, and the case before them; ``again``: it was sent before."""

    before: Look
    steps: tuple[Step, ...]
    again: bool = False

    @property
    def after(self) -> Look:
        return self.steps[-1].after

    @property
    def event(self) -> DeskEvent:
        """The act that says what became of the case."""
        return self.steps[-1].act.event


class Written(NamedTuple):
    """What became of acts: the number of the last, the moment, whether the case was decided."""

    event: int
    moment: Moment
    decided: bool


_number: ContextVar[str] = ContextVar("number of the browser's", default="")


@contextmanager
def sent_as(number: str) -> Iterator[None]:
    """The acts within are those that a browser sent under this number, perhaps not only once."""
    token = _number.set(number)
    try:
        yield
    finally:
        _number.reset(token)


def keep_act(
    store: Store,
    settings: Settings,
    case: str,
    account: Account,
    now: datetime,
    plan: Plan,
    *,
    at_rest: bool = False,
) -> Kept:
    """Do what ``plan`` makes of the case. Raises ``LeaseError`` and ``ClosedCaseError``.

    ``at_rest``: of a case that nobody works on, and that may be out of the house.
    """
    asked = _Asked(settings, case, account, now, plan, at_rest)
    for _ in range(FREE_TRIES):
        thought = _thought(store, asked)
        if thought.again:
            return thought
        with store.write() as db:
            written = _written(db, asked, thought)
        if written is not None:
            return _kept(store, asked, thought, written)
    with store.write() as db:
        leases.hold(db, case)  # from here on nobody is faster
        thought = _thought(store, asked)
        written = None if thought.again else _written(db, asked, thought)
    if thought.again:
        return thought
    if written is None:
        raise StoreError(store.database or store.folder)
    return _kept(store, asked, thought, written)


class _Asked(NamedTuple):
    """Who wants what to be kept."""

    settings: Settings
    case: str
    account: Account
    now: datetime
    plan: Plan
    at_rest: bool


def _thought(store: Store, asked: _Asked) -> Kept:
    """The acts, and the case before them and after each, as far as anybody knows."""
    before = look_at(store, asked.settings, asked.case, day_of(asked.now))
    if (known := _sent_before(before, asked.account)) is not None:
        return Kept(before, (Step(Act(known, ""), before),), again=True)
    if not asked.at_rest:
        require_open(before)
    act: Act | None = asked.plan(before)
    if act is not None and act.event.kind not in acts.UNSEEN and acts.to_type_again(before.events):
        raise DecisionError(asked.case, hint=TYPED_AGAIN)
    steps: list[Step] = []
    look = before
    while act is not None:
        look = _counted(look.after(act.event, act.decision))
        steps.append(Step(act, look))
        act = act.then(look)
    return Kept(before, tuple(steps))


def _sent_before(look: Look, account: Account) -> DeskEvent | None:
    """The act that was kept under the number of this one."""
    number = _number.get()
    mine = (e for e in reversed(look.events) if e.account == account.name)
    return next((e for e in mine if e.detail.get("sent") == number), None) if number else None


def _kept(store: Store, asked: _Asked, thought: Kept, written: Written) -> Kept:
    """The acts once they are kept; what was decided about the case as a whole is asked anew."""
    before, (*steps, last) = thought.before, thought.steps
    if steps or written.decided or before.sent:
        look = look_at(store, asked.settings, asked.case, day_of(asked.now))
    else:
        look = last.after.kept_as(written.event, written.moment)
        keep_look(store, look)
    return Kept(before, (*steps, Step(last.act, look)))


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


def _counted(after: Look) -> Look:
    """The last act with what it leaves open, so that no list needs to look at the case."""
    last = after.events[-1]
    number = {"sent": _number.get()} if _number.get() else {}
    detail = {**last.detail, **number, **left_open(after)}
    return after.with_last(last.model_copy(update={"detail": detail}))


def left_open(look: Look) -> dict[str, Any]:
    """What an act leaves open, and of which facts that was said."""
    return {"open": counts_of(look.sheet), "facts": facts_under(look.record)}


def _written(db: Any, asked: _Asked, thought: Kept) -> Written | None:
    """Write acts and their facts; ``None`` where somebody was faster."""
    case = asked.case
    _require_lease(db, asked)
    if moment_of(db, case) != thought.before.moment:
        return None
    done = [(step, *_written_step(db, asked, thought.before, step)) for step in thought.steps]
    if any(step.act.hands_back for step in thought.steps):
        leases.give_back(db, case, asked.account.name)
    moment = moment_of(db, case)
    for step, event, _ in done:  # last, since others wait for the trail
        noted = {"vorgang": event.id, **step.act.noted}
        audit.note(
            db, asked.now, asked.account.name, step.act.audited, case=case, subject=event.field,
            detail=noted,
        )  # fmt: skip
    return Written(event.id, moment, any(decided for *_, decided in done))


def _written_step(db: Any, asked: _Asked, before: Look, step: Step) -> tuple[DeskEvent, bool]:
    """Write one act; returns it, and whether something about the case as a whole was decided."""
    act, after, decision = step.act, step.after, step.act.decision
    add_readings(db, asked.case, decision.readings)
    add_page_facts(db, asked.case, decision.pages)
    if decision.received is not None:
        add_received(db, asked.case, decision.received)
    decided = _decide(db, asked, before, act)
    event = add_event(db, after.events[-1], asked.now)
    if decision.adds:
        keep_summary(db, after.record, *fact_of(after.case, after.findings, after.today))
    return event, decided


def _require_lease(db: Any, asked: _Asked) -> None:
    """Raise ``LeaseError`` unless the case is with this account; every act is a sign of life."""
    case, name = asked.case, asked.account.name
    leases.hold(db, case)
    lease = leases.lease_of(db, case, asked.now)
    if asked.at_rest and lease is None:
        return
    if lease is None or lease.account != name:
        raise LeaseError(case)
    until = asked.now + timedelta(minutes=asked.settings.lease_minutes)
    leases.prolong(db, case, leases.Lease(account=name, until=until))


def _decide(db: Any, asked: _Asked, before: Look, act: Act) -> bool:
    """Keep decisions about the case as a whole; whoever corrects something begins its review."""
    decisions = act.decides
    begins = act.decision.adds and not asked.at_rest
    if begins and (before.sent or not under_review(before.record)):
        decisions = (*decisions, (REVIEW, ""))
    for kind, reason in decisions:
        revision = revision_of(db, asked.case)
        add_decision(db, asked.case, revision, kind, reason=reason, person=asked.account.name)
    return bool(decisions)
