"""Boxes of one page of the form, drawn on by hand, scanned and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import cv2
import numpy as np

from extractors.blank import PX_PER_MM, blank_page
from extractors.grey import Grey
from extractors.marks import read_marks
from extractors.match import match_page
from extractors.sheet import sheet_of
from pipeline import forms
from pipeline.model import Box, Reading, ReadingKind

FORM = forms.load("uvg_antrag_by")
PAGE = FORM.page("antrag_seite_2")
BOXES = {item.id: item.box for item in PAGE.items if item.kind is ReadingKind.MARK}
NO, YES = "vertretung.rechtsanwalt.beauftragt.nein", "vertretung.rechtsanwalt.beauftragt.ja"

Stroke = Sequence[tuple[float, float]]
"""Points in boxes: the inside of the box reaches from (0, 0) to (1, 1)."""

CROSS: list[Stroke] = [[(0, 0), (1, 1)], [(1, 0), (0, 1)]]


def drawn(paper: Grey, box: Box, strokes: Sequence[Stroke], width: float, tone: int) -> None:
    for stroke in strokes:
        points = [(box.x + x * box.width, box.y + y * box.height) for x, y in stroke]
        pixels = np.round(np.array(points) * PX_PER_MM * 16).astype(np.int32)
        thick = max(1, round(width * PX_PER_MM))
        cv2.polylines(paper, [pixels], False, tone, thick, cv2.LINE_AA, 4)


def readings(
    marks: Mapping[str, Sequence[Stroke]],
    width: float = 0.5,
    tone: int = 40,
    spoil: Callable[[Grey], None] | None = None,
    bilevel: bool = False,
) -> dict[str, Reading]:
    """Draw on the boxes of a page, scan it a little askew, read it."""
    paper = blank_page(FORM, PAGE.id).grey.copy()
    for item, strokes in marks.items():
        drawn(paper, BOXES[item], strokes, width, tone)
    if spoil:
        spoil(paper)
    turn = cv2.getRotationMatrix2D((1240, 1754), 0.8, 0.99)
    scan = cv2.warpAffine(cv2.GaussianBlur(paper, (0, 0), 0.7), turn, (2480, 3508), borderValue=255)
    noise = np.random.default_rng(7).normal(0, 4, scan.shape)
    grey = np.clip(scan * 0.97 + noise, 0, 255).astype(np.uint8)
    if bilevel:
        grey = np.where(grey < 165, 0, 255).astype(np.uint8)
    match = match_page(grey, 300, FORM)
    assert match is not None
    found = read_marks(sheet_of(grey, match, FORM), PAGE, 3)
    return {reading.item: reading for reading in found}


def every_third(strokes: Sequence[Stroke]) -> dict[str, Sequence[Stroke]]:
    return dict.fromkeys(list(BOXES)[::3], strokes)
