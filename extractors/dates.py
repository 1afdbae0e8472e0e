"""Dates as people in Germany write them, brought to ISO: 14.3.17, 14. März 2017, 03/2017, 2017.

A day that does not exist (31.02.2017) is no misprint of ours: it stands as written and a rule
speaks about it. Years of two digits: 00 to 39 are 2000 to 2039, all others 1940 to 1999 (the
oldest parents were born after 1940, the latest dates on the form lie a few years ahead).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

LAST_SHORT_YEAR = 39
PLAUSIBLE_YEARS = range(1920, 2041)  # outside, a misread digit is likelier than the date
MONTH_ALIKE = 80  # per cent; "Márz", "Novernber" reach it, two different months do not

MONTHS = {
    "januar": 1, "jan": 1, "jänner": 1, "jaenner": 1,
    "februar": 2, "feb": 2, "feber": 2,
    "märz": 3, "maerz": 3, "mrz": 3, "mär": 3, "mar": 3, "marz": 3,
    "april": 4, "apr": 4, "mai": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7,
    "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
    "oktober": 10, "okt": 10, "november": 11, "nov": 11, "dezember": 12, "dez": 12,
}  # fmt: skip
LONG_MONTHS = tuple(name for name in MONTHS if len(name) > 4)

LEADING = re.compile(
    r"^(?:(?:seit|ab|am|vom|von|bis|zum|dem|den|der|geb\.?|geboren)\s+)+(?=[\dOolI])", re.IGNORECASE
)
YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
MONTH_OF_YEAR = re.compile(r"(\d{4})-(\d{2})")
DAY_FIRST = re.compile(r"(\d{1,2})\s?[.,/\- ]\s?(\d{1,2})\s?[.,/\- ]\s?(\d{4}|\d{2})")
COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4})")
MONTH_FIRST = re.compile(r"(\d{1,2})\s?[./\- ]\s?(\d{4})")
YEAR = re.compile(r"(\d{4})")
NAMED = re.compile(r"(?:(\d{1,2})\s?[.,]?\s?)?([^\W\d_]{3,9})\.?\s?'?(\d{4}|\d{2})")

DIGITS_MISREAD = str.maketrans({"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "|": "1"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in ISO form, partial where only month or year were written."""

    value: str
    sure: bool
    repaired: bool = False


def read_date(text: str) -> Dated | None:
    """The date that ``text`` says, or ``None`` where it says none that exists."""
    plain = LEADING.sub("", text).strip(" .,;:'")
    if found := _parsed(plain):
        return found
    repaired = plain.translate(DIGITS_MISREAD)
    if repaired != plain and (found := _parsed(repaired)):
        return Dated(found.value, sure=False, repaired=True)
    return None


def _parsed(text: str) -> Dated | None:
    if match := YEAR_FIRST.fullmatch(text):
        return _day(match[3], match[2], match[1])
    if match := DAY_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        return _day(match[1], match[2], match[3])
    if match := MONTH_OF_YEAR.fullmatch(text):
        return _month(match[2], match[1])
    if match := MONTH_FIRST.fullmatch(text):
        return _month(match[1], match[2])
    if match := YEAR.fullmatch(text):
        return _year(match[1])
    if match := NAMED.fullmatch(text):
        return _named(match[1], match[2], match[3])
    return None


def _named(day: str | None, name: str, year: str) -> Dated | None:
    month, sure = month_of(name)
    if not month:
        return None
    found = _day(day, str(month), year) if day else _month(str(month), year)
    return Dated(found.value, found.sure and sure) if found else None


def month_of(name: str) -> tuple[int, bool]:
    """The number of the month with this name (0: none), and whether the name was spelt so."""
    name = name.casefold().strip(".")
    if name in MONTHS:
        return MONTHS[name], True
    best = process.extractOne(name, LONG_MONTHS, scorer=fuzz.ratio, score_cutoff=MONTH_ALIKE)
    return (MONTHS[best[0]], False) if best else (0, False)


def _day(day: str, month: str, year: str) -> Dated | None:
    try:
        found = date(_full_year(year), int(month), int(day))
    except ValueError:
        return None
    return Dated(found.isoformat(), found.year in PLAUSIBLE_YEARS)


def _month(month: str, year: str) -> Dated | None:
    full = _full_year(year)
    if not 1 <= int(month) <= 12:
        return None
    return Dated(f"{full:04}-{int(month):02}", full in PLAUSIBLE_YEARS)


def _year(year: str) -> Dated | None:
    return Dated(year, int(year) in PLAUSIBLE_YEARS)


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) <= LAST_SHORT_YEAR else 1900)
