"""Fits how far handwriting may be believed, on samples in hands that were not trained on.

    python tools/believe.py SAMPLES... [--measure]

``SAMPLES`` are folders of samples with their truth, made with the held-back fonts alone. Every
entry that the recogniser reads counts once: what speaks for the value it prefers, and whether that
value is right. ``--measure`` keeps the weights and shows what they accept.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractors import by_hand, fields, scans
from extractors.handwriting import chances_of
from extractors.handwriting.belief import DIGITS, Grounds, belief, features
from extractors.handwriting.entry import offers
from extractors.match import match_page
from extractors.scans import Limits
from extractors.sheet import sheet_of
from pipeline import forms, truth
from pipeline.evaluate.compare import Expected, expected, same_text

WEIGHTS = Path(__file__).parents[1] / "extractors" / "handwriting" / "belief.json"
FORM = "uvg_antrag_by"
FALLING = frozenset({"against", "ones"})
FREE = frozenset({"always", "length"})  # and the kinds: for or against, as it turns out
STIFF = 1.0  # pulls weights to zero where little is known
STEPS = 60
SHARES = (0.5, 0.9, 0.97, 0.99, 0.996, 0.999)

Matrix = npt.NDArray[np.float64]


class Case(NamedTuple):
    """One entry: what spoke for its value, and whether it was right."""

    grounds: Grounds
    right: bool


def main() -> None:
    """Read the command line; fit and write the weights, or measure those that are written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("samples", type=Path, nargs="+")
    parser.add_argument("--measure", action="store_true")
    wanted = parser.parse_args()
    cv2.setNumThreads(1)
    cases = [case for folder in wanted.samples for case in cases_below(folder)]
    if wanted.measure:
        sys.stdout.writelines(line + "\n" for line in table(cases))
    else:
        WEIGHTS.write_text(json.dumps(fitted(cases), indent=1) + "\n", encoding="utf-8")
        sys.stdout.write(f"{len(cases)} entries, weights written to {WEIGHTS.name}\n")


def cases_below(folder: Path) -> Iterator[Case]:
    """Every entry of every sample in a folder that is read by the recogniser."""
    form = forms.load(FORM)
    for scan in sorted(folder.glob("*/scan.*")):
        answers = truth.load(scan.parent).cases["1"].answers
        wanted = expected(form, answers)
        for page in scans.pages_of(scan, Limits(max_pages=200, max_megapixels=120)):
            if (match := match_page(page.image, page.dpi, form)) is not None:
                sheet = sheet_of(page.image, match, form)
                entries = fields.entries_by_hand(sheet, form.page(sheet.page_id), page.number)
                yield from _cases(entries, wanted)


def _cases(entries: Sequence[by_hand.Entry], wanted: Expected) -> Iterator[Case]:
    found = iter(chances_of([line for entry in entries for line in entry.lines]))
    for entry in entries:
        lines = [next(found) for _ in entry.lines]
        said = wanted.texts.get(entry.reading.item)
        ways = offers(lines, entry.kind, entry.field, entry.texts)
        if ways:  # where nothing was written, whatever is read is wrong
            right = bool(said) and same_text(entry.kind, said or "", ways[0].normal.value)
            yield Case(by_hand.grounds_of(entry, ways), right)


def fitted(cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    """The weights for digits and for words."""
    digits = [case for case in cases if case.grounds.kind in DIGITS]
    words = [case for case in cases if case.grounds.kind not in DIGITS]
    return {"digits": _weights(digits), "words": _weights(words)}


def _weights(cases: Sequence[Case]) -> dict[str, float]:
    """Logistic weights; what speaks for a value never counts against it, nor the other way."""
    names = [*features(cases[0].grounds), *sorted({f"kind:{c.grounds.kind}" for c in cases})]
    rows = np.array([[_numbers(case.grounds).get(name, 0.0) for name in names] for case in cases])
    right = np.array([float(case.right) for case in cases])
    kept = list(range(len(names)))
    while True:
        weights = _newton(rows[:, kept], right)
        odd = {n for n, w in zip(kept, weights, strict=True) if _turned(names[n], float(w))}
        if not odd:
            return {names[n]: round(float(w), 4) for n, w in zip(kept, weights, strict=True)}
        kept = [n for n in kept if n not in odd]


def _numbers(grounds: Grounds) -> dict[str, float]:
    return features(grounds) | {f"kind:{grounds.kind}": 1.0}


def _turned(name: str, weight: float) -> bool:
    if name in FREE or name.startswith("kind:"):
        return False
    return weight > 0 if name in FALLING else weight < 0


def _newton(rows: Matrix, right: Matrix) -> Matrix:
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (likely - right) + STIFF * weights
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows + STIFF * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


def table(cases: Sequence[Case]) -> Iterator[str]:
    """What is accepted from which belief, and how calibrated it is."""
    believed = np.array([belief(case.grounds) for case in cases])
    right = np.array([case.right for case in cases])
    yield f"{len(cases)} entries, {right.mean():.3f} right"
    for share in SHARES:
        above = believed >= share
        yield f"believed from {share}: {above.sum()}, of these wrong {(~right[above]).sum()}"
    bins = np.array_split(np.argsort(believed), 10)
    off = sum(abs(right[b].mean() - believed[b].mean()) * len(b) for b in bins) / len(cases)
    yield f"expected calibration error, ten equal-mass bins: {off:.3f}"
    kinds = sorted({case.grounds.kind for case in cases})
    for kind in kinds:
        mine = np.array([case.grounds.kind == kind for case in cases])
        yield f"{kind}: {mine.sum()}, {right[mine].mean():.3f} right"


if __name__ == "__main__":
    main()
