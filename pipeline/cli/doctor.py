"""``eingang doctor``: one line per thing that this machine needs, and what to do about it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from pipeline.cli.opening import is_there, settings_for
from pipeline.cli.tables import counted, line
from pipeline.errors import EingangError
from pipeline.settings import Settings

OLDEST_PYTHON = (3, 11)
LEAST_FREE_GB = 2.0
"""A batch of 500 applications at 300 dpi takes about 1 GB, and the bundles once more."""

NO_RIGHT = "bitte Schreibrechte geben oder mit --data einen anderen Ordner nennen."

Check = Callable[[Settings], str]


class UnfitError(Exception):
    """Something is missing; the text says what to do."""


def examine(data: Path | None) -> int:
    """Print one line per check; 1 if something is missing."""
    settings = settings_for(data)
    fit = True
    for name, check in CHECKS:
        try:
            line(f"ok      {name:18} {check(settings)}")
        except UnfitError as problem:
            fit = False
            line(f"fehlt   {name:18} {problem}")
        except EingangError as error:
            fit = False
            line(f"fehlt   {name:18} {error} {error.advice}")
    return 0 if fit else 1


def _python(_: Settings) -> str:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        raise UnfitError(f"{found} ist zu alt; nötig ist 3.11 oder neuer.")
    return found


def _tesseract(_: Settings) -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise UnfitError("Bitte das Paket tesseract-ocr installieren.")
    said = subprocess.run(  # noqa: S603 - the program that was found, no input
        [program, "--list-langs"], capture_output=True, text=True, check=False
    )
    if "deu" not in said.stdout.split():
        raise UnfitError(
            "Die deutsche Sprache fehlt; bitte das Paket tesseract-ocr-deu installieren."
        )
    return "mit deutscher Sprache"


def _fonts(_: Settings) -> str:
    from importlib.resources import as_file, files

    with as_file(files("sample_scans").joinpath("fonts")) as folder:
        count = sum(path.suffix.lower() in (".ttf", ".otf") for path in folder.rglob("*"))
    if not count:
        raise UnfitError("Die Schriften für Muster fehlen; bitte neu installieren.")
    return f"{count} Schriften für Muster"


def _disk(settings: Settings) -> str:
    free = shutil.disk_usage(_nearest(settings.data)).free / 1e9
    if free < LEAST_FREE_GB:
        raise UnfitError(f"Nur {free:.1f} GB frei; bitte Platz schaffen.")
    return f"{free:.0f} GB frei"


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    here = folder.absolute()
    while not os.path.lexists(here):
        here = here.parent
    return here


def _require_writable(settings: Settings) -> None:
    """Make something where the store will be, and take it away again."""
    where = _nearest(settings.data)
    try:
        with tempfile.TemporaryDirectory(prefix=".eingang-", dir=where):
            pass
    except NotADirectoryError:
        raise UnfitError(f"{where} ist eine Datei und kein Ordner.") from None
    except OSError:
        raise UnfitError(f"In {where} kann nicht geschrieben werden; {NO_RIGHT}") from None


def _store(settings: Settings) -> str:
    from pipeline.store import case_ids, open_store

    _require_writable(settings)
    if not is_there(settings):
        if settings.database_url:
            with tempfile.TemporaryDirectory(prefix="eingang-") as folder:
                open_store(settings.model_copy(update={"data": Path(folder)})).close()
        return f"{settings.data} wird beim ersten Einlesen angelegt"
    store = open_store(settings)
    with store.read() as db:
        count = len(case_ids(db))
    store.close()
    return f"{counted(count, 'Fall', 'Fälle')} in {settings.data}"


def _forms(_: Settings) -> str:
    from pipeline import forms

    known = [forms.load(name) for name in forms.available()]
    if not known:
        raise UnfitError("Es ist keine Formulardefinition installiert.")
    return ", ".join(f"{form.id} ({form.edition})" for form in known)


CHECKS: tuple[tuple[str, Check], ...] = (
    ("Python", _python),
    ("Texterkennung", _tesseract),
    ("Schriften", _fonts),
    ("Speicherplatz", _disk),
    ("Datenbestand", _store),
    ("Formulare", _forms),
)
