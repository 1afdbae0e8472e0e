"""A second person types some fields unseen, and a third decides where the two differ."""

from __future__ import annotations

from datetime import timedelta

import fake_review as fakes
import pytest
from fake_review import NOW, reading, result

from pipeline.errors import DecisionError, LeaseError
from pipeline.model import Source
from pipeline.review import desk, queue, second_desk
from pipeline.review.records import Kind, Saved
from pipeline.review.second import is_drawn, is_same
from pipeline.review.states import AcceptReason, Action, CaseState, ReadingState
from pipeline.settings import Settings
from pipeline.standing import State, standing
from pipeline.store import Store, audit, load_record
from pipeline.store.accounts import Account, Role

NAME, DAY, IBAN = "kind.familienname", "kind.geburtsdatum", "bankverbindung.iban"
RISKY = {
    NAME: "Huber", DAY: "14.05.2019", IBAN: "DE02 1203 0000 0000 2020 51",
    "kind.vornamen": "Anna", "antrag.eingangsstempel": "04.03.2026",
}  # fmt: skip
"""The fields at risk of the invented case, as they are typed."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"second_share": 1.0})


@pytest.fixture
def huber(opened: Store) -> Account:
    return fakes.account(opened)


@pytest.fixture
def maier(opened: Store) -> Account:
    return fakes.account(opened, "maier")


@pytest.fixture
def alt(opened: Store) -> Account:
    return fakes.account(opened, "alt", Role.SENIOR)


@pytest.fixture
def case(opened: Store, settings: Settings, huber: Account) -> str:
    """A case that one person has finished."""
    found = fakes.with_result(opened, result(reading(NAME, "Huber", doubt=True)))
    sheet = desk.open_case(opened, settings, found, huber, NOW).sheet
    while sheet.open_fields:
        field = sheet.open_fields[0]
        saved = desk.save(
            opened, settings, found, huber, NOW, key=field.key, version=field.version,
            action=Action.CONFIRM if field.value else Action.EMPTY,
        )  # fmt: skip
        assert isinstance(saved, Saved)
        sheet = saved.sheet
    assert desk.finish(opened, settings, found, huber, NOW).state is CaseState.SECOND
    return found


def type_all(
    store: Store, settings: Settings, case: str, account: Account, **other: str
) -> CaseState:
    """Type every field that is asked for; ``other`` what this person reads in another way."""
    state = CaseState.SECOND
    fields = second_desk.open_blind(store, settings, case, account, NOW).fields
    for left, field in reversed(list(enumerate(reversed(fields)))):
        value = other.get(field.key.replace(".", "_"), RISKY[field.key])
        found = second_desk.enter(
            store, settings, case, account, NOW, key=field.key, action=Action.CORRECT, value=value
        )
        assert found.left == left, "whatever a third person has to do then"
        state = found.state
    return state


def state_of(store: Store, settings: Settings, case: str) -> State:
    return standing(store, case, policy=settings.release, today=NOW.date()).state


def test_the_case_waits_for_somebody_else(
    opened: Store, settings: Settings, case: str, huber: Account, maier: Account
) -> None:
    (row,) = queue.worklist(opened, settings, NOW)

    assert row.state is CaseState.SECOND
    assert queue.next_for([row], huber) is None
    assert queue.next_for([row], maier) == row
    assert state_of(opened, settings, case) is State.OPEN
    blind = second_desk.open_blind(opened, settings, case, huber, NOW)
    assert (blind.fields, bool(blind.why_not)) == ((), True)


def test_nobody_sees_what_is_to_be_typed_unseen(
    opened: Store, settings: Settings, case: str, maier: Account
) -> None:
    blind = second_desk.open_blind(opened, settings, case, maier, NOW)
    sheet = desk.open_case(opened, settings, case, maier, NOW).sheet

    assert {field.key for field in blind.fields} == RISKY.keys()
    for text in ("Huber", "Anna", "2019", "DE02"):
        assert text not in blind.model_dump_json()
    shown = [field for field in sheet.fields if field.key in RISKY]
    assert {field.reading for field in shown} == {ReadingState.SECOND_KEY}
    assert "Huber" not in sheet.model_dump_json()


def test_two_who_typed_the_same_end_the_review(
    opened: Store, settings: Settings, case: str, maier: Account
) -> None:
    assert type_all(
        opened, settings, case, maier, bankverbindung_iban="DE02120300000000202051"
    ) is (CaseState.REVIEWED)

    assert state_of(opened, settings, case) is State.RELEASED
    with opened.read() as db:
        assert audit.broken(db) is None
        assert "Huber" not in "".join(audit.lines(db))


def test_where_two_differ_a_third_types_first_and_then_decides(
    opened: Store, settings: Settings, case: str, huber: Account, maier: Account, alt: Account
) -> None:
    assert type_all(opened, settings, case, maier, kind_familienname="Hüber") is (
        CaseState.DIFFERING
    )
    (row,) = queue.worklist(opened, settings, NOW)
    assert (row.state, set(row.not_for)) == (CaseState.DIFFERING, {"huber", "maier"})
    assert [queue.next_for([row], account) for account in (huber, maier, alt)] == [None, None, row]
    assert [f.key for f in second_desk.open_blind(opened, settings, case, alt, NOW).fields] == [
        NAME
    ]
    with pytest.raises(DecisionError):
        second_desk.rule(
            opened, settings, case, alt, NOW, key=NAME, action=Action.CORRECT, value="Hüber"
        )

    seen = second_desk.type_first(
        opened, settings, case, alt, NOW, key=NAME, action=Action.CORRECT, value="Hüber"
    )
    done = second_desk.rule(
        opened, settings, case, alt, NOW, key=NAME, action=Action.CORRECT, value="Hüber"
    )

    assert (seen.yours, set(seen.entries)) == ("Hüber", {"Huber", "Hüber"})
    assert (done.left, done.state) == (0, CaseState.REVIEWED)
    assert state_of(opened, settings, case) is State.RELEASED
    with opened.read() as db:
        record = load_record(db, case)
    said = [r.value for r in record.readings if r.item == NAME and r.source is Source.PERSON]
    assert said == ["Huber", "Hüber"]


def test_who_typed_before_cannot_decide(
    opened: Store, settings: Settings, case: str, huber: Account, maier: Account
) -> None:
    with pytest.raises(LeaseError):
        second_desk.enter(
            opened, settings, case, huber, NOW, key=NAME, action=Action.CORRECT, value="Huber"
        )
    type_all(opened, settings, case, maier, kind_familienname="Hüber")
    with pytest.raises(LeaseError):
        second_desk.type_first(
            opened, settings, case, maier, NOW, key=NAME, action=Action.CORRECT, value="Hüber"
        )


def test_meanwhile_nothing_else_can_be_done_to_the_case(
    opened: Store, settings: Settings, case: str, maier: Account
) -> None:
    second_desk.open_blind(opened, settings, case, maier, NOW)
    version = desk.look(opened, settings, case, maier, NOW).sheet.field(NAME).version

    with pytest.raises(DecisionError):
        desk.save(
            opened, settings, case, maier, NOW, key=NAME, action=Action.CONFIRM, version=version
        )
    with pytest.raises(DecisionError):
        desk.postpone(opened, settings, case, maier, NOW, until=NOW.date() + timedelta(days=3))


def test_what_was_agreed_need_not_be_typed_a_third_time(
    opened: Store, settings: Settings, case: str, huber: Account, maier: Account
) -> None:
    type_all(opened, settings, case, maier)
    desk.reopen(opened, settings, case, huber, NOW, reason="Anruf")
    sheet = desk.open_case(opened, settings, case, huber, NOW).sheet
    desk.save(
        opened, settings, case, huber, NOW, key=DAY, action=Action.CORRECT, value="11.05.2019",
        version=sheet.field(DAY).version,
    )  # fmt: skip

    assert desk.finish(opened, settings, case, huber, NOW).state is CaseState.SECOND

    anna = fakes.account(opened, "anna")
    fields = second_desk.open_blind(opened, settings, case, anna, NOW).fields
    assert [field.key for field in fields] == [DAY]


def test_without_a_share_nobody_types_twice_and_an_account_that_fails_its_test_always_is(
    opened: Store, settings: Settings, huber: Account
) -> None:
    for share, wanted in ((0.0, CaseState.REVIEWED), (1e-9, CaseState.SECOND)):
        some = settings.model_copy(update={"second_share": share})
        case = fakes.with_result(
            opened, result(reading(IBAN, "DE03120300000000202051")), f"share {share}"
        )
        sheet = desk.open_case(opened, some, case, huber, NOW).sheet
        while sheet.open_fields:
            field = sheet.open_fields[0]
            saved = desk.save(
                opened, some, case, huber, NOW, key=field.key, version=field.version,
                action=Action.AS_WRITTEN if field.value else Action.EMPTY,
                reason=AcceptReason.STANDS_SO if field.value else None,
            )  # fmt: skip
            assert isinstance(saved, Saved)
            sheet = saved.sheet
        assert desk.finish(opened, some, case, huber, NOW).state is wanted


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 1.0])
def test_the_lot_falls_on_the_share_that_was_set(share: float) -> None:
    drawn = sum(is_drawn("UV-7K3M-Q9X0", f"field {n}", "second", share) for n in range(4000))

    assert abs(drawn / 4000 - share) < 0.03


def test_spaces_make_no_difference_and_letters_do() -> None:
    assert is_same(Kind.IBAN, "DE02 1203", "DE021203")
    assert is_same(Kind.NUMBER, "+49 89/12-3", "+4989 123")
    assert not is_same(Kind.TEXT, "Huber", "Hüber")
    assert not is_same(Kind.NUMBER, "unbekannt", "")
