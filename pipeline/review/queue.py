"""The Arbeitsvorrat: every case in outline, and which one is next.

Five thousand cases are not folded for a list. Summaries and the counts that every act leaves behind
say what is open; a board in memory keeps them and asks only for cases that something was added to.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from itertools import islice
from threading import Lock, Thread
from typing import Any
from weakref import WeakKeyDictionary

from pipeline.errors import EingangError
from pipeline.listing import listed
from pipeline.review.counting import Counts, count, kept_counts
from pipeline.review.records import Row
from pipeline.review.rows import Entry, entries_of, row_of
from pipeline.review.states import CLOSED, GONE, CaseState
from pipeline.review.whereabouts import case_state
from pipeline.settings import Settings
from pipeline.store import Store, leases
from pipeline.store.accounts import Account, Role
from pipeline.store.moments import day_of
from pipeline.store.overview import Newest, newest, touched_since

SECONDS = frozenset({Role.PRUEFER, Role.SENIOR, Role.SACHBEARBEITUNG})
THIRDS = frozenset({Role.SENIOR})
"""Who types a field a second time, and who decides where two differ."""

MOST_ANEW = 200
"""Beyond so many changed cases asking for all of them is faster."""

AT_ONCE = 8
"""Cases worked out while somebody waits for the list: half a second."""

COUNTING = 0.7
"""Seconds in which sheets are counted while somebody waits for the rows; the others beside."""

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


class _Board:
    """All cases of one store, as they were when somebody last asked.

    Cases that were never worked out (after another program came, all of them) are shown as far as
    they are known; what they amount to is worked out beside, so that nobody has to wait for it.
    """

    def __init__(self) -> None:
        self.lock, self.counting = Lock(), Lock()
        self.mark: Newest | None = None
        self.under: tuple[str, int, date] | None = None
        self.entries: dict[str, Entry] = {}
        self.by_case: dict[str, Row] = {}
        self.rows: tuple[Row, ...] = ()
        self.unchecked: set[str] = set()
        self.uncounted: set[str] = set()
        self.caught_up: set[str] = set()
        self.working = False

    def refresh(
        self, store: Store, settings: Settings, today: date, at_once: int | None = None
    ) -> tuple[tuple[Row, ...], dict[str, Entry]]:
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
            self._add(entries_of(store, settings.release, today, touched, most), settings, today)
            self.mark, self.under = mark, under
            self._catch_up(store, settings, today)
            return self.rows, self.entries

    def _add(self, new: dict[str, Entry], settings: Settings, today: date) -> None:
        """Take cases up, or take them up anew; none is changed under somebody who looks at it."""
        old = self.by_case if self.entries else {}
        unchecked = {case for case, entry in new.items() if not entry.listed.checked}
        self.unchecked -= new.keys() - unchecked
        self.unchecked |= unchecked
        new = {c: e for c, e in new.items() if c not in unchecked or c not in self.entries}
        self.entries = {**self.entries, **new}
        rows = {case: row_of(entry, settings, today) for case, entry in new.items()}
        self.by_case = {**old, **rows}
        self.rows = tuple(sorted(self.by_case.values(), key=_urgency))

    def _catch_up(self, store: Store, settings: Settings, today: date) -> None:
        if (self.unchecked or self.uncounted) and not self.working:
            self.working = True
            work = (store, settings, today)
            Thread(target=self._work, args=work, name=BESIDE, daemon=True).start()

    def _work(self, store: Store, settings: Settings, today: date) -> None:
        """Work out what was not known, some cases at a time; ends early where the store is shut."""
        try:
            while True:
                began = time.thread_time()
                if some := self._next(self.uncounted):
                    for case in some:
                        count(store, settings, case, today)
                elif some := self._next(self.unchecked):
                    listed(store, policy=settings.release, today=today, only=some)
                    with self.lock:
                        self.caught_up |= some
                else:
                    return
                time.sleep(_rest(store) * (time.thread_time() - began))
        except EingangError:
            return  # whoever asks next begins again
        finally:
            self.working = False

    def _next(self, waiting: set[str]) -> set[str]:
        with self.lock:
            some = set(islice(waiting, AT_A_TIME))
            waiting -= some
            return some

    def counted(
        self, store: Store, settings: Settings, rows: Collection[Row], today: date
    ) -> dict[str, Counts]:
        """What the sheets of these cases show, of as many as are known or soon counted."""
        entries = self.entries
        asked = [row.case_id for row in rows if not row.exact and row.state not in CLOSED]
        records = [entries[case].listed.record for case in asked if case in entries]
        with store.read() as db:
            known = kept_counts(db, records, today)
        left = [record.case_id for record in records if record.case_id not in known]
        if left and self.counting.acquire(blocking=False):  # of twenty who look at once, one waits
            try:
                until = time.monotonic() + COUNTING
                while left and time.monotonic() < until:
                    case = left.pop(0)
                    known[case] = count(store, settings, case, today)
            finally:
                self.counting.release()
        with self.lock:
            self.uncounted |= set(left)
            self._catch_up(store, settings, today)
        return known


def _rest(store: Store) -> int:
    with store.read() as db:
        at_work = leases.leases(db, datetime.now(UTC))
    return REST_BESIDE_PEOPLE if at_work else REST


_boards: WeakKeyDictionary[Any, _Board] = WeakKeyDictionary()


def worklist(
    store: Store, settings: Settings, now: datetime, at_once: int | None = None
) -> tuple[Row, ...]:
    """Every case, the most urgent first and those that are out of the house last.

    At most ``at_once`` cases are worked out before the list is there, the others beside.
    """
    board = _boards.setdefault(store.engine, _Board())
    rows, entries = board.refresh(store, settings, day_of(now), at_once)
    with store.read() as db:
        held = leases.leases(db, now)
    return tuple(
        _held(row, entries[row.case_id], held[row.case_id], day_of(now))
        if _is_at_work(row, held)
        else row
        for row in rows
    )


def counted(
    store: Store, settings: Settings, rows: Collection[Row], now: datetime
) -> tuple[Row, ...]:
    """These rows of the list with the counts that their sheets show.

    They are worked out for the rows that somebody looks at, and then kept.
    """
    board = _boards.setdefault(store.engine, _Board())
    known = board.counted(store, settings, rows, day_of(now))
    return tuple(
        _with_counts(row, known[row.case_id]) if row.case_id in known else row for row in rows
    )


def _with_counts(row: Row, counts: Counts) -> Row:
    fields, rules, problems = counts
    new = {"open_fields": fields, "open_rules": rules, "problems": problems}
    return row.model_copy(update={**new, "exact": True, "known": True})


def states(store: Store, settings: Settings, now: datetime) -> dict[str, CaseState]:
    """Where every case is."""
    board = _boards.setdefault(store.engine, _Board())
    rows, _ = board.refresh(store, settings, day_of(now))
    with store.read() as db:
        held = leases.leases(db, now)
    return {row.case_id: CaseState.IN_REVIEW if _is_at_work(row, held) else row.state
            for row in rows}  # fmt: skip


def _is_at_work(row: Row, held: Collection[str]) -> bool:
    return row.case_id in held and row.state not in GONE


def _held(row: Row, entry: Entry, lease: leases.Lease, today: date) -> Row:
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


def _urgency(row: Row) -> tuple[bool, int, int, int, str]:
    gone, class_ = row.state in GONE, _deadline_class(row.days_left)
    return gone, class_, -row.age_days, -row.risk, row.case_id


def _deadline_class(days_left: int | None) -> int:
    if days_left is None:
        return 3
    return 0 if days_left < 0 else 1 if days_left <= URGENT else 2 if days_left <= SOON else 3
