"""Opening a case and handing it back: one person has it, the others read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from pipeline.review import acts
from pipeline.review.keeping import is_senior, left_open
from pipeline.review.looks import Look, keep_look, look_at
from pipeline.review.records import Opened
from pipeline.review.second import masked
from pipeline.review.states import CLOSED, CaseState
from pipeline.review.whereabouts import WHY_NOT, case_state, last_word
from pipeline.settings import Settings
from pipeline.store import Store, audit, leases
from pipeline.store.accounts import Account
from pipeline.store.desk_events import DeskEvent, add_event
from pipeline.store.moments import day_of, moment_of

HELD = "Der Fall ist bei {holder} in Bearbeitung; Sie lesen mit."

SHUT = CLOSED | {CaseState.REVIEWED, CaseState.SECOND, CaseState.DIFFERING}
"""States in which nobody begins to change something; a reviewed case is opened again first."""


def open_case(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Opened:
    """Lay a case out, and take its lease where nobody else has it."""
    take_case(store, settings, case, account, now, lambda seen: not is_shut(seen, settings))
    return look(store, settings, case, account, now)


def take_case(
    store: Store,
    settings: Settings,
    case: str,
    account: Account,
    now: datetime,
    wanted: Callable[[Look], bool],
    audited: str = "fall_geöffnet",
) -> leases.Lease | None:
    """The lease of a case, this account's own unless somebody else has it.

    ``None`` where the case as it is at that moment is not what is ``wanted``.
    """
    while True:
        seen = look_at(store, settings, case, day_of(now))
        if not wanted(seen):
            return None
        with store.write() as db:
            leases.hold(db, case)
            if moment_of(db, case) != seen.moment:
                continue  # somebody was faster: it may be finished
            before = leases.lease_of(db, case, now)
            lease = leases.take(db, case, account.name, now, _length(settings))
            if before is None:
                seen = _noted_opening(db, seen, account, now, audited)
        keep_look(store, seen)
        return lease


def _noted_opening(db: Any, seen: Look, account: Account, now: datetime, audited: str) -> Look:
    """The case as it is once its opening is noted."""
    case = seen.record.case_id
    event = DeskEvent(case_id=case, account=account.name, kind=acts.OPEN, detail=left_open(seen))
    kept = add_event(db, event, now)
    audit.note(db, now, account.name, audited, case=case)
    return seen.with_opening(kept, seen.moment_after(kept.id))


def look(store: Store, settings: Settings, case: str, account: Account, now: datetime) -> Opened:
    """Lay a case out as it is, without taking it."""
    found = look_at(store, settings, case, day_of(now))
    with store.read() as db:
        lease = leases.lease_of(db, case, now)
    holder = lease.account if lease else ""
    shut = is_shut(found, settings)
    mine = holder == account.name and not shut
    state = _state(found, settings, held=bool(holder) and not shut)
    why_not = WHY_NOT[state] if shut else ""
    if holder not in ("", account.name):
        why_not = HELD.format(holder=holder)
    sheet = found.sheet_for(senior=is_senior(account))
    return Opened(
        case_id=case, mine=mine, holder=holder, until=lease.until if lease else None, state=state,
        why_not=why_not, sheet=masked(sheet, acts.to_type_again(found.events)),
        can_undo=mine and acts.to_undo(found.events, account.name) is not None,
        can_redo=mine and acts.to_redo(found.events, account.name) is not None,
    )  # fmt: skip


def heartbeat(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> datetime | None:
    """Until when the case stays with this account; ``None`` where it is no longer theirs."""
    with store.write() as db:
        lease = leases.lease_of(db, case, now)
        if lease is None or lease.account != account.name:
            return None
        return leases.take(db, case, account.name, now, _length(settings)).until


def hand_back(store: Store, case: str, account: Account, now: datetime) -> None:
    """Let others have the case."""
    with store.write() as db:
        if leases.give_back(db, case, account.name):
            audit.note(db, now, account.name, "fall_zurückgegeben", case=case)


def _length(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.lease_minutes)


def _state(found: Look, settings: Settings, *, held: bool) -> CaseState:
    last = last_word(found.events)
    return case_state(found.state(settings.release), last, held=held, today=found.today)


def is_shut(found: Look, settings: Settings) -> bool:
    """Whether nobody begins to change something in the case as it is."""
    return _state(found, settings, held=False) in SHUT
