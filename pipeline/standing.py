"""Where a case stands: what is open about it, and whether it may go out.

Computed from the facts each time a single case is looked at; lists go by kept summaries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

import validators
from pipeline import forms
from pipeline.arranging import reasons_left
from pipeline.fold import copies
from pipeline.forms import Form
from pipeline.model import Case, Document, Fact, Finding, PageKind, Received, Severity
from pipeline.process import SEEN_TWICE
from pipeline.store import (
    SET_ASIDE,
    TAKEN_UP,
    Delivery,
    Record,
    Store,
    deliveries,
    load_record,
)


class State(StrEnum):
    """What a clerk reads in the list of cases."""

    WAITING = "wartet"
    REFUSED = "abgewiesen"
    FAILED = "gescheitert"
    OPEN = "zu prüfen"
    READY = "bereit"
    RELEASED = "freigegeben"
    ON_ITS_WAY = "vorgemerkt"
    SENT = "übergeben"
    ACCEPTED = "angenommen"
    REJECTED = "zurückgewiesen"
    STUCK = "steckt fest"


KIND_SHOWN = {
    PageKind.FORM: "Formular",
    PageKind.TEXT_PAGE: "Merkblatt",
    PageKind.EVIDENCE: "Nachweis",
    PageKind.BLANK: "leer",
    PageKind.SEPARATOR: "Trennblatt",
    PageKind.FOREIGN: "fremd",
    PageKind.UNREADABLE: "unlesbar",
    PageKind.DUPLICATE: "doppelt",
}
"""Kinds of pages as a clerk reads them."""

TIMES = {2: "zweimal", 3: "dreimal"}

RELEASE, REVIEW, REVIEWED = "release", "review", "reviewed"
"""What persons decide: to let a case go, to begin correcting it, that all of it was looked at."""

IN_REVIEW = "Der Fall ist in Prüfung."

DELIVERED = {
    "PREPARED": State.ON_ITS_WAY,
    "FAILED": State.ON_ITS_WAY,
    "SUBMITTED": State.SENT,
    "ACCEPTED": State.ACCEPTED,
    "REJECTED": State.REJECTED,
    "DEAD_LETTER": State.STUCK,
}


class Summary(Fact):
    """What a list shows of a case, and what is open about it under any policy.

    ``findings`` counts them by severity; ``points`` are what a person has to look at.
    ``about_form`` is as in the case.
    """

    pages: int
    doubtful: int
    findings: Mapping[Severity, int]
    received: Received
    points: tuple[str, ...]
    about_form: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A case, its findings, and what still stands between it and the hand-over."""

    record: Record
    case: Case
    findings: tuple[Finding, ...]
    open_points: tuple[str, ...]
    state: State

    @property
    def summary(self) -> Summary:
        return summary_of(self.case, self.findings)

    @property
    def may_go(self) -> bool:
        return self.state in (State.READY, State.RELEASED)

    def worst(self) -> Severity | None:
        present = {finding.severity for finding in self.findings}
        return next((severity for severity in Severity if severity in present), None)


def standing(store: Store, case_id: str, *, policy: str, today: date | None = None) -> Standing:
    """Where this case stands today under the release policy."""
    with store.read() as db:
        record = load_record(db, case_id)
        sent = [d for d in deliveries(db, case=case_id) if d.revision == record.revision]
    return stand(record, sent, policy=policy, today=today or date.today())


def stand(record: Record, sent: Sequence[Delivery], *, policy: str, today: date) -> Standing:
    """Fold and check a record, and judge it."""
    case = record.folded()
    read = record.run is not None and record.run.outcome == "read"
    findings = validators.check(case, today) if read and record.has_form else ()
    points = open_points(record, summary_of(case, findings), policy)
    return Standing(record, case, findings, points, state_of(record, sent, points))


def summary_of(case: Case, findings: Sequence[Finding]) -> Summary:
    """A case in short, as far as its facts alone decide."""
    points = []
    if count := len(case.doubtful):
        points.append(f"{count} {'Feld ist' if count == 1 else 'Felder sind'} unsicher gelesen.")
    points += [point.text for point in about_papers(case)]
    if case.received.doubt:
        points.append("Das Eingangsdatum ist unsicher gelesen.")
    return Summary(
        pages=len(case.pages), doubtful=len(case.doubtful), received=case.received,
        findings={severity: sum(f.severity is severity for f in findings) for severity in Severity},
        points=tuple(points), about_form=case.about_form,
    )  # fmt: skip


class Point(NamedTuple):
    """Something about pages or papers that a person has to look at, and on which pages."""

    text: str
    pages: tuple[int, ...]


def about_papers(case: Case) -> list[Point]:
    """Pages in doubt, pages of the form that lie there in different copies, papers in doubt."""
    unsure = [document for document in case.documents if document.doubt]
    return _about_pages(case) + [Point(_about(document), document.pages) for document in unsure]


def _about_pages(case: Case) -> list[Point]:
    """Pages in doubt, and each page of the form that lies there in different copies, once."""
    points: list[Point] = []
    said: dict[int, str] = {}
    for page_id, numbers in copies(case.pages).items():
        form = forms.load(case.form)
        points.append(Point(about_copies(form, page_id, numbers), tuple(numbers)))
        said |= dict.fromkeys(numbers, SEEN_TWICE.format(page=form.page(page_id).number))
    in_doubt = [p for p in case.pages if p.doubt and p.reason != said.get(p.number)]
    return points + [
        Point(f"Seite {p.number}: {p.reason or 'unklar'}", (p.number,)) for p in in_doubt
    ]


def about_copies(form: Form, page_id: str, numbers: Sequence[int]) -> str:
    """That a page of the form lies there several times, and where."""
    times = TIMES.get(len(numbers), f"{len(numbers)}-mal")
    listed = f"{', '.join(map(str, numbers[:-1]))} und {numbers[-1]}"
    return (
        f"Seite {form.page(page_id).number} des Formulars liegt {times} vor, mit verschiedenem "
        f"Inhalt (Seiten {listed})."
    )


def _about(document: Document) -> str:
    if document.type:
        return f"Nachweis {document.number} ist nicht sicher erkannt."
    return (
        f"Nachweis {document.number} ist nicht erkannt; "
        "ob Nachweise fehlen, wird erst geprüft, wenn er benannt ist."
    )


def open_points(record: Record, summary: Summary, policy: str) -> tuple[str, ...]:
    """What a person has to look at before the case may go, in a clerk's words."""
    run = record.run
    if run is None:
        return ("Die Sendung ist noch nicht gelesen.",)
    points = list(reasons_left(run.reasons, summary.about_form, record.form))
    if reason := set_aside(record):
        points.append(reason)
    points += summary.points
    if under_review(record):
        points.append(IN_REVIEW)
    if policy == "fehler" and (count := summary.findings[Severity.FEHLER]):
        points.append(f"{count} Fehler {'ist' if count == 1 else 'sind'} offen.")
    if policy == "person":
        points.append("Jeder Fall wird von einer Person freigegeben.")
    return tuple(points)


def under_review(record: Record) -> bool:
    """Whether somebody began to correct the case as it is and has not finished yet."""
    return _last_of(record, REVIEW, REVIEWED, RELEASE) == REVIEW


def _last_of(record: Record, *kinds: str) -> str:
    """Which of these was decided last about the case as it is."""
    decided = [d.kind for d in record.decisions if d.revision == record.revision]
    return next((kind for kind in reversed(decided) if kind in kinds), "")


def set_aside(record: Record) -> str:
    """Why no bundle could be made of the case as it is; empty where none was tried in vain."""
    notes = [
        decision
        for decision in record.decisions
        if decision.revision == record.revision and decision.kind in (SET_ASIDE, TAKEN_UP)
    ]
    return notes[-1].reason if notes and notes[-1].kind == SET_ASIDE else ""


@cache
def rules_version() -> str:
    """A short hash over the rules: the same rules, the same version."""
    known = "\n".join(
        f"{rule.id} {rule.severity} {rule.message}" for _, rule in sorted(validators.RULES.items())
    )
    return f"{len(validators.RULES)}-{hashlib.sha256(known.encode()).hexdigest()[:12]}"


def state_of(record: Record, sent: Sequence[Delivery], points: Sequence[str]) -> State:
    """The word for where a case stands; ``sent`` are the deliveries of its revision."""
    if record.run is None:
        return State.WAITING
    if record.run.outcome != "read":
        return State.REFUSED if record.run.outcome == "refused" else State.FAILED
    if sent:
        return DELIVERED[sent[-1].state]
    if set_aside(record):
        return State.STUCK
    if _last_of(record, RELEASE, REVIEW) == RELEASE:
        return State.RELEASED
    return State.OPEN if points else State.READY
