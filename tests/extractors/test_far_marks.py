"""A cross that slipped out of its box puts the box in doubt, other writing does not."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import read_page
from extractors.blank import FRAME, PX_PER_MM, blank_page
from extractors.sheet import Sheet
from pipeline.forms import load
from pipeline.model import MarkState
from sample_scans.fonts import HERE

PAGE = "antrag_seite_2"
FIELD = "vertretung.beistandschaft.besteht"
NO, YES = f"{FIELD}.nein", f"{FIELD}.ja"
ABOVE = "vertretung.vertreter.anschrift"


class Drawn:
    """Ink on a registered page, put down by millimetres."""

    def __init__(self) -> None:
        self.form = load("uvg_antrag_by")
        self.picture = Image.new("L", FRAME, 255)
        self.draw = ImageDraw.Draw(self.picture)

    def cross(self, item: str, up: float, size: float = 2.6) -> None:
        """A cross whose foot is so far above the upper edge of a box."""
        box = self.form.items[item].box
        x, y = (box.x + 0.3) * PX_PER_MM, (box.y - up) * PX_PER_MM
        s = size * PX_PER_MM
        self.draw.line([x, y, x + s, y - s], 0, 5)
        self.draw.line([x, y - s, x + s, y], 0, 5)

    def write(self, item: str, text: str) -> None:
        box = self.form.items[item].box
        place = (box.x + 2) * PX_PER_MM, (box.y + box.height - 1.4) * PX_PER_MM
        face = ImageFont.truetype(str(HERE / "print" / "cousine.ttf"), 46)
        self.draw.text(place, text, 0, face, anchor="ls")

    def doubted(self) -> set[str]:
        """The boxes that are empty and in doubt."""
        ink, blank = np.asarray(self.picture, np.uint8), blank_page(self.form, PAGE).grey
        sheet = Sheet(PAGE, np.minimum(ink, blank), ink, blank)
        found = read_page(sheet, self.form.page(PAGE), 1)
        return {r.item for r in found if r.value == MarkState.EMPTY and r.doubt}


@pytest.mark.parametrize("up", [0.6, 1.2])
def test_a_cross_above_its_box_puts_the_box_in_doubt(up: float) -> None:
    page = Drawn()
    page.cross(NO, up)

    assert NO in page.doubted()


def test_a_question_that_is_answered_is_not_put_in_doubt_by_a_cross_nearby() -> None:
    page = Drawn()
    page.cross(NO, 1.2)
    page.cross(YES, -2.9)

    assert NO not in page.doubted()


def test_an_answer_in_the_line_above_puts_no_box_in_doubt() -> None:
    page = Drawn()
    page.write(ABOVE, "Ringstraße 5, 80331 München")

    assert not page.doubted()


def test_a_blob_on_the_line_above_its_box_puts_the_box_in_doubt() -> None:
    """What the printed line leaves of it looks like specks."""
    page = Drawn()
    box = page.form.items[NO].box
    x, y = (box.x + 0.9) * PX_PER_MM, (box.y - 0.3) * PX_PER_MM
    page.draw.ellipse([x, y - 1.5 * PX_PER_MM, x + 1.8 * PX_PER_MM, y], 0)

    assert NO in page.doubted()
