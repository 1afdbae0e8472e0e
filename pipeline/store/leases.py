"""Who has a case open; a lease ends by itself, so that no closed lid locks a case for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from pipeline import schema, schema_people
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
    lease = Lease(account=account, until=now + length)
    if held is not None:
        return prolong(db, case, lease)
    _remove(db, case)
    row = {"case_id": case, "account": account, "until": as_text(lease.until)}
    add_once(db, schema_people.leases, row)
    return lease


def prolong(db: Connection, case: str, lease: Lease) -> Lease:
    """A lease that this account has already, until later."""
    leases = schema_people.leases
    mine = (leases.c.case_id == case) & (leases.c.account == lease.account)
    db.execute(update(leases).where(mine).values(until=as_text(lease.until)))
    return lease


def give_back(db: Connection, case: str, account: str) -> bool:
    """End a lease; False where this account had none."""
    hold(db, case)
    leases = schema_people.leases.c
    mine = (leases.case_id == case) & (leases.account == account)
    return bool(db.execute(delete(schema_people.leases).where(mine)).rowcount)


def held_by(db: Connection, account: str) -> tuple[str, ...]:
    """The cases that an account has, in an order that is always the same."""
    leases = schema_people.leases.c
    query = select(leases.case_id).where(leases.account == account).order_by(leases.case_id)
    return tuple(db.scalars(query))


def lease_of(db: Connection, case: str, now: datetime) -> Lease | None:
    """Who has a case now."""
    leases = schema_people.leases.c
    query = select(schema_people.leases).where(leases.case_id == case, leases.until > as_text(now))
    row = db.execute(query).first()
    return Lease(account=row.account, until=as_moment(row.until)) if row else None


def leases(db: Connection, now: datetime) -> Mapping[str, Lease]:
    """All that are open now, by case."""
    held = schema_people.leases.c
    rows = db.execute(select(schema_people.leases).where(held.until > as_text(now)))
    return {row.case_id: Lease(account=row.account, until=as_moment(row.until)) for row in rows}


def _remove(db: Connection, case: str) -> None:
    db.execute(delete(schema_people.leases).where(schema_people.leases.c.case_id == case))
