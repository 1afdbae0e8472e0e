"""What people did at the review station, act by act. Readings are kept beside it, as facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select

from pipeline import schema
from pipeline.model import Fact
from pipeline.store.moments import as_text


class DeskEvent(Fact):
    """One act of one person on one case."""

    id: int = 0
    case_id: str
    account: str
    kind: str
    field: str = ""
    action: str = ""
    reason: str = ""
    seconds: float = 0
    keystrokes: int = 0
    detail: Mapping[str, Any] = {}
    at: str = ""


def add_event(db: Connection, event: DeskEvent, now: datetime) -> DeskEvent:
    """Keep an act; returns it with its number and time."""
    row = {**event.model_dump(exclude={"id"}), "at": as_text(now)}
    number = db.execute(insert(schema.desk_events).returning(schema.desk_events.c.id), row)
    return event.model_copy(update={"id": int(number.scalar_one()), "at": row["at"]})


def events_of(db: Connection, case: str) -> tuple[DeskEvent, ...]:
    """All that was done on a case, in its order."""
    events = schema.desk_events
    query = select(events).where(events.c.case_id == case).order_by(events.c.id)
    return tuple(_event(row) for row in db.execute(query))


def events_of_kinds(db: Connection, kinds: Collection[str]) -> tuple[DeskEvent, ...]:
    """All acts of some kinds on all cases, in their order."""
    events = schema.desk_events
    query = select(events).where(events.c.kind.in_(kinds)).order_by(events.c.id)
    return tuple(_event(row) for row in db.execute(query))


class Done(NamedTuple):
    """One act in short, without what it was about."""

    account: str
    case_id: str
    kind: str
    field: str
    action: str
    seconds: float
    keystrokes: int


def done_between(
    db: Connection, kinds: Collection[str], since: datetime, until: datetime
) -> tuple[Done, ...]:
    """Acts of some kinds in a span of time, in their order."""
    events = schema.desk_events.c
    query = (
        select(*(events[name] for name in Done._fields))
        .where(events.kind.in_(kinds), events.at >= as_text(since), events.at < as_text(until))
        .order_by(events.id)
    )
    return tuple(Done(*row) for row in db.execute(query))


def count_of(db: Connection, account: str, kind: str, since: datetime, until: datetime) -> int:
    """How often an account did something in a span of time."""
    events = schema.desk_events.c
    query = select(func.count()).where(
        events.account == account, events.kind == kind,
        events.at >= as_text(since), events.at < as_text(until),
    )  # fmt: skip
    return int(db.execute(query).scalar_one())


def last_events(
    db: Connection, kinds: Collection[str] | None = None, only: Collection[str] | None = None
) -> Mapping[str, DeskEvent]:
    """The last act (of some kinds) on every case that anything was done on."""
    events = schema.desk_events
    newest = select(func.max(events.c.id)).group_by(events.c.case_id)
    if kinds is not None:
        newest = newest.where(events.c.kind.in_(kinds))
    if only is not None:
        newest = newest.where(events.c.case_id.in_(only))
    rows = db.execute(select(events).where(events.c.id.in_(newest)))
    return {row.case_id: _event(row) for row in rows}


def _event(row: Any) -> DeskEvent:
    return DeskEvent.model_validate(dict(row._mapping))
