"""Keeping a screen of the Sammelprüfung: one transaction, without folding or checking any case.

What the cases amount to afterwards is worked out beside, by the list, before it shows them. Until
then a list counts by what the machine alone said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pipeline import forms
from pipeline.fold import TICKED, best_readings
from pipeline.forms import Item
from pipeline.model import Fact, Reading, Source
from pipeline.review import acts
from pipeline.review.alike import Boxes, boxes_of, likely_ticked
from pipeline.review.decisions import Said, detail_of, mark_of, said_of
from pipeline.review.states import Action, CaseState
from pipeline.review.whereabouts import case_state, last_word
from pipeline.settings import Settings
from pipeline.standing import REVIEW, state_of, under_review
from pipeline.store import (
    Delivery,
    Record,
    Store,
    add_decision,
    add_readings,
    audit,
    deliveries,
    ever_prepared,
    leases,
    outlines,
    revision_of,
)
from pipeline.store.accounts import Account
from pipeline.store.alike import readings_at
from pipeline.store.desk_events import DeskEvent, add_event, events_of
from pipeline.store.moments import day_of
from pipeline.store.records import DEFAULT_FORM

AUDITED = "feld_sammelprüfung"

TO_DO = frozenset({CaseState.READY, CaseState.FAILED, CaseState.TOUCHLESS, CaseState.IN_REVIEW})
"""Cases in which a box may be decided; one that was finished or put aside meanwhile is left."""

LEFT_OPEN = ("open", "facts")
"""What an act says of what it left open; it holds on where nothing of the case changes."""


class Mark(StrEnum):
    """What somebody says of a box."""

    TICKED = "ticked"
    EMPTY = "empty"
    UNSURE = "unsure"


class Glance(Fact):
    """What somebody says of one tile."""

    case_id: str
    item: str
    mark: Mark
    version: int


class Result(StrEnum):
    """What became of a tile."""

    SAVED = "saved"
    LEFT = "left"
    """Marked as unclear: to be looked at in its case."""
    HELD = "held"
    """Somebody else has the case, or decided about the field meanwhile."""
    CAUGHT = "caught"
    """One that was mixed in, and seen for what it is."""
    MISSED = "missed"
    """One that was mixed in, and confirmed all the same."""


class Outcome(Fact):
    """What became of one tile."""

    case_id: str
    item: str
    result: Result


@dataclass(frozen=True, slots=True)
class _Case:
    """What has to be known of a case to add to it."""

    record: Record
    sent: tuple[Delivery, ...]
    events: tuple[DeskEvent, ...]
    versions: Mapping[str, int]

    @property
    def run(self) -> int:
        return self.record.run.id if self.record.run is not None else 0


@dataclass(slots=True)
class _Screen:
    """Who confirms a screen, what it is about, and what is still to be noted of it."""

    account: str
    now: datetime
    boxes: Boxes
    seconds: float
    keystrokes: int
    cases: Mapping[str, _Case] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    noted: list[tuple[DeskEvent, str]] = field(default_factory=list)


def confirm(
    store: Store,
    settings: Settings,
    account: Account,
    now: datetime,
    glances: Iterable[Glance],
    *,
    seconds: float = 0,
    keystrokes: int = 0,
) -> tuple[Outcome, ...]:
    """Keep what somebody says of a screen; time and keys are shared out among its tiles."""
    given = list(glances)
    each = max(1, len(given))
    screen = _Screen(account.name, now, boxes_of(store), seconds / each, round(keystrokes / each))
    with store.write() as db:
        screen.cases = _free_cases(db, settings, screen, {one.case_id for one in given})
        results = [_result(db, screen, one) for one in given]
        for event, item in screen.noted:  # last, since others wait for the trail
            audit.note(
                db, now, account.name, AUDITED, case=event.case_id, subject=event.field,
                detail={"vorgang": event.id, "feld": item},
            )  # fmt: skip
    return tuple(
        Outcome(case_id=one.case_id, item=one.item, result=result)
        for one, result in zip(given, results, strict=True)
    )


def _free_cases(
    db: Any, settings: Settings, screen: _Screen, wanted: Collection[str]
) -> dict[str, _Case]:
    """Those of the cases that this account may add to; they are its own until all is written."""
    length = timedelta(minutes=settings.lease_minutes)
    mine: dict[str, bool] = {}
    for case in sorted(wanted):  # always in this order, so that no two wait for each other
        leases.hold(db, case)
        lease = leases.lease_of(db, case, screen.now)
        if lease is None or lease.account == screen.account:
            mine[case] = lease is not None
        if mine.get(case):
            leases.take(db, case, screen.account, screen.now, length)
    found = (_case(db, record) for record in outlines(db, mine))
    return {
        one.record.case_id: one
        for one in found
        if _may_change(one, screen.now, held=mine[one.record.case_id])
    }


def _case(db: Any, record: Record) -> _Case:
    case = record.case_id
    sent = deliveries(db, case=case) if ever_prepared(db, [case]) else ()
    events = events_of(db, case)
    now_out = tuple(one for one in sent if one.revision == record.revision)
    return _Case(record, now_out, events, acts.versions(events))


def _may_change(case: _Case, now: datetime, *, held: bool) -> bool:
    """Whether the case is in the house, and still waits for somebody."""
    state = state_of(case.record, case.sent, ())
    where = case_state(state, last_word(case.events), held=held, today=day_of(now))
    return where in TO_DO and not acts.to_type_again(case.events)


def _result(db: Any, screen: _Screen, one: Glance) -> Result:
    item = forms.load(DEFAULT_FORM).items.get(one.item)
    if item is None or one.mark is Mark.UNSURE:
        return Result.LEFT
    case = screen.cases.get(one.case_id)
    if case is None or case.versions.get(item.field, 0) != one.version:
        return Result.HELD
    held = best_readings(readings_at(db, one.case_id, case.run, item.id)).get(item.id)
    if held is None:
        return Result.HELD
    if not screen.boxes.is_waiting((one.case_id, one.item)):
        return _compared(db, screen, one, held)
    if held.source is Source.PERSON:
        return Result.HELD
    _keep(db, screen, case, one, item, held)
    return Result.SAVED


def _keep(db: Any, screen: _Screen, case: _Case, one: Glance, item: Item, held: Reading) -> None:
    """A reading of this one box; what stands in the others of its question is another matter."""
    ticked = one.mark is Mark.TICKED
    same = ticked == likely_ticked(held)
    reading = said_of(held, held.page, item, Said(mark_of(held, ticked=ticked)))
    add_readings(db, one.case_id, (reading,))
    if case.sent or not under_review(case.record):
        _begin(db, screen, one.case_id)
    event = DeskEvent(
        case_id=one.case_id, account=screen.account, kind=acts.SAVE, field=item.field,
        action=Action.CONFIRM if same else Action.CORRECT, seconds=screen.seconds,
        keystrokes=screen.keystrokes, detail=detail_of({item.id: held}, (reading,)),
    )  # fmt: skip
    screen.noted.append((add_event(db, event, screen.now), item.id))


def _begin(db: Any, screen: _Screen, case: str) -> None:
    """Whoever decides the first box of a case begins its review."""
    if case not in screen.begun:
        screen.begun.add(case)
        add_decision(db, case, revision_of(db, case), REVIEW, person=screen.account)


def _compared(db: Any, screen: _Screen, one: Glance, held: Reading) -> Result:
    """Whether somebody saw that this one is otherwise; nothing about its case changes."""
    caught = (one.mark is Mark.TICKED) == (held.value in TICKED)
    events = screen.cases[one.case_id].events
    left = events[-1].detail if events else {}
    event = DeskEvent(
        case_id=one.case_id, account=screen.account, kind=acts.MIXED_IN, field=one.item,
        detail={"caught": caught, **{key: left[key] for key in LEFT_OPEN if key in left}},
    )  # fmt: skip
    add_event(db, event, screen.now)
    return Result.CAUGHT if caught else Result.MISSED
