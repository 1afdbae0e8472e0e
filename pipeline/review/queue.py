"""The Arbeitsvorrat: every case in outline, and which one is next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pipeline.review.records import Row
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.accounts import Account


def worklist(store: Store, settings: Settings, now: datetime) -> tuple[Row, ...]:
    """Every case that is not out of the house, the most urgent first."""
    raise NotImplementedError


def next_for(rows: Iterable[Row], account: Account) -> Row | None:
    """The case to open next: by deadline class, then by age, then by risk."""
    raise NotImplementedError
