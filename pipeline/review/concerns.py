"""What the rules and the papers have to say about a case, laid on the questions of its sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.model import Case, Finding, Severity
from pipeline.review.records import Problem, SheetFinding
from pipeline.standing import about_papers

KEY_LENGTH = 16
"""Hexadecimal digits; a case has a few dozen findings at most."""

OPENING = frozenset({Severity.FEHLER, Severity.RUECKFRAGE})
"""Hints are read and need no decision."""

RECEIVED_UNSURE = "Das Eingangsdatum ist unsicher gelesen."

Keys = Mapping[str, Sequence[str]]
"""The keys of the questions of each field."""


def findings_on(
    case: Case,
    findings: Iterable[Finding],
    keys: Keys,
    accepted: Mapping[str, str],
    left_blank: Collection[str],
) -> tuple[SheetFinding, ...]:
    """The findings as the sheet shows them.

    ``left_blank`` are questions of which a person said that nothing, or nothing legible, stands
    there: what is missing is then a matter for the letter.
    """
    return tuple(_laid_on(case, found, keys, accepted, left_blank) for found in findings)


def _laid_on(
    case: Case,
    found: Finding,
    keys: Keys,
    accepted: Mapping[str, str],
    left_blank: Collection[str],
) -> SheetFinding:
    key = _key(case, found)
    missing = bool(found.fields) and all(case.answers.get(f) is None for f in found.fields)
    places = tuple(key for field in found.fields for key in keys.get(field, ()))
    return SheetFinding(
        key=key, rule=found.rule, severity=found.severity, message=found.message,
        source=found.source, fields=places, pages=found.pages, missing=missing,
        opens=bool(places) and found.severity in OPENING and not found.doubtful,
        settled=key in accepted or (missing and any(place in left_blank for place in places)),
        reason=accepted.get(key, ""),
    )  # fmt: skip


def _key(case: Case, found: Finding) -> str:
    """What stands for this finding over these very answers: other answers, another finding."""
    answers = [repr(case.answers.get(field)) for field in found.fields]
    said = "\n".join([found.rule, *found.fields, *found.pages, found.message, *answers])
    return hashlib.sha256(said.encode()).hexdigest()[:KEY_LENGTH]


def problems_of(
    case: Case, reasons: Iterable[str], settled: Collection[str], *, stamp_on_sheet: bool
) -> tuple[Problem, ...]:
    """What is odd about the pages and papers of a case."""
    said: list[tuple[str, tuple[int, ...]]] = [(reason, ()) for reason in reasons]
    said += [(point.text, point.pages) for point in about_papers(case)]
    if case.received.doubt and not stamp_on_sheet:
        said.append((RECEIVED_UNSURE, ()))
    found = {problem_key(text): (text, pages) for text, pages in said}
    return tuple(
        Problem(key=key, text=text, pages=pages, settled=key in settled)
        for key, (text, pages) in found.items()
    )


def problem_key(text: str) -> str:
    """What stands for a problem."""
    return f"problem.{hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]}"
