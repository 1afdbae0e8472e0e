"""Reckoning with days: months back, ends of months, full years, a day between two others."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random


def months_before(day: date, months: int) -> date:
    """The first of the month so many months earlier, moved to the day, at most the 28th."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, min(day.day, 28))


def end_of_month(day: date) -> date:
    """The last day of the month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def full_years(born: date, day: date) -> int:
    """Full years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def some_day(rng: Random, low: date, high: date) -> date:
    """A day between the two, both included; the later of the two limits does not matter."""
    return low + timedelta(days=rng.randint(0, max(0, (high - low).days)))
