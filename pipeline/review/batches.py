"""S8 Stapel: what came in together, and what became of every item and page of it.

A batch is what was taken in from one folder on one day. Every page ends as exactly one kind, so
the counts add up; what could not be taken in or read is named with its reason.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from pipeline.model import Fact, PageKind
from pipeline.review import queue
from pipeline.review.states import GONE, CaseState
from pipeline.settings import Settings
from pipeline.store import Refusal, Store, refusals
from pipeline.store.arrived import Arrival, Ended, arrivals, ended, first_arrivals
from pipeline.store.moments import as_text, day_of

DAYS = 90
"""Days of which batches are listed; what came in before is long out of the house."""

KEY_LENGTH = 12
"""Hexadecimal digits that stand for a batch, so that no address holds the name of a folder."""

LOST = frozenset({CaseState.UNREADABLE})


class BatchState(StrEnum):
    """Where a batch stands."""

    READING = "wird gelesen"
    REVIEW = "in Bearbeitung"
    DONE = "vollständig übergeben"


class Item(Fact):
    """One mail item of a batch."""

    case_id: str
    name: str
    state: CaseState
    ended: Ended
    again: bool
    """Whether the same item had come in before: it was not taken twice."""

    @property
    def trouble(self) -> str:
        """Why it could not be read; empty where it was."""
        if self.ended.outcome in ("", "read"):
            return ""
        return " ".join([*self.ended.reasons, self.ended.hint]).strip()


class Batch(Fact):
    """What came in from one folder on one day."""

    key: str
    folder: str
    day: date
    items: tuple[Item, ...]
    turned_away: tuple[Refusal, ...] = ()

    @property
    def new(self) -> tuple[Item, ...]:
        """Items that came in with this batch for the first time."""
        return tuple(item for item in self.items if not item.again)

    @property
    def kinds(self) -> Mapping[PageKind, int]:
        total: Counter[PageKind] = Counter()
        for item in self.new:
            total.update(item.ended.kinds)
        return total

    @property
    def pages(self) -> int:
        return sum(self.kinds.values())

    @property
    def waiting(self) -> int:
        """Items that are still to be read: how many pages they have is not known yet."""
        return sum(item.state is CaseState.NEW for item in self.new)

    @property
    def unread(self) -> int:
        return sum(item.state in LOST for item in self.new)

    @property
    def gone(self) -> int:
        return sum(item.state in GONE for item in self.new)

    @property
    def state(self) -> BatchState:
        if self.waiting:
            return BatchState.READING
        return BatchState.DONE if self.gone == len(self.new) else BatchState.REVIEW

    @property
    def troubles(self) -> int:
        """What somebody has to look after: items that were refused, failed or turned away."""
        return self.unread + len(self.turned_away)


def batches(store: Store, settings: Settings, now: datetime) -> tuple[Batch, ...]:
    """The batches of late, the newest first."""
    return _batches(store, settings, now)


def batch(store: Store, settings: Settings, now: datetime, key: str) -> Batch | None:
    """One batch by its key."""
    return next((one for one in _batches(store, settings, now) if one.key == key), None)


def _batches(store: Store, settings: Settings, now: datetime) -> tuple[Batch, ...]:
    since = as_text(now - timedelta(days=DAYS))
    states = queue.states(store, settings, now)
    with store.read() as db:
        came = arrivals(db, since)
        cases = {one.case_id for one in came}
        first, ends = first_arrivals(db, cases), ended(db, cases)
        refused = [one for one in refusals(db) if one.at >= since]
    together: defaultdict[tuple[date, str], list[Arrival]] = defaultdict(list)
    for one in came:
        together[_day(one.at), _folder(one.path)].append(one)
    away: defaultdict[tuple[date, str], list[Refusal]] = defaultdict(list)
    for refusal in refused:
        away[_day(refusal.at), _folder(refusal.path)].append(refusal)
    found = (
        Batch(
            key=_key(day, folder), folder=folder.rsplit("/", 1)[-1], day=day,
            items=_items(together.get((day, folder), ()), states, first, ends),
            turned_away=tuple(away.get((day, folder), ())),
        )
        for day, folder in together.keys() | away.keys()
    )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.day.toordinal(), one.folder)))


def _items(
    came: Iterable[Arrival], states: Mapping[str, CaseState], first: Mapping[str, str],
    ends: Mapping[str, Ended],
) -> tuple[Item, ...]:  # fmt: skip
    return tuple(
        Item(
            case_id=one.case_id, name=one.path.rsplit("/", 1)[-1],
            state=states.get(one.case_id, CaseState.NEW),
            ended=ends.get(one.case_id, Ended()), again=one.at != first[one.case_id],
        )
        for one in came
    )  # fmt: skip


def by_trouble(items: Sequence[Item]) -> list[Item]:
    """Items that went wrong first, otherwise as they came in."""
    return sorted(items, key=lambda item: not item.trouble)


def _day(at: str) -> date:
    return day_of(datetime.fromisoformat(at))


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _key(day: date, folder: str) -> str:
    return hashlib.sha256(f"{day} {folder}".encode()).hexdigest()[:KEY_LENGTH]
