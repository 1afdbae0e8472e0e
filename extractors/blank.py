"""The blank form as pixels: what every scanned page is compared with.

Rendered once per process from the PDF that the form definition was derived from. ``FRAME`` is the
frame that registered pages are brought into: 300 dpi, origin top left, continuous coordinates
(the centre of the first pixel lies at 0.5, 0.5).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property, lru_cache

import cv2
import numpy as np
import pypdfium2

from extractors.grey import A4_LONG_MM, A4_SHORT_MM, Grey
from extractors.scan_pdf import PDFIUM
from pipeline.forms import Form, blank_pdf

PX_PER_MM = 300 / 25.4
FRAME = (round(A4_SHORT_MM * PX_PER_MM), round(A4_LONG_MM * PX_PER_MM))
"""Width and height of a registered page in pixels."""

COARSE_PX_PER_MM = PX_PER_MM / 3
"""100 dpi: thin rules are still seen, and a page is only a million pixels."""
FINE_PX_PER_MM = PX_PER_MM / 2
"""150 dpi: small print can be placed to a fiftieth of a millimetre."""
FINE_FRAME = (FRAME[0] // 2, FRAME[1] // 2)
"""The frame in pixels of that resolution."""

BITS = 8
"""Pixels that share a byte; the frame has a whole number of such bytes."""
PAPER = 255
PRINTED = 250
"""Grey of the blank below which there is print, the grey bars of headings included."""

FORMS_KEPT = 4
"""Forms whose pages are held: 8 MB at 8 pages; an office has one or two."""


@dataclass(frozen=True, eq=False)
class BlankPage:
    """One page of the blank form, as rendered and as the two steps of the search see it.

    The pictures are made anew for each call, in a few milliseconds: what is kept of a page is a
    quarter of a megabyte, where it has print (a bit for every pixel) and how dark that is.
    """

    page_id: str
    packed: bytes

    @property
    def grey(self) -> Grey:
        """The page as rendered."""
        kept = np.frombuffer(zlib.decompress(self.packed), np.uint8)
        places, tones = np.split(kept, [FRAME[0] * FRAME[1] // BITS])
        paper = np.full((FRAME[1], FRAME[0]), PAPER, np.uint8)
        paper.ravel()[np.unpackbits(places).view(np.bool_)] = tones
        return paper

    @property
    def coarse(self) -> Grey:
        return resized(self.grey, COARSE_PX_PER_MM / PX_PER_MM)

    @property
    def fine(self) -> Grey:
        return resized(self.grey, FINE_PX_PER_MM / PX_PER_MM)

    @cached_property
    def bare(self) -> Grey:
        """255 where nothing is printed, in blocks of 4 by 4 pixels."""
        clear = cv2.erode(resized(self.grey, 1 / 4), np.ones((3, 3))) >= PRINTED
        return np.asarray(np.where(clear, 255, 0), np.uint8)


def blank_pages(form: Form) -> tuple[BlankPage, ...]:
    """The pages of the blank form, in the order of the definition."""
    return _pages(form.id, tuple((page.id, page.number) for page in form.pages))


def blank_page(form: Form, page_id: str) -> BlankPage:
    """One page of the blank form; ``KeyError`` where there is none."""
    return {page.page_id: page for page in blank_pages(form)}[page_id]


@lru_cache(maxsize=FORMS_KEPT)
def _pages(form_id: str, wanted: tuple[tuple[str, int], ...]) -> tuple[BlankPage, ...]:
    with PDFIUM:
        document = pypdfium2.PdfDocument(blank_pdf(form_id))
        try:
            return tuple(_kept(name, _rendered(document, n - 1)) for name, n in wanted)
        finally:
            document.close()


def _kept(name: str, page: Grey) -> BlankPage:
    printed = page != PAPER
    return BlankPage(name, zlib.compress(np.packbits(printed).tobytes() + page[printed].tobytes()))


def _rendered(document: pypdfium2.PdfDocument, index: int) -> Grey:
    """One page without its form fields, on paper of exactly the frame's size."""
    page = document[index]
    bitmap = page.render(
        scale=PX_PER_MM * 25.4 / 72, grayscale=True, may_draw_forms=False, draw_annots=False
    )
    width, height = FRAME
    paper = np.full((height, width), PAPER, np.uint8)
    pixels = bitmap.to_numpy().reshape(bitmap.height, bitmap.width)[:height, :width]
    paper[: pixels.shape[0], : pixels.shape[1]] = pixels
    bitmap.close()
    page.close()
    return paper


def resized(image: Grey, factor: float) -> Grey:
    """The picture at another resolution, every pixel of the old one counted when it shrinks."""
    size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, size, interpolation=how), np.uint8)
