"""Who has a case open; a lease ends by itself, so that no closed lid locks a case for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from pipeline import schema
from pipeline.model import Fact
from pipeline.store.facts import add_once
from pipeline.store.moments import as_moment, as_text


class Lease(Fact):
    """Who has a case, and until when if nothing more is heard."""

    account: str
    until: datetime


def hold(db: Connection, case: str) -> None:
    """Let nobody else change this case until the transaction ends."""
    cases = schema.cases.c.case_id
    db.execute(select(cases).where(cases == case).with_for_update())


def take(db: Connection, case: str, account: str, now: datetime, length: timedelta) -> Lease:
    """The lease of a case: this account's own where nobody else has it, prolonged; else theirs."""
    hold(db, case)
    held = lease_of(db, case, now)
    if held is not None and held.account != account:
        return held
    _remove(db, case)
    lease = Lease(account=account, until=now + length)
    row = {"case_id": case, "account": account, "until": as_text(lease.until)}
    add_once(db, schema.leases, row)
    return lease


def give_back(db: Connection, case: str, account: str) -> bool:
    """End a lease; False where this account had none."""
    hold(db, case)
    leases = schema.leases.c
    mine = (leases.case_id == case) & (leases.account == account)
    return bool(db.execute(delete(schema.leases).where(mine)).rowcount)


def lease_of(db: Connection, case: str, now: datetime) -> Lease | None:
    """Who has a case now."""
    leases = schema.leases.c
    query = select(schema.leases).where(leases.case_id == case, leases.until > as_text(now))
    row = db.execute(query).first()
    return Lease(account=row.account, until=as_moment(row.until)) if row else None


def leases(db: Connection, now: datetime) -> Mapping[str, Lease]:
    """All that are open now, by case."""
    held = schema.leases.c
    rows = db.execute(select(schema.leases).where(held.until > as_text(now)))
    return {row.case_id: Lease(account=row.account, until=as_moment(row.until)) for row in rows}


def _remove(db: Connection, case: str) -> None:
    db.execute(delete(schema.leases).where(schema.leases.c.case_id == case))
