"""The canonical case: the JSON document that leaves this house, keyed by the form's field ids.

An unknown or blank value is ``null``, never an empty string and never ``false``. The same facts on
the same day always give the same document: rules go by the date, and it says by which. Its JSON
Schema is shipped beside it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import pipeline
from pipeline.forms import Form, FormField, Item
from pipeline.model import (
    AnswerState,
    Box,
    Case,
    Document,
    Finding,
    Page,
    Reading,
    Source,
    Value,
)
from pipeline.store import Record

SCHEMA_VERSION = "1.0"

VALUELESS = frozenset(
    {
        AnswerState.BLANK,
        AnswerState.UNKNOWN,
        AnswerState.ILLEGIBLE,
        AnswerState.CONFLICT,
        AnswerState.NOT_ON_FORM,
    }
)
"""States in which nobody may take a value for granted."""

Json = dict[str, Any]


@cache
def json_schema() -> Json:
    """The JSON Schema (2020-12) of the canonical case."""
    text = files(__package__).joinpath("schemas", f"case-{SCHEMA_VERSION}.json").read_text("utf-8")
    schema: Json = json.loads(text)
    return schema


def as_bytes(document: Json) -> bytes:
    """The document as it is written to a file."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def document(
    record: Record, case: Case, findings: Sequence[Finding], *, today: date, rules: str = ""
) -> Json:
    """The canonical case. ``rules`` is the version of the rules that made the findings.

    Where no form was recognised, its fields are listed as ``not_on_form`` and it is not named.
    """
    form, items, recognised = record.form, _by_field(record.form), _is_recognised(record)
    return {
        "schema_version": SCHEMA_VERSION,
        "case_id": case.case_id,
        "revision": record.revision,
        "form": form.id if recognised else None,
        "edition": form.edition if recognised else None,
        "received": {
            "date": case.received.day.isoformat() if case.received.day else None,
            "source": case.received.source,
        },
        "pages": [_page(page) for page in case.pages],
        "fields": {
            name: _field(field, form.page_of[name], items[name], case)
            for name, field in form.fields.items()
        },
        "evidence": [_evidence(document) for document in case.documents],
        "findings": [_finding(finding) for finding in findings],
        "provenance": _provenance(record, case, form, today, rules),
    }


def _is_recognised(record: Record) -> bool:
    return record.has_form


def _page(page: Page) -> Json:
    return {
        "number": page.number,
        "kind": page.kind.value,
        "form_page": page.form_page,
        "duplicate_of": page.duplicate_of,
        "sha256": page.sha256 or None,
        "turned": page.upright if page.match or page.turned is not None else None,
        "residual_mm": round(page.match.residual_mm, 3) if page.match else None,
        "doubt": page.doubt,
        "reason": page.reason,
    }


def _field(field: FormField, page: str, items: Sequence[Item], case: Case) -> Json:
    state = _state(field, page, case)
    readings = [r for item in items if (r := case.readings.get(item.id)) is not None]
    return {
        "value": None if state in VALUELESS else _value(case.answers.get(field.id)),
        "state": state.value,
        "confidence": _confidence(readings),
        "source": _source(readings),
        "page": readings[0].page if readings else None,
        "box_mm": _hull([item.box for item in items]),
    }


def _state(field: FormField, page: str, case: Case) -> AnswerState:
    if page not in case.form_pages:
        return AnswerState.NOT_ON_FORM
    filled = AnswerState.READ if field.id in case.answers else AnswerState.BLANK
    return case.states.get(field.id, filled)


def _by_field(form: Form) -> dict[str, list[Item]]:
    """The items of each field, in the order of the print."""
    items: dict[str, list[Item]] = {name: [] for name in form.fields}
    for item in form.items.values():
        items[item.field].append(item)
    return items


def _value(answer: Value | None) -> Any:
    """One string, the ticked options, or the rows of a table; a blank cell has no key."""
    if answer is None or isinstance(answer, str):
        return answer
    return [part if isinstance(part, str) else dict(part) for part in answer]


def _confidence(readings: Sequence[Reading]) -> float | None:
    """The poorest reading counts: one wrong box makes the answer wrong."""
    return round(min(r.confidence for r in readings), 4) if readings else None


def _source(readings: Sequence[Reading]) -> str | None:
    """A person, where any part of the answer is from a person."""
    sources = [reading.source for reading in readings]
    if not sources:
        return None
    return (Source.PERSON if Source.PERSON in sources else sources[0]).value


def _hull(boxes: Sequence[Box]) -> list[float] | None:
    """Left, top, width and height around all boxes, in millimetres on the blank form."""
    if not boxes:
        return None
    left, top = min(b.x for b in boxes), min(b.y for b in boxes)
    right, bottom = max(b.x + b.width for b in boxes), max(b.y + b.height for b in boxes)
    return [round(v, 2) for v in (left, top, right - left, bottom - top)]


def _evidence(document: Document) -> Json:
    return {
        "number": document.number,
        "type": document.type or None,
        "subject": list(document.subject),
        "pages": list(document.pages),
        "fields": dict(document.fields),
        "confidence": round(document.confidence, 4),
        "doubt": document.doubt,
    }


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "fields": list(finding.fields),
        "pages": list(finding.pages),
    }


def _provenance(record: Record, case: Case, form: Form, today: date, rules: str) -> Json:
    run = record.run
    return {
        "files": [scan.model_dump() for scan in record.scans],
        "software": {"name": "eingang", "version": pipeline.__version__},
        "models": dict(run.provenance) if run else {},
        "readers": sorted({reading.reader for reading in record.readings}),
        "rules": {"version": rules, "today": today.isoformat()},
        "form": {"sha256": form.blank_sha256, "stand": form.catalogue_stand}
        if _is_recognised(record)
        else None,
        "read_at": run.finished_at if run else None,
        "doubtful_fields": sorted(case.doubtful),
        "reasons": list(run.reasons) if run else [],
    }
