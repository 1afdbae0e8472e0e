"""Draws all pages of the blank from the plan and the words of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import yaml

from pipeline.forms import catalogue
from sample_scans.blank_form import paragraph
from sample_scans.blank_form.cells import Words
from sample_scans.blank_form.pen import PAGE_HEIGHT, PAGE_WIDTH, Pen, text_width
from sample_scans.blank_form.strips import LEFT, RIGHT, Strip, draw_page
from sample_scans.blank_form.tables import bar, lines_of

TITLE_SIZE, TEXT_SIZE, NUMBER_SIZE = 12.5, 7.8, 8.0
NUMBER_ABOVE_EDGE = 6.5
BULLET_INDENT = 4.0
SECTION_GAP_LEAST, SECTION_GAP_MOST = 0.7, 5.0
TEXT_GAP_LEAST, TEXT_GAP_MOST = 0.5, 2.2

Node = Mapping[str, Any]


def draw_form(name: str = catalogue.FORM_ID) -> Pen:
    """Draw every page; the pen then holds the PDF and all places to fill in."""
    source = catalogue.load(name)
    plan = yaml.safe_load(files(__package__).joinpath("plan.yaml").read_text("utf-8"))
    pen = Pen(source["katalog"]["titel"])
    words, columns = words_of(source), _columns_of(source)
    sections = {s["id"]: s for page in source["pages"] for s in page["sections"]}
    for number, page in enumerate(plan["pages"], start=1):
        size = page.get("text_size", TEXT_SIZE)
        strips = [
            s for part in page["parts"] for s in _strips(part, words, columns, sections, size)
        ]
        draw_page(pen, strips)
        _draw_number(pen, number, len(plan["pages"]))
        pen.next_page()
    return pen


def words_of(source: Node) -> Words:
    """Printed labels of fields and boxes: without remarks, and only up to a line to write on."""
    fields: dict[str, str] = {}
    boxes: dict[str, str] = {}
    for page in source["pages"]:
        for _, _, field in catalogue.fields_of(page):
            fields[field["id"]] = _printed(field["label"])
            for option in field.get("options", ()):
                boxes[f"{field['id']}.{option['id']}"] = _printed(option["label"])
    return Words(fields, boxes)


def _printed(label: str) -> str:
    if not catalogue.is_printed(label):
        return ""
    return catalogue.without_remarks(label).split("____")[0].strip()


def _columns_of(source: Node) -> dict[str, Any]:
    """Column ids and labels and the number of printed rows of each table."""
    return {
        field["id"]: (
            [(column["id"], column["label"]) for column in field["columns"]],
            catalogue.rows_printed(field),
        )
        for page in source["pages"]
        for _, _, field in catalogue.fields_of(page)
        if field["type"] == "table"
    }


def _strips(
    part: Node, words: Words, columns: Node, sections: Node, size: float
) -> Iterator[Strip]:
    if "title" in part:
        yield _text(part["title"], TITLE_SIZE, bold=True)
        yield _gap(1.0, 3.0)
    elif "text" in part:
        yield _text(part["text"], size)
        yield _gap(TEXT_GAP_LEAST, TEXT_GAP_MOST)
    elif "table" in part:
        yield from lines_of(part["table"], words, "", columns)
        yield _gap(SECTION_GAP_LEAST, SECTION_GAP_MOST)
    else:
        yield from _section(part, words, columns, sections[part["section"]])


def _section(part: Node, words: Words, columns: Node, section: Node) -> Iterator[Strip]:
    number = section["nr"] if section["nr"].isdigit() else ""
    if part.get("bar", True):
        heading = part.get("heading", catalogue.without_remarks(section["label"]))
        yield bar(number, heading, part.get("hint", ""))
    yield from lines_of(part["rows"], words, part.get("prefix", ""), columns)
    yield _gap(SECTION_GAP_LEAST, SECTION_GAP_MOST)


def _text(text: str, size: float, bold: bool = False) -> Strip:
    bullet = text.startswith("* ")
    indent = BULLET_INDENT if bullet else 0.0
    lines = paragraph.wrapped(text.removeprefix("* "), size, RIGHT - LEFT - indent, bold)

    def draw(pen: Pen, y: float, height: float) -> None:
        if bullet:
            pen.text(LEFT + 1.0, y + size * paragraph.POINT * 0.9, "-", size)
        paragraph.draw_lines(pen, lines, LEFT + indent, y, size)

    height = len(lines) * paragraph.pitch(size)
    return Strip(height, height, draw)


def _gap(least: float, most: float) -> Strip:
    return Strip(least, most, lambda pen, y, height: None)


def _draw_number(pen: Pen, number: int, count: int) -> None:
    said = f"Seite {number} von {count}"
    x = (PAGE_WIDTH - text_width(said, NUMBER_SIZE)) / 2
    pen.text(x, PAGE_HEIGHT - NUMBER_ABOVE_EDGE, said, NUMBER_SIZE)
