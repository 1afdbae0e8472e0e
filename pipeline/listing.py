"""All cases at a glance: where each stands, without folding and checking every one anew.

What the facts of a case amount to is kept as a summary. It counts for these very facts, for the
program that judged them, and for the days on which the rules say the same; else it is made anew.
Where the stamp is in doubt, these depend on every day that it may show.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
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
from pipeline.model import Case, Finding, Received, Severity
from pipeline.standing import (
    Standing,
    State,
    Summary,
    open_points,
    rules_version,
    standing,
    state_of,
    summary_of,
)
from pipeline.store import (
    Delivery,
    Record,
    Store,
    deliveries,
    ever_prepared,
    facts_under,
    keep_summary,
    kept_summaries,
    outlines,
)
from validators.supposed import days_of

Json = Mapping[str, Any]

LONG_AGO = timedelta(days=365)
"""After so long the rules doubt the day of receipt (F-10); before that day they do as well."""

MOST_LIMITS = 128
"""Of a case: two for each day that its stamp may show, which are hardly ever more than a dozen."""

JUDGES = (
    "arranging.py", "fold.py", "model.py", "standing.py", "lexicons/__init__.py",
    "lexicons/staatsangehoerigkeiten.tsv",
)  # fmt: skip
"""What else than the rules and forms decides what a case amounts to."""


KEPT_AT_ONCE = 50
"""Cases worked out anew before they are kept: each takes a megabyte of memory until then."""

UNKNOWN = Summary(
    pages=0, doubtful=0, findings=dict.fromkeys(Severity, 0), points=(),
    received=Received(day=None, source="leer"),
)  # fmt: skip
NOT_YET = ("Der Fall wird gerade geprüft.",)
"""What is said of a case that nobody has worked out yet."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in a list; ``record`` holds no pages, readings and documents.

    ``checked`` is False where nobody knows yet what it amounts to.
    """

    record: Record
    summary: Summary
    open_points: tuple[str, ...]
    state: State
    checked: bool = True


def listed(
    store: Store,
    *,
    policy: str,
    today: date | None = None,
    only: Collection[str] | None = None,
    most: int | None = None,
) -> list[Listed]:
    """All cases in the order of their arrival, as they stand today under the release policy.

    ``only`` are those that are asked for, in any order. At ``most`` so many are worked out anew;
    the others without a summary come unchecked.
    """
    day = today or date.today()
    with store.read() as db:
        records = outlines(db, only)
        kept = kept_summaries(db, [basis(n) for n in range(MOST_LIMITS)], only)
        sent = defaultdict[tuple[str, int], list[Delivery]](list)
        for delivery in deliveries(db) if only is None else _sent(db, only):
            sent[delivery.case_id, delivery.revision].append(delivery)
    found: list[Listed] = []
    made: list[Standing] = []
    left = len(records) if most is None else most
    for record in records:
        known = sent[record.case_id, record.revision]
        summary = _still_true(kept.get((record.case_id, facts_under(record)), {}), day)
        if summary is not None:
            points = open_points(record, summary, policy)
            found.append(Listed(record, summary, points, state_of(record, known, points)))
        elif left > 0:
            left -= 1
            made.append(standing(store, record.case_id, policy=policy, today=day))
            found.append(_listed(record, made[-1]))
        else:
            state = state_of(record, known, NOT_YET)
            found.append(Listed(record, UNKNOWN, NOT_YET, state, checked=False))
        if len(made) >= KEPT_AT_ONCE:
            keep(store, made, day)
            made.clear()
    keep(store, made, day)
    return found


def _sent(db: Any, only: Collection[str]) -> list[Delivery]:
    return [one for case in ever_prepared(db, only) for one in deliveries(db, case=case)]


def keep(store: Store, found: Iterable[Standing], today: date | None = None) -> None:
    """Keep what these cases amount to; where that cannot be written, lists only take longer."""
    new = list(found)
    if not new:
        return
    with suppress(DiskError, StoreError), store.write() as db:
        for one in new:
            under, fact = fact_of(one.case, one.findings, today or date.today())
            keep_summary(db, one.record, under, fact)


def fact_of(case: Case, findings: Sequence[Finding], today: date) -> tuple[str, Json]:
    """A summary as it is kept, and the basis that it is kept under."""
    days = _days_of(case)
    fact = {
        "summary": summary_of(case, findings).model_dump(mode="json"),
        "days": [day.isoformat() for day in days],
    }
    return basis(limits_passed(days, today)), fact


def limits_passed(days: Iterable[date], today: date) -> int:
    """How many of the days on which the rules begin to say something else have come.

    ``days`` are those of which the receipt may be; the rules ask for today in no other question.
    """
    return sum((today >= day) + (today - day > LONG_AGO) for day in days)


def _days_of(case: Case) -> tuple[date, ...]:
    """The days on which a case may have been received, as far as the rules think of any."""
    likely = days_of(case) if case.received.doubt else ()
    known = () if case.received.day is None else (case.received.day,)
    return tuple(sorted({*known, *likely}))


def basis(limits: int) -> str:
    """The program that judges, in short, and the time: other rules or forms, another basis."""
    return f"{_program()} {limits}"


@cache
def _program() -> str:
    digest = hashlib.sha256(f"{pipeline.__version__} {rules_version()}".encode())
    for path in _judges():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def _judges() -> list[Path]:
    """The files that decide what a case amounts to."""
    here = Path(pipeline.__file__).parent
    folders = (Path(module.__file__ or "").parent for module in (validators, forms))
    found = [path for folder in folders for path in sorted(folder.rglob("*"))]
    return [*(path for path in found if path.suffix in (".py", ".yaml")),
            *(here / name for name in JUDGES)]  # fmt: skip


def _still_true(kept: Mapping[str, Json], today: date) -> Summary | None:
    """The summary that was made in a time like today."""
    for under, fact in kept.items():
        if under == basis(limits_passed(map(date.fromisoformat, fact["days"]), today)):
            return Summary.model_validate(fact["summary"])
    return None


def _listed(outline: Record, found: Standing) -> Listed:
    """With the outline alone: thousands of cases with all their readings would fill the memory."""
    return Listed(outline, found.summary, found.open_points, found.state)
