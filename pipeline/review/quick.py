"""S3 Schnellprüfung: one question at a time, all of the same kind, out of many cases.

What is decided is kept as in the case itself; nobody has the case open for longer than that takes.
Questions that a rule has something to say about are left for the case: there the paper alone does
not settle them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache

from pipeline.model import Fact
from pipeline.review import acts, desk, queue
from pipeline.review.concerns import OPENING
from pipeline.review.keeping import is_senior
from pipeline.review.looks import Look, look_at
from pipeline.review.opening import SHUT
from pipeline.review.records import Conflict, Saved, SheetField, SheetPage
from pipeline.review.states import Action, CaseState, ReadingState, RuleState
from pipeline.review.unsure import (
    PATTERN_SHOWN,
    Place,
    Unsure,
    pattern_of,
    slots_by_item,
    turn_of,
    unsure_of,
)
from pipeline.settings import Settings
from pipeline.store import Store, leases
from pipeline.store.accounts import Account
from pipeline.store.moments import day_of

OPEN = frozenset({CaseState.READY, CaseState.FAILED})
"""Cases that wait for anybody; those that somebody has open are left to them."""

AHEAD = 4
"""Questions dealt out at once: so many crops are cut before they are looked at."""

MOST_LOOKED_AT = 40
"""Cases laid out in search of questions that are open, before an answer is due."""


class Pattern(Fact):
    """Questions of one kind."""

    key: str
    label: str
    count: int
    """At most so many: some may turn out to be settled, or to be nothing for a quick look."""


class Dealt(Fact):
    """One question of one case, as it is shown."""

    case_id: str
    field: SheetField
    page: SheetPage


def patterns(
    store: Store, settings: Settings, account: Account, now: datetime
) -> tuple[Pattern, ...]:
    """What can be looked through, the most frequent first."""
    free = _free(store, settings, account, now)
    counts = Counter(_kind_of(key) for case, key in unsure_of(store).waiting() if case in free)
    found = (
        Pattern(key=key, label=PATTERN_SHOWN[key], count=count)
        for key, count in counts.items()
        if key in PATTERN_SHOWN
    )
    return tuple(sorted(found, key=lambda one: (-one.count, one.label)))


def deal(
    store: Store,
    settings: Settings,
    account: Account,
    now: datetime,
    pattern: str,
    *,
    without: Collection[Place] = (),
    limit: int = AHEAD,
) -> tuple[Dealt, ...]:
    """The next questions of a kind: the same one of many cases, then the next one of the form.

    They are left to this account for a while. ``without`` are those that it has already.
    """
    unsure, free = unsure_of(store), _free(store, settings, account, now)
    wanted = sorted(
        (place for place in unsure.waiting()
         if _kind_of(place[1]) == pattern and place[0] in free and place not in without),
        key=lambda place: (turn_of(place[1]), free[place[0]]),
    )  # fmt: skip
    found: list[Dealt] = []
    for place in wanted[:MOST_LOOKED_AT]:
        if len(found) == limit:
            break
        one = _laid_out(store, settings, account, now, place, unsure)
        if one is not None and unsure.deal(place, account.name, now):
            found.append(one)
    return tuple(found)


def _kind_of(key: str) -> str:
    return _kinds()[key]


@cache
def _kinds() -> dict[str, str]:
    return {slot.key: pattern_of(slot) for slot in slots_by_item().values()}


def _laid_out(
    store: Store, settings: Settings, account: Account, now: datetime, place: Place, unsure: Unsure
) -> Dealt | None:
    """A question as it stands in its case; ``None`` where it is nothing for a quick look."""
    case, key = place
    look = look_at(store, settings, case, day_of(now))
    sheet = look.sheet_for(senior=is_senior(account))
    field = next((one for one in sheet.fields if one.key == key), None)
    if field is None or not _is_for_a_glance(look, field):
        unsure.settle(place)
        return None
    page = next(one for one in sheet.pages if one.number == field.page)
    return Dealt(case_id=case, field=field, page=page)


def _is_for_a_glance(look: Look, field: SheetField) -> bool:
    """Whether the paper alone decides, and it is known where on it to look."""
    if field.reading is not ReadingState.OPEN_DOUBT or field.place is None:
        return False
    ruled = field.rule is not RuleState.FINE or any(
        one.key in field.findings and one.severity in OPENING and not one.settled
        for one in look.sheet.findings
    )
    turned = any(p.number == field.page and p.turned is not None for p in look.case.pages)
    return not ruled and not turned


def save(
    store: Store,
    settings: Settings,
    case: str,
    account: Account,
    now: datetime,
    *,
    key: str,
    action: Action,
    value: str,
    version: int,
    seconds: float = 0,
    keystrokes: int = 0,
) -> Saved | Conflict | None:
    """Keep what somebody decided; ``None`` where the case went to somebody else meanwhile."""
    with _held(store, settings, case, account, now) as held:
        if not held:
            return None
        found = desk.save(
            store, settings, case, account, now, key=key, action=action, value=value,
            version=version, seconds=seconds, keystrokes=keystrokes,
        )  # fmt: skip
    unsure_of(store).done_with((case, key))
    return found


def undo(
    store: Store, settings: Settings, case: str, account: Account, now: datetime, key: str
) -> Saved | None:
    """Take back what this account decided last in a case, if that was about this question."""
    return _turned(store, settings, case, account, now, key, acts.to_undo, desk.undo)


def redo(
    store: Store, settings: Settings, case: str, account: Account, now: datetime, key: str
) -> Saved | None:
    """Do once more what was taken back last, if that was about this question."""
    return _turned(store, settings, case, account, now, key, acts.to_redo, desk.redo)


def _turned(
    store: Store, settings: Settings, case: str, account: Account, now: datetime, key: str,
    find: Callable[..., object], act: Callable[..., Saved | None],
) -> Saved | None:  # fmt: skip
    with _held(store, settings, case, account, now) as held:
        last = find(look_at(store, settings, case, day_of(now)).events, account.name)
        if not held or getattr(last, "field", None) != key:
            return None
        return act(store, settings, case, account, now)


@contextmanager
def _held(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Iterator[bool]:
    """The case for the length of one act; False where it is not to be had."""
    opened = desk.look(store, settings, case, account, now)
    if opened.state in SHUT or (opened.holder and not opened.mine):
        yield False
        return
    if opened.mine:
        yield True
        return
    with store.write() as db:
        length = timedelta(minutes=settings.lease_minutes)
        mine = leases.take(db, case, account.name, now, length).account == account.name
    try:
        yield mine
    finally:
        if mine:
            with store.write() as db:
                leases.give_back(db, case, account.name)


def _free(store: Store, settings: Settings, account: Account, now: datetime) -> dict[str, int]:
    """Cases that wait for anybody, or that this account has open, by their turn."""
    rows = queue.worklist(store, settings, now, at_once=0)
    return {
        row.case_id: turn
        for turn, row in enumerate(rows)
        if row.state in OPEN or row.holder == account.name
    }
