"""The program is killed while somebody saves: what was answered as saved is there, exactly once."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

import fake_review as fakes
import pytest
from fake_review import NOW, reading, result

from pipeline.model import MarkState, Source
from pipeline.review import acts, desk, glance, keeping
from pipeline.review.glance import Glance, Mark, Result
from pipeline.review.records import Saved
from pipeline.review.states import Action
from pipeline.settings import Settings
from pipeline.store import Store, audit, load_record, open_store
from pipeline.store.desk_events import events_of

NAME, BOX = "kind.familienname", "kind.geschlecht.weiblich"
LIVES = 8
MOST_ANSWERS = 3
"""Of one life; then the blow falls within the time that about one more takes."""

FORK = get_context("fork")
"""The program is there at once, and each life opens the store for itself."""


@pytest.fixture
def case(opened: Store) -> str:
    return fakes.with_result(opened, result(reading(NAME, "Hubor", doubt=True)))


def save_on_and_on(settings: Settings, case: str, start: int, told: Connection) -> None:
    """What the program does for somebody who never stops: each answer is passed on."""
    store = open_store(settings)
    huber = fakes.account(store)
    found = desk.open_case(store, settings, case, huber, NOW)
    assert found.mine, "who was cut off goes on"
    version = found.sheet.field(NAME).version
    for number in count(start):
        saved = desk.save(
            store, settings, case, huber, NOW, key=NAME, action=Action.CORRECT,
            value=f"Huber{number}", version=version,
        )  # fmt: skip
        assert isinstance(saved, Saved)
        version = saved.sheet.field(NAME).version
        told.send(number)


@contextmanager
def living(settings: Settings, case: str, start: int) -> Iterator[tuple[Any, Connection]]:
    """The program, and what it answers."""
    heard, told = FORK.Pipe(duplex=False)
    program = FORK.Process(target=save_on_and_on, args=(settings, case, start, told))
    program.start()
    told.close()
    try:
        yield program, heard
    finally:
        program.kill()
        program.join()


def heard_of(heard: Connection) -> list[int]:
    """Everything that was answered until the end."""
    found = []
    while True:
        try:
            found.append(heard.recv())
        except EOFError:
            return found


def saved_names(store: Store, case: str) -> list[int]:
    """The numbers of the names in the store; acts and trail tell of the same, one by one."""
    with store.read() as db:
        readings = load_record(db, case).readings
        done = [event for event in events_of(db, case) if event.kind == acts.SAVE]
        trail = [e for e in audit.entries(db, case=case) if e.event == desk.AUDITED[Action.CORRECT]]
        assert audit.broken(db) is None
    values = [one.value for one in readings if one.item == NAME and one.source is Source.PERSON]
    assert [event.detail["after"][NAME]["value"] for event in done] == values
    assert [entry.detail["vorgang"] for entry in trail] == [event.id for event in done]
    return [int((value or "").removeprefix("Huber")) for value in values]


def test_whatever_was_answered_as_saved_outlives_any_number_of_kills_exactly_once(
    opened: Store, settings: Settings, case: str
) -> None:
    moments, answered, start = random.Random(71), list[int](), 0

    for _ in range(LIVES):
        with living(settings, case, start) as (program, heard):
            answered += [heard.recv() for _ in range(moments.randint(1, MOST_ANSWERS))]
            time.sleep(moments.uniform(0, 0.15))
            program.kill()
            answered += heard_of(heard)
        assert program.exitcode == -signal.SIGKILL
        start = answered[-1] + 2  # the one that nobody was told of has a number too

    kept = saved_names(opened, case)
    assert len(answered) >= LIVES
    assert kept == sorted(set(kept)), "none is doubled, none overtakes another"
    assert set(answered) <= set(kept), "none is lost"
    assert len(kept) - len(answered) <= LIVES, "of each life at most the last one went unanswered"


@pytest.mark.parametrize("last_words", ["before the trail", "after the trail"])
def test_an_act_that_is_cut_off_in_the_midst_of_being_written_leaves_no_trace(
    opened: Store,
    settings: Settings,
    case: str,
    monkeypatch: pytest.MonkeyPatch,
    last_words: str,
) -> None:
    note = audit.note

    def die(*said: Any, **detail: Any) -> None:
        if said[3] == "fall_geöffnet":
            return note(*said, **detail)
        if last_words == "after the trail":
            note(*said, **detail)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("it lives on")

    monkeypatch.setattr(keeping.audit, "note", die)
    with living(settings, case, 0) as (program, heard):
        assert heard_of(heard) == []
        program.join()
    monkeypatch.undo()

    assert program.exitcode == -signal.SIGKILL
    assert saved_names(opened, case) == []
    with living(settings, case, 0) as (_, heard):
        assert heard.recv() == 0


def test_a_screen_that_is_cut_off_halfway_is_kept_not_at_all(
    opened: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubtful = result(reading(BOX, MarkState.UNSURE, MarkState.TICKED, doubt=True))
    cases = [fakes.with_result(opened, doubtful, name) for name in "bcd"]
    given = [Glance(case_id=one, item=BOX, version=0, mark=Mark.TICKED) for one in cases]
    huber, note, noted = fakes.account(opened), audit.note, list[str]()

    def die_at_the_second(*said: Any, **detail: Any) -> None:
        noted.append(said[3])
        if len(noted) > 1:
            os.kill(os.getpid(), signal.SIGKILL)
        note(*said, **detail)

    def confirm() -> None:
        glance.confirm(open_store(settings), settings, huber, NOW, given)

    monkeypatch.setattr(keeping.audit, "note", die_at_the_second)
    program = FORK.Process(target=confirm)
    program.start()
    program.join()
    monkeypatch.undo()

    assert program.exitcode == -signal.SIGKILL
    with opened.read() as db:
        assert not any(events_of(db, one) for one in cases)
        records = [load_record(db, one) for one in cases]
        assert audit.broken(db) is None
    said = [one for record in records for one in record.readings if one.source is Source.PERSON]
    assert said == []
    found = glance.confirm(opened, settings, huber, NOW, given)
    assert {one.result for one in found} == {Result.SAVED}


def test_the_case_of_somebody_whose_program_died_is_taken_over_when_the_lease_has_ended(
    opened: Store, settings: Settings, case: str
) -> None:
    with living(settings, case, 0) as (program, heard):
        heard.recv()
        program.kill()
        program.join()
    maier = fakes.account(opened, "maier")
    ended = NOW + timedelta(minutes=settings.lease_minutes, seconds=1)

    assert not desk.open_case(opened, settings, case, maier, NOW).mine
    found = desk.open_case(opened, settings, case, maier, ended)

    assert found.mine
    assert found.sheet.field(NAME).value == f"Huber{saved_names(opened, case)[-1]}"
    field = found.sheet.field(NAME)
    saved = desk.save(
        opened, settings, case, maier, ended, key=NAME, action=Action.CORRECT, value="Maier",
        version=field.version,
    )  # fmt: skip
    assert isinstance(saved, Saved)
