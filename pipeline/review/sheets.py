"""A case laid out for a person: its questions, what is open about each, what to look at first.

Assembly comes first, then unsure readings in the order of the pages, then rules, then what is
missing; whatever is closed follows in the order of the print.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from operator import is_
from typing import NamedTuple

from pipeline.arranging import reasons_left
from pipeline.model import Case, Finding, Page, Reading, Received
from pipeline.review import acts
from pipeline.review.answers import (
    View,
    as_shown,
    beside,
    choices_of,
    doubts,
    reading_state,
    value_of,
)
from pipeline.review.concerns import findings_on, problems_of
from pipeline.review.layout import Slot, slots_of
from pipeline.review.placing import place_on, upright_size
from pipeline.review.records import Kind, Sheet, SheetField, SheetFinding, SheetPage
from pipeline.review.states import ReadingState, RuleState
from pipeline.shown import evidence_shown, form_page_shown
from pipeline.standing import KIND_SHOWN
from pipeline.store import Record
from pipeline.store.desk_events import DeskEvent

RISKY_TYPES = frozenset({"iban", "amount_eur"})
RISKY_ENDS = ("familienname", "vornamen", "name", "geburtsdatum", "kontoinhaber", "trennung.seit")
"""Answers on which money and persons hang: who, since when, how much, whereto."""

LEFT = frozenset({ReadingState.EMPTY_CONFIRMED, ReadingState.ILLEGIBLE})


class Laid(NamedTuple):
    """A question that was laid out, and what it rests on."""

    read: tuple[Reading, ...]
    about: tuple[bool, bool, bool]
    field: SheetField


Known = dict[str, Laid]


def sheet_of(
    record: Record,
    case: Case,
    findings: Sequence[Finding],
    events: Sequence[DeskEvent],
    *,
    today: date,
    deadline_days: int,
    unaided_day: Received,
    senior: bool = False,
    known: Known | None = None,
) -> Sheet:
    """The case as somebody works on it. ``unaided_day`` is the day of receipt before any person.

    ``known`` are questions as they were laid out before; those of which nothing changed are taken
    from there, and all are left there for the next time.
    """
    view = View(record, case, acts.escalated(events), senior)
    on_paper = [slot for slot in slots_of(case.form) if slot.form_page in view.form_pages]
    bare = [_known(slot, view, unaided_day, {} if known is None else known) for slot in on_paper]
    laid = findings_on(
        case, findings, _keys(bare), acts.accepted(events),
        {field.key for field in bare if field.reading in LEFT},
    )  # fmt: skip
    fields = _with_rules(bare, laid, acts.versions(events))
    deadline = deadline_of(case.received.day, deadline_days)
    stamped = any(slot.kind is Kind.RECEIVED for slot in on_paper)
    said = record.run.reasons if record.run else ()
    reasons = reasons_left(said, case.about_form, record.form)
    return Sheet(
        case_id=case.case_id, form=case.form,
        form_title=record.form.title if record.has_form else "",
        revision=record.revision, received=case.received.day, deadline=deadline,
        days_left=(deadline - today).days if deadline else None,
        fields=tuple(sorted(fields, key=_turn)), findings=laid,
        problems=problems_of(case, reasons, acts.settled(events), stamp_on_sheet=stamped),
        pages=_pages(record, case, fields), notes=acts.notes(events),
    )  # fmt: skip


def deadline_of(received: date | None, days: int) -> date | None:
    """The day until which a case is to be reviewed; ``None`` where there is no such rule."""
    return received + timedelta(days=days) if received and days else None


def is_risky(slot: Slot) -> bool:
    """Whether a mistake here costs money or takes somebody for somebody else."""
    if slot.kind is Kind.RECEIVED or slot.type in RISKY_TYPES:
        return True
    return not slot.boxes and slot.key.endswith(RISKY_ENDS)


def _known(slot: Slot, view: View, unaided_day: Received, known: Known) -> SheetField:
    """A question as it was laid out before, unless something was added to it."""
    read = view.readings(slot)
    unsure = slot.field.id in view.case.doubtful
    about = (slot.key in view.escalated, view.senior, unsure)
    held = known.get(slot.key)
    same = held is not None and slot.kind is not Kind.RECEIVED and held.about == about
    if held is None or not same or not all(map(is_, held.read, read)):
        held = known[slot.key] = Laid(tuple(read), about, _bare(slot, view, unaided_day))
    return held.field


def _bare(slot: Slot, view: View, unaided_day: Received) -> SheetField:
    """A question with what stands there, before the rules have their say."""
    value, machine = _values(slot, view, unaided_day)
    said = as_shown(slot, value)
    state = reading_state(slot, view, value, machine)
    read, page = view.readings(slot), view.page(slot)
    others, signs = doubts(slot, view, said) if state is ReadingState.OPEN_DOUBT else ((), ())
    return SheetField(
        key=slot.key, field=slot.field.id, kind=slot.kind, label=slot.label, section=slot.section,
        ref=slot.ref, row=slot.row, table=slot.table, page=page.number, form_page=slot.form_page,
        box=slot.box, place=place_on(page, slot.box), options=choices_of(slot, view),
        beside=beside(slot, view.case.readings) if slot.boxes else "",
        may_be_unknown=slot.may_be_unknown,
        value=value, shown=said, machine=as_shown(slot, machine), candidates=others,
        doubtful=signs, confidence=min((r.confidence for r in read), default=0.0),
        reader=read[0].reader if read else "", reading=state,
        required=slot.field.required == "always", risky=is_risky(slot),
    )  # fmt: skip


def _values(slot: Slot, view: View, unaided_day: Received) -> tuple[str, str]:
    """The answer as it stands, and as the machine read it."""
    if slot.kind is not Kind.RECEIVED:
        return value_of(slot, view.case.readings), value_of(slot, view.unaided)
    days = (view.case.received.day, unaided_day.day)
    now, before = (day.isoformat() if day else "" for day in days)
    return now, before


def _keys(fields: Iterable[SheetField]) -> dict[str, list[str]]:
    """The questions of each field of the form; of a table those first in which something stands."""
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for field in sorted(fields, key=lambda field: not field.value if field.table else False):
        keys[field.field].append(field.key)
    return keys


def _with_rules(
    bare: Sequence[SheetField], findings: Sequence[SheetFinding], touched: Mapping[str, int]
) -> list[SheetField]:
    """The questions with the findings that point to them; each finding opens one question."""
    pointing: defaultdict[str, list[str]] = defaultdict(list)
    opened: defaultdict[str, list[RuleState]] = defaultdict(list)
    filled = {field.key for field in bare if field.value}
    for finding in findings:
        for key in finding.fields:
            pointing[key].append(finding.key)
        if finding.opens:
            opened[_lead(finding, filled)].append(_rule_state(finding))
    return [
        field.model_copy(
            update={
                "findings": tuple(pointing[field.key]),
                "rule": _worst(opened[field.key]),
                "version": touched.get(field.key, 0),
            }
        )
        if field.key in pointing or field.key in touched
        else field
        for field in bare
    ]


def _lead(finding: SheetFinding, filled: set[str]) -> str:
    """The question at which a finding is decided: the first in which something stands."""
    return next((key for key in finding.fields if key in filled), finding.fields[0])


def _rule_state(finding: SheetFinding) -> RuleState:
    if finding.settled:
        return RuleState.ACCEPTED
    return RuleState.OPEN_MISSING if finding.missing else RuleState.OPEN_RULE


def _worst(states: Sequence[RuleState]) -> RuleState:
    order = (RuleState.OPEN_RULE, RuleState.OPEN_MISSING, RuleState.ACCEPTED)
    return next((state for state in order if state in states), RuleState.FINE)


def _turn(field: SheetField) -> int:
    """When to look at a question; within one turn the order of the print holds."""
    if field.reading is ReadingState.OPEN_DOUBT:
        return 0
    return {RuleState.OPEN_RULE: 1, RuleState.OPEN_MISSING: 2}.get(field.rule, 3)


def _pages(record: Record, case: Case, fields: Iterable[SheetField]) -> tuple[SheetPage, ...]:
    waiting = Counter(field.page for field in fields if field.is_open)
    papers = {number: paper for paper in case.documents for number in paper.pages}
    found = []
    for page in case.pages:
        width, height = upright_size(page)
        paper = papers.get(page.number)
        found.append(
            SheetPage(
                number=page.number, kind=KIND_SHOWN[page.kind], width=width, height=height,
                turned=page.upright, open=waiting[page.number],
                name=evidence_shown(paper.type) if paper else _name(record, page),
                doubt=page.doubt or bool(paper and paper.doubt),
            )
        )  # fmt: skip
    return tuple(found)


def _name(record: Record, page: Page) -> str:
    return form_page_shown(record.form, page.form_page) if page.form_page else ""
