"""Bars: how many filled fields of each type and writing are accepted without a look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.graphics.shapes import Group, Line, Rect, String
from reportlab.lib.colors import HexColor

from pipeline.evaluate.words import (
    TYPE_SHOWN,
    WRITING_SHOWN,
    bound_shown,
    count_shown,
    share_shown,
    target_shown,
)

TITLE = "Ohne Nachsehen angenommen"
BELOW_TITLE = (
    "In Klammern: wie groß der Anteil der falschen unter den angenommenen höchstens ist, mit 95 % "
    "Sicherheit. Angestrebt sind {target}."
)
BARS_LEFT, BARS_WIDE = 150, 330
ROW, BAR, BETWEEN = 14, 9, 5
HEAD, FOOT = 42, 34
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

INK, GRID, ROOM = HexColor("#222222"), HexColor("#dddddd"), HexColor("#f4f4f4")
COLOURS = {"hand": HexColor("#d55e00"), "typed": HexColor("#0072b2"), "screen": HexColor("#999999")}
OTHER = HexColor("#009e73")

Row = tuple[str, str, dict[str, Any]]
"""The type, or nothing where it is that of the row above; the writing; the counts."""


def acceptance_chart(acceptance: dict[str, Any], target: float) -> tuple[Group, float]:
    """The chart, its origin at the lower left, and how high it is."""
    rows = list(_rows(acceptance))
    sorts = sum(1 for first, _, _ in rows if first)
    high = HEAD + FOOT + ROW * len(rows) + BETWEEN * sorts
    parts: list[Any] = [
        String(0, high - 14, TITLE, fontName="Helvetica-Bold", fontSize=12, fillColor=INK),
        _word(0, high - 28, BELOW_TITLE.format(target=target_shown(target)), "start"),
        *_axis(high - HEAD),
    ]
    y = high - HEAD
    for first, writing, counts in rows:
        y -= ROW + (BETWEEN if first else 0)
        parts += _bar(y, first, writing, counts)
    return Group(*parts), high


def _rows(acceptance: dict[str, Any]) -> Iterator[Row]:
    sorts = {
        **{TYPE_SHOWN.get(t, t): w for t, w in acceptance["text_by_type_and_writing"].items()},
        "Kästchen": acceptance["marks_by_writing"],
    }
    for shown, writings in sorts.items():
        first = shown
        for writing, counts in writings.items():
            if _places(counts):
                yield first, writing, counts
                first = ""


def _places(counts: dict[str, Any]) -> int:
    return int(counts.get("filled", counts.get("total", 0)))


def _bar(y: float, first: str, writing: str, counts: dict[str, Any]) -> list[Any]:
    share = counts["accepted_share"]
    colour = COLOURS.get(writing, OTHER)
    room, *bar = (
        Rect(BARS_LEFT, y, BARS_WIDE * part, BAR, fillColor=filled, strokeColor=None)
        for part, filled in ((1.0, ROOM), (share, colour))
        if part  # else a hairline
    )
    right = BARS_LEFT + BARS_WIDE
    return [
        _word(0, y + 1, first, "start", "Helvetica-Bold"),
        _word(BARS_LEFT - 10, y + 1, WRITING_SHOWN.get(writing, writing), "end"),
        room,
        *bar,
        _word(right + 8, y + 1, _said(counts), "start"),
    ]


def _said(counts: dict[str, Any]) -> str:
    many = f"{count_shown(counts['accepted'])} von {count_shown(_places(counts))}"
    wrong = f"davon falsch {count_shown(counts['wrong_accepted'])}"
    most = f"höchstens {bound_shown(counts['error_at_most'])}" if counts["delivered"] else "–"
    return f"{share_shown(counts['accepted_share'])}: {many}; {wrong} ({most})"


def _axis(top: float) -> Iterator[Any]:
    bottom = FOOT - 4
    for tick in TICKS:
        x = BARS_LEFT + BARS_WIDE * tick
        yield Line(x, bottom, x, top, strokeColor=GRID, strokeWidth=0.5)
        yield _word(x, bottom - 11, f"{100 * tick:.0f}", "middle")
    words = "angenommene von allen ausgefüllten Feldern (%); bei Kästchen von allen"
    yield _word(BARS_LEFT + BARS_WIDE / 2, bottom - 24, words, "middle")


def _word(x: float, y: float, words: str, anchor: str, font: str = "Helvetica") -> String:
    return String(x, y, words, fontName=font, fontSize=8, textAnchor=anchor, fillColor=INK)
