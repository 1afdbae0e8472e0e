"""Cells of a row: label and room to write, sentences, print, an area for signature or stamp."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sample_scans.blank_form import paragraph, sentence
from sample_scans.blank_form.markup import Atom, atoms_of, full_id
from sample_scans.blank_form.pen import Pen, text_width

LABEL_SIZE = 6.5  # points
LABEL_BASELINE, LABEL_HEIGHT = 2.6, 3.2  # below the upper frame
LABEL_ABOVE_BOXES = 2.8  # boxes keep off their label by themselves
PADDING = 1.3  # from the frame to what is printed
MARGIN = 0.5  # from the frame to the writing area
WRITING_LEAST, WRITING_MOST = 5.6, 9.4  # room to write in
UNIT_WIDTH = 4.0  # the euro sign at the right end

Draw = Callable[[Pen, float, float, float, float], None]
"""Called with the pen, left, top, width, height."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and how high it must and may be."""

    weight: float
    least: float
    most: float
    draw: Draw


@dataclass(frozen=True, slots=True)
class Words:
    """What the catalogue has printed: labels of fields and boxes by id."""

    fields: Mapping[str, str]
    boxes: Mapping[str, str]

    def atoms(self, text: str, prefix: str) -> list[Atom]:
        return atoms_of(text, self.boxes.__getitem__, prefix)


def cell_of(node: Mapping[str, Any] | str, words: Words, prefix: str) -> Cell:
    """The cell that a node of the plan describes."""
    if isinstance(node, str):
        return _flow({"flow": [node]}, words, prefix)
    if "field" in node or "area" in node:
        return _writing(node, words, prefix)
    return _flow(node, words, prefix) if "flow" in node else _print(node)


def _writing(node: Mapping[str, Any], words: Words, prefix: str) -> Cell:
    item = full_id(node.get("field") or node["area"], prefix)
    label = node.get("label", words.fields[item])
    top = LABEL_HEIGHT if label else MARGIN
    least = max(top + WRITING_LEAST + MARGIN, node.get("height", 0.0))
    most = max(top + WRITING_MOST + MARGIN, least)
    draw = partial(
        _draw_writing, item=item, label=label, hint=node.get("hint", ""), top=top,
        unit=node.get("unit", ""), area="area" in node, centred=node.get("centred", False),
    )  # fmt: skip
    return Cell(node["w"], least, most, draw)


def _draw_writing(
    pen: Pen, x: float, y: float, width: float, height: float, *,
    item: str, label: str, hint: str, top: float, unit: str, area: bool, centred: bool,
) -> None:  # fmt: skip
    shift = (width - text_width(label, LABEL_SIZE)) / 2 if centred else PADDING
    pen.text(x + shift, y + LABEL_BASELINE, label, LABEL_SIZE)
    if hint:
        right = x + width - PADDING - text_width(hint, LABEL_SIZE, bold=True)
        pen.text(right, y + LABEL_BASELINE, hint, LABEL_SIZE, bold=True)
    if unit:
        pen.text(x + width - UNIT_WIDTH + 0.8, y + height - 2.0, unit, sentence.SIZE)
        width -= UNIT_WIDTH
    kind = "presence" if area else "text"
    pen.place(item, kind, x + MARGIN, y + top, width - 2 * MARGIN, height - top - MARGIN)  # type: ignore[arg-type]  # one of two literals


def _flow(node: Mapping[str, Any], words: Words, prefix: str) -> Cell:
    rows = [words.atoms(text, prefix) for text in node["flow"]]
    label = node.get("label", "")
    has_blank = any(atom.kind == "blank" for atom in rows[0])
    head = (LABEL_HEIGHT if has_blank else LABEL_ABOVE_BOXES) if label else 0.0
    bounds = [sentence.heights(row) for row in rows]
    least = max(head + sum(low for low, _ in bounds), node.get("height", 0.0))
    most = max(head + sum(high for _, high in bounds), least)
    draw = partial(_draw_flow, rows=rows, label=label, head=head)
    return Cell(node.get("w", 1.0), least, most, draw)


def _draw_flow(
    pen: Pen, x: float, y: float, width: float, height: float, *,
    rows: Sequence[Sequence[Atom]], label: str, head: float,
) -> None:  # fmt: skip
    if label:
        pen.text(x + PADDING, y + LABEL_BASELINE, label, LABEL_SIZE)
    bounds = [sentence.heights(row) for row in rows]
    spare = max(0.0, height - head - sum(low for low, _ in bounds)) / len(rows)
    y += head
    for row, (low, _) in zip(rows, bounds, strict=True):
        sentence.draw(pen, row, x + PADDING, y, width - 2 * PADDING, low + spare)
        y += low + spare


def _print(node: Mapping[str, Any]) -> Cell:
    text = node["print"]
    lines = paragraph.wrapped(text, sentence.SIZE, node["w"] - 2 * PADDING)
    least = len(lines) * paragraph.pitch(sentence.SIZE) + 2.0
    return Cell(node["w"], least, least, partial(_draw_print, text=text))


def _draw_print(pen: Pen, x: float, y: float, width: float, height: float, *, text: str) -> None:
    lines = paragraph.wrapped(text, sentence.SIZE, width - 2 * PADDING)
    top = y + (height - len(lines) * paragraph.pitch(sentence.SIZE)) / 2
    paragraph.draw_lines(pen, lines, x + PADDING, top, sentence.SIZE)
