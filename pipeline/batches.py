"""What is one mail item: a file, a folder of nothing but pictures, a sample's scan.

A folder of several documents is one mail item per file, a folder of folders is looked through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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


class MailItem(Fact):
    """The files of one envelope, in their order, and the path that stands for them."""

    path: Path
    files: tuple[Path, ...]


def mail_items(paths: Sequence[Path]) -> Iterator[MailItem]:
    """All mail items in and below the paths given. Raises ``PathError``."""
    for path in paths:
        if not path.exists():
            raise PathError(path)
        yield from _in(path) if path.is_dir() else [MailItem(path=path, files=(path,))]


def _in(folder: Path) -> Iterator[MailItem]:
    entries = sorted((e for e in folder.iterdir() if not e.name.startswith(".")), key=_natural)
    if any(entry.name == TRUTH for entry in entries):
        yield from _sample(folder, entries)
        return
    folders = [entry for entry in entries if entry.is_dir()]
    files = [e for e in entries if e.is_file() and e.suffix.lower() not in BESIDE]
    if files and not folders and _are_pages(files):
        yield MailItem(path=folder, files=tuple(files))
        return
    for file in files:
        yield MailItem(path=file, files=(file,))
    for inner in folders:
        yield from _in(inner)


def _sample(folder: Path, entries: Sequence[Path]) -> Iterator[MailItem]:
    """The scan beside a truth, under the name of its folder."""
    for scan in (entry for entry in entries if entry.stem == "scan"):
        pages = [e for e in scan.iterdir() if e.is_file()] if scan.is_dir() else [scan]
        yield MailItem(path=folder, files=tuple(sorted(pages, key=_natural)))


def _are_pages(files: Sequence[Path]) -> bool:
    """Pictures only: then the folder is the envelope and each picture a page."""
    return all(file.suffix.lower() in PICTURES for file in files)


def _natural(path: Path) -> tuple[list[tuple[int, str]], str]:
    """Names as people count them: 2 before 10."""
    parts = re.findall(r"\d+|\D+", path.name.casefold())
    return [(int(p), "") if p.isdigit() else (-1, p) for p in parts], path.name
