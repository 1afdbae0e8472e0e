"""What the pages of a PDF with letters say by their fields and text layers.

The libraries for this take 20 MiB: whoever reads nothing but scans does not load them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pdfplumber
import pypdf
from pdfplumber.page import Page as PdfPage

from extractors.filled_page import FilledPage, read_filled
from extractors.text_layer import added_to_form, page_text_of
from extractors.whole_page import PageText
from pipeline.forms import Form

WORDS_OF_A_PAGE = 3  # fewer words are a stamp or a page number, not an attachment's text

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings name what stands in the file


class Layers(NamedTuple):
    """By page number: form pages with their answers, texts of other pages, sizes in points."""

    filled: dict[int, FilledPage]
    texts: dict[int, PageText]
    sizes: dict[int, tuple[float, float]]


def looked_into(source: Path | BytesIO, letters: Iterable[int], form: Form) -> Layers:
    """The form pages and texts among the pages with letters, and the sizes of all pages."""
    filled: dict[int, FilledPage] = {}
    texts: dict[int, PageText] = {}
    fields = pypdf.PdfReader(source).pages
    with pdfplumber.open(source) as layers:
        for number in sorted(letters):
            layer = layers.pages[number - 1]
            found = _form_page(fields[number - 1], layer, form, number)
            if found is not None:
                filled[number] = found
            elif len((text := page_text_of(layer)).words) >= WORDS_OF_A_PAGE:
                texts[number] = text
            layer.close()
        sizes = {n: (float(p.width), float(p.height)) for n, p in enumerate(layers.pages, 1)}
    return Layers(filled, texts, sizes)


def _form_page(
    fields: pypdf.PageObject, layer: PdfPage, form: Form, number: int
) -> FilledPage | None:
    added = added_to_form(layer, form.id)
    if added is None:
        return None
    return read_filled(added, fields, form.page(added.page_id), number)
