"""How many mistakes there may be where so many were seen: one-sided 95 % bounds."""

from __future__ import annotations

import math

RISK = 0.05
"""How often the true share may lie above the bound."""
HALVINGS = 60
"""Enough for every digit of a float."""


def upper_bound(mistakes: int, of: int, risk: float = RISK) -> float:
    """The largest share at which so few mistakes are seen with probability ``risk`` (exact).

    >>> round(upper_bound(0, 65000) * 1000, 3)
    0.046
    """
    if mistakes >= of:
        return 1.0
    low, high = mistakes / of, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _at_most(mistakes, of, middle) > risk:
            low = middle
        else:
            high = middle
    return high


def _at_most(mistakes: int, of: int, share: float) -> float:
    """The probability of at most so many mistakes at this share of them."""
    if share >= 1.0:
        return 0.0
    log_no, log_yes = math.log1p(-share), math.log(share) if share else -math.inf
    total = 0.0
    for count in range(mistakes + 1):
        ways = math.lgamma(of + 1) - math.lgamma(count + 1) - math.lgamma(of - count + 1)
        yes = count * log_yes if count else 0.0
        total += math.exp(ways + yes + (of - count) * log_no)
    return min(1.0, total)
