"""``eingang show`` speaks the clerk's language and leaves labels the room they need."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from pipeline import forms
from pipeline.cli.one_case import print_case
from pipeline.fold import fold
from pipeline.model import Document, Page, PageKind, Reading, Received, Source
from pipeline.standing import Standing, State
from pipeline.store.records import Record, Run

FORM = forms.load("uvg_antrag_by")
NUMBERS = {page.id: page.number for page in FORM.pages}


def reading(item: str, value: str, *, doubt: bool = False) -> Reading:
    place = FORM.items[item]
    return Reading(
        item=item, kind=place.kind, value=value, confidence=0.9, doubt=doubt,
        source=Source.MACHINE, page=NUMBERS[place.page], box=place.box, reader="test",
    )  # fmt: skip


SAID = (
    reading("kind.geschlecht.maennlich", "ticked"),
    reading("kind.geburtsdatum", "2017-03-14", doubt=True),
    reading("betreuender_elternteil.familienstand.status.dauernd_getrennt", "ticked"),
    reading("betreuender_elternteil.nato_angehoerig.nein", "ticked"),
    reading("fragebogen.selbstaendigkeit.weitere_firma_1.netto_monatlich", "1250.00"),
    reading("fragebogen.selbstaendigkeit.weitere_firma_2.netto_monatlich", "80.00"),
)
PAPER = Document(
    number=1, type="nachweis_festsetzungsantrag", subject=("kind",), pages=(9,), confidence=1,
    doubt=True,
)  # fmt: skip


def shown(
    capsys: pytest.CaptureFixture[str],
    *,
    missing: Sequence[int] = (),
    kind: PageKind = PageKind.EVIDENCE,
    **received: Any,
) -> str:
    pages = [
        Page(number=page.number, kind=PageKind.FORM, form_page=page.id)
        for page in FORM.pages
        if page.number not in missing
    ]
    copy = Page(number=10, kind=PageKind.DUPLICATE, form_page="antrag_seite_1", duplicate_of=1)
    day = Received(day=date(2026, 3, 4), source="stempel", **received)
    case = fold("UV-1", FORM, SAID, [*pages, Page(number=9, kind=kind), copy], [PAPER], day)
    run = Run(id=1, number=1, outcome="read", form=FORM.id, finished_at="")
    record = Record(case_id="UV-1", received_at="", name="scan.pdf", scans=(), run=run, revision=1)
    print_case(Standing(record, case, (), (), State.OPEN), checked=True)
    return capsys.readouterr().out


def test_nothing_is_shown_in_the_programs_own_spelling(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys)

    for words in ("männlich", "dauernd getrennt lebend", "14.03.2017", "1.250,00 €",
                  "Nachweis Antrag/Zustellung Unterhaltsfestsetzung", "Kind"):  # fmt: skip
        assert words in text
    assert not re.search(r"\d{4}-\d{2}|[a-z]_[a-z]|kind\.", text)


def test_a_long_label_is_shown_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(shown(capsys).split())

    assert "…" not in text
    assert "Als Angehörige/r der NATO-Streitkräfte oder des zivilen nein Gefolges im" in text


def test_lines_of_one_name_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(shown(capsys).split())

    assert "(2. von 3 dieses Namens)" in text
    assert "(3. von 3 dieses Namens)" in text


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ((7,), "Vom Formular nicht dabei: Seite 7 (Fragebogen zum anderen Elternteil)."),
        (
            (2, 6, 7),
            "nicht dabei: Seite 2 (Antrag), Seiten 6 und 7 (Fragebogen zum anderen Elternteil).",
        ),
    ],
)
def test_missing_pages_of_the_form_are_named(
    capsys: pytest.CaptureFixture[str], missing: tuple[int, ...], said: str
) -> None:
    assert said in shown(capsys, missing=missing)


def test_a_page_that_nobody_could_read_may_be_the_missing_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = shown(capsys, missing=(8,), kind=PageKind.UNREADABLE)

    assert "Seite 8 (Erklärung und Unterschrift); vielleicht eine der unlesbaren Seiten." in text


def test_what_is_unsure_and_what_is_double_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, doubt=True)

    assert "Eingang: 04.03.2026 (Stempel, unsicher)" in text
    assert "wie Seite 1" in text
    assert text.count("unsicher") == 3
