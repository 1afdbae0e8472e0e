"""An invented family: child, parents, brothers and sisters, and the days of their life."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from sample_scans.stories import people, places
from sample_scans.stories.days import some_day
from sample_scans.stories.people import Person
from sample_scans.stories.traits import GERMAN_ORIGINS, Traits

YEAR = 365
YOUNGEST, OLDEST = 18, 43
"""Ages of a parent at the birth of the child."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The days that several sections of the form ask for; ``None``: never happened."""

    lives_since: date
    marriage: date | None
    separation: date | None
    divorce: date | None
    status_since: date | None
    together_until: date | None
    death: date | None
    moved_out: date | None


@dataclass(frozen=True, slots=True)
class Family:
    """Everybody the form asks about."""

    child: Person
    caring: Person
    other: Person
    siblings: tuple[Person, ...]
    spouse: Person | None
    dead: Person | None
    former_home: places.Address
    dates: Dates

    @property
    def mother(self) -> Person:
        """The caring parent or the other, whoever is the mother."""
        return self.caring if self.caring.gender == "w" else self.other

    @property
    def father(self) -> Person:
        """The parent who is not the mother."""
        return self.other if self.caring.gender == "w" else self.caring


def invent_family(rng: Random, traits: Traits) -> Family:
    """A family that fits the settled choices."""
    caring, other = _parents(rng, traits)
    dates = _dates(rng, traits, caring, other)
    spouse = _spouse(rng, traits, caring)
    caring, other = _names_by_marriage(rng, traits, caring, other, spouse)
    caring = _arrived(rng, caring, traits.eve)
    child = _child(rng, traits, caring, other)
    dead = {"anderer": other, "stief": spouse}.get(traits.law.death)
    return Family(
        child=child, caring=caring, other=other, siblings=_siblings(rng, traits, child, caring),
        spouse=spouse, dead=dead, dates=dates, former_home=places.nearby(rng, caring.home),
    )  # fmt: skip


def _parents(rng: Random, traits: Traits) -> tuple[Person, Person]:
    home = places.home(rng)
    gender = "w" if traits.law.caring == "mutter" else "m"
    young = 22 if traits.law.status != "ledig" or traits.law.relation == "ehe" else YOUNGEST
    age = max(young, round(rng.triangular(YOUNGEST, OLDEST, 29)))
    oldest = OLDEST + 5 if gender == "w" else OLDEST  # a father may be older
    apart = max(young - age, min(oldest - age, round(rng.gauss(0, 3))))
    born = [_birthday(rng, traits.born, years) for years in (age, age + apart)]
    caring = people.grown_up(rng, traits.origin, gender, born[0], home)
    away = places.nearby(rng, home) if rng.random() < 0.75 else places.elsewhere(rng)
    other_gender = "m" if gender == "w" else "w"
    other = people.grown_up(rng, traits.other_origin, other_gender, born[1], away)
    caring = replace(caring, phone=places.telephone(rng, home.plz))
    return caring, replace(other, phone=places.telephone(rng, away.plz))


def _birthday(rng: Random, child_born: date, years: int) -> date:
    return child_born - timedelta(days=years * YEAR + years // 4 + rng.randint(1, YEAR - 10))


def _dates(rng: Random, traits: Traits, caring: Person, other: Person) -> Dates:
    law, born, start = traits.law, traits.born, traits.eve
    marriage = _marriage(rng, traits, caring, other) if law.relation == "ehe" else None
    separation = divorce = None
    if marriage and law.marriage in ("getrennt", "geschieden", "aufgehoben"):
        latest = start - timedelta(days=20 if law.marriage == "getrennt" else 460)
        earliest = max(marriage + timedelta(days=200), born + timedelta(days=40))
        low = min(earliest, latest - timedelta(days=60))
        separation = some_day(rng, max(low, marriage + timedelta(days=60)), latest)
    if separation and law.marriage in ("geschieden", "aufgehoben"):
        divorce = some_day(rng, separation + timedelta(days=400), start - timedelta(days=10))
    death = _death(rng, traits) if law.death else None
    moved = _moved(rng, traits)
    left = law.caring == "vater"  # the child stayed with the father when the mother left
    together = separation or _together(rng, traits)
    return Dates(
        marriage=marriage, separation=separation, divorce=divorce, death=death,
        lives_since=moved or (max(born, separation) if separation and left else born),
        status_since=_status_since(rng, traits, caring, separation, divorce, death),
        together_until=None if law.other_dead else together, moved_out=moved,
    )  # fmt: skip


def _marriage(rng: Random, traits: Traits, caring: Person, other: Person) -> date:
    """A wedding of grown-ups, early enough for what came after it."""
    adult = max(caring.born, other.born) + timedelta(days=18 * YEAR + 30)
    room = 1400 if traits.law.marriage in ("geschieden", "aufgehoben") else 500
    latest = min(traits.born + timedelta(days=300), traits.eve - timedelta(days=room))
    return some_day(rng, max(adult, latest - timedelta(days=9 * YEAR)), latest)


def _death(rng: Random, traits: Traits) -> date:
    latest = traits.eve - timedelta(days=15)
    low = max(traits.born - timedelta(days=120), latest - timedelta(days=3 * YEAR))
    return some_day(rng, min(low, latest), latest)


def _moved(rng: Random, traits: Traits) -> date | None:
    """The day on which the child came to its present home, if it lived elsewhere before."""
    low = max(traits.born + timedelta(days=60), traits.eve - timedelta(days=4 * YEAR))
    latest = traits.eve - timedelta(days=10)
    return some_day(rng, low, latest) if traits.life.moved and low < latest else None


def _together(rng: Random, traits: Traits) -> date | None:
    """When unmarried parents parted, if they ever lived together."""
    if traits.law.known == "unbekannt" or rng.random() < 0.45:
        return None
    return some_day(rng, traits.born - timedelta(days=200), traits.eve - timedelta(days=5))


def _status_since(
    rng: Random, traits: Traits, caring: Person, separation: date | None, divorce: date | None,
    death: date | None,
) -> date | None:  # fmt: skip
    status = traits.law.status
    if status == "ledig":
        return None
    if status == "verwitwet":
        return death
    if traits.law.relation == "ehe" and status in ("dauernd_getrennt", "geschieden"):
        return separation if status == "dauernd_getrennt" else divorce
    grown = caring.born + timedelta(days=19 * YEAR)
    low = max(grown, divorce or grown)
    return some_day(rng, low, max(low, traits.eve - timedelta(days=30)))


def _spouse(rng: Random, traits: Traits, caring: Person) -> Person | None:
    """The (former, new or late) spouse of the caring parent who is not the other parent."""
    law = traits.law
    third = law.status in ("verheiratet", "lebenspartnerschaft") or law.death == "stief"
    if not third and (law.relation == "ehe" or law.status != "dauernd_getrennt"):
        return None
    same = law.status == "lebenspartnerschaft"
    gender = caring.gender if same else ("m" if caring.gender == "w" else "w")
    born = caring.born + timedelta(days=rng.randint(-5 * YEAR, 5 * YEAR))
    apart = law.status == "dauernd_getrennt"
    home = places.nearby(rng, caring.home) if apart else caring.home
    return people.grown_up(rng, "deutsch", gender, born, home)


def _names_by_marriage(
    rng: Random, traits: Traits, caring: Person, other: Person, spouse: Person | None
) -> tuple[Person, Person]:
    """Who bears whose name; now and then a double name or a title."""
    if traits.law.relation == "ehe" and rng.random() < 0.8:
        husband, wife = (caring, other) if caring.gender == "m" else (other, caring)
        name = husband.surname
        double = f"{wife.surname}-{name}"
        wife = wife.married(double if rng.random() < 0.12 and len(double) < 20 else name)
        caring, other = (husband, wife) if caring.gender == "m" else (wife, husband)
    elif spouse and rng.random() < 0.4:
        caring = caring.married(spouse.surname)
    title = "Dr." if rng.random() < 0.03 else ""
    return replace(caring, title=title), other


def _arrived(rng: Random, person: Person, start: date) -> Person:
    """With a day of coming to Germany, for whoever was born abroad."""
    if person.entry is not None:
        return person
    low = max(person.born + timedelta(days=2 * YEAR), start - timedelta(days=15 * YEAR))
    return replace(person, entry=some_day(rng, low, start - timedelta(days=200)))


def _child(rng: Random, traits: Traits, caring: Person, other: Person) -> Person:
    gender = rng.choices(("w", "m", "d"), (49, 49, 2))[0]
    abroad = caring.entry is not None and caring.entry > traits.born
    known_german = other.origin in GERMAN_ORIGINS and traits.law.known != "unbekannt"
    names = people.first_names(rng, traits.origin, gender, child=True)
    surname = caring.surname
    if traits.law.relation == "nie" and traits.law.paternity == "anerkannt" and rng.random() < 0.25:
        surname = other.surname
    return Person(
        gender=gender,
        surname=surname,
        birth_name=caring.birth_name if surname == caring.surname and rng.random() < 0.15 else "",
        first_names=names,
        called=people.called(rng, names),
        born=traits.born,
        birth_place=caring.birth_place if abroad else places.birth_town(rng),
        origin=traits.origin,
        citizenship="deutsch" if known_german else caring.citizenship,
        home=caring.home,
        entry=caring.entry if abroad else traits.born,
    )


def _siblings(rng: Random, traits: Traits, child: Person, caring: Person) -> tuple[Person, ...]:
    """Further children of both parents, at least a year apart."""
    if traits.law.known == "unbekannt":
        return ()
    found: list[Person] = []
    ages = [child.born]
    for _ in range(traits.life.siblings):
        born = child.born + timedelta(days=rng.randint(-8 * YEAR, 8 * YEAR))
        apart = all(abs((born - day).days) > 400 for day in ages)
        grown = born - caring.born > timedelta(days=17 * YEAR)
        past = born < traits.eve - timedelta(days=30)
        if apart and grown and past and _before_parting(traits, born):
            ages.append(born)
            gender = rng.choice("wm")
            names = people.first_names(rng, child.origin, gender, child=True)
            found.append(
                replace(child, gender=gender, born=born, first_names=names, called=names[0])
            )
    return tuple(sorted(found, key=lambda person: person.born))


def _before_parting(traits: Traits, born: date) -> bool:
    """Whether both parents can have had a child then, given how long the story lets them live."""
    return not traits.law.other_dead or born <= traits.born
