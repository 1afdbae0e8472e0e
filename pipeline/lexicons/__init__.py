"""Word lists of the office's world: banks, places, streets, names, citizenships.

Readers compare what they read with these lists, rules ask which group a citizenship belongs to,
and the inventor of samples draws from them. Origin and licence of each list: LICENSES.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

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


@cache
def places() -> tuple[Place, ...]:
    """German postcodes with the places they serve; a postcode may serve several places."""
    return tuple(Place(*row) for row in _rows("plz_ort_de.tsv"))


@cache
def towns_of() -> Mapping[str, tuple[str, ...]]:
    """The places of each German postcode."""
    towns: dict[str, list[str]] = {}
    for place in places():
        towns.setdefault(place.plz, []).append(place.ort)
    return MappingProxyType({plz: tuple(names) for plz, names in towns.items()})


@cache
def first_names() -> Mapping[str, str]:
    """First names with ``w``, ``m`` or ``mw`` for those who bear them."""
    return MappingProxyType({row[0]: row[1] for row in _rows("vornamen.tsv")})


@cache
def surnames() -> tuple[str, ...]:
    """Surnames, sorted."""
    return _lines("nachnamen.txt")


@cache
def frequent_surnames() -> tuple[str, ...]:
    """A few hundred surnames that are common in Germany, sorted."""
    return _lines("nachnamen_haeufig.txt")


@cache
def streets() -> tuple[str, ...]:
    """Street names, sorted (OpenStreetMap contributors)."""
    return _lines("strassen.txt")


@cache
def marked() -> frozenset[str]:
    """Listed words with marks on their letters, written without them: Sahin for Şahin."""
    names = (*first_names(), *surnames(), *streets())
    towns = (place.ort for place in places())
    words = (
        word for name in (*names, *towns) if not name.isascii() for word in _WORD.findall(name)
    )
    return frozenset(unmarked(word) for word in words if not word.isascii())


def unmarked(word: str) -> str:
    """A word in small letters without the marks on them."""
    parts = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(part for part in parts if not unicodedata.combining(part))


@cache
def citizenships() -> tuple[Citizenship, ...]:
    """All citizenships of the official key that exist today, with ``staatenlos``."""
    return tuple(
        Citizenship(code, adjective, country, group, tuple(filter(None, variants.split(";"))))
        for code, adjective, country, group, variants in _rows("staatsangehoerigkeiten.tsv")
    )


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


def _folded(text: str) -> str:
    """Without case, accents, blanks and punctuation, so that spellings compare."""
    plain = text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    parts = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in parts if c.isalnum())


def _lines(name: str) -> tuple[str, ...]:
    return tuple(files(__name__).joinpath(name).read_text("utf-8").splitlines())


def _rows(name: str) -> Iterator[list[str]]:
    """The rows of a table after its heading, cells split at tabs."""
    for line in _lines(name)[1:]:
        yield line.split("\t")
