"""What is no text is told from writing, and writing that hangs on a long line is not lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from extractors import fields, lines, long_lines, unreadable
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
FIELD, AMOUNT = "kind.geburtsname", "unterhalt.regelmaessig_betrag"
TYPE = str(HERE / "print" / "cousine.ttf")


class Ink:
    """Ink in one field of a registered page; millimetres from the field's upper left corner."""

    def __init__(self, field: str = FIELD) -> None:
        self.form, self.field = load("uvg_antrag_by"), field
        self.page = next(p for p in self.form.pages if any(i.id == field for i in p.items))
        self.box = self.form.items[field].box
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
        blank = blank_page(self.form, self.page.id).grey
        return Sheet(self.page.id, np.minimum(ink, blank), ink, blank)

    def entries(self) -> list[Entry]:
        sheet = self.sheet
        owned = written_in(sheet.ink, sheet.blank, self.page.items)
        return fields.entries_of(list(owned.values()))

    def read(self) -> Reading:
        sheet = self.sheet
        found = fields.read_written(sheet, self.page, 1)
        return next(reading for reading in found if reading.item == self.field)


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


def test_the_shadow_of_a_rim_at_the_end_of_a_field_is_next_to_nothing() -> None:
    ink = Ink()
    end = ink.box.width - 1.6
    ink.block(end, 1.0, 0.6, 5.0)
    ink.block(end + 0.9, 5.4, 0.4, 0.4)

    found = ink.read()

    assert (found.value, found.doubt) == (None, True)
    assert found.confidence == unreadable.SPECKS


@pytest.mark.parametrize(("field", "shadow"), [(FIELD, True), (AMOUNT, False)])
def test_a_digit_at_the_end_of_an_amount_is_no_shadow(field: str, shadow: bool) -> None:
    """Amounts are written at the right."""
    ink = Ink(field)
    ink.write(ink.box.width - 3.0, ink.box.height - 1.5, "3")

    read = ink.read()

    assert read.doubt
    assert (read.value is None and read.confidence >= unreadable.SPECKS) is shadow


def test_the_tail_of_a_letter_that_joins_the_line_below_puts_both_lines_in_doubt() -> None:
    """The first letters of the lower line go with it; *ab Geburt* is read as *Geburt*."""
    form = load("uvg_antrag_by")
    street, since = (
        form.items[i].box for i in ("kind.anschrift.strasse_hausnummer", "kind.lebt_seit")
    )
    picture = Image.new("L", FRAME, 255)
    draw, face = ImageDraw.Draw(picture), ImageFont.truetype(TYPE, 46)
    x, upper, lower = since.x * PX_PER_MM, street.y + street.height - 3, since.y + since.height - 3
    draw.text((x - 200, upper * PX_PER_MM), "Krankenhausweg", 0, face, anchor="ls")
    draw.text((x + 157, lower * PX_PER_MM), "ab", 0, face, anchor="ls")
    draw.text((x + 250, lower * PX_PER_MM), "Geburt", 0, face, anchor="ls")
    foot, low = upper * PX_PER_MM, lower * PX_PER_MM
    draw.line([x + 186, foot, x + 186, low - 30], 0, 5)

    ink: Grey = np.asarray(picture, np.uint8)
    owned = written_in(
        ink, blank_page(form, "antrag_seite_1").grey, form.page("antrag_seite_1").items
    )

    assert owned["kind.lebt_seit"].shared and owned["kind.anschrift.strasse_hausnummer"].shared


def test_specks_above_the_writing_are_no_line_of_it() -> None:
    ink = Ink()
    ink.write(3, 6.6, "Hofbauer")
    for x, y in ((20, 1.0), (20.8, 1.4), (21.6, 0.9), (22.4, 1.3), (23.3, 1.1)):
        ink.block(x, y, 0.5, 0.3)
    ink.block(24.2, 0.8, 0.7, 1.0)

    entry = next(e for e in ink.entries() if e.item.id == FIELD)

    assert len(entry.lines) == 1


def test_a_letter_that_hangs_on_a_tick_is_missed_by_its_word() -> None:
    """Of *Regensburg* with the u in the arm of a tick *Regensb rg* was read, and believed."""
    form, page = load("uvg_antrag_by"), "antrag_seite_2"
    field = form.items["uvg_vorbezug.antrag_jugendamt"].box
    tick = next(i.box for i in form.page(page).items if i.id.endswith("antrag_ergebnis.offen"))
    picture = Image.new("L", FRAME, 255)
    draw, face = ImageDraw.Draw(picture), ImageFont.truetype(TYPE, 46)
    middle = (tick.x + tick.width / 2) * PX_PER_MM
    foot = (field.y + field.height - 2.2) * PX_PER_MM
    draw.text((middle - 7.5 * face.getlength("a"), foot), "Regensburg", 0, face, anchor="ls")
    low = (tick.y + tick.height / 2) * PX_PER_MM
    draw.line([middle - 14, low - 10, middle, low, middle + 10, foot - 8], 0, 7)

    ink: Grey = np.asarray(picture, np.uint8)
    owned = written_in(ink, blank_page(form, page).grey, form.page(page).items)

    assert owned["uvg_vorbezug.antrag_jugendamt"].shared


def test_grain_that_is_read_as_letters_is_hardly_writing() -> None:
    sure = unreadable.blank(load("uvg_antrag_by").items[FIELD], 1)
    read = sure.model_copy(
        update={"value": "Malz", "raw": "Malz", "confidence": 0.7, "doubt": True}
    )
    ink = Ink()
    ink.block(10, 4, 2.2, 0.25)
    for x in (7, 8, 13, 15):
        ink.block(x, 4.2, 0.2, 0.2)
    ink.block(17, 3, 0.3, 1.4)
    (grain,) = (entry for entry in ink.entries() if entry.item.id == FIELD)
    letters = Ink()
    letters.write(3, 6.6, "Malz")
    (written,) = (entry for entry in letters.entries() if entry.item.id == FIELD)

    hardly = unreadable.weighed(grain, read)
    assert (hardly.value, hardly.confidence, hardly.doubt) == (None, 0.0, True)
    assert unreadable.weighed(written, read) == read


def test_a_short_word_in_felt_tip_is_no_punch_hole() -> None:
    """*Elias* in one piece, as large as a hole and as black, was blank for the reader."""
    ink = Ink()
    for x in range(6):
        ink.block(8 + 1.4 * x, 2.0, 1.0, 4.4)
    ink.block(8, 3.6, 8.3, 1.2)

    assert not (ink.read().value is None and not ink.read().doubt)


def test_a_word_in_one_piece_stays_beside_crumbs_of_the_printed_line() -> None:
    rows = [
        [825, 496, 231, 68, 7127],
        [807, 562, 12, 2, 13],
        [842, 563, 4, 1, 4],
        [851, 563, 4, 1, 4],
    ]
    words = [np.array([row], np.int32) for row in rows]

    kept = lines._without_hairs(words)

    assert next(word.tolist() for word in kept) == [rows[0]]
