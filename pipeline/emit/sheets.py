"""A picture as a page of a PDF: as large as the paper was, without loss, a JPEG byte by byte.

Only what the intake takes for a page is opened: TIFF, JPEG and PNG, told by the first bytes.
"""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
from PIL import Image, ImageOps

FORMATS = ("TIFF", "JPEG", "PNG")
"""Those of the intake. Pillow would start other programs for others, Ghostscript for one."""

POINTS_PER_INCH = 72
FALLBACK_DPI = 300
"""For pictures that do not say how large they are."""

PLAUSIBLE_DPI = (90, 1300)
"""Figures beyond are what programs write when they do not know."""

TIFF_PHOTOMETRIC, TIFF_STRIP_OFFSETS, TIFF_ROWS_PER_STRIP, TIFF_STRIP_SIZES = 262, 273, 278, 279

JPEG_COLOURS = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}
"""Inverted four-colour JPEGs are re-packed instead: viewers disagree about them."""

MP_ENTRIES, MP_SIZE = 0xB002, "Size"
"""Where a photo of several pictures says how long its first one is."""

Image.MAX_IMAGE_PIXELS = None  # pages of any size were let in or refused at the intake


@contextmanager
def opened_picture(path: Path) -> Iterator[Image.Image]:
    """A picture file. Odd ones were judged at the intake; warnings would only reach a terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(path, formats=FORMATS) as image:
            yield image


def append_picture(pdf: pikepdf.Pdf, path: Path, index: int) -> None:
    """Add one picture of a file as a page."""
    with opened_picture(path) as image:
        if image.format == "TIFF":
            image.seek(index)
        width, height = _size_in_points(image)
        turned = _turned(image)
        whole = image.format in ("JPEG", "MPO") and image.mode in JPEG_COLOURS
        stream = _jpeg(pdf, path, image) if whole else _packed(pdf, image)
    content = f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Scan Do Q".encode()
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, round(width, 4), round(height, 4)],
        Rotate=turned,
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=stream)),
        Contents=pdf.make_stream(content),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _size_in_points(image: Image.Image) -> tuple[float, float]:
    said = image.info.get("dpi", (0, 0))
    low, high = PLAUSIBLE_DPI
    dpi = [float(value) if low <= float(value) <= high else FALLBACK_DPI for value in said[:2]]
    return image.width * POINTS_PER_INCH / dpi[0], image.height * POINTS_PER_INCH / dpi[1]


def _turned(image: Image.Image) -> int:
    """Degrees clockwise that the camera's own note asks for; mirrored pictures do not occur."""
    return {3: 180, 6: 90, 8: 270}.get(image.getexif().get(0x0112, 1), 0)


def _jpeg(pdf: pikepdf.Pdf, path: Path, image: Image.Image) -> pikepdf.Object:
    """A JPEG, byte by byte; of a photo that holds several pictures the first."""
    colours = JPEG_COLOURS[image.mode]
    with path.open("rb") as stream:
        content = stream.read(_length_of_first(image))
    return pdf.make_stream(content, _picture(image, colours, 8, pikepdf.Name.DCTDecode))


def _length_of_first(image: Image.Image) -> int:
    """Bytes up to where the second picture begins, or all of them."""
    entries = getattr(image, "mpinfo", {}).get(MP_ENTRIES) or [{}]
    return int(entries[0].get(MP_SIZE) or -1)


def _packed(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Object:
    """Any other picture, packed without loss; black and white as the fax does it."""
    if image.mode == "1":
        return _fax(pdf, image)
    plain = image if image.mode in ("L", "RGB") else _flattened(image)
    colours = "/DeviceRGB" if plain.mode == "RGB" else "/DeviceGray"
    content = zlib.compress(plain.tobytes(), 6)
    return pdf.make_stream(content, _picture(plain, colours, 8, pikepdf.Name.FlateDecode))


def _fax(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Object:
    """Group 4 in one strip, taken out of the TIFF that Pillow writes; a tenth of the Flate size."""
    tiff = io.BytesIO()
    image.save(tiff, "TIFF", compression="group4", tiffinfo={TIFF_ROWS_PER_STRIP: image.height})
    with Image.open(tiff) as packed:
        tags = packed.tag_v2  # type: ignore[attr-defined]  # only TIFFs have it
        (start,), (size,) = tags[TIFF_STRIP_OFFSETS], tags[TIFF_STRIP_SIZES]
        black_is_one = tags[TIFF_PHOTOMETRIC] != 0
    picture = _picture(image, "/DeviceGray", 1, pikepdf.Name.CCITTFaxDecode)
    picture.DecodeParms = pikepdf.Dictionary(
        K=-1, Columns=image.width, Rows=image.height, BlackIs1=black_is_one
    )
    return pdf.make_stream(tiff.getvalue()[start : start + size], picture)


def _flattened(image: Image.Image) -> Image.Image:
    """Transparent becomes paper; sixteen bits become eight."""
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image).convert("RGB")
    if image.mode.startswith(("I", "F")):
        return ImageOps.grayscale(image.point(lambda v: v / 256).convert("L"))
    return image.convert("RGB")


def _picture(
    image: Image.Image, colours: str, bits: int, packing: pikepdf.Object
) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=pikepdf.Name(colours),
        BitsPerComponent=bits,
        Filter=packing,
    )
