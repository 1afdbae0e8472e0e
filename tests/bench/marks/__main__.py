"""How boxes are read in every condition, and by other methods on the same pages.

``make bench-marks``, or ``python -m tests.bench.marks --boxes 8000`` for a part. With ``--records``
a run that was cut off goes on where it stood. Our reader must accept no wrong box and may send one
in fifty to a person; the exit code is 1 if it does not keep to that. With ``--crops`` a folder of
single real boxes is measured instead.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable
from itertools import count
from pathlib import Path

import cv2

from pipeline import forms
from sample_scans.fonts import handwriting
from tests.bench.marks import crops, records
from tests.bench.marks.applications import scanned
from tests.bench.marks.conditions import conditions
from tests.bench.marks.reading import read
from tests.bench.marks.records import Application
from tests.bench.marks.tables import (
    ALL,
    DRAWN,
    condition_lines,
    drawn,
    method_lines,
    mistake_lines,
    total,
)

FORM = "uvg_antrag_by"
BOXES = 65_000
"""None wrong in so many shows, with 95 % certainty, fewer than 0.046 in 1,000: double keying."""
SEED = 702_113
"""Of boxes to which nothing was fitted."""


def main() -> None:
    """Measure, print, and exit 1 if a bar was missed."""
    asked = _asked()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    cv2.setNumThreads(1)
    if asked.crops:
        found = crops.measure(asked.crops)
        _say(crops.crop_lines(found))
        sys.exit(0 if crops.passed(found) else 1)
    with tempfile.TemporaryDirectory(prefix="eingang-marks-") as folder:
        kept = asked.records or Path(folder) / "records.jsonl"
        applications = _measure(asked, kept, Path(folder))
    _say(condition_lines(applications))
    _say(["", *mistake_lines(applications)])
    for name, some in ((DRAWN, drawn(applications)), (ALL, applications)):
        _say(["", f"methods on {name}:", *method_lines(some)])
    sys.exit(0 if total(applications).passed else 1)


def _asked() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="make bench-marks", description=__doc__)
    options.add_argument("--boxes", type=int, default=BOXES, help="how many boxes at least")
    options.add_argument("--seed", type=int, default=SEED, help="of the first application")
    options.add_argument("--only", default="", help="conditions whose name has this in it")
    options.add_argument("--records", type=Path, help="file that keeps what was seen, to go on")
    options.add_argument("--pictures", type=Path, help="folder for boxes wrong or in doubt")
    options.add_argument("--crops", type=Path, help="measure this folder of single boxes instead")
    return options.parse_args()


def _measure(asked: argparse.Namespace, kept: Path, folder: Path) -> list[Application]:
    """Application after application, each in the next condition, until there are enough boxes."""
    done = records.load(kept)
    wanted = [one for one in conditions() if asked.only in one.name]
    if not wanted:
        sys.exit(f"no condition is called like {asked.only!r}")
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    faces = handwriting()
    form = forms.load(FORM)
    for number in count(len(done)):
        boxes = sum(application.count for application in done)
        if boxes >= asked.boxes:
            return done
        seed, condition = asked.seed + number, wanted[number % len(wanted)]
        with tempfile.TemporaryDirectory(dir=folder) as scan:
            made = scanned(Path(scan), seed, condition, form, faces)
            done.append(read(made, seed, condition.name, form, asked.pictures))
        with kept.open("a", encoding="utf-8") as lines:
            lines.write(records.line_of(done[-1]))
        _tell(done, asked.boxes)
    raise AssertionError("counting has no end")


def _tell(done: list[Application], wanted: int) -> None:
    """Progress, beside the figures."""
    so_far, last = total(done), total(done[-1:])
    sys.stderr.write(
        f"{so_far.boxes} of {wanted} boxes, {so_far.wrong_accepted} wrong and accepted, "
        f"{so_far.sent_share:.2%} sent; {done[-1].condition} {done[-1].seed}: "
        f"{last.wrong_accepted}, {last.sent}\n"
    )


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
