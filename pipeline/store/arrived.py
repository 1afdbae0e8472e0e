"""What came in, and where every page of it ended: for counting, without any reading."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, func, select

from pipeline import schema
from pipeline.arranging import latest
from pipeline.model import Fact, PageKind, PageSaid
from pipeline.store.records import Run

AT_ONCE = 500
"""Cases asked for in one question; SQLite takes a thousand values."""


class Arrival(Fact):
    """One mail item as it lay there. The same item may come in from several places."""

    case_id: str
    path: str
    at: str


class Ended(Fact):
    """How the reading of a case ended, and what its pages are."""

    outcome: str = ""
    """``read``, ``refused``, ``failed``; empty where it was not read yet."""
    reasons: tuple[str, ...] = ()
    hint: str = ""
    kinds: Mapping[PageKind, int] = {}

    @property
    def pages(self) -> int:
        return sum(self.kinds.values())


def arrivals(db: Connection, since: str = "") -> tuple[Arrival, ...]:
    """All that came in, in its order; on request from a moment on."""
    table = schema.arrivals
    columns = [table.c[name] for name in Arrival.model_fields]
    query = select(*columns).where(table.c.at >= since).order_by(table.c.id)
    return tuple(Arrival.model_validate(dict(row._mapping)) for row in db.execute(query))


def first_arrivals(db: Connection, cases: Collection[str]) -> Mapping[str, str]:
    """When each of these cases came in first."""
    table = schema.arrivals.c
    found: dict[str, str] = {}
    for some in _in_parts(cases):
        query = select(table.case_id, func.min(table.at)).where(table.case_id.in_(some))
        found |= {row[0]: row[1] for row in db.execute(query.group_by(table.case_id))}
    return found


def ended(db: Connection, cases: Collection[str]) -> Mapping[str, Ended]:
    """How these cases ended; what persons say of pages counts before what the machine saw."""
    found: dict[str, Ended] = {}
    for some in _in_parts(cases):
        runs = _last_runs(db, some)
        kinds = _kinds(db, {run.id: case for case, run in runs.items()}, _said(db, some))
        for case, run in runs.items():
            found[case] = Ended(
                outcome=run.outcome, reasons=run.reasons, hint=run.hint, kinds=kinds[case]
            )
    return found


def _in_parts(cases: Collection[str]) -> list[list[str]]:
    known = sorted(cases)
    return [known[start : start + AT_ONCE] for start in range(0, len(known), AT_ONCE)]


def _last_runs(db: Connection, cases: Collection[str]) -> dict[str, Run]:
    runs = schema.runs
    columns = [runs.c[name] for name in Run.model_fields]
    query = select(runs.c.case_id, *columns).where(runs.c.case_id.in_(cases))
    return {
        row.case_id: Run.model_validate({name: getattr(row, name) for name in Run.model_fields})
        for row in db.execute(query.order_by(runs.c.number))
    }


def _said(db: Connection, cases: Collection[str]) -> Mapping[str, dict[int, PageSaid]]:
    facts = schema.page_facts.c
    query = select(facts.case_id, facts.fact).where(facts.case_id.in_(cases)).order_by(facts.id)
    told: defaultdict[str, list[PageSaid]] = defaultdict(list)
    for case, fact in db.execute(query):
        told[case].append(PageSaid.model_validate(fact))
    return {case: latest(said) for case, said in told.items()}


def _kinds(
    db: Connection, runs: Mapping[int, str], said: Mapping[str, Mapping[int, PageSaid]]
) -> Mapping[str, Counter[PageKind]]:
    """The pages of each case by their kind: counted by the database, but for those named since."""
    pages = schema.pages.c
    kind = pages.fact["kind"].as_string()
    found: defaultdict[str, Counter[PageKind]] = defaultdict(Counter)
    counted = select(pages.run_id, kind, func.count()).where(pages.run_id.in_(runs))
    for run, name, count in db.execute(counted.group_by(pages.run_id, kind)):
        found[runs[run]][PageKind(name)] += count
    named = [run for run, case in runs.items() if case in said]
    singly = select(pages.run_id, pages.number, kind).where(pages.run_id.in_(named))
    for run, number, name in db.execute(singly):
        told = said[runs[run]].get(number)
        if told is not None and told.kind is not None:
            found[runs[run]].update({told.kind: 1, PageKind(name): -1})
    return {case: +count for case, count in found.items()} | {
        case: Counter() for case in runs.values() if case not in found
    }
