"""Which store a command works on: ``--data``, then ``EINGANG_DATA``, then ``./eingang-data``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from pipeline import log
from pipeline.cli.wrong import WrongUsageError
from pipeline.settings import Settings
from pipeline.store import Store, open_store

HINT = "docs/operators.md nennt alle Einstellungen und ihre Werte."


def choose(data: Path) -> None:
    """Make ``--data`` before the command count as if it stood after it."""
    os.environ["EINGANG_DATA"] = str(data)


def settings_for(data: Path | None) -> Settings:
    """The settings of this call. Raises ``WrongUsageError``."""
    try:
        found = Settings()
    except ValidationError as error:
        names = [f"EINGANG_{str(part['loc'][0]).upper()}" for part in error.errors()]
        sentence = f"Die Einstellung {', '.join(names)} ist nicht zu gebrauchen."
        raise WrongUsageError(sentence, HINT) from None
    return found.model_copy(update={"data": data}) if data is not None else found


@contextmanager
def opened(
    data: Path | None, *, database_url: str | None = None
) -> Iterator[tuple[Store, Settings]]:
    """The store and the settings of this call; the store is closed at the end.

    A ``database_url`` counts instead of the one that is set; empty means a file in the folder.
    """
    settings = settings_for(data)
    if database_url is not None:
        settings = settings.model_copy(update={"database_url": database_url})
    store = open_store(settings)
    log.to_folder(store.folder)
    try:
        yield store, settings
    finally:
        store.close()
