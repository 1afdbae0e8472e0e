"""Whose case is next: it is theirs from the moment they are told, so that no two are told the same.

At eight in the morning twenty people ask for the most urgent case at once.
"""

from __future__ import annotations

from datetime import datetime

from pipeline.review import queue
from pipeline.review.opening import is_shut, take_case
from pipeline.review.records import Row
from pipeline.review.ways import UNSEEN
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.accounts import Account


def take_next(store: Store, settings: Settings, account: Account, now: datetime) -> Row | None:
    """The most urgent case that this account may work on and that nobody was faster to get."""
    rows = list(queue.worklist(store, settings, now))
    while (row := queue.next_for(rows, account)) is not None:
        if row.state in UNSEEN or _is_mine(store, settings, row.case_id, account, now):
            return row
        rows.remove(row)
    return None


def _is_mine(store: Store, settings: Settings, case: str, account: Account, now: datetime) -> bool:
    lease = take_case(store, settings, case, account, now, lambda seen: not is_shut(seen, settings))
    return lease is not None and lease.account == account.name
