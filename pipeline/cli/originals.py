"""Whether what came in is still there: without it nobody knows which pages it held."""

from __future__ import annotations

from pipeline.errors import StoreError
from pipeline.store import Record, Store
from pipeline.store.files import place_of

HINT = "Es gehört zu {name}; bitte files/ aus der Sicherung zurückholen."


class MissingFileError(StoreError):
    """A file as it came in is no longer in the store."""

    says = "Im Datenbestand fehlt das Original {subject}."


def require_originals(store: Store, record: Record) -> None:
    """Raise ``MissingFileError`` where a file of the case is gone."""
    places = [place_of(scan.sha256) for scan in record.scans]
    if gone := [place for place in places if not (store.folder / place).is_file()]:
        raise MissingFileError(", ".join(gone), hint=HINT.format(name=record.name))
