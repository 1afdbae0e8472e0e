"""What is one mail item: a file, a folder of nothing but pictures, a sample's scan.

A folder of several documents is one mail item per file, a folder of folders is looked through.
Links in a folder are not followed: they may lead in circles, or to what nobody meant to take in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from pipeline.errors import PathError
from pipeline.model import Fact

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".jp2", ".bmp", ".webp"})
"""A page each. A TIFF may hold a whole application and is a mail item of its own."""

BESIDE = frozenset(
    {".yaml", ".yml", ".json", ".xml", ".csv", ".txt", ".md", ".sha256", ".md5", ".db", ".ini"}
)
"""What scanners and samples put beside the scans; given by name, it is taken in all the same."""

TRUTH = "truth.yaml"


class Obstacle(StrEnum):
    """Why nothing can be taken in from a path."""

    LOCKED = "locked"
    LINK = "link"


class MailItem(Fact):
    """The files of one envelope, in their order, and the path that stands for them."""

    path: Path
    files: tuple[Path, ...] = ()
    obstacle: Obstacle | None = None


def mail_items(paths: Sequence[Path]) -> Iterator[MailItem]:
    """All mail items in and below the paths given. Raises ``PathError``."""
    for path in paths:
        yield from _at(path)


def _at(path: Path) -> Iterator[MailItem]:
    """What lies at a path that was given by name; there a link is meant."""
    try:
        if not path.exists():
            raise PathError(path)
        is_folder = path.is_dir()
    except OSError:
        yield MailItem(path=path, obstacle=Obstacle.LOCKED)
        return
    yield from _in(path) if is_folder else [MailItem(path=path, files=(path,))]


def _in(folder: Path) -> Iterator[MailItem]:
    try:
        links, files, folders = _sorted_out(folder)
    except OSError:
        yield MailItem(path=folder, obstacle=Obstacle.LOCKED)
        return
    yield from _mail(folder, files, folders)
    yield from (MailItem(path=link, obstacle=Obstacle.LINK) for link in links)


def _mail(folder: Path, files: Sequence[Path], folders: Sequence[Path]) -> Iterator[MailItem]:
    if any(file.name == TRUTH for file in files):
        yield from _sample(folder, files, folders)
        return
    scans = [file for file in files if file.suffix.lower() not in BESIDE]
    if scans and not folders and _are_pages(scans):
        yield MailItem(path=folder, files=tuple(scans))
        return
    for file in scans:
        yield MailItem(path=file, files=(file,))
    for inner in folders:
        yield from _in(inner)


def _sorted_out(folder: Path) -> tuple[list[Path], list[Path], list[Path]]:
    """The links, files and folders in a folder. Raises ``OSError`` where it may not be read."""
    links, files, folders = [], [], []
    for entry in sorted(folder.iterdir(), key=_natural):
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            links += [entry] if entry.suffix.lower() not in BESIDE else []
        elif entry.is_dir():
            folders.append(entry)
        elif entry.is_file():
            files.append(entry)
    return links, files, folders


def _sample(folder: Path, files: Sequence[Path], folders: Sequence[Path]) -> Iterator[MailItem]:
    """The scan beside a truth, under the name of its folder."""
    for scan in (file for file in files if file.stem == "scan"):
        yield MailItem(path=folder, files=(scan,))
    for scan in (inner for inner in folders if inner.stem == "scan"):
        try:
            pages = _sorted_out(scan)[1]
        except OSError:
            yield MailItem(path=scan, obstacle=Obstacle.LOCKED)
            continue
        yield MailItem(path=folder, files=tuple(pages))


def _are_pages(files: Sequence[Path]) -> bool:
    """Pictures only: then the folder is the envelope and each picture a page."""
    return all(file.suffix.lower() in PICTURES for file in files)


def _natural(path: Path) -> tuple[list[tuple[int, str]], str]:
    """Names as people count them: 2 before 10."""
    parts = re.findall(r"\d+|\D+", path.name.casefold())
    return [(int(p), "") if p.isdigit() else (-1, p) for p in parts], path.name
