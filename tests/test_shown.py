"""Clerks read labels and German days, whatever the program's own spelling is."""

from __future__ import annotations

import pytest

from pipeline import forms
from pipeline.model import Value
from pipeline.shown import evidence_shown, form_page_shown, persons_shown, value_shown

FORM = forms.load("uvg_antrag_by")


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("kind.geburtsdatum", "2017-03-14", "14.03.2017"),
        ("kind.lebt_seit", "2017-03", "03.2017"),
        ("kind.lebt_seit", "seit Geburt", "seit Geburt"),
        ("kind.familienname", "2017-03-14", "2017-03-14"),
        ("unterhalt.regelmaessig_betrag", "1250.00", "1.250,00 €"),
        ("unterhalt.regelmaessig_betrag", "unbekannt", "unbekannt"),
        ("kind.geschlecht", "maennlich", "männlich"),
        ("kind.geschlecht", ("maennlich", "weiblich"), "männlich, weiblich"),
        ("kind.geschlecht", "unbekannt", "unbekannt"),
        ("kind.lebt_bei", ("mutter", "heim_internat"), "bei seiner Mutter, in einem Heim/Internat"),
        ("betreuender_elternteil.familienstand.status", "dauernd_getrennt",
         "dauernd getrennt lebend"),
        ("weitere_kinder", ({}, {"name_vorname": "Sommer, Ole", "geburtsdatum": "2019-02-03"}),
         "- | Sommer, Ole, 03.02.2019"),
    ],
)  # fmt: skip
def test_an_answer_is_shown_in_the_words_of_the_form(field: str, value: Value, shown: str) -> None:
    assert value_shown(FORM.fields[field], value) == shown


def test_no_option_of_the_form_is_shown_by_its_id_alone() -> None:
    fields = [field for field in FORM.fields.values() if field.is_choice]

    shown = [value_shown(field, (option.id,)) for field in fields for option in field.options]

    assert not [text for text in shown if not text or "_" in text]


def test_papers_persons_and_pages_have_names() -> None:
    assert evidence_shown("nachweis_festsetzungsantrag").startswith("Nachweis Antrag/Zustellung")
    assert evidence_shown("") == "nicht erkannt"
    assert persons_shown(("kind", "ehegatte")) == "Kind, Ehegatte"
    assert form_page_shown(FORM, "erklaerung_seite") == "8"
    assert form_page_shown(FORM, "merkblatt_by").startswith("Merkblatt zum Unterhaltsvorschuss")
    assert form_page_shown(FORM, None) == ""
