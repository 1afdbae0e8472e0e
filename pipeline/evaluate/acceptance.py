"""How much is accepted without a look, and how often that is wrong at most; pure.

``delivered`` is what goes out unseen: filled places that were accepted, and empty ones taken for
filled and accepted. The error rate is the share of wrong ones among them; empty places that were
left empty are no values and do not flatter it. Each bound holds for its own line and takes the
places for independent, which those of one hand are not quite.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.bounds import upper_bound
from pipeline.evaluate.outcomes import MARK, Outcome

TICKED, EMPTY = "ticked", "empty"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Places of one sort: ``total`` of them, ``accepted`` ones, and errors among the delivered."""

    total: int
    accepted: int
    delivered: int
    wrong: int

    @property
    def error_rate(self) -> float | None:
        return self.wrong / self.delivered if self.delivered else None

    def as_dict(self, total: str) -> dict[str, Any]:
        """``total`` is what the places are called in the contract: ``filled`` or ``total``."""
        rate = self.error_rate
        return {
            total: self.total,
            "accepted": self.accepted,
            "accepted_share": round(self.accepted / self.total, 4) if self.total else None,
            "delivered": self.delivered,
            "wrong_accepted": self.wrong,
            "error_rate": None if rate is None else round(rate, 6),
            "error_at_most": round(upper_bound(self.wrong, self.delivered), 6),
        }


def acceptance_of(outcomes: Iterable[Outcome]) -> Acceptance:
    """Count places of one sort."""
    seen = list(outcomes)
    asked = [o for o in seen if o.filled or o.type == MARK]
    delivered = [o for o in seen if o.delivered]
    return Acceptance(
        total=len(asked),
        accepted=sum(o.accepted for o in asked),
        delivered=len(delivered),
        wrong=sum(not o.right for o in delivered),
    )


def acceptance(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Texts as a whole, by type, by writing and by both; boxes as a whole, by writing and truth."""
    texts = [o for o in outcomes if o.type != MARK]
    marks = [o for o in outcomes if o.type == MARK]
    return {
        "text": acceptance_of(texts).as_dict("filled"),
        "text_by_type": _by(texts, lambda o: o.type, "filled"),
        "text_by_writing": _by(texts, lambda o: o.writing, "filled"),
        "text_by_type_and_writing": {
            type_: _by(found, lambda o: o.writing, "filled")
            for type_, found in _sorted_by(texts, lambda o: o.type).items()
        },
        "marks": acceptance_of(marks).as_dict("total"),
        "marks_by_writing": _by(marks, lambda o: o.writing, "total"),
        "marks_by_truth": _by(marks, lambda o: TICKED if o.filled else EMPTY, "total"),
    }


def _by(
    outcomes: Iterable[Outcome], key: Callable[[Outcome], str], total: str
) -> dict[str, dict[str, Any]]:
    found = _sorted_by(outcomes, key)
    return {name: acceptance_of(part).as_dict(total) for name, part in found.items()}


def _sorted_by(
    outcomes: Iterable[Outcome], key: Callable[[Outcome], str]
) -> Mapping[str, list[Outcome]]:
    parts: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        parts[key(outcome)].append(outcome)
    return dict(sorted(parts.items()))
