"""What is no text is told from writing, and writing that hangs on a long line is not lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from extractors import fields, long_lines, unreadable
from extractors.audit import Audit
from extractors.blank import FRAME, PX_PER_MM, blank_page
from extractors.entries import Entry
from extractors.grey import Grey
from extractors.judgement import Evidence
from extractors.lexicon import Support
from extractors.ownership import written_in
from extractors.sheet import Sheet
from extractors.strips import pieces_of_page
from extractors.writing import Writing
from pipeline.forms import load
from pipeline.model import Reading
from sample_scans.fonts import HERE

SURELY_READ = Evidence(
    value="", kind="name", agree=True, certain=True, poorest=0.99, best=0.99, machine_like=0.9,
    support=Support.SILENT, all_known=False, audit=Audit(0, 0, 0), alone=True, lacks_tails=False,
)  # fmt: skip
PAGE, FIELD = "antrag_seite_1", "kind.geburtsname"
TYPE = str(HERE / "print" / "cousine.ttf")


class Ink:
    """Ink in one field of a registered page; millimetres from the field's upper left corner."""

    def __init__(self) -> None:
        self.form = load("uvg_antrag_by")
        self.box = self.form.items[FIELD].box
        self.picture = Image.new("L", FRAME, 255)
        self.draw = ImageDraw.Draw(self.picture)

    def place(self, x: float, y: float) -> tuple[float, float]:
        return (self.box.x + x) * PX_PER_MM, (self.box.y + y) * PX_PER_MM

    def block(self, x: float, y: float, width: float, height: float) -> None:
        self.draw.rectangle([*self.place(x, y), *self.place(x + width, y + height)], 0)

    def write(self, x: float, y: float, text: str) -> None:
        self.draw.text(self.place(x, y), text, 0, ImageFont.truetype(TYPE, 46), anchor="ls")

    @property
    def sheet(self) -> Sheet:
        ink: Grey = np.asarray(self.picture, np.uint8)
        blank = blank_page(self.form, PAGE).grey
        return Sheet(PAGE, np.minimum(ink, blank), ink, blank)

    def entries(self) -> list[Entry]:
        sheet = self.sheet
        owned = written_in(sheet.ink, sheet.blank, self.form.page(PAGE).items)
        return fields.entries_of(list(owned.values()))

    def read(self) -> Reading:
        sheet = self.sheet
        found = fields.read_written(sheet, self.form.page(PAGE), 1)
        return next(reading for reading in found if reading.item == FIELD)


def test_a_word_that_hangs_on_the_rest_of_a_printed_line_is_read() -> None:
    """Of a shaded heading its lower edge was left, and the word reached up into it."""
    ink = Ink()
    ink.block(-10, 2.2, 80, 0.25)
    ink.write(4, 5.2, "unbekannt")

    assert ink.read().value == "unbekannt"


def test_the_rough_edge_of_a_long_line_makes_no_letters() -> None:
    mask = np.zeros((60, 1200), np.uint8)
    mask[20:23, 50:1150] = 1
    mask[18:20, 300:305] = 1
    mask[23:36, 700:702] = 1  # a speck below makes the piece as high as letters are
    mask[23:25, 600:604] = 1

    _, rows = long_lines.with_words_cut_off(*pieces_of_page(mask))

    assert len(rows) == 3  # paper, the line, and the one stroke that is as large as a letter


@given(
    st.lists(st.tuples(st.integers(60, 1100), st.integers(2, 40), st.integers(2, 30)), max_size=6)
)
def test_no_ink_is_lost_where_words_are_cut_off(strokes: list[tuple[int, int, int]]) -> None:
    mask = np.zeros((90, 1200), np.uint8)
    mask[40:43, 50:1150] = 1
    for x, height, width in strokes:
        mask[43 - height : 43 + height, x : x + width] = 1

    names, rows = long_lines.with_words_cut_off(*pieces_of_page(mask))

    assert ((names > 0) == (mask > 0)).all()
    assert np.bincount(names.ravel(), minlength=len(rows)).tolist()[1:] == rows[1:, 4].tolist()


def crumbs(spread: float, count: int = 60, span: float = 80.0) -> Writing:
    """Crumbs in a row, so far (millimetres) above and below its middle."""
    chance = np.random.default_rng(7)
    x = np.linspace(0, span, count) + 20
    y = 100 + 0.01 * x + chance.uniform(-spread, spread, count)
    rows = [(left * PX_PER_MM, top * PX_PER_MM, 5, 4, 15) for left, top in zip(x, y, strict=True)]
    none = np.zeros((0, 5), np.int32)
    item = load("uvg_antrag_by").items[FIELD]
    return Writing(item, (np.array(rows, np.int32),), none, np.full((1, 1), 255, np.uint8))


@pytest.mark.parametrize(
    ("writing", "is_one"),
    [
        (crumbs(0.4), True),
        (crumbs(1.6), False),  # faint letters that fell into crumbs
        (crumbs(0.4, span=40.0), False),  # as long as a word
        (crumbs(0.4, count=6), False),
    ],
)
def test_a_crease_is_a_long_straight_row_of_crumbs(writing: Writing, is_one: bool) -> None:
    assert unreadable.is_crease(writing) is is_one


def test_a_crease_through_a_field_is_rather_nothing_and_shown_to_a_person() -> None:
    ink, chance = Ink(), np.random.default_rng(3)
    for x in np.arange(2, 70, 0.5):
        ink.block(x, 4.4 + chance.uniform(-0.5, 0.5), chance.uniform(0.2, 0.5), 0.2)

    reading = ink.read()

    assert (reading.value, reading.doubt, reading.confidence) == (None, True, unreadable.SPECKS)


@pytest.mark.parametrize(
    ("x", "surely"), [(3, unreadable.STROKES_OR_DIRT), (40, unreadable.SPECKS)]
)
def test_dirt_where_nobody_begins_to_write_is_hardly_an_answer(x: float, surely: float) -> None:
    ink = Ink()
    ink.block(x, 3, 0.35, 2.6)

    reading = ink.read()

    assert (reading.value, reading.doubt, reading.confidence) == (None, True, surely)


@pytest.mark.parametrize(
    ("raw", "dirt"), [("[.", True), ("/.{", True), ("./.", False), ("?", False), ("---", False)]
)
def test_signs_with_which_nobody_answers_are_no_text(raw: str, dirt: bool) -> None:
    ink = Ink()
    ink.block(4, 2.0, 0.4, 3.4)
    (entry,) = ink.entries()

    assert unreadable.is_rather_dirt(entry, raw, SURELY_READ) is dirt
