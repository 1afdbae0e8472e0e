"""Boxes in doubt over all cases, by what was seen in them: kept in memory, and brought up to date.

Readings are only added, so each look asks for those that came since. Undoing puts a box back.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from pipeline import forms
from pipeline.fold import TICKED
from pipeline.model import MarkState, Reading, ReadingKind
from pipeline.store import Store
from pipeline.store.alike import (
    Told,
    last_runs,
    newest_reading,
    sure_ones,
    told_since,
)
from pipeline.store.overview import OVERTAKING
from pipeline.store.records import DEFAULT_FORM

Place = tuple[str, str]
"""A case and a box in it."""

LOOKED_THROUGH = 60
"""Sure readings looked through for one that says the opposite."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in a box: whether it is likelier ticked, and on which page."""

    run: int
    page: int
    ticked: bool


@dataclass
class Boxes:
    """All boxes of one store that somebody has to look at."""

    lock: Lock = field(default_factory=Lock)
    mark: int = 0
    seen: dict[Place, Seen] = field(default_factory=dict)
    decided: dict[Place, bool] = field(default_factory=dict)
    """What persons said: whether it is ticked."""

    def refresh(self, store: Store) -> None:
        """Take up what was added since."""
        with self.lock:
            with store.read() as db:
                newest = newest_reading(db)
                if newest == self.mark:
                    return
                new = list(told_since(db, max(0, self.mark - OVERTAKING)))
                runs = last_runs(db)
            marks = _marks()
            for told in new:
                if told.item in marks:
                    self._take(told)
            stale = [place for place, seen in self.seen.items() if runs[place[0]] != seen.run]
            for place in stale:
                del self.seen[place]
            self.mark = newest

    def _take(self, told: Told) -> None:
        place = (told.case_id, told.item)
        reading = Reading.model_validate(told.fact)
        if told.run:
            self.seen[place] = Seen(told.run, reading.page, likely_ticked(reading))
        elif reading.taken_back:
            self.decided.pop(place, None)
        else:
            self.decided[place] = reading.value in TICKED

    def waiting(self) -> dict[tuple[str, bool], dict[str, Seen]]:
        """The cases of which nobody decided yet, by box and by what is likelier seen in it."""
        with self.lock:
            found: defaultdict[tuple[str, bool], dict[str, Seen]] = defaultdict(dict)
            for (case, item), seen in self.seen.items():
                if (case, item) not in self.decided:
                    found[item, seen.ticked][case] = seen
            return dict(found)

    def is_waiting(self, place: Place) -> bool:
        with self.lock:
            return place in self.seen and place not in self.decided


_boxes: WeakKeyDictionary[Any, Boxes] = WeakKeyDictionary()


def boxes_of(store: Store) -> Boxes:
    """The boxes of a store, as they are now."""
    boxes = _boxes.setdefault(store.engine, Boxes())
    boxes.refresh(store)
    return boxes


def likely_ticked(reading: Reading) -> bool:
    """Whether a box is likelier ticked than not."""
    states = [reading.value, *(candidate.value for candidate in reading.candidates)]
    return next((state in TICKED for state in states if state != MarkState.UNSURE), False)


def known_one(store: Store, boxes: Boxes, item: str, *, ticked: bool) -> tuple[str, Seen] | None:
    """A case in which a box is known to be (not) ticked: by a person, or surely read."""
    with boxes.lock:
        decided = [
            (place[0], boxes.seen[place]) for place, value in boxes.decided.items()
            if place[1] == item and value == ticked and place in boxes.seen
        ]  # fmt: skip
    if decided:
        return random.choice(decided)  # noqa: S311 - which one is no secret
    with store.read() as db:
        start = random.randint(0, newest_reading(db))  # noqa: S311 - the same
        some = [told for first in (start, 0) for told in sure_ones(db, item, first, LOOKED_THROUGH)]
    for told in some:
        if (told.fact.get("value") in TICKED) == ticked:
            return told.case_id, Seen(told.run, int(told.fact["page"]), ticked)
    return None


def _marks() -> frozenset[str]:
    items = forms.load(DEFAULT_FORM).items.values()
    return frozenset(item.id for item in items if item.kind is ReadingKind.MARK)
