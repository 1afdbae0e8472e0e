"""Who is who in a mail item: what its plainest papers print about the child and the adults.

An application may have been filled in by hand and be hard to read; a birth certificate is printed
and can only be the child's. What it says helps to understand the other papers, never itself, and
nothing of it is an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rapidfuzz.distance import Levenshtein

from extractors.evidence_fields import fields_of
from extractors.evidence_people import (
    ADULT,
    CHILD,
    OTHER,
    PARENT,
    Person,
    Said,
    names_in,
    people_of,
    said_by,
    sightings,
    years_old,
)  # fmt: skip
from extractors.whole_page import PageText
from pipeline.model import Case

BIRTH_PAPERS = ("geburtsurkunde", "abstammungsurkunde", "geburtenregisterausdruck")
CARDS = ("personalausweis", "reisepass")
SAME_NAME = 0.6  # how much the first names are like those of the application, read from a hand
HINTED = 0.3  # how much of an adult's name must be on a card: one of two first names, misread
APART = 0.2  # by how much that adult must be seen better than any other

Paper = tuple[str, Sequence[PageText]]
"""A kind of evidence, of which there is no doubt, and its pages."""


def learned(paper: Paper, case: Case) -> Person | None:
    """The person whom a paper names in print, if it is clear who that is."""
    kind, pages = paper
    today = case.received.day or date.today()
    if kind in BIRTH_PAPERS:
        return _child(kind, pages, case, today)
    return _adult(kind, pages, case, today) if kind in CARDS else None


def birth_on_card(said: Said, today: date) -> str:
    """The birth date on a card: the earliest of its days, whatever label could be read."""
    past = [day for day, _ in said.days if years_old(day, today) is not None]
    return min(past, default="")


def born_apart(card: Sequence[PageText], page: PageText) -> bool:
    """Whether a page gives a birth date that is nowhere on a card: it is somebody else's.

    A card on which no day of birth can be read, or one that is a digit off, says nothing.
    """
    births = {day for day, _ in said_by([page]).births}
    days = [day for day, _ in said_by(card).days]
    known = any(years_old(day, date.today()) is not None for day in days)
    near = any(Levenshtein.distance(day, birth) <= 1 for day in days for birth in births)
    return bool(births) and known and not near


def _child(kind: str, pages: Sequence[PageText], case: Case, today: date) -> Person | None:
    """The child of the birth certificate, unless it is a brother or sister."""
    found = _as_printed(kind, CHILD, pages, case)
    age = years_old(found.born, today)
    asked = next(person for person in people_of(case) if person.role == CHILD)
    if age is None or age >= ADULT or not found.first_names:
        return None
    same = _alike(" ".join(found.first_names), " ".join(asked.first_names)) >= SAME_NAME
    return found if same or found.born == asked.born else None


def _adult(kind: str, pages: Sequence[PageText], case: Case, today: date) -> Person | None:
    """The adult on a card whose name is like that of one adult of the application."""
    said = said_by(pages)
    born = birth_on_card(said, today)
    seen = sightings(said, people_of(case))
    best, *others = [s for s in seen if s.known] or seen
    age = years_old(born, today)
    if age is None or age < ADULT or best.role not in (PARENT, OTHER) or best.score < HINTED:
        return None
    if any(best.score - other.score < APART for other in others):
        return None
    found = _as_printed(kind, best.role, pages, case)
    return Person(best.role, found.first_names, found.surnames, born)


def _as_printed(kind: str, role: str, pages: Sequence[PageText], case: Case) -> Person:
    fields = fields_of(kind, (role,), pages, case)
    surnames = [fields.get(f"{role}.{key}", "") for key in ("familienname", "geburtsname")]
    return Person(
        role,
        names_in(fields.get(f"{role}.vornamen", "")),
        tuple(dict.fromkeys(name for text in surnames for name in names_in(text))),
        fields.get(f"{role}.geburtsdatum", ""),
    )


def _alike(one: str, other: str) -> float:
    return Levenshtein.normalized_similarity(one, other)
