"""What a damaged PDF has lost is never taken for blank; what is left says the same as before."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import fake_readers as fakes
import numpy as np
import pikepdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors import born_digital, pdf_damage
from extractors.pdf_damage import Damage, damage_of
from extractors.scans import Limits, ScannedPage, pages_of
from pipeline.emit.papers import places
from pipeline.errors import ScanError
from pipeline.forms import load
from pipeline.model import PageKind, Reading
from pipeline.process import process_item
from pipeline.sorting import END_MISSING, PAGE_INCOMPLETE

FORM = load("uvg_antrag_by")
SAMPLES = Path(__file__).parents[2] / "sample_scans" / "samples"
A4 = (595.276, 841.89)
Streams = pikepdf.ObjectStreamMode


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    stream = BytesIO()
    pdf.save(stream, **{"object_stream_mode": Streams.disable, "deterministic_id": True} | how)
    return stream.getvalue()


@pytest.fixture(scope="module")
def post() -> bytes:
    """Two scanned pages of the form, a letter and a scanned piece of evidence."""
    stream = BytesIO()
    canvas = Canvas(stream, A4)
    for level in (10, 20, 0, 200):
        if level:
            canvas.drawImage(ImageReader(Image.fromarray(fakes.page(level))), 0, 0, *A4)
        else:
            canvas.drawString(100, 700, "Mit freundlichen Grüßen")
        canvas.showPage()
    canvas.save()
    return saved(pikepdf.open(stream))


@pytest.fixture(scope="module", params=["01-am-bildschirm", "02-flach-gedruckt"])
def typed(request: pytest.FixtureRequest) -> bytes:
    """Page 2 of a form that was filled in on screen."""
    with pikepdf.open(SAMPLES / request.param / "scan.pdf") as pdf:
        del pdf.pages[2:]
        del pdf.pages[0]
        return saved(pdf)


def cuts(data: bytes) -> list[int]:
    """Behind every object, once inside each and in the list of objects at the end."""
    ends = [found.end() for found in re.finditer(rb"\bendobj\n", data)]
    inside = [(one + other) // 2 for one, other in pairwise(ends)]
    return sorted([*ends, *inside, data.rfind(b"startxref") - 100])


def pages(path: Path) -> list[ScannedPage]:
    try:
        return list(pages_of(path, Limits(), "Datei 1"))
    except ScanError:  # nothing of it can be read: the whole file is for a person
        return []


def same(one: ScannedPage, other: ScannedPage) -> bool:
    return one.image is not None and other.image is not None and one.sha256 == other.sha256


def test_a_page_of_a_cut_file_looks_as_it_did_or_is_unreadable(tmp_path: Path, post: bytes) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(post)
    whole, left = pages(path), set()
    assert len(whole) == 4

    for length in cuts(post):
        path.write_bytes(post[:length])
        found = pages(path)

        assert not found or found[-1].reason == END_MISSING
        for page, before in zip(found[:-1], whole, strict=False):
            assert same(page, before) or page.reason == PAGE_INCOMPLETE
        left.add(sum(page.image is not None for page in found))
    assert left == {0, 1, 2, 3, 4}


def test_no_page_of_a_cut_file_becomes_blank_and_a_person_sees_it(
    tmp_path: Path, post: bytes
) -> None:
    path = tmp_path / "scan.pdf"
    for length in cuts(post)[::2]:
        path.write_bytes(post[:length])
        try:
            result = process_item([path], readers=fakes.fake())
        except ScanError:
            continue

        assert PageKind.BLANK not in {page.kind for page in result.pages}
        last = result.pages[-1]
        assert (last.kind, last.doubt, last.reason) == (PageKind.UNREADABLE, True, END_MISSING)


def test_a_lost_end_is_counted_at_the_hand_over_too(tmp_path: Path, post: bytes) -> None:
    cut, last = tmp_path / "scan.pdf", fakes.scan(tmp_path / "2.tif", [30])
    cut.write_bytes(post[: cuts(post)[-1]])
    seen = process_item([cut, last], readers=fakes.fake()).pages

    found = places([cut, last], seen, "UV-1")

    assert [place.path for place in found] == [*[cut] * 5, last]


def answers(path: Path) -> dict[str, Reading]:
    found = born_digital.read(path, FORM)
    return {} if found is None else {reading.item: reading for reading in found.readings}


def test_a_form_filled_in_on_screen_says_the_same_when_cut_or_nothing(
    tmp_path: Path, typed: bytes
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(typed)
    whole, lengths = answers(path), cuts(typed)
    assert whole

    for length in [*lengths[:: len(lengths) // 5], *lengths[-4:], len(typed) - 300]:
        path.write_bytes(typed[:length])
        assert answers(path) in ({}, whole)


def test_without_its_fonts_a_page_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    with pikepdf.open(SAMPLES / "02-flach-gedruckt" / "scan.pdf") as pdf:
        del pdf.pages[1:]
        data = saved(pdf)
    with pikepdf.open(BytesIO(data)) as pdf:
        fonts = {n.objgen[0] for n in pdf.objects if isinstance(n, pikepdf.Stream) and _is_font(n)}
    assert fonts
    for number in fonts:
        data = data.replace(b"\n%d 0 obj" % number, b"\n%d 0 obj" % (number + 500))
    path.write_bytes(data)

    assert damage_of(path).pages == {1}
    assert answers(path) == {}
    assert pages(path) == []


def _is_font(stream: pikepdf.Stream) -> bool:
    return "/Length1" in stream or stream.get("/Subtype") in ("/Type1C", "/OpenType")


def appended(data: bytes) -> bytes:
    return data + b"\r\n<html>Diese E-Mail wurde auf Viren untersucht.</html>\r\n" * 100


def shifted(data: bytes) -> bytes:
    place = int(data[data.rfind(b"startxref") :].split()[1])
    return data.replace(b"startxref\n%d" % place, b"startxref\n%d" % (place + 3))


def wrong_lengths(data: bytes) -> bytes:
    return re.sub(rb"/Length (\d+)", lambda found: b"/Length %d" % (int(found[1]) + 7), data)


def linear(data: bytes) -> bytes:
    return saved(pikepdf.open(BytesIO(data)), linearize=True)


def packed(data: bytes) -> bytes:
    return saved(pikepdf.open(BytesIO(data)), object_stream_mode=Streams.generate)


def locked(data: bytes) -> bytes:
    lock = pikepdf.Encryption(owner="o", user="")
    return saved(pikepdf.open(BytesIO(data)), encryption=lock, deterministic_id=False)


def without_last_line(data: bytes) -> bytes:
    return data[: data.rfind(b"%%EOF")]


@pytest.mark.parametrize(
    "change",
    [appended, shifted, wrong_lengths, linear, packed, locked, without_last_line],
)
def test_clumsy_files_from_which_nothing_is_missing_are_read_as_usual(
    tmp_path: Path, post: bytes, change: Callable[[bytes], bytes]
) -> None:
    path, other = tmp_path / "scan.pdf", tmp_path / "other.pdf"
    path.write_bytes(post)
    other.write_bytes(change(post))

    assert other.read_bytes() != post
    assert damage_of(other) == Damage()
    assert [page.sha256 for page in pages(other)] == [page.sha256 for page in pages(path)]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*/scan.pdf")), ids=lambda p: p.parent.name)
def test_the_samples_are_whole(sample: Path) -> None:
    assert not damage_of(sample)


def test_a_blank_page_and_a_font_that_was_never_inside_are_no_damage(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "scan.pdf"), A4)
    canvas.showPage()
    canvas.drawString(100, 700, "Mit freundlichen Grüßen")
    canvas.save()
    with pikepdf.open(tmp_path / "scan.pdf", allow_overwriting_input=True) as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "scan.pdf")

    assert not damage_of(tmp_path / "scan.pdf")


REFERENCE = re.compile(rb"(?<!\d)(\d{1,9})[ \r\n\t\f\0]+(\d{1,5})[ \r\n\t\f\0]+R(?![A-Za-z])")


@given(st.text("0123456789 \n\0RObj/", max_size=200).map(str.encode))
@example(b"7" + 100 * b" " + b"0" + 100 * b"\n" + b"R")
@example(b"1234567890 0 R 12345678 012345 R 1 0 R 0 R 3 0 Rx 4 0 R")
def test_every_reference_is_found_from_its_end(data: bytes) -> None:
    forwards = [(int(found[1]), int(found[2])) for found in REFERENCE.finditer(data)]

    assert list(pdf_damage._references(data)) == forwards


def test_a_grey_scan_is_decoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written, jpeg = fakes.page(level=10), BytesIO()
    Image.fromarray(written).save(jpeg, "JPEG")
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=A4)
    pdf.pages[0].contents_add(b"595.276 0 0 841.89 0 0 cm /Scan Do")
    height, width = written.shape
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(
            Scan=pdf.make_stream(
                jpeg.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
                Width=width, Height=height, BitsPerComponent=8,
                ColorSpace=pikepdf.Name.DeviceGray, Filter=pikepdf.Name.DCTDecode,
            )
        )
    )  # fmt: skip
    (tmp_path / "scan.pdf").write_bytes(saved(pdf))
    monkeypatch.delattr("extractors.pdf_scan.to_grey")

    [page] = pages(tmp_path / "scan.pdf")

    assert page.image is not None
    assert np.array_equal(page.image, np.asarray(Image.open(jpeg)))
    assert page.image.flags.writeable


def test_an_appended_change_that_breaks_off_is_damage(tmp_path: Path, post: bytes) -> None:
    change = b"5 0 obj\n<< /Type /Page /Parent 2 0 R /Resources << >>"
    (tmp_path / "scan.pdf").write_bytes(post + change)

    assert damage_of(tmp_path / "scan.pdf").breaks_off


def test_a_hole_in_the_middle_costs_the_page_that_lay_there(tmp_path: Path, post: bytes) -> None:
    begin = [found.start() for found in re.finditer(rb"/Subtype /Image", post)][1]
    hole = bytearray(post)
    hole[begin - 60 : begin + 60] = bytes(120)
    (tmp_path / "scan.pdf").write_bytes(hole)

    found = pages(tmp_path / "scan.pdf")

    assert [page.image is None for page in found[:4]] == [False, True, False, False]


def test_a_picture_that_breaks_off_is_not_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    rough = np.random.default_rng(0).integers(0, 255, (300, 212)).astype(np.uint8)
    jpeg = BytesIO()
    Image.fromarray(rough).save(jpeg, "JPEG")
    with pikepdf.new() as pdf:
        for data in (jpeg.getvalue(), jpeg.getvalue()[:-5000]):
            page = pdf.add_blank_page(page_size=A4)
            picture = pdf.make_stream(
                data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=212, Height=300,
                BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceGray,
                Filter=pikepdf.Name.DCTDecode,
            )  # fmt: skip
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
            page.obj.Contents = pdf.make_stream(b"q %f 0 0 %f 0 0 cm /Im0 Do Q" % A4)
        pdf.save(tmp_path / "scan.pdf")

    assert [page.image is None for page in pages(tmp_path / "scan.pdf")] == [False, True]
