"""The blank that applicants fill in: complete, fillable, and printed as the catalogue says."""

from collections import Counter
from io import BytesIO
from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter

from pipeline.forms import TEXT_TYPES, blank_pdf, catalogue, load
from sample_scans.blank_form.__main__ import blank
from sample_scans.blank_form.drawing import words_of
from sample_scans.blank_form.markup import atoms_of
from sample_scans.blank_form.strips import Strip, shared_heights

NAME = "uvg_antrag_by"
PAGES = catalogue.load(NAME)["pages"]
FIELDS = [field for page in PAGES for _, _, field in catalogue.fields_of(page)]
READ_ONLY, RADIO = 1, 1 << 15


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return PdfReader(BytesIO(blank_pdf(NAME)))


@pytest.fixture(scope="module")
def printed() -> list[str]:
    with pdfplumber.open(BytesIO(blank_pdf(NAME))) as pdf:
        pages = [page.extract_words(use_text_flow=True) for page in pdf.pages]
    return [_plain("".join(word["text"] for word in page)) for page in pages]


def _plain(text: str) -> str:
    """Letters only, so that line breaks and the spaced out word nicht make no difference."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _widgets(reader: PdfReader) -> list[dict[str, object]]:
    return [ref.get_object() for page in reader.pages for ref in page["/Annots"]]


def test_drawing_again_gives_the_same_bytes() -> None:
    assert blank() == blank_pdf(NAME)


def test_the_blank_has_eight_pages_of_a4(reader: PdfReader) -> None:
    sizes = {(round(p.mediabox.width / 72 * 25.4), round(p.mediabox.height / 72 * 25.4))
             for p in reader.pages}  # fmt: skip

    assert len(reader.pages) == 8
    assert sizes == {(210, 297)}


def test_form_fields_are_named_by_their_ids(reader: PdfReader) -> None:
    expected = Counter[str]()
    for field in FIELDS:
        if options := field.get("options"):
            expected.update(f"{field['id']}.{option['id']}" for option in options)
        elif field["type"] == "table":
            rows = range(catalogue.rows_printed(field))
            expected.update(f"{field['id']}.{r}.{c['id']}" for r in rows for c in field["columns"])
        else:
            expected[field["id"]] += 1

    terminal = {name for name, field in (reader.get_fields() or {}).items() if "/FT" in field}

    assert terminal == set(expected)
    assert max(expected.values()) == 1
    assert len(_widgets(reader)) == len(expected)


def test_no_partial_name_holds_a_dot(reader: PdfReader) -> None:
    assert [w["/T"] for w in _widgets(reader) if "." in str(w["/T"])] == []


def test_boxes_are_check_boxes_that_switch_to_ja(reader: PdfReader) -> None:
    boxes = [w for w in _widgets(reader) if w["/FT"] == "/Btn"]

    assert len(boxes) == 161
    assert {frozenset(w["/AP"]["/N"]) for w in boxes} == {frozenset({"/Ja", "/Off"})}
    assert all(not int(w.get("/Ff", 0)) & RADIO for w in boxes)


def test_signature_and_stamp_are_read_only_and_nothing_else_is(reader: PdfReader) -> None:
    fields = reader.get_fields() or {}

    locked = {n for n, f in fields.items() if int(f.get("/Ff", 0)) & READ_ONLY}

    assert locked == {"antrag.eingangsstempel", "erklaerung.unterschrift"}


def test_form_fields_of_the_blank_show_nothing() -> None:
    shown = []
    for with_forms in (True, False):
        pdf = pypdfium2.PdfDocument(blank_pdf(NAME))
        pdf.init_forms()
        page = pdf[1].render(scale=1, may_draw_forms=with_forms, optimize_mode=None).to_numpy()
        shown.append(page)
        pdf.close()

    # a viewer may tint fields on screen, but there is neither frame nor text of our making
    assert np.abs(shown[0].astype(int) - shown[1]).max() < 100


def test_what_is_typed_and_ticked_can_be_seen() -> None:
    writer = PdfWriter(BytesIO(blank_pdf(NAME)))
    answers = {"kind.familienname": "Müller-Groß", "kind.geschlecht.weiblich": "/Ja"}
    writer.update_page_form_field_values(writer.pages[0], answers, auto_regenerate=False)
    filled = BytesIO()
    writer.write(filled)
    items = load(NAME).items

    for item in ("kind.familienname", "kind.geschlecht.weiblich"):
        assert _ink(filled.getvalue(), items[item].box) > 20
    assert _ink(filled.getvalue(), items["kind.geschlecht.divers"].box) == 0


def _ink(pdf_bytes: bytes, box: object) -> int:
    """Dark pixels inside a box of the first page at about 100 dpi."""
    pdf = pypdfium2.PdfDocument(pdf_bytes)
    pdf.init_forms()
    image = pdf[0].render(scale=100 / 72, grayscale=True).to_numpy().reshape(-1, 827)
    pdf.close()
    x, y, w, h = (getattr(box, name) * 100 / 25.4 for name in ("x", "y", "width", "height"))
    return int((image[int(y) + 2 : int(y + h) - 1, int(x) + 2 : int(x + w) - 1] < 128).sum())


def test_every_printed_label_stands_on_its_page(printed: list[str]) -> None:
    missing = []
    for page, text in zip(PAGES, printed, strict=True):
        for _, _, field in catalogue.fields_of(page):
            labels = [field["label"], *(o["label"] for o in field.get("options", ()))]
            labels += [c["label"] for c in field.get("columns", ())]
            wanted = [catalogue.without_remarks(x) for x in labels if catalogue.is_printed(x)]
            pieces = [p for x in wanted for part in x.split("____") for p in _split(part)]
            missing += [(field["id"], p) for p in pieces if _plain(p) not in text]

    assert missing == []


def _split(label: str) -> list[str]:
    """Parts of a label that other words may part in print, and without what stays unprinted."""
    for between in ("(nähere Bezeichnung)", "€", "…"):
        label = label.replace(between, "|")
    for before in ("mtl.", "ja, in Höhe von", "Name, Anschrift", "wurde erteilt:", "(z.B. Blaue"):
        label = label.replace(before, f"|{before}")
    return [part for part in label.split("|") if part.strip()]


def test_every_anchor_stands_on_its_page(printed: list[str]) -> None:
    for page, text in zip(PAGES, printed, strict=True):
        assert [a for a in page["anchors"] if _plain(a) not in text] == []


def test_remarks_of_the_catalogue_are_not_printed(printed: list[str]) -> None:
    remarks = ("nicht belegt", "angekreuzt", "Vordruck der Stelle", "in der Umsetzung")

    for text in printed:
        assert [r for r in remarks if _plain(r) in text] == []


def test_demands_of_the_printed_form_stand_beside_their_fields(printed: list[str]) -> None:
    for page, text in zip(PAGES, printed, strict=True):
        demands = [d for _, _, f in catalogue.fields_of(page) for d in f.get("evidence", ())]
        wanted = [
            catalogue.without_remarks(d["label"]) for d in demands if d["driver"] == "formular"
        ]
        words = [word for label in wanted for word in label.split()]
        assert [w for w in words if _plain(w) not in text] == []


def test_every_page_says_its_number(printed: list[str]) -> None:
    for number, text in enumerate(printed, start=1):
        assert f"seite{number}von8" in text


def test_all_print_is_embedded_text(reader: PdfReader) -> None:
    for page in reader.pages:
        fonts = page["/Resources"]["/Font"].values()
        used = [f for f in fonts if "LiberationSans" in f.get_object()["/BaseFont"]]
        assert used
        assert all("/FontFile2" in f.get_object()["/FontDescriptor"] for f in used)
        assert "/XObject" not in page["/Resources"] or not page["/Resources"]["/XObject"]


def test_there_is_room_to_write() -> None:
    form = load(NAME)
    written = [f for f in form.fields.values() if not f.is_choice]
    ids = {i for f in written for i in (f.id, *(f"{f.id}.{c.row}.{c.column}" for c in f.cells))}
    areas = {i: item.box for i, item in form.items.items() if i in ids and item.type in TEXT_TYPES}
    low = [i for i, box in areas.items() if box.height < 5.5 or box.width < 25]
    stamp = form.items["antrag.eingangsstempel"].box

    assert low == []
    assert stamp.width >= 60
    assert stamp.height >= 35


def test_boxes_have_the_usual_size() -> None:
    marks = [i.box for i in load(NAME).items.values() if i.type == "mark"]

    assert all(3.0 <= box.width <= 3.5 and 3.0 <= box.height <= 3.5 for box in marks)


def test_a_box_brings_its_label_and_a_line_to_write_on_does_not_touch_the_comma() -> None:
    label_of = words_of(catalogue.load(NAME)).boxes.__getitem__

    atoms = atoms_of("[.geschlecht.divers] {.ort:20}, **fett**", label_of, prefix="kind")

    assert [(a.kind, a.text or a.id) for a in atoms] == [
        ("box", "kind.geschlecht.divers"), ("word", "divers"), ("blank", "kind.ort"),
        ("word", ","), ("word", "fett"),
    ]  # fmt: skip
    assert [a.glued for a in atoms] == [False, False, False, True, False]
    assert [a.bold for a in atoms] == [False, False, False, False, True]


def test_strips_share_the_room_that_is_left() -> None:
    def nothing(*_: object) -> None: ...

    strips = [Strip(4, 8, nothing), Strip(6, 6, nothing)]

    assert shared_heights(strips, room=12) == [6, 6]
    assert shared_heights(strips, room=99) == [8, 6]


def test_the_font_ships_with_its_licence() -> None:
    fonts = Path(__file__).parents[1] / "sample_scans/blank_form/fonts"

    assert "SIL OPEN FONT LICENSE" in (fonts / "LICENSE.txt").read_text("utf-8")
