"""A case leaves the desk reviewed, or goes to somebody else; where it went is never forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import fake_review as fakes
import pytest
from fake_review import NOW, reading, result

from pipeline.errors import ClosedCaseError, DecisionError, LeaseError
from pipeline.model import Document, PageKind
from pipeline.review import desk, queue
from pipeline.review.records import Row, Saved
from pipeline.review.states import Action, CaseState, RescanReason
from pipeline.settings import Settings
from pipeline.standing import State, standing
from pipeline.store import Store, audit
from pipeline.store.accounts import Account, Role

NAME = "kind.familienname"
UNKNOWN_PAPER = (
    "Nachweis 1 ist nicht erkannt; ob Nachweise fehlen, wird erst geprüft, wenn er benannt ist."
)


@pytest.fixture
def case(opened: Store) -> str:
    return fakes.with_result(opened, result(reading(NAME, "Hubor", doubt=True)))


@pytest.fixture
def huber(opened: Store) -> Account:
    return fakes.account(opened)


def state_of(store: Store, settings: Settings, case: str) -> State:
    return standing(store, case, policy=settings.release, today=NOW.date()).state


def row_of(store: Store, settings: Settings, case: str, days: int = 0) -> Row:
    rows = queue.worklist(store, settings, NOW + timedelta(days=days))
    return next(row for row in rows if row.case_id == case)


def work_through(store: Store, settings: Settings, case: str, account: Account) -> None:
    """Decide every open field and problem with one key each."""
    sheet = desk.open_case(store, settings, case, account, NOW).sheet
    while sheet.open_fields:
        field = sheet.open_fields[0]
        action = Action.CONFIRM if field.value else Action.EMPTY
        found = desk.save(
            store, settings, case, account, NOW, key=field.key, action=action,
            version=field.version,
        )  # fmt: skip
        assert isinstance(found, Saved)
        sheet = found.sheet
    for problem in sheet.open_problems:
        sheet = desk.settle(store, settings, case, account, NOW, key=problem.key).sheet


def test_a_case_with_open_fields_is_not_finished_and_says_which_is_first(
    opened: Store, settings: Settings, case: str, huber: Account
) -> None:
    sheet = desk.open_case(opened, settings, case, huber, NOW).sheet

    found = desk.finish(opened, settings, case, huber, NOW)

    assert not found.done
    assert found.first_open == sheet.open_fields[0].key == NAME
    assert found.said == f"Noch offen: {len(sheet.open_fields)} Felder."


def test_a_finished_case_is_reviewed_released_and_handed_back(
    opened: Store, settings: Settings, case: str, huber: Account
) -> None:
    work_through(opened, settings, case, huber)
    assert state_of(opened, settings, case) is State.OPEN, "it is under review until it is finished"

    found = desk.finish(opened, settings, case, huber, NOW)

    assert (found.done, found.state) == (True, CaseState.REVIEWED)
    assert state_of(opened, settings, case) is State.RELEASED
    row = row_of(opened, settings, case)
    assert (row.state, row.holder, row.open_fields) == (CaseState.REVIEWED, "", 0)
    assert desk.done_today(opened, huber, NOW) == 1
    with pytest.raises(LeaseError):
        desk.finish(opened, settings, case, huber, NOW)


def test_finishing_need_not_release(
    opened: Store, settings: Settings, case: str, huber: Account
) -> None:
    careful = settings.model_copy(update={"finish_releases": False, "release": "person"})
    work_through(opened, careful, case, huber)

    desk.finish(opened, careful, case, huber, NOW)

    assert state_of(opened, careful, case) is State.OPEN
    assert row_of(opened, careful, case).state is CaseState.REVIEWED


def test_a_reviewed_case_is_changed_only_after_somebody_opens_it_again(
    opened: Store, settings: Settings, case: str, huber: Account
) -> None:
    work_through(opened, settings, case, huber)
    desk.finish(opened, settings, case, huber, NOW)
    again = desk.open_case(opened, settings, case, huber, NOW)
    assert (again.mine, again.state) == (False, CaseState.REVIEWED)
    assert "wieder öffnen" in again.why_not
    with pytest.raises(DecisionError):
        desk.reopen(opened, settings, case, huber, NOW, reason="  ")

    desk.reopen(opened, settings, case, huber, NOW, reason="Anruf der Mutter")

    assert state_of(opened, settings, case) is State.OPEN, "it may not go meanwhile"
    assert desk.open_case(opened, settings, case, huber, NOW).mine
    assert desk.finish(opened, settings, case, huber, NOW).done
    assert state_of(opened, settings, case) is State.RELEASED
    with pytest.raises(ClosedCaseError):
        fresh = fakes.with_result(opened, result(), "b")
        desk.reopen(opened, settings, fresh, huber, NOW, reason="Anruf")


def test_a_case_put_aside_comes_back_on_its_day(
    opened: Store, settings: Settings, case: str, huber: Account
) -> None:
    desk.open_case(opened, settings, case, huber, NOW)
    with pytest.raises(DecisionError):
        desk.postpone(opened, settings, case, huber, NOW, until=NOW.date())

    desk.postpone(opened, settings, case, huber, NOW, until=date(2026, 3, 12), reason="Rückruf")

    row = row_of(opened, settings, case)
    assert (row.state, row.until, row.holder) == (CaseState.POSTPONED, date(2026, 3, 12), "")
    assert queue.next_for([row], huber) is None
    later = row_of(opened, settings, case, days=2)
    assert (later.state, later.until) == (CaseState.READY, None)
    assert queue.next_for([later], huber) == later


def test_a_case_passed_on_is_next_for_nobody_else(
    opened: Store, settings: Settings, case: str, huber: Account
) -> None:
    desk.open_case(opened, settings, case, huber, NOW)
    desk.pass_on(opened, settings, case, huber, NOW, to="senior", reason="Handschrift")

    row = row_of(opened, settings, case)

    assert (row.state, row.passed_to) == (CaseState.PASSED_ON, "senior")
    assert queue.next_for([row], huber) is None
    assert queue.next_for([row], fakes.account(opened, "alt", Role.SENIOR)) == row


def test_a_field_passed_on_makes_the_whole_case_the_seniors(
    opened: Store, settings: Settings, case: str, huber: Account
) -> None:
    senior = fakes.account(opened, "alt", Role.SENIOR)
    field = desk.open_case(opened, settings, case, huber, NOW).sheet.field(NAME)
    desk.save(
        opened, settings, case, huber, NOW, key=NAME, action=Action.PASS_ON, version=field.version
    )
    work_through(opened, settings, case, huber)

    assert desk.finish(opened, settings, case, huber, NOW).state is CaseState.PASSED_ON

    assert row_of(opened, settings, case).passed_to == "senior"
    sheet = desk.open_case(opened, settings, case, senior, NOW).sheet
    assert [one.key for one in sheet.open_fields] == [NAME]
    work_through(opened, settings, case, senior)
    assert desk.finish(opened, settings, case, senior, NOW).state is CaseState.REVIEWED


def test_a_rescan_is_asked_for_with_a_reason_and_a_page_that_is_there(
    opened: Store, settings: Settings, case: str, huber: Account
) -> None:
    desk.open_case(opened, settings, case, huber, NOW)
    with pytest.raises(DecisionError):
        desk.request_rescan(opened, settings, case, huber, NOW, page=9, reason=RescanReason.BLURRED)

    desk.request_rescan(opened, settings, case, huber, NOW, page=3, reason=RescanReason.BLURRED)

    assert row_of(opened, settings, case).state is CaseState.RESCAN
    with opened.read() as db:
        (entry,) = [e for e in audit.entries(db, case=case) if e.event == "nachscan_angefordert"]
    assert entry.detail["page"] == "3"


def test_problems_with_pages_and_papers_are_looked_at_too(
    opened: Store, settings: Settings, huber: Account
) -> None:
    paper = Document(number=1, type="", pages=(8,), confidence=0.2, doubt=True)
    pages = (*(fakes.page(n) for n in range(1, 8)), fakes.page(8, doubt=True, reason="schief"))
    case = fakes.with_result(
        opened,
        result(documents=(paper,), pages=pages, reasons=("Kein Formular erkannt.",)),
    )
    sheet = desk.open_case(opened, settings, case, huber, NOW).sheet
    assert [problem.text for problem in sheet.open_problems] == [
        "Kein Formular erkannt.", "Seite 8: schief",
        UNKNOWN_PAPER,
    ]  # fmt: skip
    assert sheet.pages[7].doubt

    work_through(opened, settings, case, huber)

    assert desk.finish(opened, settings, case, huber, NOW).done
    assert desk.look(opened, settings, case, huber, NOW).sheet.open_problems == ()


def test_pages_that_are_not_there_have_no_fields(
    opened: Store, settings: Settings, huber: Account
) -> None:
    pages = tuple(fakes.page(n, kind=PageKind.FORM) for n in (1, 2))
    only = [r for r in result().readings if r.page in (1, 2)]
    found = result(pages=pages).model_copy(update={"readings": tuple(only)})

    sheet = desk.look(opened, settings, fakes.with_result(opened, found), huber, NOW).sheet

    assert {field.page for field in sheet.fields} == {1, 2}


def test_a_note_is_left_for_the_next(
    opened: Store, settings: Settings, case: str, huber: Account
) -> None:
    desk.open_case(opened, settings, case, huber, NOW)
    assert not row_of(opened, settings, case).note

    desk.note(opened, settings, case, huber, NOW, text="Mutter ruft\nzurück")

    assert desk.look(opened, settings, case, huber, NOW).sheet.notes == ("Mutter ruft zurück",)
    assert row_of(opened, settings, case).note
