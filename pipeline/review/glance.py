"""Sammelprüfung: one box of many cases at once, all seen alike, so that the odd one stands out.

Among them is always one that is known to be otherwise. Whoever confirms it as well has not looked;
how often that happens is counted. A box that somebody marks as unclear is left for a closer look.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pipeline import forms
from pipeline.errors import ClosedCaseError, DecisionError, LeaseError
from pipeline.fold import TICKED
from pipeline.forms import Item
from pipeline.model import Box, Fact
from pipeline.review import acts, queue
from pipeline.review.alike import Boxes, Seen, boxes_of, known_one, likely_ticked
from pipeline.review.decisions import Decision, Said, by_person, detail_of, mark_of
from pipeline.review.keeping import Act, Plan, keep_act, left_open
from pipeline.review.looks import Look, look_at
from pipeline.review.placing import place_on, upright_size
from pipeline.review.records import Place
from pipeline.review.states import Action, CaseState
from pipeline.settings import Settings
from pipeline.store import Store, leases
from pipeline.store.accounts import Account
from pipeline.store.alike import page_of_run
from pipeline.store.desk_events import DeskEvent, add_event, events_of
from pipeline.store.records import DEFAULT_FORM
from validators.words import named, tidy

MEANWHILE = "Das Feld hat inzwischen jemand anderes entschieden."

LIMIT = 24
"""Six by four: what one look takes in."""

OPEN = frozenset({CaseState.READY, CaseState.FAILED})
"""Cases that wait for anybody; those that somebody has open are left to them."""

SHOWN = {True: "angekreuzt", False: "leer"}


class Mark(StrEnum):
    """What somebody says of a box."""

    TICKED = "ticked"
    EMPTY = "empty"
    UNSURE = "unsure"


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


class Glance(Fact):
    """What somebody says of one tile."""

    case_id: str
    item: str
    mark: Mark
    version: int


class Result(StrEnum):
    """What became of a tile."""

    SAVED = "saved"
    LEFT = "left"
    """Marked as unclear: to be looked at in its case."""
    HELD = "held"
    """Somebody else has the case, or decided about the field meanwhile."""
    CAUGHT = "caught"
    """One that was mixed in, and seen for what it is."""
    MISSED = "missed"
    """One that was mixed in, and confirmed all the same."""


class Outcome(Fact):
    """What became of one tile."""

    case_id: str
    item: str
    result: Result


def groups(store: Store, settings: Settings, account: Account, now: datetime) -> tuple[Group, ...]:
    """What can be looked at together, the largest first."""
    free = _free(store, settings, account, now)
    found = []
    for (item, ticked), places in boxes_of(store).waiting().items():
        if count := sum(case in free for case in places):
            found.append(
                Group(
                    key=f"{item}:{'ticked' if ticked else 'empty'}", item=item, ticked=ticked,
                    label=label_of(item), predicted=SHOWN[ticked], count=count,
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda group: (-group.count, group.item, group.ticked)))


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
    waiting = boxes.waiting().get((item, ticked), {})
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
    """Cases that wait for anybody, or that this account has open."""
    rows = queue.worklist(store, settings, now)
    return frozenset(row.case_id for row in rows if row.state in OPEN or row.holder == account.name)


def confirm(
    store: Store,
    settings: Settings,
    account: Account,
    now: datetime,
    glances: Iterable[Glance],
    *,
    seconds: float = 0,
    keystrokes: int = 0,
) -> tuple[Outcome, ...]:
    """Keep what somebody says of a screen; time and keys are shared out among its tiles."""
    given = list(glances)
    each = max(1, len(given))
    share = (seconds / each, keystrokes / each)
    boxes = boxes_of(store)
    return tuple(
        Outcome(
            case_id=one.case_id, item=one.item,
            result=_confirmed(store, settings, account, now, boxes, one, share),
        )
        for one in given
    )  # fmt: skip


def _confirmed(
    store: Store,
    settings: Settings,
    account: Account,
    now: datetime,
    boxes: Boxes,
    one: Glance,
    share: tuple[float, float],
) -> Result:
    item = forms.load(DEFAULT_FORM).items.get(one.item)
    if item is None or one.mark is Mark.UNSURE:
        return Result.LEFT
    if not boxes.is_waiting((one.case_id, one.item)):
        return _compared(store, settings, account, now, one, item)
    with store.write() as db:
        before = leases.lease_of(db, one.case_id, now)
        length = timedelta(minutes=settings.lease_minutes)
        if leases.take(db, one.case_id, account.name, now, length).account != account.name:
            return Result.HELD
    try:
        keep_act(store, settings, one.case_id, account, now, _plan(account, one, item, share))
    except (LeaseError, ClosedCaseError, DecisionError):
        return Result.HELD
    finally:
        if before is None:
            with store.write() as db:
                leases.give_back(db, one.case_id, account.name)
    return Result.SAVED


def _plan(account: Account, one: Glance, item: Item, share: tuple[float, float]) -> Plan:
    """A reading of this one box; what stands in the others of its question is another matter."""

    def plan(look: Look) -> Act:
        if acts.versions(look.events).get(item.field, 0) != one.version:
            raise DecisionError(item.field, hint=MEANWHILE)
        held = look.case.readings[item.id]
        ticked = one.mark is Mark.TICKED
        same = ticked == likely_ticked(held)
        reading = by_person(look, held.page, item, Said(mark_of(held, ticked=ticked)))
        seconds, keystrokes = share
        event = DeskEvent(
            case_id=one.case_id, account=account.name, kind=acts.SAVE, field=item.field,
            action=Action.CONFIRM if same else Action.CORRECT, seconds=seconds,
            keystrokes=round(keystrokes), detail=detail_of(look, (reading,), None),
        )  # fmt: skip
        return Act(event, "feld_sammelprüfung", Decision((reading,)), noted={"feld": item.id})

    return plan


def _compared(
    store: Store, settings: Settings, account: Account, now: datetime, one: Glance, item: Item
) -> Result:
    """Whether somebody saw that this one is otherwise; nothing about its case changes."""
    look = look_at(store, settings, one.case_id, now.date())
    if acts.versions(look.events).get(item.field, 0) != one.version:
        return Result.HELD
    caught = (one.mark is Mark.TICKED) == (look.case.readings[item.id].value in TICKED)
    event = DeskEvent(
        case_id=one.case_id, account=account.name, kind=acts.MIXED_IN, field=item.id,
        detail={"caught": caught, **left_open(look)},
    )  # fmt: skip
    with store.write() as db:
        leases.hold(db, one.case_id)
        add_event(db, event, now)
    return Result.CAUGHT if caught else Result.MISSED
