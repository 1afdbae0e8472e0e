"""Files by their content: ``files/ab/abcdef...``. What is in there is complete and never changes.

A file is written under a temporary name, forced to the disk and only then renamed, so a crash
leaves either the whole file or none.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from pipeline.errors import DiskError, PathError

CHUNK = 1 << 20
"""One MiB at a time: a scan of hundreds of MiB never lies in memory."""

LEAST_FREE = 20 << 20
"""Bytes: one application in colour, its facts, and what the database writes beside itself."""

STALE_AFTER = 24 * 3600
"""Seconds after which an unfinished copy can only be the rest of a crash."""


class UnreadableError(PathError):
    """Something is there, but it may not or cannot be read."""

    says = "{subject} lässt sich nicht lesen."
    hint = "Bitte Leserechte und Datenträger prüfen und noch einmal einlesen."


def path_of(folder: Path, sha256: str) -> Path:
    """Where the file with this content lies."""
    return folder / place_of(sha256)


def place_of(sha256: str) -> str:
    """The same, seen from the folder of the store."""
    return f"files/{sha256[:2]}/{sha256}"


def keep(folder: Path, source: Path) -> tuple[str, int]:
    """Copy a file in; returns its SHA-256 and size.

    Raises ``UnreadableError`` for the file, and ``OSError`` where nothing can be written.
    """
    return _keep(folder, _read(source))


def _read(source: Path) -> Iterator[bytes]:
    try:
        yield from chunks_of(source)
    except OSError:
        raise UnreadableError(source.name) from None


def keep_bytes(folder: Path, content: bytes) -> str:
    """Write bytes in; returns their SHA-256."""
    return _keep(folder, [content])[0]


def _keep(folder: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    incoming = folder / "files" / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    part = incoming / uuid4().hex
    try:
        sha256, size = write_through(part, chunks)
        target = path_of(folder, sha256)
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            part.replace(target)
            sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return sha256, size


def write_through(path: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write a file and force it to the disk; returns its SHA-256 and size."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as stream:
        for chunk in chunks:
            digest.update(chunk)
            size += stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    return digest.hexdigest(), size


def chunks_of(path: Path) -> Iterator[bytes]:
    """A file's content, piece by piece."""
    with path.open("rb") as stream:
        yield from iter(lambda: stream.read(CHUNK), b"")


def sync_folder(folder: Path) -> None:
    """Make a rename inside a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def require_room(folder: Path) -> None:
    """Raise ``DiskError`` where there is too little room to begin anything."""
    if shutil.disk_usage(folder).free < LEAST_FREE:
        raise DiskError(folder)


def sweep(folder: Path) -> None:
    """Remove copies that a crash left unfinished."""
    oldest = time.time() - STALE_AFTER
    for part in (folder / "files" / "incoming").glob("*"):
        with suppress(FileNotFoundError):  # another intake has just finished it
            if part.stat().st_mtime < oldest:
                part.unlink()
