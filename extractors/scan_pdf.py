"""Pages out of a PDF: the embedded scan as it is, or else the page rendered.

A scan that covers the whole page is taken out without resampling. Everything else (vector pages,
pages of several pictures, forms filled in on screen) is rendered by PDFium, which must never run
in two threads at once: ``PDFIUM`` is the lock that everybody takes who calls it.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2

from extractors.grey import A4_LONG_MM, LONGEST_SHEET_MM, MM_PER_INCH, Grey, Picture, square
from extractors.pdf_bounds import commands_fit, largest_image, picture_fits
from extractors.pdf_damage import Completeness, completeness_of
from extractors.pdf_scan import Placed, covering_image, pixels_of
from extractors.scan_images import DAMAGED, MEGA, TOO_BUSY, TOO_LARGE, TooManyPagesError, slice_of
from pipeline.sorting import END_MISSING, PAGE_INCOMPLETE

PDFIUM = threading.Lock()
"""PDFium crashes or corrupts when two threads call it, even for different documents."""

RENDER_DPI = 300.0
POINTS_PER_INCH = 72.0
RENDER_AT_MOST = 400.0
"""A scan that only PDFium can decode is rendered at its own resolution, up to this."""


BREAKS_OFF = ("truncated", "not enough image data")
"""How Pillow says that a picture has fewer lines than its header promises."""


class ProtectedError(Exception):
    """The PDF asks for a password; the caller names the file."""


def pictures_of_pdf(
    path: Path, max_pages: int, max_megapixels: int, only: int | None = None
) -> Iterator[Picture]:
    """Yield the pages of a PDF. Raises ``OSError`` if it cannot be opened at all.

    ``only``: no other page than this one, counted from 1.
    """
    with ExitStack() as stack:
        pdf = stack.enter_context(_opened(path))
        count = _count(pdf)
        if count > max_pages:
            raise TooManyPagesError
        renderer = _Renderer(path, pdf, stack)
        check = _check(path, stack)
        for index in range(count)[slice_of(only)]:
            if check is None or not check.is_whole(index + 1):
                yield Picture(None, reason=PAGE_INCOMPLETE)
            else:
                yield _picture(pdf, index, renderer, check, max_megapixels)
        if only is None and (check is None or check.breaks_off):
            yield Picture(None, reason=END_MISSING)


def _opened(path: Path) -> pikepdf.Pdf:
    try:
        return pikepdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise ProtectedError from None
    except Exception:  # qpdf's own errors carry the path
        raise OSError from None


def _count(pdf: pikepdf.Pdf) -> int:
    try:
        count = len(pdf.pages)
    except Exception:  # a page tree that leads nowhere
        raise OSError from None
    if not count:
        raise OSError
    return count


def _check(path: Path, stack: ExitStack) -> Completeness | None:
    """What can tell of each page whether it is whole; what cannot be looked through lacks all."""
    try:
        return stack.enter_context(completeness_of(path))
    except Exception:  # whatever qpdf says about objects that it cannot follow
        return None


def _picture(
    pdf: pikepdf.Pdf, index: int, renderer: _Renderer, check: Completeness, max_megapixels: int
) -> Picture:
    try:
        page = pdf.pages[index]
        if largest_image(page) > max_megapixels * MEGA:
            return Picture(None, reason=TOO_LARGE)
        if not commands_fit(page):
            return Picture(None, reason=TOO_BUSY)
        placed = covering_image(page)
        if placed is not None and not picture_fits(placed.stream):
            return Picture(None, reason=TOO_LARGE)
        if placed is not None and (found := _embedded(placed, check)) is not None:
            return found
        return renderer.picture(index, _own_dpi(placed))
    except Exception:  # damage shows up anywhere between the page tree and the last filter
        return Picture(None, reason=DAMAGED)


def _embedded(placed: Placed, check: Completeness) -> Picture | None:
    """The scan itself, or ``None`` where only PDFium can decode it.

    PDFium would show a picture that breaks off as far as it goes, and paper or black below.
    """
    try:
        image = pixels_of(placed, check.taken(placed.stream))
    except Exception as error:  # an unusual filter, colour space or mask: PDFium may know it
        cut = any(words in str(error) for words in BREAKS_OFF)
        return Picture(None, reason=DAMAGED) if cut else None
    return square(image, *placed.dpi_of(image))


def _own_dpi(placed: Placed | None) -> float:
    if placed is None:
        return RENDER_DPI
    return float(np.clip(max(placed.dpi), RENDER_DPI / 2, RENDER_AT_MOST))


class _Renderer:
    """PDFium over the same file, opened when the first page needs it."""

    def __init__(self, path: Path, pdf: pikepdf.Pdf, stack: ExitStack) -> None:
        self._path, self._pdf, self._stack = path, pdf, stack
        self._document: pypdfium2.PdfDocument | None = None

    def picture(self, index: int, dpi: float) -> Picture:
        with PDFIUM:
            document = self._opened()
            page = document[index]
            try:
                dpi = _sensible_dpi(page.get_size(), dpi)
                bitmap = page.render(scale=dpi / POINTS_PER_INCH, grayscale=True)
                image: Grey = np.array(bitmap.to_numpy(), np.uint8).reshape(
                    bitmap.height, bitmap.width
                )
                bitmap.close()
            finally:
                page.close()
        return square(image, dpi, dpi)

    def _opened(self) -> pypdfium2.PdfDocument:
        if self._document is None:
            self._document = self._open_repaired_if_needed()
            self._stack.callback(self._close)
        return self._document

    def _open_repaired_if_needed(self) -> pypdfium2.PdfDocument:
        """The file as it is, or as qpdf repairs it where the two disagree about its pages."""
        pages = len(self._pdf.pages)
        try:
            document = pypdfium2.PdfDocument(self._path)
        except pypdfium2.PdfiumError:
            document = None
        if document is not None and len(document) != pages:
            document.close()
            document = None
        if document is None:
            repaired = io.BytesIO()
            self._pdf.save(repaired)
            document = pypdfium2.PdfDocument(repaired.getvalue())
        if document.get_formtype():
            document.init_forms()  # shows what was filled in on screen
        return document

    def _close(self) -> None:
        with PDFIUM:
            if self._document is not None:
                self._document.close()


def _sensible_dpi(size: tuple[float, float], dpi: float) -> float:
    """Pages beyond A3 claim a wrong size (a picture saved at 72 dpi): render them as A4."""
    long_mm = max(size) / POINTS_PER_INCH * MM_PER_INCH
    return dpi if long_mm <= LONGEST_SHEET_MM else dpi * A4_LONG_MM / long_mm
