"""Letters with a line through them are told from letters that only touch."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.lines import WrittenLine, lines_of
from extractors.slips import Place, suspects_of
from extractors.strokes import Rows
from extractors.writing import Writing
from pipeline.forms import load
from sample_scans.fonts import HERE

FACES = ["arimo", "cousine", "courier-prime", "tinos", "special-elite"]
BASE = 80


def suspects(text: str, face: str, strokes: list[tuple[int, int]]) -> tuple[Place, ...]:
    """Places of what looks struck out; ``strokes`` go through the first word, from so high to so
    high."""
    picture = Image.new("L", (600, 140), 0)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(HERE / "print" / f"{face}.ttf"), 46)
    draw.text((40, BASE), text, 255, font, anchor="ls")
    end = 40 + font.getlength(text.split()[0])
    for left, right in strokes:
        draw.line((31, left, end, right), 255, 4)
    dark = (np.asarray(picture) > 128).astype(np.uint8)
    return suspects_of(dark, letters_of(dark))


def letters_of(dark: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Rows:
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    return np.asarray(stats[1:], np.int32)


@pytest.mark.parametrize("face", FACES)
def test_a_short_slip_is_seen_where_it_stands(face: str) -> None:
    found = suspects("09 05.09.1998", face, [(66, 64)])

    assert len(found) == 1
    assert found[0][0] < 40
    assert found[0][1] < 110


@pytest.mark.parametrize("face", FACES)
def test_a_slip_struck_out_several_times_is_seen(face: str) -> None:
    strokes = [(63, 70), (67, 65), (71, 68)]

    assert suspects("Cich Cichorius", face, strokes)


def test_two_narrow_letters_struck_out_three_times_are_seen() -> None:
    assert suspects("Ei März 2025", "tinos", [(60, 68), (64, 64), (68, 67)])


@pytest.mark.parametrize("face", FACES)
def test_plain_words_are_not_suspected(face: str) -> None:
    assert not suspects("Tee-Fettfleck EEE 88", face, [])


def test_an_empty_line_has_no_suspects() -> None:
    assert suspects_of(np.zeros((20, 20), np.uint8), np.zeros((0, 5), np.int32)) == ()


@pytest.mark.parametrize(("between", "struck"), [(175, False), (40, True)])
def test_bars_of_letters_that_a_blurred_copy_joins_strike_nothing_out(
    between: int, struck: bool
) -> None:
    picture = np.full((60, 260), 255, np.uint8)
    picture[26:34, 10:250] = between
    for left in range(10, 250, 24):  # H after H
        picture[26:34, left : left + 20] = 40
        for post in (left, left + 15):
            picture[12:46, post : post + 5] = 40
    item = load("uvg_antrag_by").items["kind.familienname"]
    dark = (picture < 190).astype(np.uint8)
    writing = Writing(item, (letters_of(dark),), np.zeros((0, 5), np.int32), picture)

    assert [line.struck for line in lines_of(writing)] == [struck]


@pytest.mark.parametrize(("length", "kept"), [(62, 6), (230, 0)])
def test_a_short_level_stroke_may_be_part_of_the_letters_it_joins(length: int, kept: int) -> None:
    """As between the twos of 2.2; whatever it is, a person looks."""
    picture = np.full((60, 260), 255, np.uint8)
    for left in range(10, 250, 40):
        picture[12:46, left : left + 6] = 40
    picture[28:32, 6 : 6 + length] = 40
    posts = np.array([(left, 12, 6, 34, 204) for left in range(10, 250, 40)], np.int32)
    item = load("uvg_antrag_by").items["kind.familienname"]

    (line,) = lines_of(Writing(item, (posts,), np.zeros((0, 5), np.int32), picture))

    assert line.struck
    assert len(line.letters) == kept


def struck_line(*places: Place) -> WrittenLine:
    picture = np.full((40, 200), 100, np.uint8)
    letters = np.array([[5, 5, 20, 30, 300], [120, 5, 20, 30, 300]], np.int32)
    return WrittenLine(picture, letters, suspects=places)


def test_what_is_struck_out_is_not_read_along_with_what_follows() -> None:
    corrected = struck_line((4, 30)).corrected

    assert (corrected[:, 4:30] == 255).all()
    assert (corrected[:, 40:] == 100).all()


def test_where_nothing_follows_what_is_struck_out_stays() -> None:
    assert (struck_line((4, 150)).corrected == 100).all()
    assert (struck_line().corrected == 100).all()
