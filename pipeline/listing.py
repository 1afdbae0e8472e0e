"""All cases at a glance: where each stands, without folding and checking every one anew.

What the facts of a case amount to is kept as a summary. It counts for these very facts, for the
program that judged them, and for the days on which the rules say the same; else it is made anew.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pipeline
import validators
from pipeline import forms
from pipeline.errors import DiskError, StoreError
from pipeline.standing import (
    Standing,
    State,
    Summary,
    open_points,
    rules_version,
    standing,
    state_of,
)
from pipeline.store import (
    Delivery,
    Record,
    Store,
    deliveries,
    facts_under,
    keep_summary,
    kept_summaries,
    outlines,
)

Json = Mapping[str, Any]

LONG_AGO = timedelta(days=365)
"""After so long the rules doubt the day of receipt (F-10); before that day they do as well."""

PHASES = ("unbekannt", "künftig", "neu", "alt")
"""Times in which the rules say the same of a day of receipt."""

JUDGES = ("fold.py", "model.py", "standing.py")
"""What else than the rules and forms decides what a case amounts to."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in a list; ``record`` holds no pages, readings and documents."""

    record: Record
    summary: Summary
    open_points: tuple[str, ...]
    state: State


def listed(store: Store, *, policy: str, today: date | None = None) -> list[Listed]:
    """All cases in the order of their arrival, as they stand today under the release policy."""
    day = today or date.today()
    with store.read() as db:
        records, kept = outlines(db), kept_summaries(db, [basis(phase) for phase in PHASES])
        sent = defaultdict[tuple[str, int], list[Delivery]](list)
        for delivery in deliveries(db):
            sent[delivery.case_id, delivery.revision].append(delivery)
    found: list[Listed] = []
    made: list[Standing] = []
    for record in records:
        summary = _still_true(kept.get((record.case_id, facts_under(record)), {}), day)
        if summary is None:
            made.append(standing(store, record.case_id, policy=policy, today=day))
            found.append(_listed(made[-1]))
            continue
        points = open_points(record, summary, policy)
        state = state_of(record, sent[record.case_id, record.revision], points)
        found.append(Listed(record, summary, points, state))
    keep(store, made, day)
    return found


def keep(store: Store, found: Iterable[Standing], today: date | None = None) -> None:
    """Keep what these cases amount to; where that cannot be written, lists only take longer."""
    day = today or date.today()
    new = [(one.record, one.summary) for one in found]
    if not new:
        return
    with suppress(DiskError, StoreError), store.write() as db:
        for record, summary in new:
            under = basis(phase_of(summary.received.day, day))
            keep_summary(db, record, under, summary.model_dump(mode="json"))


def phase_of(received: date | None, today: date) -> str:
    """In which of the times it is; the rules ask for today in no other question."""
    if received is None:
        return PHASES[0]
    if received > today:
        return PHASES[1]
    return PHASES[2] if today - received <= LONG_AGO else PHASES[3]


@cache
def basis(phase: str) -> str:
    """The program that judges, in short: other rules or forms, another basis."""
    digest = hashlib.sha256(f"{pipeline.__version__} {rules_version()}".encode())
    for path in _judges():
        digest.update(path.read_bytes())
    return f"{digest.hexdigest()[:24]} {phase}"


def _judges() -> Iterable[Path]:
    here, rules = Path(pipeline.__file__).parent, Path(validators.__file__).parent
    definitions = Path(forms.__file__).parent
    return [*sorted(rules.glob("*.py")), *sorted(definitions.glob("*.yaml")),
            *(here / name for name in JUDGES)]  # fmt: skip


def _still_true(kept: Mapping[str, Json], today: date) -> Summary | None:
    """The summary that was made in a time like today."""
    for under, fact in kept.items():
        summary = Summary.model_validate(fact)
        if under == basis(phase_of(summary.received.day, today)):
            return summary
    return None


def _listed(found: Standing) -> Listed:
    return Listed(found.record, found.summary, found.open_points, found.state)
