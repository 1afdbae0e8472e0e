"""Truth files are read as strings, exactly, and what cannot be understood is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import validators
from pipeline import forms, truth
from pipeline.errors import PathError, TruthError
from pipeline.model import PageKind

FORM = forms.load("uvg_antrag_by")

TEXT = """
form: "uvg_antrag_by"
received: "2026-03-04"
source: "generated"
writing: "hand"
pages:
  - {form_page: "antrag_seite_1"}
  - {blank: "true"}
  - {evidence: "geburtsurkunde", document: "1", subject: "kind",
     fields: {kind.geburtsdatum: "2017-03-14"}}
  - {evidence: "geburtsurkunde", document: "1", subject: "kind", fields: {kind.vornamen: "Mara"}}
  - {evidence: "meldebestaetigung", document: "2", subject: ["kind", "betreuender_elternteil"]}
  - {form_page: "merkblatt_by"}
  - {duplicate_of: "1"}
  - {unreadable: "true"}
answers:
  kind.familienname: "Müller-Groß"
  kind.geburtsdatum: "2017-03-14"
  kind.geschlecht: ["maennlich", "weiblich"]
  kind.lebt_bei: "mutter"
  weitere_kinder: [{name_vorname: "Ole"}, {}, {}]
struck: ["kind.geschlecht.divers"]
underlined: {kind.vornamen: "Mara"}
findings: ["F-11", "N-01"]
"""

TWO_CASES = """
form: "uvg_antrag_by"
pages:
  - {form_page: "antrag_seite_1", case: "1"}
  - {form_page: "antrag_seite_1", case: "2"}
  - {evidence: "geburtsurkunde", document: "1", subject: "kind", case: "2"}
  - {evidence: "meldebestaetigung", document: "2", subject: "kind", case: ["1", "2"]}
cases:
  "1": {answers: {kind.familienname: "Huber"}, findings: ["N-01"]}
  "2": {answers: {kind.familienname: "Maier"}, findings: ["F-02"]}
"""


def test_a_truth_becomes_the_case_of_a_perfect_reader() -> None:
    case = truth.parse(TEXT).case(FORM)

    assert case.answers["kind.geburtsdatum"] == "2017-03-14"
    assert case.answers["kind.geschlecht"] == ("maennlich", "weiblich")
    assert case.answers["kind.lebt_bei"] == ("mutter",)
    assert case.answers["weitere_kinder"] == ({"name_vorname": "Ole"},)
    assert case.received.day == date(2026, 3, 4)
    assert case.form_pages == {"antrag_seite_1"}
    assert case.underlined == {"kind.vornamen": "Mara"}


def test_pages_of_one_document_are_one_document() -> None:
    first, second = truth.parse(TEXT).documents

    assert (first.type, first.pages, first.subject) == ("geburtsurkunde", (3, 4), ("kind",))
    assert first.fields == {"kind.geburtsdatum": "2017-03-14", "kind.vornamen": "Mara"}
    assert second.subject == ("kind", "betreuender_elternteil")


def test_every_page_has_its_kind() -> None:
    kinds = [page.kind for page in truth.parse(TEXT).pages]

    assert kinds == [
        PageKind.FORM, PageKind.BLANK, PageKind.EVIDENCE, PageKind.EVIDENCE, PageKind.EVIDENCE,
        PageKind.TEXT_PAGE, PageKind.DUPLICATE, PageKind.UNREADABLE,
    ]  # fmt: skip


def test_what_nobody_quoted_is_a_string_all_the_same() -> None:
    read = truth.parse(
        "form: uvg_antrag_by\npages: []\n"
        "answers: {kind.geburtsdatum: 2017-03-14, kind.mitbetreuung.vorhanden: no}"
    )

    assert read.answers == {"kind.geburtsdatum": "2017-03-14", "kind.mitbetreuung.vorhanden": "no"}


def test_several_cases_in_one_scan_have_their_own_pages() -> None:
    read = truth.parse(TWO_CASES)

    assert [d.type for d in read.case(FORM, "1").documents] == ["meldebestaetigung"]
    assert len(read.case(FORM, "2").documents) == 2
    assert read.findings == {"N-01", "F-02"}


@pytest.mark.parametrize(
    "text",
    ["", "- a", "form: [", "form: uvg_antrag_by", "form: gibt_es_nicht\npages: []",
     "form: uvg_antrag_by\npages: [{}]", "form: uvg_antrag_by\npages: [seite]",
     "form: uvg_antrag_by\npages: []\nreceived: gestern",
     "form: uvg_antrag_by\npages: [{duplicate_of: eins}]",
     "form: uvg_antrag_by\npages: []\nanswers: [Huber]"],
)  # fmt: skip
def test_a_truth_that_cannot_be_understood_is_named(text: str) -> None:
    with pytest.raises(TruthError, match="muster"):
        truth.parse(text, "muster/truth.yaml")


def test_a_field_that_the_form_does_not_have_is_named_without_its_value() -> None:
    read = truth.parse("form: uvg_antrag_by\npages: []\nanswers: {kind.name: Huber}")

    with pytest.raises(TruthError) as caught:
        read.case(FORM)
    assert "kind.name" in caught.value.advice
    assert "Huber" not in str(caught.value) + caught.value.advice


def test_a_folder_without_truth_is_no_sample(tmp_path: Path) -> None:
    with pytest.raises(PathError):
        truth.load(tmp_path)


def test_a_truth_can_be_checked(tmp_path: Path) -> None:
    (tmp_path / truth.TRUTH).write_text(TEXT, "utf-8")
    read = truth.load(tmp_path)

    found = {f.rule for f in validators.check(read.case(FORM), date(2026, 3, 4))}

    assert {"A-02", "V-02"} <= found
    assert not {"N-01", "N-02", "N-03"} & found


def test_what_is_missing_is_found_where_no_page_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / truth.TRUTH).write_text(TEXT.replace('  - {unreadable: "true"}\n', ""), "utf-8")
    read = truth.load(tmp_path)

    found = {f.rule for f in validators.check(read.case(FORM), date(2026, 3, 4))}

    assert {"F-01", "F-02"} <= found
