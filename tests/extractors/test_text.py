"""Printed text is read in lists, whole pages are read any way up, and a lack is said."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace

import numpy as np
import pypdfium2 as pdfium
import pytest
from pytesseract import pytesseract as tesseract
from reportlab.pdfgen.canvas import Canvas

from extractors import engine, text, whole_page
from extractors.grey import Grey
from extractors.whole_page import page_text
from pipeline.errors import DiskError, OcrError

POINTS_PER_MM = 72 / 25.4
WORDS = [
    "Standesamt", "Kaufbeuren", "Geburtsurkunde", "Geburtenregister", "Mara", "Müller",
    "weiblich", "geboren", "Mutter",
]  # fmt: skip


def printed(draw: Callable[[Canvas], None], width_mm: float, height_mm: float) -> Grey:
    """What a scanner at 300 dpi delivers of something printed."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM))
    draw(canvas)
    canvas.save()
    page = pdfium.PdfDocument(file.getvalue())[0]
    return np.array(page.render(scale=300 / 72, grayscale=True).to_numpy())


def typed(line: str) -> Grey:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", 11)
        canvas.drawString(4, 7, line)

    return printed(draw, 90, 8)


@pytest.fixture(scope="module")
def certificate() -> Grey:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for row in range(12):
            line = " ".join(WORDS[(row + i) % len(WORDS)] for i in range(7))
            canvas.drawString(30, 380 - row * 30, line)

    return printed(draw, 148, 148)


def test_every_crop_of_a_list_is_read_in_its_place() -> None:
    empty = np.full((80, 400), 255, np.uint8)

    lines = text.read_lines([typed("Müller-Groß"), empty, typed("80331 München")])

    assert [line.text for line in lines] == ["Müller-Groß", lines[1].text, "80331 München"]
    assert lines[1].confidence < 0.3
    assert all(word.confidence > 0.8 for word in lines[2].words)


def test_no_crops_need_no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "tesseract_cmd", "no-such-program")

    assert text.read_lines([]) == []


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_is_read_whichever_way_up_it_lies(certificate: Grey, quarters: int) -> None:
    page = page_text(np.rot90(certificate, quarters), 300)

    assert page.turned == quarters * 90
    assert page.lines[0].text == " ".join(WORDS[:7])
    assert (page.height, page.width) == certificate.shape
    assert 0 < page.lines[0].top < page.lines[-1].top < 1


def test_words_stand_in_the_pixels_of_the_page_as_delivered(certificate: Grey) -> None:
    page = page_text(certificate, 300)

    word = page.words[0]
    ink = certificate[word.top : word.top + word.height, word.left : word.left + word.width]
    assert np.mean(ink < 128) > 0.1
    assert page.relative(word)[0] == pytest.approx(30 / (148 * POINTS_PER_MM), abs=0.01)


def test_a_page_without_ink_has_no_text() -> None:
    page = page_text(np.full((1000, 700), 255, np.uint8), 100)

    assert page.text == ""
    assert page.confidence == 0


def test_shadows_and_the_black_around_a_copy_hide_no_text(certificate: Grey) -> None:
    spoiled = certificate * np.linspace(1, 0.45, certificate.shape[1])
    spoiled[:, -60:] = spoiled[:25] = 0

    page = page_text(spoiled.astype(np.uint8), 300)

    assert page.lines[0].text == " ".join(WORDS[:7])
    assert page.confidence > 0.8


def test_specks_that_stand_upright_do_not_lay_a_page_on_its_side() -> None:
    """The ragged edge of a scan is read as lines of a sign or two, higher than wide."""
    words = tuple(text.Word("Standesamt", 0.95, 200, 300, 300, 30) for _ in range(12))
    lines = [whole_page.TextLine("Standesamt Deggendorf", 0.95, 0.2, 0.2, 0.4, 0.02)] * 4
    specks = [whole_page.TextLine("il", 0.5, 0.01, 0.3, 0.004, 0.1)] * 20
    smears = [whole_page.TextLine("aseneoen", 0.2, 0.01, 0.3, 0.004, 0.1)] * 20

    page = whole_page.PageText(words, (*specks, *lines, *smears), 1654, 2339)

    assert whole_page._worth(page) == pytest.approx(0.95)


def test_lines_that_the_layout_hid_are_read_too(
    certificate: Grey, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_seen(page: Grey, layout: int) -> text.Found:
        words = text.read_whole(page, layout)
        return words if layout == text.SPARSE else words[: len(words) // 2]

    monkeypatch.setattr(whole_page, "read_whole", half_seen)

    page = page_text(certificate, 300)

    assert [line.text for line in page.lines] == [
        " ".join(WORDS[(row + i) % len(WORDS)] for i in range(7)) for row in range(12)
    ]


def test_a_machine_without_tesseract_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "tesseract_cmd", "no-such-program")

    with pytest.raises(OcrError, match="Tesseract fehlt"):
        text.read_lines([typed("Mara")])


def test_a_machine_without_german_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "LANGUAGE", "xyz")

    with pytest.raises(OcrError, match="deutsche Sprache"):
        text.read_lines([typed("Mara")])


def test_a_full_disk_is_an_error_and_no_empty_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "version", lambda _: None)  # the program reads files
    monkeypatch.setattr(text.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))

    with pytest.raises(DiskError):
        text.read_lines([typed("Mara")])


def test_a_crop_that_kills_tesseract_costs_no_other_crop(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = text._run

    def crash_on_wide(pictures: list[Grey], layout: int, seconds: int) -> list[text.Found]:
        if any(picture.shape[1] > 2000 for picture in pictures):
            raise tesseract.TesseractError(-11, "Segmentation fault")
        return whole(pictures, layout, seconds)

    monkeypatch.setattr(text, "_run", crash_on_wide)

    lines = text.read_lines([typed("Mara"), np.full((60, 2400), 255, np.uint8), typed("Jonas")])

    assert [line.text for line in lines] == ["Mara", "", "Jonas"]
