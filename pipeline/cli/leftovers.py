"""What an old demonstration holds that the demonstration did not put there: somebody works with it.

It is thrown away only where there is nothing of the kind.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pipeline.errors import EingangError
from pipeline.model import Source
from pipeline.settings import Settings
from pipeline.store import Store, case_ids, load_record, open_store, refusals, scans_of
from pipeline.store.connect import FILE

PICTURES = "seiten"
"""Where the commands that the demonstration names draw pages; they can be drawn again."""

DRAWN = ("*-seite-*.png", "seite-*.png")
"""What they are called there, and were before they named their case."""

EXPORT = "fall.json"
"""Where the command that the demonstration names writes a case; it can be written again."""

BUNDLES = "ausgang"
"""Where the demonstration's own cases go with the command that it names; they can go again."""

OURS = (f"{FILE}*", "eingang.log*", "files", "prefect", "tmp", PICTURES, EXPORT)
"""What intakes make in the folder of a store."""

MORE_FILES = "Dateien, die nicht von der Vorführung sind ({names})"
MORE_MAIL = "andere Sendungen"
WORKED_ON = "Fälle, an denen jemand gearbeitet hat"
UNKNOWN = "ein Datenbestand, der sich nicht öffnen lässt"


def left_by_others(folder: Path, mark: str, samples: Collection[str]) -> str:
    """What lies in an old demonstration, in words; empty where it is only the demonstration.

    ``samples`` are the hashes of the files that it took in.
    """
    if more := _more_files(folder, mark):
        return MORE_FILES.format(names=", ".join(more))
    if not (folder / FILE).exists():
        return ""
    try:
        store = open_store(Settings(data=folder, database_url=""))
        try:
            return _in_store(store, folder / BUNDLES, samples)
        finally:
            store.close()
    except EingangError:
        return UNKNOWN


def _more_files(folder: Path, mark: str) -> list[str]:
    known = {path for pattern in (mark, BUNDLES, *OURS) for path in folder.glob(pattern)}
    drawn = {path for pattern in DRAWN for path in (folder / PICTURES).glob(pattern)}
    others = {*folder.iterdir(), *(folder / PICTURES).glob("*")} - known - drawn
    return sorted(path.name for path in others)


def _in_store(store: Store, bundles: Path, samples: Collection[str]) -> str:
    with store.read() as db:
        cases = case_ids(db)
        if more := _foreign(bundles, cases):
            return MORE_FILES.format(names=", ".join(more))
        taken = {scan.sha256 for case in cases for scan in scans_of(db, case)}
        if refusals(db) or not taken <= set(samples):
            return MORE_MAIL
        for record in (load_record(db, case) for case in cases):
            by_person = any(reading.source is Source.PERSON for reading in record.readings)
            if by_person or record.decisions or record.received.source in ("vorgabe", "person"):
                return WORKED_ON
    return ""


def _foreign(bundles: Path, cases: Collection[str]) -> list[str]:
    """What lies beside the bundles of these cases."""
    lying = {path.name for path in bundles.glob("*")}
    return sorted(name for name in lying if not name.startswith(tuple(f"{c}_" for c in cases)))
