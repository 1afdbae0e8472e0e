"""Half past midnight is the new day at the desk, although it is still yesterday in Greenwich."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import fake_review as fakes
import pytest
from fake_review import RECEIVED, result

from pipeline.errors import DecisionError
from pipeline.review import desk, queue
from pipeline.review.states import CaseState
from pipeline.settings import Settings
from pipeline.store import Store

TODAY = date(2026, 3, 11)
HALF_PAST_MIDNIGHT = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock_on_the_wall(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_the_days_that_are_left_are_those_of_the_clock_on_the_wall(
    opened: Store, settings: Settings
) -> None:
    case = fakes.with_result(opened, result())

    (row,) = queue.worklist(opened, settings, HALF_PAST_MIDNIGHT)

    deadline = RECEIVED + timedelta(days=settings.deadline_days)
    assert (row.deadline, row.days_left) == (deadline, (deadline - TODAY).days)
    assert row.age_days == (TODAY - RECEIVED).days
    sheet = desk.look(opened, settings, case, fakes.account(opened), HALF_PAST_MIDNIGHT).sheet
    assert sheet.days_left == row.days_left


def test_a_case_put_aside_until_today_comes_back_at_midnight(
    opened: Store, settings: Settings
) -> None:
    case, huber = fakes.with_result(opened, result()), fakes.account(opened)
    evening = HALF_PAST_MIDNIGHT - timedelta(hours=1)
    desk.open_case(opened, settings, case, huber, evening)

    desk.postpone(opened, settings, case, huber, evening, until=TODAY)

    (before,) = queue.worklist(opened, settings, evening)
    (after,) = queue.worklist(opened, settings, HALF_PAST_MIDNIGHT)
    assert before.state is CaseState.POSTPONED
    assert after.state is not CaseState.POSTPONED
    desk.open_case(opened, settings, case, huber, HALF_PAST_MIDNIGHT)
    with pytest.raises(DecisionError):
        desk.postpone(opened, settings, case, huber, HALF_PAST_MIDNIGHT, until=TODAY)
