"""Sections as framed tables: a grey bar, lettered rows, lines of cells, grids to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sample_scans.blank_form import paragraph
from sample_scans.blank_form.cells import (
    LABEL_BASELINE,
    LABEL_SIZE,
    MARGIN,
    PADDING,
    Cell,
    Words,
    cell_of,
)  # fmt: skip
from sample_scans.blank_form.markup import full_id
from sample_scans.blank_form.pen import Pen, text_width
from sample_scans.blank_form.strips import LEFT, RIGHT, Strip

LETTER_COLUMN = 6.0
LETTER_SIZE = 8.5
HEADING_SIZE, HINT_SIZE = 9.0, 7.0
HEADING_INDENT = 8.0  # after the number
BAR_PADDING = 0.8
GRID_MARGIN = 0.35  # above and below the writing area of a grid's cell
HEAD_HEIGHT = 3.6  # of the column labels of a grid
GRID_LEAST, GRID_MOST = 6.2, 9.5  # one row of a grid


@dataclass(frozen=True, slots=True)
class Frame:
    """Which lines of the table surround a line of cells."""

    letter: str = ""
    lettered: bool = False
    first: bool = False
    ruled: bool = True
    last: bool = False

    @property
    def left(self) -> float:
        return LEFT + LETTER_COLUMN if self.lettered else LEFT


def bar(number: str, heading: str, hint: str) -> Strip:
    """The grey bar above a section, with its number, heading and hint."""
    indent = HEADING_INDENT if number else PADDING
    taken = text_width(hint, HINT_SIZE, bold=True) + 4 if hint else 0.0
    lines = paragraph.wrapped(heading, HEADING_SIZE, RIGHT - LEFT - indent - PADDING - taken, True)
    height = len(lines) * paragraph.pitch(HEADING_SIZE) + BAR_PADDING

    def draw(pen: Pen, y: float, height: float) -> None:
        pen.bar(LEFT, y, RIGHT - LEFT, height)
        top = y + BAR_PADDING / 2 + 0.2
        pen.text(LEFT + PADDING, top + 2.9, number, HEADING_SIZE, bold=True)
        paragraph.draw_lines(pen, lines, LEFT + indent, top, HEADING_SIZE)
        right = RIGHT - PADDING - text_width(hint, HINT_SIZE, bold=True)
        pen.text(right, top + 2.8, hint, HINT_SIZE, bold=True)

    return Strip(height, height, draw)


def lines_of(
    rows: Sequence[Mapping[str, Any]], words: Words, prefix: str, columns: Mapping[str, Any]
) -> Iterator[Strip]:
    """All lines of a table's rows."""
    for row in rows:
        before: object = None
        for line in row["lines"]:
            frame = Frame(
                letter=str(row.get("letter", "")) if before is None else "",
                lettered="letter" in row,
                first=before is None,
                ruled=not (isinstance(line, str) and isinstance(before, str)),
                last=row is rows[-1] and line is row["lines"][-1],
            )
            before = line
            if isinstance(line, Mapping):
                yield _grid(line, frame, words, prefix, columns)
            else:
                yield _line([line] if isinstance(line, str) else line, frame, words, prefix)


def _line(nodes: Sequence[Any], frame: Frame, words: Words, prefix: str) -> Strip:
    cells = [cell_of(node, words, prefix) for node in nodes]
    least = max(cell.least for cell in cells)
    most = max(cell.most for cell in cells)
    return Strip(least, most, partial(_draw_line, cells=cells, frame=frame))


def _draw_line(pen: Pen, y: float, height: float, *, cells: Sequence[Cell], frame: Frame) -> None:
    _draw_frame(pen, y, height, frame)
    unit = (RIGHT - frame.left) / sum(cell.weight for cell in cells)
    x = frame.left
    for cell in cells:
        if x > frame.left:
            pen.line(x, y, x, y + height)
        cell.draw(pen, x, y, cell.weight * unit, height)
        x += cell.weight * unit


def _draw_frame(pen: Pen, y: float, height: float, frame: Frame) -> None:
    pen.line(LEFT, y, LEFT, y + height)
    pen.line(RIGHT, y, RIGHT, y + height)
    if frame.ruled:
        pen.line(LEFT if frame.first else frame.left, y, RIGHT, y)
    if frame.last:
        pen.line(LEFT, y + height, RIGHT, y + height)
    if frame.lettered:
        pen.line(frame.left, y, frame.left, y + height)
        shift = (LETTER_COLUMN - text_width(frame.letter, LETTER_SIZE, bold=True)) / 2
        pen.text(LEFT + shift, y + 3.6, frame.letter, LETTER_SIZE, bold=True)


def _grid(
    node: Mapping[str, Any], frame: Frame, words: Words, prefix: str, columns: Mapping[str, Any]
) -> Strip:
    table = full_id(node["grid"], prefix)
    heads, count = columns[table]
    beside = cell_of(node["beside"], words, prefix) if "beside" in node else None
    least = max(HEAD_HEIGHT + count * GRID_LEAST, beside.least if beside else 0.0)

    def draw(pen: Pen, y: float, height: float) -> None:
        _draw_frame(pen, y, height, frame)
        left = frame.left
        if beside:
            beside.draw(pen, left, y, beside.weight, min(height, max(beside.least, beside.most)))
            left += beside.weight
            pen.line(left, y, left, y + height)
        _draw_grid(pen, table, heads, node["widths"], count, left, y, height)

    return Strip(least, max(least, HEAD_HEIGHT + count * GRID_MOST), draw)


def _draw_grid(
    pen: Pen, table: str, heads: Sequence[tuple[str, str]], widths: Sequence[float], count: int,
    left: float, y: float, height: float,
) -> None:  # fmt: skip
    unit = (RIGHT - left) / sum(widths)
    pitch = (height - HEAD_HEIGHT) / count
    for row in range(count):
        pen.line(left, y + HEAD_HEIGHT + row * pitch, RIGHT, y + HEAD_HEIGHT + row * pitch)
    x = left
    for (column, label), width in zip(heads, widths, strict=True):
        if x > left:
            pen.line(x, y, x, y + height)
        pen.text(x + PADDING, y + LABEL_BASELINE, label, LABEL_SIZE)
        for row in range(count):
            top = y + HEAD_HEIGHT + row * pitch
            pen.place(
                f"{table}.{row}.{column}", "text",
                x + MARGIN, top + GRID_MARGIN, width * unit - 2 * MARGIN, pitch - 2 * GRID_MARGIN,
            )  # fmt: skip
        x += width * unit
