"""Schnellprüfung: one question after the other out of many cases, kept as in the case itself."""

from __future__ import annotations

import fake_review as fakes
import pytest
from fake_review import NOW, later, reading, result

from pipeline.agreement import READER
from pipeline.review import desk, quick
from pipeline.review.quick import Dealt, deal, patterns
from pipeline.review.records import Conflict, Saved
from pipeline.review.states import Action, ReadingState
from pipeline.settings import Settings
from pipeline.store import Store, add_readings, audit
from pipeline.store.accounts import Account

NAME, IBAN, BIRTH, PLACE, SIGNED = (
    "kind.familienname", "bankverbindung.iban", "kind.geburtsdatum", "kind.geburtsort",
    "erklaerung.datum",
)  # fmt: skip


class Quick:
    """Somebody at the Schnellprüfung."""

    def __init__(self, store: Store, settings: Settings, name: str = "huber") -> None:
        self.store, self.settings = store, settings
        self.account: Account = fakes.account(store, name)

    def deal(self, pattern: str, now=NOW, **more: object) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]  # a moment
        found = deal(self.store, self.settings, self.account, now, pattern, **more)  # type: ignore[arg-type]  # passed on
        return [(one.case_id, one.field.key) for one in found]

    def first(self, pattern: str = "date") -> Dealt:
        return deal(self.store, self.settings, self.account, NOW, pattern)[0]

    def patterns(self) -> dict[str, int]:
        found = patterns(self.store, self.settings, self.account, NOW)
        return {one.key: one.count for one in found}

    def save(self, one: Dealt, action: Action, value: str = "") -> Saved | Conflict | None:
        return quick.save(
            self.store, self.settings, one.case_id, self.account, NOW, key=one.field.key,
            action=action, value=value, version=one.field.version, seconds=1.5, keystrokes=1,
        )  # fmt: skip

    def field(self, one: Dealt):  # type: ignore[no-untyped-def]  # a field of the sheet
        look = desk.look(self.store, self.settings, one.case_id, self.account, NOW)
        return look.sheet.field(one.field.key)


@pytest.fixture
def cases(opened: Store) -> list[str]:
    """Three cases: a day in doubt in two, more in one of them, a wrong account number in one."""
    sure = fakes.with_result(
        opened, result(reading(BIRTH, "2019-05-14", "2019-05-11", doubt=True)), "1"
    )
    both = fakes.with_result(
        opened,
        result(
            reading(BIRTH, "2018-01-02", "2018-07-02", doubt=True),
            reading(SIGNED, "2026-03-02", "2026-03-07", doubt=True),
            reading(PLACE, "Kempton", "Kempten", doubt=True),
        ),
        "2",
    )  # fmt: skip
    ruled = fakes.with_result(
        opened,
        result(reading(IBAN, "DE02120300000000202052", "DE02120300000000202053", doubt=True)),
        "3",
    )
    return [sure, both, ruled]


@pytest.fixture
def huber(opened: Store, settings: Settings, cases: list[str]) -> Quick:
    return Quick(opened, settings)


def test_questions_of_one_kind_come_from_many_cases_the_same_one_first(
    huber: Quick, cases: list[str]
) -> None:
    dealt = huber.deal("date")

    assert {key for _, key in dealt[:2]} == {BIRTH}
    assert {case for case, _ in dealt[:2]} == set(cases[:2])
    assert dealt[2:] == [(cases[1], SIGNED)]


def test_a_question_that_a_rule_speaks_about_is_left_for_its_case(huber: Quick) -> None:
    assert huber.patterns()["iban"] == 1
    assert huber.deal("iban") == []
    assert "iban" not in huber.patterns()


def test_kinds_are_listed_with_what_waits_of_each(huber: Quick) -> None:
    assert huber.patterns() == {"date": 3, "text": 1, "iban": 1}


def test_one_key_keeps_a_decision_as_it_is_kept_in_the_case(huber: Quick) -> None:
    one = huber.first()
    saved = huber.save(one, Action.CONFIRM)

    assert isinstance(saved, Saved)
    assert huber.field(one).reading is ReadingState.CONFIRMED
    with huber.store.read() as db:
        trail = [entry.event for entry in audit.entries(db, case=one.case_id)]
    assert trail == ["feld_bestätigt"]
    assert (one.case_id, BIRTH) not in huber.deal("date")


def test_nobody_holds_the_case_after_that(huber: Quick, opened: Store, settings: Settings) -> None:
    one = huber.first()
    huber.save(one, Action.CORRECT, "11.05.2019")
    meier = fakes.account(opened, "meier")

    assert desk.open_case(opened, settings, one.case_id, meier, NOW).mine
    assert huber.field(one).value == "2019-05-11"


def test_a_case_that_somebody_has_open_is_left_to_them(
    huber: Quick, opened: Store, settings: Settings
) -> None:
    one = huber.first()
    meier = fakes.account(opened, "meier")
    desk.open_case(opened, settings, one.case_id, meier, NOW)

    assert huber.save(one, Action.CONFIRM) is None
    assert one.case_id not in {case for case, _ in huber.deal("date")}
    assert huber.field(one).reading is ReadingState.OPEN_DOUBT


def test_whoever_has_a_case_open_may_go_on_here_and_keeps_it(
    huber: Quick, opened: Store, settings: Settings
) -> None:
    one = huber.first()
    desk.open_case(opened, settings, one.case_id, huber.account, NOW)

    assert isinstance(huber.save(one, Action.CONFIRM), Saved)
    assert desk.look(opened, settings, one.case_id, huber.account, NOW).mine


def test_two_people_get_different_questions_until_the_first_has_gone(
    huber: Quick, opened: Store, settings: Settings
) -> None:
    meier = Quick(opened, settings, "meier")
    mine = huber.deal("date", limit=2)

    assert not set(mine) & set(meier.deal("date"))
    assert set(mine) <= set(meier.deal("date", later(minutes=4)))


def test_a_question_that_was_decided_elsewhere_shows_both_values(
    huber: Quick, opened: Store, settings: Settings
) -> None:
    one = huber.first()
    meier = fakes.account(opened, "meier")
    given = (opened, settings, one.case_id, meier, NOW)
    desk.open_case(*given)
    desk.save(*given, key=one.field.key, action=Action.CORRECT, value="12.05.2019",
              version=one.field.version)  # fmt: skip
    desk.hand_back(opened, one.case_id, meier, NOW)

    found = huber.save(one, Action.CORRECT, "11.05.2019")

    assert isinstance(found, Conflict)
    assert found.theirs == "12.05.2019"


def test_what_was_decided_last_is_taken_back_and_done_again(
    huber: Quick, opened: Store, settings: Settings
) -> None:
    one = huber.first()
    huber.save(one, Action.CORRECT, "11.05.2019")
    given = (opened, settings, one.case_id, huber.account, NOW, one.field.key)

    assert quick.undo(*given) is not None
    assert huber.field(one).reading is ReadingState.OPEN_DOUBT
    assert (one.case_id, BIRTH) in huber.deal("date")
    assert quick.redo(*given) is not None
    assert huber.field(one).value == "2019-05-11"
    assert quick.undo(opened, settings, one.case_id, huber.account, NOW, NAME) is None


def test_what_a_paper_settled_is_not_asked(opened: Store, settings: Settings) -> None:
    doubted = reading(PLACE, "Kempten", doubt=True)
    settled = doubted.model_copy(update={"doubt": False, "reader": READER, "confidence": 0.998})
    found = result(doubted)
    fakes.with_result(opened, found.model_copy(update={"readings": (*found.readings, settled)}))
    huber = Quick(opened, settings)

    assert huber.deal("text") == []
    assert huber.patterns() == {}


def test_what_comes_in_later_is_dealt_out_too(huber: Quick, opened: Store) -> None:
    assert len(huber.deal("text")) == 1
    case = fakes.with_result(opened, result(reading(PLACE, "Füßen", "Füssen", doubt=True)), "neu")

    assert (case, PLACE) in huber.deal("text")
    with opened.write() as db:
        add_readings(db, case, [])
    assert huber.deal("gibtesnicht") == []
