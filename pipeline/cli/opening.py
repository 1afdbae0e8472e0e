"""Which store a command works on: ``--data``, then ``EINGANG_DATA``, then ``./eingang-data``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from pipeline import log
from pipeline.cli.calls import name_folder
from pipeline.cli.wrong import WrongUsageError
from pipeline.errors import DiskError, StoreError
from pipeline.settings import Settings
from pipeline.store import Store, open_store
from pipeline.store.connect import FILE, require_database

HINT = "docs/settings.md nennt alle Einstellungen und ihre Werte."
EXPECTED = {
    "target_error": "eine Zahl zwischen 0 und 1, zum Beispiel 0.001",
    "max_pages": "eine ganze Zahl ab 1",
    "max_megapixels": "eine ganze Zahl ab 1",
    "max_seconds": "eine ganze Zahl ab 1",
    "release": "readings, fehler oder person",
    "workers": "eine ganze Zahl ab 1",
    "session_minutes": "eine ganze Zahl ab 1",
    "session_hours": "eine ganze Zahl ab 1",
    "lease_minutes": "eine ganze Zahl ab 2",
    "deadline_days": "eine ganze Zahl ab 0",
    "finish_releases": "true oder false",
    "second_share": "eine Zahl von 0 bis 1, zum Beispiel 0.05",
    "audit_share": "eine Zahl von 0 bis 1, zum Beispiel 0.005",
}
"""Which values a setting may have."""

NO_STORE = "Dort ist noch nichts eingelesen; --data oder EINGANG_DATA nennt den richtigen Ordner."
NO_FOLDER = "Das ist eine Datei; --data und EINGANG_DATA nennen einen Ordner."


def choose(data: Path) -> None:
    """Make ``--data`` before the command count as if it stood after it."""
    os.environ["EINGANG_DATA"] = str(data)
    name_folder(data)


def settings_for(data: Path | None) -> Settings:
    """The settings of this call. Raises ``WrongUsageError``."""
    try:
        found = Settings()
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        sentence = f"Die Einstellung EINGANG_{name.upper()} ist nicht zu gebrauchen."
        hint = f"Erwartet wird {EXPECTED[name]}. {HINT}" if name in EXPECTED else HINT
        raise WrongUsageError(sentence, hint) from None
    if data is None:
        return found
    name_folder(data)
    return found.model_copy(update={"data": data})


@contextmanager
def opened(
    data: Path | None, *, database_url: str | None = None, existing: bool = False
) -> Iterator[tuple[Store, Settings]]:
    """The store and the settings of this call; the store is closed at the end.

    A ``database_url`` counts instead of the one that is set; empty means a file in the folder.
    ``existing`` is for all commands that take nothing in: they make no store where there is none.
    """
    settings = settings_for(data)
    if database_url is not None:
        settings = settings.model_copy(update={"database_url": database_url})
    if existing and not is_there(settings):
        require_database(settings.database_url, settings.data)
        raise StoreError(settings.data, hint=NO_STORE)
    store = _opened(settings)
    log.to_folder(store.folder)
    try:
        yield store, settings
    finally:
        store.close()


def is_there(settings: Settings) -> bool:
    """Whether something was taken in already; with PostgreSQL the files lie in the folder."""
    if settings.database_url:
        return settings.data.is_dir()
    try:
        return (settings.data / FILE).exists()
    except PermissionError:
        return True  # something is, and opening it says that it may not be read


def _opened(settings: Settings) -> Store:
    """Open the store; say what is wrong with its folder."""
    try:
        return open_store(settings)
    except (FileExistsError, NotADirectoryError):
        raise StoreError(settings.data, hint=NO_FOLDER) from None
    except OSError:
        raise DiskError(settings.data) from None
