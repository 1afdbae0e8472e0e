"""The Arbeitsvorrat: every case in outline, and which one is next.

Five thousand cases are not folded for a list. Summaries and the counts that every act leaves behind
say what is open; a board in memory keeps them and asks only for cases that something was added to.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from threading import Lock, Thread
from typing import Any
from weakref import WeakKeyDictionary

from pipeline import forms
from pipeline.errors import EingangError
from pipeline.listing import Listed, listed
from pipeline.model import Severity
from pipeline.review import acts
from pipeline.review.records import Row
from pipeline.review.sheets import deadline_of
from pipeline.review.states import CaseState
from pipeline.review.whereabouts import case_state, not_for, passed_to, until_of
from pipeline.settings import Settings
from pipeline.standing import State
from pipeline.store import Store, facts_under, leases
from pipeline.store.accounts import Account, Role
from pipeline.store.desk_events import DeskEvent, last_events
from pipeline.store.moments import day_of
from pipeline.store.overview import Newest, newest, touched_since
from pipeline.store.records import DEFAULT_FORM

GONE = frozenset({CaseState.HANDED_OVER, CaseState.ACKNOWLEDGED})

SECONDS = frozenset({Role.PRUEFER, Role.SENIOR, Role.SACHBEARBEITUNG})
THIRDS = frozenset({Role.SENIOR})
"""Who types a field a second time, and who decides where two differ."""

MOST_ANEW = 200
"""Beyond so many changed cases asking for all of them is faster."""

AT_ONCE = 8
"""Cases worked out while somebody waits for the list: half a second."""

AT_A_TIME = 1
"""Cases worked out beside in one go: whoever saves meanwhile shares the processor with it."""

BESIDE = "worked out beside"
"""The thread that does so."""

REST, REST_BESIDE_PEOPLE = 2, 15
"""Times as long as that took it is left alone; longer while somebody has a case open.

At a third of the processor a save took half a second in one of a hundred cases.
"""

URGENT, SOON = 2, 7
"""Days left that make a case urgent, and that make it come before the others."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A case as the list knows it, whoever has it open."""

    listed: Listed
    counts: tuple[int, int, int]
    exact: bool
    last: DeskEvent | None
    note: bool


class _Board:
    """All cases of one store, as they were when somebody last asked.

    Cases that were never worked out (after another program came, all of them) are shown as far as
    they are known; what they amount to is worked out beside, so that nobody has to wait for it.
    """

    def __init__(self) -> None:
        self.lock = Lock()
        self.mark: Newest | None = None
        self.under: tuple[str, int, date] | None = None
        self.entries: dict[str, _Entry] = {}
        self.by_case: dict[str, Row] = {}
        self.rows: tuple[Row, ...] = ()
        self.unchecked: set[str] = set()
        self.caught_up: set[str] = set()
        self.working = False

    def refresh(
        self, store: Store, settings: Settings, today: date, at_once: int | None = None
    ) -> tuple[tuple[Row, ...], dict[str, _Entry]]:
        """The cases as they are now, the most urgent first, and what is known of each."""
        with self.lock:
            with store.read() as db:
                mark = newest(db)
                under = (settings.release, settings.deadline_days, today)
                known = self.mark if self.under == under else None
                if mark == known and not self.caught_up:
                    return self.rows, self.entries
                touched = touched_since(db, known) if known is not None else None
            if touched is not None and len(touched) <= MOST_ANEW:
                touched |= self.caught_up
            else:
                self.entries, touched = {}, None
            self.caught_up = set()
            most = AT_ONCE if at_once is None else at_once
            self._add(_entries(store, settings.release, today, touched, most), settings, today)
            self.mark, self.under = mark, under
            self._catch_up(store, settings, today)
            return self.rows, self.entries

    def _add(self, new: dict[str, _Entry], settings: Settings, today: date) -> None:
        """Take cases up, or take them up anew; none is changed under somebody who looks at it."""
        old = self.by_case if self.entries else {}
        unchecked = {case for case, entry in new.items() if not entry.listed.checked}
        self.unchecked = (self.unchecked - new.keys()) | unchecked
        new = {c: e for c, e in new.items() if c not in unchecked or c not in self.entries}
        self.entries = {**self.entries, **new}
        rows = {case: _row(entry, settings, today) for case, entry in new.items()}
        self.by_case = {**old, **rows}
        self.rows = tuple(sorted(self.by_case.values(), key=_urgency))

    def _catch_up(self, store: Store, settings: Settings, today: date) -> None:
        if self.unchecked and not self.working:
            self.working = True
            work = (store, settings, today)
            Thread(target=self._work, args=work, name=BESIDE, daemon=True).start()

    def _work(self, store: Store, settings: Settings, today: date) -> None:
        """Work out what was not known, some cases at a time; ends early where the store is shut."""
        try:
            while some := self._next():
                began = time.thread_time()
                listed(store, policy=settings.release, today=today, only=some)
                with self.lock:
                    self.caught_up |= some
                time.sleep(_rest(store) * (time.thread_time() - began))
        except EingangError:
            return  # whoever asks next begins again
        finally:
            self.working = False

    def _next(self) -> set[str]:
        with self.lock:
            some = set(islice(self.unchecked, AT_A_TIME))
            self.unchecked -= some
            return some


def _rest(store: Store) -> int:
    with store.read() as db:
        at_work = leases.leases(db, datetime.now(UTC))
    return REST_BESIDE_PEOPLE if at_work else REST


_boards: WeakKeyDictionary[Any, _Board] = WeakKeyDictionary()


def worklist(
    store: Store, settings: Settings, now: datetime, at_once: int | None = None
) -> tuple[Row, ...]:
    """Every case that is not out of the house, the most urgent first.

    At most ``at_once`` cases are worked out before the list is there, the others beside.
    """
    board = _boards.setdefault(store.engine, _Board())
    rows, entries = board.refresh(store, settings, day_of(now), at_once)
    with store.read() as db:
        held = leases.leases(db, now)
    shown = (
        _held(row, entries[row.case_id], held[row.case_id], day_of(now))
        if row.case_id in held
        else row
        for row in rows
    )
    return tuple(row for row in shown if row.state not in GONE)


def states(store: Store, settings: Settings, now: datetime) -> dict[str, CaseState]:
    """Where every case is, also those that are out of the house."""
    board = _boards.setdefault(store.engine, _Board())
    rows, _ = board.refresh(store, settings, day_of(now))
    with store.read() as db:
        held = leases.leases(db, now)
    return {row.case_id: CaseState.IN_REVIEW if _is_at_work(row, held) else row.state
            for row in rows}  # fmt: skip


def _is_at_work(row: Row, held: Collection[str]) -> bool:
    return row.case_id in held and row.state not in GONE


def _held(row: Row, entry: _Entry, lease: leases.Lease, today: date) -> Row:
    """A row of a case that somebody has open."""
    state = case_state(entry.listed.state, entry.last, held=True, today=today)
    return row.model_copy(update={"state": state, "holder": lease.account})


def next_for(rows: Iterable[Row], account: Account) -> Row | None:
    """The case to open next: by deadline class, then by age, then by risk."""
    return min((row for row in rows if _is_for(row, account)), key=_urgency, default=None)


def _is_for(row: Row, account: Account) -> bool:
    if row.holder and row.holder != account.name:
        return False
    if row.state in (CaseState.SECOND, CaseState.DIFFERING):
        third = row.state is CaseState.DIFFERING
        return account.name not in row.not_for and account.role in (THIRDS if third else SECONDS)
    if row.state is CaseState.PASSED_ON:
        return row.passed_to in (account.name, account.role.value)
    return row.state in (CaseState.READY, CaseState.IN_REVIEW, CaseState.FAILED)


def _urgency(row: Row) -> tuple[int, int, int, str]:
    return _deadline_class(row.days_left), -row.age_days, -row.risk, row.case_id


def _deadline_class(days_left: int | None) -> int:
    if days_left is None:
        return 3
    return 0 if days_left < 0 else 1 if days_left <= URGENT else 2 if days_left <= SOON else 3


def _entries(
    store: Store, policy: str, today: date, only: Collection[str] | None, most: int
) -> dict[str, _Entry]:
    found = listed(store, policy=policy, today=today, only=only, most=most)
    with store.read() as db:
        latest = last_events(db, only=only)
        deciding = last_events(db, acts.DECIDING, only)
        notes = last_events(db, {acts.NOTE}, only)
    return {
        one.record.case_id: _entry(
            one, latest.get(one.record.case_id), deciding.get(one.record.case_id),
            note=one.record.case_id in notes,
        )
        for one in found
    }  # fmt: skip


def _entry(
    found: Listed, latest: DeskEvent | None, last: DeskEvent | None, *, note: bool
) -> _Entry:
    """A case with what its last act left open, unless facts were added since."""
    left = latest.detail if latest is not None else {}
    if left.get("facts") == facts_under(found.record):
        fields, findings, problems = left["open"]
        return _Entry(found, (fields, findings, problems), True, last, note)
    summary = found.summary
    rules = summary.findings[Severity.FEHLER] + summary.findings[Severity.RUECKFRAGE]
    # what summaries say beside the unsure fields is about pages and papers
    problems = max(0, len(summary.points) - bool(summary.doubtful))
    return _Entry(found, (summary.doubtful, rules, problems), False, last, note)


def _row(entry: _Entry, settings: Settings, today: date) -> Row:
    """A case that nobody has open."""
    record, summary = entry.listed.record, entry.listed.summary
    form = record.run.form if record.run and record.run.form else DEFAULT_FORM
    received = summary.received.day
    since = received or day_of(datetime.fromisoformat(record.received_at))
    deadline = deadline_of(received, settings.deadline_days)
    fields, rules, problems = entry.counts
    open_now = entry.listed.state not in (State.WAITING, State.REFUSED, State.FAILED)
    return Row(
        case_id=record.case_id, form=form, form_title=forms.load(form).title, received=received,
        age_days=(today - since).days, deadline=deadline,
        days_left=(deadline - today).days if deadline else None,
        open_fields=fields if open_now else 0, open_rules=rules if open_now else 0,
        problems=problems, risk=summary.findings[Severity.FEHLER], exact=entry.exact,
        state=case_state(entry.listed.state, entry.last, held=False, today=today),
        until=until_of(entry.last, today),
        not_for=not_for(entry.last), passed_to=passed_to(entry.last), note=entry.note,
    )  # fmt: skip
