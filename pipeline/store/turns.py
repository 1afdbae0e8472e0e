"""Whose turn it is: which cases are still to be read.

A case is settled once it was read or its file was refused; one that broke our program a few times
is left to a person. Where somebody has it read again, refusals and failures so far count no more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, or_, select

from pipeline import schema

MOST_FAILURES = 3
"""A case that broke our program so often is left to a person; others must not wait for it."""

AGAIN = "again"
"""The decision to read a case once more that was refused or failed."""


def pending(db: Connection, wanted: Sequence[str] | None = None) -> tuple[str, ...]:
    """Cases still to be read, those that were cut short most often last."""
    cases, attempts = schema.cases.c, schema.attempts.c
    arrived = db.scalars(select(cases.case_id).order_by(cases.received_at, cases.case_id))
    ended = _ends(db)
    waiting = [case for case in arrived if not _is_left(ended[case])]
    chosen = waiting if wanted is None else [case for case in waiting if case in set(wanted)]
    tried = select(attempts.case_id, func.count()).group_by(attempts.case_id)
    starts = {case: int(count) for case, count in db.execute(tried)}
    return tuple(sorted(chosen, key=lambda case: starts.get(case, 0)))


def is_settled(db: Connection, case: str) -> bool:
    """Whether a case was read or refused and nobody asked for it again."""
    return _is_settled(_ends(db, case)[case])


def _is_settled(ends: Counter[str]) -> bool:
    return bool(ends["read"] or ends["refused"])


def _is_left(ends: Counter[str]) -> bool:
    return _is_settled(ends) or ends["failed"] >= MOST_FAILURES


def _ends(db: Connection, case: str | None = None) -> Mapping[str, Counter[str]]:
    """How often the reading of each case ended in which way, as far as it still counts."""
    runs, decisions = schema.runs.c, schema.decisions.c
    asked = (
        select(decisions.case_id, func.max(decisions.at).label("at"))
        .where(decisions.kind == AGAIN)
        .group_by(decisions.case_id)
        .subquery()
    )
    counts = or_(runs.outcome == "read", asked.c.at.is_(None), runs.finished_at > asked.c.at)
    query = (
        select(runs.case_id, runs.outcome, func.count())
        .outerjoin(asked, asked.c.case_id == runs.case_id)
        .where(counts)
        .group_by(runs.case_id, runs.outcome)
    )
    ends: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for found, outcome, count in db.execute(
        query if case is None else query.where(runs.case_id == case)
    ):
        ends[found][outcome] = int(count)
    return ends
