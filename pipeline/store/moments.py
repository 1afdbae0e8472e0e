"""Moments as the tables keep them: UTC in ISO form, so that text sorts like time.

And the moment of a case: how far its facts have come.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from pipeline import schema


def as_text(moment: datetime) -> str:
    """A moment as it is kept.

    >>> from datetime import timedelta, timezone
    >>> as_text(datetime(2026, 3, 4, 9, tzinfo=timezone(timedelta(hours=1))))
    '2026-03-04T08:00:00.000000+00:00'
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def as_moment(text: str) -> datetime:
    """The moment that was kept."""
    return datetime.fromisoformat(text)


def day_of(moment: datetime) -> date:
    """The day on the wall at this moment: deadlines end at midnight here, not in Greenwich."""
    return moment.astimezone().date()


def moment_of(db: Connection, case: str) -> tuple[int, ...]:
    """Numbers that change whenever anything is added to a case, whatever it is."""
    readings, pages, received, *newest = db.execute(_moment(), {"case": case}).one()
    return (readings + pages, received, *newest)


@cache
def _moment() -> Select[Any]:
    """All numbers in one question: it is asked several times for each act at the desk."""
    counted = [
        select(func.count()).where(table.c.case_id == bindparam("case"))
        for table in (schema.readings, schema.page_facts, schema.received)
    ]
    newest = [
        select(func.coalesce(func.max(table.c.id), 0)).where(table.c.case_id == bindparam("case"))
        for table in (schema.runs, schema.decisions, schema.desk_events)
    ]
    states = (
        select(func.coalesce(func.max(schema.outbox_states.c.id), 0))
        .select_from(schema.outbox_states.join(schema.outbox))
        .where(schema.outbox.c.case_id == bindparam("case"))
    )
    return select(*(query.scalar_subquery() for query in [*counted, *newest, states]))
