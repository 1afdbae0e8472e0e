"""The audit trail: who did what when. Each row carries the hash of the one before.

Whoever takes a row out, changes one or puts one in between breaks the chain from there on. Rows
cut off at the end leave no trace in the chain: note its ``head`` elsewhere from time to time.
Values of a form never stand here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select, text

from pipeline import schema
from pipeline.model import Fact
from pipeline.store.moments import as_text

CHAIN_LOCK = 0x41554449
"""Any number, the same in every process: PostgreSQL's lock while a row is added."""

FIRST = "0" * 64
"""What stands before the first row."""

BATCH = 1000

Detail = Mapping[str, str | int | None]


class Entry(Fact):
    """One thing that somebody did."""

    number: int
    at: str
    actor: str
    event: str
    case_id: str
    subject: str
    detail: Detail
    before: str
    hash: str


class Broken(Fact):
    """Where the chain does not hold, and why."""

    number: int
    why: str


def note(
    db: Connection,
    now: datetime,
    actor: str,
    event: str,
    *,
    case: str = "",
    subject: str = "",
    detail: Detail | None = None,
) -> None:
    """Add to the trail; the last thing that a transaction does, for others wait for it."""
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    number, before = head(db)
    row = {
        "number": number + 1, "at": as_text(now), "actor": actor, "event": event, "case_id": case,
        "subject": subject, "detail": dict(detail or {}), "before": before,
    }  # fmt: skip
    db.execute(insert(schema.audit), {**row, "hash": _hashed(row)})


def head(db: Connection) -> tuple[int, str]:
    """The number and the hash of the last row."""
    audit = schema.audit.c
    row = db.execute(select(audit.number, audit.hash).order_by(audit.number.desc())).first()
    return (int(row.number), str(row.hash)) if row else (0, FIRST)


def entries(db: Connection, *, case: str | None = None, after: int = 0) -> Iterator[Entry]:
    """The rows in their order, all or those of a case, from ``after`` on."""
    audit = schema.audit.c
    while True:
        query = select(schema.audit).where(audit.number > after).order_by(audit.number)
        if case is not None:
            query = query.where(audit.case_id == case)
        rows = db.execute(query.limit(BATCH)).all()
        yield from (Entry.model_validate(dict(row._mapping)) for row in rows)
        if len(rows) < BATCH:
            return
        after = int(rows[-1].number)


def lines(db: Connection) -> Iterator[str]:
    """The whole trail for somebody else's eyes: one JSON object per line."""
    for entry in entries(db):
        yield json.dumps(entry.model_dump(), ensure_ascii=False, sort_keys=True)


def broken(db: Connection, *, noted: tuple[int, str] | None = None) -> Broken | None:
    """The first place where the chain does not hold; ``None`` where all of it does.

    ``noted`` is a ``head`` that was written down earlier.
    """
    number, before = 0, FIRST
    for entry in entries(db):
        if entry.number != number + 1:
            return Broken(number=number + 1, why="Eine Zeile fehlt.")
        if entry.before != before:
            return Broken(number=entry.number, why="Die Zeile davor ist eine andere.")
        if entry.hash != _hashed(entry.model_dump(exclude={"hash"})):
            return Broken(number=entry.number, why="Die Zeile ist geändert.")
        number, before = entry.number, entry.hash
        if noted is not None and number == noted[0] and before != noted[1]:
            return Broken(number=number, why="Die Zeile ist nicht die, die notiert ist.")
    if noted is not None and noted[0] > number:
        return Broken(number=number + 1, why="Am Ende fehlen Zeilen.")
    return None


def _hashed(row: Mapping[str, object]) -> str:
    written = json.dumps(row, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
