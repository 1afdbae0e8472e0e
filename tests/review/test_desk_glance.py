"""Boxes of many cases are decided at one glance, and whoever does not look is found out."""

from __future__ import annotations

from datetime import timedelta
from threading import current_thread
from typing import Any

import fake_review as fakes
import pytest
from fake_review import NOW, reading, result

from pipeline.fold import fold
from pipeline.listing import listed
from pipeline.model import Case, MarkState, Source
from pipeline.review import desk, glance
from pipeline.review.glance import Glance, Mark, Outcome, Result, Tile
from pipeline.review.states import Action, ReadingState
from pipeline.settings import Settings
from pipeline.store import Store, audit, load_record
from pipeline.store.accounts import Account
from pipeline.store.desk_events import events_of

SEX = "kind.geschlecht"
BOX = f"{SEX}.weiblich"
OTHER_BOX = f"{SEX}.divers"
GROUP = f"{BOX}:ticked"
CASES = 5


@pytest.fixture
def huber(opened: Store) -> Account:
    return fakes.account(opened)


@pytest.fixture
def cases(opened: Store) -> list[str]:
    """Five cases in which a box is likely ticked, and one in which it surely is not."""
    doubtful = reading(BOX, MarkState.UNSURE, MarkState.TICKED, doubt=True)
    found = [fakes.with_result(opened, result(doubtful), f"case {n}") for n in range(CASES)]
    fakes.with_result(opened, result(reading(BOX, MarkState.EMPTY)), "surely empty")
    return found


def said(tiles: tuple[Tile, ...], mark: Mark) -> list[Glance]:
    return [
        Glance(case_id=tile.case_id, item=tile.item, version=tile.version, mark=mark)
        for tile in tiles
    ]


def results(outcomes: tuple[Outcome, ...]) -> dict[str, Result]:
    return {outcome.case_id: outcome.result for outcome in outcomes}


def test_boxes_that_were_seen_alike_are_counted_over_all_cases(
    opened: Store, settings: Settings, cases: list[str], huber: Account
) -> None:
    (group,) = glance.groups(opened, settings, huber, NOW)

    assert (group.key, group.predicted, group.count) == (GROUP, "angekreuzt", CASES)
    assert group.label == "Geschlecht: weiblich"


def test_a_screen_has_one_among_its_tiles_that_is_otherwise_and_does_not_say_which(
    opened: Store, settings: Settings, cases: list[str], huber: Account
) -> None:
    tiles = glance.tiles(opened, settings, huber, NOW, GROUP)

    assert len(tiles) == CASES + 1
    assert set(cases) < {tile.case_id for tile in tiles}
    assert len({(tile.item, tile.label, tile.version, tile.page) for tile in tiles}) == 1
    assert all(tile.place.width > 20 for tile in tiles)
    assert len(glance.tiles(opened, settings, huber, NOW, GROUP, limit=3)) == 3


def test_one_confirmation_decides_the_whole_screen(
    opened: Store, settings: Settings, cases: list[str], huber: Account
) -> None:
    tiles = glance.tiles(opened, settings, huber, NOW, GROUP)
    (odd,) = {tile.case_id for tile in tiles} - set(cases)
    given = [
        one.model_copy(update={"mark": Mark.EMPTY}) if one.case_id == odd else one
        for one in said(tiles, Mark.TICKED)
    ]

    found = results(glance.confirm(opened, settings, huber, NOW, given, seconds=12, keystrokes=2))

    assert found == {**dict.fromkeys(cases, Result.SAVED), odd: Result.CAUGHT}
    assert glance.groups(opened, settings, huber, NOW) == ()
    for case in cases:
        with opened.read() as db:
            record = load_record(db, case)
        assert record.folded().readings[BOX].source is Source.PERSON
        opened_again = desk.open_case(opened, settings, case, huber, NOW)
        assert opened_again.mine
        field = opened_again.sheet.field(SEX)
        assert (field.shown, field.reading) == ("weiblich", ReadingState.CONFIRMED)
        assert opened_again.can_undo
    with opened.read() as db:
        assert audit.broken(db) is None


def test_whoever_confirms_everything_is_found_out(
    opened: Store, settings: Settings, cases: list[str], huber: Account
) -> None:
    tiles = glance.tiles(opened, settings, huber, NOW, GROUP)
    (odd,) = {tile.case_id for tile in tiles} - set(cases)

    found = results(glance.confirm(opened, settings, huber, NOW, said(tiles, Mark.TICKED)))

    assert found[odd] is Result.MISSED
    with opened.read() as db:
        record = load_record(db, odd)
        (event,) = events_of(db, odd)
    assert record.folded().readings[BOX].value == MarkState.EMPTY, "it stays as it is known"
    assert event.detail["caught"] is False


def test_an_unclear_box_is_left_for_a_closer_look(
    opened: Store, settings: Settings, cases: list[str], huber: Account
) -> None:
    tiles = glance.tiles(opened, settings, huber, NOW, GROUP)

    found = glance.confirm(opened, settings, huber, NOW, said(tiles, Mark.UNSURE))

    assert set(results(found).values()) == {Result.LEFT}
    assert glance.groups(opened, settings, huber, NOW)[0].count == CASES


def test_a_case_that_somebody_has_open_is_left_to_them(
    opened: Store, settings: Settings, cases: list[str], huber: Account
) -> None:
    maier = fakes.account(opened, "maier")
    tiles = glance.tiles(opened, settings, huber, NOW, GROUP)
    desk.open_case(opened, settings, cases[0], maier, NOW)
    version = desk.look(opened, settings, cases[1], maier, NOW).sheet.field(SEX).version
    desk.open_case(opened, settings, cases[1], maier, NOW)
    desk.save(
        opened, settings, cases[1], maier, NOW, key=SEX, action=Action.CORRECT, value="divers",
        version=version,
    )  # fmt: skip
    desk.hand_back(opened, cases[1], maier, NOW)

    found = results(glance.confirm(opened, settings, huber, NOW, said(tiles, Mark.TICKED)))

    assert [found[case] for case in cases[:3]] == [Result.HELD, Result.HELD, Result.SAVED]
    assert glance.groups(opened, settings, maier, NOW)[0].count == 1
    assert glance.groups(opened, settings, huber, NOW) == ()
    assert desk.look(opened, settings, cases[1], huber, NOW).sheet.field(SEX).shown == "divers"


def test_a_screen_is_kept_and_the_next_one_shown_without_folding_or_checking_a_case(
    opened: Store,
    settings: Settings,
    cases: list[str],
    huber: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed(opened, policy=settings.release, today=NOW.date())
    tiles = glance.tiles(opened, settings, huber, NOW, GROUP)
    here, folded = current_thread(), []

    def counted(*facts: Any) -> Case:
        if current_thread() is here:
            folded.append(facts[0])
        return fold(*facts)

    monkeypatch.setattr("pipeline.fold.fold", counted)
    glance.confirm(opened, settings, huber, NOW, said(tiles, Mark.TICKED))
    assert glance.groups(opened, settings, huber, NOW) == ()

    assert folded == []
    desk.look(opened, settings, cases[0], huber, NOW)
    assert folded == [cases[0]], "whoever opens the case has it folded"


def test_several_boxes_of_one_case_are_kept_together_and_each_only_once(
    opened: Store, settings: Settings, huber: Account
) -> None:
    case = fakes.with_result(
        opened,
        result(*(reading(box, MarkState.EMPTY, doubt=True) for box in (BOX, OTHER_BOX))),
    )
    given = [
        Glance(case_id=case, item=box, version=0, mark=Mark.EMPTY) for box in (BOX, OTHER_BOX, BOX)
    ]

    outcomes = glance.confirm(opened, settings, huber, NOW, given)

    assert [one.result for one in outcomes] == [Result.SAVED, Result.SAVED, Result.HELD]
    with opened.read() as db:
        record = load_record(db, case)
        assert [event.kind for event in events_of(db, case)] == ["save", "save"]
        assert [entry.subject for entry in audit.entries(db, case=case)] == [SEX, SEX]
    assert [one.item for one in record.readings if one.source is Source.PERSON] == [BOX, OTHER_BOX]
    assert [one.kind for one in record.decisions] == ["review"]
    assert desk.open_case(opened, settings, case, fakes.account(opened, "maier"), NOW).mine


def test_a_case_that_was_finished_or_put_aside_meanwhile_is_left_as_it_is(
    opened: Store, settings: Settings, cases: list[str], huber: Account
) -> None:
    maier = fakes.account(opened, "maier")
    tiles = glance.tiles(opened, settings, huber, NOW, GROUP)
    desk.open_case(opened, settings, cases[0], maier, NOW)
    until = NOW.date() + timedelta(days=3)
    desk.postpone(opened, settings, cases[0], maier, NOW, until=until)

    found = results(glance.confirm(opened, settings, huber, NOW, said(tiles, Mark.TICKED)))

    assert [found[case] for case in cases[:2]] == [Result.HELD, Result.SAVED]


def test_what_is_taken_back_is_to_be_looked_at_again(
    opened: Store, settings: Settings, cases: list[str], huber: Account
) -> None:
    tiles = glance.tiles(opened, settings, huber, NOW, GROUP)
    glance.confirm(opened, settings, huber, NOW, said(tiles, Mark.TICKED))
    desk.open_case(opened, settings, cases[0], huber, NOW)

    assert desk.undo(opened, settings, cases[0], huber, NOW)

    (group,) = glance.groups(opened, settings, huber, NOW + timedelta(seconds=1))
    assert group.count == 1


def test_another_box_of_the_same_question_stays_in_doubt(
    opened: Store, settings: Settings, huber: Account
) -> None:
    case = fakes.with_result(
        opened,
        result(
            reading(BOX, MarkState.TICKED, doubt=True),
            reading(f"{SEX}.divers", MarkState.EMPTY, doubt=True),
        ),
    )
    tiles = glance.tiles(opened, settings, huber, NOW, GROUP)

    glance.confirm(opened, settings, huber, NOW, said(tiles, Mark.TICKED))

    field = desk.look(opened, settings, case, huber, NOW).sheet.field(SEX)
    assert field.reading is ReadingState.OPEN_DOUBT
    assert [option.doubt for option in field.options] == [False, False, True]
