"""S7 Fallübersicht as a page, and its history from the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from starlette.responses import Response

from pipeline.forms import Form
from pipeline.model import Case, Finding
from pipeline.review import acts
from pipeline.review.gate import Asked, Door
from pipeline.review.layout import slot_of
from pipeline.review.looks import Look, look_at
from pipeline.review.opening import look
from pipeline.review.overview import Overview, overview_of, without_form
from pipeline.review.permissions import Permission
from pipeline.review.records import Opened
from pipeline.review.states import CLOSED, GONE
from pipeline.store import audit, known_case
from pipeline.store.moments import day_of

TO_CHECK = "noch zu prüfen"
NO_FORM = "Es wurde kein Formular erkannt."


class Happened(NamedTuple):
    """One line of the history."""

    when: datetime
    who: str
    what: str
    where: str


def show_overview(asked: Asked) -> Response:
    """The case on one page."""
    with asked.store.read() as db:
        case = known_case(db, asked.part("case"))
    found = look_at(asked.store, asked.settings, case, day_of(asked.now))
    opened = look(asked.store, asked.settings, case, asked.person, asked.now)
    hidden = unseen_fields(found)
    shown = found.case.model_copy(
        update={"answers": {k: v for k, v in found.case.answers.items() if k not in hidden}}
    )
    findings = [one for one in found.findings if not hidden & set(one.fields)]
    with asked.store.read() as db:
        trail = list(audit.entries(db, case=case))
    return asked.screen(
        "overview.html",
        opened=opened, sheet=opened.sheet, hidden=len(hidden),
        shown=_overview(found, opened, shown, findings),
        history=list(history_of(trail, found.record.form)), notes=opened.sheet.notes,
        may_check=asked.may(Permission.CHECK),
    )  # fmt: skip


def _overview(found: Look, opened: Opened, case: Case, findings: Iterable[Finding]) -> Overview:
    if found.record.has_form:
        return overview_of(case, found.record.form, findings, found.today)
    word = opened.state.value if opened.state in CLOSED - GONE else TO_CHECK
    return without_form(case, word, opened.why_not if word != TO_CHECK else NO_FORM)


def unseen_fields(found: Look) -> frozenset[str]:
    """Fields that somebody types a second time: nobody who may do so reads them here meanwhile."""
    slots = (slot_of(found.case.form, key) for key in acts.to_type_again(found.events))
    return frozenset(slot.field.id for slot in slots if slot)


def history_of(trail: Iterable[audit.Entry], form: Form) -> Iterable[Happened]:
    """What was done to the case, the last first; no values stand in the trail."""
    for entry in reversed(list(trail)):
        slot = slot_of(form.id, entry.subject) if entry.subject else None
        words = entry.event.replace("_", " ")
        yield Happened(
            datetime.fromisoformat(entry.at), entry.actor, words[:1].upper() + words[1:],
            slot.label if slot else _page_of(entry),
        )  # fmt: skip


def _page_of(entry: audit.Entry) -> str:
    """The page that was named or turned."""
    number = entry.detail.get("seite")
    return f"Seite {number}" if number else ""


DOORS = (Door("GET", "/faelle/{case}/uebersicht", show_overview, Permission.OVERVIEW),)
