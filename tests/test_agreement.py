"""A paper that prints what the applicant wrote takes the doubt away, nothing else does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline import forms
from pipeline.agreement import confirmed
from pipeline.fold import fold
from pipeline.model import Document, Page, PageKind, Reading, ReadingKind, Received, Source

FORM = forms.load("uvg_antrag_by")
FIELD = "kind.familienname"
CERTIFICATE = Document(
    number=1, type="geburtsurkunde", subject=("kind",), pages=(9,), confidence=0.99, doubt=False,
    fields={FIELD: "Huber", "kind.geburtsdatum": "2017-03-14"},
    unaided=(FIELD, "kind.geburtsdatum"),
)  # fmt: skip


def reading(**change: Any) -> Reading:
    item = next(i for i in FORM.items.values() if i.id == change.get("item", FIELD))
    known = {
        "item": item.id, "kind": ReadingKind.TEXT, "value": "Huber", "confidence": 0.4,
        "doubt": True, "source": Source.MACHINE, "page": 1, "box": item.box, "reader": "text-1",
        "style": "hand",
    }  # fmt: skip
    return Reading(**(known | change))


def test_what_a_paper_prints_alike_is_no_longer_in_doubt() -> None:
    given = [reading()]
    page = Page(number=1, kind=PageKind.FORM, form_page=FORM.page_of[FIELD])
    received = Received(day=date(2026, 3, 4), source="stempel")

    more = confirmed(given, [CERTIFICATE])

    case = fold("1", FORM, [*given, *more], [page], [CERTIFICATE], received)
    assert (case.answers[FIELD], FIELD in case.doubtful) == ("Huber", False)
    assert more[0].box == given[0].box


@pytest.mark.parametrize(
    "change",
    [
        {"value": "Huben"},
        {"value": "huber"},
        {"value": None},
        {"doubt": False},
        {"source": Source.PERSON},
        {"item": "betreuender_elternteil.familienname"},
    ],
    ids=[
        "another value",
        "another case",
        "blank",
        "sure anyway",
        "by a person",
        "another field",
    ],
)
def test_nothing_else_is_confirmed(change: dict[str, Any]) -> None:
    assert confirmed([reading(**change)], [CERTIFICATE]) == ()


@pytest.mark.parametrize("name", ["Sahin", "Wröbel", "Zegiri"])
def test_a_name_whose_letters_both_readers_may_mistake_stays_in_doubt(name: str) -> None:
    paper = CERTIFICATE.model_copy(update={"fields": {FIELD: name}, "unaided": (FIELD,)})

    assert confirmed([reading(value=name)], [paper]) == ()


def test_a_paper_in_doubt_confirms_nothing() -> None:
    unsure = CERTIFICATE.model_copy(update={"doubt": True})

    assert confirmed([reading()], [unsure]) == ()


def test_what_a_paper_was_searched_for_confirms_nothing() -> None:
    searched = CERTIFICATE.model_copy(update={"unaided": ()})

    assert confirmed([reading()], [searched]) == ()


def test_a_date_is_confirmed_by_the_same_date() -> None:
    day = reading(item="kind.geburtsdatum", value="2017-03-14")

    assert confirmed([day], [CERTIFICATE])[0].confidence > 0.99


@pytest.mark.parametrize(
    ("place", "sure"),
    [("Augsburg", True), ("Brasov", False), ("Krakow", False), ("San Sebastian", False)],
)
def test_a_town_abroad_may_have_marks_that_no_reader_sees(place: str, sure: bool) -> None:
    field = "kind.geburtsort"
    paper = CERTIFICATE.model_copy(update={"fields": {field: place}, "unaided": (field,)})

    assert bool(confirmed([reading(item=field, value=place)], [paper])) is sure


@pytest.mark.parametrize("name", ["Getin", "Cetin"])
def test_a_cedilla_is_lost_to_all_readers(name: str) -> None:
    paper = CERTIFICATE.model_copy(update={"fields": {FIELD: name}, "unaided": (FIELD,)})

    assert confirmed([reading(value=name)], [paper]) == ()
