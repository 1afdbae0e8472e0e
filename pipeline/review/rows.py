"""A case as a row of the Arbeitsvorrat: from its summary, and from what its last act left open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from pipeline import forms
from pipeline.listing import Listed, listed
from pipeline.model import Severity
from pipeline.review import acts
from pipeline.review.counting import Counts
from pipeline.review.records import Row
from pipeline.review.sheets import deadline_of
from pipeline.review.states import CLOSED, GONE
from pipeline.review.whereabouts import case_state, not_for, passed_to, until_of
from pipeline.settings import Settings
from pipeline.store import Store, facts_under
from pipeline.store.desk_events import DeskEvent, last_events
from pipeline.store.moments import day_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A case as the list knows it, whoever has it open."""

    listed: Listed
    counts: Counts
    exact: bool
    last: DeskEvent | None
    note: bool


def entries_of(
    store: Store, policy: str, today: date, only: Collection[str] | None, most: int
) -> dict[str, Entry]:
    """The cases that are asked for, at ``most`` so many of them worked out anew."""
    found = listed(store, policy=policy, today=today, only=only, most=most)
    with store.read() as db:
        latest = last_events(db, only=only)
        deciding = last_events(db, acts.DECIDING, only)
        notes = last_events(db, {acts.NOTE}, only)
    return {
        one.record.case_id: _entry(
            one, latest.get(one.record.case_id), deciding.get(one.record.case_id),
            note=one.record.case_id in notes,
        )
        for one in found
    }  # fmt: skip


def _entry(found: Listed, latest: DeskEvent | None, last: DeskEvent | None, *, note: bool) -> Entry:
    """A case with what its last act left open, unless facts were added since."""
    left = latest.detail if latest is not None else {}
    if left.get("facts") == facts_under(found.record):
        fields, findings, problems = left["open"]
        return Entry(found, (fields, findings, problems), True, last, note)
    summary = found.summary
    rules = summary.findings[Severity.FEHLER] + summary.findings[Severity.RUECKFRAGE]
    # what summaries say beside the unsure fields is about pages and papers
    problems = max(0, len(summary.points) - bool(summary.doubtful))
    return Entry(found, (summary.doubtful, rules, problems), False, last, note)


def row_of(entry: Entry, settings: Settings, today: date) -> Row:
    """A case that nobody has open."""
    record, summary = entry.listed.record, entry.listed.summary
    form = record.run.form if record.run and record.run.form else ""
    state = case_state(entry.listed.state, entry.last, held=False, today=today)
    received = summary.received.day
    since = received or day_of(datetime.fromisoformat(record.received_at))
    deadline = None if state in GONE else deadline_of(received, settings.deadline_days)
    fields, rules, problems = entry.counts
    open_now = state not in CLOSED
    return Row(
        case_id=record.case_id, form=form, form_title=forms.load(form).title if form else "",
        received=received, age_days=(today - since).days, deadline=deadline,
        days_left=(deadline - today).days if deadline else None,
        open_fields=fields if open_now else 0, open_rules=rules if open_now else 0,
        problems=problems, risk=summary.findings[Severity.FEHLER],
        exact=entry.exact or not open_now, known=entry.listed.checked or not open_now,
        state=state, until=until_of(entry.last, today),
        not_for=not_for(entry.last), passed_to=passed_to(entry.last), note=entry.note,
    )  # fmt: skip
