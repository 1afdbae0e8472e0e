"""One mail item through all steps: every page ends in one kind, and none spoils the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import fake_readers as fakes
import numpy as np
import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from pipeline import forms
from pipeline.emptiness import Emptiness
from pipeline.errors import OcrError, OversizeError, ScanError
from pipeline.model import ItemResult, Page, PageKind, PageMatch, Reading, Received, Source
from pipeline.process import process_item
from pipeline.settings import Settings
from pipeline.sorting import is_second_scan

FORM, PAPER, BIRTH, OTHER, MUTE, STRAY, BUG = fakes.FORM, 250, 200, 210, 220, 230, 170


def read(tmp_path: Path, levels: list[int], **options: Any) -> ItemResult:
    path = fakes.scan(tmp_path / "scan.tif", levels)
    return process_item([path], readers=options.pop("readers", fakes.fake()), **options)


def kinds(result: ItemResult) -> list[PageKind]:
    return [page.kind for page in result.pages]


def test_a_complete_application_with_evidence(tmp_path: Path) -> None:
    result = read(tmp_path, [*FORM, BIRTH, PAPER])

    assert kinds(result) == [PageKind.FORM] * 8 + [PageKind.EVIDENCE, PageKind.BLANK]
    assert result.form == "uvg_antrag_by"
    assert result.reasons == ()
    assert [d.pages for d in result.documents] == [(9,)]
    assert {r.item for r in result.readings} == set(forms.load("uvg_antrag_by").items)


def test_pages_keep_their_number_and_size(tmp_path: Path) -> None:
    result = read(tmp_path, [*FORM[:2]])

    assert [(p.number, p.width_px, p.height_px) for p in result.pages] == [
        (1, 83, 117),
        (2, 83, 117),
    ]
    assert all(page.sha256 for page in result.pages)


def test_a_page_on_which_our_program_fails_is_unreadable_and_the_rest_is_read(
    tmp_path: Path,
) -> None:
    result = read(tmp_path, [FORM[0], BUG, *FORM[1:]])

    assert kinds(result) == [PageKind.FORM, PageKind.UNREADABLE, *[PageKind.FORM] * 7]
    assert result.pages[1].doubt
    assert "ZeroDivisionError" in result.pages[1].reason
    assert fakes.NAME not in result.pages[1].reason


def test_an_error_that_lies_not_in_the_page_is_not_swallowed(tmp_path: Path) -> None:
    with pytest.raises(OcrError):
        read(tmp_path, [190])


def test_a_page_of_which_only_paper_is_left_without_its_dust_is_blank_but_doubted(
    tmp_path: Path,
) -> None:
    dusty = replace(fakes.fake(), without_dust=lambda image, dpi: np.full_like(image, PAPER))
    result = read(tmp_path, [10, STRAY], readers=dusty)

    assert kinds(result) == [PageKind.FORM, PageKind.BLANK]
    assert result.pages[1].doubt


def test_the_same_picture_twice_is_a_duplicate(tmp_path: Path) -> None:
    result = read(tmp_path, [*FORM, BIRTH, BIRTH])

    assert result.pages[9].kind is PageKind.DUPLICATE
    assert result.pages[9].duplicate_of == 9
    assert len(result.documents) == 1


def test_empty_backs_are_blank_and_no_duplicates(tmp_path: Path) -> None:
    result = read(tmp_path, [10, PAPER, 20, PAPER])

    assert [k for k in kinds(result) if k is PageKind.BLANK] == [PageKind.BLANK] * 2


def test_the_same_form_page_twice_is_kept_twice_and_doubted(tmp_path: Path) -> None:
    again = replace(fakes.fake(), match_page=_always_first)
    result = read(tmp_path, [10, 11], readers=again)

    assert kinds(result) == [PageKind.FORM, PageKind.FORM]
    assert [page.doubt for page in result.pages] == [False, True]
    assert "zweimal" in result.pages[1].reason
    assert {r.page for r in result.readings} == {1, 2}


def _always_first(image: Any, dpi: float, form: forms.Form) -> PageMatch:
    return PageMatch(
        form=form.id, page_id=form.pages[0].id, homography=(1.0,) * 9, turned=0,
        residual_mm=0, score=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ([STRAY], "Kein Formular erkannt."),
        ([PAPER], "Kein Formular erkannt."),
        ([OTHER], "Falscher Vordruck"),
        ([30], "Vom Formular liegt nur Seite 3 vor."),
        ([10], ""),
        (FORM[1:], "Seite 1 des Formulars fehlt."),
    ],
)
def test_what_is_no_whole_application_says_why(
    tmp_path: Path, levels: list[int], reason: str
) -> None:
    result = read(tmp_path, levels)

    assert " ".join(result.reasons).startswith(reason)
    assert bool(result.reasons) == bool(reason)


@pytest.mark.parametrize(
    ("levels", "reasons"),
    [([30, BUG], ()), ([*FORM[1:], BUG], ()), ([OTHER, BUG], ("Kein Formular erkannt.",))],
)
def test_a_page_that_could_not_be_read_may_be_the_one_that_seems_to_be_missing(
    tmp_path: Path, levels: list[int], reasons: tuple[str, ...]
) -> None:
    assert read(tmp_path, levels).reasons == reasons


def test_without_a_form_unknown_papers_belong_to_somebody_else(tmp_path: Path) -> None:
    result = read(tmp_path, [STRAY, BIRTH])

    assert kinds(result) == [PageKind.FOREIGN, PageKind.EVIDENCE]
    assert result.form == ""


def test_beside_a_form_unknown_papers_are_evidence_in_doubt(tmp_path: Path) -> None:
    result = read(tmp_path, [*FORM, STRAY])

    assert kinds(result)[-1] is PageKind.EVIDENCE
    assert result.documents[0].doubt


def test_a_page_that_is_part_of_no_document_is_unreadable(tmp_path: Path) -> None:
    nothing = replace(fakes.fake(), documents_of=lambda pages, case: [])

    result = read(tmp_path, [*FORM, MUTE], readers=nothing)

    assert kinds(result)[-1] is PageKind.UNREADABLE
    assert result.pages[-1].doubt


def test_a_leaflet_of_the_form_is_a_text_page(tmp_path: Path) -> None:
    leaflet = forms.load("uvg_antrag_by").text_pages[0]
    said = SimpleNamespace(words=("x",), text="\n".join(leaflet.anchors).upper())
    readers = replace(fakes.fake(), page_text=lambda image, dpi: said)

    result = read(tmp_path, [*FORM, STRAY], readers=readers)

    assert kinds(result)[-1] is PageKind.TEXT_PAGE
    assert result.pages[-1].form_page == leaflet.id


def test_the_stamp_says_when_it_was_received_and_a_given_day_outweighs_it(tmp_path: Path) -> None:
    assert read(tmp_path, FORM).received == Received(day=date(2026, 3, 4), source="stempel")

    given = read(tmp_path, FORM, received=date(2026, 1, 2)).received

    assert given == Received(day=date(2026, 1, 2), source="vorgabe")


def test_a_stamp_that_cannot_be_read_is_a_doubt_and_not_nothing(tmp_path: Path) -> None:
    smeared = Received(day=None, source="stempel", doubt=True)
    readers = replace(fakes.fake(), received_date=lambda sheet, page: smeared)

    assert read(tmp_path, FORM, readers=readers).received.doubt


def test_pages_filled_in_on_a_screen_are_taken_as_they_are(tmp_path: Path) -> None:
    page = Page(number=1, kind=PageKind.FORM, form_page="antrag_seite_1", match=_always_first(
        None, 0, forms.load("uvg_antrag_by")))  # fmt: skip
    digital = SimpleNamespace(
        pages=[page], readings=fakes.read_page(fakes.FakeSheet("", 10), _first(), 1), texts={}
    )
    readers = replace(
        fakes.fake(),
        born_digital=lambda path, form, limits: digital,
        match_page=lambda *_: pytest.fail("nothing is to be matched"),
        page_text=lambda *_: SimpleNamespace(words=("x",), text="Geburtsurkunde"),
    )

    result = read(tmp_path, [10], readers=readers)

    assert kinds(result) == [PageKind.FORM]
    assert result.pages[0].sha256
    assert len(result.readings) == len(_first().items)


def _first() -> forms.FormPage:
    return forms.load("uvg_antrag_by").pages[0]


def test_files_of_one_mail_item_are_numbered_through(tmp_path: Path) -> None:
    paths = [fakes.scan(tmp_path / f"{n}.tif", levels) for n, levels in enumerate([[10, 20], [30]])]

    result = process_item(paths, readers=fakes.fake())

    assert [p.number for p in result.pages] == [1, 2, 3]
    assert {r.page for r in result.readings} == {1, 2, 3}


def test_one_broken_file_among_several_is_one_unreadable_page(tmp_path: Path) -> None:
    (tmp_path / "broken.tif").write_bytes(b"II*\0 but no more")
    paths = [fakes.scan(tmp_path / "1.tif", [10]), tmp_path / "broken.tif"]

    result = process_item(paths, readers=fakes.fake())

    assert kinds(result) == [PageKind.FORM, PageKind.UNREADABLE]


def test_files_that_all_cannot_be_opened_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "text.pdf").write_text("Guten Tag")

    with pytest.raises(ScanError):
        process_item([tmp_path / "text.pdf"], readers=fakes.fake())


def test_too_many_pages_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(OversizeError):
        read(tmp_path, FORM, settings=Settings(max_pages=3))


def test_too_many_pages_are_refused_before_their_text_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas = Canvas(str(tmp_path / "in.pdf"))
    for number in range(4):
        canvas.drawString(70, 780, f"Brief Seite {number}")
        canvas.showPage()
    canvas.save()
    monkeypatch.setattr(pdfplumber, "open", lambda *_: pytest.fail("the text was read"))

    with pytest.raises(OversizeError):
        process_item([tmp_path / "in.pdf"], settings=Settings(max_pages=3), readers=fakes.fake())


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    seen: list[int] = []

    read(tmp_path, [10, 20, BIRTH], progress=seen.append)

    assert seen == [1, 2, 3]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(levels=st.lists(st.sampled_from([*FORM, PAPER, BIRTH, OTHER, MUTE, STRAY, BUG]), min_size=1))
def test_every_page_that_came_in_is_accounted_for(tmp_path: Path, levels: list[int]) -> None:
    result = read(tmp_path, levels)

    assert [page.number for page in result.pages] == list(range(1, len(levels) + 1))
    in_documents = [number for document in result.documents for number in document.pages]
    evidence = {p.number for p in result.pages if p.kind in (PageKind.EVIDENCE, PageKind.FOREIGN)}
    assert set(in_documents) == evidence
    for page in result.pages:
        assert page.kind is not PageKind.UNREADABLE or page.reason


ACCOUNT = forms.load("uvg_antrag_by").items["bankverbindung.iban"]


def account(value: str, doubt: bool) -> Reading:
    return Reading(
        item=ACCOUNT.id, kind=ACCOUNT.kind, value=value, confidence=0.5, doubt=doubt,
        source=Source.MACHINE, page=1, box=ACCOUNT.box, reader="text-1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("again", "same_strokes", "expected"),
    [
        (account("DE1", doubt=False), False, True),
        (account("DE2", doubt=False), True, False),
        (account("DE2", doubt=True), False, False),
        (account("DE1", doubt=True), False, False),
        (account("DE2", doubt=True), True, True),
    ],
    ids=["read alike", "read otherwise", "doubtful and drawn anew", "alike by chance", "same ink"],
)
def test_a_page_that_was_filled_in_anew_is_no_second_scan(
    again: Reading, same_strokes: bool, expected: bool
) -> None:
    earlier = {ACCOUNT.id: account("DE1", doubt=False)}

    assert is_second_scan([again], earlier, lambda box: same_strokes) is expected


def test_a_page_with_nothing_but_rows_of_specks_is_blank_and_shown_to_a_person(
    tmp_path: Path,
) -> None:
    readers = replace(fakes.fake(), emptiness_of=lambda image, dpi: Emptiness.ROWS)

    page = read(tmp_path, [*FORM, STRAY], readers=readers).pages[-1]

    assert (page.kind, page.doubt) == (PageKind.BLANK, True)
    assert page.reason


def test_what_a_closer_look_says_of_a_paper_counts(tmp_path: Path) -> None:
    said = SimpleNamespace(words=("x",), text="Geburtsurkunde")
    readers = replace(fakes.fake(), closer_look=lambda image, dpi, text: said)

    result = read(tmp_path, [*FORM, STRAY], readers=readers)

    assert [document.type for document in result.documents] == ["geburtsurkunde"]
