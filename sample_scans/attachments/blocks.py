"""The parts that papers are made of, from the letterhead to the machine readable lines.

A block is a mapping of one entry, the kind and its content, or just the kind: ``title: ...``,
``pairs: [[label, value], ...]``, ``seal``. A line whose fact may be missing and is missing is left
out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.lib.units import mm

from sample_scans.attachments.cards import card
from sample_scans.attachments.facts import Facts, texts
from sample_scans.attachments.paper import HEIGHT, WIDTH, Paper
from sample_scans.attachments.printing import printed

Block = str | dict[str, Any]


def put(paper: Paper, block: Block, facts: Facts) -> None:
    """Draw one block at the paper's place and move the place below it."""
    kind, content = next(iter(block.items())) if isinstance(block, dict) else (block, None)
    _KINDS[kind](paper, content, facts)


def _head(paper: Paper, content: Any, facts: Facts) -> None:
    """An office centred below its emblem."""
    size = paper.look.size
    paper.emblem(WIDTH / 2 - 6 * mm, paper.y - 15 * mm, 15 * mm)
    paper.y -= 17 * mm
    for number, text in enumerate(texts(content, facts)):
        paper.y -= size * 1.5
        paper.centred(paper.y, text, size + (3 if number == 0 else 0), bold=number == 0)
    paper.y -= 6 * mm


def _letterhead(paper: Paper, content: Any, facts: Facts) -> None:
    """Emblem or name on the left, the sender's details in a column on the right."""
    lines = texts(content, facts)
    look, top = paper.look, paper.y
    if look.emblem != 3:
        paper.emblem(look.left, top - 13 * mm, 13 * mm)
    paper.write(look.left + 14 * mm, top - 6 * mm, lines[0], look.size + 4, bold=True)
    for number, line in enumerate(lines[1:]):
        paper.write(look.right - 52 * mm, top - 14 * mm - number * 4 * mm, line, look.size - 2)
    paper.canvas.line(look.left, top - 11 * mm, look.right, top - 11 * mm)
    paper.y = top - max(17, 14 + 4 * len(lines)) * mm


def _to(paper: Paper, content: Any, facts: Facts) -> None:
    """The address window; the date goes on the right below it."""
    look = paper.look
    paper.y = min(paper.y, HEIGHT - 48 * mm)
    for line in texts(content, facts):
        paper.y -= look.size * 1.25
        paper.write(look.left, paper.y, line, look.size)
    paper.y -= 10 * mm


def _right(paper: Paper, content: Any, facts: Facts) -> None:
    for line in texts(content, facts):
        paper.y -= paper.look.size * 1.3
        width = paper.width_of(line, paper.look.size)
        paper.write(paper.look.right - width, paper.y, line, paper.look.size)


def _title(paper: Paper, content: Any, facts: Facts) -> None:
    for text in texts(content, facts):
        size = paper.look.size + 8
        while paper.width_of(text, size) > paper.look.right - paper.look.left:
            size -= 0.5
        paper.y -= size * 1.5
        paper.centred(paper.y, text, size, bold=True)
    paper.y -= 4 * mm


def _subtitle(paper: Paper, content: Any, facts: Facts) -> None:
    for text in texts(content, facts):
        for line in paper.lines_of(text, paper.look.right - paper.look.left, paper.look.size + 1):
            paper.y -= (paper.look.size + 1) * 1.3
            paper.centred(paper.y, line, paper.look.size + 1)
    paper.y -= 3 * mm


def _subject(paper: Paper, content: Any, facts: Facts) -> None:
    """The subject line of a letter."""
    for text in texts(content, facts):
        paper.paragraph(text, paper.look.left, _full(paper), paper.look.size + 0.5, bold=True)
    paper.y -= 4 * mm


def _section(paper: Paper, content: Any, facts: Facts) -> None:
    for text in texts(content, facts):
        paper.y -= 3 * mm
        paper.paragraph(text, paper.look.left, _full(paper), paper.look.size, bold=True)
    paper.y -= 1 * mm


def _text(paper: Paper, content: Any, facts: Facts) -> None:
    for text in texts(content, facts):
        paper.paragraph(text, paper.look.left, _full(paper), paper.look.size)
        paper.y -= 2.2 * mm


def _small(paper: Paper, content: Any, facts: Facts) -> None:
    for text in texts(content, facts):
        paper.paragraph(text, paper.look.left, _full(paper), paper.look.size - 2.5)
    paper.y -= 2 * mm


def _foot(paper: Paper, content: Any, facts: Facts) -> None:
    """The last line of the page."""
    for number, text in enumerate(texts(content, facts)):
        paper.centred(12 * mm + number * 4 * mm, text, paper.look.size - 2)


def _full(paper: Paper) -> float:
    return paper.look.right - paper.look.left


def _pairs(paper: Paper, content: Any, facts: Facts) -> None:
    """Label and value side by side, as certificates have them."""
    size, left = paper.look.size, paper.look.left
    middle = left + 58 * mm
    for label, value in content:
        filled = facts.filled(str(value))
        if filled is None:
            continue
        top = paper.y
        paper.paragraph(str(label), left, 55 * mm, size)
        below, paper.y = paper.y, top
        paper.paragraph(filled, middle, paper.look.right - middle, size)
        paper.y = min(below, paper.y) - 1.6 * mm


def _grid(paper: Paper, content: Any, facts: Facts) -> None:
    """Framed cells with a small label above the value; a row is a list of label/value pairs."""
    size, height = paper.look.size, 10 * mm
    for row in content:
        cells = [(facts.filled(str(a)) or "", facts.filled(str(b)) or "") for a, b in row]
        width = _full(paper) / len(cells)
        for number, (label, value) in enumerate(cells):
            x = paper.look.left + number * width
            paper.canvas.rect(x, paper.y - height, width, height)
            paper.write(x + 1.2 * mm, paper.y - 3 * mm, label, size - 3.5)
            fitted = size
            while paper.width_of(value, fitted) > width - 3 * mm and fitted > 5:
                fitted -= 0.5
            paper.write(x + 1.5 * mm, paper.y - 8 * mm, value, fitted)
        paper.y -= height
    paper.y -= 3 * mm


def _table(paper: Paper, content: Any, facts: Facts) -> None:
    """A heading row and rows; ``fact`` names a fact whose rows are divided by ``;`` and ``|``."""
    heads: list[str] = content["head"]
    rows = [[facts.filled(str(cell)) or "" for cell in row] for row in content.get("rows", [])]
    if "fact" in content:
        rows += [_cells(row, content) for row in facts.get(content["fact"]).split(";") if row]
    shares = content.get("widths") or [1] * len(heads)
    unit, size = _full(paper) / sum(shares), paper.look.size - 1
    for number, row in enumerate([heads, *rows]):
        x, height = paper.look.left, size * 1.9
        for share, cell in zip(shares, row, strict=False):
            if content.get("framed", True):
                paper.canvas.rect(x, paper.y - height, share * unit, height)
            paper.write(x + 1.2 * mm, paper.y - size * 1.35, str(cell), size, bold=number == 0)
            x += share * unit
        paper.y -= height
    paper.y -= 3 * mm


def _cells(row: str, content: Any) -> list[str]:
    return [printed(cell, how) for cell, how in zip(row.split("|"), content["as"], strict=False)]


def _seal(paper: Paper, content: Any, facts: Facts) -> None:
    text = facts.filled(str(content or "{office} · Siegel")) or "Siegel"
    x = paper.look.left + paper.chance.uniform(10, 40) * mm
    paper.seal(x, paper.y - 18 * mm, text.upper()[:36])


def _stamp(paper: Paper, content: Any, facts: Facts) -> None:
    x = paper.look.left + paper.chance.uniform(60, 100) * mm
    lines = texts(content, facts)
    paper.y -= (len(lines) * 5 + 6) * mm
    paper.stamp(x, paper.y, lines)


def _sign(paper: Paper, content: Any, facts: Facts) -> None:
    """A signature over a line with what stands below it."""
    paper.y -= 16 * mm
    x = paper.look.right - 70 * mm
    for number, text in enumerate(texts(content or "Unterschrift", facts)):
        if number == 0:
            paper.signature(x + 6 * mm, paper.y + 1 * mm)
            paper.canvas.line(x, paper.y, x + 66 * mm, paper.y)
        paper.y -= paper.look.size * 1.15
        paper.write(x, paper.y, text, paper.look.size - 1.5)
    paper.y -= 4 * mm


def _signs(paper: Paper, content: Any, facts: Facts) -> None:
    """Two signatures side by side."""
    paper.y -= 16 * mm
    for number, text in enumerate(texts(content, facts)[:2]):
        x = paper.look.left + number * (_full(paper) / 2 + 4 * mm)
        paper.signature(x + 6 * mm, paper.y + 1 * mm)
        paper.canvas.line(x, paper.y, x + 60 * mm, paper.y)
        paper.write(x, paper.y - paper.look.size, text, paper.look.size - 2)
    paper.y -= 9 * mm


def _space(paper: Paper, content: Any, facts: Facts) -> None:
    paper.y -= float(content or 8) * mm


def _rule(paper: Paper, content: Any, facts: Facts) -> None:
    paper.y -= 2 * mm
    paper.canvas.line(paper.look.left, paper.y, paper.look.right, paper.y)


def _border(paper: Paper, content: Any, facts: Facts) -> None:
    """The ornamental border of a certificate."""
    for inset in (9, 10.5):
        paper.canvas.rect(inset * mm, inset * mm, WIDTH - 2 * inset * mm, HEIGHT - 2 * inset * mm)


def _boxes(paper: Paper, content: Any, facts: Facts) -> None:
    """Lines with a box in front; a text that begins with x is ticked."""
    for text in texts(content, facts):
        paper.y -= paper.look.size * 1.5
        paper.canvas.rect(paper.look.left, paper.y, 3 * mm, 3 * mm)
        if text.startswith("x "):
            paper.write(paper.look.left + 0.4 * mm, paper.y + 0.3 * mm, "X", 9)
        line = text.removeprefix("x ")
        paper.write(paper.look.left + 6 * mm, paper.y + 0.3 * mm, line, paper.look.size)
    paper.y -= 3 * mm


_KINDS: dict[str, Callable[[Paper, Any, Facts], None]] = {
    "head": _head, "letterhead": _letterhead, "to": _to, "right": _right, "title": _title,
    "subtitle": _subtitle, "subject": _subject, "section": _section, "text": _text,
    "small": _small, "foot": _foot, "pairs": _pairs, "grid": _grid, "table": _table,
    "seal": _seal, "stamp": _stamp, "sign": _sign, "signs": _signs, "space": _space,
    "rule": _rule, "border": _border, "boxes": _boxes, "card": card,
}  # fmt: skip
