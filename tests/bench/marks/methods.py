"""Other ways to judge boxes by what they measure, each with the best thresholds for these boxes.

Their thresholds are chosen on the very boxes that are judged, which no office could do: what is
printed of them is the best that they can reach here. Where a method has no doubts of its own,
the boxes are doubted whose like were judged wrong most often, as many as it may send to a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tests.bench.marks.records import Application, BoxRecord

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

STEPS = 200
"""Steps of a table from a measure to what it means."""
ON_A_STEP = 40
"""Boxes on each step at least: of fewer nobody can say how often they are judged right."""
JUMPS = (3.0, 5.0, 8.0, 12.0, 18.0, 25.0, 35.0, 50.0, 80.0)
"""Least gaps in grey that are tried for OMRChecker."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a method says of every box, and how far to be trusted (for putting in order)."""

    ticked: Bools
    trust: Floats
    chosen: str


@dataclass(frozen=True, slots=True)
class Boxes:
    """The measures of all boxes as columns, with the number of each box's page and question."""

    truth: Bools
    share: Floats
    without_lines: Floats
    white: Floats
    mean: Floats
    pages: npt.NDArray[np.int64]
    questions: npt.NDArray[np.int64]


def columns(applications: Sequence[Application]) -> Boxes:
    """The boxes of all applications, page by page."""
    pages: dict[tuple[int, str], int] = {}
    questions: dict[tuple[int, str], int] = {}
    found: list[BoxRecord] = []
    numbers: list[tuple[int, int]] = []
    for application in applications:
        for box in application.boxes:
            page = pages.setdefault((application.seed, box.page), len(pages))
            question = questions.setdefault((application.seed, box.question), len(questions))
            numbers.append((page, question))
            found.append(box)
    of_page, of_question = np.array(numbers, np.int64).reshape(-1, 2).T
    return Boxes(
        truth=np.array([box.truth for box in found], bool),
        share=np.array([box.measures.share for box in found]),
        without_lines=np.array([box.measures.without_lines for box in found]),
        white=np.array([box.measures.white for box in found]),
        mean=np.array([box.measures.mean for box in found]),
        pages=of_page,
        questions=of_question,
    )


def ink_share(boxes: Boxes) -> Judged:
    """Ticked is what has more ink than the threshold."""
    low = best_split(boxes.share, boxes.truth)
    ticked = boxes.share > low
    trust = reliability(boxes.share, ticked == boxes.truth)
    return Judged(ticked, trust, f"more than {low:.3f} black")


def ink_band(boxes: Boxes) -> Judged:
    """Ticked is what has more ink than one threshold and not more than another (taken back)."""
    low = best_split(boxes.share, boxes.truth)
    above = boxes.share > low
    high = best_split(-boxes.share[above], boxes.truth[above]) if above.any() else -1.0
    ticked = above & (-boxes.share > high)
    trust = reliability(boxes.share, ticked == boxes.truth)
    return Judged(ticked, trust, f"between {low:.3f} and {-high:.3f} black")


def sdaps(boxes: Boxes) -> Judged:
    """Each of three measures has a table of what it means and how sure; the surest is taken."""
    ticked = np.zeros(len(boxes.truth), bool)
    trust = np.full(len(boxes.truth), -1.0)
    for values in (boxes.share, boxes.without_lines, boxes.white):
        says, sure = table(values, boxes.truth)
        better = sure > trust
        ticked, trust = np.where(better, says, ticked), np.where(better, sure, trust)
    return Judged(ticked, trust, f"three tables of up to {STEPS} steps")


def omrchecker(boxes: Boxes) -> Judged:
    """The threshold is the largest gap in a question's sorted greys, else in the page's."""
    usual = -best_split(-boxes.mean, boxes.truth)
    judged = []
    for jump in JUMPS:
        page = gaps(boxes.mean, boxes.pages, jump, np.full(len(boxes.mean), usual))
        level = gaps(boxes.mean, boxes.questions, jump, page)
        ticked = boxes.mean < level
        trust = reliability(boxes.mean - level, ticked == boxes.truth)
        judged.append(Judged(ticked, trust, f"gaps from {jump:g} grey, else {usual:.0f}"))
    return min(judged, key=lambda one: int((one.ticked != boxes.truth).sum()))


METHODS: Mapping[str, Callable[[Boxes], Judged]] = {
    "ink share, one threshold": ink_share,
    "ink share, two thresholds": ink_band,
    "SDAPS's measures": sdaps,
    "OMRChecker's gaps": omrchecker,
}


def best_split(values: Floats, truth: Bools) -> float:
    """The threshold above which most boxes are ticked and below which most are not."""
    if not len(values):
        return 0.0
    order = np.argsort(values, kind="stable")
    ticks = np.cumsum(truth[order])
    ranks = np.arange(1, len(values) + 1)
    below = ticks  # ticked, though not above the threshold
    above = (len(values) - ranks) - (ticks[-1] - ticks)  # not ticked, though above it
    wrong = (below + above).astype(float)
    wrong[:-1][values[order][1:] == values[order][:-1]] = np.inf  # no threshold within equals
    at = int(np.argmin(wrong))
    all_above = len(values) - int(ticks[-1])
    if all_above < wrong[at]:
        return float(values[order[0]]) - 1.0
    following = values[order[at + 1]] if at + 1 < len(values) else values[order[at]]
    return float((values[order[at]] + following) / 2)


def _steps(values: Floats) -> npt.NDArray[np.int64]:
    """The step of each value in a table with about as many boxes on every step."""
    steps = max(1, min(STEPS, len(values) // ON_A_STEP))
    edges = np.unique(np.quantile(values, np.linspace(0, 1, steps + 1)))
    return np.searchsorted(edges, values, side="left").astype(np.int64)


def reliability(values: Floats, right: Bools) -> Floats:
    """For every box how often boxes of about the same value were judged right."""
    steps = _steps(values)
    count = np.bincount(steps)
    hits = np.bincount(steps, weights=right)
    return np.asarray(((hits + 1) / (count + 2))[steps], np.float64)


def table(values: Floats, truth: Bools) -> tuple[Bools, Floats]:
    """What most boxes of about the same value are, and how often that is right."""
    steps = _steps(values)
    share = np.bincount(steps, weights=truth) / np.maximum(np.bincount(steps), 1)
    says = np.asarray((share > 0.5)[steps], bool)
    return says, reliability(values, says == truth)


def gaps(values: Floats, groups: npt.NDArray[np.int64], least: float, else_: Floats) -> Floats:
    """For every box the middle of the largest gap in its group, if that is wide enough."""
    levels = else_.copy()
    order = np.lexsort((values, groups))
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    for members in np.split(order, starts[1:]):
        steps = np.diff(values[members])
        if len(steps) and steps.max() >= least:
            at = int(steps.argmax())
            levels[members] = (values[members[at]] + values[members[at + 1]]) / 2
    return levels


def doubted(trust: Floats, share: float) -> Bools:
    """The boxes that are trusted least: as many as may be sent, equals all or none of them."""
    order = np.sort(trust)
    room = int(len(trust) * share)
    if room >= len(trust):
        return np.ones(len(trust), bool)
    return np.asarray(trust < order[room], bool)
