"""How to call the program once more, so that what a sentence names works when it is pasted."""

from __future__ import annotations

import shlex
import shutil
import sys
from contextvars import ContextVar
from pathlib import Path

from pipeline.cli.tables import line

NAME = "eingang"

_named: ContextVar[str] = ContextVar("named", default="")
"""The folder that this call named with ``--data``; what the surroundings set is set next time."""


def name_folder(data: Path) -> None:
    """Remember that this call named a folder."""
    _named.set(str(data))


def named_folder() -> Path | None:
    """The folder that this call named, in front of the command or behind it."""
    return Path(_named.get()) if _named.get() else None


def again(command: str = "") -> str:
    """How to call a command on the store of this call."""
    folder = ["--data", shlex.quote(_named.get())] if _named.get() else []
    return " ".join([shlex.quote(program()), *folder, *filter(None, [command])])


def program() -> str:
    """The program so that it is found: as it was typed where it lies on no path."""
    typed = sys.argv[0]
    is_ours = Path(typed).name == NAME and shutil.which(NAME) != typed
    return typed if is_ours else NAME


def pasted(text: str) -> str:
    """Words of ours in which every command is one that works when it is pasted."""
    return text.replace(f"`{NAME} ", f"`{again()} ")


def advise(text: str) -> None:
    """One line on stdout that names commands."""
    line(pasted(text))
