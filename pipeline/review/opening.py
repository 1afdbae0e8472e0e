"""Opening a case and handing it back: one person has it, the others read."""

from __future__ import annotations

from datetime import datetime, timedelta

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
from pipeline.store.moments import day_of
from pipeline.store.records import moment_of

HELD = "Der Fall ist bei {holder} in Bearbeitung; Sie lesen mit."

SHUT = CLOSED | {CaseState.REVIEWED, CaseState.SECOND, CaseState.DIFFERING}
"""States in which nobody begins to change something; a reviewed case is opened again first."""


def open_case(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Opened:
    """Lay a case out, and take its lease where nobody else has it."""
    seen = look_at(store, settings, case, day_of(now))
    if _state(seen, settings, held=False) in SHUT:
        return look(store, settings, case, account, now)
    with store.write() as db:
        before = leases.lease_of(db, case, now)
        lease = leases.take(db, case, account.name, now, _length(settings))
        if lease.account == account.name and before is None:
            event = DeskEvent(
                case_id=case, account=account.name, kind=acts.OPEN, detail=left_open(seen)
            )
            kept = add_event(db, event, now)
            moment = moment_of(db, case)
            audit.note(db, now, account.name, "fall_geöffnet", case=case)
            if moment == seen.moment_after(kept.id):
                keep_look(store, seen.with_opening(kept, moment))
    return look(store, settings, case, account, now)


def look(store: Store, settings: Settings, case: str, account: Account, now: datetime) -> Opened:
    """Lay a case out as it is, without taking it."""
    found = look_at(store, settings, case, day_of(now))
    with store.read() as db:
        lease = leases.lease_of(db, case, now)
    holder = lease.account if lease else ""
    mine = holder == account.name
    state = _state(found, settings, held=bool(holder))
    why_not = WHY_NOT[state] if state in SHUT else ""
    if not mine and holder:
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
