"""What the word lists say about a value that was read: known, unheard of, or likely misread.

Knowledge never writes a value. It makes a reading surer or less sure: a postcode that serves the
town beside it was hardly misread, a town that is one letter off a known one probably was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from rapidfuzz.distance import Levenshtein

from pipeline import lexicons

POSTCODE_AND_TOWN = re.compile(r"(\d{5}) (.+)")
STREET_AND_NUMBER = re.compile(r"(.+?) \d+ ?[a-z]?(?:[-/]\d+)?")
WORD = re.compile(r"[^\W\d_]+")
SHORTEST_TELLING = 4  # letters; every shorter word is one letter off some other


class Support(StrEnum):
    """What the lists say: they know the value, they know nothing, or it looks misread."""

    KNOWN = "known"
    SILENT = "silent"
    AGAINST = "against"


def support(value: str, kind: str, field: str = "") -> Support:
    """What the word lists say about a value of this text type."""
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
    if kind == "text" and field.endswith("geburtsort"):
        return Support.KNOWN if _plain(value) in _towns() else Support.SILENT
    return Support.SILENT


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


def _street(value: str) -> Support:
    match = STREET_AND_NUMBER.fullmatch(value)
    if match is None:
        return Support.SILENT
    return Support.KNOWN if _plain(match[1]) in _streets() else Support.SILENT


def _account(value: str) -> Support:
    if not value.startswith("DE"):
        return Support.SILENT
    return Support.KNOWN if value[4:12] in lexicons.banks() else Support.AGAINST


def _bank(value: str) -> Support:
    if value.ljust(11, "X") in lexicons.bics():
        return Support.KNOWN
    return Support.AGAINST if value[4:6] == "DE" else Support.SILENT


def _name(value: str) -> Support:
    words = [word for word in WORD.findall(value) if len(word) > 1]
    if words and all(_plain(word) in _names() for word in words):
        return Support.KNOWN
    telling = [_plain(w) for w in words if len(w) >= SHORTEST_TELLING]
    return Support.AGAINST if any(_looks_misread(w) for w in telling) else Support.SILENT


def _looks_misread(word: str) -> bool:
    """Unknown, but known once a letter is taken for the one that it is often mistaken for."""
    if word in _names():
        return False
    swaps = (("rn", "m"), ("m", "rn"), ("ii", "ü"), ("cl", "d"), ("i", "l"), ("l", "i"),
             ("h", "b"), ("e", "c"), ("c", "e"), ("u", "n"), ("n", "u"), ("y", "v"))  # fmt: skip
    return any(_swapped(word, old, new) for old, new in swaps)


def _swapped(word: str, old: str, new: str) -> bool:
    places = (m.start() for m in re.finditer(re.escape(old), word))
    return any(word[:p] + new + word[p + len(old) :] in _names() for p in places)


def _one_off(word: str, known: Iterable[str]) -> bool:
    """Whether one letter was lost, added or mistaken."""
    return any(Levenshtein.distance(word, other, score_cutoff=2) <= 2 for other in known)


def _plain(text: str) -> str:
    return " ".join(text.replace("str.", "straße").casefold().split())


@cache
def _towns() -> frozenset[str]:
    return frozenset(_plain(place.ort) for place in lexicons.places())


@cache
def _streets() -> frozenset[str]:
    return frozenset(_plain(street) for street in lexicons.streets())


@cache
def _names() -> frozenset[str]:
    parts = (part for name in lexicons.surnames() for part in WORD.findall(name))
    firsts = (part for name in lexicons.first_names() for part in WORD.findall(name))
    return frozenset(_plain(name) for name in (*parts, *firsts))
