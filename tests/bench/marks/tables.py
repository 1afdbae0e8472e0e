"""The two tables that are printed: our reader by condition, and all methods side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.bounds import upper_bound
from tests.bench.marks.conditions import ON_TOP
from tests.bench.marks.methods import METHODS, Boxes, Judged, columns, doubted
from tests.bench.marks.records import Application
from tests.bench.marks.records import boxes as boxes_of

MOST_WRONG_ACCEPTED = 0
MOST_SENT = 0.02
"""The bars of the whole run."""


DRAWN, ALL = "all that the generator draws", "all"


@dataclass(frozen=True, slots=True)
class Counts:
    """Boxes of one condition or one method; ``wrong`` as if nobody looked at what is in doubt."""

    boxes: int = 0
    wrong: int = 0
    wrong_accepted: int = 0
    sent: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.boxes + other.boxes,
            self.wrong + other.wrong,
            self.wrong_accepted + other.wrong_accepted,
            self.sent + other.sent,
        )

    @property
    def sent_share(self) -> float:
        return self.sent / self.boxes if self.boxes else 0.0

    @property
    def passed(self) -> bool:
        return self.wrong_accepted <= MOST_WRONG_ACCEPTED and self.sent_share <= MOST_SENT


def counts_of(application: Application) -> Counts:
    """What our reader made of one application, pages that it did not know included."""
    a = application
    return Counts(
        boxes=a.count,
        wrong=sum(box.wrong for box in a.boxes) + a.astray,
        wrong_accepted=sum(box.wrong_accepted for box in a.boxes) + a.astray,
        sent=sum(box.doubt for box in a.boxes) + a.unread,
    )


def total(applications: Iterable[Application]) -> Counts:
    """All applications together."""
    return sum((counts_of(application) for application in applications), Counts())


def by_condition(applications: Sequence[Application]) -> dict[str, Counts]:
    """The counts of every condition in the order of the run, of what is drawn, and of all."""
    found: dict[str, Counts] = {}
    for application in applications:
        before = found.get(application.condition, Counts())
        found[application.condition] = before + counts_of(application)
    return {**found, DRAWN: total(drawn(applications)), ALL: total(applications)}


def drawn(applications: Iterable[Application]) -> list[Application]:
    """The applications on which nothing lies that the generator does not draw."""
    return [one for one in applications if not one.condition.startswith(ON_TOP)]


def condition_lines(applications: Sequence[Application]) -> Iterator[str]:
    """Our reader by condition; behind each share its one-sided 95 % upper bound."""
    yield (
        f"{'condition':38} {'boxes':>7} {'wrong':>6} {'wrong and accepted, per 1,000':>31}"
        f" {'sent to a person':>22}"
    )
    for name, c in by_condition(applications).items():
        bound = 1000 * upper_bound(c.wrong_accepted, c.boxes)
        sent = f"{c.sent} = {c.sent_share:.2%} (< {upper_bound(c.sent, c.boxes):.2%})"
        accepted = f"{c.wrong_accepted} (< {bound:.3f})"
        missed = "" if c.passed else "   over a bar"
        yield f"{name:38} {c.boxes:7} {c.wrong:6} {accepted:>31} {sent:>22}{missed}"


def mistake_lines(applications: Iterable[Application]) -> Iterator[str]:
    """The boxes that were wrong and accepted: where to look for them, never what they say."""
    for a in applications:
        if a.astray:
            yield f"wrong and accepted: {a.condition}, seed {a.seed}: a page taken for another"
        for box in a.boxes:
            if box.wrong_accepted:
                yield f"wrong and accepted: {a.condition}, seed {a.seed}: {box.item}"


def method_counts(applications: Sequence[Application]) -> Iterator[tuple[str, Counts, str]]:
    """Our reader and every other way on the same boxes, with as many doubts as ours or the bar."""
    ours = total(applications)
    yield "this reader", ours, ""
    boxes = columns(applications)
    unread = sum(application.unread for application in applications)
    astray = sum(application.astray for application in applications)
    share = max(MOST_SENT, ours.sent_share)
    for name, judge in METHODS.items():
        judged = judge(boxes)
        counts = _judged(judged, boxes, share)
        yield name, counts + Counts(unread + astray, astray, astray, unread), judged.chosen


def _judged(judged: Judged, boxes: Boxes, share: float) -> Counts:
    wrong = judged.ticked != boxes.truth
    sent = doubted(judged.trust, share)
    return Counts(len(wrong), int(wrong.sum()), int((wrong & ~sent).sum()), int(sent.sum()))


def method_lines(applications: Sequence[Application]) -> Iterator[str]:
    """All methods side by side, wrong and accepted as a ratio to our reader's upper bound."""
    if not boxes_of(applications):
        return
    rows = list(method_counts(applications))
    ours = rows[0][1]
    bound = upper_bound(ours.wrong_accepted, ours.boxes)
    yield (
        f"{'method':26} {'wrong per 1,000':>15} {'ratio':>7} {'wrong and accepted':>24}"
        f" {'ratio to bound':>14} {'sent':>7}  thresholds"
    )
    for name, c, chosen in rows:
        accepted = f"{c.wrong_accepted} = {1000 * c.wrong_accepted / c.boxes:.3f} per 1,000"
        yield (
            f"{name:26} {1000 * c.wrong / c.boxes:15.2f} {c.wrong / max(1, ours.wrong):7.1f}"
            f" {accepted:>24} {c.wrong_accepted / c.boxes / bound:14.1f}"
            f" {c.sent_share:7.2%}  {chosen}"
        )
