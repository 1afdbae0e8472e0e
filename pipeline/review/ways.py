"""Which screen a case of the list opens in."""

from __future__ import annotations

from pipeline.review.records import Row
from pipeline.review.signin import START
from pipeline.review.states import CaseState

UNSEEN = frozenset({CaseState.SECOND, CaseState.DIFFERING})
"""States in which fields are typed by somebody who does not see what was read."""


def way_to(row: Row | None) -> str:
    """The address; the list itself where there is no case."""
    if row is None:
        return START
    return f"/{'zweiterfassung' if row.state in UNSEEN else 'faelle'}/{row.case_id}"
