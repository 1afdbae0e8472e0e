"""Timings as ratios to plain Tesseract, everything side by side in one run: ``make bench``.

One core, CPU time, ``OMP_THREAD_LIMIT=1`` on both sides, 300-dpi grey pages; wall time where two
workers are compared with one. Prints a table of figures with the bar that each has to keep.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import cv2

from tests.bench import batches, costs

BATCH = 50
AT_MOST = {
    "render + register + boxes, per form page": 0.15,
    "whole mail item, 8 form and 4 evidence pages": 0.6,
    "application of 8 form and 2 evidence pages": 0.35,
    "page with 25 boxes and 20 entries by hand": 0.25,
    "Prefect's share of a batch": 0.05,
    "peak memory in MiB": 700.0,
    "memory of one more worker in MiB": 600.0,
}
AT_LEAST = {"two workers' speed-up, of that of two Tesseracts": 0.9}


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
    for name, figure in figures.items():
        bar = f"at most {AT_MOST[name]:g}" if name in AT_MOST else f"at least {AT_LEAST[name]:g}"
        _say(f"{name:50} {figure:8.3f}   {bar}{'   MISSED' if _is_missed(name, figure) else ''}")
    sys.exit(any(_is_missed(*entry) for entry in figures.items()))


def _figures(folder: Path, runs: int, batch: int) -> Iterator[tuple[str, float]]:
    mixed = costs.item(folder / "mixed", 7, "mixed")
    by_hand = costs.item(folder / "hand", 7, "hand")
    yield from costs.figures(mixed, by_hand, runs, _say)
    yield from batches.figures(mixed.scan, mixed.pictures, folder / "batches", batch, _say)


def _is_missed(name: str, figure: float) -> bool:
    return figure > AT_MOST[name] if name in AT_MOST else figure < AT_LEAST[name]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
