"""Forms that were filled in on screen: every letter is known exactly, nothing is recognised.

Two kinds come in: the fillable form with its fields, and the same form "printed" to a PDF, which
keeps the letters but not the fields. A scan is neither, even if a program has laid a text layer
under it. Pages that are no form pages (attachments) are handed over with their text layer, or, if
they are pictures, left to the way of the scans. So are pages of a damaged file that lack a part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pikepdf

from extractors.pdf_bounds import easily_parsed
from extractors.pdf_damage import Damage, damage_of
from extractors.pdf_scan import covering_image
from extractors.scans import Limits
from extractors.whole_page import PageText
from pipeline.forms import Form
from pipeline.model import Page, PageKind, PageMatch, Reading

if TYPE_CHECKING:
    from extractors.filled_page import FilledPage

SHOWN_AT_DPI = 300.0  # pages without a scan are shown to people at this resolution
PX_PER_POINT = SHOWN_AT_DPI / 72

USUAL = Limits()
BESIDE_FIELDS = "Neben den Feldern ist etwas geschrieben oder gezeichnet."


@dataclass(frozen=True, slots=True)
class BornDigital:
    """What a PDF says without any recognition.

    ``pages`` are the form pages, ``texts`` the text layers of other pages by page number; the
    remaining ones of the ``count`` pages go the way of the scans.
    """

    pages: tuple[Page, ...]
    readings: tuple[Reading, ...]
    texts: Mapping[int, PageText]
    count: int


def read(path: Path, form: Form, limits: Limits = USUAL) -> BornDigital | None:
    """The form pages, answers and texts of a PDF that was filled in on screen, else ``None``.

    What is larger than allowed is not looked into: the way of the scans refuses it.
    """
    try:
        return _read(path, form, limits.max_pages)
    except Exception:  # a PDF that these libraries do not understand goes the way of the scans
        return None


def _read(path: Path, form: Form, max_pages: int) -> BornDigital | None:
    letters = _pages_with_letters(path, max_pages) if path.is_file() else set()
    damage = damage_of(path) if letters else Damage()
    letters -= damage.pages
    if not letters:
        return None
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    from extractors.layers import looked_into  # scans do without: it takes 20 MiB

    filled, texts, sizes = looked_into(_repaired(path) if damage else path, letters, form)
    if not filled:
        return None
    pages = tuple(_page(form, n, page, sizes[n], digest) for n, page in filled.items())
    readings = tuple(reading for page in filled.values() for reading in page.readings)
    return BornDigital(pages, readings, texts, len(sizes))


def _repaired(path: Path) -> BytesIO:
    """The file with a new list of its objects, so that every library finds the same of them."""
    repaired = BytesIO()
    with pikepdf.open(path, suppress_warnings=True) as pdf:
        pdf.save(repaired)
    return repaired


def _pages_with_letters(path: Path, max_pages: int) -> set[int]:
    """The pages with fonts or form fields that are not just one scanned picture."""
    with pikepdf.open(path, suppress_warnings=True) as pdf:
        if len(pdf.pages) > max_pages:
            return set()
        return {
            number
            for number, page in enumerate(pdf.pages, 1)
            if ("/Font" in page.resources or "/XObject" in page.resources or "/Annots" in page)
            and easily_parsed(page)
            and covering_image(page) is None
        }


def _page(
    form: Form, number: int, filled: FilledPage, size: tuple[float, float], digest: str
) -> Page:
    to_px = np.vstack([filled.affine * PX_PER_POINT, [0, 0, 1]])
    match = PageMatch(
        form=form.id, page_id=filled.page_id, homography=tuple(map(float, to_px.ravel())),
        turned=0, residual_mm=filled.residual_mm, score=min(1.0, filled.score),
    )  # fmt: skip
    return Page(
        number=number, kind=PageKind.FORM, form_page=filled.page_id, match=match,
        sha256=hashlib.sha256(f"{digest} {number}".encode()).hexdigest(),
        width_px=round(size[0] * PX_PER_POINT), height_px=round(size[1] * PX_PER_POINT),
        dpi=SHOWN_AT_DPI, doubt=filled.loose, reason=BESIDE_FIELDS if filled.loose else "",
    )  # fmt: skip
