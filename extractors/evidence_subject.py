"""Whom a paper is about, in the words of the catalogue.

Most kinds are about one person by their nature. Cards and residence papers are about whoever is
named on them, certificates of registration about all who are listed, wage slips about the child or
the parent. What cannot be told is sent to a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.evidence_people import (
    ADULT,
    CHILD,
    DEAD,
    NAMED,
    OTHER,
    PARENT,
    SPOUSE,
    Said,
    Sighting,
    people_of,
    said_by,
    sightings,
    years_old,
)  # fmt: skip
from extractors.evidence_types import types
from extractors.evidence_words import fold
from extractors.text import PageText
from pipeline.model import Case

FIRST_NAME = 0.34  # a first name alone will do where somebody else of the family is named in full
MARGIN = 0.3  # by how much one person must be named better than the next

CHILD_SLIP, PARENT_SLIP = "lohnbescheinigung", "einkommensnachweis_elternteil"

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


def about(kind: str, pages: Sequence[PageText], case: Case) -> About:
    """Whom a paper of this kind is about. ``doubt`` where a person should say it."""
    said = said_by(pages)
    seen = sightings(said, people_of(case))
    rule = types()[kind]
    today = case.received.day or date.today()
    if rule.wage_slip:
        return _wage_slip(kind, pages, said, seen, today)
    if rule.holder == "many":
        return _listed(kind, pages, said, seen, today)
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
    named = sorted((s for s in seen if s.named), key=lambda s: (not s.dated, -s.coverage, s.at))
    if named:
        rivals = [s for s in named[1:] if s.dated == named[0].dated]
        close = any(s.score > named[0].score + MARGIN for s in rivals)
        return About(kind, (named[0].role,), close)
    guessed = _by_age(said, today) or default
    return About(kind, (guessed,), doubt=True)


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
    if named:
        order = [CHILD, PARENT, OTHER, SPOUSE]
        subject = sorted((s.role for s in named), key=order.index)
        sure = not nameless and len({s.dated for s in named}) == 1
        return About(kind, tuple(subject), not sure or OTHER in subject or SPOUSE in subject)
    ages = [age for born, _ in said.births if (age := years_old(born, today)) is not None]
    guessed = [CHILD] if any(age < ADULT for age in ages) else []
    guessed += [PARENT] if any(age >= ADULT for age in ages) else []
    return About(kind, tuple(guessed) or (PARENT,), doubt=True)


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
