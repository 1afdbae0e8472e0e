"""The figures as a drawing: confidence against share right, and what is accepted without a look.

One drawing of lines, boxes and words serves both endings: reportlab writes it as SVG, and for PNG
as a PDF page that is turned into pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from reportlab.graphics import renderPDF, renderSVG
from reportlab.graphics.shapes import Drawing, Group, Rect, String
from reportlab.lib.colors import HexColor

from pipeline.evaluate.drawn_acceptance import acceptance_chart
from pipeline.evaluate.drawn_reliability import PANEL_HIGH, PANEL_WIDE, reliability_panel
from pipeline.evaluate.words import TYPE_SHOWN

ENDINGS = (".svg", ".png")
PNG_SCALE = 2  # pixels per point: letters of 8 points stay sharp on a screen

FAMILY = "Helvetica, Arial, Liberation Sans, sans-serif"
SVG_FONTS = {
    "Helvetica": {"family": FAMILY},
    "Helvetica-Bold": {"family": FAMILY, "weight": "bold"},
}
"""Letters of much the same width for whoever has no Helvetica."""

EDGE = 24
HEAD = 44
BESIDE = 2  # panels in a row
TITLE = "Was die angegebene Konfidenz wert ist"
BELOW_TITLE = (
    "Punkte: Werte ähnlicher Konfidenz, bis zu zehn gleich große Gruppen; Striche: Bereich, in dem "
    "der wahre Anteil mit 95 % liegt; auf der Linie hält die Konfidenz, was sie sagt."
)

Panel = tuple[str, dict[str, Any]]


def save(figures: dict[str, Any], path: Path) -> None:
    """Draw the report of ``evaluate`` into a file whose ending is one of ``ENDINGS``."""
    drawing = draw(figures)
    if path.suffix.lower() == ".svg":
        path.write_text(_svg(drawing), "utf-8")
        return
    with pypdfium2.PdfDocument(renderPDF.drawToString(drawing)) as document:
        document[0].render(scale=PNG_SCALE).to_pil().save(path, "PNG")


def _svg(drawing: Drawing) -> str:
    """With our title in place of reportlab's dots, for those who have a drawing read to them."""
    svg: str = renderSVG.drawToString(drawing, fontHacks=SVG_FONTS)
    svg = svg.replace("<title>...</title>", f"<title>{TITLE}</title>", 1)
    return svg.replace("<desc>...</desc>", f"<desc>{BELOW_TITLE}</desc>", 1)


def draw(figures: dict[str, Any]) -> Drawing:
    """All panels, two in a row, and below them what is accepted."""
    panels = list(_panels(figures["reliability"]))
    chart, chart_high = acceptance_chart(figures["acceptance"], figures["target_error"])
    rows = -(-len(panels) // BESIDE)
    wide = 2 * EDGE + BESIDE * PANEL_WIDE
    high = 2 * EDGE + HEAD + rows * PANEL_HIGH + chart_high
    drawing = Drawing(wide, high)
    drawing.add(Rect(0, 0, wide, high, fillColor=HexColor("#ffffff"), strokeColor=None))
    top = high - EDGE
    drawing.add(String(EDGE, top - 14, TITLE, fontName="Helvetica-Bold", fontSize=14))
    drawing.add(String(EDGE, top - 30, BELOW_TITLE, fontName="Helvetica", fontSize=8))
    for number, (title, table) in enumerate(panels):
        row, column = divmod(number, BESIDE)
        left, bottom = EDGE + column * PANEL_WIDE, top - HEAD - (row + 1) * PANEL_HIGH
        drawing.add(_moved(reliability_panel(title, table), left, bottom))
    drawing.add(_moved(chart, EDGE, EDGE))
    return drawing


def _panels(reliability: dict[str, Any]) -> Iterator[Panel]:
    """Types with a table of their own, the others, the boxes: each with what was read of it."""
    for type_, table in reliability["text_by_type"].items():
        yield TYPE_SHOWN.get(type_, type_), table
    others = reliability["text_other_types"]
    if others["read"]:
        yield "Übrige Feldtypen" if reliability["text_by_type"] else "Alle Feldtypen", others
    if reliability["marks"]["read"]:
        yield "Kästchen", reliability["marks"]


def _moved(group: Group, right: float, up: float) -> Group:
    group.translate(right, up)
    return group
