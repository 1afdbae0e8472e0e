"""Taking a mail item in: copy its files into the store, then note the case, in that order.

From the moment a case number exists, its files lie safely in the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from pipeline.batches import MailItem, Obstacle
from pipeline.errors import DiskError, EingangError, PathError
from pipeline.model import Received
from pipeline.store import (
    AGAIN,
    Scan,
    Store,
    add_case,
    add_decision,
    add_received,
    add_refusal,
    load_record,
    note_taken,
    was_prepared,
)
from pipeline.store.files import UnreadableError, keep, path_of, require_room, sweep
from pipeline.store.scratch import sweep_scratch

MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
)
HEADER = 1024
UNKNOWN = "application/octet-stream"

EARLIEST = date(2000, 1, 1)
"""A day of receipt before this is a slip of the keys: mail of today is taken in, no archive."""


class Stays(StrEnum):
    """Why the day of receipt of a case stays as it is although another one is given."""

    KNOWN = "known"
    PERSON = "person"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail item and its case number, or why it could not be taken in."""

    item: MailItem
    case: str = ""
    error: EingangError | None = None


class LinkError(PathError):
    """A link in a folder, which nobody named."""

    says = "{subject} ist eine Verknüpfung und wird nicht eingelesen."
    hint = "Bitte die Datei selbst in den Ordner legen oder beim Aufruf nennen."


OBSTACLES = {Obstacle.LOCKED: UnreadableError, Obstacle.LINK: LinkError}


def take_in(store: Store, items: Sequence[MailItem]) -> list[Taken]:
    """Take every item in; one whose files cannot be read is noted and the others go on."""
    sweep(store.folder)
    sweep_scratch(store.folder)
    require_room(store.folder)
    return [_take(store, item) for item in items]


def _take(store: Store, item: MailItem) -> Taken:
    try:
        _may_read(item)
        scans = [_kept(store, file) for file in item.files]
    except PathError as error:
        with store.write() as db:
            add_refusal(db, item.path, error)
        return Taken(item, error=error)
    with store.write() as db:
        note_taken(db, item.path)
        return Taken(item, add_case(db, scans, item.path))


def _may_read(item: MailItem) -> None:
    if item.obstacle:
        raise OBSTACLES[item.obstacle](item.path.name)
    for file in item.files:
        try:
            with file.open("rb") as stream:
                stream.read(1)
        except OSError:
            raise UnreadableError(item.path.name) from None


def _kept(store: Store, file: Path) -> Scan:
    try:
        sha256, size = keep(store.folder, file)
    except OSError:
        raise DiskError(store.folder) from None
    with path_of(store.folder, sha256).open("rb") as stream:
        return Scan(sha256=sha256, media_type=_media_type(stream.read(HEADER)), size=size)


def _media_type(head: bytes) -> str:
    return next((kind for magic, kind in MAGIC if magic in head[: len(magic) or HEADER]), UNKNOWN)


def ask_again(store: Store, cases: Sequence[str]) -> None:
    """Have those of these cases read once more that were refused or failed."""
    with store.write() as db:
        for case in dict.fromkeys(cases):
            record = load_record(db, case)
            if record.run is not None and record.run.outcome != "read":
                add_decision(db, case, record.revision, AGAIN)


def note_received(
    store: Store, cases: Sequence[str], day: date, *, corrects: bool = False
) -> dict[str, Stays]:
    """Keep the day of receipt that was given for these cases, where none is known yet.

    With ``corrects`` it takes the place of a day that was given or read before, but never of one
    that a person entered. What was handed over stays as it went. Returns the cases for which
    another day stands, and why.
    """
    given = Received(day=day, source="vorgabe")
    stays: dict[str, Stays] = {}
    with store.write() as db:
        for case in dict.fromkeys(cases):
            known = load_record(db, case).received
            if known == given:
                continue
            why = _stays(known, handed_over=was_prepared(db, case), corrects=corrects)
            if why is None:
                add_received(db, case, given)
            elif known.day != day:
                stays[case] = why
    return stays


def _stays(known: Received, *, handed_over: bool, corrects: bool) -> Stays | None:
    """Why a day that is given now does not take the place of what is known, if it does not."""
    if known.source == "person":
        return Stays.PERSON
    if handed_over:
        return Stays.HANDED_OVER
    return Stays.KNOWN if known.day is not None and not corrects else None
