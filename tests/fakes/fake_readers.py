"""Readers that look at nothing but one grey level, so that flows and crashes can be tested fast.

A test page is a plain picture. Its mean grey level says what it is: ``10 * n`` is page ``n`` of the
form (without doubts, every field blank or "Muster"), 200 a piece of evidence, 250 paper. The first
two pixels vary the content, so that no two pages need be equal.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from pipeline import forms, readers
from pipeline.emptiness import Emptiness
from pipeline.errors import OcrError
from pipeline.forms import Form, FormPage
from pipeline.model import (
    Document,
    PageMatch,
    Reading,
    ReadingKind,
    Received,
    Source,
)

NAME = "Zyxwolf-Ungeheuer"
"""The marked name: it must turn up in the store and nowhere else."""


@dataclass(frozen=True)
class FakeSheet:
    page_id: str
    level: int


@dataclass(frozen=True)
class FakeText:
    words: tuple[str, ...]
    text: str


def level_of(image: Any) -> int:
    return round(float(np.median(image)))


def match_page(image: Any, dpi: float, form: Form) -> PageMatch | None:
    time.sleep(float(os.environ.get("EINGANG_TEST_PAUSE", "0")))
    level = level_of(image)
    if level == 170:
        raise ZeroDivisionError(NAME)
    if level == 180:
        os.kill(os.getpid(), 9)
    if level == 190:
        raise OcrError("Tesseract fehlt")
    number, rest = divmod(level, 10)
    if rest or not 1 <= number <= len(form.pages):
        return None
    return PageMatch(
        form=form.id, page_id=form.pages[number - 1].id, homography=(1, 0, 0, 0, 1, 0, 0, 0, 1),
        turned=0, residual_mm=0.1, score=1,
    )  # fmt: skip


def read_page(sheet: FakeSheet, page: FormPage, number: int) -> list[Reading]:
    return [
        Reading(
            item=item.id, kind=item.kind, confidence=0.99, doubt=sheet.level == 11,
            value="empty" if item.kind is ReadingKind.MARK
            else NAME if item.type == "name" else None,
            source=Source.MACHINE, page=number, box=item.box, reader="fake 1",
        )
        for item in page.items
    ]  # fmt: skip


def page_text(image: Any, dpi: float) -> FakeText:
    words = {200: "Geburtsurkunde", 210: "Antrag auf Unterhaltsvorschuss", 220: ""}
    text = words.get(level_of(image), "irgendetwas anderes")
    return FakeText(tuple(text.split()), text)


def documents_of(pages: Any, case: Any) -> list[Document]:
    return [
        Document(
            number=n, type="geburtsurkunde" if text.text == "Geburtsurkunde" else "",
            subject=("kind",), pages=(number,), confidence=0.9, doubt=text.text != "Geburtsurkunde",
        )
        for n, (number, text) in enumerate(pages, 1)
    ]  # fmt: skip


def fake() -> readers.Readers:
    from extractors import born_digital, scans

    return readers.Readers(
        born_digital=born_digital.read,
        pages_of=scans.pages_of,
        emptiness_of=lambda image, dpi: (
            Emptiness.BLANK if level_of(image) >= 250 else Emptiness.WRITTEN
        ),
        is_blank=lambda image, dpi: level_of(image) >= 250,
        without_dust=lambda image, dpi: image,
        is_only_dust=lambda image, cleaned, dpi: False,
        match_page=match_page,
        sheet_of=lambda image, match, form: FakeSheet(match.page_id, level_of(image)),
        read_page=read_page,
        trace_of=lambda sheet: sheet.level,
        same_strokes=lambda one, other, box: one == other,
        page_text=page_text,
        closer_look=lambda image, dpi, text: text,
        documents_of=documents_of,
        received_date=lambda sheet, page: (
            Received(day=date(2026, 3, 4), source="stempel")
            if page.number == 1
            else Received(day=None, source="leer")
        ),
    )


def put_in_place() -> None:
    """Let the program use these readers instead of its own."""
    readers.installed = fake  # type: ignore[assignment]
    readers.versions = lambda: {"fake": "1"}  # type: ignore[assignment]
    import pipeline.process
    import pipeline.reading

    pipeline.process.installed = fake  # type: ignore[assignment]
    pipeline.reading.versions = lambda: {"fake": "1"}  # type: ignore[assignment]


def page(level: int, variant: int = 0) -> Any:
    """A page of the given kind; another variant is another page of the same kind."""
    image = np.full((117, 83), level, np.uint8)
    image[0, 0], image[0, 1] = divmod(variant, 256)
    return image


def scan(path: Path, levels: list[int], variant: int = 0) -> Path:
    """A TIFF of such pages."""
    from PIL import Image

    pages = [Image.fromarray(page(level, variant)) for level in levels]
    path.parent.mkdir(parents=True, exist_ok=True)
    pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_deflate")
    return path


FORM = [10 * n for n in range(1, 1 + len(forms.load("uvg_antrag_by").pages))]
"""All pages of the form."""

ITEMS = tuple(forms.load("uvg_antrag_by").items)
"""All places on them."""
