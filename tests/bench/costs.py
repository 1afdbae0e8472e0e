"""What reading costs in CPU time, beside full-page Tesseract runs over the same pages."""

from __future__ import annotations

import statistics
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import cv2
import pikepdf

from pipeline import forms
from pipeline.evaluate.compare import expected
from pipeline.model import PageKind
from pipeline.process import process_item
from pipeline.resources import cpu_seconds
from pipeline.truth import load as load_truth
from sample_scans.generate import make
from sample_scans.style import Style

FORM = "uvg_antrag_by"
FORM_PAGES, EVIDENCE_PAGES, FEWER = 8, 4, 2
FIELDS = 20
"""Entries by hand of the page that is held to the bar; its boxes are read whatever their number."""

Say = Callable[[str], None]


class Item(NamedTuple):
    """A generated mail item, its pages as pictures, and how many entries were written in it."""

    scan: Path
    pictures: Sequence[Path]
    entries: int


def figures(mixed: Item, by_hand: Item, runs: int, say: Say) -> Iterator[tuple[str, float]]:
    """The ratios to full-page Tesseract runs, medians over so many runs."""
    process_item([mixed.scan], [FORM])  # loads what is loaded once per process
    taken = [_taken(mixed, by_hand, say) for _ in range(runs)]
    names = (
        "render + register + boxes, per form page",
        "whole mail item, 8 form and 4 evidence pages",
        "application of 8 form and 2 evidence pages",
        "page with 25 boxes and 20 entries by hand",
    )
    for name, *ratios in zip(names, *taken, strict=True):
        yield name, statistics.median(ratios)


def _taken(mixed: Item, by_hand: Item, say: Say) -> tuple[float, ...]:
    full = [_cpu(partial(_tesseract, page)) for page in mixed.pictures]
    form = sum(full[:FORM_PAGES]) / FORM_PAGES
    boxes = _cpu(lambda: _boxes(mixed.scan)) / FORM_PAGES
    whole = _cpu(lambda: process_item([mixed.scan], [FORM]))
    fewer = FORM_PAGES + FEWER
    less = _cpu(lambda: process_item([_cut(mixed.scan, fewer)], [FORM]))
    written = _cpu(lambda: process_item([_cut(by_hand.scan, FORM_PAGES)], [FORM]))
    hand_boxes = _cpu(lambda: _boxes(by_hand.scan))
    entry = (written - hand_boxes) / by_hand.entries
    say(
        f"full-page Tesseract {sum(full) / len(full):.2f} s a page, {form:.2f} s a form page; "
        f"boxes {boxes:.3f} s a page, an entry by hand {entry:.4f} s; mail item {whole:.2f} s, "
        f"with two evidence pages {less:.2f} s"
    )
    page = boxes + FIELDS * entry
    return boxes / form, whole / sum(full), less / sum(full[:fewer]), page / form


def item(folder: Path, seed: int, writing: str) -> Item:
    """A 300-dpi grey PDF with eight form pages and four pages of evidence."""
    style = Style.model_validate(
        {
            "container": "pdf",
            "born_digital": "never",
            "scan": {"dpi": 300, "mode": "grey"},
            "pages": {"blank_backs": 0, "shuffled": 0, "upside_down": 0, "sideways": 0},
            "writing": {"kinds": writing},
            "defects": [],
        }
    )
    for number in range(20):
        sample = make(folder / str(number), 1, seed + number, style, None)[0]
        kinds = [page.kind for page in load_truth(sample).pages]
        wanted = [PageKind.FORM] * FORM_PAGES + [PageKind.EVIDENCE] * EVIDENCE_PAGES
        if kinds[: len(wanted)] == wanted:
            break
    scan = _cut(sample / "scan.pdf", FORM_PAGES + EVIDENCE_PAGES)
    form = forms.load(FORM)
    entries = len(expected(form, load_truth(sample).case(form).answers).texts)
    return Item(scan, _page_pictures(scan, folder), entries)


def _cut(scan: Path, pages: int) -> Path:
    """The first pages of a PDF."""
    with pikepdf.open(scan) as pdf:
        del pdf.pages[pages:]
        pdf.save(scan.parent / f"{pages}.pdf")
    return scan.parent / f"{pages}.pdf"


def _page_pictures(scan: Path, folder: Path) -> list[Path]:
    """The pages as PNG, for plain Tesseract."""
    from extractors.scans import Limits, pages_of

    pictures = []
    for page in pages_of(scan, Limits(), "bench"):
        assert page.image is not None  # the generator made it
        pictures.append(folder / f"{page.number:02d}.png")
        cv2.imwrite(str(pictures[-1]), page.image)
    return pictures


def _tesseract(picture: Path) -> None:
    command = ["tesseract", str(picture), "-", "-l", "deu"]
    subprocess.run(command, check=True, capture_output=True)


def _boxes(scan: Path) -> None:
    """Render, register and judge all boxes of the form pages; nothing else."""
    from extractors.marks import read_marks
    from extractors.match import match_page
    from extractors.scans import Limits, pages_of
    from extractors.sheet import sheet_of

    form = forms.load(FORM)
    for page in pages_of(scan, Limits(), "bench"):
        if page.number > FORM_PAGES:
            break
        assert page.image is not None  # the generator made it
        match = match_page(page.image, page.dpi, form)
        assert match is not None, f"page {page.number} was not recognised"
        read_marks(sheet_of(page.image, match, form), form.page(match.page_id), page.number)


def _cpu(work: Callable[[], object]) -> float:
    """CPU seconds of the work, children included."""
    before = cpu_seconds()
    work()
    return cpu_seconds() - before
