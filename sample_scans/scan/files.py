"""Pages into files as scan sites deliver them: PDF of images, TIFF, a folder of JPEGs.

The compressed picture of a page is made once and put into the file untouched: JPEG for grey,
Group 4 for black and white.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from PIL import Image, TiffImagePlugin

from sample_scans.fill.paper import Grey
from sample_scans.style import Container, Mode

POINTS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True)
class Picture:
    """One scanned page, compressed."""

    data: bytes
    mode: Mode
    width: int
    height: int
    dpi: int
    quality: int


def compressed(grey: Grey, mode: Mode, dpi: int, quality: int, container: Container) -> Picture:
    """A page as its file will hold it: JPEG, or black and white as Group 4 (PNG for a TIFF)."""
    height, width = grey.shape
    if mode == "grey" or container == "jpeg":
        data = _encoded(
            Image.fromarray(grey), "JPEG", quality=quality, dpi=(dpi, dpi), optimize=True
        )
    elif container == "tiff":
        data = _encoded(_bilevel(grey), "PNG")
    else:
        data = _group4(grey)
    return Picture(data, mode, width, height, dpi, quality)


def _encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def _group4(grey: Grey) -> bytes:
    """The only strip of a TIFF of this page; Pillow writes Group 4 in no other way.

    Pillow lets 1 be white, fax machines let 1 be black: hence the page as a negative.
    """
    usual = TiffImagePlugin.STRIP_SIZE
    TiffImagePlugin.STRIP_SIZE = grey.size
    try:
        negative = np.subtract(255, grey, dtype=np.uint8)
        tiff = _encoded(_bilevel(negative), "TIFF", compression="group4")
    finally:
        TiffImagePlugin.STRIP_SIZE = usual
    with Image.open(BytesIO(tiff)) as opened:
        tags = opened.tag_v2  # type: ignore[attr-defined]  # only TIFF images have tags
        starts, sizes = tags[TiffImagePlugin.STRIPOFFSETS], tags[TiffImagePlugin.STRIPBYTECOUNTS]
    if len(starts) != 1:
        raise AssertionError("a page must be one strip")
    return tiff[starts[0] : starts[0] + sizes[0]]


def _bilevel(grey: Grey) -> Image.Image:
    return Image.fromarray(grey).point(lambda tone: 255 if tone > 127 else 0).convert("1")


def _pdf_image(pdf: pikepdf.Pdf, picture: Picture) -> pikepdf.Stream:
    stream = pikepdf.Stream(pdf, picture.data)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height = picture.width, picture.height
    stream.ColorSpace = pikepdf.Name.DeviceGray
    if picture.mode == "grey":
        stream.BitsPerComponent, stream.Filter = 8, pikepdf.Name.DCTDecode
        return stream
    stream.BitsPerComponent, stream.Filter = 1, pikepdf.Name.CCITTFaxDecode
    stream.DecodeParms = pikepdf.Dictionary(
        K=-1, Columns=picture.width, Rows=picture.height, BlackIs1=False
    )
    return stream


def add_image_page(pdf: pikepdf.Pdf, picture: Picture) -> None:
    """One more page that is nothing but this picture."""
    wide, high = (side / picture.dpi * POINTS_PER_INCH for side in (picture.width, picture.height))
    pdf.add_blank_page(page_size=(wide, high))
    page = pdf.pages[-1]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=_pdf_image(pdf, picture)))
    page.Contents = pikepdf.Stream(pdf, f"q {wide:.3f} 0 0 {high:.3f} 0 0 cm /Im0 Do Q".encode())


def write(folder: Path, pictures: Sequence[Picture], container: Container) -> None:
    """All pages of an item into the file or files of this container."""
    WRITERS[container](folder, pictures)


def _write_pdf(folder: Path, pictures: Sequence[Picture]) -> None:
    with pikepdf.new() as pdf:
        for picture in pictures:
            add_image_page(pdf, picture)
        pdf.save(folder / "scan.pdf", deterministic_id=True)


def _write_tiff(folder: Path, pictures: Sequence[Picture]) -> None:
    images = [Image.open(BytesIO(picture.data)) for picture in pictures]
    grey = pictures[0].mode == "grey"
    options: dict[str, Any] = {"compression": "group4"}
    if grey:
        options = {"compression": "jpeg", "quality": pictures[0].quality}
    dpi = (pictures[0].dpi, pictures[0].dpi)
    images[0].save(folder / "scan.tif", save_all=True, append_images=images[1:], dpi=dpi, **options)


def _write_folder(folder: Path, pictures: Sequence[Picture]) -> None:
    (folder / "scan").mkdir()
    for number, picture in enumerate(pictures, 1):
        (folder / "scan" / f"{number:04}.jpg").write_bytes(picture.data)


WRITERS: dict[Container, Callable[[Path, Sequence[Picture]], None]] = {
    "pdf": _write_pdf,
    "tiff": _write_tiff,
    "jpeg": _write_folder,
}
