"""Values out of printed text: dates, amounts, names, places, addresses, or nothing.

A parser that is not sure returns nothing.
"""

from __future__ import annotations

import re

from extractors.dates import MONTHS, read_date
from extractors.evidence_words import fold
from extractors.values import normalise

PARTICLES = frozenset(
    {
        "von",
        "van",
        "zu",
        "zum",
        "zur",
        "de",
        "der",
        "den",
        "dem",
        "del",
        "di",
        "da",
        "dos",
        "al",
        "el",
        "la",
        "ten",
        "ter",
        "bin",
        "ibn",
    }
)
"""Small words that are parts of names; any other small word makes it a sentence."""
AROUND = ".,;:()\"„“”‘’'|«»"  # what may stick to a word
MOST_NAMES = 6  # words of a name; more is a sentence

DATE = (
    r"(\d{1,2}\s?\.\s?\d{1,2}\s?\.\s?\d{4}|\d{1,2}\s?\.\s?(?:"
    + "|".join(sorted(MONTHS, key=len, reverse=True))
    + r")\s+\d{4})"
)
EUR = r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+,\d{2}|\d+,\d{2})(?!\d)"
_FIRST_DATE = re.compile(DATE, re.I)
_FIRST_EUR = re.compile(EUR)
_ADDRESS = re.compile(
    r"([A-ZÄÖÜ][\w.\-ß ]*?\s\d{1,4}\s?[a-zA-Z]?)\s*[,;\n]?\s+(\d{5}\s+[A-ZÄÖÜ][\w.\-ß ()/]+)"
)
_NAME_ENDS = re.compile(r"[,;(]|\bgeb\b|\bgeb\.|\bgeborene?r?\b|\d")
_LETTER_DATE = re.compile(
    r"^(?:[A-ZÄÖÜ][\w.\- ]{2,40},\s*)?(?:den\s+|am\s+)?" + DATE + r"\W*$", re.I
)


def _date(text: str) -> str | None:
    found = _FIRST_DATE.search(text)
    day = read_date(found.group(1)) if found else None
    return day.value if day and day.sure and len(day.value) == 10 else None


def _euros(text: str) -> str | None:
    found = _FIRST_EUR.search(text)
    value = normalise(found.group(1), "amount_eur") if found else None
    return value.value if value and value.certain else None


def _name(text: str) -> str | None:
    """A name as people write it: no digits, not a sentence; capitals of cards become small."""
    bare = _NAME_ENDS.split(text.lstrip(": "))[0].strip(" :/-–" + AROUND)
    words = bare.split()
    if not words or len(words) > MOST_NAMES or not all(w[0].isalpha() for w in words):
        return None
    if any(word.islower() and word not in PARTICLES for word in words):
        return None
    return small(bare)


def small(text: str) -> str:
    if not text.isupper():
        return text
    return re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), text)


def _place(text: str) -> str | None:
    bare = text.lstrip(": ").split(",")[0]
    bare = _FIRST_DATE.sub("", bare).strip(" .:;")
    return small(bare) if bare and bare[0].isalpha() and len(bare.split()) <= MOST_NAMES else None


def _postal(text: str) -> str | None:
    """Street and town of an address in one line."""
    found = _ADDRESS.search(_FIRST_DATE.split(text)[0])
    if found is None:
        return None
    return f"{found.group(1).strip()}|{' '.join(found.group(2).split()).strip(' .,')}"


def _letter_date(text: str) -> str | None:
    """The date of a letter: alone in its line or behind the town, the first of them."""
    for line in text.splitlines():
        if found := _LETTER_DATE.match(line.strip()):
            return _date(found.group(1))
    return None


def as_asked(value: str | None, asked: str) -> str | None:
    """Capitals do not tell ß from SS, and a German reader knows neither ć nor ł.

    Where nothing but that is between the print and the application, the application's spelling,
    but a capital at the start is the print's: a hand's are misread.
    """
    if not value or fold(value) != fold(asked):
        return value
    return asked[:1].upper() + asked[1:] if value[:1].isupper() else asked


PARSERS = {
    "date": _date, "amount_eur": _euros, "name": _name, "place": _place,
    "letter_date": _letter_date, "address": _postal,
}  # fmt: skip
