"""The folder adapter: bundles written into a folder that the authority's system watches.

A bundle is written as ``.<name>.part``, forced to the disk, renamed to ``<name>``, and only then
``<name>.done`` (the hash of the manifest) says that it is complete. The system answers with
``<name>.receipt.json``. Whatever is interrupted is taken up where it stopped.

Whoever may look into the folder may read what lies in it: bundles take over its rights. A folder
that is made here is for its owner alone.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.emit.adapter import Answer, UnclearAnswerError
from pipeline.errors import EmissionError
from pipeline.rights import FILE, FOLDER, make_folder, open_private
from pipeline.store import Delivery
from pipeline.store.files import chunks_of, path_of, sync_folder, write_through

LOCK = ".eingang.lock"
SHARED_FOLDER, SHARED_FILE = 0o775, 0o664
"""What is taken over of the rights of the folder: nobody but its owner and group may write."""

LONGEST_RECEIPT = 1 << 20
"""Bytes; a receipt has some hundred."""

RESULTS = {"accepted": "ACCEPTED", "rejected": "REJECTED"}

NOT_READABLE = "die Datei lässt sich nicht lesen"
NO_JSON = "kein JSON-Objekt"
OTHER_PACKAGE = "packageId ist nicht die der Mappe"
NO_RESULT = "result ist weder accepted noch rejected"


class FolderAdapter:
    """Hands bundles over through one folder."""

    channel = "folder"

    def __init__(self, target: Path, files: Path) -> None:
        self.folder = target
        self.files = files

    @property
    def target(self) -> str:
        return str(self.folder)

    @contextmanager
    def session(self) -> Iterator[None]:
        """Nobody else writes into the folder meanwhile; a killed process lets go by itself."""
        try:
            make_folder(self.folder)
            lock = open_private(self.folder / LOCK)
        except OSError:
            raise EmissionError(self.folder) from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def send(self, delivery: Delivery) -> None:
        """Put the bundle there, unless it is there already."""
        done = self.folder / f"{delivery.name}.done"
        final = self.folder / delivery.name
        if done.exists():
            self._same_as_before(done, delivery)
            return
        if not (final / "manifest.json").exists():
            self._write(delivery, final)
        elif not _is(final / "manifest.json", delivery.manifest_sha512):
            raise EmissionError(delivery.name, hint=f"In {final} liegt eine andere Mappe.")
        marker = self.folder / f".{delivery.name}.done.part"
        write_through(marker, [_marker(delivery)])
        self._give_rights(marker)
        marker.replace(done)
        sync_folder(self.folder)

    def answer(self, delivery: Delivery) -> Answer | None:
        """What the authority's system said, if it did."""
        name = f"{delivery.name}.receipt.json"
        try:
            with (self.folder / name).open("rb") as stream:
                receipt = _understood(stream.read(LONGEST_RECEIPT))
        except FileNotFoundError:
            return None
        except OSError:
            raise UnclearAnswerError(name, NOT_READABLE) from None
        if receipt is None:
            raise UnclearAnswerError(name, NO_JSON)
        if receipt.get("packageId") != json.loads(delivery.manifest)["package_id"]:
            raise UnclearAnswerError(name, OTHER_PACKAGE)
        result = receipt.get("result")
        if not isinstance(result, str) or result not in RESULTS:
            raise UnclearAnswerError(name, NO_RESULT)
        return Answer(RESULTS[result], _told(receipt))

    def _same_as_before(self, done: Path, delivery: Delivery) -> None:
        if done.read_bytes() != _marker(delivery):
            raise EmissionError(delivery.name, hint=f"In {done.parent} liegt eine andere Mappe.")

    def _write(self, delivery: Delivery, final: Path) -> None:
        part = self.folder / f".{delivery.name}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=FOLDER)
        for entry in json.loads(delivery.manifest)["files"]:
            path = part / entry["path"]
            path.parent.mkdir(exist_ok=True)
            source = path_of(self.files, entry["sha256"])
            if write_through(path, chunks_of(source))[0] != entry["sha256"]:
                raise EmissionError(delivery.name, hint="Eine Datei im Bestand ist beschädigt.")
        write_through(part / "manifest.json", [delivery.manifest.encode()])
        for path in [*part.rglob("*"), part]:
            self._give_rights(path)
            if path.is_dir():
                sync_folder(path)
        part.replace(final)
        sync_folder(self.folder)

    def _give_rights(self, path: Path) -> None:
        """Let those read it who may look into the folder."""
        theirs = self.folder.stat().st_mode
        mode = theirs & SHARED_FOLDER | FOLDER if path.is_dir() else theirs & SHARED_FILE | FILE
        with suppress(PermissionError):  # a file system without rights has given its own
            path.chmod(mode | path.stat().st_mode & stat.S_ISGID)


def _marker(delivery: Delivery) -> bytes:
    return f"{delivery.manifest_sha512}  {delivery.name}/manifest.json\n".encode()


def _is(path: Path, sha512: str) -> bool:
    return hashlib.sha512(path.read_bytes()).hexdigest() == sha512


def _understood(content: bytes) -> dict[str, Any] | None:
    """A receipt, with or without the mark that Windows programs put at the beginning."""
    try:
        receipt = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return receipt if isinstance(receipt, dict) else None


def _told(receipt: dict[str, Any]) -> dict[str, str]:
    """What a person may want to read; no NUL, which PostgreSQL does not keep."""
    keys = ("code", "text", "aktenzeichen", "at")
    return {key: str(receipt[key]).replace("\0", "") for key in keys if receipt.get(key)}
