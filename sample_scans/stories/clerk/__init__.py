"""What a careful clerk expects to find in an invented application.

This is the makers' own reading of the rules, kept apart from the rules that the product runs: where
the two disagree, one of them is wrong.
"""

from __future__ import annotations

from itertools import chain

from sample_scans.stories.clerk.desk import Desk
from sample_scans.stories.clerk.later import found_later
from sample_scans.stories.clerk.papers import (
    found_in_account,
    found_in_dates,
    found_missing,
    found_on_pages,
)
from sample_scans.stories.clerk.questions import found_at_questions, found_contradictions
from sample_scans.stories.clerk.sections import found_in_sections

__all__ = ["Desk", "expected"]


def expected(desk: Desk) -> tuple[str, ...]:
    """The ids of all rules that have something to say, sorted."""
    own = list(
        chain(
            found_in_sections(desk),
            found_contradictions(desk),
            found_in_dates(desk),
            found_in_account(desk),
        )
    )
    spoken = frozenset(name for _, names in own for name in names)
    rest = chain(
        found_on_pages(desk), found_missing(desk), found_at_questions(desk, spoken),
        found_later(desk),
    )  # fmt: skip
    return tuple(sorted({rule for rule, _ in chain(own, rest)}))
