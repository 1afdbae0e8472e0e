"""All cases at once, in outline: what a list needs of them, with a few queries for all together.

What folding and checking a case came to is kept as a summary, under the facts that it rests on and
the program that judged them. Whoever adds a fact changes what a summary is looked for under, so
none is ever out of date; one that is missing is made anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, select

from pipeline import schema
from pipeline.store.facts import add_once, now
from pipeline.store.records import Decision, Record, Run, case_ids, latest_revision

Json = Mapping[str, Any]
Under = tuple[str, str]
"""A case, and the facts that a summary rests on."""


def outlines(db: Connection) -> tuple[Record, ...]:
    """Every case in the order of arrival, without its pages, readings and documents."""
    runs, names, times = _last_runs(db), _first_names(db), _times(db)
    decisions, sent = _decisions(db), _last_sent(db)
    readings, received = _counted(db, schema.readings), _counted(db, schema.received)
    found = []
    for case in case_ids(db):
        facts, decided = (readings.get(case, 0), received.get(case, 0)), decisions[case]
        found.append(
            Record(
                case_id=case, received_at=times[case], name=names.get(case, ""), scans=(),
                run=runs.get(case), decisions=tuple(decided), facts=facts,
                revision=latest_revision(db, case, [d.revision for d in decided],
                                         sent.get(case), facts),
            )
        )  # fmt: skip
    return tuple(found)


def facts_under(record: Record) -> str:
    """What a summary of this case rests on."""
    run = record.run.id if record.run else 0
    return f"{run}.{record.facts[0]}.{record.facts[1]}"


def kept_summaries(db: Connection, bases: Sequence[str]) -> Mapping[Under, Mapping[str, Json]]:
    """The summaries that were made on one of these bases, by case and facts, then by basis."""
    kept = schema.summaries.c
    found: defaultdict[Under, dict[str, Json]] = defaultdict(dict)
    columns = (kept.case_id, kept.facts, kept.basis, kept.fact)
    for row in db.execute(select(*columns).where(kept.basis.in_(bases))):
        found[row.case_id, row.facts][row.basis] = row.fact
    return found


def keep_summary(db: Connection, record: Record, basis: str, fact: Json) -> None:
    """Keep what folding and checking a case came to."""
    row = {"case_id": record.case_id, "facts": facts_under(record), "basis": basis}
    add_once(db, schema.summaries, {**row, "fact": dict(fact), "at": now()})


def _last_runs(db: Connection) -> dict[str, Run]:
    runs = schema.runs
    columns = [runs.c[name] for name in Run.model_fields]
    rows = db.execute(select(runs.c.case_id, *columns).order_by(runs.c.number))
    return {row.case_id: _as(Run, row) for row in rows}


def _first_names(db: Connection) -> dict[str, str]:
    arrivals = schema.arrivals.c
    rows = db.execute(select(arrivals.case_id, arrivals.path).order_by(arrivals.id.desc()))
    return {row.case_id: row.path.rsplit("/", 1)[-1] for row in rows}


def _times(db: Connection) -> dict[str, str]:
    cases = schema.cases.c
    rows = db.execute(select(cases.case_id, cases.received_at))
    return {row.case_id: row.received_at for row in rows}


def _decisions(db: Connection) -> defaultdict[str, list[Decision]]:
    decisions = schema.decisions
    columns = [decisions.c[name] for name in Decision.model_fields]
    found: defaultdict[str, list[Decision]] = defaultdict(list)
    for row in db.execute(select(decisions.c.case_id, *columns).order_by(decisions.c.id)):
        found[row.case_id].append(_as(Decision, row))
    return found


def _last_sent(db: Connection) -> dict[str, Any]:
    rows = db.execute(select(schema.outbox).order_by(schema.outbox.c.revision))
    return {row.case_id: row for row in rows}


def _counted(db: Connection, table: Table) -> dict[str, int]:
    query = select(table.c.case_id, func.count()).group_by(table.c.case_id)
    return {case: int(count) for case, count in db.execute(query)}


def _as(kind: Any, row: Any) -> Any:
    return kind.model_validate({name: getattr(row, name) for name in kind.model_fields})
