"""S7 Fallübersicht: a case on one page, from what its facts and the rules already say.

Nothing here decides a claim: it is what a clerk would look up, with the place where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pipeline.forms import Form
from pipeline.model import UNBEKANNT, AnswerState, Case, Finding, Severity
from pipeline.shown import evidence_shown, persons_shown, value_shown
from validators.words import day, named, printed_number

PAPER_RULES = "N-"
"""The family of rules about evidence."""

BANK_RULES = ("B-01", "B-02", "B-03")
"""The rules about the IBAN itself."""

MISSING_RULES = ("A-01", "A-03", "A-05", "F-01", "F-02", "F-03", "F-11", PAPER_RULES, "V-")
"""What these say can be answered or handed in later; all others say that something does not fit."""

AGES = (6, 12, 18)
"""From these birthdays on the claim is another one (§§ 1, 2 UVG)."""

NO_NUMBER = "0"
"""What the catalogue calls a section without a printed number."""

DECIDED_AFTER = 3
"""Months after which an action for failure to act may be brought (§ 75 VwGO)."""

CHILD, PARENT, OTHER = "kind", "betreuender_elternteil", "anderer_elternteil"


class Light(NamedTuple):
    """The case in a word; never by its colour alone."""

    sign: str
    word: str
    tone: str
    why: str


class Line(NamedTuple):
    """One fact: what it is, what it says, where it stands, and whether somebody must look."""

    label: str
    value: str
    key: str = ""
    page: int | None = None
    note: str = ""
    doubt: bool = False


class Paper(NamedTuple):
    """A piece of evidence that is there."""

    title: str
    whose: str
    pages: tuple[int, ...]
    doubt: bool


class Part(NamedTuple):
    """A section of the form with its answers."""

    title: str
    lines: tuple[Line, ...]


class Overview(NamedTuple):
    """Everything on the page."""

    light: Light
    facts: tuple[Line, ...]
    clocks: tuple[Line, ...]
    papers: tuple[Paper, ...]
    missing_papers: tuple[Finding, ...]
    points: tuple[Finding, ...]
    hints: tuple[Finding, ...]
    parts: tuple[Part, ...]


def overview_of(case: Case, form: Form, findings: Iterable[Finding], today: date) -> Overview:
    """The case on one page, as it stands today."""
    found = tuple(findings)
    papers = tuple(f for f in found if f.rule.startswith(PAPER_RULES) and _weighs(f))
    points = tuple(f for f in found if _weighs(f) and f not in papers)
    return Overview(
        light=light_of(case, found),
        facts=tuple(_facts(case, form, found)),
        clocks=tuple(_clocks(case, today)),
        papers=_papers(case),
        missing_papers=papers,
        points=points,
        hints=tuple(f for f in found if not _weighs(f)),
        parts=tuple(_parts(case, form)),
    )


def without_form(case: Case, word: str, why: str) -> Overview:
    """What there is to say where no form was read: nothing is complete then, and nothing missing.

    ``word`` and ``why`` say how far the case came.
    """
    return Overview(
        light=Light("?", word, "doubt", why), facts=(), clocks=(), papers=_papers(case),
        missing_papers=(), points=(), hints=(), parts=(),
    )  # fmt: skip


def _papers(case: Case) -> tuple[Paper, ...]:
    return tuple(
        Paper(evidence_shown(d.type), persons_shown(d.subject), d.pages, d.doubt)
        for d in case.documents
    )


def light_of(case: Case, findings: Iterable[Finding]) -> Light:
    """Complete, incomplete, contradictory; or not known as long as readings are in doubt."""
    weighty = [finding for finding in findings if _weighs(finding)]
    missing = [finding for finding in weighty if finding.rule.startswith(MISSING_RULES)]
    odd = len(weighty) - len(missing)
    if case.doubtful:
        count = len(case.doubtful)
        why = f"{count} {'Angabe ist' if count == 1 else 'Angaben sind'} unsicher gelesen"
        return Light("?", "noch zu prüfen", "doubt", why)
    if missing:
        why = f"{len(missing)} {'Punkt fehlt' if len(missing) == 1 else 'Punkte fehlen'}"
        return Light("▢", "unvollständig", "wrong", why)
    if odd:
        why = f"{odd} {'Punkt passt' if odd == 1 else 'Punkte passen'} nicht zusammen"
        return Light("✖", "widersprüchlich", "wrong", why)
    return Light("✓", "vollständig", "good", "nach dem, was gelesen und eingereicht wurde")


def _weighs(finding: Finding) -> bool:
    return finding.severity is not Severity.HINWEIS


def _facts(case: Case, form: Form, findings: tuple[Finding, ...]) -> Iterable[Line]:
    yield _person(case, form, "Kind", CHILD)
    yield _person(case, form, "Elternteil, bei dem das Kind lebt", PARENT)
    yield _person(case, form, "Anderer Elternteil", OTHER)
    yield _line(case, form, "antrag.leistung_ab", "Beantragt ab")
    yield _line(case, form, "sozialleistungen.sgb_ii.bezug", "Leistungen nach dem SGB II")
    yield _line(case, form, "bankverbindung.iban", "IBAN", _bank(case, findings))
    yield _line(case, form, "erklaerung.unterschrift", "Unterschrift", empty="fehlt")


def _person(case: Case, form: Form, label: str, who: str) -> Line:
    """Name and day of birth in one line."""
    keys = [f"{who}.vornamen", f"{who}.familienname", f"{who}.geburtsdatum"]
    first, last, born = (_shown(case, form, key) for key in keys)
    name = f"{first} {last}".strip() or "–"
    value = f"{name}, geboren {born}" if born else name
    return Line(
        label, value, keys[1], form.page(form.page_of[keys[1]]).number,
        doubt=any(key in case.doubtful for key in keys),
    )  # fmt: skip


def _line(
    case: Case, form: Form, key: str, label: str = "", note: str = "", empty: str = "–"
) -> Line:
    shown = _shown(case, form, key) or empty
    if case.states.get(key) is AnswerState.ILLEGIBLE and key not in case.doubtful:
        note = note or "unleserlich"
    return Line(
        label or named(form, key), shown, key, form.page(form.page_of[key]).number, note,
        key in case.doubtful,
    )  # fmt: skip


def _shown(case: Case, form: Form, key: str) -> str:
    value = case.answers.get(key)
    return "" if value is None else value_shown(form.fields[key], value)


def _bank(case: Case, findings: Iterable[Finding]) -> str:
    iban = case.answers.get("bankverbindung.iban")
    if iban is None or iban == UNBEKANNT or "bankverbindung.iban" in case.doubtful:
        return ""
    wrong = any(finding.rule in BANK_RULES for finding in findings)
    return "Prüfziffer stimmt nicht" if wrong else "Prüfziffer stimmt"


def _clocks(case: Case, today: date) -> Iterable[Line]:
    received = case.received.day
    if received:
        until = months_later(received, DECIDED_AFTER)
        yield Line("Drei Monate seit Eingang (§ 75 VwGO)", day(until), note=_since(until, today))
    born = _born(case)
    if born and born <= today:
        age = full_years(born, today)
        yield Line("Alter des Kindes", f"{age} {'Jahr' if age == 1 else 'Jahre'}")
        for years in AGES:
            if today < (when := birthday(born, years)):
                yield Line(f"{years} Jahre alt am", day(when))
                break


def _born(case: Case) -> date | None:
    """The child's day of birth, where it is sure and a day."""
    told = case.answers.get("kind.geburtsdatum")
    if not isinstance(told, str) or "kind.geburtsdatum" in case.doubtful:
        return None
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None


def _since(when: date, today: date) -> str:
    if when < today:
        return "vorbei"
    days = (when - today).days
    return "heute" if not days else f"noch {days} {'Tag' if days == 1 else 'Tage'}"


def months_later(when: date, months: int) -> date:
    """The same day of a later month, or its last one (§ 188 Abs. 3 BGB).

    >>> months_later(date(2025, 11, 30), 3)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    for last in range(when.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, when.day)


def birthday(born: date, years: int) -> date:
    """When somebody reaches an age; who was born on a leap day, on the day after in other years."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def full_years(born: date, on: date) -> int:
    """How old somebody is.

    >>> full_years(date(2020, 2, 29), date(2026, 2, 28))
    5
    """
    return on.year - born.year - (on < birthday(born, on.year - born.year))


def _parts(case: Case, form: Form) -> Iterable[Part]:
    """All answers in the order of the print; questions without one are left out."""
    for page in form.pages:
        for section in page.sections:
            keys = [f.id for f in section.fields if f.id in case.answers or f.id in case.doubtful]
            if keys:
                title = f"{section.nr} {section.label}".removeprefix(f"{NO_NUMBER} ").strip()
                yield Part(title, tuple(_numbered(case, form, key) for key in keys))


def _numbered(case: Case, form: Form, key: str) -> Line:
    line = _line(case, form, key)
    number = printed_number(form.fields[key])
    return line._replace(label=f"{number} {line.label.strip(' -')}".strip())
