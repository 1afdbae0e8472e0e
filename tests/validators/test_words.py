"""Findings name a field so that a clerk finds it on the paper: number, page, printed heading."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

import validators
from pipeline import forms
from validators.words import named, place_of

FORM = forms.load("uvg_antrag_by")
TODAY = date(2026, 3, 4)
OWN_FIRM = (
    "Selbständige Tätigkeit/Gewerbebetrieb der/des Unterhaltspflichtigen in den letzten drei Jahren"
)
NETTO = "fragebogen.selbstaendigkeit.weitere_firma_1.netto_monatlich"


def message(make_case: Any, rule: str, **changes: Any) -> str:
    (found,) = [f for f in validators.check(make_case(changes), TODAY) if f.rule == rule]
    return found.message


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("antrag.leistung_ab", "Seite 1, Kopf"),
        ("kind.vornamen", "Nr. 1 A, Seite 1"),
        ("kind.einkommen.arten", "Nr. 11 A bis D, Seite 4"),
        ("unterhalt.vorauszahlung.betrag", "Nr. 14 D, Seite 5"),
        (
            "fragebogen.beschaeftigung.netto_monatlich",
            "Seite 6, „Nichtselbständige Tätigkeit der/des Unterhaltspflichtigen“",
        ),
        (
            NETTO,
            f"Seite 7, „{OWN_FIRM}“, 2. von 3 dieses Namens",
        ),
        (
            "fragebogen.einkommen.nebenverdienst.betrag",
            "Seite 7, „Sonstige Einkommen der/des Unterhaltspflichtigen“, nach „bei Firma“",
        ),
        (
            "fragebogen.vermoegen.sonstiges.bezeichnung",
            "Seite 7, „Vermögen der/des Unterhaltspflichtigen“",
        ),
    ],
)
def test_a_place_is_said_as_the_paper_prints_it(field: str, place: str) -> None:
    assert place_of(FORM, field) == place


def test_name_and_place_together_mean_one_field_only() -> None:
    counts = Counter((named(FORM, field), place_of(FORM, field)) for field in FORM.fields)

    assert max(counts.values()) == 1


def test_no_place_has_a_number_that_is_not_printed() -> None:
    refs = {f.ref for f in FORM.fields.values() if not f.ref[:1].isdigit() and f.ref != "Kopf"}

    assert refs
    assert not [id_ for id_ in FORM.fields if any(ref in place_of(FORM, id_) for ref in refs)]


def test_what_is_missing_in_the_questionnaire_is_found_by_page_and_heading(make_case: Any) -> None:
    blank = {"fragebogen.beschaeftigung.netto_monatlich": ""}

    assert (
        "„durchschnittliches monatliches Nettoeinkommen“ (Seite 6, „Nichtselbständige Tätigkeit"
        in message(make_case, "A-05", antworten=blank)
    )


@pytest.mark.parametrize(
    ("blank", "said"),
    [
        (["familienstand.status"], "Nr. 13 B nicht beantwortet (Familienstand)."),
        (
            ["nato_angehoerig"],
            "Nr. 13 C nicht beantwortet (Als Angehörige/r der NATO-Streitkräfte",
        ),
        (["familienstand.status", "nato_angehoerig"], "Nr. 13 B und C nicht beantwortet"),
    ],
)
def test_only_the_open_rows_of_number_13_are_named(
    make_case: Any, blank: list[str], said: str
) -> None:
    answers = {f"anderer_elternteil.{field}": "" for field in blank}

    assert message(make_case, "V-16", antworten=answers).startswith(said)


def test_only_the_open_row_of_number_15_is_named(make_case: Any) -> None:
    blank = {"unterhaltstitel.festsetzungsantrag.erhoben": ""}

    assert message(make_case, "V-23", antworten=blank).startswith("Nr. 15: B nicht")


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (["fragebogen_seite_2"], "fehlt teilweise: Seite 7 des Formulars."),
        (["fragebogen_seite_1", "fragebogen_seite_2"], "fehlt ganz: Seiten 6 und 7 des Formulars."),
    ],
)
def test_the_missing_pages_of_the_questionnaire_are_named(
    make_case: Any, missing: list[str], said: str
) -> None:
    assert message(make_case, "F-03", fehlende_seiten=missing).endswith(said)


@pytest.mark.parametrize(
    ("received", "said"),
    [
        ("2024-08-02", "Eingangsdatum 02.08.2024 liegt mehr als ein Jahr zurück; "),
        ("2026-03-05", "Eingangsdatum 05.03.2026 liegt in der Zukunft; "),
    ],
)
def test_a_day_of_receipt_that_cannot_be_says_why_and_what_to_do(
    make_case: Any, received: str, said: str
) -> None:
    assert message(make_case, "F-10", eingang=received) == f"{said}Stempel und Jahr prüfen."


def test_a_day_that_does_not_exist_is_found_on_the_paper(make_case: Any) -> None:
    answers = {"kind.geburtsdatum": "31.02.2017"}

    assert message(make_case, "D-01", antworten=answers) == (
        "„31.02.2017“ ist kein gültiges Datum („Geburtsdatum“, Nr. 1 A, Seite 1)."
    )
