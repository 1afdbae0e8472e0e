"""A case as it is at one moment, folded, checked, laid out; and as it would be after another act.

Folding and checking takes longer than anything else at the desk. So it is done outside of every
transaction, and what was worked out last is kept in memory as long as nobody adds a fact.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import validators
from pipeline.model import Case, Finding, PageSaid, Reading, Received
from pipeline.review.records import Sheet
from pipeline.review.sheets import Known, sheet_of
from pipeline.settings import Settings
from pipeline.standing import State, open_points, state_of, summary_of
from pipeline.store import Delivery, Record, Store, deliveries, load_record
from pipeline.store.desk_events import DeskEvent, events_of
from pipeline.store.moments import moment_of
from pipeline.store.records import counting, received_of

MOST_KEPT = 64
"""Cases kept in memory: three for each of twenty reviewers, a few megabytes each."""

WORKED_OUT = frozenset({"case", "findings", "sheet", "senior_sheet"})
"""What costs time and stays the same while only numbers change."""

PROVISIONAL = -1
"""The number of an act that is not kept yet."""

Moment = tuple[int, ...]
"""Changes whenever somebody adds a fact to the case."""

EVENTS_AT = 4
"""Where in a moment the number of the last act stands."""


class Facts(Protocol):
    """What an act adds to a case."""

    @property
    def readings(self) -> tuple[Reading, ...]: ...
    @property
    def pages(self) -> tuple[PageSaid, ...]: ...
    @property
    def received(self) -> Received | None: ...


@dataclass(frozen=True)
class Look:
    """One case at one moment."""

    record: Record
    sent: tuple[Delivery, ...]
    events: tuple[DeskEvent, ...]
    unaided_day: Received
    moment: Moment
    today: date
    deadline_days: int
    known: Known = field(default_factory=dict, compare=False)
    """Questions as they were laid out last."""

    @cached_property
    def case(self) -> Case:
        return self.record.folded()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        run = self.record.run
        checked = run is not None and run.outcome == "read" and self.record.has_form
        return validators.check(self.case, self.today) if checked else ()

    @cached_property
    def sheet(self) -> Sheet:
        return self._sheet(senior=False)

    @cached_property
    def senior_sheet(self) -> Sheet:
        """The same where fields that others passed on are open."""
        return self._sheet(senior=True)

    def state(self, policy: str) -> State:
        """Where the case stands for the hand-over."""
        points = open_points(self.record, summary_of(self.case, self.findings), policy)
        return state_of(self.record, self.sent, points)

    def sheet_for(self, *, senior: bool) -> Sheet:
        return self.senior_sheet if senior else self.sheet

    def after(self, event: DeskEvent, adds: Facts) -> Look:
        """The case as it would be after one more act that adds these facts."""
        readings, pages, received = adds.readings, adds.pages, adds.received
        case, days = len(readings) + len(pages), int(received is not None)
        record = self.record.model_copy(
            update={
                "readings": counting([*self.record.readings, *readings]),
                "said": (*self.record.said, *pages),
                "received": self._day_after(received),
                "facts": (self.record.facts[0] + case, self.record.facts[1] + days),
            }
        )
        event = event.model_copy(update={"id": PROVISIONAL})
        # a copy, since two may think about the same case at once; on other pages all lies elsewhere
        known = {} if pages else dict(self.known)
        look = replace(self, record=record, events=(*self.events, event), known=known)
        if not case and not days:
            kept = {"case", "findings"} & set(self.__dict__)
            look.__dict__.update({name: self.__dict__[name] for name in kept})
        return look

    def with_opening(self, event: DeskEvent, moment: Moment) -> Look:
        """The same after somebody opened it, which changes nothing that a sheet shows."""
        look = replace(self, events=(*self.events, event), moment=moment)
        look.__dict__.update(
            {name: self.__dict__[name] for name in WORKED_OUT & set(self.__dict__)}
        )
        return look

    def moment_after(self, event: int) -> Moment:
        """The moment if nothing but this act was added."""
        return (*self.moment[:EVENTS_AT], event, *self.moment[EVENTS_AT + 1 :])

    def with_last(self, event: DeskEvent) -> Look:
        """The same, its last act saying more; nothing that a sheet shows."""
        look = replace(self, events=(*self.events[:-1], event))
        look.__dict__.update(
            {name: self.__dict__[name] for name in WORKED_OUT & set(self.__dict__)}
        )
        return look

    def kept_as(self, number: int, moment: Moment) -> Look:
        """The same once its last act has got its number."""
        last = self.events[-1].model_copy(update={"id": number})
        look = replace(self, events=(*self.events[:-1], last), moment=moment)
        for name in WORKED_OUT & set(self.__dict__):
            known = self.__dict__[name]
            look.__dict__[name] = _numbered(known, number) if isinstance(known, Sheet) else known
        return look

    def _day_after(self, received: Received | None) -> Received:
        if received is None:
            return self.record.received
        return received if received.source == "person" else self.unaided_day

    def _sheet(self, *, senior: bool) -> Sheet:
        return sheet_of(
            self.record, self.case, self.findings, self.events, today=self.today,
            deadline_days=self.deadline_days, unaided_day=self.unaided_day, senior=senior,
            known=self.known,
        )  # fmt: skip


def _numbered(sheet: Sheet, number: int) -> Sheet:
    fields = tuple(
        one.model_copy(update={"version": number}) if one.version == PROVISIONAL else one
        for one in sheet.fields
    )
    return sheet.model_copy(update={"fields": fields})


class _Kept:
    """The cases looked at last, of one store."""

    def __init__(self) -> None:
        self.looks: OrderedDict[str, Look] = OrderedDict()
        self.lock = Lock()

    def get(self, case: str, moment: Moment, today: date) -> Look | None:
        with self.lock:
            look = self.looks.get(case)
            if look is None or look.moment != moment or look.today != today:
                return None
            self.looks.move_to_end(case)
            return look

    def put(self, look: Look) -> None:
        with self.lock:
            self.looks[look.record.case_id] = look
            while len(self.looks) > MOST_KEPT:
                self.looks.popitem(last=False)


_kept: WeakKeyDictionary[Any, _Kept] = WeakKeyDictionary()


def look_at(store: Store, settings: Settings, case: str, today: date) -> Look:
    """The case as it is now. Raises ``UnknownCaseError``."""
    kept = _kept.setdefault(store.engine, _Kept())
    with store.read() as db:
        moment = moment_of(db, case)
        look = kept.get(case, moment, today) or _read(db, settings, case, moment, today)
    kept.put(look)
    return look


def glance_at(store: Store, settings: Settings, case: str, today: date) -> Look:
    """The case as it is now, for a count: not kept in the place of one that somebody works on."""
    kept = _kept.setdefault(store.engine, _Kept())
    with store.read() as db:
        moment = moment_of(db, case)
        return kept.get(case, moment, today) or _read(db, settings, case, moment, today)


def _read(db: Any, settings: Settings, case: str, moment: Moment, today: date) -> Look:
    record = load_record(db, case)
    sent = tuple(d for d in deliveries(db, case=case) if d.revision == record.revision)
    return Look(
        record=record, sent=sent, events=events_of(db, case), moment=moment, today=today,
        unaided_day=received_of(db, case, by_persons=False),
        deadline_days=settings.deadline_days,
    )  # fmt: skip


def keep_look(store: Store, look: Look) -> None:
    """Keep a case as it is after an act, so that the next one need not work it out again."""
    _kept.setdefault(store.engine, _Kept()).put(look)
