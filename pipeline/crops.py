"""Single crops without a form, for trying out readers and measuring them: one box, or one entry.

An entry is put on an empty page and read like any field of a form. For a box the printed frame has
to be found in the crop itself, since there is no blank form to compare with; what has no clear
frame, or neither little nor much ink in it, is for a person.
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
Floats = NDArray[np.float64]

MARK = "mark"
TYPES = frozenset({MARK, *TEXT_TYPES})

READER = "eingang crop 1"

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

WHOLE = 64
"""Pixels of the smaller side on which a box is judged."""

SIDES = (0.4, 0.95)
"""Size of the frame as a share of the crop's smaller side; what is smaller is part of a tick."""

FRAME_FROM = 0.55
"""Darkness that the weakest side of a frame has at least."""

SMALLEST = 7
"""Pixels of a frame below which a tick and a blot look the same."""

INSIDE = 0.55
"""Share of the frame's side that is looked at: the frame itself and its blur stay out."""

EMPTY_CONTRAST, TICKED_LIKELY, TICKED_CONTRAST = 0.22, 0.4, 0.6
"""Darkness of the darkest strokes inside over the ground there."""

STROKE_OVER_GROUND = 0.35
TICKED_FROM = 0.12
FILLED_FROM = 0.75
"""Shares of ink inside: the shortest tick of a pen, and a blackened box."""

SURE = 0.98
UNSURE = 0.5


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
    """Judge one box by the ink inside its frame."""
    dark = _darkness(grey)
    frame, clearness = _frame(dark)
    state, plain = _state(_inside(dark, frame))
    pixels = min(frame[2:]) / WHOLE * min(grey.shape)
    sure = plain and clearness >= FRAME_FROM and pixels >= SMALLEST
    confidence = SURE if sure else UNSURE
    return Reading(
        item="feld", kind=ReadingKind.MARK, value=state.value, confidence=confidence,
        doubt=not sure, candidates=(Candidate(value=state.value, confidence=confidence),),
        source=Source.MACHINE, page=1, box=Box(x=0, y=0, width=1, height=1), reader=READER,
    )  # fmt: skip


def _darkness(grey: Grey) -> Floats:
    """0 for paper, 1 for the darkest ink of the crop, on a crop of standard size."""
    factor = WHOLE / min(grey.shape)
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    sized = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how).astype(np.float64)
    paper, ink = np.percentile(sized, (PAPER_SHARE, 1))
    return np.asarray(np.clip((paper - sized) / max(paper - ink, 40.0), 0, 1), np.float64)


def _frame(dark: Floats) -> tuple[tuple[int, int, int, int], float]:
    """The square whose weakest side is darkest: left, top, width, height, and how dark."""
    best, found = -1.0, (0, 0, dark.shape[1], dark.shape[0])
    columns = np.vstack([np.zeros(dark.shape[1]), dark.cumsum(axis=0)])
    rows = np.hstack([np.zeros((dark.shape[0], 1)), dark.cumsum(axis=1)])
    for side in range(round(SIDES[0] * WHOLE), round(SIDES[1] * WHOLE), 3):
        for high in {side, round(side * 0.85), round(side * 1.15)}:
            if high >= dark.shape[0] or side >= dark.shape[1]:
                continue
            score = _weakest_side(columns, rows, side, high)
            top, left = np.unravel_index(int(score.argmax()), score.shape)
            if score[top, left] > best:
                best, found = float(score[top, left]), (int(left), int(top), side, high)
    return found, best


def _weakest_side(columns: Floats, rows: Floats, wide: int, high: int) -> Floats:
    """For every place of a frame's corner the mean darkness of its weakest side."""
    upright = (columns[high:] - columns[:-high]) / high
    level = (rows[:, wide:] - rows[:, :-wide]) / wide
    bottom, right = upright.shape[0] - 1, level.shape[1] - 1
    sides = (
        upright[:bottom, :right],
        upright[:bottom, wide : wide + right],
        level[:bottom, :right],
        level[high : high + bottom, :right],
    )
    return np.asarray(np.minimum.reduce(sides), np.float64)


def _inside(dark: Floats, frame: tuple[int, int, int, int]) -> Floats:
    left, top, width, height = frame
    x, y = round(width * (1 - INSIDE) / 2), round(height * (1 - INSIDE) / 2)
    return dark[top + y : top + height - y, left + x : left + width - x]


def _state(inner: Floats) -> tuple[MarkState, bool]:
    """The likelier state, and whether there is no other way to see it."""
    ground, strokes = np.percentile(inner, (20, 95))
    contrast = strokes - ground
    if ground >= FILLED_FROM:
        return MarkState.STRUCK, False
    if contrast < TICKED_LIKELY:
        return MarkState.EMPTY, bool(contrast < EMPTY_CONTRAST and strokes < 2 * EMPTY_CONTRAST)
    share = float(np.mean(inner - ground > STROKE_OVER_GROUND))
    return MarkState.TICKED, bool(contrast >= TICKED_CONTRAST and share >= TICKED_FROM)
