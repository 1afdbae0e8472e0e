"""Sammelprüfung: one box of many cases at once, all seen alike, so that the odd one stands out.

Among them is always one that is known to be otherwise. Whoever confirms it as well has not looked;
how often that happens is counted. A box that somebody marks as unclear is left for a closer look.
"""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from pipeline import forms
from pipeline.forms import Item
from pipeline.model import Box, Fact
from pipeline.review import acts, queue
from pipeline.review.alike import Boxes, Seen, boxes_of, known_one
from pipeline.review.confirming import Glance, Mark, Outcome, Result, confirm
from pipeline.review.placing import place_on, upright_size
from pipeline.review.records import Place
from pipeline.review.states import CaseState
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.accounts import Account
from pipeline.store.alike import named_pages, page_of_run
from pipeline.store.desk_events import events_of
from pipeline.store.records import DEFAULT_FORM
from validators.words import named, tidy

__all__ = [
    "LIMIT", "Glance", "Group", "Mark", "Outcome", "Result", "Tile", "confirm", "groups",
    "label_of", "tiles",
]  # fmt: skip

LIMIT = 24
"""Six by four: what one look takes in."""

OPEN = frozenset({CaseState.READY, CaseState.FAILED})
"""Cases that wait for anybody; those that somebody has open are left to them."""

SHOWN = {True: "angekreuzt", False: "leer"}


class Group(Fact):
    """Boxes that were seen alike."""

    key: str
    item: str
    label: str
    predicted: str
    ticked: bool
    count: int


class Tile(Fact):
    """One box of one case."""

    case_id: str
    item: str
    key: str
    """The field on the sheet of the case."""
    label: str
    page: int
    width: int
    height: int
    box: Box
    place: Place
    version: int


def groups(store: Store, settings: Settings, account: Account, now: datetime) -> tuple[Group, ...]:
    """What can be looked at together, the largest first."""
    free = _free(store, settings, account, now)
    found = []
    for (item, ticked), places in _waiting(store, boxes_of(store)).items():
        if count := sum(case in free for case in places):
            found.append(
                Group(
                    key=f"{item}:{'ticked' if ticked else 'empty'}", item=item, ticked=ticked,
                    label=label_of(item), predicted=SHOWN[ticked], count=count,
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda group: (-group.count, group.item, group.ticked)))


def _waiting(store: Store, boxes: Boxes) -> dict[tuple[str, bool], dict[str, Seen]]:
    """The boxes in doubt, without those on pages that are another one, as a person says."""
    with store.read() as db:
        named = named_pages(db)
    items = forms.load(DEFAULT_FORM).items
    return {
        (item, ticked): {
            case: seen
            for case, seen in places.items()
            if named.get((case, seen.page), items[item].page) == items[item].page
        }
        for (item, ticked), places in boxes.waiting().items()
    }


def label_of(item: str) -> str:
    """A box by its question and its answer: `Familienstand: geschieden`."""
    form = forms.load(DEFAULT_FORM)
    place = form.items[item]
    options = {option.id: tidy(option.label) for option in form.fields[place.field].options}
    return f"{named(form, place.field)}: {options[place.option]}"


def tiles(
    store: Store,
    settings: Settings,
    account: Account,
    now: datetime,
    group: str,
    limit: int = LIMIT,
) -> tuple[Tile, ...]:
    """A screen of one group, with one among them that is known to be otherwise."""
    item, _, seen = group.rpartition(":")
    ticked = seen == "ticked"
    if item not in forms.load(DEFAULT_FORM).items:
        return ()
    boxes, free = boxes_of(store), _free(store, settings, account, now)
    waiting = _waiting(store, boxes).get((item, ticked), {})
    some = [(case, seen_in) for case, seen_in in waiting.items() if case in free][: limit - 1]
    other = known_one(store, boxes, item, ticked=not ticked) if some else None
    if other is not None:
        some.insert(random.randint(0, len(some)), other)  # noqa: S311 - where is no secret
    place = forms.load(DEFAULT_FORM).items[item]
    with store.read() as db:
        found = [_tile(db, case, seen_in, place) for case, seen_in in some]
    return tuple(tile for tile in found if tile is not None)


def _tile(db: Any, case: str, seen: Seen, item: Item) -> Tile | None:
    """A box as it is shown; ``None`` where nobody knows where it lies on the page."""
    page = page_of_run(db, seen.run, seen.page)
    place = place_on(page, item.box)
    if page is None or place is None:
        return None
    width, height = upright_size(page)
    touched = acts.versions(events_of(db, case))
    return Tile(
        case_id=case, item=item.id, key=item.field, label=label_of(item.id), page=page.number,
        width=width, height=height, box=item.box, place=place,
        version=touched.get(item.field, 0),
    )  # fmt: skip


def _free(store: Store, settings: Settings, account: Account, now: datetime) -> frozenset[str]:
    """Cases that wait for anybody, or that this account has open.

    Nobody waits for what the screen before left to be worked out: of these cases all that counts
    here is who has them.
    """
    rows = queue.worklist(store, settings, now, at_once=0)
    return frozenset(row.case_id for row in rows if row.state in OPEN or row.holder == account.name)
