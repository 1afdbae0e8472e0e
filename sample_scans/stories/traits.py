"""What kind of application a story is: the choices from which everything else follows.

A choice may be settled beforehand (a defect that concerns a death needs one); all others are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sample_scans.stories.days import end_of_month, full_years, months_before

FIRST_DAY = date(2024, 2, 1)
LAST_DAY = date(2026, 11, 20)
"""Applications arrive between these days; the law and the form are those of these years."""

Weights = Mapping[str, int]

ORIGINS: Weights = {
    "deutsch": 62, "türkisch": 6, "polnisch": 4, "rumänisch": 4, "kroatisch": 3, "italienisch": 3,
    "österreichisch": 2, "ukrainisch": 4, "syrisch": 3, "kosovarisch": 3, "nigerianisch": 2,
    "vietnamesisch": 2, "russlanddeutsch": 4,
}  # fmt: skip
EU_ORIGINS = frozenset({"polnisch", "rumänisch", "kroatisch", "italienisch", "österreichisch"})
GERMAN_ORIGINS = frozenset({"deutsch", "russlanddeutsch"})
TITLES: Weights = {"niederlassung": 30, "erlaubnis": 45, "sonstiger": 20, "duldung": 5}
OF_SCHOOL_AGE = 6
GROWN = 15
"""From this age the form asks for an income of the child (section 11)."""

THIRD_ORIGINS = frozenset(ORIGINS) - EU_ORIGINS - GERMAN_ORIGINS


@dataclass(frozen=True, slots=True)
class Law:
    """How the people stand to each other."""

    caring: str  # mutter, vater
    relation: str  # nie, ehe
    death: str  # "", anderer, stief
    status: str  # Familienstand of the caring parent
    marriage: str  # "", verheiratet, getrennt, geschieden, aufgehoben (eltern.ehe.stand)
    paternity: str  # "", anerkannt, gericht, offen
    known: str  # how much of the other parent is known: gut, wenig, unbekannt
    custody: str  # mutter, vater, beide, andere

    @property
    def other_dead(self) -> bool:
        """Whether it is the other parent who died."""
        return self.death == "anderer"


@dataclass(frozen=True, slots=True)
class Money:
    """What was paid, asked for and given up."""

    efforts: str  # "", ja, nein
    payments: str  # "", keiner, unregelmaessig, regelmaessig
    advance: bool
    waiver: str  # "", verzicht, freistellung
    title: bool
    filing: bool
    orphan: str  # "", ja, abgelehnt, beantragt
    settlement: bool
    institution: bool
    work: str  # angestellt, selbstaendig, arbeitslos, unbekannt
    debts: bool


@dataclass(frozen=True, slots=True)
class Benefits:
    """Earlier and other benefits, and who acts for the child."""

    earlier: bool
    applied: bool
    sgb_ii: str
    sgb_xii: str
    youth: str
    usg: str
    guardian: bool
    lawyer: bool


@dataclass(frozen=True, slots=True)
class Life:
    """How the child lives."""

    shared: bool
    outside: str  # "", sonstige, pflegestelle, heim_internat
    moved: bool
    school: str  # "", ja, nein
    income: str  # "", ausbildung, arbeit, sonstige, keine
    siblings: int
    settler: str  # "", kind, elternteil, beide
    title_kind: str  # residence title, where one is needed
    eu_residence: bool  # a child of the Union fills in 1 D although it need not


@dataclass(frozen=True, slots=True)
class Traits:
    """The settled choices; ``""`` means that a matter does not come up."""

    received: date
    signed: date
    born: date
    start: date
    retro: bool
    origin: str
    other_origin: str
    law: Law
    money: Money
    benefits: Benefits
    life: Life
    thrifty: bool  # leaves blank what may be left blank

    @property
    def eve(self) -> date:
        """What the family tells of happened by this day."""
        return min(self.start, self.signed)

    @property
    def years(self) -> int:
        """Full years of the child at the end of the month in which the benefits begin."""
        return full_years(self.born, end_of_month(self.start))


class Draw:
    """Draws one choice after the other, except those settled beforehand."""

    def __init__(self, rng: Random, settled: Mapping[str, object]) -> None:
        self._rng = rng
        self._settled = settled

    def one(self, name: str, weights: Weights) -> str:
        """One of the options by weight; the draw is made even where the choice is settled."""
        drawn = self._rng.choices(list(weights), list(weights.values()))[0]
        return str(self._settled.get(name, drawn))

    def chance(self, name: str, share: float) -> bool:
        """Whether something is so, in this share of the stories."""
        drawn = self._rng.random() < share
        return bool(self._settled.get(name, drawn))

    def number(self, name: str, low: int, high: int) -> int:
        """A whole number between the two."""
        drawn = self._rng.randint(low, high)
        settled = self._settled.get(name, drawn)
        return settled if isinstance(settled, int) else drawn


def draw_traits(rng: Random, settled: Mapping[str, object]) -> Traits:
    """All choices of one story, fitting together."""
    draw = Draw(rng, settled)
    retro = draw.chance("retro", 0.22)
    received = _working_day(rng)
    months = max(draw.number("age_months", *_band(rng)), 4 if retro else 0)
    born = months_before(received, months) - timedelta(days=rng.randint(0, 27))
    start = _start(rng, received, born, retro)
    signed = max(received - timedelta(days=rng.choice((0, 1, 1, 2, 3, 4, 6, 9, 14))), born)
    years = full_years(born, end_of_month(start))
    origin = draw.one("origin", ORIGINS)
    other = draw.one("other_origin", {origin: 1} if rng.random() < 0.7 else ORIGINS)
    law = _law(draw, months)
    return Traits(
        received=received, signed=signed, born=born, start=start, retro=retro,
        origin=origin, other_origin=other, law=law, money=_money(draw, law, retro),
        benefits=_benefits(draw, years), life=_life(draw, years, origin),
        thrifty=draw.chance("thrifty", 0.25),
    )  # fmt: skip


def _working_day(rng: Random) -> date:
    day = FIRST_DAY + timedelta(days=rng.randint(0, (LAST_DAY - FIRST_DAY).days))
    return day - timedelta(days=max(0, day.weekday() - 4))


def _band(rng: Random) -> tuple[int, int]:
    """Months of age: every band of the law, and the years in which something changes."""
    bands = ((1, 71), (72, 143), (144, 179), (180, 211))
    return rng.choices(bands, (36, 30, 17, 17))[0]


def _start(rng: Random, received: date, born: date, retro: bool) -> date:
    """From when benefits are claimed: mostly the first of the month, never before the birth."""
    month = months_before(received, 1 if retro else 0).replace(day=1)
    if not retro and rng.random() < 0.15:
        month = end_of_month(month) + timedelta(days=1)
    elif not retro and rng.random() < 0.1:
        month = month.replace(day=received.day)
    return max(month, born)


def _law(draw: Draw, age: int) -> Law:
    caring = draw.one("caring", {"mutter": 87, "vater": 13})
    relation = draw.one("relation", {"nie": 55, "ehe": 45})
    death = draw.one("death", {"": 88, "anderer": 8, "stief": 4})
    marriage = "" if relation == "nie" else _marriage(draw, death, age)
    paternity = "" if relation == "ehe" else _paternity(draw, caring, death)
    custody = {"beide": 30, caring: 65 if relation == "nie" else 25, "andere": 4}
    return Law(
        caring=caring, relation=relation, death=death, marriage=marriage, paternity=paternity,
        status=draw.one("status", _status_weights(relation, marriage, death)),
        known=draw.one("known", _known_weights(paternity)), custody=draw.one("custody", custody),
    )  # fmt: skip


def _known_weights(paternity: str) -> Weights:
    return {"unbekannt": 60, "wenig": 40} if paternity == "offen" else {"gut": 68, "wenig": 32}


def _marriage(draw: Draw, death: str, age: int) -> str:
    if death == "anderer":
        return draw.one("marriage", {"verheiratet": 1})
    late = 1 if age > 24 else 0  # a year of separation comes before a divorce
    return draw.one("marriage", {"getrennt": 45, "geschieden": 50 * late, "aufgehoben": 3 * late})


def _paternity(draw: Draw, caring: str, death: str) -> str:
    open_ = 20 if caring == "mutter" and death != "anderer" else 0
    return draw.one("paternity", {"anerkannt": 70, "gericht": 10, "offen": open_})


def _status_weights(relation: str, marriage: str, death: str) -> Weights:
    if death == "stief" or (death == "anderer" and relation == "ehe"):
        return {"verwitwet": 1}
    after: Mapping[str, Weights] = {
        "getrennt": {"dauernd_getrennt": 1},
        "geschieden": {"geschieden": 88, "verheiratet": 12},
        "aufgehoben": {"ledig": 1},
    }
    if relation == "ehe":
        return after[marriage]
    return {"ledig": 78, "geschieden": 8, "verheiratet": 5, "lebenspartnerschaft": 3,
            "dauernd_getrennt": 6}  # fmt: skip


def _money(draw: Draw, law: Law, retro: bool) -> Money:
    some = 1 if not law.other_dead and law.known != "unbekannt" else 0
    paid = {"keiner": 55, "unregelmaessig": 25 * some, "regelmaessig": 20 * some}
    spouse = law.status in ("verheiratet", "lebenspartnerschaft")
    return Money(
        payments=draw.one("payments", {"": 1} if law.other_dead else paid),
        efforts=draw.one("efforts", {"ja": 80 * some, "nein": 20} if retro else {"": 1}),
        advance=draw.chance("advance", 0.08 * some),
        waiver=draw.one("waiver", {"": 90, "verzicht": 5 * some, "freistellung": 5 * some}),
        title=draw.chance("title", 0.3 * some),
        filing=draw.chance("filing", 0.18 * some),
        orphan=draw.one(
            "orphan", {"ja": 45, "abgelehnt": 25, "beantragt": 30} if law.death else {"": 1}
        ),
        settlement=draw.chance("settlement", 0.15 if law.death else 0.0),
        institution=draw.chance("institution", 0.5 if spouse else 0.0),
        work=draw.one("work", {"angestellt": 50, "selbstaendig": 15, "arbeitslos": 15,
                               "unbekannt": 20}) if law.known == "gut" else "unbekannt",
        debts=draw.chance("debts", 0.3 if law.known == "gut" else 0.0),
    )  # fmt: skip


def _benefits(draw: Draw, years: int) -> Benefits:
    usual = {"nein": 90, "ja": 6, "beantragt": 4}
    return Benefits(
        earlier=draw.chance("earlier", 0.15 if years else 0.0),
        applied=draw.chance("applied", 0.12 if years else 0.0),
        sgb_ii=draw.one("sgb_ii", {"nein": 62, "ja": 26, "beantragt": 12}),
        sgb_xii=draw.one("sgb_xii", usual),
        youth=draw.one("youth", usual),
        usg=draw.one("usg", usual),
        guardian=draw.chance("guardian", 0.25),
        lawyer=draw.chance("lawyer", 0.15),
    )


def _life(draw: Draw, years: int, origin: str) -> Life:
    school = draw.one("school", _school_weights(years))
    settlers = {"elternteil": 70, "": 20, "beide": 10} if origin == "russlanddeutsch" else {"": 1}
    earns = {"ausbildung": 45, "arbeit": 20, "sonstige": 15, "keine": 20}
    return Life(
        shared=draw.chance("shared", 0.25),
        outside=draw.one("outside", {"": 90, "sonstige": 6, "pflegestelle": 2, "heim_internat": 2}),
        moved=draw.chance("moved", 0.3),
        school=school,
        income=draw.one("income", earns if years >= GROWN and school == "nein" else {"": 1}),
        siblings=int(draw.one("siblings", {"0": 55, "1": 26, "2": 13, "3": 6})),
        settler=draw.one("settler", settlers),
        title_kind=draw.one("title_kind", TITLES),
        eu_residence=draw.chance("eu_residence", 0.6),
    )


def _school_weights(years: int) -> Weights:
    if years < OF_SCHOOL_AGE:
        return {"": 75, "nein": 25}
    return {"ja": 100} if years < GROWN else {"ja": 55, "nein": 45}
