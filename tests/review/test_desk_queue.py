"""The Arbeitsvorrat says what is open without looking at every case, and what is most urgent."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import fake_review as fakes
import pytest
from fake_review import NOW, reading, result

import validators
from pipeline.model import Received
from pipeline.review import desk, queue, rows
from pipeline.review.counting import kept_counts
from pipeline.review.records import Row
from pipeline.review.states import Action, CaseState
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.accounts import Account, Role
from pipeline.store.overview import outlines

NAME = "kind.familienname"
ANNA = Account(name="anna", role=Role.PRUEFER)


def row(case: str, days_left: int | None = 9, age: int = 5, risk: int = 0, **more: object) -> Row:
    usual = {
        "case_id": case, "form": "uvg_antrag_by", "form_title": "Antrag", "received": None,
        "age_days": age, "deadline": None, "days_left": days_left, "open_fields": 1,
        "open_rules": 0, "problems": 0, "risk": risk, "state": CaseState.READY,
    }  # fmt: skip
    return Row.model_validate({**usual, **more})


@pytest.mark.parametrize(
    ("rows", "chosen"),
    [
        ([row("a"), row("b", days_left=-1)], "b"),
        ([row("a", days_left=2, age=3), row("b", days_left=1, age=2)], "a"),
        ([row("a", age=3), row("b", age=4)], "b"),
        ([row("a"), row("b", risk=2)], "b"),
        ([row("a", holder="bert", state=CaseState.IN_REVIEW), row("b")], "b"),
        ([row("a", holder="anna", state=CaseState.IN_REVIEW), row("b")], "a"),
        ([row("a", state=CaseState.TOUCHLESS), row("b", state=CaseState.NEW)], None),
        ([row("a", state=CaseState.PASSED_ON, passed_to="anna")], "a"),
        ([row("a", state=CaseState.PASSED_ON, passed_to="senior")], None),
        ([], None),
    ],
)
def test_the_next_case_is_chosen_by_deadline_then_age_then_risk(
    rows: list[Row], chosen: str | None
) -> None:
    found = queue.next_for(rows, ANNA)

    assert (found.case_id if found else None) == chosen


def test_a_row_says_what_is_open_and_how_long_there_is(opened: Store, settings: Settings) -> None:
    case = fakes.with_result(opened, result(reading(NAME, "Hubor", doubt=True)))

    (found,) = queue.worklist(opened, settings, NOW)

    assert found.case_id == case
    assert (found.received, found.age_days) == (date(2026, 3, 4), 6)
    assert (found.deadline, found.days_left) == (date(2026, 3, 18), 8)
    assert (found.open_fields, found.exact) == (1, False)
    assert found.state is CaseState.READY


def test_after_an_act_a_row_says_what_the_sheet_says(opened: Store, settings: Settings) -> None:
    case = fakes.with_result(opened, result(reading(NAME, "Hubor", doubt=True)))
    huber = fakes.account(opened)
    sheet = desk.open_case(opened, settings, case, huber, NOW).sheet
    (found,) = queue.worklist(opened, settings, NOW)
    assert (found.open_fields, found.exact) == (len(sheet.open_fields), True)

    desk.save(
        opened, settings, case, huber, NOW, key=NAME, action=Action.CONFIRM,
        version=sheet.field(NAME).version,
    )  # fmt: skip

    (found,) = queue.worklist(opened, settings, NOW)
    assert found.open_fields == len(sheet.open_fields) - 1
    assert (found.state, found.holder) == (CaseState.IN_REVIEW, "huber")
    (found,) = queue.worklist(opened, settings, NOW + timedelta(minutes=16))
    assert (found.state, found.holder) == (CaseState.READY, "")


def test_what_is_known_is_not_worked_out_again(
    opened: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        fakes.with_result(opened, result(), name)
    before = queue.worklist(opened, settings, NOW)
    monkeypatch.setattr(validators, "check", lambda *_: pytest.fail("it was checked again"))
    monkeypatch.setattr(rows, "listed", lambda *_, **__: pytest.fail("it was listed again"))

    assert queue.worklist(opened, settings, NOW) == before


def test_a_new_case_and_another_reading_are_noticed(opened: Store, settings: Settings) -> None:
    fakes.with_result(opened, result(), "a")
    assert len(queue.worklist(opened, settings, NOW)) == 1

    second = fakes.with_result(
        opened, result(received=Received(day=date(2026, 2, 1), source="stempel")), "b"
    )

    rows = queue.worklist(opened, settings, NOW)
    assert rows[0].case_id == second, "its deadline has passed"
    assert len(rows) == 2


def test_nobody_waits_for_cases_that_were_never_worked_out(
    opened: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "AT_ONCE", 1)
    monkeypatch.setattr(queue, "AT_A_TIME", 2)
    doubtful = result(reading(NAME, "Hubor", doubt=True))
    cases = {fakes.with_result(opened, doubtful, name) for name in "abcde"}

    first = queue.worklist(opened, settings, NOW)

    assert {found.case_id for found in first} == cases
    assert sum(found.open_fields for found in first) == 1
    until = time.monotonic() + 60
    while sum(found.open_fields for found in queue.worklist(opened, settings, NOW)) < len(cases):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_what_is_shown_of_a_case_is_what_its_sheet_shows_once_it_is_opened(
    opened: Store, settings: Settings
) -> None:
    case = fakes.with_result(opened, result(reading(NAME, "Hubor", doubt=True)))
    listed = queue.worklist(opened, settings, NOW)

    (before,) = queue.counted(opened, settings, listed, NOW)
    desk.open_case(opened, settings, case, fakes.account(opened), NOW)
    (after,) = queue.worklist(opened, settings, NOW)

    assert (listed[0].exact, before.exact, after.exact) == (False, True, True)
    assert before.open_fields == after.open_fields > listed[0].open_fields
    assert (before.open_rules, before.problems) == (after.open_rules, after.problems)


def test_what_was_counted_once_is_kept(
    opened: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fakes.with_result(opened, result(reading(NAME, "Hubor", doubt=True)))
    listed = queue.worklist(opened, settings, NOW)
    before = queue.counted(opened, settings, listed, NOW)
    monkeypatch.setattr(validators, "check", lambda *_: pytest.fail("it was checked again"))
    monkeypatch.setattr(queue, "count", lambda *_: pytest.fail("it was counted again"))

    assert queue.counted(opened, settings, listed, NOW) == before


def test_a_count_of_other_facts_or_another_time_is_not_shown(
    opened: Store, settings: Settings
) -> None:
    case = fakes.with_result(opened, result(reading(NAME, "Hubor", doubt=True)))
    queue.counted(opened, settings, queue.worklist(opened, settings, NOW), NOW)
    with opened.read() as db:
        (now,) = outlines(db)
    read_again = now.model_copy(update={"facts": (now.facts[0] + 1, now.facts[1])})
    in_two_years = NOW.date() + timedelta(days=730)

    with opened.read() as db:
        assert kept_counts(db, [now], NOW.date()).keys() == {case}
        assert kept_counts(db, [read_again], NOW.date()) == {}
        assert kept_counts(db, [now], in_two_years) == {}


def test_nobody_waits_for_many_cases_to_be_counted(
    opened: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "COUNTING", 0)
    for name in "abc":
        fakes.with_result(opened, result(reading(NAME, "Hubor", doubt=True)), name)
    listed = queue.worklist(opened, settings, NOW)

    assert not any(row.exact for row in queue.counted(opened, settings, listed, NOW))
    until = time.monotonic() + 60
    while not all(row.exact for row in queue.counted(opened, settings, listed, NOW)):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_working_out_beside_leaves_more_to_people_while_they_have_cases_open(
    opened: Store, settings: Settings
) -> None:
    case, now = (
        fakes.with_result(opened, result(reading(NAME, "Hubor", doubt=True))),
        datetime.now(UTC),
    )
    alone = queue._rest(opened)

    desk.open_case(opened, settings, case, ANNA, now)
    beside_anna = queue._rest(opened)
    desk.hand_back(opened, case, ANNA, now)

    assert beside_anna > alone == queue._rest(opened)
