"""What the applicant wrote and an enclosed paper prints alike needs no second look.

The two come from different hands: a hurried letter is not misread into just the name that the
registry office printed. Agreement confirms what was read and never changes it, so a paper that
says something else confirms nothing, and the rules compare the two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from pipeline import lexicons
from pipeline.model import Document, Reading, ReadingKind, Source

READER = "agreement-1"

CONFIRMED = 0.998
"""As sure as a value that both readings of the ink agree on."""

PLACE = "geburtsort"
"""How the fields end in which towns abroad are named."""

SHORTEST = 4
"""Letters and digits; shorter values agree by chance."""


def confirmed(readings: Sequence[Reading], documents: Iterable[Document]) -> tuple[Reading, ...]:
    """A reading without doubt for each doubtful one that says what a paper says of the same field.

    Papers that are in doubt themselves confirm nothing, nor do readings of marks.
    """
    printed = _printed(documents)
    return tuple(
        reading.model_copy(update={"confidence": CONFIRMED, "doubt": False, "reader": READER})
        for reading in readings
        if _may_be_confirmed(reading) and _said(reading) in printed.get(reading.item, ())
    )


def _may_be_confirmed(reading: Reading) -> bool:
    by_machine = reading.kind is ReadingKind.TEXT and reading.source is Source.MACHINE
    said = _said(reading)
    abroad = reading.item.endswith(PLACE) and _is_abroad(said)
    alike = abroad or may_be_alike(said)
    return by_machine and reading.doubt and len(said) >= SHORTEST and not alike


def may_be_alike(said: str) -> bool:
    """Whether it may be another name that all readers mistake for this one."""
    return _may_lack_marks(said) or _may_have_a_q(said)


def _may_lack_marks(said: str) -> bool:
    """Whether a word is also a name with marks on its letters: all readers mistake those alike.

    They take Ç for C or for G.
    """
    words = [lexicons.unmarked(word) for word in re.findall(r"\w+", said)]
    cedillas = [f"c{word[1:]}" for word in words if word.startswith("g")]
    return any(word in lexicons.marked() for word in (*words, *cedillas))


def _is_abroad(said: str) -> bool:
    """Whether no German town is called so: Brașov is read as Brasov by all readers."""
    return said.casefold() not in _towns()


@cache
def _towns() -> frozenset[str]:
    """Towns by their whole names; Krakow is none for Krakow am See."""
    return frozenset(place.ort.partition(" (")[0].casefold() for place in lexicons.places())


def _may_have_a_q(said: str) -> bool:
    """Whether a word is a name with q where a g was read: all readers mistake those alike too."""
    words = (word.casefold() for word in re.findall(r"\w+", said))
    places = ((word, place) for word in words for place, sign in enumerate(word) if sign == "g")
    return any(f"{word[:place]}q{word[place + 1 :]}" in _with_q() for word, place in places)


@cache
def _with_q() -> frozenset[str]:
    names = (name.casefold() for name in lexicons.names_of_all())
    return frozenset(name for name in names if "q" in name)


def _printed(documents: Iterable[Document]) -> dict[str, set[str]]:
    """What the papers say of each field, as far as nobody told their reader what to look for."""
    said: dict[str, set[str]] = {}
    for document in documents:
        if not document.doubt:
            for field in document.unaided:
                said.setdefault(field, set()).add(_plain(document.fields[field]))
    return said


def _said(reading: Reading) -> str:
    return _plain(reading.value or "")


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
