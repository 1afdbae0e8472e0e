"""Files are written into folders that are there: one slip of the keys makes no new ones."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import PathError

HINT = "Bitte den Ordner vorher anlegen, oder mit --out einen anderen nennen."


class NoFolderError(PathError):
    """The folder of a file that is to be written does not exist."""

    says = "Den Ordner {subject} gibt es nicht."


def require_folder_of(out: Path) -> None:
    """Raise ``NoFolderError`` where the folder of a file to write is not there."""
    if not out.parent.is_dir():
        raise NoFolderError(out.parent, hint=HINT)
