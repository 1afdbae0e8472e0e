"""What it comes to that a page was named: fields, rules, lists, and what leaves the house."""

from __future__ import annotations

import json

import fake_review as fakes
import jsonschema
import pytest
from fake_review import NOW, reading, result
from page_sorter import FORM, KIND, THIRD, Sorter, bad_scan, other

from pipeline import canonical
from pipeline.errors import ClosedCaseError, DecisionError, LeaseError
from pipeline.model import MarkState, PageKind
from pipeline.review import desk, glance, pages, queue
from pipeline.review.corrections import corrections_of
from pipeline.review.overview_screen import history_of
from pipeline.review.pages import PageAct
from pipeline.review.records import Saved
from pipeline.review.states import Action, ReadingState
from pipeline.settings import Settings
from pipeline.standing import standing
from pipeline.store import Store, audit, load_record


@pytest.fixture
def huber(opened: Store, settings: Settings) -> Sorter:
    return Sorter(opened, settings, bad_scan(opened))


def test_a_page_that_no_reader_knew_becomes_fields_for_a_person_to_key(huber: Sorter) -> None:
    found = huber.does(3, PageAct.NAME, kind=PageKind.FORM, form_page=THIRD)

    sheet = desk.look(*huber.given).sheet
    on_it = [field for field in sheet.fields if field.form_page == THIRD]
    assert found.said == "Seite 3: Antrag Seite 3. 1 Seite offen."
    assert on_it
    assert {field.reading for field in on_it} == {ReadingState.OPEN_DOUBT}
    assert {(field.value, field.page) for field in on_it} == {("", 3)}
    assert all(field.place is None for field in on_it)


def test_what_is_keyed_from_such_a_page_is_kept_like_any_correction(huber: Sorter) -> None:
    huber.does(3, PageAct.NAME, kind=PageKind.FORM, form_page=THIRD)
    field = next(
        f for f in desk.look(*huber.given).sheet.fields
        if f.form_page == THIRD and f.kind == "text" and not f.table
    )  # fmt: skip

    saved = desk.save(*huber.given, key=field.key, action=Action.CORRECT, value="Augsburg",
                      version=field.version)  # fmt: skip

    assert isinstance(saved, Saved)
    assert saved.changed[0].reading is ReadingState.CORRECTED
    assert saved.changed[0].value == "Augsburg"


def test_naming_a_paper_lets_the_rules_say_what_is_missing(huber: Sorter) -> None:
    huber.does(3, PageAct.NAME, kind=PageKind.BLANK)  # nothing illegible is left then
    before = huber.findings()
    huber.does(9, PageAct.PAPER, type="geburtsurkunde", subject=("kind",))
    after = huber.findings()
    huber.does(9, PageAct.PAPER, type="vollmacht", subject=("kind",))

    assert "N-04" not in before, "the paper that nobody knows may be the passport"
    assert "N-04" in after
    assert "N-01" not in after
    assert "N-01" in huber.findings()


def test_the_list_and_the_release_know_what_was_said(huber: Sorter, opened: Store) -> None:
    (row,) = queue.worklist(opened, huber.settings, NOW)
    assert row.problems == 2
    huber.does(3, PageAct.NAME, kind=PageKind.BLANK)
    huber.does(9, PageAct.PAPER, type="geburtsurkunde", subject=("kind",))

    (row,) = queue.worklist(opened, huber.settings, NOW)
    points = standing(opened, huber.case, policy="readings", today=NOW.date()).open_points
    assert row.problems == 0
    assert not [point for point in points if "Seite" in point or "Nachweis" in point]


def test_a_mail_item_without_a_form_gets_one_when_a_person_recognises_it(
    opened: Store, settings: Settings
) -> None:
    bare = result(pages=(other(1, PageKind.UNREADABLE, doubt=True),), answers={},
                  reasons=("Kein Formular erkannt.",))  # fmt: skip
    case = fakes.with_result(opened, bare.model_copy(update={"form": "", "readings": ()}), "ohne")
    huber = Sorter(opened, settings, case)
    assert "Kein Formular erkannt." in [problem.text for problem in huber.now.problems]
    assert huber.findings() == set()

    found = huber.does(1, PageAct.NAME, kind=PageKind.FORM, form_page=FORM.pages[0].id)

    assert [p.text for p in found.problems] == ["Vom Formular liegt nur Seite 1 vor."] or (
        found.problems == ()
    )
    assert huber.findings()
    assert desk.look(*huber.given).sheet.open_fields


def test_a_case_that_is_out_of_the_house_keeps_its_pages(huber: Sorter) -> None:
    reading(KIND, "x")
    with pytest.raises((ClosedCaseError, LeaseError)):
        desk.hand_back(huber.store, huber.case, huber.account, NOW)
        huber.does(3, PageAct.RIGHT)


def test_nobody_confirms_by_mere_enter_that_a_place_is_blank_that_nothing_read(
    huber: Sorter,
) -> None:
    huber.does(3, PageAct.NAME, kind=PageKind.FORM, form_page=THIRD)
    field = next(f for f in desk.look(*huber.given).sheet.fields if f.form_page == THIRD)
    given = {"key": field.key, "version": field.version}

    with pytest.raises(DecisionError):
        desk.save(*huber.given, action=Action.CONFIRM, **given)
    saved = desk.save(*huber.given, action=Action.EMPTY, **given)

    assert isinstance(saved, Saved)
    assert saved.changed[0].reading is ReadingState.EMPTY_CONFIRMED


def test_boxes_of_a_page_that_is_another_one_are_not_shown_with_others(
    opened: Store, settings: Settings
) -> None:
    box = "kind.geschlecht.weiblich"
    found = result(reading(box, MarkState.UNSURE, MarkState.TICKED, doubt=True))
    huber = Sorter(opened, settings, fakes.with_result(opened, found))
    shown = [one.item for one in glance.groups(opened, settings, huber.account, NOW)]
    huber.does(1, PageAct.NAME, kind=PageKind.BLANK)

    assert shown == [box]
    assert glance.groups(opened, settings, huber.account, NOW) == ()
    pages.undo(*huber.given)
    assert [one.item for one in glance.groups(opened, settings, huber.account, NOW)] == [box]


def test_what_was_read_on_a_page_that_is_another_one_teaches_nobody(
    opened: Store, settings: Settings
) -> None:
    huber = Sorter(opened, settings, fakes.with_result(opened, result()))
    field = desk.look(*huber.given).sheet.field(KIND)
    desk.save(*huber.given, key=KIND, action=Action.CORRECT, value="Hubert", version=field.version)

    def learnt() -> list[str]:
        with opened.read() as db:
            return [one.item.id for one in corrections_of(load_record(db, huber.case), b"x" * 32)]

    assert learnt() == [KIND]
    huber.does(1, PageAct.NAME, kind=PageKind.UNREADABLE)
    assert learnt() == []


def test_the_history_says_which_page_was_named(huber: Sorter) -> None:
    huber.does(3, PageAct.NAME, kind=PageKind.BLANK)
    with huber.store.read() as db:
        trail = list(audit.entries(db, case=huber.case))

    last = next(iter(history_of(trail, FORM)))
    assert (last.what, last.where) == ("Seite benannt", "Seite 3")


def test_a_case_whose_pages_were_named_is_valid_on_its_way_out(huber: Sorter) -> None:
    huber.does(3, PageAct.NAME, kind=PageKind.FORM, form_page=THIRD)
    huber.does(9, PageAct.PAPER, type="geburtsurkunde", subject=("kind",))
    huber.does(9, PageAct.TURN, by=90)
    found = standing(huber.store, huber.case, policy="readings", today=NOW.date())

    written = canonical.document(found.record, found.case, found.findings, today=NOW.date())

    jsonschema.validate(json.loads(canonical.as_bytes(written)), canonical.json_schema())
    first = next(item.field for item in FORM.pages[2].items)
    assert written["fields"][first]["state"] == "illegible"
    assert written["fields"][first]["value"] is None
    assert (written["pages"][8]["turned"], written["pages"][2]["form_page"]) == (90, THIRD)
