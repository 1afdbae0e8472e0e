"""What the word lists say about a value that was read: known, unheard of, or likely misread.

Knowledge never writes a value. It makes a reading surer or less sure: a postcode that serves the
town beside it was hardly misread, a town that is one letter off a known one probably was.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, combinations

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from pipeline import lexicons

POSTCODE_AND_TOWN = re.compile(r"(\d{5}) (.+)")
STREET_AND_NUMBER = re.compile(r"(.+?) \d+ ?[a-z]?(?:[-/]\d+)?")
PLACE_WITHIN = re.compile(r"(?<!\d)(\d{5}) (\D.*)")
WORD = re.compile(r"[^\W\d_]+")
SHORTEST_TELLING = 4  # letters; every shorter word is one letter off some other
OF_TOWNS = ("geburtsort", "erklaerung.ort")  # fields that hold the name of a town
TOWNS_REMEMBERED = 4096
SHORTEST_ALIKE = 6  # letters from which a word that is one letter off another is a misreading of it

MISREAD = (
    ("rn", "m"), ("m", "rn"), ("ii", "ü"), ("cl", "d"), ("i", "l"), ("l", "i"), ("i", "j"),
    ("h", "b"), ("e", "c"), ("c", "e"), ("u", "n"), ("n", "u"), ("y", "v"), ("v", "y"),
    ("g", "q"), ("q", "g"), ("o", "q"), ("a", "g"), ("e", "g"), ("m", "n"), ("n", "m"), ("ı", "i"),
)  # fmt: skip
"""Letters that Tesseract reads for others: (what it says, what stands there)."""


WORDS = frozenset({"name", "street", "plz_ort", "text"})
PARTICLES = frozenset({
    "a", "al", "am", "an", "auf", "b", "bei", "bin", "c", "d", "da", "das", "de", "dem", "den",
    "der", "des", "di", "do", "dos", "du", "e", "el", "im", "in", "la", "le", "op", "of", "st",
    "ten", "ter", "und", "unter", "van", "vom", "von", "vor", "y", "zu", "zum", "zur", "unbekannt",
})  # fmt: skip
"""Words that names of people, streets and places have in small letters."""
CAPITAL_INSIDE = re.compile(r"[a-zäöüß][A-ZÄÖÜ]")
ABBREVIATED = re.compile(r"G?mbH|eG|eK|gGmbH|KdöR|AöR|eV|Mc[A-Z]\w*|De[A-Z]\w*|Le[A-Z]\w*")


class Support(StrEnum):
    """What the lists say: they know the value, they know nothing, or it looks misread."""

    KNOWN = "known"
    SILENT = "silent"
    AGAINST = "against"


def support(value: str, kind: str, field: str = "") -> Support:
    """What the word lists say about a value of this text type."""
    if kind in WORDS and _odd_capitals(value, kind):
        return Support.AGAINST
    if kind == "plz_ort":
        return _place(value)
    if kind == "street":
        return _street(value)
    if kind == "iban":
        return _account(value)
    if kind == "bic":
        return _bank(value)
    if kind == "name":
        return _name(value)
    if kind == "text" and field.endswith("staatsangehoerigkeit"):
        return Support.KNOWN if lexicons.citizenship(value) else Support.AGAINST
    if kind == "text" and field.endswith(OF_TOWNS):
        return _birthplace(value)
    return _words_of(value) if kind == "text" else Support.SILENT


def _odd_capitals(value: str, kind: str) -> bool:
    """A name in small letters, or a capital within a word: one letter was taken for another."""
    words = WORD.findall(value)
    if any(CAPITAL_INSIDE.search(w) and not ABBREVIATED.fullmatch(w) for w in words):
        return True
    return kind != "text" and any(w[0].islower() and w not in PARTICLES for w in words)


def _place(value: str) -> Support:
    match = POSTCODE_AND_TOWN.fullmatch(value)
    if match is None:
        return Support.SILENT
    towns = lexicons.towns_of().get(match[1])
    if towns is None:
        return Support.AGAINST
    if _plain(match[2]) in {_plain(town) for town in towns}:
        return Support.KNOWN
    return Support.AGAINST if _one_off(_plain(match[2]), map(_plain, towns)) else Support.SILENT


def _birthplace(value: str) -> Support:
    """Towns begin with a capital; one that is a letter off a town of the list was misread."""
    town = _plain(value)
    if value[:1].islower():
        return Support.AGAINST
    if town in _towns():
        return Support.KNOWN
    misread = len(town) >= SHORTEST_ALIKE and _is_nearly_a_town(town)
    return Support.AGAINST if misread else _words_of(value)


@lru_cache(TOWNS_REMEMBERED)
def _is_nearly_a_town(town: str) -> bool:
    near = process.extractOne(town, _plain_towns(), scorer=Levenshtein.distance, score_cutoff=1)
    return near is not None


def _strays(postcode: str, rest: str) -> bool:
    """A postcode that no place has, or that is not that of the known town beside it."""
    towns = {_plain(town) for town in lexicons.towns_of().get(postcode, ())}
    if not towns:
        return True
    town = _plain(rest.split(",")[0])
    return town in _towns() and town not in towns


def _street(value: str) -> Support:
    match = STREET_AND_NUMBER.fullmatch(value)
    if match is None:
        return Support.SILENT
    return Support.KNOWN if _plain(match[1]) in _streets() else _words_of(value)


def _account(value: str) -> Support:
    if not value.startswith("DE"):
        return Support.SILENT
    return Support.KNOWN if value[4:12] in lexicons.banks() else Support.AGAINST


def _bank(value: str) -> Support:
    if value.ljust(11, "X") in lexicons.bics():
        return Support.KNOWN
    return Support.AGAINST if value[4:6] == "DE" else Support.SILENT


def _name(value: str) -> Support:
    return Support.KNOWN if all_known(value) else _words_of(value)


def _words_of(value: str) -> Support:
    """Against, if a word or a postcode in the text looks misread."""
    if any(_strays(match[1], match[2]) for match in PLACE_WITHIN.finditer(value)):
        return Support.AGAINST
    telling = [_plain(w) for w in WORD.findall(value) if len(w) >= SHORTEST_TELLING]
    return Support.AGAINST if any(_looks_misread(w) for w in telling) else Support.SILENT


def _looks_misread(word: str) -> bool:
    """Unknown, but known once a letter is taken for the one that it is often mistaken for."""
    if word in _words():
        return False
    if len(word) >= SHORTEST_ALIKE and _one_off(word, _official(), at_most=1):
        return True
    if _runs_together(word) or _bare(word) in _bare_words():
        return True
    return any(_swapped(word, said, meant) for said, meant in MISREAD)


def _bare(word: str) -> str:
    """The word without the marks of its letters: Calin for Călin and for Cälin."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


@cache
def _bare_words() -> Known:
    """What is left of words with marks without these."""
    names = chain(lexicons.names_of_all(), (place.ort for place in lexicons.places()))
    words = (_plain(word) for name in names for word in WORD.findall(name))
    return Known(_bare(word) for word in words if not word.isascii())


def _runs_together(word: str) -> bool:
    """Whether it is a town and a little word without the blank between them: Eglingan der Paar."""
    return any(
        word.endswith(little) and word.removesuffix(little) in _towns()
        for little in PARTICLES if len(little) > 1
    )  # fmt: skip


def _swapped(word: str, said: str, meant: str) -> bool:
    """Whether it is known with one or two of these letters as what they may stand for.

    Where a printed line cuts the tails off, both g of a town are read as a.
    """
    parts = word.split(said)
    places = range(1, len(parts))
    chosen = chain(combinations(places, 1), combinations(places, 2))
    return any(_rejoined(parts, said, meant, swapped) in _words() for swapped in chosen)


def _rejoined(parts: Sequence[str], said: str, meant: str, swapped: Sequence[int]) -> str:
    """The parts of a word with what stood between them, at some places something else."""
    joints = (meant if n in swapped else said for n in range(1, len(parts)))
    return "".join(chain.from_iterable(zip(parts, chain(joints, [""]), strict=True)))


def _one_off(word: str, known: Iterable[str], at_most: int = 2) -> bool:
    """Whether a letter or two were lost, added or mistaken."""
    return any(
        0 < Levenshtein.distance(word, other, score_cutoff=at_most) <= at_most for other in known
    )


def all_known(text: str) -> bool:
    """Whether every word of a text is in some list."""
    words = [_plain(word) for word in WORD.findall(text)]
    return bool(words) and all(word in _words() or len(word) == 1 for word in words)


def is_known(word: str) -> bool:
    """Whether a single word is in some list."""
    return _plain(word) in _words()


def is_common(word: str) -> bool:
    """Whether a word is part of a town's name or stands on this form again and again."""
    return _plain(word) in _official() or _plain(word) in _towns()


def _plain(text: str) -> str:
    return " ".join(text.replace("str.", "straße").casefold().split())


class Known:
    """A set of words that can only be asked whether it has one.

    It keeps a number of 64 bits for each: a megabyte for all words instead of thirty. That another
    word has the number of one of them happens once in a hundred million million questions.
    """

    __slots__ = ("_numbers",)

    def __init__(self, words: Iterable[str]) -> None:
        self._numbers = array("q", np.unique(np.fromiter(map(hash, words), np.int64)).tobytes())

    def __contains__(self, word: str) -> bool:
        number = hash(word)
        place = bisect_left(self._numbers, number)
        return place < len(self._numbers) and self._numbers[place] == number


@cache
def _towns() -> Known:
    return Known(_plain(place.ort) for place in lexicons.places())


@cache
def _plain_towns() -> tuple[str, ...]:
    return tuple({_plain(place.ort) for place in lexicons.places()})


@cache
def _streets() -> Known:
    return Known(_plain(street) for street in lexicons.streets())


@cache
def _words() -> Known:
    """Every single word of all lists."""
    adjectives = (c.adjektiv for c in lexicons.citizenships())
    names = chain(lexicons.names_of_all(), adjectives)
    words = (_plain(word) for name in names for word in WORD.findall(name))
    return Known(chain(words, _official()))


@cache
def _official() -> frozenset[str]:
    """Words that are written on this form again and again."""
    text = files("extractors.lexicons").joinpath("amtswoerter.txt").read_text("utf-8")
    return frozenset(_plain(word) for word in text.split())
