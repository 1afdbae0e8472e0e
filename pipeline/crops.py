"""Single crops without a form, for trying out readers and measuring them: one box, or one entry.

An entry is put on an empty page and read like any field of a form. A box is judged as a whole by
``extractors.lone_box``, since there is no blank form to compare with; what has no clear frame, is
blackened, or may be one or the other is for a person.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from pipeline.errors import ScanError
from pipeline.forms import TEXT_TYPES, FormField, FormPage, Section
from pipeline.model import Box, Candidate, MarkState, Reading, ReadingKind, Source

Grey = NDArray[np.uint8]

MARK = "mark"
TYPES = frozenset({MARK, *TEXT_TYPES})

READER = "eingang crop 2"

FRAME_DPI = 300
"""The resolution in which fields are read."""

FORMATS = ("TIFF", "JPEG", "PNG")
"""Whatever the file is called: Pillow would start other programs for some other kinds."""

PLAUSIBLE_DPI = (90, 1300)
LINE_MM = 12.0
"""Height of a crop of one handwritten line that does not say its resolution."""

MARGIN_MM = 10.0
PAPER_SHARE = 90
"""Percentile of the grey levels that is paper; writing covers far less than a tenth."""

SMALLEST = 6
"""Pixels of a crop's smaller side below which there is no telling."""


def read_crop(path: Path, kind: str) -> Reading:
    """Read one picture as a text type or as ``mark``. Raises ``ScanError``."""
    grey, dpi = _opened(path)
    return _mark(grey) if kind == MARK else _entry(grey, dpi, kind)


def _opened(path: Path) -> tuple[Grey, float]:
    """The picture in grey, transparent parts as paper, and its resolution (0: not known)."""
    try:
        with Image.open(path, formats=FORMATS) as image:
            upright = ImageOps.exif_transpose(image)
            said = float(image.info.get("dpi", (0, 0))[0])
            if "A" in upright.getbands() or "transparency" in upright.info:
                rgba = upright.convert("RGBA")
                upright = Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba)
            grey = np.asarray(upright.convert("L"), np.uint8)
    except (OSError, ValueError, Image.DecompressionBombError):
        raise ScanError(path.name) from None
    return grey, said if PLAUSIBLE_DPI[0] <= said <= PLAUSIBLE_DPI[1] else 0.0


def _entry(grey: Grey, dpi: float, kind: str) -> Reading:
    """Read an entry as if it stood alone on an empty page."""
    from extractors.fields import read_written
    from extractors.sheet import PX_PER_MM, Sheet

    scale = FRAME_DPI / dpi if dpi else LINE_MM * PX_PER_MM / grey.shape[0]
    sized = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale), np.uint8)
    level = max(1.0, float(np.percentile(sized, PAPER_SHARE)))
    even = np.clip(sized / level * 255, 0, 255).astype(np.uint8)
    margin = round(MARGIN_MM * PX_PER_MM)
    ink = np.pad(even, margin, constant_values=255)
    box = Box(
        x=MARGIN_MM, y=MARGIN_MM,
        width=even.shape[1] / PX_PER_MM, height=even.shape[0] / PX_PER_MM,
    )  # fmt: skip
    page = _page_with(kind, box)
    sheet = Sheet(page_id=page.id, grey=ink, ink=ink, blank=np.full_like(ink, 255))
    (reading,) = read_written(sheet, page, 1)
    return reading


def _page_with(kind: str, box: Box) -> FormPage:
    """A page with nothing but one field of this type."""
    only: Any = {"id": "feld", "label": "", "type": kind, "box": box}
    field = FormField(**only, unbekannt="erlaubt", source="seed")
    section = Section(id="abschnitt", nr="", label="", fields=(field,))
    return FormPage(id="seite", number=1, role="antrag", sections=(section,))


def _mark(grey: Grey) -> Reading:
    """Judge one box."""
    from extractors.lone_box import chances_of

    seen = chances_of(grey)
    chances = {
        MarkState.EMPTY: seen.empty, MarkState.TICKED: seen.ticked, MarkState.STRUCK: seen.struck,
    }  # fmt: skip
    sure = seen.believed and min(grey.shape) >= SMALLEST
    candidates = _candidates(chances)
    confidence = seen.share if sure else candidates[0].confidence
    return Reading(
        item="feld", kind=ReadingKind.MARK, value=candidates[0].value,
        confidence=round(confidence, 4), doubt=not sure, candidates=candidates,
        source=Source.MACHINE, page=1, box=Box(x=0, y=0, width=1, height=1), reader=READER,
    )  # fmt: skip


def _candidates(chances: dict[MarkState, float]) -> tuple[Candidate, ...]:
    ranked = sorted(chances.items(), key=lambda pair: -pair[1])
    return tuple(Candidate(value=state.value, confidence=round(c, 4)) for state, c in ranked)
