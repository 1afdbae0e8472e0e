"""Adding facts. Every function takes the transaction of its caller, and none changes a row."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from pipeline import schema
from pipeline.errors import EingangError
from pipeline.model import Fact, ItemResult, PageSaid, Reading, Received
from pipeline.store import ids, turns

BROKEN_OFF = "Die Verarbeitung ist abgebrochen."
ONCE_MORE = "`eingang intake --again` mit derselben Datei versucht es noch einmal."

LONGEST_PATH = 1000
"""Characters of a path that are kept; PostgreSQL cannot index much longer ones."""


class Scan(Fact):
    """One file as it came in."""

    sha256: str
    media_type: str
    size: int


def now() -> str:
    """The time of a fact: UTC, sortable as text."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def shown_path(path: Path) -> str:
    """A path as text, also where its bytes are no UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")[-LONGEST_PATH:]


def add_case(db: Connection, scans: Sequence[Scan], path: Path) -> str:
    """Take a mail item in; returns its case number, the same one for the same files."""
    at, item = now(), ids.item_id([scan.sha256 for scan in scans])
    for scan in scans:
        add_once(db, schema.scans, {**scan.model_dump(), "received_at": at})
    while (case := _case_of(db, item)) is None:
        _add_new_case(db, item, scans, at)
    add_once(db, schema.arrivals, {"case_id": case, "path": shown_path(path), "at": at})
    return case


def _case_of(db: Connection, item: str) -> str | None:
    return db.execute(select(schema.cases.c.case_id).where(schema.cases.c.item_id == item)).scalar()


def _add_new_case(db: Connection, item: str, scans: Sequence[Scan], at: str) -> None:
    """Add a case, unless another process is doing so or takes the same number at this moment."""
    numbers = schema.cases.c.case_id
    taken = db.scalars(select(numbers).where(numbers.startswith(ids.case_id(item))))
    case = ids.first_free(item, taken)
    if add_once(db, schema.cases, {"case_id": case, "item_id": item, "received_at": at}):
        rows = [
            {"case_id": case, "position": n, "sha256": scan.sha256} for n, scan in enumerate(scans)
        ]
        db.execute(insert(schema.case_scans), rows)


def add_attempt(db: Connection, case: str) -> None:
    """Note that reading a case begins."""
    db.execute(insert(schema.attempts), {"case_id": case, "started_at": now()})


def add_result(db: Connection, case: str, result: ItemResult, seconds: float = 0) -> bool:
    """Keep all that was read in a mail item; False where somebody else was faster."""
    run = _add_run(
        db, case, outcome="read", form=result.form, reasons=list(result.reasons),
        provenance=dict(result.provenance), seconds=seconds,
    )  # fmt: skip
    if run is None:
        return False
    _add_numbered(db, schema.pages, run, result.pages)
    _add_numbered(db, schema.documents, run, result.documents)
    add_readings(db, case, result.readings, run=run)
    add_received(db, case, result.received, run=run)
    return True


def add_failure(db: Connection, case: str, error: Exception, seconds: float = 0) -> bool:
    """Keep that a case could not be read: the file's fault (``refused``) or ours (``failed``)."""
    outcome, reason, hint = "failed", BROKEN_OFF, ONCE_MORE
    if isinstance(error, EingangError):
        outcome, reason, hint = "refused", str(error), error.advice
    name = type(error).__name__
    return None is not _add_run(
        db, case, outcome=outcome, error=name, reasons=[reason], hint=hint, seconds=seconds
    )


def add_readings(
    db: Connection, case: str, readings: Iterable[Reading], *, run: int | None = None
) -> None:
    """Keep readings; those without a run are a person's."""
    at = now()
    rows = [
        {"case_id": case, "run_id": run, "item": reading.item, "doubt": reading.doubt,
         "fact": reading.model_dump(mode="json", exclude_defaults=True), "at": at}
        for reading in readings
    ]  # fmt: skip
    if rows:
        db.execute(insert(schema.readings), rows)


def add_page_facts(db: Connection, case: str, facts: Iterable[PageSaid]) -> None:
    """Keep what a person says of pages."""
    rows = [
        {"case_id": case, "number": fact.page, "at": now(),
         "fact": fact.model_dump(mode="json", exclude_defaults=True)}
        for fact in facts
    ]  # fmt: skip
    if rows:
        db.execute(insert(schema.page_facts), rows)


def add_received(db: Connection, case: str, fact: Received, *, run: int | None = None) -> None:
    """Keep the day of receipt and where it is from."""
    row = {"case_id": case, "run_id": run, "fact": fact.model_dump(mode="json"), "at": now()}
    db.execute(insert(schema.received), row)


def add_decision(
    db: Connection, case: str, revision: int, kind: str, *, reason: str = "", person: str = ""
) -> None:
    """Keep who decided what, why and when."""
    row = {"case_id": case, "revision": revision, "kind": kind, "reason": reason}
    db.execute(insert(schema.decisions), {**row, "person": person, "at": now()})


def _add_run(
    db: Connection,
    case: str,
    *,
    outcome: str,
    form: str = "",
    reasons: Sequence[str] = (),
    error: str = "",
    hint: str = "",
    provenance: Mapping[str, str] | None = None,
    seconds: float = 0,
) -> int | None:
    """A new run, or None where the case was read or refused meanwhile."""
    runs, cases = schema.runs, schema.cases
    db.execute(select(cases.c.case_id).where(cases.c.case_id == case).with_for_update())
    if turns.is_settled(db, case):
        return None
    count = db.execute(select(func.count()).where(runs.c.case_id == case)).scalar_one()
    row = {
        "case_id": case, "number": count + 1, "outcome": outcome, "form": form, "error": error,
        "hint": hint, "reasons": list(reasons), "provenance": dict(provenance or {}),
        "seconds": round(seconds), "finished_at": now(),
    }  # fmt: skip
    return int(db.execute(insert(runs).returning(runs.c.id), row).scalar_one())


def _add_numbered(db: Connection, table: Table, run: int, facts: Sequence[Fact]) -> None:
    rows = [
        {"run_id": run, "number": n, "fact": fact.model_dump(mode="json", exclude_defaults=True)}
        for n, fact in enumerate(facts, start=1)
    ]
    if rows:
        db.execute(insert(table), rows)


def add_once(db: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Add a row unless it is there already; says whether it was added."""
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    added = db.execute(dialect.insert(table).values(**row).on_conflict_do_nothing())
    return bool(added.rowcount)
