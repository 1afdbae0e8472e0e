"""Whom a paper is about, in the words of the catalogue.

Most kinds are about one person by their nature. Cards and residence papers are about whoever is
named on them, certificates of registration about all who are listed, wage slips about the child or
the parent. What cannot be told is sent to a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz.distance import Levenshtein

from extractors.evidence_family import birth_on_card
from extractors.evidence_people import (
    ADULT,
    ALIKE,
    CHILD,
    DEAD,
    NAMED,
    OTHER,
    PARENT,
    SPOUSE,
    Person,
    Said,
    Sighting,
    people_of,
    said_by,
    sightings,
    years_old,
)  # fmt: skip
from extractors.evidence_types import types
from extractors.evidence_words import fold
from extractors.whole_page import PageText
from pipeline.model import Case

FIRST_NAME = 0.34  # a first name alone will do where somebody else of the family is named in full
MARGIN = 0.3  # by how much one person must be named better than the next

CHILD_SLIP, PARENT_SLIP = "lohnbescheinigung", "einkommensnachweis_elternteil"

HOUSEHOLD = "haushaltsbescheinigung"
"""Says with whom a child lives: one that seems to list no child was not read well."""

LISTED = (CHILD, PARENT)
"""Who of these has a first name on such a paper, or an adult the day of birth, is rather listed
there and was not read well."""

_CHILDREN = re.compile(r"\bKinder\b")
_TRAINEE = re.compile(r"ausbildungsverg|auszubild|azubi|ausbildung", re.IGNORECASE)
_HAS_CHILDREN = re.compile(r"kinderfreib\w*\W{0,4}(?:[1-9]|0[.,]5)", re.IGNORECASE)
_GUARDIAN = re.compile(r"gesetzliche[rn]?\s+vertret", re.IGNORECASE)

_MAY_BE = {DEAD: (OTHER, SPOUSE), SPOUSE: (SPOUSE, OTHER)}
"""Who of the application may be meant: the dead is the other parent or a spouse, and the leaflet
asks for the institution of the other parent where the law means the spouse."""


@dataclass(frozen=True, slots=True)
class About:
    """The kind (which may change with the person) and the people a paper is about."""

    type: str
    subject: tuple[str, ...]
    doubt: bool


def about(
    kind: str, pages: Sequence[PageText], case: Case, learned: Sequence[Person] = ()
) -> About:
    """Whom a paper of this kind is about. ``doubt`` where a person should say it.

    ``learned`` are people of the application as other papers of the same mail item print them.
    """
    said = said_by(pages)
    people = people_of(case, learned)
    seen = sightings(said, people)
    rule = types()[kind]
    today = case.received.day or date.today()
    if rule.wage_slip:
        return _wage_slip(kind, pages, said, seen, today)
    if rule.holder == "many":
        return _listed(kind, pages, said, _each_by_own_names(said, people, seen), today)
    if rule.holder == "one":
        return _holder(kind, said, seen, today, rule.default_subject)
    return _fixed(kind, rule.subject, seen)


def _of(role: str, seen: Sequence[Sighting]) -> Sighting:
    return next(s for s in seen if s.role == role)


def _fixed(kind: str, subject: str, seen: Sequence[Sighting]) -> About:
    """The person is clear; whether it is the person of this application is not always."""
    candidates = [_of(role, seen) for role in _MAY_BE.get(subject, (subject,))]
    family = any(s.named for s in seen if s not in candidates)
    named = [s for s in candidates if s.named or (family and s.score >= FIRST_NAME)]
    if subject == SPOUSE and named and named[0].role == OTHER:
        subject = OTHER
    doubt = not named and any(s.known for s in candidates)
    return About(kind, (subject,), doubt)


def _holder(kind: str, said: Said, seen: Sequence[Sighting], today: date, default: str) -> About:
    """A paper of one person: of those who are named, the first."""
    born = birth_on_card(said, today)
    named = [s for s in seen if s.named and (s.dated or _age_fits(s.role, born, today))]
    named = sorted(named, key=lambda s: (not s.dated, -s.coverage, s.at))
    if named:
        rivals = [s for s in named[1:] if s.dated == named[0].dated]
        close = any(s.score > named[0].score + MARGIN for s in rivals)
        return About(kind, (named[0].role,), close)
    guessed = _by_age(said, today) or (_role_of(born, today) if born else default)
    return About(kind, (guessed,), doubt=True)


def _age_fits(role: str, born: str, today: date) -> bool:
    """Whether somebody born that day may be the child, or an adult; unknown days fit anybody."""
    return not born or (role == CHILD) == (_role_of(born, today) == CHILD)


def _role_of(born: str, today: date) -> str:
    age = years_old(born, today)
    return CHILD if age is not None and age < ADULT else PARENT


def _each_by_own_names(
    said: Said, people: Sequence[Person], seen: Sequence[Sighting]
) -> list[Sighting]:
    """The same for a list: a word is one person's name, not also that of a namesake.

    Who is there with the birth date has the names; who is not must be there by others.
    """
    dated = {s.role: s.coverage for s in seen if s.dated and s.coverage}
    names = {name for p in people if p.role in dated for name in p.first_names}
    most = max(dated.values(), default=0.0)
    found = []
    for one in seen:
        if one.role not in dated:
            like = ALIKE if one.coverage < most else 1.0
            own = _without(said, names, like)
            one = next(s for s in sightings(own, people) if s.role == one.role)
        found.append(one)
    return sorted(found, key=lambda s: (-s.score, s.at))


def _without(said: Said, names: Collection[str], like: float) -> Said:
    """The same paper without the words that are like one of these names."""
    words = tuple(
        "" if any(Levenshtein.normalized_similarity(word, name) >= like for name in names) else word
        for word in said.words
    )
    return replace(said, words=words)


def _listed(
    kind: str, pages: Sequence[PageText], said: Said, seen: Sequence[Sighting], today: date
) -> About:
    """A certificate of registration: everybody on it, but not who only receives or represents."""
    named = [s for s in seen if s.named]
    if any(s.dated for s in named):
        named = [s for s in named if s.dated or _listed_too(s, named, said)]
    nameless = [s for s in named if s.dated and s.has_first_name and not s.coverage]
    named = [s for s in named if s not in nameless] or nameless
    represented = _guardians(pages)
    named = [s for s in named if s.role != PARENT or not represented or len(named) == 1]
    unknown = _unexplained(said, named, today)
    sure = not nameless and not unknown and len({_by_birth(s, said) for s in named}) == 1
    roles = {*(s.role for s in named), *unknown}
    subject = tuple(role for role in (CHILD, PARENT, OTHER, SPOUSE) if role in roles)
    lists_children = kind == HOUSEHOLD or any(_CHILDREN.search(page.text) for page in pages)
    lacking = lists_children and CHILD not in roles
    days = {day for day, _ in said.days}
    hinted = any(
        s.coverage > 0 or (s.role == PARENT and s.born in days)
        for s in seen
        if s.role in LISTED and s.role not in roles
    )
    doubt = not sure or lacking or hinted or OTHER in roles or SPOUSE in roles
    return About(kind, subject or (PARENT,), doubt)


def _unexplained(said: Said, named: Sequence[Sighting], today: date) -> set[str]:
    """Who else is listed: a birth date of a child or an adult where no such person was named.

    Brothers, sisters and spouses are listed too, so this is no more than likely.
    """
    days = {day for day, _ in said.births if years_old(day, today) is not None}
    roles = {_role_of(day, today) for day in days}
    adults = any(s.role != CHILD for s in named)
    return {role for role in roles if not (adults if role == PARENT else CHILD in _roles(named))}


def _roles(seen: Sequence[Sighting]) -> set[str]:
    return {s.role for s in seen}


def _by_birth(person: Sighting, said: Said) -> bool:
    """Whether the birth date is there, if perhaps with a digit read wrongly on the form."""
    near = (Levenshtein.distance(day, person.born) == 1 for day, _ in said.births)
    return person.dated or any(near)


def _listed_too(person: Sighting, named: Sequence[Sighting], said: Said) -> bool:
    """Named beside somebody whose birth date is there, or with another birth date than asked."""
    if person.at >= len(said.lines):
        return False
    lines = {said.lines[s.at] for s in named if s.dated and s.at < len(said.lines)}
    others = {s.born for s in named if s.dated}
    return said.lines[person.at] in lines or bool(said.births_near(person.at) - others)


def _guardians(pages: Sequence[PageText]) -> bool:
    """Whether the adult is only mentioned as the child's legal representative."""
    return any(_GUARDIAN.search(page.text) for page in pages)


def _wage_slip(
    kind: str, pages: Sequence[PageText], said: Said, seen: Sequence[Sighting], today: date
) -> About:
    """The name decides whether it is the child's or the parent's; else age and trade words."""
    child, parent = _of(CHILD, seen), _of(PARENT, seen)
    best = max((child, parent), key=lambda s: (s.score, s.coverage))
    apart = abs(child.score - parent.score) + abs(child.coverage - parent.coverage)
    if best.score >= NAMED and apart >= MARGIN:
        return _slip(best.role, doubt=False)
    text = "\n".join(page.text for page in pages)
    age = _by_age(said, today)
    if age is not None:
        return _slip(age, doubt=child.known or parent.known)
    if _TRAINEE.search(text):
        return _slip(CHILD, doubt=True)
    if _HAS_CHILDREN.search(fold(text).replace(" ", "")) or _HAS_CHILDREN.search(text):
        return _slip(PARENT, doubt=True)
    return _slip(PARENT if kind == PARENT_SLIP else CHILD, doubt=True)


def _slip(role: str, doubt: bool) -> About:
    return About(CHILD_SLIP if role == CHILD else PARENT_SLIP, (role,), doubt)


def _by_age(said: Said, today: date) -> str | None:
    ages = [age for born, _ in said.births if (age := years_old(born, today)) is not None]
    if not ages:
        return None
    return CHILD if ages[0] < ADULT else PARENT
