"""Questions in doubt over all cases, by what kind of answer is written there.

Kept in memory and brought up to date like the boxes of the Sammelprüfung: readings are only added.
Whether a question is still open is asked of its case when its turn comes; what turns out not to be
is remembered, since a second reading may have settled what the first one left in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from pipeline.review.layout import Slot, slots_of
from pipeline.review.records import Kind
from pipeline.store import Store
from pipeline.store.alike import Told, last_runs, newest_reading, told_since
from pipeline.store.overview import OVERTAKING
from pipeline.store.records import DEFAULT_FORM

Place = tuple[str, str]
"""A case and a question of its form."""

HELD_FOR = timedelta(minutes=3)
"""How long a question that was dealt out is left to whoever got it."""

BOXES = "kaestchen"
"""The pattern of questions that are answered by ticking."""

PATTERN_SHOWN = {
    "date": "Datum", "plz_ort": "Postleitzahl und Ort", "amount_eur": "Betrag",
    "iban": "IBAN", "bic": "BIC", "phone": "Telefon", "number": "Zahl", "street": "Straße",
    "name": "Name", "text": "Freier Text", "signature": "Unterschrift", BOXES: "Kästchen",
}  # fmt: skip
"""What is written at a question; whoever looks at many of a kind reads them faster."""


def pattern_of(slot: Slot) -> str:
    """What kind of answer a question asks for; empty for the receipt stamp.

    That one needs more than a glance: there may be several, and the day decides what is paid.
    """
    if slot.kind is Kind.RECEIVED:
        return ""
    return BOXES if slot.boxes else slot.type


@cache
def slots_by_item() -> dict[str, Slot]:
    """The question that each place on the form belongs to."""
    return {item.id: slot for slot in slots_of(DEFAULT_FORM) for item in slot.items}


@cache
def turn_of(key: str) -> int:
    """Where a question stands in the order of the print."""
    order = {slot.key: place for place, slot in enumerate(slots_of(DEFAULT_FORM))}
    return order[key]


@dataclass
class Unsure:
    """All questions of one store that some reading leaves in doubt."""

    lock: Lock = field(default_factory=Lock)
    mark: int = 0
    runs: dict[str, int] = field(default_factory=dict)
    doubted: dict[Place, dict[str, int]] = field(default_factory=dict)
    """Of each question the places in doubt, and in which run they were read."""
    decided: set[Place] = field(default_factory=set)
    """Cases and places of which a person said what stands there."""
    settled: dict[str, set[str]] = field(default_factory=dict)
    """Questions of each case that turned out not to be open, until something is added to it."""
    dealt: dict[Place, tuple[str, datetime]] = field(default_factory=dict)

    def refresh(self, store: Store) -> None:
        """Take up what was added since."""
        with self.lock:
            with store.read() as db:
                newest = newest_reading(db)
                if newest == self.mark:
                    return
                new = list(told_since(db, max(0, self.mark - OVERTAKING)))
                self.runs = dict(last_runs(db))
            for told in new:
                self._take(told)
            self.mark = newest

    def _take(self, told: Told) -> None:
        slot = slots_by_item().get(told.item)
        if slot is None or not pattern_of(slot):
            return
        place = (told.case_id, slot.key)
        if told.run:
            self.doubted.setdefault(place, {})[told.item] = told.run
            return
        self.settled.pop(told.case_id, None)
        if told.fact.get("taken_back"):
            self.decided.discard((told.case_id, told.item))
        else:
            self.decided.add((told.case_id, told.item))

    def waiting(self) -> Iterator[Place]:
        """Questions that may still be open."""
        with self.lock:
            for (case, key), items in self.doubted.items():
                if key not in self.settled.get(case, ()) and self._waits(case, items):
                    yield case, key

    def _waits(self, case: str, items: dict[str, int]) -> bool:
        """Whether some place was left in doubt by the last reading, and nobody decided it since."""
        run = self.runs.get(case)
        return any(at == run and (case, one) not in self.decided for one, at in items.items())

    def settle(self, place: Place) -> None:
        """Remember that a question is not open, or nothing for a quick look."""
        with self.lock:
            self.settled.setdefault(place[0], set()).add(place[1])

    def deal(self, place: Place, account: str, now: datetime) -> bool:
        """Leave a question to somebody for a while; False where somebody else has it."""
        with self.lock:
            holder, until = self.dealt.get(place, (account, now))
            if holder != account and until > now:
                return False
            self.dealt[place] = (account, now + HELD_FOR)
            return True

    def done_with(self, place: Place) -> None:
        """Nobody has this question any more."""
        with self.lock:
            self.dealt.pop(place, None)


_unsure: WeakKeyDictionary[Any, Unsure] = WeakKeyDictionary()


def unsure_of(store: Store) -> Unsure:
    """The questions in doubt of a store, as they are now."""
    found = _unsure.setdefault(store.engine, Unsure())
    found.refresh(store)
    return found
