"""Moments as the tables keep them: UTC in ISO form, so that text sorts like time."""

from __future__ import annotations

from datetime import UTC, date, datetime


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
