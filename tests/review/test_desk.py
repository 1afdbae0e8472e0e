"""Whatever somebody decides is a reading by a person: kept at once, never in place of another."""

from __future__ import annotations

from datetime import date, timedelta

import fake_review as fakes
import pytest
from fake_review import NOW, reading, result

from pipeline.errors import DecisionError, LeaseError
from pipeline.model import AnswerState, MarkState, Received, Source
from pipeline.review import desk
from pipeline.review.records import Conflict, Saved, SheetField
from pipeline.review.states import AcceptReason, Action, ReadingState, RuleState
from pipeline.settings import Settings
from pipeline.store import Store, audit, load_record
from pipeline.store.accounts import Role

NAME, DAY, SEX, STAMP = (
    "kind.familienname", "kind.geburtsdatum", "kind.geschlecht", "antrag.eingangsstempel",
)  # fmt: skip


class Reviewer:
    """Somebody at the desk with one case open."""

    def __init__(
        self, store: Store, settings: Settings, case: str, name: str = "huber",
        role: Role = Role.PRUEFER,
    ) -> None:  # fmt: skip
        self.store, self.settings, self.case = store, settings, case
        self.account = fakes.account(store, name, role)
        self.now = NOW
        self.opened = desk.open_case(store, settings, case, self.account, NOW)

    def field(self, key: str) -> SheetField:
        return desk.look(self.store, self.settings, self.case, self.account, self.now).sheet.field(
            key
        )

    def save(
        self, key: str, action: Action, value: str = "", *, version: int | None = None,
        reason: AcceptReason | None = None,
    ) -> Saved | Conflict:  # fmt: skip
        return desk.save(
            self.store, self.settings, self.case, self.account, self.now, key=key, action=action,
            value=value, version=self.field(key).version if version is None else version,
            reason=reason, seconds=2.5, keystrokes=1,
        )  # fmt: skip

    def saved(
        self, key: str, action: Action, value: str = "", reason: AcceptReason | None = None
    ) -> Saved:
        found = self.save(key, action, value, reason=reason)
        assert isinstance(found, Saved)
        return found

    def undo(self) -> Saved | None:
        return desk.undo(self.store, self.settings, self.case, self.account, self.now)

    def redo(self) -> Saved | None:
        return desk.redo(self.store, self.settings, self.case, self.account, self.now)


@pytest.fixture
def case(opened: Store) -> str:
    return fakes.with_result(
        opened,
        result(
            reading(NAME, "Hubor", "Huber", doubt=True),
            reading(DAY, "2019-05-14", "2019-05-11", doubt=True),
            reading(f"{SEX}.weiblich", MarkState.UNSURE, MarkState.TICKED, doubt=True),
            received=Received(
                day=date(2026, 3, 4), source="stempel", doubt=True,
                candidates=(date(2026, 3, 4), date(2026, 3, 9)),
            ),
        ),
    )  # fmt: skip


@pytest.fixture
def huber(opened: Store, settings: Settings, case: str) -> Reviewer:
    return Reviewer(opened, settings, case)


def test_a_doubtful_reading_is_confirmed_as_it_is_shown(huber: Reviewer) -> None:
    before = huber.field(DAY)
    assert (before.shown, before.candidates, before.doubtful) == (
        "14.05.2019", ("11.05.2019",), (1,),
    )  # fmt: skip

    found = huber.saved(DAY, Action.CONFIRM)

    assert found.changed[0].key == DAY
    assert found.changed[0].reading is ReadingState.CONFIRMED
    assert found.open_fields == len(huber.opened.sheet.open_fields) - 1
    assert found.said == f"Geburtsdatum bestätigt. {found.open_fields} Felder offen."


def test_a_correction_is_a_reading_by_a_person_and_the_machines_stays(
    huber: Reviewer, opened: Store
) -> None:
    found = huber.saved(NAME, Action.CORRECT, "Huber")

    assert found.changed[0].reading is ReadingState.CORRECTED
    assert (found.changed[0].shown, found.changed[0].machine) == ("Huber", "Hubor")
    with opened.read() as db:
        record = load_record(db, huber.case)
    said = [(one.value, one.source) for one in record.readings if one.item == NAME]
    assert said == [("Hubor", Source.MACHINE), ("Huber", Source.PERSON)]
    assert record.folded().states[NAME] is AnswerState.CORRECTED


def test_what_is_typed_is_taken_at_its_word(huber: Reviewer) -> None:
    assert huber.saved(DAY, Action.CORRECT, "31.02.2019").changed[0].value == "31.02.2019"
    assert huber.saved(DAY, Action.CORRECT, "1.5.2019").changed[0].value == "2019-05-01"
    assert huber.saved(DAY, Action.CORRECT, "14.05.2019").changed[0].reading is (
        ReadingState.CONFIRMED
    )


def test_a_rule_speaks_at_once_and_falls_silent_at_once(huber: Reviewer) -> None:
    wrong = huber.saved("bankverbindung.iban", Action.CORRECT, "DE03 1203 0000 0000 2020 51")
    assert "B-01" in {one.rule for one in wrong.findings}
    assert wrong.changed[0].rule is RuleState.OPEN_RULE

    right = huber.saved("bankverbindung.iban", Action.CORRECT, "DE02 1203 0000 0000 2020 51")

    assert "B-01" not in {one.rule for one in right.findings}
    assert right.changed[0].rule is RuleState.FINE


def test_what_breaks_a_rule_may_stand_as_written_with_a_reason(huber: Reviewer) -> None:
    huber.saved("bankverbindung.iban", Action.CORRECT, "DE03 1203 0000 0000 2020 51")
    with pytest.raises(DecisionError):
        huber.save("bankverbindung.iban", Action.AS_WRITTEN)

    found = huber.saved("bankverbindung.iban", Action.AS_WRITTEN, reason=AcceptReason.STANDS_SO)

    assert found.changed[0].rule is RuleState.ACCEPTED
    finding = next(one for one in found.findings if one.rule == "B-01")
    assert (finding.settled, finding.reason) == (True, "steht so auf dem Papier")
    changed = huber.saved("bankverbindung.iban", Action.CORRECT, "DE04 1203 0000 0000 2020 51")
    assert changed.changed[0].rule is RuleState.OPEN_RULE


def test_emptiness_is_confirmed_by_its_own_key_only(huber: Reviewer) -> None:
    missing = "kind.lebt_seit"
    assert huber.field(missing).rule is RuleState.OPEN_MISSING
    for action, value in ((Action.CONFIRM, ""), (Action.CORRECT, "  ")):
        with pytest.raises(DecisionError, match="lebt_seit"):
            huber.save(missing, action, value)

    found = huber.saved(missing, Action.EMPTY)

    assert found.changed[0].reading is ReadingState.EMPTY_CONFIRMED
    assert not found.changed[0].is_open
    assert "V-04" in {one.rule for one in found.findings}, "it stays a matter for the letter"


def test_what_nobody_can_read_stays_in_doubt_and_is_open_no_more(huber: Reviewer) -> None:
    found = huber.saved(NAME, Action.ILLEGIBLE)

    assert found.changed[0].reading is ReadingState.ILLEGIBLE
    assert not found.changed[0].is_open
    with huber.store.read() as db:
        case = load_record(db, huber.case).folded()
    assert case.states[NAME] is AnswerState.ILLEGIBLE
    assert NAME in case.doubtful


def test_a_choice_is_decided_box_by_box_and_shown_as_it_likeliest_stands(huber: Reviewer) -> None:
    before = huber.field(SEX)
    assert (before.shown, before.reading) == ("weiblich", ReadingState.OPEN_DOUBT)
    assert [(o.id, o.ticked, o.doubt) for o in before.options] == [
        ("maennlich", False, False), ("weiblich", True, True), ("divers", False, False),
    ]  # fmt: skip

    assert huber.saved(SEX, Action.CONFIRM).changed[0].value == "weiblich"
    assert huber.saved(SEX, Action.CORRECT, "divers").changed[0].shown == "divers"
    assert huber.saved(SEX, Action.CORRECT, "unbekannt").changed[0].value == "unbekannt"
    with pytest.raises(DecisionError):
        huber.save(SEX, Action.CORRECT, "grün")
    assert huber.saved(SEX, Action.EMPTY).changed[0].value == ""


def test_the_day_of_receipt_is_a_persons_where_the_stamp_is_in_doubt(huber: Reviewer) -> None:
    assert huber.field(STAMP).candidates == ("09.03.2026",)
    with pytest.raises(DecisionError):
        huber.save(STAMP, Action.CORRECT, "03.2026")

    found = huber.saved(STAMP, Action.CORRECT, "9.3.2026")

    assert found.changed[0].shown == "09.03.2026"
    with huber.store.read() as db:
        assert load_record(db, huber.case).received == Received(
            day=date(2026, 3, 9), source="person"
        )
    back = huber.undo()
    assert back is not None
    assert back.changed[0].reading is ReadingState.OPEN_DOUBT
    with huber.store.read() as db:
        assert load_record(db, huber.case).received.source == "stempel"


def test_undo_and_redo_go_over_all_fields_and_add_facts(huber: Reviewer) -> None:
    states = [huber.opened.sheet]
    for key, action, value in (
        (NAME, Action.CORRECT, "Huber"), (DAY, Action.CONFIRM, ""), (NAME, Action.CORRECT, "Hüber"),
        (SEX, Action.ILLEGIBLE, ""),
    ):  # fmt: skip
        states.append(huber.saved(key, action, value).sheet)

    def look(sheet: object) -> list[tuple[str, ReadingState]]:
        return [(huber_field.shown, huber_field.reading) for huber_field in fields_of(sheet)]

    for sheet in reversed(states[:-1]):
        found = huber.undo()
        assert found is not None
        assert look(found.sheet) == look(sheet)
    assert huber.undo() is None
    for sheet in states[1:]:
        found = huber.redo()
        assert found is not None
        assert look(found.sheet) == look(sheet)
    assert huber.redo() is None


def fields_of(sheet: object) -> list[SheetField]:
    by_key = {field.key: field for field in sheet.fields}  # type: ignore[attr-defined]  # a sheet
    return [by_key[key] for key in (NAME, DAY, SEX)]


def test_after_something_new_nothing_can_be_done_once_more(huber: Reviewer) -> None:
    huber.saved(NAME, Action.CORRECT, "Huber")
    assert huber.undo()
    found = huber.saved(DAY, Action.CONFIRM)

    assert (found.can_undo, found.can_redo) == (True, False)
    assert huber.redo() is None


def test_as_written_is_taken_back_as_well(huber: Reviewer) -> None:
    huber.saved("bankverbindung.iban", Action.CORRECT, "DE03 1203 0000 0000 2020 51")
    huber.saved("bankverbindung.iban", Action.AS_WRITTEN, reason=AcceptReason.ASKED)

    found = huber.undo()

    assert found is not None
    assert found.changed[0].rule is RuleState.OPEN_RULE


def test_a_version_that_is_no_longer_the_last_shows_both_values(huber: Reviewer) -> None:
    version = huber.field(NAME).version
    huber.saved(NAME, Action.CORRECT, "Huber")

    found = huber.save(NAME, Action.CORRECT, "Hüber", version=version)

    assert isinstance(found, Conflict)
    assert (found.yours, found.theirs) == ("Hüber", "Huber")
    assert huber.field(NAME).shown == "Huber"
    again = huber.save(NAME, Action.CORRECT, "Hüber", version=found.version)
    assert isinstance(again, Saved)


def test_only_who_has_the_case_changes_it(huber: Reviewer) -> None:
    maier = Reviewer(huber.store, huber.settings, huber.case, "maier")

    assert not maier.opened.mine
    assert maier.opened.holder == "huber"
    assert "huber" in maier.opened.why_not
    with pytest.raises(LeaseError):
        maier.save(NAME, Action.CONFIRM)
    huber.now += timedelta(minutes=huber.settings.lease_minutes)
    with pytest.raises(LeaseError):
        huber.save(NAME, Action.CONFIRM)


def test_every_act_is_a_sign_of_life(huber: Reviewer) -> None:
    for _ in range(4):
        huber.now += timedelta(minutes=10)
        huber.saved(NAME, Action.CONFIRM)

    assert desk.heartbeat(
        huber.store, huber.settings, huber.case, huber.account, huber.now
    ) == huber.now + timedelta(minutes=15)


def test_nobody_takes_back_what_somebody_else_decided_since(huber: Reviewer) -> None:
    huber.saved(NAME, Action.CORRECT, "Huber")
    desk.hand_back(huber.store, huber.case, huber.account, NOW)
    maier = Reviewer(huber.store, huber.settings, huber.case, "maier")
    assert maier.undo() is None
    maier.saved(NAME, Action.CORRECT, "Hüber")
    desk.hand_back(huber.store, huber.case, maier.account, NOW)

    huber = Reviewer(huber.store, huber.settings, huber.case)

    assert not huber.opened.can_undo
    assert huber.undo() is None


def test_the_audit_trail_says_who_did_what_and_no_value(huber: Reviewer) -> None:
    huber.saved(NAME, Action.CORRECT, "Zyxwolf")
    huber.undo()

    with huber.store.read() as db:
        entries = list(audit.entries(db, case=huber.case))
        trail = "\n".join(audit.lines(db))
        assert audit.broken(db) is None
    assert [entry.event for entry in entries] == [
        "fall_geöffnet", "feld_geändert", "feld_zurückgenommen",
    ]  # fmt: skip
    assert {entry.actor for entry in entries} == {"huber"}
    assert "Zyxwolf" not in trail
    assert "Hubor" not in trail


def test_next_is_the_field_behind_this_one(huber: Reviewer) -> None:
    order = [field.key for field in huber.opened.sheet.open_fields]
    assert order[:4] == [STAMP, NAME, SEX, DAY]

    assert huber.saved(NAME, Action.CONFIRM).next_open == SEX
    assert huber.saved(order[-1], Action.EMPTY).next_open == STAMP


def test_a_cell_of_a_table_is_decided_for_itself(opened: Store, settings: Settings) -> None:
    cell, other = "weitere_kinder.0.geburtsdatum", "weitere_kinder.0.name_vorname"
    case = fakes.with_result(
        opened, result(reading(cell, "2021-03-1", doubt=True), reading(other, "Max", doubt=True))
    )
    huber = Reviewer(opened, settings, case)

    found = huber.saved(cell, Action.CORRECT, "1.3.2021")

    assert found.changed[0].shown == "01.03.2021"
    assert huber.field(other).reading is ReadingState.OPEN_DOUBT
    assert huber.field(cell).row == 1
