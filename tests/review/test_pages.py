"""Seiten ordnen: what a person says of pages is a fact, and the case is checked anew at once."""

from __future__ import annotations

import pytest
from page_sorter import KIND, Sorter, bad_scan

from pipeline.errors import DecisionError, LeaseError
from pipeline.model import PageKind
from pipeline.review import desk, pages
from pipeline.review.pages import PageAct, Wish
from pipeline.review.states import Action
from pipeline.settings import Settings
from pipeline.store import Store, audit, load_record


@pytest.fixture
def huber(opened: Store, settings: Settings) -> Sorter:
    return Sorter(opened, settings, bad_scan(opened))


def test_the_pages_say_what_they_are_and_what_is_unclear_about_them(huber: Sorter) -> None:
    found = huber.now

    assert huber.names()[:4] == [
        "Antrag Seite 1", "Antrag Seite 2", "unlesbar", "Antrag Seite 4",
    ]  # fmt: skip
    assert found.open_pages == (3, 9)
    assert found.lines[8].reason == "Dokumentart unbekannt"
    assert [line.place for line in found.lines[8:]] == ["", "Blatt 1 von 2", "Blatt 2 von 2"]


def test_every_act_is_a_fact_with_a_line_in_the_trail_and_machines_keep_their_word(
    huber: Sorter,
) -> None:
    with huber.store.read() as db:
        before = load_record(db, huber.case)
    huber.does(9, PageAct.PAPER, type="geburtsurkunde", subject=("kind",))
    huber.does(3, PageAct.NAME, kind=PageKind.BLANK)

    with huber.store.read() as db:
        after = load_record(db, huber.case)
        trail = list(audit.entries(db, case=huber.case))[-2:]
    assert (after.pages, after.documents, after.readings) == (
        before.pages, before.documents, before.readings,
    )  # fmt: skip
    assert [said.page for said in after.said] == [9, 3]
    assert [(entry.event, entry.detail["seite"]) for entry in trail] == [
        ("nachweis_benannt", 9), ("seite_benannt", 3),
    ]  # fmt: skip
    assert after.facts[0] == before.facts[0] + 2
    assert after.decisions[-1].kind == "review"


def test_undo_and_redo_are_facts_too_and_lead_back_and_forth(huber: Sorter) -> None:
    before = huber.papers()
    huber.does(10, PageAct.JOIN)
    joined = huber.papers()
    back = pages.undo(*huber.given)
    assert back is not None
    assert (back.can_undo, back.can_redo) == (False, True)
    undone = huber.papers()
    pages.redo(*huber.given)

    assert undone == before
    assert huber.papers() == joined != before
    assert pages.redo(*huber.given) is None
    with huber.store.read() as db:
        assert len(load_record(db, huber.case).said) == 9


def test_what_is_done_to_fields_is_not_taken_back_among_the_pages(huber: Sorter) -> None:
    field = desk.look(*huber.given).sheet.field(KIND)
    desk.save(*huber.given, key=KIND, action=Action.CORRECT, value="Hubert", version=field.version)

    assert pages.undo(*huber.given) is None
    huber.does(3, PageAct.NAME, kind=PageKind.BLANK)
    taken = desk.undo(*huber.given)

    assert taken is not None
    assert taken.key == KIND
    assert huber.names()[2] == "leer"


def test_a_paper_is_split_and_joined_again(huber: Sorter) -> None:
    huber.does(11, PageAct.SPLIT)
    assert huber.papers()[1:] == [
        ((10,), "meldebestaetigung", True), ((11,), "", True),
    ]  # fmt: skip
    assert huber.now.open_pages == (3, 9, 10, 11)

    huber.does(11, PageAct.JOIN)

    assert huber.papers()[1:] == [((10, 11), "meldebestaetigung", False)]


def test_a_page_joins_the_paper_that_is_named_also_one_further_off(huber: Sorter) -> None:
    huber.does(11, PageAct.JOIN, of=9)
    huber.does(9, PageAct.PAPER, type="geburtsurkunde", subject=("kind",))

    assert huber.papers() == [
        ((9, 11), "geburtsurkunde", False), ((10,), "meldebestaetigung", True),
    ]  # fmt: skip


def test_the_first_page_of_a_paper_goes_and_the_rest_has_to_be_named(huber: Sorter) -> None:
    huber.does(10, PageAct.NAME, kind=PageKind.DUPLICATE, of=9)

    assert huber.names()[9:] == ["doppelt zu Seite 9", "nicht erkannt"]
    assert huber.papers()[1:] == [((11,), "", True)]


def test_what_is_right_as_it_is_is_confirmed_and_in_doubt_no_more(huber: Sorter) -> None:
    assert huber.does(3, PageAct.RIGHT).open_pages == (9,)
    with pytest.raises(DecisionError):
        huber.does(9, PageAct.RIGHT)  # nobody has said what it is


def test_a_page_is_turned_and_its_fields_lie_where_they_are_seen(huber: Sorter) -> None:
    upright = desk.look(*huber.given).sheet.field(KIND).place
    found = huber.does(1, PageAct.TURN, by=180)
    place = desk.look(*huber.given).sheet.field(KIND).place

    assert upright
    assert place
    assert found.lines[0].turned == 180
    assert place.x == pytest.approx(1680 - upright.x - upright.width)
    assert huber.does(1, PageAct.TURN, by=180).lines[0].turned == 0


@pytest.mark.parametrize(
    ("number", "act", "more"),
    [
        (99, PageAct.RIGHT, {}),
        (3, PageAct.NAME, {"kind": PageKind.FORM, "form_page": "gibt_es_nicht"}),
        (3, PageAct.NAME, {"kind": PageKind.DUPLICATE, "of": 3}),
        (3, PageAct.PAPER, {"type": "ausweis"}),
        (3, PageAct.PAPER, {"type": "vollmacht", "subject": ("niemand",)}),
        (3, PageAct.JOIN, {}),
        (11, PageAct.JOIN, {}),
        (10, PageAct.SPLIT, {}),
        (3, PageAct.SPLIT, {}),
    ],
)
def test_what_cannot_be_said_of_a_page_is_refused_and_nothing_is_kept(
    huber: Sorter, number: int, act: PageAct, more: dict[str, object]
) -> None:
    with pytest.raises(DecisionError) as refused:
        huber.does(number, act, **more)

    assert refused.value.advice
    with huber.store.read() as db:
        assert load_record(db, huber.case).said == ()


def test_nobody_orders_the_pages_of_a_case_that_is_with_somebody_else(
    huber: Sorter, opened: Store, settings: Settings
) -> None:
    meier = Sorter(opened, settings, huber.case, "meier")

    with pytest.raises(LeaseError):
        meier.does(3, PageAct.RIGHT)


def test_whoever_saw_older_pages_is_told_so(huber: Sorter) -> None:
    version = huber.now.version
    huber.does(3, PageAct.RIGHT)

    with pytest.raises(DecisionError) as refused:
        pages.arrange(*huber.given, Wish(page=9, act=PageAct.RIGHT), version=version)
    assert "neu" in refused.value.advice
