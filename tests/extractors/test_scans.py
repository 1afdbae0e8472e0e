"""Every page of a file comes out, in order, the right way up, or is named as unreadable."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import TiffImageFile
from reportlab.pdfgen import canvas

from extractors.grey import Grey
from extractors.scan_images import CUT_OFF, DAMAGED, TOO_LARGE
from extractors.scans import UNKNOWN_KIND, Limits, ScannedPage, pages_of
from pipeline.errors import (
    EingangError,
    OversizeError,
    PathError,
    ProtectedScanError,
    ScanError,
)

LIMITS = Limits(max_pages=20, max_megapixels=4)
A4 = (595.276, 841.89)


def drawing(number: int = 1, size: tuple[int, int] = (827, 1170)) -> Image.Image:
    """A page with a mark in one corner, so that every turn and flip shows."""
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    pen.rectangle((40, 60, 300, 140), fill=0)
    for i in range(number):
        pen.rectangle((60 + 60 * i, 300, 90 + 60 * i, 420), fill=40)
    return image


def read(path: Path, limits: Limits = LIMITS) -> list[ScannedPage]:
    return list(pages_of(path, limits, "Datei 1"))


def alike(left: Grey | None, right: Image.Image) -> bool:
    if left is None or left.shape != (right.height, right.width):
        return False
    return float(np.abs(left.astype(int) - np.asarray(right, int)).mean()) < 3


def pdf_with(
    path: Path,
    image: bytes,
    matrix: str | None = None,
    rotate: int = 0,
    extra: bytes = b"",
    encrypt: pikepdf.Encryption | None = None,
    **entries: object,
) -> Path:
    """A page of A4 that draws one picture."""
    pdf = pikepdf.new()
    stream = pdf.make_stream(image)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    for key, value in {"Width": 827, "Height": 1170, "BitsPerComponent": 8, **entries}.items():
        stream[f"/{key}"] = value
    matrix = matrix or f"{A4[0]} 0 0 {A4[1]} 0 0"
    pdf.add_blank_page(page_size=A4)
    page = pdf.pages[0]
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=stream))
    page.obj.Contents = pdf.make_stream(f"q {matrix} cm /Im0 Do Q ".encode() + extra)
    page.obj.Rotate = rotate
    pdf.save(path, encryption=encrypt if encrypt is not None else False)
    return path


def grey_jpeg(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=90)
    return stream.getvalue()


def g4(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.convert("1").save(stream, "TIFF", compression="group4", strip_size=10**9)
    with Image.open(io.BytesIO(stream.getvalue())) as tiff:
        assert isinstance(tiff, TiffImageFile)
        offset, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    return stream.getvalue()[offset : offset + length]


GREY = pikepdf.Name.DeviceGray
NAMES = pikepdf.Name


def codecs() -> dict[str, tuple[bytes, dict[str, object]]]:
    page = drawing()
    pixels = np.asarray(page)
    bits = np.packbits(pixels > 127, axis=1).tobytes()
    rgb = np.repeat(pixels[:, :, None], 3, 2).tobytes()
    fax = pikepdf.Dictionary(K=-1, Columns=827, Rows=1170, BlackIs1=True)
    colour = io.BytesIO()
    page.convert("RGB").save(colour, "JPEG")
    jp2 = io.BytesIO()
    page.save(jp2, "JPEG2000")
    return {
        "jpeg grey": (grey_jpeg(page), {"Filter": NAMES.DCTDecode, "ColorSpace": GREY}),
        "jpeg colour": (
            colour.getvalue(),
            {"Filter": NAMES.DCTDecode, "ColorSpace": NAMES.DeviceRGB},
        ),
        "flate grey": (
            zlib.compress(pixels.tobytes()),
            {"Filter": NAMES.FlateDecode, "ColorSpace": GREY},
        ),
        "flate colour": (
            zlib.compress(rgb),
            {"Filter": NAMES.FlateDecode, "ColorSpace": NAMES.DeviceRGB},
        ),
        "flate one bit": (
            zlib.compress(bits),
            {"Filter": NAMES.FlateDecode, "ColorSpace": GREY, "BitsPerComponent": 1},
        ),
        "flate stencil": (
            zlib.compress(bits),
            {"Filter": NAMES.FlateDecode, "ImageMask": True, "BitsPerComponent": 1},
        ),
        "inverted": (
            zlib.compress((255 - pixels).tobytes()),
            {"Filter": NAMES.FlateDecode, "ColorSpace": GREY, "Decode": pikepdf.Array([1, 0])},
        ),
        "inverted jpeg": (
            grey_jpeg(Image.fromarray(255 - pixels)),
            {"Filter": NAMES.DCTDecode, "ColorSpace": GREY, "Decode": pikepdf.Array([1, 0])},
        ),
        "group 4": (
            g4(page),
            {
                "Filter": NAMES.CCITTFaxDecode,
                "DecodeParms": fax,
                "ColorSpace": GREY,
                "BitsPerComponent": 1,
            },
        ),
        "group 4 stencil": (
            g4(page),
            {
                "Filter": NAMES.CCITTFaxDecode,
                "DecodeParms": fax,
                "ImageMask": True,
                "BitsPerComponent": 1,
            },
        ),
        "jpeg 2000": (jp2.getvalue(), {"Filter": NAMES.JPXDecode, "ColorSpace": GREY}),
    }


CODECS = codecs()


@pytest.mark.parametrize("codec", CODECS)
def test_the_scan_inside_a_pdf_comes_out_as_it_is(codec: str, tmp_path: Path) -> None:
    data, entries = CODECS[codec]

    (page,) = read(pdf_with(tmp_path / "a.pdf", data, **entries))

    assert alike(page.image, drawing())
    assert page.dpi == pytest.approx(100, abs=0.2)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "matrix",
    [
        f"{A4[0]} 0 0 {A4[1]} 0 0",
        f"-{A4[0]} 0 0 -{A4[1]} {A4[0]} {A4[1]}",
        f"{A4[0]} 0 0 -{A4[1]} 0 {A4[1]}",
        f"0 {A4[1]} -{A4[0]} 0 {A4[0]} 0",
        f"0 -{A4[1]} {A4[0]} 0 0 {A4[1]}",
        f"0 {A4[1]} {A4[0]} 0 0 0",
    ],
)
def test_turned_scans_look_as_pdfium_shows_them(rotate: int, matrix: str, tmp_path: Path) -> None:
    data, entries = CODECS["flate grey"]
    taken = read(pdf_with(tmp_path / "a.pdf", data, matrix, rotate, **entries))[0]
    text = b"BT 3 Tr ET 0 0 m 1 0 l S"  # a visible hairline forces rendering

    shown = read(pdf_with(tmp_path / "b.pdf", data, matrix, rotate, text, **entries))[0]

    assert taken.image is not None
    assert shown.image is not None
    small = Image.fromarray(shown.image).resize(taken.image.shape[::-1])
    assert float(np.abs(taken.image.astype(int) - np.asarray(small, int)).mean()) < 4


def test_an_invisible_text_layer_does_not_matter(tmp_path: Path) -> None:
    data, entries = CODECS["jpeg grey"]

    (page,) = read(pdf_with(tmp_path / "a.pdf", data, extra=b"BT 3 Tr (Mara) Tj ET", **entries))

    assert alike(page.image, drawing())


def test_visible_text_over_a_scan_is_not_lost(tmp_path: Path) -> None:
    data, entries = CODECS["jpeg grey"]

    (page,) = read(pdf_with(tmp_path / "a.pdf", data, extra=b"100 100 m 400 100 l S", **entries))

    assert page.image is not None
    assert page.image.shape == (3508, 2481)


def test_a_drawn_page_is_rendered_at_300_dpi(tmp_path: Path) -> None:
    pen = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    pen.rect(100, 100, 300, 300, fill=1)
    pen.save()

    (page,) = read(tmp_path / "a.pdf", Limits())

    assert page.image is not None
    assert page.dpi == 300
    assert abs(float((page.image < 128).mean()) - 300 * 300 / (A4[0] * A4[1])) < 0.002


def test_a_page_that_claims_to_be_a_poster_is_an_a4_page(tmp_path: Path) -> None:
    pen = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=(14000, 14400))
    pen.rect(0, 0, 7000, 7000, fill=1)
    pen.save()

    (page,) = read(tmp_path / "a.pdf", Limits())

    assert page.image is not None
    assert max(page.image.shape) == pytest.approx(3508, abs=3)


@pytest.mark.parametrize("compression", ["group4", "tiff_lzw", "jpeg", "raw", "tiff_deflate"])
def test_every_page_of_a_tiff_comes_out(compression: str, tmp_path: Path) -> None:
    mode = "1" if compression == "group4" else "L"
    pages = [drawing(n).convert(mode) for n in (1, 2, 3)]
    pages[0].save(
        tmp_path / "a.tif",
        compression=compression,
        save_all=True,
        append_images=pages[1:],
        dpi=(200, 200),
    )

    found = read(tmp_path / "a.tif")

    assert [page.number for page in found] == [1, 2, 3]
    assert all(alike(page.image, drawing(page.number)) for page in found)
    assert {page.dpi for page in found} == {200.0}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_pictures_are_turned_as_the_camera_says(
    kind: str, orientation: int, tmp_path: Path
) -> None:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = drawing().transpose(turns[orientation]) if orientation > 1 else drawing()
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / "a.img", kind, exif=exif)

    (page,) = read(tmp_path / "a.img")

    assert alike(page.image, drawing())


def test_a_fax_gets_square_pixels(tmp_path: Path) -> None:
    fax = drawing(size=(1728, 1145)).convert("1")
    fax.save(tmp_path / "fax.tif", compression="group4", dpi=(204, 98))

    (page,) = read(tmp_path / "fax.tif")

    assert page.image is not None
    assert page.dpi == pytest.approx(204)
    assert page.image.shape == (round(1145 * 204 / 98), 1728)


def test_without_a_resolution_the_page_is_taken_for_a4(tmp_path: Path) -> None:
    drawing().save(tmp_path / "a.png")

    (page,) = read(tmp_path / "a.png")

    assert page.dpi == pytest.approx(100, abs=0.2)


def test_transparent_parts_are_paper(tmp_path: Path) -> None:
    layer = Image.new("RGBA", (827, 1170), (0, 0, 0, 0))
    layer.paste((0, 0, 0, 255), (100, 100, 300, 300))
    layer.save(tmp_path / "a.png")

    (page,) = read(tmp_path / "a.png")

    assert page.image is not None
    assert (page.image[0, 0], page.image[200, 200]) == (255, 0)


def test_sixteen_bits_become_eight(tmp_path: Path) -> None:
    pixels = np.asarray(drawing(), np.uint16) * 257
    Image.fromarray(pixels).save(tmp_path / "a.png")

    (page,) = read(tmp_path / "a.png")

    assert alike(page.image, drawing())


def test_a_folder_is_read_as_people_count(tmp_path: Path) -> None:
    for number in (1, 2, 10):
        drawing(number % 7).save(tmp_path / f"Seite {number}.png")
    (tmp_path / "truth.yaml").write_text("x")
    (tmp_path / ".hidden.png").write_text("x")

    found = read(tmp_path)

    assert [alike(p.image, drawing(n)) for p, n in zip(found, (1, 2, 3), strict=True)] == [True] * 3


def test_the_same_scan_in_two_wrappings_has_one_hash(tmp_path: Path) -> None:
    data, entries = CODECS["flate grey"]
    drawing().save(tmp_path / "a.png")

    hashes = {
        read(path)[0].sha256
        for path in (tmp_path / "a.png", pdf_with(tmp_path / "a.pdf", data, **entries))
    }

    assert len(hashes) == 1


def test_pages_are_opened_one_by_one(tmp_path: Path) -> None:
    for number in (1, 2):
        drawing(number).save(tmp_path / f"{number}.png")

    pages = pages_of(tmp_path, LIMITS)
    next(pages)
    (tmp_path / "2.png").unlink()

    assert next(pages).image is None


def many_pages(path: Path) -> None:
    pdf = pikepdf.new()
    for _ in range(LIMITS.max_pages + 1):
        pdf.add_blank_page(page_size=A4)
    pdf.save(path)


def no_pages(path: Path) -> None:
    pikepdf.new().save(path)


def many_frames(path: Path) -> None:
    tiny = Image.new("1", (8, 8))
    tiny.save(path, "TIFF", save_all=True, append_images=[tiny] * LIMITS.max_pages)


def locked(path: Path) -> None:
    data, entries = CODECS["jpeg grey"]
    pdf_with(path, data, encrypt=pikepdf.Encryption(owner="o", user="geheim"), **entries)


def bomb_png(path: Path) -> None:
    Image.new("1", (20_000, 20_000), 1).save(path, "PNG")


def bomb_pdf(path: Path) -> None:
    entries = {"Width": 35_000, "Height": 35_000, "ColorSpace": GREY, "BitsPerComponent": 1}
    pdf_with(path, b"", **entries)


def cut_jpeg(path: Path) -> None:
    data = grey_jpeg(drawing())
    path.write_bytes(data[: len(data) // 2])


def circular_tree(path: Path) -> None:
    path.write_bytes(
        b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [2 0 R] /Count 1>> endobj\n"
        b"trailer <</Root 1 0 R /Size 3>>\n%%EOF\n"
    )


def scribble(text: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(text) and None


BAD: dict[str, tuple[Callable[[Path], None], type[EingangError]]] = {
    "empty file": (scribble(b""), ScanError),
    "text that says it is a PDF": (scribble(b"Liebe Frau Mustermann,\n"), ScanError),
    "a PDF header and nothing else": (scribble(b"%PDF-1.7\n"), ScanError),
    "a PDF header and rubbish": (scribble(b"%PDF-1.7\n" + bytes(range(256)) * 40), ScanError),
    "a TIFF header and nothing else": (scribble(b"II*\0"), ScanError),
    "a JPEG header and nothing else": (scribble(b"\xff\xd8\xff\xe0"), ScanError),
    "a PNG header and nothing else": (scribble(b"\x89PNG\r\n\x1a\n"), ScanError),
    "a JPEG cut in half": (cut_jpeg, ScanError),
    "a PDF without pages": (no_pages, ScanError),
    "a page tree that bites its tail": (circular_tree, ScanError),
    "a PDF of too many pages": (many_pages, OversizeError),
    "a TIFF of too many pages": (many_frames, OversizeError),
    "a PNG of 400 megapixels": (bomb_png, OversizeError),
    "a PDF with a picture of 1,225 megapixels": (bomb_pdf, OversizeError),
    "a locked PDF": (locked, ProtectedScanError),
    "a folder without pages": (lambda path: path.mkdir(), ScanError),
    "nothing at all": (lambda path: None, PathError),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_scan_is_refused_without_naming_it(name: str, tmp_path: Path) -> None:
    make, error = BAD[name]
    make(tmp_path / "Mustermann.pdf")

    with pytest.raises(error) as caught:
        read(tmp_path / "Mustermann.pdf")

    assert "Datei 1" in str(caught.value)
    assert "Mustermann" not in str(caught.value) + str(caught.value.__cause__)


def test_an_empty_password_opens(tmp_path: Path) -> None:
    data, entries = CODECS["jpeg grey"]
    lock = pikepdf.Encryption(owner="o", user="")

    (page,) = read(pdf_with(tmp_path / "a.pdf", data, encrypt=lock, **entries))

    assert alike(page.image, drawing())


def test_a_cut_tiff_gives_the_pages_before_the_cut_and_says_so(tmp_path: Path) -> None:
    pages = [drawing(n) for n in (1, 2, 3)]
    pages[0].save(tmp_path / "a.tif", compression="raw", save_all=True, append_images=pages[1:])
    whole = (tmp_path / "a.tif").read_bytes()
    (tmp_path / "a.tif").write_bytes(whole[: len(whole) * 2 // 3 + 2000])

    found = read(tmp_path / "a.tif")

    assert [page.image is None for page in found[:2]] == [False, False]
    assert found[-1].image is None
    assert found[-1].reason in (CUT_OFF, DAMAGED)


def test_a_cut_pdf_gives_the_pages_that_are_left(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    for n in (1, 2, 3):
        data, entries = CODECS["jpeg grey"]
        part = pikepdf.open(pdf_with(tmp_path / f"{n}.pdf", data, **entries))
        pdf.pages.extend(part.pages)
    pdf.save(tmp_path / "a.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    whole = (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(whole[: len(whole) * 2 // 3])

    found = read(tmp_path / "a.pdf")

    assert any(alike(page.image, drawing()) for page in found)
    assert all(page.reason for page in found if page.image is None)


def test_one_broken_picture_does_not_spoil_its_folder(tmp_path: Path) -> None:
    drawing(1).save(tmp_path / "1.png")
    cut_jpeg(tmp_path / "2.jpg")
    (tmp_path / "3.heic").write_bytes(b"ftypheic")
    bomb_png(tmp_path / "4.png")
    drawing(2).save(tmp_path / "5.png")

    found = read(tmp_path)

    assert [page.reason for page in found] == ["", DAMAGED, UNKNOWN_KIND, TOO_LARGE, ""]
    assert len({page.sha256 for page in found}) == 5


def test_one_oversize_page_of_a_tiff_leaves_the_others(tmp_path: Path) -> None:
    large = Image.new("1", (4000, 4000), 1)
    drawing().convert("1").save(
        tmp_path / "a.tif", compression="group4", save_all=True, append_images=[large]
    )

    found = read(tmp_path / "a.tif")

    assert [page.reason for page in found] == ["", TOO_LARGE]


def packed(megabytes: int, what: bytes = b" ") -> bytes:
    """So much of nothing, in a thousandth of its size."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(what * 10**6) for _ in range(megabytes)) + packer.flush()


def with_commands(path: Path, *streams: bytes, form: bytes = b"", **entries: object) -> Path:
    """A page that draws one picture, and runs these packed commands one after the other."""
    data, picture = CODECS["jpeg grey"]
    with pikepdf.open(pdf_with(path, data, **picture), allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        made = [pikepdf.Stream(pdf, s, **{"Filter": NAMES.FlateDecode, **entries}) for s in streams]
        page.obj.Contents = pikepdf.Array([*map(pdf.make_indirect, made), page.obj.Contents])
        if form:
            drawn = pdf.make_stream(form, Subtype=NAMES.Form, Filter=NAMES.FlateDecode)
            page.obj.Resources.XObject.Fm0 = drawn
            drawn.Resources = page.obj.Resources
        pdf.save(path, compress_streams=False)
    return path


def test_drawing_commands_that_unpack_to_gigabytes_are_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(OversizeError):
        read(with_commands(tmp_path / "a.pdf", packed(100)))


def test_commands_packed_twice_are_counted_as_they_come_out(tmp_path: Path) -> None:
    twice = pikepdf.Array([NAMES.FlateDecode, NAMES.FlateDecode])

    with pytest.raises(OversizeError):
        read(with_commands(tmp_path / "a.pdf", zlib.compress(packed(100), 9), Filter=twice))


def test_the_commands_of_a_page_are_counted_together(tmp_path: Path) -> None:
    with pytest.raises(OversizeError):
        read(with_commands(tmp_path / "a.pdf", *[packed(25)] * 3))


def test_commands_that_other_commands_call_count_too_even_in_a_circle(tmp_path: Path) -> None:
    with pytest.raises(OversizeError):
        read(with_commands(tmp_path / "a.pdf", form=packed(100)))
    (page,) = read(with_commands(tmp_path / "b.pdf", form=packed(1)))
    assert page.image is not None


def test_a_picture_that_holds_more_than_its_size_says_is_not_unpacked(tmp_path: Path) -> None:
    entries = {"Filter": NAMES.FlateDecode, "ColorSpace": GREY, "Width": 100, "Height": 100}
    path = pdf_with(tmp_path / "a.pdf", packed(50, b"\0"), **entries)

    with pytest.raises(OversizeError):
        read(path)
