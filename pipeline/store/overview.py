"""All cases at once, in outline: what a list needs of them, with a few queries for all together.

What folding and checking a case came to is kept as a summary, under the facts that it rests on and
the program that judged them. Whoever adds a fact changes what a summary is looked for under, so
none is ever out of date; one that is missing is made anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select

from pipeline import schema
from pipeline.model import Fact
from pipeline.store.facts import add_once, now
from pipeline.store.records import Decision, Record, Run, case_ids, latest_revision

Json = Mapping[str, Any]
Only = Collection[str] | None
"""The cases that are asked for; all of them where nothing is said."""

Under = tuple[str, str]
"""A case, and the facts that a summary rests on."""


TELLING = (
    schema.runs, schema.readings, schema.page_facts, schema.received, schema.decisions,
    schema.outbox_states, schema.desk_events,
)  # fmt: skip
"""Tables whose rows change how a case is listed."""

OVERTAKING = 20
"""Of two writers at once the one with the lower number may end later."""


class Newest(Fact):
    """How far the tables have come."""

    numbers: Mapping[str, int]
    latest: str
    cases: int


def outlines(db: Connection, only: Only = None) -> tuple[Record, ...]:
    """Every case in the order of arrival, without its pages, readings and documents."""
    runs, names, times = _last_runs(db, only), _first_names(db, only), _times(db, only)
    decisions, sent = _decisions(db, only), _last_sent(db, only)
    readings = Counter(_counted(db, schema.readings, only))
    readings.update(_counted(db, schema.page_facts, only))
    received = _counted(db, schema.received, only)
    found = []
    for case in case_ids(db) if only is None else [case for case in times if case in only]:
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


def kept_summaries(
    db: Connection, bases: Sequence[str], only: Only = None
) -> Mapping[Under, Mapping[str, Json]]:
    """The summaries that were made on one of these bases, by case and facts, then by basis."""
    kept = schema.summaries.c
    found: defaultdict[Under, dict[str, Json]] = defaultdict(dict)
    columns = (kept.case_id, kept.facts, kept.basis, kept.fact)
    query = _among(select(*columns).where(kept.basis.in_(bases)), kept.case_id, only)
    for row in db.execute(query):
        found[row.case_id, row.facts][row.basis] = row.fact
    return found


def keep_summary(db: Connection, record: Record, basis: str, fact: Json) -> None:
    """Keep what folding and checking a case came to."""
    row = {"case_id": record.case_id, "facts": facts_under(record), "basis": basis}
    add_once(db, schema.summaries, {**row, "fact": dict(fact), "at": now()})


def _last_runs(db: Connection, only: Only) -> dict[str, Run]:
    runs = schema.runs
    columns = [runs.c[name] for name in Run.model_fields]
    query = select(runs.c.case_id, *columns).order_by(runs.c.number)
    rows = db.execute(_among(query, runs.c.case_id, only))
    return {row.case_id: _as(Run, row) for row in rows}


def _first_names(db: Connection, only: Only) -> dict[str, str]:
    arrivals = schema.arrivals.c
    query = select(arrivals.case_id, arrivals.path).order_by(arrivals.id.desc())
    rows = db.execute(_among(query, arrivals.case_id, only))
    return {row.case_id: row.path.rsplit("/", 1)[-1] for row in rows}


def _times(db: Connection, only: Only) -> dict[str, str]:
    cases = schema.cases.c
    query = select(cases.case_id, cases.received_at)
    rows = db.execute(_among(query, cases.case_id, only))
    return {row.case_id: row.received_at for row in rows}


def _decisions(db: Connection, only: Only) -> defaultdict[str, list[Decision]]:
    decisions = schema.decisions
    columns = [decisions.c[name] for name in Decision.model_fields]
    found: defaultdict[str, list[Decision]] = defaultdict(list)
    query = select(decisions.c.case_id, *columns).order_by(decisions.c.id)
    for row in db.execute(_among(query, decisions.c.case_id, only)):
        found[row.case_id].append(_as(Decision, row))
    return found


def _last_sent(db: Connection, only: Only) -> dict[str, Any]:
    query = select(schema.outbox).order_by(schema.outbox.c.revision)
    rows = db.execute(_among(query, schema.outbox.c.case_id, only))
    return {row.case_id: row for row in rows}


def _counted(db: Connection, table: Table, only: Only) -> dict[str, int]:
    query = select(table.c.case_id, func.count()).group_by(table.c.case_id)
    return {case: int(count) for case, count in db.execute(_among(query, table.c.case_id, only))}


def _among(query: Select[Any], column: Any, only: Only) -> Select[Any]:
    return query if only is None else query.where(column.in_(only))


def newest(db: Connection) -> Newest:
    """How far each table has come that says something about cases."""
    numbers = {
        table.name: int(db.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one())
        for table in TELLING
    }
    cases = schema.cases.c
    latest, count = db.execute(select(func.max(cases.received_at), func.count())).one()
    return Newest(numbers=numbers, latest=latest or "", cases=count)


def touched_since(db: Connection, mark: Newest) -> frozenset[str]:
    """Cases of which something was added since; some more, because numbers overtake each other."""
    found: set[str] = set()
    for table in TELLING:
        after = mark.numbers[table.name] - OVERTAKING
        # without DISTINCT, for which SQLite would go through the index of all cases
        found.update(db.scalars(select(_case_of(table)).where(table.c.id > after)))
    found.update(db.scalars(select(schema.cases.c.case_id).where(_is_new(mark))))
    return frozenset(found)


def _case_of(table: Table) -> Any:
    if table is not schema.outbox_states:
        return table.c.case_id
    outbox = schema.outbox.c
    asked = select(outbox.case_id).where(outbox.delivery_id == table.c.delivery_id)
    return asked.scalar_subquery()


def _is_new(mark: Newest) -> Any:
    return schema.cases.c.received_at > mark.latest


def _as(kind: Any, row: Any) -> Any:
    return kind.model_validate({name: getattr(row, name) for name in kind.model_fields})
