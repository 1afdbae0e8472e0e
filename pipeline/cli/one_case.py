"""One case as ``eingang show`` prints it: pages, answers by their labels, evidence, open points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

from pipeline.cli.calls import advise
from pipeline.cli.outcome import is_empty, outcome_lines, what_next, why_not_read
from pipeline.cli.tables import counted, line, table
from pipeline.forms import Form, FormPage
from pipeline.model import AnswerState, Case, Page, PageKind, Received
from pipeline.shown import evidence_shown, form_page_shown, persons_shown, value_shown
from pipeline.standing import KIND_SHOWN, Standing
from pipeline.store.answers import Told
from validators.words import day, named, pages_named, printed_number, which_of

RECEIVED_SHOWN = {"stempel": "Stempel", "vorgabe": "Vorgabe", "person": "von Hand"}
"""How a day of receipt is known."""

STATE_SHOWN = {
    AnswerState.UNKNOWN: "unbekannt",
    AnswerState.ILLEGIBLE: "unleserlich",
    AnswerState.CONFLICT: "widersprüchlich",
    AnswerState.CONFIRMED: "bestätigt",
    AnswerState.CORRECTED: "berichtigt",
}

ROLE_SHOWN = {
    "antrag": "Antrag",
    "fragebogen": "Fragebogen zum anderen Elternteil",
    "erklaerung": "Erklärung und Unterschrift",
}
"""Parts of the form."""

UNSURE = "unsicher"

LINE = 60
"""Characters of a label or value before it goes on in the next line; most labels are shorter."""


def print_case(
    found: Standing, told: Sequence[Told] = (), trouble: str = "", *, checked: bool
) -> None:
    """The case for a clerk, with what the other side said, or why it was not reached.

    ``checked``: whether rules were applied.
    """
    record, case = found.record, found.case
    line(f"{case.case_id}  Stand: {found.state}  Revision: {record.revision}  Datei: {record.name}")
    line(f"Eingang: {_received(case.received)}")
    for words in (*outcome_lines(record, told), *([trouble] if trouble else [])):
        advise(words)
    _print_pages(record.form, case, recognised=checked)
    _print_answers(record.form, case)
    _print_documents(case)
    if found.open_points:
        line("\nOffen")
        for point in [why_not_read(record)] if is_empty(record) else found.open_points:
            advise(f"- {point}")
    if words := what_next(found.state, case.case_id):
        advise(f"\n{words}")
    if not checked:
        line("\nNicht geprüft.")
        return
    counts = counted(len(found.findings), "Feststellung", "Feststellungen")
    advise(f"\n{counts}; `eingang check {case.case_id}` nennt sie.")


def _received(received: Received) -> str:
    if not received.day:
        return "nicht bekannt"
    known = [RECEIVED_SHOWN.get(received.source, received.source), *_unsure(received.doubt)]
    return f"{day(received.day)} ({', '.join(known)})"


def _unsure(doubt: bool) -> list[str]:
    return [UNSURE] if doubt else []


def _print_pages(form: Form, case: Case, *, recognised: bool) -> None:
    line("\nSeiten")
    table(
        ("Nr.", "Art", "Seite des Formulars", "Anmerkung"),
        [
            (page.number, KIND_SHOWN[page.kind], form_page_shown(form, page.form_page), _note(page))
            for page in case.pages
        ],
    )
    missing = [page for page in form.pages if page.id not in case.form_pages]
    if recognised and missing:
        unread = any(page.kind is PageKind.UNREADABLE for page in case.pages)
        hint = "; vielleicht eine der unlesbaren Seiten" if unread else ""
        line(f"Vom Formular nicht dabei: {', '.join(_by_role(missing))}{hint}.")


def _note(page: Page) -> str:
    same = f"wie Seite {page.duplicate_of}" if page.duplicate_of else ""
    return page.reason or same


def _by_role(pages: Sequence[FormPage]) -> Iterator[str]:
    for role in dict.fromkeys(page.role for page in pages):
        some = [page for page in pages if page.role == role]
        yield f"{pages_named(some)} ({ROLE_SHOWN.get(role, role)})"


def _print_answers(form: Form, case: Case) -> None:
    rows = [
        row
        for field in form.fields
        if field in case.answers or field in case.doubtful
        for row in _rows(form, case, field)
    ]
    if rows:
        line("\nAngaben")
        table(("Seite", "Nr.", "Bezeichnung", "Wert", "Anmerkung"), rows)


def _rows(form: Form, case: Case, field: str) -> Iterator[tuple[str, ...]]:
    """The lines that one answer takes."""
    question, which = form.fields[field], which_of(form, field)
    label = named(form, field) + (f" ({which})" if which else "")
    value = value_shown(question, case.answers[field]) if field in case.answers else ""
    page = form.page(form.page_of[field]).number
    first = [str(page), printed_number(question), _remark(case, field)]
    for label_part, shown in zip_longest(wrap(label, LINE), wrap(value, LINE), fillvalue=""):
        yield first[0], first[1], label_part, shown, first[2]
        first = ["", "", ""]


def _remark(case: Case, field: str) -> str:
    words = [STATE_SHOWN[state]] if (state := case.states.get(field)) in STATE_SHOWN else []
    return ", ".join([*words, *_unsure(field in case.doubtful)])


def _print_documents(case: Case) -> None:
    if case.documents:
        line("\nNachweise")
        table(
            ("Nr.", "Art", "Für", "Seiten", "Anmerkung"),
            [
                (d.number, evidence_shown(d.type), persons_shown(d.subject),
                 ", ".join(map(str, d.pages)), ", ".join(_unsure(d.doubt)))
                for d in case.documents
            ],
        )  # fmt: skip
