"""Single crops of real boxes: how the reader of crops does on a folder of them.

The folder holds ``labels.tsv`` (file, label, document) and the pictures, loose or in
``images.tar``. It is for measuring alone: nothing is fitted to it, nothing of it is kept.
"""

from __future__ import annotations

import csv
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.bounds import upper_bound
from pipeline.crops import MARK, read_crop
from pipeline.evaluate.compare import is_ticked

LABELS, IMAGES = "labels.tsv", "images.tar"
TICKED = {"checked": True, "open": False}
"""Labels of boxes; whatever else a crop shows is no box."""
MOST_WRONG, MOST_DOUBTED = 0.02, 0.15


@dataclass(frozen=True, slots=True)
class Crop:
    """One crop: ticked in truth, ticked as read, and whether a person is asked."""

    name: str
    truth: bool
    ticked: bool
    doubt: bool

    @property
    def wrong_accepted(self) -> bool:
        return self.ticked != self.truth and not self.doubt


def measure(folder: Path) -> list[Crop]:
    """Read all crops of a folder."""
    with tempfile.TemporaryDirectory(prefix="eingang-crops-") as unpacked:
        pictures = _unpacked(folder, Path(unpacked))
        return [
            _read(pictures[name], name, truth)
            for name, truth in labels((folder / LABELS).read_text("utf-8"))
        ]


def labels(text: str) -> Iterator[tuple[str, bool]]:
    """The names of the pictures that show a box, and whether it is ticked."""
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        if row["label"] in TICKED:
            yield row["file"], TICKED[row["label"]]


def _unpacked(folder: Path, target: Path) -> dict[str, Path]:
    if (folder / IMAGES).exists():
        with tarfile.open(folder / IMAGES) as archive:
            archive.extractall(target, filter="data")
        folder = target
    return {path.name: path for path in folder.rglob("*.png")}


def _read(path: Path, name: str, truth: bool) -> Crop:
    reading = read_crop(path, MARK)
    return Crop(name, truth, is_ticked(reading), reading.doubt)


def passed(crops: list[Crop]) -> bool:
    """Whether both bars are kept."""
    wrong = sum(crop.wrong_accepted for crop in crops)
    doubted = sum(crop.doubt for crop in crops)
    return wrong <= MOST_WRONG * len(crops) and doubted <= MOST_DOUBTED * len(crops)


def crop_lines(crops: list[Crop]) -> Iterator[str]:
    """The figures with their one-sided 95 % upper bounds, for each label and together."""
    yield f"{'crops':8} {'count':>5} {'wrong and not doubted':>26} {'doubted':>26}"
    for name, wanted in (("checked", {True}), ("open", {False}), ("all", {True, False})):
        some = [crop for crop in crops if crop.truth in wanted]
        wrong, sent = sum(crop.wrong_accepted for crop in some), sum(crop.doubt for crop in some)
        yield f"{name:8} {len(some):5} {_share(wrong, len(some)):>26} {_share(sent, len(some)):>26}"


def _share(part: int, whole: int) -> str:
    if not whole:
        return "-"
    return f"{part} = {part / whole:.2%} (< {upper_bound(part, whole):.2%})"
