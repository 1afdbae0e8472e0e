"""How a family writes: which of the usual ways of writing dates, amounts and numbers it has.

The normal form stays in the answers; what stands on the paper is kept beside it, by item, where it
is not the usual way (``14.03.2017``, ``1.250,00``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from random import Random

from pipeline.model import UNBEKANNT
from sample_scans.stories.page_other import MONTHS
from sample_scans.story import Answer

DATE_STYLES: dict[str, int] = {"voll": 70, "ohne_null": 8, "kurz": 9, "zweistellig": 5, "wort": 8}
AMOUNT_STYLES: dict[str, int] = {"voll": 40, "strich": 20, "ganz": 25, "einfach": 15}
PHONE_STYLES: dict[str, int] = {"blank": 35, "schraeg": 35, "strich": 15, "ganz": 15}
FAITHFUL = 0.85
"""Share of dates that a person writes in the own usual way."""


LONGEST_MONTH = 5
"""A day with a longer name of its month is cut short."""

PHONE_PREFIX = re.compile(r"^(01[5-7]\d|089|0\d{3,4})(\d+)$")


def written(rng: Random, answers: dict[str, Answer], types: Mapping[str, str]) -> dict[str, str]:
    """What stands on the paper where it is not the default; ``types`` maps items to text types."""
    pens: dict[str, Callable[[str], str]] = {
        "date": _date_pen(rng),
        "amount_eur": _amount_pen(rng),
        "phone": _phone_pen(rng),
    }
    found: dict[str, str] = {}
    for item, value in texts_of(answers):
        kind = types.get(item, "")
        paper = value
        if value == UNBEKANNT:
            continue
        if kind in pens:
            paper = pens[kind](value)
        if paper != default(kind, value):
            found[item] = paper
    return found


def texts_of(answers: dict[str, Answer]) -> Iterator[tuple[str, str]]:
    """Every single value with its item: fields, and cells of tables by row and column."""
    for name, value in answers.items():
        if isinstance(value, str):
            yield name, value
            continue
        for row, cells in enumerate(value):
            if isinstance(cells, dict):
                for column, text in cells.items():
                    yield f"{name}.{row}.{column}", text


def default(kind: str, value: str) -> str:
    """The usual way: what a reader of the truth would write by default."""
    if kind == "date" and (day := _day(value)):
        return f"{day:%d.%m.%Y}"
    if kind == "amount_eur" and re.fullmatch(r"\d+\.\d\d", value):
        return _grouped(value)
    return value


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def _grouped(value: str) -> str:
    euros, cents = value.split(".")
    return f"{int(euros):,}".replace(",", ".") + f",{cents}"


def _date_pen(rng: Random) -> Callable[[str], str]:
    own = rng.choices(list(DATE_STYLES), list(DATE_STYLES.values()))[0]

    def pen(value: str) -> str:
        style = own if rng.random() < FAITHFUL else "voll"
        if day := _day(value):
            return _written_day(day, style)
        if re.fullmatch(r"\d{4}-\d{2}", value):
            year, month = value.split("-")
            name = f"{MONTHS[int(month) - 1]} {year}"
            return name if own == "wort" or rng.random() < 0.5 else f"{month}/{year}"
        return value

    return pen


def _written_day(day: date, style: str) -> str:
    short = f"{day.day}.{day.month}."
    return {
        "voll": f"{day:%d.%m.%Y}",
        "ohne_null": f"{short}{day.year}",
        "kurz": f"{short}{day:%y}",
        "zweistellig": f"{day:%d.%m.%y}",
        "wort": f"{day.day}. {_spoken(day)} {day.year}",
    }[style]


def _spoken(day: date) -> str:
    """The month by name, the long names shortened to find room on a short line."""
    name = MONTHS[day.month - 1]
    return name if len(name) <= LONGEST_MONTH else f"{name[: 4 if name[0] == 'S' else 3]}."


def _amount_pen(rng: Random) -> Callable[[str], str]:
    own = rng.choices(list(AMOUNT_STYLES), list(AMOUNT_STYLES.values()))[0]

    def pen(value: str) -> str:
        if not re.fullmatch(r"\d+\.\d\d", value):
            return value
        grouped = _grouped(value)
        whole = grouped.endswith(",00")
        return {
            "voll": grouped,
            "strich": f"{grouped[:-3]},-" if whole else grouped,
            "ganz": grouped[:-3] if whole else grouped,
            "einfach": value.replace(".", ","),
        }[own]

    return pen


def _phone_pen(rng: Random) -> Callable[[str], str]:
    own = rng.choices(list(PHONE_STYLES), list(PHONE_STYLES.values()))[0]
    mark = {"blank": " ", "schraeg": rng.choice(("/", " / ")), "strich": "-", "ganz": ""}[own]

    def pen(value: str) -> str:
        parts = PHONE_PREFIX.match(value)
        return f"{parts[1]}{mark}{parts[2]}" if parts else value

    return pen
