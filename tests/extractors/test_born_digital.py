"""A form that was filled in on screen is read exactly, and nothing of it is recognised."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pdfplumber
import pikepdf
import pypdf
import pypdfium2 as pdfium
import pytest
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)
from pytesseract import pytesseract as tesseract
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors import born_digital
from extractors.born_digital import BornDigital
from extractors.scans import Limits
from pipeline.forms import Form, blank_pdf, load
from pipeline.model import Reading, Source

FORM_ID = "uvg_antrag_by"
POINTS_PER_MM = 72 / 25.4

TYPED = {
    "antrag.leistung_ab": "ab sofort",
    "kind.familienname": "Müller-Groß",
    "kind.vornamen": "Łucja Mara",
    "kind.geburtsdatum": "14.3.17",
    "kind.lebt_seit": "31.02.2017",
    "kind.zuzug.vorherige_anschrift": "Hauptstr. 1\r80331 München",
    "bankverbindung.iban": "DE02 1203 0000 0000 2020 51",
    "fragebogen.schulden.hoehe": "1.250,-",
    "vaterschaft.urkunde_stelle_az": "Unbekannt",
}
READ = {
    "antrag.leistung_ab": "ab sofort",
    "kind.familienname": "Müller-Groß",
    "kind.vornamen": "Łucja Mara",
    "kind.geburtsdatum": "2017-03-14",
    "kind.lebt_seit": "31.02.2017",
    "kind.zuzug.vorherige_anschrift": "Hauptstr. 1 80331 München",
    "bankverbindung.iban": "DE02120300000000202051",
    "fragebogen.schulden.hoehe": "1250.00",
    "vaterschaft.urkunde_stelle_az": "unbekannt",
    "kind.geschlecht.weiblich": "ticked",
    "unterhaltstitel.vorhanden.nein": "ticked",
}
TICKED = ("kind.geschlecht.weiblich", "unterhaltstitel.vorhanden.nein")


@pytest.fixture(autouse=True)
def _no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "tesseract_cmd", "must-not-be-called")


@pytest.fixture(scope="module")
def form() -> Form:
    return load(FORM_ID)


FIRST = (0,)
ALL = tuple(range(8))


def filled(
    values: Mapping[str, str], *, flat: bool = False, pages: tuple[int, ...] = FIRST
) -> pypdf.PdfWriter:
    writer = pypdf.PdfWriter(clone_from=BytesIO(blank_pdf(FORM_ID)))
    for index in sorted(set(ALL) - set(pages), reverse=True):
        del writer.pages[index]
    for page in writer.pages:
        writer.update_page_form_field_values(page, dict(values), flatten=flat)
    if flat:
        writer.remove_annotations(subtypes="/Widget")
        del writer.root_object["/AcroForm"]
    return writer


def read(writer: pypdf.PdfWriter, folder: Path, form: Form) -> BornDigital | None:
    writer.write(folder / "in.pdf")
    return born_digital.read(folder / "in.pdf", form)


def said(found: BornDigital | None) -> dict[str, str]:
    assert found is not None
    return {r.item: r.value for r in found.readings if r.value not in (None, "empty")}


def one(found: BornDigital | None, item: str) -> Reading:
    assert found is not None
    return next(r for r in found.readings if r.item == item)


def stamped(draw_on: int, draw: Canvas, writer: pypdf.PdfWriter) -> None:
    """Lay what was drawn with reportlab over one page of the PDF."""
    writer.pages[draw_on].merge_page(pypdf.PdfReader(BytesIO(draw.getpdfdata())).pages[0])


@pytest.mark.parametrize("flat", [False, True])
def test_every_answer_is_read_as_it_was_typed(tmp_path: Path, form: Form, flat: bool) -> None:
    values = TYPED | dict.fromkeys(TICKED, "/Ja")

    found = read(filled(values, flat=flat, pages=ALL), tmp_path, form)

    assert said(found) == READ
    assert found is not None
    assert {r.source for r in found.readings if r.value == "2017-03-14"} == {
        Source.TEXT_LAYER if flat else Source.FORM_FIELD
    }
    assert all(r.confidence == 1 and not r.doubt for r in found.readings)


def test_every_item_of_every_page_has_one_reading(tmp_path: Path, form: Form) -> None:
    found = read(filled(TYPED, pages=ALL), tmp_path, form)

    assert found is not None
    assert [page.form_page for page in found.pages] == [page.id for page in form.pages]
    assert sorted(r.item for r in found.readings) == sorted(form.items)
    assert all(page.match and page.match.residual_mm < 0.1 for page in found.pages)


def test_an_empty_form_has_only_blank_answers(tmp_path: Path, form: Form) -> None:
    assert said(read(filled({}), tmp_path, form)) == {}


def test_letters_are_never_put_right_when_they_are_known(tmp_path: Path, form: Form) -> None:
    values = {"kind.geburtsdatum": "l4.O3.2017", "kind.familienname": "Me1er"}

    assert said(read(filled(values), tmp_path, form)) == values


def test_texts_are_decoded_however_they_are_written(tmp_path: Path, form: Form) -> None:
    writer = filled({"kind.familienname": "x", "kind.geburtsname": "x"})
    for widget in (a.get_object() for a in writer.pages[0]["/Annots"]):
        if widget["/T"] == "familienname":
            widget[NameObject("/V")] = ByteStringObject("Çelik".encode("utf-16"))
        if widget["/T"] == "geburtsname":
            widget[NameObject("/V")] = TextStringObject("Şahin")

    answers = said(read(writer, tmp_path, form))

    assert answers == {"kind.familienname": "Çelik", "kind.geburtsname": "Şahin"}


def test_a_box_that_shows_something_else_than_its_field_is_in_doubt(
    tmp_path: Path, form: Form
) -> None:
    writer = filled({"kind.geschlecht.weiblich": "/Ja"})
    for widget in (a.get_object() for a in writer.pages[0]["/Annots"]):
        if widget["/T"] == "weiblich":
            widget[NameObject("/AS")] = NameObject("/Off")
            writer._add_object(widget)

    reading = one(read(writer, tmp_path, form), "kind.geschlecht.weiblich")

    assert reading.doubt
    assert reading.value == "unsure"


def renamed(writer: pypdf.PdfWriter, name: Callable[[str], str]) -> pypdf.PdfWriter:
    """The same fields under other names, as programs do that merge files."""
    for field in writer.root_object["/AcroForm"]["/Fields"]:
        named = field.get_object()
        named[NameObject("/T")] = TextStringObject(name(named["/T"]))
    return writer


def test_a_word_before_the_names_of_all_fields_changes_nothing(tmp_path: Path, form: Form) -> None:
    writer = filled(TYPED | dict.fromkeys(TICKED, "/Ja"), pages=ALL)

    found = read(renamed(writer, "Antrag1_{}".format), tmp_path, form)

    assert said(found) == READ


@pytest.mark.parametrize("name", [str.upper, str.swapcase, "{} (2)".format])
def test_a_page_whose_filled_fields_have_unknown_names_goes_the_way_of_the_scans(
    tmp_path: Path, form: Form, name: Callable[[str], str]
) -> None:
    assert read(renamed(filled(TYPED), name), tmp_path, form) is None


def test_a_word_before_names_is_only_taken_off_where_the_fields_lie_at_their_places(
    tmp_path: Path, form: Form
) -> None:
    writer = renamed(filled(TYPED), "Antrag1_{}".format)
    for widget in (a.get_object() for a in writer.pages[0]["/Annots"]):
        if widget["/T"] == "familienname":
            x0, y0, x1, y1 = widget["/Rect"]
            widget[NameObject("/Rect")] = ArrayObject(map(FloatObject, (x0, y0 - 60, x1, y1 - 60)))

    assert read(writer, tmp_path, form) is None


def test_fields_of_other_programs_do_no_harm_while_nobody_sees_them(
    tmp_path: Path, form: Form
) -> None:
    writer = filled(TYPED)
    hidden = DictionaryObject({
        NameObject("/Subtype"): NameObject("/Widget"),
        NameObject("/FT"): NameObject("/Tx"),
        NameObject("/T"): TextStringObject("Programm"),
        NameObject("/V"): TextStringObject("4.7"),
        NameObject("/Rect"): ArrayObject(FloatObject(0) for _ in range(4)),
    })  # fmt: skip
    writer.add_annotation(0, hidden)

    assert said(read(writer, tmp_path, form))["kind.familienname"] == "Müller-Groß"


def test_a_flat_form_may_be_shrunk_to_the_printable_area(tmp_path: Path, form: Form) -> None:
    writer = filled(TYPED, flat=True)
    for page in writer.pages:
        page.add_transformation(pypdf.Transformation().scale(0.95).translate(12, 20))

    found = read(writer, tmp_path, form)

    assert said(found)["kind.geburtsdatum"] == "2017-03-14"
    assert said(found)["kind.familienname"] == "Müller-Groß"
    assert found is not None
    assert found.pages[0].match is not None
    assert found.pages[0].match.homography[0] == pytest.approx(0.95 * 300 / 25.4, rel=1e-3)


def test_ticks_and_signatures_may_be_strokes(tmp_path: Path, form: Form) -> None:
    writer = filled(TYPED, flat=True, pages=(0, 7))
    for page_number, item_id in ((0, "kind.geschlecht.divers"), (1, "erklaerung.unterschrift")):
        box = form.items[item_id].box
        canvas = Canvas(BytesIO(), pagesize=(210 * POINTS_PER_MM, 297 * POINTS_PER_MM))
        x, y = box.x * POINTS_PER_MM, (297 - box.y - box.height) * POINTS_PER_MM
        canvas.line(x + 1, y + 1, x + 8, y + 8)
        canvas.line(x + 1, y + 8, x + 8, y + 1)
        stamped(page_number, canvas, writer)

    answers = said(read(writer, tmp_path, form))

    assert answers["kind.geschlecht.divers"] == "ticked"
    assert answers["erklaerung.unterschrift"] == "vorhanden"


def test_a_page_on_which_somebody_drew_words_goes_the_way_of_the_scans(
    tmp_path: Path, form: Form
) -> None:
    writer = filled(TYPED, flat=True, pages=(0, 1))
    box = form.items["kind.geburtsname"].box
    canvas = Canvas(BytesIO(), pagesize=(210 * POINTS_PER_MM, 297 * POINTS_PER_MM))
    x, y = box.x * POINTS_PER_MM + 5, (297 - box.y - box.height) * POINTS_PER_MM
    canvas.bezier(x, y + 4, x + 10, y + 20, x + 20, y, x + 30, y + 12)
    stamped(0, canvas, writer)

    found = read(writer, tmp_path, form)

    assert found is not None
    assert found.count == 2
    assert [page.number for page in found.pages] == [2]


def test_a_note_typed_above_the_form_counts_as_written(tmp_path: Path, form: Form) -> None:
    writer = filled({"kind.familienname": "Huber"})
    box = form.items["kind.geburtsname"].box
    left, bottom = box.x * POINTS_PER_MM, (297 - box.y - box.height) * POINTS_PER_MM
    note = FreeText(text="Meier", rect=(left + 4, bottom + 2, left + 90, bottom + 18))
    writer.add_annotation(0, note)

    answers = said(read(writer, tmp_path, form))

    assert answers == {"kind.familienname": "Huber", "kind.geburtsname": "Meier"}


def drawing(subtype: str, rect: list[float], **entries: str) -> DictionaryObject:
    """An annotation without an appearance of its own."""
    found = DictionaryObject({
        NameObject("/Subtype"): NameObject(subtype),
        NameObject("/Rect"): ArrayObject(FloatObject(value) for value in rect),
    })  # fmt: skip
    found.update({NameObject(f"/{k}"): TextStringObject(v) for k, v in entries.items()})
    return found


def typed(places: Mapping[str, tuple[float, float, str]], form: Form) -> pypdf.PdfWriter:
    """The empty first page with words near their items, so many millimetres right and down."""
    writer = filled({}, flat=True)
    canvas = Canvas(BytesIO(), pagesize=(210 * POINTS_PER_MM, 297 * POINTS_PER_MM))
    canvas.setFont("Helvetica", 9)
    for item, (right, down, text) in places.items():
        box = form.items[item].box
        x, y = box.x + 1 + right, 297 - box.y - box.height + 1.2 - down
        canvas.drawString(x * POINTS_PER_MM, y * POINTS_PER_MM, text)
    stamped(0, canvas, writer)
    return writer


NAMES = ("kind.familienname", "kind.geburtsname", "kind.vornamen", "kind.geburtsdatum")


@pytest.mark.parametrize(("down", "doubtful"), [(0, False), (4, True)])
def test_words_that_slipped_from_their_lines_put_the_page_in_doubt(
    tmp_path: Path, form: Form, down: float, doubtful: bool
) -> None:
    words = typed(dict.fromkeys(NAMES, (0, down, "Musterwort")), form)

    found = read(words, tmp_path, form)

    assert found is not None
    assert found.pages[0].doubt is doubtful
    assert bool(found.pages[0].reason) is doubtful
    assert {one(found, item).doubt for item in NAMES} == {doubtful}


def test_a_line_that_lies_in_two_items_is_in_doubt_in_both(tmp_path: Path, form: Form) -> None:
    words = typed({"kind.geburtsdatum": (-6, 0, "14.03.2017")}, form)

    found = read(words, tmp_path, form)

    assert one(found, "kind.geburtsdatum").doubt


@pytest.mark.parametrize("subtype", ["/Ink", "/Line", "/StrikeOut", "/Circle"])
def test_a_drawing_across_the_page_puts_every_answer_under_it_in_doubt(
    tmp_path: Path, form: Form, subtype: str
) -> None:
    writer = filled(TYPED | dict.fromkeys(TICKED, "/Ja"))
    writer.add_annotation(0, drawing(subtype, [60, 100, 540, 760]))

    found = read(writer, tmp_path, form)

    answers = {item for item in READ if form.items[item].page == form.pages[0].id}
    assert {item for item in answers if not one(found, item).doubt} == set()
    assert one(found, "kind.geschlecht.weiblich").value == "unsure"


def test_a_note_between_the_items_puts_the_page_and_what_is_near_in_doubt(
    tmp_path: Path, form: Form
) -> None:
    writer = filled(TYPED, pages=(0, 1))
    box = form.items["kind.familienname"].box
    x, y = box.x * POINTS_PER_MM, (297 - box.y + 1.5) * POINTS_PER_MM
    writer.add_annotation(0, FreeText(text="siehe Anlage", rect=(x, y, x + 60, y + 9)))

    found = read(writer, tmp_path, form)

    assert found is not None
    assert [page.doubt for page in found.pages] == [True, False]
    assert one(found, "kind.familienname").doubt
    assert not one(found, "kind.zuzug.vorherige_anschrift").doubt


def test_a_page_number_at_the_edge_is_no_doubt(tmp_path: Path, form: Form) -> None:
    writer = filled(TYPED, flat=True)
    canvas = Canvas(BytesIO(), pagesize=(210 * POINTS_PER_MM, 297 * POINTS_PER_MM))
    canvas.drawString(480, 15, "Seite 1 von 12")
    stamped(0, canvas, writer)

    found = read(writer, tmp_path, form)

    assert found is not None
    assert not found.pages[0].doubt
    assert not any(reading.doubt for reading in found.readings)


def test_a_turned_page_with_a_note_goes_the_way_of_the_scans(tmp_path: Path, form: Form) -> None:
    writer = filled({"kind.familienname": "Huber"})
    writer.pages[0].rotate(90)
    writer.add_annotation(0, FreeText(text="Meier", rect=(60, 500, 150, 515)))

    assert read(writer, tmp_path, form) is None


def test_the_remark_behind_a_drawing_is_no_answer(tmp_path: Path, form: Form) -> None:
    writer = filled({"kind.familienname": "Huber"})
    box = form.items["kind.geburtsname"].box
    left, bottom = box.x * POINTS_PER_MM, (297 - box.y - box.height) * POINTS_PER_MM
    rect = [left + 4, bottom + 2, left + 90, bottom + 10]
    writer.add_annotation(0, drawing("/Line", rect, Contents="Strecke"))

    assert said(read(writer, tmp_path, form)) == {"kind.familienname": "Huber"}


def test_a_note_above_a_filled_field_puts_it_in_doubt(tmp_path: Path, form: Form) -> None:
    writer = filled({"kind.familienname": "Huber"})
    box = form.items["kind.familienname"].box
    left, bottom = box.x * POINTS_PER_MM, (297 - box.y - box.height) * POINTS_PER_MM
    rect = (left + 4, bottom + 2, left + 90, bottom + 18)
    writer.add_annotation(0, FreeText(text="Meier", rect=rect))

    assert one(read(writer, tmp_path, form), "kind.familienname").doubt


def test_a_drawing_across_a_field_puts_it_in_doubt(tmp_path: Path, form: Form) -> None:
    writer = filled({"kind.familienname": "Huber"})
    box = form.items["kind.familienname"].box
    left, bottom = box.x * POINTS_PER_MM, (297 - box.y - box.height) * POINTS_PER_MM
    rect = [left + 4, bottom + 2, left + 90, bottom + 18]
    writer.add_annotation(0, drawing("/Ink", rect))

    assert one(read(writer, tmp_path, form), "kind.familienname").doubt


def test_attachments_come_with_their_text_layer(tmp_path: Path, form: Form) -> None:
    writer = filled(TYPED)
    canvas = Canvas(BytesIO(), pagesize=(595, 842))
    canvas.drawString(70, 780, "Standesamt Kaufbeuren")
    canvas.drawString(70, 740, "Geburtsurkunde Nummer G 117/2017")
    writer.append(BytesIO(canvas.getpdfdata()))

    found = read(writer, tmp_path, form)

    assert found is not None
    assert found.texts[2].text == "Standesamt Kaufbeuren\nGeburtsurkunde Nummer G 117/2017"
    assert found.texts[2].confidence == 1


@pytest.mark.parametrize("hidden", [True, False])
def test_a_scan_is_not_born_digital_even_with_a_text_layer(
    tmp_path: Path, form: Form, hidden: bool
) -> None:
    with pdfplumber.open(BytesIO(blank_pdf(FORM_ID))) as blank:
        words = blank.pages[0].extract_words()
    picture = ImageReader(pdfium.PdfDocument(blank_pdf(FORM_ID))[0].render(scale=1).to_pil())
    canvas = Canvas(str(tmp_path / "scan.pdf"), pagesize=(595.3, 841.9))
    canvas.drawImage(picture, 0, 0, 595.3, 841.9)
    for word in words:
        text = canvas.beginText(word["x0"], 841.9 - word["bottom"])
        text.setFont("Helvetica", 8)
        text.setTextRenderMode(3 if hidden else 0)
        text.textOut(word["text"])
        canvas.drawText(text)
    canvas.save()

    assert born_digital.read(tmp_path / "scan.pdf", form) is None


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"II*\0", b"\xff\xd8\xff"])
def test_what_is_no_pdf_is_left_to_the_scans(tmp_path: Path, form: Form, content: bytes) -> None:
    (tmp_path / "in.pdf").write_bytes(content)

    assert born_digital.read(tmp_path / "in.pdf", form) is None
    assert born_digital.read(tmp_path, form) is None


def test_more_pages_than_allowed_are_not_looked_into(
    tmp_path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(TYPED, pages=(0, 1)).write(tmp_path / "in.pdf")
    monkeypatch.setattr(pdfplumber, "open", lambda *_: pytest.fail("it was looked into"))

    assert born_digital.read(tmp_path / "in.pdf", form, Limits(max_pages=1)) is None


def test_a_page_of_very_many_commands_goes_the_way_of_the_scans(tmp_path: Path, form: Form) -> None:
    writer = filled(TYPED, pages=(0, 1))
    writer.write(tmp_path / "in.pdf")
    with pikepdf.open(tmp_path / "in.pdf", allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"0 0 m " * 400_000)
        pdf.save(tmp_path / "in.pdf")

    found = born_digital.read(tmp_path / "in.pdf", form)

    assert found is not None
    assert [page.number for page in found.pages] == [2]


def test_a_font_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path: Path, form: Form) -> None:
    filled(TYPED).write(tmp_path / "in.pdf")
    packer = zlib.compressobj(9)
    file = b"".join(packer.compress(bytes(10**6)) for _ in range(40)) + packer.flush()
    with pikepdf.open(tmp_path / "in.pdf", allow_overwriting_input=True) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            for part in font.get("/DescendantFonts", [font]):
                if "/FontDescriptor" in part:
                    stream = pikepdf.Stream(pdf, file, Filter=pikepdf.Name.FlateDecode)
                    part.FontDescriptor.FontFile2 = stream
        pdf.save(tmp_path / "in.pdf", compress_streams=False)

    assert born_digital.read(tmp_path / "in.pdf", form) is None
