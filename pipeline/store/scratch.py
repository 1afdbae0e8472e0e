"""Pictures laid down for Tesseract: in the store's folder, and gone when their process is.

Crops show what people wrote, so they lie in no folder that others use. Every process has a folder
of its own below ``tmp`` and locks it while it lives; what a killed one left can so be told from
what another command is working on, and is removed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from uuid import uuid4

from pipeline.errors import DiskError

FOLDER = "tmp"
PRIVATE = 0o700
GUARD = "lock"
"""Held for the moment in which a folder is made and locked, or looked at and removed."""

IN_USE = "in-use"


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Have the temporary files of this process and its children in a folder of their own.

    Raises ``DiskError``.
    """
    try:
        own, held = _taken(folder / FOLDER)
    except OSError:
        raise DiskError(folder) from None
    tempfile.tempdir = os.environ["TMPDIR"] = str(own)
    with held:
        try:
            yield own
        finally:
            shutil.rmtree(own, ignore_errors=True)


def sweep_scratch(folder: Path) -> None:
    """Remove what processes left that no longer live; where that is impossible, work goes on."""
    place = folder / FOLDER
    if not place.is_dir():
        return
    with suppress(OSError), _locked(place / GUARD):
        for own in place.iterdir():
            if own.is_dir() and not _in_use(own):
                shutil.rmtree(own, ignore_errors=True)


def _taken(place: Path) -> tuple[Path, IO[str]]:
    """A new folder and the lock that says that its process lives."""
    place.mkdir(mode=PRIVATE, exist_ok=True)
    own = place / uuid4().hex
    with _locked(place / GUARD):
        own.mkdir(mode=PRIVATE)
        held = (own / IN_USE).open("w")
        fcntl.flock(held, fcntl.LOCK_EX)
    return own, held


def _in_use(own: Path) -> bool:
    try:
        with (own / IN_USE).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        pass  # gone meanwhile, or never got as far as the lock
    return False


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
