"""Rows, names and whole blocks that were left blank or half filled (V-28 to V-31)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.forms import FormField
from pipeline.model import UNBEKANNT, AnswerState, Case, Severity
from validators.entries import is_struck_out, words_of
from validators.logic import Undetermined
from validators.registry import Hit, hit, plain, rule
from validators.supposed_values import POSSIBLE
from validators.view import View
from validators.words import joined, named, tidy

TABLES = ("weitere_kinder", "uvg_vorbezug.zeitraeume", "unterhalt.unregelmaessig")

FIRST_NAMES = "kind.vornamen"
"""The only line of first names of which a rule asks for the underlined one (1 A)."""
SEES_HOW_MANY = 0.5
"""Confidence in first names from which there are several where all that may stand there are: so it
was with 502 of 503 in doubt, in about 1,100 generated mail items (once a name was begun twice)."""


@rule(
    "V-28",
    Severity.RUECKFRAGE,
    source="Vordruck Nr. 12, 14 B; Nr. 5 gefunden",
    message="{tabelle}, Zeile {n}: {spalten} fehlt.",
)
def half_filled_row(view: View) -> Iterator[Hit]:
    for table in TABLES:
        question = view.form.fields[table]
        for number, row in enumerate(view.rows_in_part(table), 1):
            if missing := _missing_columns(question, row):
                name = named(view.form, table)
                yield hit(table, tabelle=name, n=number, spalten=joined(missing))


def _missing_columns(question: FormField, row: Mapping[str, str | Undetermined]) -> list[str]:
    """The blank columns of a row, unless the row says no more than that there is nothing to say."""
    said = [text for text in row.values() if isinstance(text, str) and text]
    if all(text.casefold() == UNBEKANNT or is_struck_out(text) for text in said):
        return []
    return [tidy(column.label) for column in question.columns if row.get(column.id, "") == ""]


@rule(
    "V-29",
    Severity.HINWEIS,
    source="Vordruck 1 A",
    message="Rufname ist nicht gekennzeichnet.",
)
def no_first_name_underlined(view: View) -> Iterator[Hit]:
    names = view.text(FIRST_NAMES)
    said = [names] if isinstance(names, str) else _possible_names(view.case)
    several = bool(said) and all(len(_names(each)) > 1 for each in said)
    if several and not view.case.underlined.get(FIRST_NAMES):
        yield hit(FIRST_NAMES)


def _names(said: str) -> list[str]:
    return [word for word in words_of(said) if len(word) > 1]


def _possible_names(case: Case) -> list[str]:
    """All first names that a reader in doubt holds for possible: how many there are it sees."""
    reading = case.readings.get(FIRST_NAMES)
    if reading is None or case.states.get(FIRST_NAMES) is AnswerState.CONFLICT:
        return []
    if not reading.value or reading.confidence < SEES_HOW_MANY:
        return []
    others = (c.value for c in reading.candidates if c.confidence >= POSSIBLE)
    return [reading.value, *others]


plain(
    "V-30",
    Severity.RUECKFRAGE,
    'empty(fragebogen.beschaeftigung.arbeitgeber) and not any_filled("fragebogen.selbstaendigkeit")'
    ' and not any_filled("fragebogen.einkommen") and empty(todesfall.sterbedatum)',
    "fragebogen.beschaeftigung.arbeitgeber",
    source="Vordruck Nr. 13 Vorspann; Feld Arbeitgeber rekonstruiert",
    message=(
        "Fragebogen: keine Angabe zu Arbeitgeber oder Einkommen des anderen Elternteils. "
        "Bitte ergänzen oder „unbekannt“ eintragen."
    ),
)


@rule(
    "V-31",
    Severity.HINWEIS,
    source="Vordruck Nr. 13 Vorspann",
    message="Fragebogen, Block „{block}“: keine Angaben.",
)
def blank_block_of_the_questionnaire(view: View) -> Iterator[Hit]:
    for page in view.form.pages:
        if page.role == "fragebogen":
            for section in page.sections:
                fields = tuple(field.id for field in section.fields)
                if all(view.empty(field) is True for field in fields):
                    yield hit(*fields, block=tidy(section.label))
