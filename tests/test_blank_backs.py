"""Empty backs as scanners deliver them, folded, punched, dirty; and a few faint strokes on some."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

import sample_scans
from pipeline.blank_pages import emptiness_of, is_blank
from pipeline.emptiness import Emptiness
from pipeline.model import Box
from sample_scans.fill import entries, hand, pens, signature, stamp
from sample_scans.fill.paper import PAPER_PX_PER_MM, Grey, Paper, Rng, white
from sample_scans.fonts import handwriting
from sample_scans.scan import scanner, wear
from sample_scans.style import Mode, default_style

FONTS = Path(sample_scans.__file__).parent / "fonts"
STYLE = default_style()
CLEAN = STYLE.scan.model_copy(
    update={"holes": 0.0, "fold": 0.0, "shadow": 0.0, "speckles": (0, 0), "skew": (0.5, 1.5)}
)
SCANNER = scanner.Device(
    dpi=200, mode="grey", blur_mm=0.05, noise=3.0, paper=242, ink=15, threshold=13, quality=80,
    scale=1.0, stretch=0.0, lid=240, copied=False,
)  # fmt: skip
SCANNERS = pytest.mark.parametrize(
    ("dpi", "mode"), [(200, "grey"), (300, "grey"), (200, "bilevel"), (300, "bilevel")]
)
TWO_SCANNERS = pytest.mark.parametrize(("dpi", "mode"), [(300, "grey"), (200, "bilevel")])
AREA = Box(x=60, y=120, width=65, height=12)


def scanned(paper: Grey, dpi: int, mode: Mode, seed: int = 1, lid: int = 240) -> Grey:
    device = replace(SCANNER, dpi=dpi, mode=mode, lid=lid)
    return scanner.scan(paper, device, CLEAN, np.random.default_rng(seed))


def worn(seed: int) -> Grey:
    """An empty back that was folded and punched, with dust, the front shining through."""
    rng, back, front = np.random.default_rng(seed), white(210, 297), white(210, 297)
    for y in range(400, 3200, 70):
        cv2.putText(front, "Angaben zum Kind und zu den Eltern", (300, y), 0, 1.4, 0, 3)
    wear.show_through(back, front, 0.03)
    wear.specks(back, 40, rng)
    wear.fold(back, rng)
    wear.punch(back, rng)
    return back


def pencil(rng: Rng) -> hand.Hand:
    faint = replace(pens.take(rng, "pencil"), tone=160)
    return hand.take(rng, handwriting(None), faint, STYLE.writing)


def a_date(paper: Paper, rng: Rng) -> None:
    entries.place(paper, AREA, "4.3.2026", pencil(rng), rng)


def a_word(paper: Paper, rng: Rng) -> None:
    entries.place(paper, AREA, "nein", pencil(rng), rng)


def a_signature(paper: Paper, rng: Rng) -> None:
    signature.sign(paper, AREA, "Maria Huber", pencil(rng), rng)


def a_stamp(paper: Paper, rng: Rng) -> None:
    area = AREA.model_copy(update={"width": 45, "height": 22})
    stamp.stamp(paper, area, date(2026, 3, 4), "Jugendamt Passau", STYLE.stamp, rng)


def a_stroke(paper: Paper, rng: Rng) -> None:
    ends = (np.array([70, 125, 105, 126]) * PAPER_PX_PER_MM).astype(int).tolist()
    cv2.line(paper.grey, (ends[0], ends[1]), (ends[2], ends[3]), 160, 4, cv2.LINE_AA)


@SCANNERS
@pytest.mark.parametrize("seed", [1, 2])
def test_a_folded_punched_and_dusty_back_is_blank(dpi: int, mode: Mode, seed: int) -> None:
    back = scanned(worn(seed), dpi, mode, seed)

    assert is_blank(back, dpi)


@TWO_SCANNERS
@pytest.mark.parametrize("write", [a_date, a_word, a_signature, a_stamp, a_stroke])
def test_a_few_faint_strokes_on_a_worn_back_are_content(
    dpi: int, mode: Mode, write: Callable[[Paper, Rng], None]
) -> None:
    back = Paper(worn(4))
    write(back, np.random.default_rng(4))

    assert not is_blank(scanned(back.grey, dpi, mode), dpi)


@TWO_SCANNERS
def test_the_black_around_a_sheet_is_no_content(dpi: int, mode: Mode) -> None:
    assert is_blank(scanned(worn(5), dpi, mode, seed=5, lid=20), dpi)


@TWO_SCANNERS
@pytest.mark.parametrize("off_mm", [-1.0, 0.5])
def test_a_word_written_along_a_fold_is_content(dpi: int, mode: Mode, off_mm: float) -> None:
    back, rng = white(210, 297), np.random.default_rng(7)
    cv2.line(back, (0, 1754), (back.shape[1], 1754), 190, 10)
    line = AREA.model_copy(update={"y": 1754 / PAPER_PX_PER_MM - 0.65 * AREA.height + off_mm})
    paper = Paper(np.asarray(cv2.GaussianBlur(back, (0, 0), 4), np.uint8))
    entries.place(paper, line, "bitte wenden", pencil(rng), rng)

    assert not is_blank(scanned(paper.grey, dpi, mode), dpi)


def test_folds_that_cross_each_other_are_no_content() -> None:
    back = white(210, 297)
    cv2.line(back, (0, 1700), (back.shape[1], 1720), 170, 8)
    cv2.line(back, (1230, 0), (1250, back.shape[0]), 170, 8)

    assert is_blank(scanned(back, 200, "grey"), 200)


def test_a_fold_that_only_dots_are_left_of_is_no_content() -> None:
    back, rng = np.full((2339, 1654), 255, np.uint8), np.random.default_rng(8)
    for x in np.flatnonzero(rng.random(1654) < 0.03):
        back[1100 + x // 60, x : x + 3] = 0

    assert is_blank(back, 200)


def test_a_dotted_line_with_margins_is_content() -> None:
    back = np.full((2339, 1654), 255, np.uint8)
    back[1100:1104, 200:1450:8] = 0
    back[1100:1104, 201:1450:8] = 0

    assert not is_blank(back, 200)


def test_a_line_of_small_print_with_margins_is_content() -> None:
    back = np.full((2339, 1654), 255, np.uint8)
    cv2.putText(back, "Bitte beachten Sie die Hinweise " * 3, (160, 1100), 0, 0.36, 40, 1)

    assert not is_blank(back, 200)


@pytest.mark.parametrize("margin_mm", [10, 4])
@pytest.mark.parametrize(
    "words", ["Ich nehme meinen Antrag zurück. ", "wir waren nur zwei so um es kam "]
)
@pytest.mark.parametrize(
    "font", ["print/special-elite", "print/cousine", "hand/shadows-into-light"]
)
def test_a_line_of_the_smallest_letters_across_the_whole_sheet_is_content(
    font: str, words: str, margin_mm: int
) -> None:
    back = Image.new("L", (2480, 3508), 255)
    letters = ImageFont.truetype(FONTS / f"{font}.ttf", round(5 * 300 / 72))
    left, text = round(margin_mm * 300 / 25.4), words * 12
    while letters.getlength(text) > back.width - 2 * left:
        text = text[:-1]
    ImageDraw.Draw(back).text((left, 1700), text, 0, letters)

    assert not is_blank(np.asarray(back), 300)


def test_a_line_that_was_drawn_between_the_margins_is_content() -> None:
    back = np.full((2339, 1654), 245, np.uint8)
    cv2.line(back, (85, 1100), (1654 - 85, 1104), 90, 3)

    assert not is_blank(back, 200)


def test_a_hair_that_falls_apart_when_shrunk_is_dust() -> None:
    back = np.full((2339, 1654), 245, np.uint8)
    for step in range(4):
        back[900 + 5 * step : 902 + 5 * step, 700 + 5 * step : 703 + 5 * step] = 120

    assert is_blank(back, 200)


def test_the_rim_of_a_cup_is_left_for_a_person() -> None:
    back = white(210, 297)
    cv2.circle(back, (1200, 1700), 480, 200, 24, cv2.LINE_AA)

    assert not is_blank(scanned(back, 200, "grey"), 200)


@pytest.mark.parametrize(("specks", "blank"), [(60, True), (3, False)])
def test_two_hairs_that_cross_among_other_dust_are_rather_dust(specks: int, blank: bool) -> None:
    back, rng = np.full((2339, 1654), 255, np.uint8), np.random.default_rng(3)
    for x, y in rng.uniform((200, 200), (1400, 2100), (specks, 2)).astype(int).tolist():
        cv2.circle(back, (x, y), 3, 0, -1)
    cv2.line(back, (800, 1000), (810, 1010), 0, 2)
    cv2.line(back, (800, 1005), (805, 1000), 0, 2)

    assert emptiness_of(back, 200) is (Emptiness.ROWS if blank else Emptiness.WRITTEN)
