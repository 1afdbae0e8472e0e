"""Twenty people at once for twenty seconds: nothing is lost, doubled or overwritten."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import fake_review as fakes
import pytest
from fake_review import NOW, reading, result

from pipeline.errors import LeaseError
from pipeline.model import MarkState, Source
from pipeline.review import acts, desk, glance
from pipeline.review.glance import Glance, Mark, Result
from pipeline.review.records import Saved
from pipeline.review.states import Action
from pipeline.settings import Settings
from pipeline.store import Store, audit, leases, load_record
from pipeline.store.accounts import Account, Role
from pipeline.store.desk_events import events_of

NAME, TOWN = "kind.familienname", "kind.geburtsort"
SEX = "kind.geschlecht"
BOX = f"{SEX}.weiblich"
PEOPLE, CASES, SECONDS = 20, 12, 20.0


class Done(NamedTuple):
    """One decision that was answered as saved: on which state of the field, and what it says."""

    case: str
    key: str
    seen: int
    value: str


def at_work(store: Store, settings: Settings, cases: list[str], who: int) -> list[Done]:
    """What one person was told is saved."""
    person, chance = Account(name=f"person{who}", role=Role.PRUEFER), random.Random(who)
    done: list[Done] = []
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if chance.random() < 0.1:
            done += looked(store, settings, person)
        case = chance.choice(cases)
        found = desk.open_case(store, settings, case, person, NOW)
        if not found.mine:
            time.sleep(chance.uniform(0, 0.05))
            continue
        for key in chance.sample([NAME, TOWN], 2):
            value, seen = f"{person.name}n{len(done)}", found.sheet.field(key).version
            saved = desk.save(
                store, settings, case, person, NOW, key=key, action=Action.CORRECT, value=value,
                version=seen,
            )  # fmt: skip
            assert isinstance(saved, Saved), "a case that is mine is changed by nobody else"
            done.append(Done(case, key, seen, value))
        desk.hand_back(store, case, person, NOW)
        with pytest.raises(LeaseError):
            desk.note(store, settings, case, person, NOW, text="zu spät")
    return done


def looked(store: Store, settings: Settings, person: Account) -> list[Done]:
    """A screen of boxes at one glance."""
    tiles = glance.tiles(store, settings, person, NOW, f"{BOX}:ticked", limit=3)
    given = [
        Glance(case_id=tile.case_id, item=BOX, version=tile.version, mark=Mark.TICKED)
        for tile in tiles
    ]
    outcomes = glance.confirm(store, settings, person, NOW, given)
    return [
        Done(one.case_id, SEX, one.version, MarkState.TICKED)
        for one, outcome in zip(given, outcomes, strict=True)
        if outcome.result is Result.SAVED
    ]


@pytest.mark.slow
def test_of_twenty_people_at_work_at_once_nobody_loses_doubles_or_overwrites_anything(
    opened: Store, settings: Settings
) -> None:
    doubtful = result(
        reading(NAME, "Hubor", doubt=True),
        reading(BOX, MarkState.UNSURE, MarkState.TICKED, doubt=True),
    )
    cases = [fakes.with_result(opened, doubtful, str(number)) for number in range(CASES)]

    with ThreadPoolExecutor(PEOPLE) as people:
        told = people.map(lambda who: at_work(opened, settings, cases, who), range(PEOPLE))
        done = [one for some in told for one in some]

    by_case: defaultdict[str, list[Done]] = defaultdict(list)
    for one in done:
        by_case[one.case].append(one)
    assert len(done) > PEOPLE
    for case in cases:
        check(opened, case, by_case[case])
    with opened.read() as db:
        assert audit.broken(db) is None
        assert not leases.leases(db, NOW)


def check(store: Store, case: str, done: list[Done]) -> None:
    """What was answered is what is kept, each made on the one before it and on no other."""
    with store.read() as db:
        readings = load_record(db, case).readings
        saves = [event for event in events_of(db, case) if event.kind == acts.SAVE]
        trail = [e.detail["vorgang"] for e in audit.entries(db, case=case) if "vorgang" in e.detail]
    kept = [one.value for one in readings if one.source is Source.PERSON]
    assert Counter(kept) == Counter(one.value for one in done)
    assert trail == [event.id for event in saves]
    for key in (NAME, TOWN, SEX):
        ids = [event.id for event in saves if event.field == key]
        seen = sorted(one.seen for one in done if one.key == key)
        assert seen == [0, *ids][: len(ids)], "each saw the one before it"
