"""Readings of the same kind over many cases: those in doubt, and what people said of them since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, or_, select

from pipeline import schema
from pipeline.arranging import latest
from pipeline.model import Fact, Page, PageKind, PageSaid, Reading
from pipeline.store.records import counting


class Told(Fact):
    """One reading that was in doubt, or a person's; ``run`` is 0 where it is a person's."""

    id: int
    case_id: str
    run: int
    item: str
    fact: Mapping[str, Any]


def told_since(db: Connection, after: int) -> Iterator[Told]:
    """Readings in doubt and readings by persons with a higher number, in their order."""
    readings = schema.readings.c
    columns = (readings.id, readings.case_id, readings.run_id, readings.item, readings.fact)
    newer = select(*columns).where(readings.id > after)
    rows = [
        *db.execute(newer.where(readings.doubt)),
        *db.execute(newer.where(readings.run_id.is_(None), ~readings.doubt)),
    ]
    for row in sorted(rows, key=lambda row: row.id):
        yield Told(
            id=row.id, case_id=row.case_id, run=row.run_id or 0, item=row.item, fact=row.fact
        )


def last_runs(db: Connection) -> Mapping[str, int]:
    """The number of the last reading of every case."""
    runs = schema.runs.c
    return {row.case_id: row.id for row in db.execute(select(runs.case_id, runs.id)
                                                      .order_by(runs.number))}  # fmt: skip


def sure_ones(db: Connection, item: str, start: int, most: int) -> Iterator[Told]:
    """Some readings of one place that are not in doubt, from a number on."""
    readings = schema.readings.c
    query = (
        select(readings.id, readings.case_id, readings.run_id, readings.item, readings.fact)
        .where(readings.item == item, ~readings.doubt, readings.run_id.is_not(None))
        .where(readings.id >= start)
        .order_by(readings.id)
        .limit(most)
    )
    for row in db.execute(query):
        yield Told(id=row.id, case_id=row.case_id, run=row.run_id, item=row.item, fact=row.fact)


def readings_at(db: Connection, case: str, run: int, item: str) -> tuple[Reading, ...]:
    """The readings of one place that count: the machine's of that run, and those by persons."""
    readings = schema.readings.c
    query = (
        select(readings.fact)
        .where(readings.case_id == case, readings.item == item)
        .where(or_(readings.run_id.is_(None), readings.run_id == run))
        .order_by(readings.id)
    )
    return counting(Reading.model_validate(fact) for fact in db.scalars(query))


def newest_reading(db: Connection) -> int:
    """The highest number of any reading."""
    readings = schema.readings.c.id
    return int(db.execute(select(readings).order_by(readings.desc())).scalar() or 0)


def named_pages(db: Connection) -> Mapping[tuple[str, int], str]:
    """Which page of the form persons say that a page of a case is; empty where it is none."""
    facts = schema.page_facts.c
    told: dict[str, list[PageSaid]] = {}
    for case, fact in db.execute(select(facts.case_id, facts.fact).order_by(facts.id)):
        told.setdefault(case, []).append(PageSaid.model_validate(fact))
    return {
        (case, number): (one.form_page or "") if one.kind is PageKind.FORM else ""
        for case, said in told.items()
        for number, one in latest(said).items()
        if one.kind is not None
    }


def page_of_run(db: Connection, run: int, number: int) -> Page | None:
    """One page of a mail item as it was read."""
    pages = schema.pages.c
    found = select(pages.fact).where(pages.run_id == run, pages.number == number)
    fact = db.execute(found).scalar()
    return Page.model_validate(fact) if fact is not None else None
