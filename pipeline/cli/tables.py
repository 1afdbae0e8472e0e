"""Tables and JSON on stdout: plain columns that fit a pipe as well as a screen."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import Any

GAP = "  "

LEAST = 30
"""Characters that the two wide columns of a table take, however narrow the screen is."""

SEVERITY_SHOWN = {"fehler": "Fehler", "rueckfrage": "Rückfrage", "hinweis": "Hinweis"}
"""With umlaut on screen, without in data."""

SEVERITIES_SHOWN = {"fehler": "Fehler", "rueckfrage": "Rückfragen", "hinweis": "Hinweise"}


def line(text: str = "") -> None:
    """One line on stdout."""
    sys.stdout.write(text + "\n")


def print_json(data: Any) -> None:
    """Data for other programs."""
    line(json.dumps(data, ensure_ascii=False, indent=1))


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Columns as wide as their widest cell; numbers to the right, the last column open."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    numeric = [
        bool(rows) and all(isinstance(row[n], int) for row in rows) for n in range(len(head))
    ]
    for row in [list(head), *cells]:
        padded = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        line(GAP.join(padded).rstrip())


def screen() -> int | None:
    """Columns of the terminal; None where a program reads, which looks for whole lines."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def paragraph(text: str) -> None:
    """A sentence, in as many lines as the screen asks for."""
    width = screen()
    for part in _parts(text, width) if width else [text]:
        line(part)


def wide_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table whose last two columns are sentences: they go on below where the screen ends."""
    width = screen()
    table(head, rows if width is None else list(_folded(head, rows, width)))


def _folded(
    head: Sequence[str], rows: Sequence[Sequence[str]], width: int
) -> Iterator[tuple[str, ...]]:
    """The lines that rows take. A third of the room is for the last column, if it needs it."""
    widest = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    taken = sum(widest[:-2]) + len(GAP) * (len(widest) - 1)
    room = max(LEAST, width - taken)
    last = min(widest[-1], room // 3)
    for row in rows:
        first = list(row[:-2])
        for pair in zip_longest(_parts(row[-2], room - last), _parts(row[-1], last), fillvalue=""):
            yield (*first, *pair)
            first = [""] * len(first)


def _parts(text: str, width: int) -> list[str]:
    return wrap(text, width, break_on_hyphens=False) or [""]


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def counted(count: int, one: str, many: str) -> str:
    """``1 Seite``, ``3 Seiten``."""
    return f"{count} {one if count == 1 else many}"
