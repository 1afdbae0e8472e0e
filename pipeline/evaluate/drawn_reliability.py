"""One reliability diagram: the share that is right over the stated confidence, and the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.graphics.shapes import Circle, Group, Line, Rect, String
from reportlab.lib.colors import HexColor

from pipeline.bounds import lower_bound, upper_bound
from pipeline.evaluate.words import count_shown, number_shown, share_shown

PANEL_WIDE, PANEL_HIGH = 400, 280
SIDE = 200  # of the square
LEFT, BOTTOM = 46, 40  # of it, with room for what stands at the axes
TABLE_LEFT = LEFT + SIDE + 16
COLUMNS = (40, 84, 122)
"""Right edges of the columns of numbers beside the square."""

ROW = 14
EACH_SIDE = 0.975  # of a range that holds the true share with 95 %
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

INK, GRID, POINT = HexColor("#222222"), HexColor("#dddddd"), HexColor("#0072b2")
LIGHT = HexColor("#888888")


def reliability_panel(title: str, table: dict[str, Any]) -> Group:
    """The diagram of one sort of values, its origin at the lower left."""
    ece = number_shown(table["ece"], 3)
    words = f"{title}: {count_shown(table['read'])} gelesene Werte, ECE {ece}"
    return Group(
        String(LEFT, BOTTOM + SIDE + 12, words, fontName="Helvetica-Bold", fontSize=10),
        *_axes(),
        *(part for bin_ in table["bins"] for part in _point(bin_)),
        *_numbers(table["bins"]),
    )


def _axes() -> list[Any]:
    """Frame, grid, the line of a confidence that is right, and what both axes measure."""
    parts: list[Any] = [Rect(LEFT, BOTTOM, SIDE, SIDE, fillColor=None, strokeColor=LIGHT)]
    for tick in TICKS:
        x, y = _at(tick, tick)
        parts += [
            Line(x, BOTTOM, x, BOTTOM + SIDE, strokeColor=GRID, strokeWidth=0.5),
            Line(LEFT, y, LEFT + SIDE, y, strokeColor=GRID, strokeWidth=0.5),
            _word(x, BOTTOM - 11, f"{100 * tick:.0f}", "middle"),
            _word(LEFT - 4, y - 3, f"{100 * tick:.0f}", "end"),
        ]
    upright = Group(_word(0, 0, "davon richtig (%)", "middle"))
    upright.translate(LEFT - 28, BOTTOM + SIDE / 2)
    upright.rotate(90)
    diagonal = Line(*_at(0, 0), *_at(1, 1), strokeColor=LIGHT, strokeDashArray=[4, 3])
    below = _word(LEFT + SIDE / 2, BOTTOM - 25, "angegebene Konfidenz (%)", "middle")
    return [*parts, diagonal, below, upright]


def _point(bin_: dict[str, Any]) -> list[Any]:
    """A bin, with the range in which its true share may lie."""
    right, read = bin_["right"], bin_["read"]
    x, y = _at(bin_["confidence"], right / read)
    low = _at(0, lower_bound(right, read, EACH_SIDE))[1]
    high = _at(0, upper_bound(right, read, EACH_SIDE))[1]
    return [
        Line(x, low, x, high, strokeColor=POINT, strokeWidth=0.8),
        Circle(x, y, 3, fillColor=POINT, strokeColor=None),
    ]


def _numbers(bins: Sequence[dict[str, Any]]) -> list[Any]:
    """The bins as numbers: where most confidences are close to one, their points lie together."""
    top = BOTTOM + SIDE - 8
    rows = [("Konfidenz", "richtig", "Werte")]
    for bin_ in bins:
        share = share_shown(bin_["right"] / bin_["read"])
        rows.append((share_shown(bin_["confidence"], 2), share, count_shown(bin_["read"])))
    return [
        _word(TABLE_LEFT + edge, top - ROW * number, cell, "end", LIGHT if number == 0 else INK)
        for number, row in enumerate(rows)
        for edge, cell in zip(COLUMNS, row, strict=True)
    ]


def _at(confidence: float, share: float) -> tuple[float, float]:
    return LEFT + SIDE * confidence, BOTTOM + SIDE * share


def _word(x: float, y: float, words: str, anchor: str, colour: Any = INK) -> String:
    return String(
        x, y, words, fontName="Helvetica", fontSize=8, textAnchor=anchor, fillColor=colour
    )
