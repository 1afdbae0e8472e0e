"""What the sheet of a case shows as open, counted before anybody has opened it.

A summary counts fields in doubt and findings. A sheet asks one question for every cell, rules open
questions of their own, and findings about papers open none. So what a sheet shows is counted for
the cases that a list shows, and kept beside their summaries: for the same facts, the same days.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import DiskError, StoreError
from pipeline.listing import MOST_LIMITS, basis, fact_of, limits_passed
from pipeline.review.keeping import counts_of
from pipeline.review.looks import glance_at
from pipeline.settings import Settings
from pipeline.store import Record, Store, facts_under, keep_summary, kept_summaries

Counts = tuple[int, int, int]
"""Open fields, findings, problems."""

LAY_OUT = ("answers.py", "concerns.py", "counting.py", "layout.py", "sheets.py")
"""What decides beside rules and forms what a sheet shows."""


def kept_counts(db: Any, records: Iterable[Record], today: date) -> dict[str, Counts]:
    """What was counted of these cases as they are, by case."""
    by_case = {record.case_id: record for record in records}
    bases = [_beside(basis(passed)) for passed in range(MOST_LIMITS)]
    kept = kept_summaries(db, bases, by_case) if by_case else {}
    found: dict[str, Counts] = {}
    for case, record in by_case.items():
        for under, fact in kept.get((case, facts_under(record)), {}).items():
            days = map(date.fromisoformat, fact["days"])
            if under == _beside(basis(limits_passed(days, today))):
                fields, findings, problems = fact["open"]
                found[case] = (fields, findings, problems)
    return found


def count(store: Store, settings: Settings, case: str, today: date) -> Counts:
    """Count what the sheet of a case shows, and keep that with what the case amounts to."""
    look = glance_at(store, settings, case, today)
    fields, findings, problems = counts_of(look.sheet)
    under, summary = fact_of(look.case, look.findings, today)
    fact = {"open": [fields, findings, problems], "days": summary["days"]}
    with suppress(DiskError, StoreError), store.write() as db:
        keep_summary(db, look.record, under, summary)
        keep_summary(db, look.record, _beside(under), fact)
    return fields, findings, problems


def _beside(under: str) -> str:
    """The basis of a count: that of the summary, and the program that lays sheets out."""
    return f"{under} {_layout()}"


@cache
def _layout() -> str:
    digest = hashlib.sha256()
    for name in LAY_OUT:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()[:12]
