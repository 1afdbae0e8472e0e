"""Cards as they lie on the copier: identity cards, passports, residence permits."""

from __future__ import annotations

from typing import Any

from reportlab.lib.units import mm

from sample_scans.attachments.facts import Facts, texts
from sample_scans.attachments.paper import BLACK, GREY, Paper

CARD_WIDTH, CARD_HEIGHT = 85.6 * mm, 54 * mm  # ISO/IEC 7810 ID-1
TINT = (0.84, 0.98)  # grey of the printed ground: dark on some copies, hardly there on others
CODES_FROM = 40  # millimetres down the card, where the machine readable lines begin
ENLARGED = (1.15, 1.6)  # copies of cards are often enlarged


def card(paper: Paper, content: Any, facts: Facts) -> None:
    """A card as it lies on the copier: rows of small labels and values, a picture, codes below."""
    scale = paper.chance.uniform(*ENLARGED)
    width, height = CARD_WIDTH * scale, CARD_HEIGHT * scale
    x = paper.look.left + paper.chance.uniform(0, 25) * mm
    top = paper.y - paper.chance.uniform(4, 25) * mm
    c = paper.canvas
    tint = paper.chance.uniform(*TINT)
    c.setFillColorRGB(tint, tint, tint)
    c.roundRect(x, top - height, width, height, 3 * mm, fill=1)
    c.setFillColor(BLACK)
    if content.get("picture", True):
        _picture(paper, x + 3 * mm * scale, top - 38 * mm * scale, scale)
    for text, across, down, size, room in _printed_on_card(content, facts):
        while size > 3 and paper.width_of(text, size) > room * mm:
            size -= 0.2
        font = "cousine" if down > CODES_FROM and "<" in text else ""
        paper.write(x + across * mm * scale, top - down * mm * scale, text, size * scale, font=font)
    paper.y = top - height


def _printed_on_card(content: Any, facts: Facts) -> list[tuple[str, float, float, float, float]]:
    """Text, place, size and room of everything that a card says, in millimetres on the card."""
    left = 29.0 if content.get("picture", True) else 4.0
    found = [
        (text, 4.0, 5 + 3.4 * n, 7.5 if n == 0 else 5.0, 78.0)
        for n, text in enumerate(texts(content.get("heads", []), facts))
    ]
    down = 5 + 3.4 * len(found) + 1
    for row in content.get("rows", []):
        room = (82 - left) / len(row)
        for number, (label, value) in enumerate(row):
            filled = facts.filled(str(value)) or ""
            across = left + number * room
            found.append((str(label), across, down, 3.6, room - 1))
            found.append((filled, across, down + 3.1, 6.6, room - 1))
        down += 6.6
    for number, code in enumerate(texts(content.get("codes", []), facts)):
        found.append((code.ljust(30, "<")[:44], 4.0, 43 + 4 * number, 7.6, 78.0))
    return found


def _picture(paper: Paper, x: float, y: float, scale: float) -> None:
    """Where the photograph is: an outline of head and shoulders."""
    c = paper.canvas
    c.setStrokeColor(GREY)
    c.rect(x, y, 22 * mm * scale, 27 * mm * scale)
    c.circle(x + 11 * mm * scale, y + 16 * mm * scale, 5 * mm * scale, fill=0)
    c.arc(x + 3 * mm * scale, y - 6 * mm * scale, x + 19 * mm * scale, y + 10 * mm * scale, 0, 180)
    c.setStrokeColor(BLACK)
