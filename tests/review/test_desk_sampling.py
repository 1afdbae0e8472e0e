"""Some of what was accepted unseen is looked at after all, and counted: an honest error rate."""

from __future__ import annotations

from datetime import timedelta

import fake_review as fakes
import pytest
from fake_review import NOW, result

from pipeline.bounds import upper_bound
from pipeline.errors import DecisionError
from pipeline.model import Source
from pipeline.review import desk, figures, queue, sampling
from pipeline.review.records import Kind, Saved
from pipeline.review.sampling import Verdict
from pipeline.review.states import Action, ReadingState
from pipeline.settings import Settings
from pipeline.store import Store, audit, load_record
from pipeline.store.accounts import Account

NAME, TOWN = "kind.familienname", "kind.geburtsort"
SPAN = {"since": NOW - timedelta(days=1), "until": NOW + timedelta(days=1)}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"audit_share": 1.0})


@pytest.fixture
def case(opened: Store) -> str:
    """A case without any doubt, which nobody needs to look at."""
    return fakes.with_result(opened, result())


@pytest.fixture
def maier(opened: Store) -> Account:
    return fakes.account(opened, "maier")


def check(
    store: Store, settings: Settings, case: str, account: Account, key: str, value: str
) -> sampling.Checked:
    return sampling.check(
        store, settings, case, account, NOW, key=key, action=Action.CORRECT, value=value
    )


def finished_by(store: Store, settings: Settings, case: str, account: Account) -> None:
    sheet = desk.open_case(store, settings, case, account, NOW).sheet
    while sheet.open_fields:
        field = sheet.open_fields[0]
        saved = desk.save(
            store, settings, case, account, NOW, key=field.key, version=field.version,
            action=Action.CONFIRM if field.value else Action.EMPTY, seconds=2.0, keystrokes=1,
        )  # fmt: skip
        assert isinstance(saved, Saved)
        sheet = saved.sheet
    assert desk.finish(store, settings, case, account, NOW).done


def test_a_sample_shows_the_field_and_nothing_that_was_read(
    opened: Store, settings: Settings, case: str, maier: Account
) -> None:
    found = sampling.next_sample(opened, settings, maier, NOW)

    assert found is not None
    assert found.case_id == case
    assert (found.width, found.height) == (1680, 2376)
    text = found.model_dump_json()
    assert not any(word in text for word in ("Huber", "Kempten", "2019", "2026-03"))
    assert found.field.options == () or not any(one.ticked for one in found.field.options)


def test_nobody_samples_what_they_worked_on_or_what_somebody_decided(
    opened: Store, settings: Settings, case: str, maier: Account
) -> None:
    huber = fakes.account(opened)
    finished_by(opened, settings, case, huber)
    assert sampling.next_sample(opened, settings, huber, NOW) is None
    decided = {
        field.key
        for field in desk.look(opened, settings, case, huber, NOW).sheet.fields
        if field.reading is not ReadingState.AUTO_OK
    }
    assert decided

    seen = set()
    while (found := sampling.next_sample(opened, settings, maier, NOW)) and len(seen) < 12:
        seen.add(found.field.key)
        sampling.check(opened, settings, case, maier, NOW, key=found.field.key, action=Action.EMPTY)

    assert len(seen) == 12, "each one is shown once"
    assert not seen & decided


def test_what_was_read_right_counts_as_right(
    opened: Store, settings: Settings, case: str, maier: Account
) -> None:
    assert check(opened, settings, case, maier, NAME, " Huber ").same
    assert check(opened, settings, case, maier, TOWN, "Kempten").same

    (errors,) = figures.figures(opened, settings, NOW, **SPAN).errors

    assert (errors.kind, errors.sampled, errors.wrong) == (Kind.TEXT, 2, 0)
    assert errors.at_most == pytest.approx(upper_bound(0, 2), abs=1e-6)


def test_what_was_read_wrongly_is_counted_and_put_right(
    opened: Store, settings: Settings, case: str, maier: Account
) -> None:
    found = check(opened, settings, case, maier, NAME, "Hüber")
    assert (found.same, found.yours, found.accepted) == (False, "Hüber", "Huber")
    assert figures.figures(opened, settings, NOW, **SPAN).errors[0].undecided == 1

    said = sampling.judge(opened, settings, case, maier, NOW, key=NAME, verdict=Verdict.TYPED)

    assert said == sampling.CORRECTED
    (errors,) = figures.figures(opened, settings, NOW, **SPAN).errors
    assert (errors.sampled, errors.wrong, errors.undecided) == (1, 1, 0)
    with opened.read() as db:
        case_now = load_record(db, case).folded()
        assert "Hüber" not in "".join(audit.lines(db))
    assert case_now.answers[NAME] == "Hüber"
    assert case_now.readings[NAME].source is Source.PERSON
    (row,) = queue.worklist(opened, settings, NOW)
    assert row.exact


def test_a_slip_of_the_person_counts_as_read_right(
    opened: Store, settings: Settings, case: str, maier: Account
) -> None:
    check(opened, settings, case, maier, NAME, "Hbuer")

    sampling.judge(opened, settings, case, maier, NOW, key=NAME, verdict=Verdict.READ)

    (errors,) = figures.figures(opened, settings, NOW, **SPAN).errors
    assert (errors.sampled, errors.wrong, errors.undecided) == (1, 0, 0)
    with opened.read() as db:
        assert load_record(db, case).folded().answers[NAME] == "Huber"


def test_only_what_was_drawn_can_be_checked(
    opened: Store, settings: Settings, case: str, maier: Account
) -> None:
    few = settings.model_copy(update={"audit_share": 0.0})

    assert sampling.next_sample(opened, few, maier, NOW) is None
    with pytest.raises(DecisionError):
        check(opened, few, case, maier, NAME, "Huber")
    with pytest.raises(DecisionError):
        sampling.judge(opened, settings, case, maier, NOW, key=NAME, verdict=Verdict.READ)


def test_times_and_counts_are_shown_of_five_people_and_not_of_four(
    opened: Store, settings: Settings
) -> None:
    for number in range(figures.TEAM):
        name = f"person{number}"
        case = fakes.with_result(opened, result(), name)
        finished_by(opened, settings, case, fakes.account(opened, name))
        found = figures.figures(opened, settings, NOW, **SPAN)
        assert found.people == number + 1
        assert found.enough == (number + 1 == figures.TEAM)
        assert bool(found.times) == bool(found.corrections) == found.enough

    case = fakes.with_result(opened, result(), "alone")
    alone = fakes.account(opened, "person0")
    sheet = desk.open_case(opened, settings, case, alone, NOW).sheet
    desk.save(
        opened, settings, case, alone, NOW, key=NAME, action=Action.ILLEGIBLE, seconds=9.0,
        version=sheet.field(NAME).version,
    )  # fmt: skip
    found = figures.figures(opened, settings, NOW, **SPAN)
    assert Action.ILLEGIBLE not in {times.action for times in found.times}, "one person's alone"
    assert NAME not in {one.field for one in found.corrections}
    assert found.second is None
    own = figures.own_figures(opened, settings, alone, NOW, **SPAN)
    assert Action.ILLEGIBLE in {times.action for times in own.times}

    assert found.finished == figures.TEAM
    (empty,) = [times for times in found.times if times.action is Action.EMPTY]
    assert (empty.median_seconds, empty.slow_seconds, empty.keystrokes) == (2.0, 2.0, 1.0)
    assert not any(f"person{n}" in found.model_dump_json() for n in range(figures.TEAM))


def test_everybody_sees_their_own_figures(opened: Store, settings: Settings, case: str) -> None:
    huber = fakes.account(opened)
    finished_by(opened, settings, case, huber)

    own = figures.own_figures(opened, settings, huber, NOW, **SPAN)
    others = figures.own_figures(opened, settings, fakes.account(opened, "maier"), NOW, **SPAN)

    assert (own.finished, bool(own.times)) == (1, True)
    assert (others.finished, others.times) == (0, ())


def test_a_case_that_nobody_needed_to_look_at_is_counted_as_such(
    opened: Store, settings: Settings, case: str
) -> None:
    fakes.with_result(opened, result(fakes.reading(NAME, "Hubor", doubt=True)), "b")

    found = figures.figures(opened, settings, NOW, **SPAN)

    assert found.touchless == 1
    assert found.states == {"ohne Prüfung bereit": 1, "zu prüfen": 1}
    assert found.oldest_days == 6
