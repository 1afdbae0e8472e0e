"""From readings to a case: a person is never outvoted, nothing doubtful becomes certain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import forms
from pipeline.fold import best_readings, copies, fold, on_page
from pipeline.model import (
    UNBEKANNT,
    VORHANDEN,
    AnswerState,
    Box,
    Case,
    Document,
    Page,
    PageKind,
    Reading,
    ReadingKind,
    Received,
    Source,
)

FORM = forms.load("uvg_antrag_by")
ALL_PAGES = tuple(
    Page(number=n, kind=PageKind.FORM, form_page=page.id) for n, page in enumerate(FORM.pages, 1)
)
TODAY = date(2026, 3, 4)
NOWHERE = Box(x=0, y=0, width=1, height=1)


def reading(
    item: str,
    value: str | None,
    *,
    source: Source = Source.MACHINE,
    confidence: float = 0.9,
    doubt: bool = False,
    page: int = 1,
    underlined: str = "",
) -> Reading:
    return Reading(
        item=item, kind=FORM.items[item].kind, value=value, confidence=confidence, doubt=doubt,
        source=source, page=page, box=NOWHERE, reader="test", underlined=underlined,
    )  # fmt: skip


def case_of(*readings: Reading, pages: Sequence[Page] = ALL_PAGES) -> Case:
    return fold("fall", FORM, readings, pages, (), Received(day=None, source="leer"))


names = st.builds(
    reading,
    st.just("kind.familienname"),
    st.sampled_from([None, "Huber", "Hubert", UNBEKANNT]),
    source=st.sampled_from(list(Source)),
    confidence=st.floats(0, 1),
    doubt=st.booleans(),
    page=st.integers(1, 2),
)


@given(st.lists(names, max_size=8))
def test_a_person_is_never_outvoted(readings: list[Reading]) -> None:
    by_person = [r for r in readings if r.source is Source.PERSON]

    case = case_of(*readings)

    if by_person:
        assert case.answers.get("kind.familienname") == by_person[-1].value
        assert ("kind.familienname" in case.doubtful) == by_person[-1].doubt


@given(st.lists(names, max_size=8))
def test_the_surest_reading_of_the_best_source_counts(readings: list[Reading]) -> None:
    unaided = [r for r in readings if r.source is not Source.PERSON]

    best = best_readings(unaided).get("kind.familienname")

    assert (best is None) == (not unaided)
    if best and best.source is Source.MACHINE:
        assert all(r.confidence <= best.confidence for r in unaided)


@given(st.lists(names, max_size=8))
def test_a_doubtful_reading_makes_a_doubtful_field(readings: list[Reading]) -> None:
    case = case_of(*readings)

    best = case.readings.get("kind.familienname")
    assert best is None or not best.doubt or "kind.familienname" in case.doubtful


@given(st.lists(names, max_size=8))
def test_the_same_readings_make_the_same_case(readings: list[Reading]) -> None:
    assert case_of(*readings) == case_of(*readings)


@pytest.mark.parametrize(
    ("marks", "note", "answer", "state"),
    [
        (["empty", "ticked", "empty"], None, "weiblich", AnswerState.READ),
        (["struck", "ticked", "empty"], None, "weiblich", AnswerState.READ),
        (["remarked", "struck", "empty"], None, "maennlich", AnswerState.READ),
        (["ticked", "ticked", "empty"], None, ("maennlich", "weiblich"), AnswerState.CONFLICT),
        (["empty", "empty", "empty"], None, None, AnswerState.BLANK),
        (["empty", "empty", "empty"], UNBEKANNT, UNBEKANNT, AnswerState.UNKNOWN),
    ],
)
def test_boxes_of_a_single_choice(
    marks: list[str], note: str | None, answer: object, state: AnswerState
) -> None:
    boxes = ("kind.geschlecht.maennlich", "kind.geschlecht.weiblich", "kind.geschlecht.divers")
    readings = [reading(box, mark) for box, mark in zip(boxes, marks, strict=True)]

    case = case_of(*readings, reading("kind.geschlecht", note))

    assert case.answers.get("kind.geschlecht") == answer
    assert case.states["kind.geschlecht"] is state
    assert "kind.geschlecht" not in case.doubtful


def test_an_unsure_box_is_not_ticked_and_the_question_is_in_doubt() -> None:
    case = case_of(reading("kind.geschlecht.weiblich", "unsure", doubt=True))

    assert "kind.geschlecht" not in case.answers
    assert "kind.geschlecht" in case.doubtful


@pytest.mark.parametrize(("mark", "note"), [("ticked", UNBEKANNT), ("empty", "weiß nicht genau")])
def test_a_note_that_nobody_can_interpret_is_for_a_person(mark: str, note: str) -> None:
    case = case_of(reading("kind.geschlecht.weiblich", mark), reading("kind.geschlecht", note))

    assert "kind.geschlecht" in case.doubtful


def test_several_ticks_of_a_multiple_choice_and_a_lone_box() -> None:
    case = case_of(
        reading("kind.lebt_bei.mutter", "ticked"),
        reading("kind.lebt_bei.heim_internat", "ticked"),
        reading("todesfall.abfindung.erhalten.ja", "ticked", page=2),
    )

    assert case.answers["kind.lebt_bei"] == ("mutter", "heim_internat")
    assert case.answers["todesfall.abfindung.erhalten"] == "ja"


def test_rows_keep_their_place_and_blank_ones_at_the_end_go() -> None:
    case = case_of(
        reading("weitere_kinder.0.name_vorname", None, page=4),
        reading("weitere_kinder.1.name_vorname", "Sommer, Ole", page=4),
        reading("weitere_kinder.2.geburtsdatum", "", page=4),
    )

    assert case.answers["weitere_kinder"] == ({}, {"name_vorname": "Sommer, Ole"})


def test_a_cell_in_doubt_puts_the_table_in_doubt() -> None:
    case = case_of(reading("weitere_kinder.0.geburtsdatum", "2019-02-03", doubt=True, page=4))

    assert "weitere_kinder" in case.doubtful


def test_something_written_that_nobody_could_read_is_illegible() -> None:
    case = case_of(reading("kind.familienname", None, doubt=True))

    assert case.states["kind.familienname"] is AnswerState.ILLEGIBLE


def test_fields_of_a_missing_page_are_not_on_the_form() -> None:
    case = case_of(reading("kind.familienname", "Huber"), pages=ALL_PAGES[1:])

    assert case.states["kind.familienname"] is AnswerState.NOT_ON_FORM
    assert "kind.familienname" not in case.answers
    assert "kind.familienname" in case.readings
    assert "antrag_seite_1" not in case.form_pages


def test_a_second_copy_or_leaflet_is_no_page_of_the_form() -> None:
    copy = Page(number=1, kind=PageKind.DUPLICATE, form_page="antrag_seite_1", duplicate_of=3)
    leaflet = Page(number=2, kind=PageKind.TEXT_PAGE, form_page="merkblatt_by")

    assert case_of(pages=(copy, leaflet)).form_pages == frozenset()


def test_two_copies_of_a_page_that_differ_are_a_conflict_until_a_person_decides() -> None:
    torn = [reading("kind.familienname", "Huber"), reading("kind.familienname", "Maier", page=9)]
    decided = reading("kind.familienname", "Maier", source=Source.PERSON)

    assert case_of(*torn).states["kind.familienname"] is AnswerState.CONFLICT
    assert "kind.familienname" in case_of(*torn).doubtful
    assert case_of(*torn, decided).answers["kind.familienname"] == "Maier"
    assert "kind.familienname" not in case_of(*torn, decided).doubtful


def page_of(number: int, form_page: str, sha256: str = "") -> Page:
    return Page(number=number, kind=PageKind.FORM, form_page=form_page, sha256=sha256)


def test_pages_of_the_form_that_lie_there_in_different_copies_are_known() -> None:
    pages = [
        page_of(1, "antrag_seite_1", "a"), page_of(2, "erklaerung_seite", "b"),
        page_of(3, "antrag_seite_1", "c"), page_of(4, "erklaerung_seite", "b"),
        page_of(5, "antrag_seite_1", "d"),
        Page(number=6, kind=PageKind.DUPLICATE, form_page="antrag_seite_2", duplicate_of=7),
        page_of(7, "antrag_seite_2", "e"),
    ]  # fmt: skip

    assert copies(pages) == {"antrag_seite_1": (1, 3, 5)}


def test_of_two_signed_and_stamped_copies_nobody_knows_which_one_counts() -> None:
    pages = [page_of(1, "antrag_seite_1"), page_of(2, "erklaerung_seite"),
             page_of(3, "antrag_seite_1"), page_of(4, "erklaerung_seite")]  # fmt: skip
    stamp, signature = "antrag.eingangsstempel", "erklaerung.unterschrift"
    places = ((stamp, 1), (stamp, 3), (signature, 2), (signature, 4))
    signed = [reading(item, VORHANDEN, page=page) for item, page in places]
    stamped = Received(day=TODAY, source="stempel", candidates=(TODAY,))

    case = fold("fall", FORM, signed, pages, (), stamped)
    single = fold("fall", FORM, signed[::2], pages[:2], (), stamped)

    assert {stamp, signature} <= case.doubtful
    assert case.received == Received(day=TODAY, source="stempel", doubt=True)
    assert not single.doubtful
    assert single.received == stamped


def test_what_a_person_said_of_copies_stands() -> None:
    pages = [page_of(1, "antrag_seite_1"), page_of(3, "antrag_seite_1")]
    stamp = "antrag.eingangsstempel"
    readings = [reading(stamp, VORHANDEN, page=1), reading(stamp, VORHANDEN, page=3),
                reading(stamp, VORHANDEN, page=3, source=Source.PERSON)]  # fmt: skip
    by_person = Received(day=TODAY, source="person")

    case = fold("fall", FORM, readings, pages, (), by_person)

    assert not case.doubtful
    assert case.received == by_person


def test_both_copies_show_in_doubt_what_they_contradict_each_other_in() -> None:
    readings = [
        reading("kind.familienname", "Huber"), reading("kind.familienname", "Maier", page=9),
        reading("kind.geburtsort", "Ulm"), reading("kind.geburtsort", "Ulm", page=9),
    ]  # fmt: skip
    case = case_of(*readings)

    for number, name in ((1, "Huber"), (9, "Maier")):
        shown = on_page(case, readings, number)

        assert shown["kind.familienname"].value == name
        assert shown["kind.familienname"].doubt
        assert not shown["kind.geburtsort"].doubt


@pytest.mark.parametrize(
    ("said", "state"),
    [("Huber", AnswerState.CONFIRMED), ("Hueber", AnswerState.CORRECTED),
     (None, AnswerState.BLANK), (UNBEKANNT, AnswerState.UNKNOWN)],
)  # fmt: skip
def test_what_a_person_said_shows_in_the_state(said: str | None, state: AnswerState) -> None:
    machine = reading("kind.familienname", "Huber", doubt=True)
    person = reading("kind.familienname", said, source=Source.PERSON)

    case = case_of(machine, person)

    assert case.states["kind.familienname"] is state
    assert "kind.familienname" not in case.doubtful


def test_signature_underlining_and_evidence_come_along() -> None:
    document = Document(number=1, type="geburtsurkunde", pages=(9,), confidence=1, doubt=False)
    readings = [
        reading("erklaerung.unterschrift", VORHANDEN, page=8),
        reading("kind.vornamen", "Mara Elise", underlined="Elise"),
    ]
    received = Received(day=None, source="leer")

    case = fold("fall", FORM, readings, ALL_PAGES, [document], received)

    assert case.answers["erklaerung.unterschrift"] == VORHANDEN
    assert case.underlined == {"kind.vornamen": "Elise"}
    assert case.documents == (document,)


def test_typed_on_a_screen_counts_more_than_read_from_a_picture() -> None:
    typed = reading("kind.familienname", "Huber", source=Source.FORM_FIELD, confidence=0.5)
    read = reading("kind.familienname", "Hub", confidence=1)

    assert case_of(typed, read).answers["kind.familienname"] == "Huber"


def test_every_kind_of_item_can_be_folded() -> None:
    value = {ReadingKind.MARK: "empty", ReadingKind.TEXT: None, ReadingKind.PRESENCE: None}
    numbers = {page.id: n for n, page in enumerate(FORM.pages, 1)}

    case = case_of(
        *(reading(i.id, value[i.kind], page=numbers[i.page]) for i in FORM.items.values())
    )

    assert case.answers == {}
    assert set(case.states.values()) == {AnswerState.BLANK}
