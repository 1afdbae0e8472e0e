"""Where people live and which offices serve them: streets, towns, authorities, telephones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from pipeline import lexicons

LARGE_TOWNS = (
    "München", "Nürnberg", "Augsburg", "Regensburg", "Ingolstadt", "Würzburg", "Fürth", "Erlangen",
    "Bamberg", "Bayreuth", "Landshut", "Aschaffenburg", "Kempten (Allgäu)", "Rosenheim", "Neu-Ulm",
    "Schweinfurt", "Passau", "Freising", "Straubing", "Dachau", "Hof", "Memmingen", "Kaufbeuren",
    "Amberg", "Coburg", "Ansbach", "Deggendorf", "Traunstein", "Starnberg", "Günzburg",
    "Donauwörth", "Cham", "Erding", "Forchheim", "Kulmbach", "Haßfurt",
)  # fmt: skip
"""Towns with a maternity ward, a court and a youth office, so that documents have a place."""

USUAL_STREETS = (
    "Hauptstraße", "Bahnhofstraße", "Gartenstraße", "Schulstraße", "Dorfstraße", "Bergstraße",
    "Birkenweg", "Lindenstraße", "Kirchplatz", "Am Anger", "Ringstraße", "Waldstraße", "Mühlweg",
    "Goethestraße", "Schillerstraße", "Mozartstraße", "Rosenweg", "Ahornweg", "Wiesenweg",
    "Sudetenstraße", "Münchner Straße", "Augsburger Straße", "Bgm.-Huber-Straße", "Am Hang",
    "Fichtenstraße", "St.-Anna-Straße", "Marktplatz", "Lerchenweg", "Ludwigstraße", "Talstraße",
)  # fmt: skip
LONGEST_STREET = 18
"""Longer names of streets do not fit beside a house number on the line of the form."""

LONGEST_TOWN = 22
"""The same for towns behind a postcode."""

MOBILE = ("0151", "0152", "0157", "0159", "0160", "0162", "0170", "0171", "0175", "0176", "0179")
LANDLINE = {
    "80": "089", "81": "089", "82": "08141", "83": "08031", "84": "0871", "85": "08161",
    "86": "0821", "87": "0831", "88": "08382", "89": "0731", "90": "0911", "91": "09131",
    "92": "09621", "93": "0941", "94": "0851", "95": "0921", "96": "0951", "97": "0931",
    "63": "06021",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """A dwelling as it stands on two lines."""

    street: str
    plz: str
    town: str

    @property
    def plz_ort(self) -> str:
        """The second line."""
        return f"{self.plz} {self.town}"

    @property
    def short_town(self) -> str:
        """The town without what stands in brackets behind it."""
        return self.town.split(" (")[0]

    @property
    def line(self) -> str:
        """Both lines in one."""
        return f"{self.street}, {self.plz_ort}"


@cache
def _bavarian() -> tuple[lexicons.Place, ...]:
    return tuple(
        place
        for place in lexicons.places()
        if place.land == "BY" and len(place.ort) <= LONGEST_TOWN
    )


@cache
def _german() -> tuple[lexicons.Place, ...]:
    """Places elsewhere, without those that name a part of a town behind it."""
    return tuple(p for p in lexicons.places() if p.land != "BY" and p.ort.isalpha())


@cache
def _large() -> tuple[lexicons.Place, ...]:
    return tuple(place for place in _bavarian() if place.ort in LARGE_TOWNS)


@cache
def _short_streets() -> tuple[str, ...]:
    return tuple(street for street in lexicons.streets() if len(street) <= LONGEST_STREET)


def street(rng: Random) -> str:
    """A street with a house number, mostly a usual one."""
    name = rng.choice(USUAL_STREETS) if rng.random() < 0.5 else rng.choice(_short_streets())
    letter = rng.choice(("a", "b", "c")) if rng.random() < 0.15 else ""
    return f"{name} {rng.randint(1, rng.choice((9, 40, 120)))}{letter}"


def home(rng: Random) -> Address:
    """An address in Bavaria, in a large town or anywhere."""
    place = rng.choice(_large() if rng.random() < 0.5 else _bavarian())
    return Address(street(rng), place.plz, place.ort)


def nearby(rng: Random, address: Address) -> Address:
    """Another address in the same part of the country."""
    place = rng.choice(_around(address.plz[:2]))
    return Address(street(rng), place.plz, place.ort)


@cache
def _around(region: str) -> tuple[lexicons.Place, ...]:
    """The places of a postal region, Bavarian ones where there are any."""
    near = tuple(place for place in _bavarian() if place.plz[:2] == region)
    return near or tuple(place for place in _german() if place.plz[:2] == region)


def elsewhere(rng: Random) -> Address:
    """An address in another state of Germany."""
    place = rng.choice(_german())
    return Address(street(rng), place.plz, place.ort)


def office_town(rng: Random, near: str) -> Address:
    """The street of an authority in the large town that serves a postcode."""
    seats = [place for place in _large() if place.plz[:2] == near[:2]] or list(_large())
    seat = rng.choice(seats)
    return Address(street(rng), seat.plz, seat.ort)


def birth_town(rng: Random) -> str:
    """A Bavarian town with a maternity ward."""
    return rng.choice(LARGE_TOWNS)


def telephone(rng: Random, plz: str) -> str:
    """Digits only: mostly a mobile number, else one of the area."""
    if rng.random() < 0.7:
        return rng.choice(MOBILE) + str(rng.randint(2_000_000, 99_999_999))
    return LANDLINE.get(plz[:2], "089") + str(rng.randint(20_000, 9_999_999))
