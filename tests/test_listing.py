"""The list of cases says of each what looking at it says, and does not look at each to say so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import fake_cases
import fake_readers as fakes
import pytest
from fake_desk import Desk, desk_in

import validators
from pipeline import forms, listing
from pipeline.errors import StoreError
from pipeline.listing import listed
from pipeline.model import Reading, Received, Source
from pipeline.standing import State, standing
from pipeline.store import (
    AGAIN,
    SET_ASIDE,
    add_decision,
    add_readings,
    add_received,
    add_state,
    case_ids,
)

TODAY = date(2026, 3, 10)
MANY = 60
SECONDS_EACH = 0.002
"""A thousand cases in two seconds; folding and checking one takes ten times as long."""


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    url = "" if request.param == "sqlite" else request.getfixturevalue("new_database")
    with desk_in(tmp_path, url) as found:
        yield found


def assert_same(desk: Desk, today: date = TODAY) -> None:
    """Twice, because the second time goes by what the first one kept."""
    for policy in ("readings", "fehler", "person"):
        for _ in range(2):
            found = listed(desk.store, policy=policy, today=today)
            with desk.store.read() as db:
                cases = case_ids(db)
            assert [one.record.case_id for one in found] == list(cases)
            for one in found:
                same = standing(desk.store, one.record.case_id, policy=policy, today=today)
                assert one.summary == same.summary
                assert (one.state, one.open_points) == (same.state, same.open_points)
                assert one.record.revision == same.record.revision
                assert one.record.run == same.record.run
                assert one.record.name == same.record.name


def by_hand(item: str, value: str | None) -> Reading:
    place = forms.load("uvg_antrag_by").items[item]
    return Reading(
        item=item, kind=place.kind, value=value, confidence=1, doubt=False, source=Source.PERSON,
        page=1, box=place.box, reader="person",
    )  # fmt: skip


def test_the_list_is_right_after_everything_that_can_happen_to_a_case(
    desk: Desk, tmp_path: Path
) -> None:
    other = fake_cases.with_case(desk.store, fakes.scan(tmp_path / "b.tif", [11, *fakes.FORM[1:]]))
    fake_cases.with_case(desk.store, fakes.scan(tmp_path / "c.tif", [30, 170]))
    (tmp_path / "d.pdf").write_text("kein PDF")
    refused = fake_cases.with_case(desk.store, tmp_path / "d.pdf")
    fake_cases.with_case(desk.store, fakes.scan(tmp_path / "b" / "b.tif", [11, *fakes.FORM[1:]]))
    assert_same(desk)
    with desk.store.write() as db:
        add_readings(db, other, [by_hand("kind.familienname", "Huber")])
    assert_same(desk)
    with desk.store.write() as db:
        add_readings(db, other, [by_hand("kind.familienname", None)])
        add_received(db, other, Received(day=date(2026, 3, 2), source="person"))
    assert_same(desk)
    with desk.store.write() as db:
        add_decision(db, other, 1, "release", reason="telefonisch geklärt", person="Huber")
        add_decision(db, refused, 1, AGAIN)
    assert_same(desk)
    with desk.store.write() as db:
        add_decision(db, other, 1, SET_ASIDE, reason="Mappe nicht herstellbar")
    assert_same(desk)


def test_the_list_follows_a_hand_over_and_what_is_added_after_it(desk: Desk) -> None:
    assert_same(desk)
    delivery = desk.prepare()
    assert_same(desk)
    for state in ("SUBMITTED", "REJECTED"):
        with desk.store.write() as db:
            add_state(db, delivery.delivery_id, state)
        assert_same(desk)
    with desk.store.write() as db:
        add_received(db, desk.case, Received(day=date(2026, 3, 1), source="person"))
    assert_same(desk)

    (found,) = listed(desk.store, policy="readings", today=TODAY)
    assert (found.record.revision, found.state) == (2, State.READY)


def test_a_day_on_which_the_rules_say_something_else_is_noticed(desk: Desk) -> None:
    with desk.store.write() as db:
        add_received(db, desk.case, Received(day=TODAY, source="person"))
    said = []

    for days in (0, 1, 365, 366, -1, 0, 366):
        assert_same(desk, TODAY + timedelta(days=days))
        (found,) = listed(desk.store, policy="readings", today=TODAY + timedelta(days=days))
        said.append(sum(found.summary.findings.values()))

    assert [count - said[0] for count in said] == [0, 0, 0, 1, 1, 0, 1]


def test_a_stamp_in_doubt_is_listed_as_it_is_checked_on_every_day(desk: Desk) -> None:
    days = (date(2026, 3, 3), date(2026, 3, 8))
    with desk.store.write() as db:
        add_received(
            db, desk.case, Received(day=days[0], source="person", doubt=True, candidates=days)
        )
    said = []

    for today in (TODAY, date(2027, 3, 3), date(2027, 3, 4), date(2027, 3, 8), date(2027, 3, 9)):
        assert_same(desk, today)
        (found,) = listed(desk.store, policy="readings", today=today)
        said.append(sum(found.summary.findings.values()))

    assert said[-1] == said[0]  # a day in doubt is not called too old


def test_a_stamp_that_nobody_read_is_listed_as_it_is_checked_on_every_day(desk: Desk) -> None:
    with desk.store.write() as db:
        add_received(db, desk.case, Received(day=None, source="person", doubt=True))
        add_readings(db, desk.case, [by_hand("erklaerung.datum", "2026-03-02")])
    said = []

    for days in (0, 1, 365, 366, 372, 373, 396, 397):
        today = date(2026, 3, 2) + timedelta(days=days)
        assert_same(desk, today)
        (found,) = listed(desk.store, policy="readings", today=today)
        said.append(sum(found.summary.findings.values()))

    assert said[-1] == said[0]  # what nobody read is not called too old


@pytest.mark.parametrize(
    "name",
    ["validators/amounts.yaml", "validators/supposed.py", "pipeline/forms/uvg_antrag_by.yaml",
     "pipeline/forms/catalogue/uvg_antrag_by.yaml", "pipeline/forms/__init__.py",
     "pipeline/lexicons/staatsangehoerigkeiten.tsv", "pipeline/fold.py"],
)  # fmt: skip
def test_whatever_decides_about_a_case_belongs_to_the_basis(name: str) -> None:
    assert Path(validators.__file__).parents[1] / name in listing._judges()


def test_what_is_known_is_not_worked_out_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = listed(desk.store, policy="readings", today=TODAY)
    monkeypatch.setattr(validators, "check", lambda *_: pytest.fail("it was checked again"))

    after = listed(desk.store, policy="readings", today=TODAY + timedelta(days=1))

    assert [one.summary for one in after] == [one.summary for one in before]


def test_another_program_judges_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    listed(desk.store, policy="readings", today=TODAY)
    monkeypatch.setattr(validators, "check", lambda *_: ())
    monkeypatch.setattr(listing, "basis", lambda limits: f"other rules {limits}")

    (found,) = listed(desk.store, policy="readings", today=TODAY)

    assert sum(found.summary.findings.values()) == 0


def test_where_nothing_can_be_kept_the_list_is_shown_all_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("der Datenbestand")

    monkeypatch.setattr(listing, "keep_summary", refuse)

    assert_same(desk)


def test_a_long_list_takes_no_longer_than_a_blink_for_each_case(desk: Desk, tmp_path: Path) -> None:
    for number in range(MANY):
        scan = fakes.scan(tmp_path / f"{number}.tif", fakes.FORM, number + 1)
        fake_cases.with_case(desk.store, scan)
    listed(desk.store, policy="readings", today=TODAY)
    started = time.process_time()

    found = listed(desk.store, policy="readings", today=TODAY)

    assert len(found) == MANY + 1
    assert time.process_time() - started < SECONDS_EACH * len(found)
