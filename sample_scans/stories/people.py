"""Invented people: names by origin, birth, citizenship, home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from random import Random

from pipeline import lexicons
from sample_scans.stories.places import Address, birth_town

GENDERS = {"w": "weiblich", "m": "männlich", "d": "divers"}
BORN_HERE = 0.3
"""Share of grown-ups of foreign origin who were born in Germany."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody. ``called`` is the first name in use; ``entry`` the day of coming to Germany."""

    gender: str
    surname: str
    first_names: tuple[str, ...]
    called: str
    born: date
    birth_place: str
    origin: str
    citizenship: str
    home: Address
    birth_name: str = ""
    title: str = ""
    phone: str = ""
    entry: date | None = None

    @property
    def given(self) -> str:
        """All first names in one line."""
        return " ".join(self.first_names)

    @property
    def name(self) -> str:
        """As others write it: the name in use and the surname."""
        return f"{self.called} {self.surname}"

    @property
    def full_name(self) -> str:
        """All first names and the surname, as documents write it."""
        return f"{self.given} {self.surname}"

    def married(self, surname: str) -> Person:
        """The same person under a name gained by marriage."""
        if surname == self.surname:
            return self
        return replace(self, surname=surname, birth_name=self.birth_name or self.surname)


@cache
def _names() -> Mapping[tuple[str, str], tuple[str, ...]]:
    text = files("sample_scans").joinpath("lexicons/namen_nach_herkunft.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return {(row[0], row[1]): tuple(n.replace("=", " ") for n in row[2].split()) for row in rows}


@cache
def _origins() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    text = files("sample_scans").joinpath("lexicons/herkunft.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return {row[0]: (row[1], tuple(row[2].split(";"))) for row in rows}


def citizenship_of(origin: str) -> str:
    """The citizenship that goes with an origin, as adjective."""
    return _origins()[origin][0]


def surname(rng: Random, origin: str) -> str:
    """A surname of this origin."""
    if origin == "deutsch" and rng.random() < 0.6:
        return rng.choice(lexicons.frequent_surnames())
    return rng.choice(_names()[origin, "n"])


def first_names(rng: Random, origin: str, gender: str, *, child: bool) -> tuple[str, ...]:
    """One to three first names."""
    kind = "m" if gender == "m" or (gender == "d" and rng.random() < 0.5) else "w"
    key = ("deutsch_kind" if child and origin in ("deutsch", "russlanddeutsch") else origin, kind)
    count = rng.choices((1, 2, 3), (52, 40, 8))[0]
    chosen = rng.sample(_names()[key], count)
    if count == 2 and rng.random() < 0.15 and child:
        return ("-".join(chosen),)
    return tuple(chosen)


def called(rng: Random, names: tuple[str, ...]) -> str:
    """The name in use: mostly the first."""
    return names[0] if rng.random() < 0.8 else rng.choice(names)


def grown_up(rng: Random, origin: str, gender: str, born: date, home: Address) -> Person:
    """A parent, born in Germany or in the land of origin."""
    names = first_names(rng, origin, gender, child=False)
    abroad = origin != "deutsch" and rng.random() >= BORN_HERE
    return Person(
        gender=gender,
        surname=surname(rng, origin),
        first_names=names,
        called=called(rng, names),
        born=born,
        birth_place=rng.choice(_origins()[origin][1]) if abroad else birth_town(rng),
        origin=origin,
        citizenship=citizenship_of(origin),
        home=home,
        entry=None if abroad else born,
    )
