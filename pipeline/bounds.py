"""How often something may go wrong at most: exact bounds after Clopper and Pearson.

None wrong of ten says little, none wrong of three thousand much. The bound is the error rate under
which so few errors, or fewer, would come up in one run of twenty.
"""

from __future__ import annotations

import math

LEVEL = 0.95
"""How sure the bound is; of one side, because nobody minds fewer errors than were measured."""

HALVINGS = 50  # of the interval from 0 to 1: far finer than any figure that is shown


def upper_bound(hits: int, total: int, level: float = LEVEL) -> float:
    """The largest share that ``hits`` of ``total`` still allow; 1 where nothing was measured.

    >>> round(upper_bound(0, 3000), 6)
    0.000998
    """
    if hits >= total:
        return 1.0
    low, high = hits / total, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if at_most(hits, total, middle) > 1 - level:
            low = middle
        else:
            high = middle
    return high


def needed_for(share: float, level: float = LEVEL) -> int:
    """How many without a single hit it takes for the upper bound to fall to this share.

    >>> needed_for(0.001)
    2995
    """
    return math.ceil(math.log(1 - level) / math.log1p(-share))


def lower_bound(hits: int, total: int, level: float = LEVEL) -> float:
    """The smallest share that ``hits`` of ``total`` still allow; 0 where nothing was measured."""
    return 1.0 - upper_bound(total - hits, total, level)


def at_most(hits: int, total: int, share: float) -> float:
    """How likely ``hits`` or fewer of ``total`` are, where each comes up with this share."""
    if not 0 < share < 1:
        return 1.0 if share <= 0 or hits >= total else 0.0
    if 2 * hits > total:  # the shorter sum
        return 1.0 - at_most(total - hits - 1, total, 1 - share)
    return math.fsum(_exactly(count, total, share) for count in range(hits + 1))


def _exactly(hits: int, total: int, share: float) -> float:
    """Binomial probability, by logarithms: the factors alone leave the range of numbers."""
    ways = math.lgamma(total + 1) - math.lgamma(hits + 1) - math.lgamma(total - hits + 1)
    return math.exp(ways + hits * math.log(share) + (total - hits) * math.log1p(-share))
