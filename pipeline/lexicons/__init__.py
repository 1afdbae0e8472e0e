"""Word lists of the office's world: banks, places, streets, names, citizenships.

Readers compare what they read with these lists, rules ask which group a citizenship belongs to,
and the inventor of samples draws from them. Origin and licence of each list: LICENSES.md.

The long ones (places, surnames, streets) are read anew at each call, for as texts in memory they
take twenty megabytes: who looks something up keeps only what is looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

_DOTS = str.maketrans("äöü", "aou")
_WORD = re.compile(r"[^\W\d_]+")


class Bank(NamedTuple):
    """One bank code of the Bundesbank's list."""

    blz: str
    bic: str
    name: str


class Place(NamedTuple):
    """One postcode and one place it serves; ``land`` is the two-letter sign of the state."""

    plz: str
    ort: str
    land: str


class Citizenship(NamedTuple):
    """One citizenship of the official key.

    ``gruppe`` is ``de``, ``eu`` (without Germany), ``ewr_ch`` (Iceland, Liechtenstein, Norway,
    Switzerland), ``drittstaat``, ``staatenlos`` or ``ungeklaert``.
    """

    code: str
    adjektiv: str
    land: str
    gruppe: str
    varianten: tuple[str, ...]


@cache
def banks() -> Mapping[str, Bank]:
    """German banks by bank code (BLZ); one entry per code."""
    return MappingProxyType({row[0]: Bank(*row) for row in _rows("banken_de.tsv")})


@cache
def bics() -> frozenset[str]:
    """Every BIC of a German bank, always eleven characters."""
    return frozenset(bank.bic for bank in banks().values())


def places() -> tuple[Place, ...]:
    """German postcodes with the places they serve; a postcode may serve several places."""
    return tuple(_places())


def _places() -> Iterator[Place]:
    return (Place(*row) for row in _rows("plz_ort_de.tsv"))


@cache
def towns_of() -> Mapping[str, tuple[str, ...]]:
    """The places of each German postcode."""
    towns: dict[str, list[str]] = {}
    for place in _places():
        towns.setdefault(place.plz, []).append(place.ort)
    return MappingProxyType({plz: tuple(names) for plz, names in towns.items()})


@cache
def first_names() -> Mapping[str, str]:
    """First names with ``w``, ``m`` or ``mw`` for those who bear them."""
    return MappingProxyType({row[0]: row[1] for row in _rows("vornamen.tsv")})


def surnames() -> tuple[str, ...]:
    """Surnames, sorted."""
    return tuple(_lines("nachnamen.txt"))


@cache
def frequent_surnames() -> tuple[str, ...]:
    """A few hundred surnames that are common in Germany, sorted."""
    return tuple(_lines("nachnamen_haeufig.txt"))


def streets() -> tuple[str, ...]:
    """Street names, sorted (OpenStreetMap contributors)."""
    return tuple(_lines("strassen.txt"))


def names_of_all() -> Iterator[str]:
    """Every name in the lists, one by one: surnames, first names, streets and places."""
    yield from _lines("nachnamen.txt")
    yield from first_names()
    yield from _lines("strassen.txt")
    yield from (place.ort for place in _places())


@cache
def marked() -> frozenset[str]:
    """Listed words with marks on their letters, written without them: Sahin for Şahin."""
    names = (name for name in names_of_all() if not name.isascii())
    words = (word for name in names for word in _WORD.findall(name) if not word.isascii())
    return frozenset(unmarked(word) for word in words)


_STROKES = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe"})
"""Letters that Unicode does not take for others with marks."""


def unmarked(word: str) -> str:
    """A word in small letters without the marks on them."""
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_STROKES))
    return "".join(part for part in parts if not unicodedata.combining(part))


@cache
def citizenships() -> tuple[Citizenship, ...]:
    """All citizenships of the official key that exist today, with ``staatenlos``."""
    return tuple(
        Citizenship(code, adjective, country, group, tuple(filter(None, variants.split(";"))))
        for code, adjective, country, group, variants in _rows("staatsangehoerigkeiten.tsv")
    )


def citizenship_meant(written: str) -> Citizenship | None:
    """The same where the dots over a vowel may be missing, as many write and scanners lose them.

    >>> citizenship_meant("osterreichisch") == citizenship_meant("Österreich")
    True
    """
    return citizenship(written) or _without_dots().get(_folded(written))


def citizenship(written: str) -> Citizenship | None:
    """The citizenship that someone wrote as adjective, country or usual short form.

    >>> citizenship("Türkisch").gruppe
    'drittstaat'
    >>> citizenship("österreichische") == citizenship("Österreich")
    True
    >>> citizenship("unbekannt") is None
    True
    """
    key = _folded(written)
    found = _by_spelling()
    for ending in ("", "e", "er", "en"):
        if key.endswith(ending) and (hit := found.get(key.removesuffix(ending))):
            return hit
    return None


@cache
def _by_spelling() -> Mapping[str, Citizenship]:
    return {
        _folded(spelling): entry
        for entry in citizenships()
        for spelling in (*entry.varianten, entry.land, entry.adjektiv)
    }


@cache
def _without_dots() -> Mapping[str, Citizenship]:
    return {
        _folded(spelling.casefold().translate(_DOTS)): entry
        for entry in citizenships()
        for spelling in (*entry.varianten, entry.land, entry.adjektiv)
    }


def _folded(text: str) -> str:
    """Without case, accents, blanks and punctuation, so that spellings compare."""
    plain = text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    parts = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in parts if c.isalnum())


def _lines(name: str) -> Iterator[str]:
    with files(__name__).joinpath(name).open(encoding="utf-8") as lines:
        yield from (line.rstrip("\n") for line in lines)


def _rows(name: str) -> Iterator[list[str]]:
    """The rows of a table after its heading, cells split at tabs."""
    lines = _lines(name)
    next(lines)
    for line in lines:
        yield line.split("\t")
