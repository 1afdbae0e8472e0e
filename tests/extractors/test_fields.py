"""Writing is found where it is, given to the field it belongs to, and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import fields, lines, ownership, strokes, writing
from extractors.blank import FRAME, PX_PER_MM, blank_page
from extractors.grey import Grey
from extractors.sheet import Sheet
from extractors.text import Line
from pipeline.forms import Form, load
from pipeline.model import Reading, ReadingKind
from sample_scans.fonts import HERE

FIRST = "antrag_seite_1"
TYPE = HERE / "print" / "cousine.ttf"
HAND = HERE / "hand" / "marck-script.ttf"
CAPITAL_PX = 34


class Page:
    """Ink on a registered page, put down by millimetres."""

    def __init__(self, page_id: str = FIRST) -> None:
        self.form: Form = load("uvg_antrag_by")
        self.page_id = page_id
        self.picture = Image.new("L", FRAME, 255)
        self.draw = ImageDraw.Draw(self.picture)

    def write(
        self, item: str, text: str, font: str = str(TYPE), *, dx: float = 2, dy: float = 0
    ) -> None:
        box = self.form.items[item].box
        x, y = (box.x + dx) * PX_PER_MM, (box.y + box.height - 1.4 + dy) * PX_PER_MM
        self.draw.text((x, y), text, 0, ImageFont.truetype(font, 46), anchor="ls")

    def rule(self, item: str, x0: float, x1: float, y: float, thick: float = 0.35) -> None:
        """A level line; places in millimetres from the area's upper left corner."""
        box = self.form.items[item].box
        points = [(box.x + x0) * PX_PER_MM, (box.y + y) * PX_PER_MM]
        end = [(box.x + x1) * PX_PER_MM, (box.y + y) * PX_PER_MM]
        self.draw.line([*points, *end], 0, round(thick * PX_PER_MM))

    def dot(self, x: float, y: float, radius: float) -> None:
        x, y, r = x * PX_PER_MM, y * PX_PER_MM, radius * PX_PER_MM
        self.draw.ellipse([x - r, y - r, x + r, y + r], 0)

    @property
    def ink(self) -> Grey:
        return np.asarray(self.picture, np.uint8)

    def owned(self) -> dict[str, writing.Writing]:
        items = self.form.page(self.page_id).items
        return ownership.written_in(self.ink, blank_page(self.form, self.page_id).grey, items)

    def read(self) -> dict[str, Reading]:
        blank = blank_page(self.form, self.page_id).grey
        sheet = Sheet(self.page_id, np.minimum(self.ink, blank), self.ink, blank)
        found = fields.read_written(sheet, self.form.page(self.page_id), 1)
        kept = (
            Reading.model_validate(reading.model_dump()) for reading in found
        )  # as a store does
        return {reading.item: reading for reading in kept}


def filled(readings: dict[str, Reading]) -> dict[str, str | None]:
    return {item: r.value for item, r in readings.items() if r.value is not None or r.doubt}


def test_typed_answers_are_read_and_believed() -> None:
    page = Page()
    page.write("kind.familienname", "Huber")
    page.write("kind.geburtsdatum", "14.03.2017")
    page.write("kind.anschrift.plz_ort", "80331 München")
    page.write("kind.lebt_seit", "unbekannt")

    readings = page.read()

    assert filled(readings) == {
        "kind.familienname": "Huber",
        "kind.geburtsdatum": "2017-03-14",
        "kind.anschrift.plz_ort": "80331 München",
        "kind.lebt_seit": "unbekannt",
    }
    assert not any(reading.doubt for reading in readings.values())
    assert readings["kind.geburtsdatum"].style == "typed"
    assert readings["kind.geburtsdatum"].raw == "14.03.2017"


def test_every_text_and_presence_has_one_reading() -> None:
    page = Page()

    readings = page.read()

    wanted = [i for i in page.form.page(FIRST).items if i.kind is not ReadingKind.MARK]
    assert sorted(readings) == sorted(item.id for item in wanted)
    assert filled(readings) == {}


@pytest.mark.parametrize(("dx", "counts"), [(3, True), (28, False)])
def test_strokes_for_nothing_stand_where_people_begin_to_write(dx: float, counts: bool) -> None:
    page = Page()
    item = page.form.items["kind.geburtsname"]
    x, y = (item.box.x + dx) * PX_PER_MM, (item.box.y + 4) * PX_PER_MM
    for left in (0, 26, 52):
        page.draw.line([(x + left, y), (x + left + 18, y + 1)], 0, 6)

    reading = page.read()[item.id]

    assert reading.value == "---"
    assert (reading.confidence > 0) is counts


@pytest.mark.parametrize("face", ["carlito", "special-elite", "tinos"])
def test_a_stroke_between_two_dots_is_read_as_one_in_every_face(face: str) -> None:
    page = Page()
    page.write("kind.geburtsort", "./.", str(HERE / "print" / f"{face}.ttf"))

    assert filled(page.read()) == {"kind.geburtsort": "./."}


def test_handwriting_that_no_list_knows_is_left_to_a_person() -> None:
    page = Page()
    page.write("kind.familienname", "Sammelmann", str(HAND))
    page.write("kind.geburtsort", "Quaxenbüttel", str(HAND))

    readings = page.read()

    assert readings["kind.familienname"].doubt
    assert readings["kind.geburtsort"].doubt


@pytest.mark.parametrize("size", [0.15, 0.3, 0.45])
def test_dust_is_no_answer(size: float) -> None:
    page = Page()
    for item in ("kind.familienname", "kind.geburtsdatum"):
        box = page.form.items[item].box
        page.dot(box.x + 20, box.y + 4, size)
        page.dot(box.x + 35, box.y + 2, size)

    assert filled(page.read()) == {}


def test_a_punch_hole_is_no_answer() -> None:
    page = Page()
    box = page.form.items["kind.anschrift.strasse_hausnummer"].box
    page.dot(box.x + 4, box.y + 4, 2.8)

    assert filled(page.read()) == {}


def test_remains_of_printed_lines_are_no_answer() -> None:
    page = Page()
    for item in ("kind.lebt_seit", "kind.familienname"):
        box = page.form.items[item].box
        for start in range(0, int(box.width) - 4, 4):
            page.rule(item, start, start + 3, box.height + 0.2, thick=0.2)

    assert filled(page.read()) == {}


def test_a_long_tick_is_no_answer_beside_its_box() -> None:
    page = Page()
    box = page.form.items["kind.geschlecht.divers"].box
    x, y = box.x * PX_PER_MM, box.y * PX_PER_MM
    page.draw.line([x, y + 20, x + 20, y + 40, x + 110, y - 30], 0, 6)

    assert filled(page.read()) == {}


def test_unbekannt_may_stand_beside_the_boxes() -> None:
    page = Page()
    page.write("kind.geschlecht", "unbekannt")

    readings = page.read()

    assert filled(readings) == {"kind.geschlecht": "unbekannt"}
    assert not readings["kind.geschlecht"].doubt


def test_words_over_the_frame_go_to_the_field_in_which_they_begin() -> None:
    page = Page()
    page.write("kind.geburtsdatum", "14. September 2017")

    owned = page.owned()

    assert list(owned) == ["kind.geburtsdatum"]
    assert not owned["kind.geburtsdatum"].shared


def test_answers_that_touch_each_other_are_parted_and_left_to_a_person() -> None:
    page = Page()
    width = page.form.items["kind.geburtsdatum"].box.width
    page.write("kind.geburtsdatum", "14.03.2017", dx=width - 22.7)
    page.write("kind.geburtsort", "Passau", dx=0.3)

    readings = page.read()

    assert filled(readings) == {"kind.geburtsdatum": "2017-03-14", "kind.geburtsort": "Passau"}
    assert readings["kind.geburtsdatum"].doubt
    assert readings["kind.geburtsort"].doubt


def test_letters_that_hang_into_the_field_below_stay_with_their_word() -> None:
    page = Page("antrag_seite_2")
    page.write("vaterschaft.moegliche_vaeter.0.name", "Jörg Gygax", dy=1.0)

    assert list(page.owned()) == ["vaterschaft.moegliche_vaeter.0.name"]


def test_of_a_corrected_answer_the_final_text_is_read_and_a_person_looks() -> None:
    page = Page()
    page.write("kind.familienname", "Hubbr")
    page.write("kind.familienname", "Huber", dx=17)
    page.rule("kind.familienname", 1.5, 14, 6.2)

    reading = page.read()["kind.familienname"]

    assert reading.value == "Huber"
    assert reading.doubt


def test_an_area_that_is_struck_out_is_left_to_a_person() -> None:
    page = Page()
    page.rule("kind.geburtsname", 5, 40, 4.5)

    reading = page.read()["kind.geburtsname"]

    assert reading.value is None
    assert reading.doubt


def test_the_underlined_first_name_is_told() -> None:
    page = Page("antrag_seite_3")
    page.write("betreuender_elternteil.vornamen", "Mara Sofia", dy=-1)
    page.rule("betreuender_elternteil.vornamen", 16.5, 31, 7.2)

    reading = page.read()["betreuender_elternteil.vornamen"]

    assert reading.underlined == "Sofia"
    assert reading.value == "Mara Sofia"


def test_an_underlined_name_is_told_where_only_one_reading_has_words() -> None:
    page = Page("antrag_seite_3")
    page.write("betreuender_elternteil.vornamen", "Mara Sofia", dy=-1)
    page.rule("betreuender_elternteil.vornamen", 16.5, 31, 7.2)
    (entry,) = fields.entries_of([page.owned()["betreuender_elternteil.vornamen"]])

    assert fields._underlined(replace(entry, soft=(Line(()),))) == "Sofia"
    assert fields._underlined(replace(entry, hard=(Line(()),))) == "Sofia"


@pytest.mark.parametrize(
    ("down", "thick"), [(0.0, 0.9), (0.9, 0.35)], ids=["felt-tip at its feet", "far below"]
)
def test_a_short_name_may_be_underlined_at_its_feet_or_far_below(down: float, thick: float) -> None:
    page = Page("antrag_seite_3")
    page.write("betreuender_elternteil.vornamen", "Mara Sofia", dy=-1.6)
    box = page.form.items["betreuender_elternteil.vornamen"].box
    page.rule("betreuender_elternteil.vornamen", 2, 8.5, box.height - 2.9 + down, thick)

    (line,) = lines.lines_of(page.owned()["betreuender_elternteil.vornamen"])

    ((left, right),) = line.underlines
    assert left < 10
    assert right < 90


def test_a_name_of_four_narrow_letters_may_be_underlined() -> None:
    page = Page()
    item = "kind.vornamen"
    page.write(item, "Till Luis", str(HERE / "print" / "arimo.ttf"), dy=-2)
    low = page.form.items[item].box.height
    page.rule(item, 1.7, 5.6, low - 2.7, 0.5)

    assert page.read()[item].underlined == "Till"


@pytest.mark.parametrize(
    ("above", "thick"), [(-0.1, 0.42), (2.2, 1.1)], ids=["along the frame", "felt-tip"]
)
def test_a_name_may_be_underlined_close_to_the_frame_or_with_a_felt_tip(
    above: float, thick: float
) -> None:
    page = Page()
    item = "kind.vornamen"
    page.write(item, "Jule Vanessa", dy=1.0 - above - thick / 2)
    page.rule(item, 2, 12, page.form.items[item].box.height - above, thick)

    assert page.read()[item].underlined == "Jule"


def test_a_name_may_be_underlined_with_a_bow_that_touches_it() -> None:
    page = Page()
    item = "kind.vornamen"
    page.write(item, "Jule Vanessa", dy=-1.6)
    box = page.form.items[item].box
    x0, y = (box.x + 1.8) * PX_PER_MM, (box.y + box.height - 2.75) * PX_PER_MM
    page.draw.arc([x0, y - 18, x0 + 125, y + 10], 15, 165, 0, 5)

    assert page.read()[item].underlined == "Jule"


@pytest.mark.parametrize(("tail", "doubt"), [(True, True), (False, False)])
def test_words_below_which_a_tail_goes_on_are_for_a_person(tail: bool, doubt: bool) -> None:
    """The printed line took the tail of a g, which now reads as an a."""
    page, item = Page(), "unterhalt.keiner_grund"
    page.page_id = page.form.page_of[item]
    page.write(item, "er im Karneval ist", dy=-0.6)
    left, _, _, low = strokes.extent(np.concatenate(page.owned()[item].words))
    if tail:
        page.draw.rectangle([left + 160, low + 6, left + 174, low + 6], 0)

    reading = page.read()[item]

    assert (reading.value, reading.doubt) == ("er im Karneval ist", doubt)


def test_letters_that_touch_a_box_are_missed_and_a_person_looks() -> None:
    """They count as part of the mark, and what is left reads well: 861 4 Augsburg."""
    page = Page("antrag_seite_2")
    boxes = [i for i in page.form.page(page.page_id).items if i.kind is ReadingKind.MARK]
    below = "vertretung.rechtsanwalt.name_anschrift"
    assert below in page.form.items
    lawyer = next(b for b in boxes if b.id == "vertretung.rechtsanwalt.beauftragt.ja").box
    area = page.form.items[below].box
    page.write(below, "Kanzlei Plath, 86154 Augsburg", dx=lawyer.x - area.x - 34, dy=-1.9)

    reading = page.read()[below]

    assert reading.doubt


def test_a_row_of_crumbs_is_not_read_as_writing() -> None:
    """A fold in black and white: thin, and broken into pieces of the length of letters."""
    page = Page()
    for n in range(30):
        page.rule("kind.familienname", 1 + 2.1 * n, 2.6 + 2.1 * n, 3 + 0.2 * (n % 2), 0.3)

    (entry,) = fields.entries_of([page.owned()["kind.familienname"]])
    read = {entry.item.id: fields._reading(entry, 1)}

    assert read[entry.item.id].value is None
    assert (
        fields._by_hand([replace(entry, machine_like=0.0)], read) == []
    )  # to which a row of strokes may look like words


def test_the_feet_of_letters_in_a_row_are_no_line_under_a_word() -> None:
    page = Page("antrag_seite_3")
    page.write("betreuender_elternteil.vornamen", "Elisabeth Niklas", str(HAND), dy=-1.6)

    (line,) = lines.lines_of(page.owned()["betreuender_elternteil.vornamen"])

    assert not line.underlines


def test_an_address_in_two_lines_is_read_as_one() -> None:
    page = Page()
    page.write("antrag.stelle", "Landratsamt Wallnau", dy=-25)
    page.write("antrag.stelle", "Marktplatz 1", dy=-18)

    assert page.read()["antrag.stelle"].value == "Landratsamt Wallnau Marktplatz 1"


@pytest.mark.parametrize(
    ("strokes", "value", "doubt"),
    [([], None, False), ([(5, 9)], "vorhanden", True), ([(5, 30), (12, 45)], "vorhanden", False)],
)
def test_a_signature_needs_more_than_a_speck(
    strokes: Sequence[tuple[int, int]], value: str | None, doubt: bool
) -> None:
    page = Page("erklaerung_seite")
    box = page.form.items["erklaerung.unterschrift"].box
    for x0, x1 in strokes:
        y = (box.y + 4) * PX_PER_MM
        points = [((box.x + x0) * PX_PER_MM, y), ((box.x + (x0 + x1) / 2) * PX_PER_MM, y - 20)]
        page.draw.line([*points, ((box.x + x1) * PX_PER_MM, y + 12)], 0, 5)

    reading = page.read()["erklaerung.unterschrift"]

    assert (reading.value, reading.doubt) == (value, doubt)


def test_a_signature_in_one_flat_wave_is_no_line_even_beside_a_hair() -> None:
    page = Page("erklaerung_seite")
    box = page.form.items["erklaerung.unterschrift"].box
    along = np.linspace(0, 1, 60)
    wave = [(box.x + 40 + 34 * s, box.y + 8 + 0.9 * np.sin(9 * s) - 3 * s) for s in along]
    page.draw.line([(x * PX_PER_MM, y * PX_PER_MM) for x, y in wave], 0, 5)
    page.rule("erklaerung.unterschrift", 10, 11.3, 3.0, 0.3)

    assert page.read()["erklaerung.unterschrift"].value == "vorhanden"


def test_a_word_in_one_flat_wave_beside_a_hair_is_not_lost() -> None:
    page = Page()
    box = page.form.items["kind.familienname"].box
    along = np.linspace(0, 1, 60)
    wave = [(box.x + 30 + 24 * s, box.y + 6 + 0.9 * np.sin(9 * s) - 2 * s) for s in along]
    page.draw.line([(x * PX_PER_MM, y * PX_PER_MM) for x, y in wave], 0, 5)
    page.rule("kind.familienname", 5, 6.3, 3.0, 0.3)

    assert page.read()["kind.familienname"].doubt


def test_a_fold_through_an_empty_area_is_no_signature() -> None:
    page = Page("erklaerung_seite")
    width = page.form.items["erklaerung.unterschrift"].box.width
    page.rule("erklaerung.unterschrift", 0, width, 6.0)

    assert page.read()["erklaerung.unterschrift"].value is None


def test_a_line_under_a_word_is_taken_away_before_reading() -> None:
    page = Page()
    page.write("kind.familienname", "Sommer", dy=-1)
    page.rule("kind.familienname", 2, 16, 7.0)

    (line,) = lines.lines_of(page.owned()["kind.familienname"])

    assert line.underlines
    assert not line.struck
    assert np.all(line.picture[-8:] > 150)


def test_the_tails_of_letters_stay_where_the_line_under_them_is_taken_away() -> None:
    page = Page("antrag_seite_3")
    page.write("betreuender_elternteil.vornamen", "Georg Tobias", dy=-1)
    page.rule("betreuender_elternteil.vornamen", 1.5, 13.5, 7.5)

    reading = page.read()["betreuender_elternteil.vornamen"]

    assert reading.value == "Georg Tobias"
    assert reading.underlined == "Georg"


@pytest.mark.parametrize("slip", ["09", "Hu"])
def test_a_short_slip_is_no_part_of_the_answer(slip: str) -> None:
    page = Page()
    page.write("kind.familienname", slip, dx=3)
    page.write("kind.familienname", "Huber", dx=9.5)
    page.rule("kind.familienname", 2.2, 7.6, 5.3)

    reading = page.read()["kind.familienname"]

    assert reading.value == "Huber"
    assert reading.doubt


def test_a_slanting_hair_is_no_answer() -> None:
    page = Page()
    box = page.form.items["kind.familienname"].box
    x, y = (box.x + 30) * PX_PER_MM, (box.y + 3) * PX_PER_MM
    page.draw.line([x, y, x + 18, y + 24], 0, 3)

    assert page.read()["kind.familienname"].value is None


def test_the_stroke_for_nothing_to_say_is_an_answer() -> None:
    page = Page()
    page.write("kind.geburtsname", "./.")

    assert page.read()["kind.geburtsname"].value == "./."


def test_the_dots_beside_a_stroke_for_nothing_keep_it() -> None:
    """Fine and small, the stroke stands above the line of its dots like a hair."""
    page = Page()
    box = page.form.items["kind.geburtsname"].box
    x, y = (box.x + 2) * PX_PER_MM, (box.y + 4) * PX_PER_MM
    page.draw.line([x + 20, y + 26, x + 34, y], 0, 3)
    for left in (0, 51):
        page.draw.rectangle([x + left, y + 18, x + left + 4, y + 22], 0)

    assert page.read()["kind.geburtsname"].value == "./."


def test_dashes_beside_dust_are_shown_to_a_person_as_an_answer() -> None:
    page = Page()
    for n in range(3):
        page.rule("kind.geburtsname", 2 + 2.2 * n, 3.6 + 2.2 * n, 6.0, 0.6)

    reading = page.read()["kind.geburtsname"]

    assert (reading.value, reading.doubt) == ("---", True)


def test_the_upper_ends_of_a_cross_in_the_box_below_are_no_dashes() -> None:
    """Cut off by the frame between box and field, they are two short strokes at its lower edge."""
    page = Page()
    low = page.form.items["kind.geburtsname"].box.height
    for n in range(2):
        page.rule("kind.geburtsname", 12 + 4 * n, 13.4 + 4 * n, low - 0.7, 0.5)

    assert page.read()["kind.geburtsname"].value is None


def test_an_area_that_only_shares_the_ink_of_its_neighbour_is_left_to_a_person() -> None:
    page = Page()
    item = page.form.items["kind.geburtsname"]
    none = np.zeros((0, 5), np.int32)
    shared = writing.Writing(item, (), none, np.full((1, 1), 255, np.uint8), shared=True)

    (entry,) = fields.entries_of([shared])
    reading = fields._reading(entry, 1)

    assert (reading.value, reading.doubt) == (None, True)


@pytest.mark.parametrize(("paper", "seen"), [(36, True), (14, False)])
def test_typing_too_faint_to_read_is_shown_to_a_person(paper: int, seen: bool) -> None:
    """A worn ribbon: darker than paper by so much; what is not read must not pass for empty."""
    page = Page()
    page.write("kind.geburtsname", "u n b e k a n n t")
    faint = np.where(page.ink < 128, 255 - paper, 255).astype(np.uint8)
    page.picture = Image.fromarray(faint)

    reading = page.read()["kind.geburtsname"]

    assert (reading.value, reading.doubt) == (None, seen)


@pytest.mark.parametrize(("end", "underlined"), [(22.0, "Iwan"), (60.0, "")])
def test_a_line_under_a_name_on_the_frame_of_its_area_underlines_it(
    end: float, underlined: str
) -> None:
    """Most of it lies in the area below; one that goes on far beside the name is no such line."""
    page = Page()
    item = page.form.items["kind.vornamen"]
    page.write(item.id, "Artem Iwan", dy=1.0)
    page.rule(item.id, 12.5, end, item.box.height + 0.25, thick=0.5)

    assert page.read()[item.id].underlined == underlined


def test_a_digit_lower_than_any_print_is_a_speck() -> None:
    page = Page()
    item = page.form.items["kind.geburtsort"]
    small = ImageFont.truetype(str(TYPE), 17)
    x, y = (item.box.x + 3) * PX_PER_MM, (item.box.y + 6) * PX_PER_MM
    page.draw.text((x, y), "4", 0, small, anchor="ls")

    assert page.read()[item.id].value is None


def test_a_shadow_at_the_edge_takes_no_word_with_it() -> None:
    """A dark strip that runs down the page and touches the end of a word."""
    page = Page()
    item = page.form.items["kind.anschrift.strasse_hausnummer"]
    page.write(item.id, "Am alten Hauptmarkt")
    shaded = page.ink.copy()
    column = int(np.flatnonzero((shaded < 128).any(axis=0))[-1]) - 2
    shaded[20:-20, column : column + 60] = 150
    page.picture = Image.fromarray(shaded)

    reading = page.read()[item.id]

    assert reading.value is not None
    assert "Hauptmark" in reading.value
    assert page.owned()[item.id].shared
    assert reading.doubt


def faintly_written(text: str, *, dust: int = 0, note: bool = False) -> Reading:
    """What is read of a field that was typed with a worn ribbon."""
    page = Page()
    page.write("kind.geburtsname", text)
    faint = np.where(page.ink < 128, 255 - 36, 255).astype(np.uint8)
    for x, y in np.random.default_rng(4).integers((60, 60), (2400, 3400), (dust, 2)):
        cv2.circle(faint, (int(x), int(y)), 7, 221, -1)
    page.picture = Image.fromarray(faint)
    page.draw = ImageDraw.Draw(page.picture)
    if note:
        font = ImageFont.truetype(str(TYPE), 40)
        for y in range(60, 800, 48):
            page.draw.text((1500, y), "Bitte dringend bearbeiten.", 0, font)
    return page.read()["kind.geburtsname"]


@pytest.mark.parametrize("note", [False, True])
def test_nobody_can_say_that_a_faint_entry_is_nothing(note: bool) -> None:
    """A clerk's note in the margin is no dust, and excuses nothing."""
    reading = faintly_written("u n b e k a n n t", note=note)

    assert (reading.value, reading.doubt, reading.confidence) == (None, True, 0.0)


@pytest.mark.parametrize(("dust", "tells"), [(100, True), (1500, False)])
def test_a_faint_entry_among_dust_is_still_shown_to_a_person(dust: int, tells: bool) -> None:
    reading = faintly_written("u n b e k a n n t", dust=dust)

    assert reading.doubt
    assert (reading.confidence == 0) is tells


def test_dust_all_over_a_page_is_hardly_writing_and_shown_all_the_same() -> None:
    reading = faintly_written("", dust=1500)

    assert (reading.value, reading.doubt) == (None, True)
    assert reading.confidence > 0.97


@pytest.mark.parametrize(
    ("stroke", "specks"),
    [
        ((11.5, 1.5, 10, 4.2, 0.25), False),  # a slash
        ((10, 1.5, 10.1, 4.1, 0.25), False),  # a one
        ((10, 2, 11.8, 4.25, 0.17), True),  # a scratch
    ],
)
def test_a_stroke_of_a_pen_is_no_speck(stroke: tuple[float, ...], specks: bool) -> None:
    page = Page()
    item = page.form.items["kind.geburtsname"]
    x0, y0, x1, y1, width = stroke
    points = [(item.box.x + x0, item.box.y + y0), (item.box.x + x1, item.box.y + y1)]
    page.draw.line(
        [(x * PX_PER_MM, y * PX_PER_MM) for x, y in points], 0, max(1, round(width * PX_PER_MM))
    )

    reading = page.read()[item.id]

    assert reading.doubt
    assert (reading.confidence > 0.97) is specks


def test_a_cedilla_is_seen_and_a_person_looks() -> None:
    page = Page()
    page.write("kind.familienname", "Şahin, Gülay", dy=-1)

    reading = page.read()["kind.familienname"]

    assert reading.value == "Şahin, Gülay"
    assert reading.doubt


def test_a_line_of_crumbs_above_the_writing_is_no_line_of_it() -> None:
    page = Page()
    page.write("kind.familienname", "unbekannt")
    y = (page.form.items["kind.familienname"].box.y + 1) * PX_PER_MM
    for x in range(300, 900, 11):
        page.draw.rectangle([x, y + x % 3, x + 7, y + x % 3 + 3], 0)

    assert page.read()["kind.familienname"].value == "unbekannt"
