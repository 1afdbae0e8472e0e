"""Tables and JSON on stdout: plain columns that fit a pipe as well as a screen."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

GAP = "  "

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


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def counted(count: int, one: str, many: str) -> str:
    """``1 Seite``, ``3 Seiten``."""
    return f"{count} {one if count == 1 else many}"
