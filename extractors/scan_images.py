"""Pages out of picture files: TIFF with many pages, JPEG, PNG.

Sizes are taken from the headers before anything is decoded. A page that cannot be decoded is
handed on with its reason, so that no page is ever missing from the count.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from PIL.TiffImagePlugin import TiffImageFile

from extractors.grey import Grey, Picture, square
from extractors.jpeg_damage import is_sound, is_sound_frame

FORMATS = ("TIFF", "JPEG", "PNG")
MEGA = 1_000_000
ORIENTATION = 0x0112
SIDEWAYS_FROM = 5
"""The values 5 to 8 of the orientation tag: stored lines are columns of the page."""

TOO_LARGE = "zu viele Bildpunkte"
TOO_BUSY = "zu viele Zeichenbefehle"
DAMAGED = "Seite beschädigt oder unvollständig"
CUT_OFF = "Datei bricht nach dieser Seite ab"

# Every size is checked against the operator's limit before decoding, for every kind of file, so
# Pillow's own fixed limit must not get in the way.
Image.MAX_IMAGE_PIXELS = None


class TooManyPagesError(Exception):
    """More pages than the operator allows; the caller names the file."""


def slice_of(only: int | None) -> slice:
    """All pages, or no other than one, counted from 1."""
    return slice(None) if only is None else slice(only - 1, only)


def pictures_of_image(
    path: Path, max_pages: int, max_megapixels: int, only: int | None = None
) -> Iterator[Picture]:
    """Yield the pages of one picture file. Raises ``OSError`` if it is none at all.

    ``only``: no other page than this one, counted from 1.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of odd metadata that nobody here uses
        try:
            image = Image.open(path, formats=FORMATS)
        except Exception:  # what Pillow raises depends on format and damage
            raise OSError from None
    with image:
        readable, complete = _count(image, max_pages)
        for number in range(readable)[slice_of(only)]:
            yield _picture(image, number, max_megapixels, path)
        if only is None and not complete:
            yield Picture(None, reason=CUT_OFF)


def _count(image: Image.Image, max_pages: int) -> tuple[int, bool]:
    """How many pages the file has as far as its directory can be followed, and if to the end."""
    if image.format != "TIFF":
        return 1, True
    pages = 1
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image.seek(pages)
        except EOFError:
            return pages, True
        except Exception:
            return pages, False
        pages += 1
        if pages > max_pages:
            raise TooManyPagesError


def _picture(image: Image.Image, number: int, max_megapixels: int, path: Path) -> Picture:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if image.format == "TIFF":
                image.seek(number)
            if image.width * image.height > max_megapixels * MEGA:
                return Picture(None, reason=TOO_LARGE)
            if not _is_sound(image, path):
                return Picture(None, reason=DAMAGED)
            return _decoded(image)
    except Exception:
        return Picture(None, reason=DAMAGED)


def _is_sound(image: Image.Image, path: Path) -> bool:
    """Whether nothing in the middle of a JPEG was overwritten, which decoding alone hides."""
    if isinstance(image, TiffImageFile):
        return is_sound_frame(image)
    return image.format not in ("JPEG", "MPO") or is_sound(path.read_bytes())


def _decoded(image: Image.Image) -> Picture:
    dpi_x, dpi_y = _resolution(image)
    if _lies_on_its_side(image):
        dpi_x, dpi_y = dpi_y, dpi_x
        if image.info.get("compression") == "raw" and isinstance(image, TiffImageFile):
            image._size = image.size[::-1]  # Pillow 13 swaps the sides too early for raw pixels
    if image.format in ("JPEG", "MPO"):
        image.draft("L", None)  # libjpeg hands out the brightness alone: half the time
    upright = ImageOps.exif_transpose(image) if image.format != "TIFF" else image
    return square(to_grey(upright), dpi_x, dpi_y)  # a TIFF is turned by Pillow itself


def _lies_on_its_side(image: Image.Image) -> bool:
    tags = image.tag_v2 if isinstance(image, TiffImageFile) else image.getexif()
    return int(tags.get(ORIENTATION, 1)) >= SIDEWAYS_FROM


def _resolution(image: Image.Image) -> tuple[float, float]:
    try:
        x, y = (float(value) for value in image.info.get("dpi", (0, 0)))
    except Exception:
        return 0.0, 0.0
    return (x, y) if np.isfinite([x, y]).all() else (0.0, 0.0)


def to_grey(image: Image.Image) -> Grey:
    """The brightness of any Pillow picture, transparent parts as paper."""
    if image.mode.startswith("I;16"):
        return (np.asarray(image) >> 8).astype(np.uint8)
    if image.mode in ("I", "F"):
        return _scaled(np.asarray(image, np.float32))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        image = Image.alpha_composite(paper, layer)
    return np.array(image if image.mode == "L" else image.convert("L"), np.uint8)


def _scaled(values: np.ndarray) -> Grey:
    top = 65535.0 if values.max(initial=0) > 255 else 255.0
    return np.asarray(np.clip(np.nan_to_num(values) / top * 255, 0, 255), np.uint8)
