"""Who may read what is written outside the store: its owner alone, unless an operator said more.

What exists already keeps the rights that somebody gave it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

FOLDER, FILE = 0o700, 0o600


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, each for its owner alone."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=FOLDER, exist_ok=True)


def open_private(path: Path) -> BinaryIO:
    """Open a file for writing; a new one is for its owner alone."""
    return open(path, "wb", opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, FILE)
