"""Which people of the application a paper names, by their names and birth dates.

The application may have been written by hand and read wrongly, so names are compared roughly and
one wrong digit in a birth date is forgiven where the first name fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import Levenshtein

from extractors.dates import MONTHS, read_date
from extractors.evidence_rows import printed_rows
from extractors.evidence_words import fold
from extractors.whole_page import PageText
from pipeline.model import Case

CHILD, PARENT, OTHER = "kind", "betreuender_elternteil", "anderer_elternteil"
SPOUSE, DEAD = "ehegatte", "verstorbener_elternteil"
PERSON_FIELDS = (CHILD, PARENT, OTHER)

ALIKE = 0.75  # of a name; handwriting is read with one wrong letter in four at worst
SHORT_NAME = 4  # letters; another name of that length is often one letter away
SHORT_WORTH = 0.5  # so a short name that is only alike says half
NAME_FROM = 3  # letters of a name that can be told from noise
BIRTH_NEARBY = 14  # words between a name and the birth date that goes with it
DIRT_BELOW = 4  # letters and digits; a shorter row is a speck
NEARBY = 7  # words between first name and surname of one person
BY_DATE = 1.0  # the birth date is there and called one: that is the person
BY_BARE_DATE = 0.6  # ... but may be another day: many children move in when they are born
BY_NEAR_DATE = 0.5  # ... but for one digit
BY_FULL_NAME = 0.9
BY_FIRST_NAME = 0.45
BY_SURNAME = 0.1  # the whole family has it
_NAME_FOR = {BY_BARE_DATE: 0.95 * BY_FIRST_NAME, BY_NEAR_DATE: ALIKE * BY_FIRST_NAME}
"""How much of a name must be there before such a date says anything."""
NAMED = 0.8  # from here on a person counts as named
ADULT = 18

_DAY = re.compile(
    r"(?<!\d)(\d{1,2}\s?[.,:]{1,2}\s?\d{1,2}\s?[.,:]{1,2}\s?\d{4}|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2}\s?\.\s?(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\s+\d{4})(?!\d)",
    re.IGNORECASE,
)
_MACHINE_DAY = re.compile(r"(?<![\d])(\d{2})(\d{2})(\d{2})\d[FM<«KC]?\d{6}")
_BIRTH = re.compile(r"geb(?:oren|urts|\.|\b)|birth|naissance|\*", re.IGNORECASE)
BIRTH_LABEL = "geburtsdatum"
_OTHER_DAY = re.compile(
    r"\b(?:am|ab|bis|seit|vom|den|datum|ausgest\w*|erteilt|g[üu]ltig|einzug\w*|gestorben)\b",
    re.IGNORECASE,
)
"""Words before a date that make it another day than the birth date in the row above."""
_NEW_CENTURY = 30  # two-digit years of machine readable lines: 00 to 29 are ours


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the application names. Names are folded."""

    role: str
    first_names: tuple[str, ...]
    surnames: tuple[str, ...]
    born: str
    full: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return bool(self.first_names or self.surnames or self.born or self.full)


@dataclass(frozen=True, slots=True)
class Sighting:
    """How surely a paper names a person, and by what.

    ``at`` is the place of the first mention, ``coverage`` the share of the first names that is
    there: in a family the mother's second name may be the daughter's first.
    """

    role: str
    score: float
    at: int
    dated: bool
    known: bool
    coverage: float = 0.0
    born: str = ""
    has_first_name: bool = False

    @property
    def named(self) -> bool:
        return self.score >= NAMED


@dataclass(frozen=True)
class Said:
    """What may name people: folded words with their lines, and all dates with their places."""

    words: tuple[str, ...]
    lines: tuple[int, ...]
    days: tuple[tuple[str, int], ...]
    births: tuple[tuple[str, int], ...]

    def births_near(self, place: int) -> set[str]:
        """The birth dates that stand soon after a name."""
        return {day for day, at in self.births if 0 <= at - place <= BIRTH_NEARBY}


def people_of(case: Case, learned: Sequence[Person] = ()) -> list[Person]:
    """Everybody whom the application names, and again as other papers print them.

    Unknown ones have nothing to look for.
    """
    people = [_person(case, role) for role in PERSON_FIELDS]
    name = _answer(case, "betreuender_elternteil.ehegatte.name")
    people.append(Person(SPOUSE, (), (), "", full=names_in(name)))
    return [*people, *learned]


def said_by(pages: Sequence[PageText]) -> Said:
    words: list[str] = []
    lines: list[int] = []
    days: list[tuple[str, int]] = []
    births: list[tuple[str, int]] = []
    for number, (line, below_label) in enumerate(_labelled(pages)):
        for nth, (day, place) in enumerate(_days(line)):
            days.append((day, len(words)))
            if "<" in line or _names_birth(line[:place]) or (below_label and nth == 0):
                births.append((day, len(words)))
        folded = fold(line).split()
        words += folded
        lines += [number] * len(folded)
    return Said(tuple(words), tuple(lines), tuple(days), tuple(births))


def _labelled(pages: Sequence[PageText]) -> Iterator[tuple[str, bool]]:
    """Every row, and whether it stands in a column below the label of a birth date.

    Below a heading of a list come names with dates; a cell's value is a date alone, and only one.
    """
    for page in pages:
        below = False
        for line in printed_rows(page):
            if sum(c.isalnum() for c in line) < DIRT_BELOW:
                continue
            dated = any(_days(line))
            below = below and dated and not _OTHER_DAY.search(line)
            yield line, below
            if _names_birth(line) and not dated:
                below = True
            elif below and not any(word.isalpha() for word in line.split()):
                below = False


def _names_birth(text: str) -> bool:
    """Whether a label says birth date, also where a copy of a copy left out letters of it."""
    return _BIRTH.search(text) is not None or any(
        Levenshtein.normalized_similarity(word, BIRTH_LABEL) >= ALIKE for word in fold(text).split()
    )


def sightings(said: Said, people: Sequence[Person]) -> list[Sighting]:
    """Every role with how surely the paper names that person, the surest first."""
    best: dict[str, Sighting] = {}
    for found in (_sighting(said, person) for person in people):
        best[found.role] = max(found, best.get(found.role, found), key=_surer)
    return sorted(best.values(), key=lambda s: (-s.score, s.at))


def _surer(seen: Sighting) -> tuple[float, float, bool]:
    return seen.score, seen.coverage, seen.known


def years_old(born: str, on: date) -> int | None:
    """Full years at a day; ``None`` where the birth date is not a day of the past."""
    try:
        day = date.fromisoformat(born)
    except ValueError:
        return None
    years = on.year - day.year - ((on.month, on.day) < (day.month, day.day))
    return years if years >= 0 else None


def _answer(case: Case, field: str) -> str:
    value = case.answers.get(field, "")
    return value if isinstance(value, str) and value != "unbekannt" else ""


def names_in(text: str) -> tuple[str, ...]:
    """The folded names of a text that can be told from noise."""
    return tuple(name for name in fold(text).split() if len(name) >= NAME_FROM)


def _person(case: Case, role: str) -> Person:
    surnames = [_answer(case, f"{role}.{key}") for key in ("familienname", "geburtsname")]
    return Person(
        role=role,
        first_names=names_in(_answer(case, f"{role}.vornamen")),
        surnames=tuple(dict.fromkeys(name for text in surnames for name in names_in(text))),
        born=_answer(case, f"{role}.geburtsdatum"),
    )


def _days(text: str) -> Iterator[tuple[str, int]]:
    for found in _DAY.finditer(text):
        day = read_date(re.sub(r"[.,:]+", ".", found.group(1)))
        if day is not None and len(day.value) == 10:
            yield day.value, found.start()
    if "<" in text or "«" in text:
        for found in _MACHINE_DAY.finditer(text.replace(" ", "")):
            year, month, day_of_month = found.groups()
            century = "20" if int(year) < _NEW_CENTURY else "19"
            yield f"{century}{year}-{month}-{day_of_month}", found.start()


def _sighting(said: Said, person: Person) -> Sighting:
    if not person.known:
        return Sighting(person.role, 0.0, len(said.words), dated=False, known=False)
    by_name, at_name = _by_name(said, person)
    by_date, at_date = _by_date(said, person.born)
    if by_name < _NAME_FOR.get(by_date, 0.0):
        by_date, at_date = 0.0, len(said.words)
    at = min(at_name if by_name >= BY_FIRST_NAME else len(said.words), at_date)
    return Sighting(
        person.role, by_name + by_date, at, dated=by_date >= BY_BARE_DATE, known=True,
        coverage=_coverage(said, person), born=person.born,
        has_first_name=bool(person.first_names),
    )  # fmt: skip


def _coverage(said: Said, person: Person) -> float:
    there = sum(bool(_places(said.words, (name,))) for name in person.first_names)
    return there / len(person.first_names) if person.first_names else 0.0


def _by_date(said: Said, born: str) -> tuple[float, int]:
    nowhere = len(said.words)
    if not born:
        return 0.0, nowhere
    exact = [place for day, place in said.days if day == born]
    if exact:
        called = any(day == born for day, _ in said.births)
        return (BY_DATE if called else BY_BARE_DATE), exact[0]
    near = [place for day, place in said.days if Levenshtein.distance(day, born) == 1]
    return (BY_NEAR_DATE, near[0]) if near else (0.0, nowhere)


def _by_name(said: Said, person: Person) -> tuple[float, int]:
    if person.full:
        return _by_full(said, person.full)
    first = _places(said.words, person.first_names)
    last = _places(said.words, person.surnames)
    pairs = [
        (a[1] * b[1], min(a[0], b[0]))
        for a in first
        for b in last
        if 0 < abs(a[0] - b[0]) <= NEARBY
    ]
    if pairs:
        worth, place = max(pairs, key=lambda pair: (pair[0], -pair[1]))
        return BY_FULL_NAME * worth, place
    if first:
        return BY_FIRST_NAME * max(first, key=lambda p: p[1])[1], first[0][0]
    return (BY_SURNAME, last[0][0]) if last else (0.0, len(said.words))


def _by_full(said: Said, names: tuple[str, ...]) -> tuple[float, int]:
    """A name of which nobody knows which part is the first name."""
    places = [_places(said.words, (name,)) for name in names]
    if not all(places) or len(names) < 2:
        return 0.0, len(said.words)
    start = places[0][0][0]
    close = all(any(abs(place - start) <= NEARBY for place, _ in some) for some in places)
    return (BY_FULL_NAME, start) if close else (BY_FIRST_NAME, start)


def _places(words: Sequence[str], names: Sequence[str]) -> list[tuple[int, float]]:
    found = []
    for place, word in enumerate(words):
        if len(word) < NAME_FROM:
            continue
        worth = max((_alike(word, name) for name in names), default=0.0)
        if worth:
            found.append((place, worth))
    return found


def _alike(word: str, name: str) -> float:
    if word == name:
        return 1.0
    like = Levenshtein.normalized_similarity(word, name, score_cutoff=ALIKE)
    return SHORT_WORTH * like if len(name) <= SHORT_NAME else like
