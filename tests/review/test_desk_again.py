"""An act whose answer got lost is sent again: it is kept once, and answered as it was."""

from __future__ import annotations

from collections import Counter
from typing import Any

import fake_review as fakes
import pytest
from fake_review import NOW, reading, result

from pipeline.errors import DecisionError, LeaseError
from pipeline.model import Source
from pipeline.review import acts, desk, keeping, sampling, second_desk
from pipeline.review.keeping import sent_as
from pipeline.review.records import Conflict, Saved
from pipeline.review.states import Action, CaseState
from pipeline.settings import Settings
from pipeline.store import Store, audit, load_record
from pipeline.store.accounts import Account
from pipeline.store.desk_events import events_of

NAME, TOWN = "kind.familienname", "kind.geburtsort"


@pytest.fixture
def huber(opened: Store) -> Account:
    return fakes.account(opened)


@pytest.fixture
def maier(opened: Store) -> Account:
    return fakes.account(opened, "maier")


@pytest.fixture
def case(opened: Store, settings: Settings, huber: Account) -> str:
    found = fakes.with_result(opened, result(reading(NAME, "Hubor", doubt=True)))
    assert desk.open_case(opened, settings, found, huber, NOW).mine
    return found


def save(
    store: Store, settings: Settings, case: str, account: Account, value: str, version: int = 0
) -> Saved | Conflict:
    return desk.save(
        store, settings, case, account, NOW, key=NAME, action=Action.CORRECT, value=value,
        version=version,
    )  # fmt: skip


def kinds(store: Store, case: str) -> Counter[str]:
    with store.read() as db:
        return Counter(event.kind for event in events_of(db, case))


def names(store: Store, case: str) -> list[str | None]:
    with store.read() as db:
        readings = load_record(db, case).readings
    return [one.value for one in readings if one.item == NAME and one.source is Source.PERSON]


def finish(store: Store, settings: Settings, case: str, account: Account) -> CaseState:
    sheet = desk.open_case(store, settings, case, account, NOW).sheet
    while sheet.open_fields:
        field = sheet.open_fields[0]
        saved = desk.save(
            store, settings, case, account, NOW, key=field.key, version=field.version,
            action=Action.CONFIRM if field.value else Action.EMPTY,
        )  # fmt: skip
        assert isinstance(saved, Saved)
        sheet = saved.sheet
    return desk.finish(store, settings, case, account, NOW).state


def test_a_value_that_was_sent_twice_is_kept_once_and_is_no_conflict(
    opened: Store, settings: Settings, case: str, huber: Account
) -> None:
    with sent_as("eins"):
        first = save(opened, settings, case, huber, "Huber")
        again = save(opened, settings, case, huber, "Huber")

    assert isinstance(first, Saved)
    assert isinstance(again, Saved)
    assert names(opened, case) == ["Huber"]
    assert {field.key for field in first.changed} <= {field.key for field in again.changed}
    assert (again.said, again.event) == (first.said, first.event)


def test_undo_that_was_sent_twice_takes_back_one_act(
    opened: Store, settings: Settings, case: str, huber: Account
) -> None:
    first = save(opened, settings, case, huber, "Huber")
    assert isinstance(first, Saved)
    save(opened, settings, case, huber, "Hueber", first.sheet.field(NAME).version)

    with sent_as("zwei"):
        for _ in range(2):
            saved = desk.undo(opened, settings, case, huber, NOW)
            assert saved is not None
            assert saved.sheet.field(NAME).value == "Huber"

    assert kinds(opened, case)[acts.UNDO] == 1
    assert desk.undo(opened, settings, case, huber, NOW) is not None, "another one is another act"


def test_a_note_and_the_end_of_a_case_that_were_sent_twice_are_kept_once(
    opened: Store, settings: Settings, case: str, huber: Account
) -> None:
    with sent_as("drei"):
        for _ in range(2):
            desk.note(opened, settings, case, huber, NOW, text="Anruf am Montag")
    finish(opened, settings, case, huber)
    desk.reopen(opened, settings, case, huber, NOW, reason="Anruf")
    desk.open_case(opened, settings, case, huber, NOW)
    with sent_as("vier"):
        ends = [desk.finish(opened, settings, case, huber, NOW) for _ in range(2)]

    assert [end.state for end in ends] == [CaseState.REVIEWED] * 2
    found = kinds(opened, case)
    assert (found[acts.NOTE], found[acts.FINISH]) == (1, 2)
    with opened.read() as db:
        assert audit.broken(db) is None


def test_a_conflict_that_was_sent_twice_is_one(
    opened: Store, settings: Settings, case: str, huber: Account
) -> None:
    save(opened, settings, case, huber, "Huber")
    with sent_as("fünf"):
        both = [save(opened, settings, case, huber, "Hueber") for _ in range(2)]

    assert all(isinstance(one, Conflict) for one in both)
    assert kinds(opened, case)[acts.CONFLICT] == 1


def test_the_number_of_somebody_else_is_another_one(
    opened: Store, settings: Settings, case: str, huber: Account, maier: Account
) -> None:
    with sent_as("sechs"):
        save(opened, settings, case, huber, "Huber")
        desk.hand_back(opened, case, huber, NOW)
        version = desk.open_case(opened, settings, case, maier, NOW).sheet.field(NAME).version
        save(opened, settings, case, maier, "Maier", version)

    assert names(opened, case) == ["Huber", "Maier"]


def test_where_the_end_of_typing_a_second_time_is_cut_off_the_last_field_is_asked_for_again(
    opened: Store,
    settings: Settings,
    case: str,
    huber: Account,
    maier: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = settings.model_copy(update={"second_share": 1e-9})
    save(opened, settings, case, huber, "Huber")
    monkeypatch.setattr("pipeline.review.ending.due", lambda sheet, *_: (sheet.field(NAME),))
    assert finish(opened, settings, case, huber) is CaseState.SECOND
    assert [f.key for f in second_desk.open_blind(opened, settings, case, maier, NOW).fields] == [
        NAME
    ]
    note = audit.note

    def die_at_the_end(*said: Any, **detail: Any) -> None:
        if said[3] in ("fall_geprüft", "abweichung"):
            raise KeyboardInterrupt
        note(*said, **detail)

    for value, end in (("Huber", CaseState.REVIEWED), ("Hüber", CaseState.DIFFERING)):
        monkeypatch.setattr(keeping.audit, "note", die_at_the_end)
        with pytest.raises(KeyboardInterrupt):
            second_desk.enter(
                opened, settings, case, maier, NOW, key=NAME, action=Action.CORRECT, value=value
            )
        monkeypatch.setattr(keeping.audit, "note", note)
        assert second_desk.open_blind(opened, settings, case, maier, NOW).fields, end


def test_nobody_learns_from_a_sample_what_they_may_not_see(
    opened: Store, settings: Settings, case: str, huber: Account, maier: Account
) -> None:
    some = settings.model_copy(update={"audit_share": 1.0})

    def check(who: Account, key: str) -> sampling.Checked:
        return sampling.check(
            opened, some, case, who, NOW, key=key, action=Action.CORRECT, value="Ulm"
        )

    with pytest.raises(DecisionError):
        check(maier, TOWN)  # somebody is at work on it
    finish(opened, settings, case, huber)
    with pytest.raises(DecisionError):
        check(huber, TOWN)  # has seen it
    with pytest.raises(DecisionError):
        check(maier, NAME)  # somebody has looked at it
    assert not check(maier, TOWN).same
    desk.reopen(opened, settings, case, huber, NOW, reason="Anruf")
    desk.open_case(opened, settings, case, huber, NOW)
    with pytest.raises((DecisionError, LeaseError)):
        check(maier, TOWN)
