"""Entries that were typed into one field of a clean page."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractors import fields
from extractors.blank import FRAME, PX_PER_MM, blank_page
from extractors.entries import Entry
from extractors.ownership import written_in
from pipeline.forms import load
from sample_scans.fonts import HERE

PAGE = "antrag_seite_1"


def typed(item: str, written: str) -> Entry:
    """What was typed into a field of the first page, read by the real Tesseract."""
    form = load("uvg_antrag_by")
    picture, box = Image.new("L", FRAME, 255), form.items[item].box
    at = ((box.x + 2) * PX_PER_MM, (box.y + box.height - 2.4) * PX_PER_MM)
    font = ImageFont.truetype(str(HERE / "print" / "cousine.ttf"), 46)
    ImageDraw.Draw(picture).text(at, written, 0, font, anchor="ls")
    blank = blank_page(form, PAGE).grey
    writings = written_in(np.asarray(picture, np.uint8), blank, form.page(PAGE).items)
    return fields.entries_of(list(writings.values()))[0]
