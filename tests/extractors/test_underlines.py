"""The name in use is found although the line under it lies on the frame of its field."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.blank import FRAME, PX_PER_MM, blank_page
from extractors.fields import read_written
from extractors.sheet import Sheet
from extractors.text import Word, with_ends
from pipeline.forms import load
from sample_scans.fonts import HERE

PAGE, FIELD = "antrag_seite_1", "kind.vornamen"


def underlined(line_below_mm: float | None) -> str:
    """The name that is read as underlined where a line runs so far above or below the frame."""
    form = load("uvg_antrag_by")
    box = form.items[FIELD].box
    picture = Image.new("L", FRAME, 255)
    draw, face = (
        ImageDraw.Draw(picture),
        ImageFont.truetype(str(HERE / "print" / "cousine.ttf"), 46),
    )
    x, foot = (box.x + 3) * PX_PER_MM, box.y + box.height
    draw.text((x, (foot - 1.2) * PX_PER_MM), "Paula Clara", 0, face, anchor="ls")
    if line_below_mm is not None:
        y = (foot + line_below_mm) * PX_PER_MM
        draw.line([x, y, x + 5 * face.getlength("a"), y], 0, 6)
    page, blank = np.asarray(picture, np.uint8), blank_page(form, PAGE).grey
    ink = np.where(blank < 200, 255, page).astype(np.uint8)  # the printed line goes, rests stay
    sheet = Sheet(PAGE, np.minimum(page, blank), ink, blank)
    found = read_written(sheet, form.page(PAGE), 1)
    return next(reading.underlined for reading in found if reading.item == FIELD)


@pytest.mark.parametrize("below", [0.1, 0.4])
def test_a_line_that_lies_on_the_frame_is_seen(below: float) -> None:
    assert underlined(below) == "Paula"


def test_the_frame_alone_underlines_nothing() -> None:
    assert underlined(None) == ""


def test_a_word_ends_where_the_next_begins() -> None:
    """Tesseract gave the first word the width of the line, so that no line was half as long."""
    words = [Word("Elena", 0.9, 5, 0, 349, 30), Word("Ella", 0.9, 146, 0, 77, 30)]

    assert with_ends(words) == [(words[0], 146), (words[1], 223)]


def test_words_on_top_of_each_other_keep_their_width() -> None:
    words = [Word("a", 0.9, 5, 0, 20, 30), Word("b", 0.9, 5, 0, 10, 30)]

    assert [end for _, end in with_ends(words)] == [25, 15]
