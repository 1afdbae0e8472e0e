"""Timings as ratios to plain Tesseract, everything side by side in one run: ``make bench``.

One core, CPU time, ``OMP_THREAD_LIMIT=1`` on both sides, 300-dpi grey pages. Prints a table of
figures with the bar that each has to keep.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2

from pipeline import forms
from pipeline.model import PageKind
from pipeline.process import process_item
from pipeline.resources import cpu_seconds
from pipeline.truth import load as load_truth
from sample_scans.generate import make
from sample_scans.style import Style

FORM = "uvg_antrag_by"
FORM_PAGES, EVIDENCE_PAGES = 8, 4
BATCH = 50
BARS = {
    "render + register + boxes, per form page": 0.15,
    "whole mail item, 8 form and 4 evidence pages": 0.6,
    "Prefect's share of a batch": 0.05,
    "peak memory in MiB": 700.0,
}


def main() -> None:
    """Measure, print, and exit 1 if a bar was missed."""
    options = argparse.ArgumentParser(prog="make bench", description=__doc__)
    options.add_argument("--runs", type=int, default=3, help="how often each figure is taken")
    options.add_argument("--batch", type=int, default=BATCH, help="mail items in the batch")
    asked = options.parse_args()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory(prefix="eingang-bench-") as folder:
        figures = dict(_figures(Path(folder), asked.runs, asked.batch))
    missed = [name for name, figure in figures.items() if figure > BARS[name]]
    for name, figure in figures.items():
        _say(f"{name:48} {figure:8.3f}   bar {BARS[name]:g}{'   MISSED' if name in missed else ''}")
    sys.exit(1 if missed else 0)


def _figures(folder: Path, runs: int, batch: int) -> Iterator[tuple[str, float]]:
    scan = _mail_item(folder, seed=7)
    pictures = _page_pictures(scan, folder)
    process_item([scan], [FORM])  # loads what is loaded once per process
    full, form, boxes, whole = [], [], [], []
    for run in range(runs):
        pages = [_cpu(lambda: _tesseract(p)) for p in pictures]  # noqa: B023 (used at once)
        full.append(sum(pages) / len(pages))
        form.append(sum(pages[:FORM_PAGES]) / FORM_PAGES)
        boxes.append(_cpu(lambda: _boxes(scan)) / FORM_PAGES)
        whole.append(_cpu(lambda: process_item([scan], [FORM])))
        _say(
            f"run {run + 1}: full-page Tesseract {full[-1]:.2f} s a page, "
            f"{form[-1]:.2f} s a form page; "
            f"boxes {boxes[-1]:.3f} s a page, mail item {whole[-1]:.2f} s"
        )
    count = FORM_PAGES + EVIDENCE_PAGES
    yield (
        "render + register + boxes, per form page",
        statistics.median(boxes) / statistics.median(form),
    )
    yield (
        "whole mail item, 8 form and 4 evidence pages",
        statistics.median(whole) / (statistics.median(full) * count),
    )
    share, memory = _batch(scan, folder, batch)
    yield "Prefect's share of a batch", share
    yield "peak memory in MiB", memory


def _mail_item(folder: Path, seed: int) -> Path:
    """A 300-dpi grey PDF with eight form pages and four pages of evidence."""
    import pikepdf

    style = Style.model_validate(
        {
            "container": "pdf",
            "born_digital": "never",
            "scan": {"dpi": 300, "mode": "grey"},
            "pages": {"blank_backs": 0, "shuffled": 0, "upside_down": 0, "sideways": 0},
            "writing": {"kinds": "mixed"},
            "defects": [],
        }
    )
    for number in range(20):
        sample = make(folder / str(number), 1, seed + number, style, None)[0]
        kinds = [page.kind for page in load_truth(sample).pages]
        wanted = [PageKind.FORM] * FORM_PAGES + [PageKind.EVIDENCE] * EVIDENCE_PAGES
        if kinds[: len(wanted)] == wanted:
            break
    with pikepdf.open(sample / "scan.pdf") as pdf:
        del pdf.pages[FORM_PAGES + EVIDENCE_PAGES :]
        pdf.save(folder / "item.pdf")
    return folder / "item.pdf"


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


def _batch(scan: Path, folder: Path, count: int) -> tuple[float, float]:
    """Prefect's share of the wall time of a batch, and the peak memory, in a process of its own."""
    mail = folder / "mail" / "batch"
    mail.mkdir(parents=True)
    for number in range(count):
        # a comment after the end keeps the pages and makes the file another one
        (mail / f"{number:03d}.pdf").write_bytes(scan.read_bytes() + f"\n%{number}\n".encode())
    command = [sys.executable, "-m", "tests.bench.read_batch", str(mail.parent)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    share, memory = json.loads(said.splitlines()[-1])
    return share, memory


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
