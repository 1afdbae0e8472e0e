"""``eingang export-corrections``: what people decided, for training and calibrating the readers."""

from __future__ import annotations

from pathlib import Path

from pipeline.cli.opening import opened
from pipeline.cli.tables import counted, line
from pipeline.cli.wrong import WrongUsageError
from pipeline.errors import DiskError
from pipeline.store import audit

NOT_EMPTY = "{folder} ist nicht leer."
NOT_EMPTY_HINT = "--out nennt einen neuen Ordner."
PERSONAL = "Ausschnitte und Werte sind personenbezogene Daten; der Ordner ist nur für Sie lesbar."


def export_corrections(data: Path | None, *, out: Path, values: bool) -> None:
    """Write the list, and on request crops and values too; noted in the audit trail."""
    import getpass
    from datetime import UTC, datetime

    from pipeline.review.corrections import LIST, export

    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise WrongUsageError(NOT_EMPTY.format(folder=out), NOT_EMPTY_HINT)
    with opened(data, existing=True) as (store, settings):
        try:
            count = export(store, settings, out, values=values)
        except OSError:
            raise DiskError(out) from None
        with store.write() as db:
            audit.note(
                db, datetime.now(UTC), getpass.getuser(), "korrekturen_ausgegeben",
                detail={"anzahl": count, "mit_werten": int(values)},
            )  # fmt: skip
    entries = counted(count, "Entscheidung steht", "Entscheidungen stehen")
    line(f"{entries} in {out / LIST}.")
    if values:
        line(PERSONAL)
