"""Reading the boxes of a scanned application: register, warp, judge the marks; nothing else."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from extractors.marks import read_marks
from extractors.match import match_page
from extractors.scans import Limits, ScannedPage, pages_of
from extractors.sheet import Sheet, sheet_of
from pipeline.evaluate.compare import TICKED, is_ticked
from pipeline.forms import Form
from pipeline.model import Reading
from tests.bench.marks.applications import Scanned, boxes_of
from tests.bench.marks.measures import binary_level, measured
from tests.bench.marks.records import Application, BoxRecord

AROUND_MM = 6.0
"""Paper around a box in the pictures of odd ones."""
PICTURE_ZOOM = 3


def read(
    scanned: Scanned, seed: int, condition: str, form: Form, pictures: Path | None = None
) -> Application:
    """Read all pages and compare; pictures of boxes that were wrong or in doubt, if wanted."""
    boxes: list[BoxRecord] = []
    unread = astray = 0
    for page, page_id in zip(pages_of(scanned.scan, Limits(), "bench"), scanned.pages, strict=True):
        sheet = _sheet(page, form)
        if sheet is None:
            unread += len(boxes_of(form.page(page_id)))
        elif sheet.page_id != page_id:
            astray += len(boxes_of(form.page(page_id)))
        else:
            found = _boxes(sheet, page.number, scanned, form)
            boxes.extend(found)
            if pictures:
                _show(sheet, found, form, pictures / f"{_plain(condition)}-{seed}")
    return Application(seed, condition, tuple(boxes), unread, astray)


def _sheet(page: ScannedPage, form: Form) -> Sheet | None:
    if page.image is None:
        return None
    match = match_page(page.image, page.dpi, form)
    return sheet_of(page.image, match, form) if match else None


def _boxes(sheet: Sheet, number: int, scanned: Scanned, form: Form) -> list[BoxRecord]:
    level = binary_level(sheet.grey)
    page = form.page(sheet.page_id)
    return [
        BoxRecord(
            item=reading.item,
            page=page.id,
            question=form.items[reading.item].field,
            truth=reading.item in scanned.ticked,
            ticked=_likely(reading),
            doubt=reading.doubt,
            measures=measured(sheet, form.items[reading.item].box, level),
        )
        for reading in read_marks(sheet, page, number)
    ]


def _likely(reading: Reading) -> bool:
    """What is delivered; of a reading in doubt what would be, were nobody to look."""
    if reading.doubt and reading.candidates:
        return reading.candidates[0].value in TICKED
    return is_ticked(reading)


def _show(sheet: Sheet, found: list[BoxRecord], form: Form, stem: Path) -> None:
    for box in found:
        if box.wrong_accepted or box.doubt:
            crop = sheet.crop(form.items[box.item].box, AROUND_MM)
            large = np.asarray(cv2.resize(crop, None, fx=PICTURE_ZOOM, fy=PICTURE_ZOOM), np.uint8)
            kind = "WRONG" if box.wrong_accepted else "doubt-wrong" if box.wrong else "doubt"
            name = f"{kind}-{stem.name}-{box.item}-{'ticked' if box.truth else 'not'}.png"
            cv2.imwrite(str(stem.parent / name), large)


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name)
