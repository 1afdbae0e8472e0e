"""What could not be taken in, until it is: refusals, and that their path came in after all."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, select

from pipeline import schema
from pipeline.errors import EingangError
from pipeline.model import Fact
from pipeline.store.facts import add_once, now, shown_path

CAME_IN = ""
"""In place of an error: what was refused at this path before was taken in after all."""


class Refusal(Fact):
    """Something that could not be taken in."""

    path: str
    error: str
    sentence: str
    hint: str
    at: str


def add_refusal(db: Connection, path: Path, error: EingangError) -> None:
    """Keep that something could not be taken in, once for each path and kind of error.

    Once something came in from there, another refusal is a new one: scanners use names again.
    """
    place = shown_path(path)
    _add(db, place, type(error).__name__, str(error), error.advice)


def note_taken(db: Connection, path: Path) -> None:
    """Note where something was refused before that it came in now, or a file below it."""
    places = [shown_path(place) for place in (path, *path.parents)]
    for place in {refusal.path for refusal in _open(db, places)}:
        _add(db, place, CAME_IN, "", "")


def refusals(db: Connection) -> tuple[Refusal, ...]:
    """What could not be taken in and has not come in since, oldest first."""
    return tuple(_open(db))


def _add(db: Connection, place: str, error: str, sentence: str, hint: str) -> None:
    before = sum(row.error == CAME_IN for row in _all(db, [place]))
    key = sha256("\n".join([error, place, *([str(before)] if before else [])]).encode())
    row = {"key": key.hexdigest(), "path": place, "error": error, "sentence": sentence}
    add_once(db, schema.refusals, {**row, "hint": hint, "at": now()})


def _open(db: Connection, places: list[str] | None = None) -> list[Refusal]:
    found: list[Refusal] = []
    for row in _all(db, places):
        if row.error == CAME_IN:
            found = [other for other in found if other.path != row.path]
        else:
            found.append(row)
    return found


def _all(db: Connection, places: list[str] | None = None) -> list[Refusal]:
    columns = [schema.refusals.c[name] for name in Refusal.model_fields]
    query = select(*columns).order_by(schema.refusals.c.at)
    if places is not None:
        query = query.where(schema.refusals.c.path.in_(places))
    return [Refusal.model_validate(dict(row._mapping)) for row in db.execute(query)]
