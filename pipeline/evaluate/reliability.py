"""Whether a confidence says what it says: of values with 0.9, nine in ten should be right; pure.

What counts is every value that was recognised: in filled places, and in empty ones that were taken
for filled. Places that were left empty state no value, boxes in the state ``unsure`` no side, and
what was filled in on screen is known and not recognised; none of these counts.

The confidence is the reading's own, in the value that it names. Its candidates carry something
else (shares of all offers, or what Tesseract said of a line) and are left out. Nor is every one a
probability: print that is believed has the same confidence throughout, and where a second look
changed or unsettled a value it is capped. The table shows what that is worth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import fsum
from typing import Any

from pipeline.evaluate.outcomes import MARK, Outcome

BINS = 10
ENOUGH = 1000
"""Values of a type from which it has a table of its own: a hundred in each bin."""

Stated = tuple[float, bool]
"""A confidence, and whether the value is right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Values of neighbouring confidence: how many, the right ones, and the confidences' range."""

    count: int
    right: int
    confidence: float
    lowest: float
    highest: float

    @property
    def share(self) -> float:
        return self.right / self.count


def bins_of(stated: Iterable[Stated], wanted: int = BINS) -> list[Bin]:
    """Bins of equally many values; fewer bins where many values have the same confidence.

    Equal confidences stay together, in the bin in which their middle lies: to split them would
    make the table depend on the order of the samples.

    >>> [(b.count, b.right) for b in bins_of([(0.5, True), (0.5, False), (0.9, True)], 2)]
    [(2, 1), (1, 1)]
    """
    ranked = sorted(stated)
    parts: dict[int, list[Stated]] = {}
    start = 0
    for _, equal in groupby(ranked, key=lambda pair: pair[0]):
        same = list(equal)
        middle = 2 * start + len(same)
        parts.setdefault(wanted * middle // (2 * len(ranked)), []).extend(same)
        start += len(same)
    return [_bin(part) for part in parts.values()]


def _bin(part: Sequence[Stated]) -> Bin:
    return Bin(
        count=len(part),
        right=sum(right for _, right in part),
        confidence=fsum(confidence for confidence, _ in part) / len(part),
        lowest=part[0][0],
        highest=part[-1][0],
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: how far confidence and share right are apart, on the mean."""
    total = sum(b.count for b in bins)
    return fsum(b.count * abs(b.confidence - b.share) for b in bins) / total if total else 0.0


def reliability(outcomes: Sequence[Outcome], enough: int = ENOUGH) -> dict[str, Any]:
    """The table of texts as a whole, by writing, of common types, of the others; and of boxes."""
    read = [o for o in outcomes if o.stated is not None]
    texts = [o for o in read if o.type != MARK]
    counts = Counter(o.type for o in texts)
    common = sorted(type_ for type_, count in counts.items() if count >= enough)
    return {
        "text": _table(texts),
        "text_by_writing": {
            writing: _table(o for o in texts if o.writing == writing)
            for writing in sorted({o.writing for o in texts})
        },
        "text_by_type": {type_: _table(o for o in texts if o.type == type_) for type_ in common},
        "text_other_types": {
            "types": sorted(counts.keys() - set(common)),
            **_table(o for o in texts if o.type not in common),
        },
        "marks": _table(o for o in read if o.type == MARK),
    }


def _table(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    bins = bins_of((o.stated, o.right) for o in outcomes if o.stated is not None)
    return {
        "read": sum(b.count for b in bins),
        "right": sum(b.right for b in bins),
        "ece": round(calibration_error(bins), 6),
        "bins": [
            {
                "read": b.count,
                "right": b.right,
                "confidence": round(b.confidence, 6),
                "lowest": round(b.lowest, 6),
                "highest": round(b.highest, 6),
            }
            for b in bins
        ],
    }
