"""Papers with few words that do not say what they are get a second look, and only those."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractors import closer
from extractors.text import PAGE_DPI, Word
from extractors.whole_page import PageText, TextLine

FONT = Path(__file__).parents[2] / "sample_scans" / "fonts" / "print" / "arimo.ttf"
IMAGE = np.full((10, 10), 255, np.uint8)
NOTHING_KNOWN = "86169 AUGSBURG 159 cm"
BACK_OF_A_CARD = """86169 AUGSBURG 159cm
7985226<3003084D<<2108<<<<<4<<
GRUBER<<STEFANIE<MONIKA<<<<<<<"""


def page(text: str) -> PageText:
    lines = tuple(
        TextLine(line, 0.9, 0.1, 0.1 * n, 0.5, 0.02) for n, line in enumerate(text.splitlines(), 1)
    )
    words = tuple(
        Word(word, 0.9, 100, 100 * n, 100, 30)
        for n, line in enumerate(lines, 1)
        for word in line.text.split()
    )
    return PageText(words, lines, 1654, 2339)


@pytest.mark.parametrize(
    ("first", "larger", "kept"),
    [
        (NOTHING_KNOWN, BACK_OF_A_CARD, BACK_OF_A_CARD),
        (NOTHING_KNOWN, "159", NOTHING_KNOWN),
        (NOTHING_KNOWN, "", NOTHING_KNOWN),
    ],
)
def test_of_two_readings_the_one_counts_that_tells_what_the_paper_is(
    monkeypatch: pytest.MonkeyPatch, first: str, larger: str, kept: str
) -> None:
    monkeypatch.setattr(closer, "page_text", lambda *_: page(larger))

    assert closer.closer_look(IMAGE, 200, page(first)).text == kept


@pytest.mark.parametrize("words", [BACK_OF_A_CARD, NOTHING_KNOWN + " Wort" * 90])
def test_a_paper_that_is_known_or_full_of_words_is_not_read_again(
    monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setattr(closer, "page_text", lambda *_: pytest.fail("it is read again"))

    assert closer.closer_look(IMAGE, 200, page(words)).text == words


def test_a_larger_picture_gives_places_in_the_pixels_of_the_page() -> None:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (800, 400), 255)
    font = ImageFont.truetype(str(FONT), 28)
    ImageDraw.Draw(picture).text((100, 120), "BUNDESREPUBLIK DEUTSCHLAND", 0, font)

    found = closer.page_text(np.asarray(picture), 200, closer.LARGER_DPI)

    assert found.text == "BUNDESREPUBLIK DEUTSCHLAND"
    assert abs(found.words[0].left - 100) < 8
    assert (found.width, found.height) == (800, 400)


def test_the_second_look_is_at_a_larger_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[float] = []
    monkeypatch.setattr(closer, "page_text", lambda *asked: sizes.append(asked[2]) or page(""))

    closer.closer_look(IMAGE, 200, page(NOTHING_KNOWN))

    assert sizes == [closer.LARGER_DPI]
    assert sizes[0] > PAGE_DPI
