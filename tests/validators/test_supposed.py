"""What fields in doubt may say, and what follows from it whichever is true."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from doubted import read, text_in_doubt

import validators
from pipeline import forms
from pipeline.model import (
    UNBEKANNT,
    AnswerState,
    Candidate,
    Case,
    MarkState,
    ReadingKind,
)
from validators.entries import is_surely_writing
from validators.supposed import all_likely
from validators.supposed_values import Way

FORM = forms.load("uvg_antrag_by")
QUESTION = "vertretung.sorgerecht"


def with_something_beside(case: Case, note: str | None, ticked: str | None) -> Case:
    boxes = [
        read(
            f"{QUESTION}.{option.id}",
            ReadingKind.MARK,
            (MarkState.TICKED if option.id == ticked else MarkState.EMPTY).value,
            doubt=False,
        )
        for option in FORM.fields[QUESTION].options
    ]
    beside = read(QUESTION, ReadingKind.TEXT, note, doubt=True)
    readings = {reading.item: reading for reading in (*boxes, beside)}
    return case.model_copy(update={"readings": readings, "doubtful": frozenset({QUESTION})})


def test_dust_beside_a_tick_leaves_the_answer_as_likely_as_it_was(make_case: Any) -> None:
    case = with_something_beside(make_case({}), None, "beide")

    assert all_likely(case, FORM)[QUESTION] == (Way("beide", 1.0),)


def test_what_stands_beside_empty_boxes_may_be_the_word_for_unknown(make_case: Any) -> None:
    first, second = all_likely(with_something_beside(make_case({}), None, None), FORM)[QUESTION]

    assert first.value is None
    assert second.value == UNBEKANNT
    assert 0.05 < second.share < 0.2  # enough to keep a finding from being made


@pytest.mark.parametrize(
    ("confidence", "values"), [(0.98, [None]), (0.9, [None, "./."]), (0.0, [])]
)
def test_specks_in_a_field_are_hardly_an_entry(
    make_case: Any, confidence: float, values: list[str | None]
) -> None:
    item = "kind.geburtsname"
    specks = read(item, ReadingKind.TEXT, None, doubt=True)
    specks = specks.model_copy(update={"confidence": confidence})
    case = make_case({}).model_copy(
        update={"readings": {item: specks}, "doubtful": frozenset({item})}
    )

    assert [way.value for way in all_likely(case, FORM).get(item, ())] == values


@pytest.mark.parametrize(("ticked", "known"), [(None, True), ("beide", False)])
def test_the_word_for_unknown_beside_empty_boxes_is_the_answer(
    make_case: Any, ticked: str | None, known: bool
) -> None:
    case = with_something_beside(make_case({}), UNBEKANNT, ticked)
    note = case.readings[QUESTION].model_copy(update={"confidence": 0.6, "raw": UNBEKANNT})
    case = case.model_copy(update={"readings": {**case.readings, QUESTION: note}})

    assert all_likely(case, FORM).get(QUESTION, ()) == ((Way(UNBEKANNT, 1.0),) if known else ())


def test_a_note_that_was_read_may_change_any_answer(make_case: Any) -> None:
    case = with_something_beside(make_case({}), "seit Mai", "beide")

    assert QUESTION not in all_likely(case, FORM)


def test_a_finding_that_names_one_blank_field_less_is_the_same_finding(make_case: Any) -> None:
    """``unbekannt`` beside empty boxes would be an answer, and the others blank all the same."""
    field = "kind.aufenthalt.beschaeftigungsduldung.erteilt"
    case = make_case({"antworten": {"kind.staatsangehoerigkeit": "polnisch"}})
    boxes = {
        f"{field}.{option.id}": read(
            f"{field}.{option.id}", ReadingKind.MARK, MarkState.EMPTY.value, doubt=False
        )
        for option in FORM.fields[field].options
    }
    beside = {field: read(field, ReadingKind.TEXT, None, doubt=True)}
    dusty = case.model_copy(update={"readings": boxes | beside, "doubtful": frozenset({field})})

    assert "V-08" in {finding.rule for finding in validators.check(dusty, date(2026, 3, 4))}


@pytest.mark.parametrize(
    ("text", "confidence", "entry"),
    [
        ("Tegtrelbe 4, 1550 Dinkelbahl", 0.0, True),
        ("Dinkelb", 0.0, False),  # one long word may be a stain
        ("Dinkelb", 0.3, True),
        ("Dinkelbahl", 0.0, True),  # not if it is so long
        ("Nn Mn Nenn erleben", 0.07, False),
        ("web. unbekännd", 0.19, False),  # a misread word for unknown
        ("rannte unbekannd", 0.9, False),
    ],
)
def test_long_words_or_some_confidence_tell_an_entry_from_a_stain(
    text: str, confidence: float, entry: bool
) -> None:
    reading = read("kind.zuzug.vorherige_anschrift", ReadingKind.TEXT, text, doubt=True)

    assert is_surely_writing(reading.model_copy(update={"confidence": confidence})) is entry


@pytest.mark.parametrize(("ticked", "against"), [("mutter", 0.04), (None, 1.0)])
def test_a_box_that_is_hardly_ticked_is_empty_where_another_one_answers(
    make_case: Any, ticked: str | None, against: float
) -> None:
    field = "kind.lebt_bei"
    boxes = {}
    for option in FORM.fields[field].options:
        item, value = f"{field}.{option.id}", MarkState.EMPTY
        if option.id == ticked:
            value = MarkState.TICKED
        boxes[item] = read(item, ReadingKind.MARK, value.value, doubt=option.id == "heim_internat")
    seen = make_case({}).model_copy(update={"readings": boxes, "doubtful": frozenset({field})})

    first, second = all_likely(seen, FORM)[field]

    assert first.value == ((ticked,) if ticked else None)
    assert second.share == against


@pytest.mark.parametrize(
    ("offers", "value"),
    [
        ([("keine", 0.56), ("KEIDE", 0.23)], "keine"),
        ([("unbeka", 0.99)], UNBEKANNT),
        ([("Kellner", 0.99)], "Kellner"),
        ([("Onttält", 0.5), ("entfällt", 0.99)], "entfällt"),
    ],
)
def test_a_word_for_nothing_is_known_although_letters_of_it_are_not(
    make_case: Any, offers: list[tuple[str, float]], value: str
) -> None:
    item = "fragebogen.beschaeftigung.ausgeuebte_taetigkeit"

    ways = all_likely(text_in_doubt(make_case({}), item, *offers), FORM).get(item, ())

    assert ways == (Way(value, 1.0),)


@pytest.mark.parametrize("text", ["bekannt", "Vater bekannt", "Untermann", "Unbehaun"])
def test_a_word_that_is_only_like_unknown_is_not_taken_for_it(make_case: Any, text: str) -> None:
    seen = text_in_doubt(make_case({}), "kind.familienname", (text, 0.96))

    assert UNBEKANNT not in {
        way.value for way in all_likely(seen, FORM).get("kind.familienname", ())
    }


def test_a_name_that_is_likelier_than_the_word_for_nothing_is_not_struck_out(
    make_case: Any,
) -> None:
    seen = text_in_doubt(make_case({}), "kind.familienname", ("keine", 0.05), ("Heine", 0.93))

    assert "A-08" not in {finding.rule for finding in validators.check(seen, date(2026, 3, 4))}


def test_a_tick_in_doubt_answers_for_the_box_that_was_taken_back(make_case: Any) -> None:
    field = "vaterschaft.anerkannt_oder_festgestellt"
    chances = {"nein": (0.0179, 0.98), "ja": (0.9996, 0.9)}
    boxes = {
        f"{field}.{box}": read(
            f"{field}.{box}", ReadingKind.MARK, MarkState.UNSURE.value, doubt=True
        ).model_copy(
            update={
                "confidence": confidence,
                "candidates": (Candidate(value=MarkState.TICKED.value, confidence=chance),),
            }
        )
        for box, (chance, confidence) in chances.items()
    }
    seen = make_case({}).model_copy(update={"readings": boxes, "doubtful": frozenset({field})})

    first, second = all_likely(seen, FORM)[field]

    assert first == Way("ja", 1.0)
    assert second.share < 0.05


def test_a_citizenship_without_its_dots_is_one(make_case: Any) -> None:
    item = "kind.staatsangehoerigkeit"
    seen = text_in_doubt(make_case({}), item, ("Osterreichisch", 0.98))

    assert [way.value for way in all_likely(seen, FORM)[item]] == ["Osterreichisch"]


@pytest.mark.parametrize(
    ("offers", "speaks"),
    [
        ((("Ewa Maria", 0.7), ("Ewa Marla", 0.2)), True),
        ((("Ewa Maria", 0.3), ("Eva Maria", 0.2)), False),  # the reader sees hardly anything
        ((("Ewa Maria", 0.7), ("Ewamaria", 0.2)), False),  # one name or two
        ((("Ewa l", 0.7), ("Ewa 1", 0.2)), False),  # a hair
    ],
)
def test_whether_there_are_several_first_names_is_seen_before_their_letters(
    make_case: Any, offers: tuple[tuple[str, float], ...], speaks: bool
) -> None:
    case = make_case({}).model_copy(update={"underlined": {}})
    seen = text_in_doubt(case, "kind.vornamen", *offers)

    rules = {finding.rule for finding in validators.check(seen, date(2026, 3, 4))}

    assert ("V-29" in rules) is speaks


def test_names_that_differ_between_two_copies_are_not_called_several(make_case: Any) -> None:
    case = make_case({}).model_copy(update={"underlined": {}})
    seen = text_in_doubt(case, "kind.vornamen", ("Ewa Maria", 0.9))
    states = {**seen.states, "kind.vornamen": AnswerState.CONFLICT}

    findings = validators.check(seen.model_copy(update={"states": states}), date(2026, 3, 4))

    assert "V-29" not in {finding.rule for finding in findings}


def test_a_finding_names_no_field_that_may_be_filled(make_case: Any) -> None:
    """Since when the child lives there was left blank; with whom is likelier ticked than not."""
    box = "kind.lebt_bei.mutter"
    mark = read(box, ReadingKind.MARK, MarkState.UNSURE.value, doubt=True).model_copy(
        update={
            "confidence": 0.69,
            "candidates": (Candidate(value=MarkState.TICKED.value, confidence=0.69),),
        }
    )
    case = make_case({"antworten": {"kind.lebt_seit": None, "kind.lebt_bei": None}})
    case = case.model_copy(
        update={"readings": {box: mark}, "doubtful": frozenset({"kind.lebt_bei"})}
    )

    found = [f for f in validators.check(case, date(2026, 3, 4)) if f.rule == "V-04"]

    assert [f.fields for f in found] == [("kind.lebt_seit",)]
    assert not found[0].doubtful


def test_a_second_clear_tick_counts_however_unsure_the_reader_is_of_both(make_case: Any) -> None:
    field = "betreuender_elternteil.familienstand.status"
    first = read(f"{field}.geschieden", ReadingKind.MARK, MarkState.TICKED.value, doubt=False)
    second = read(f"{field}.ledig", ReadingKind.MARK, MarkState.UNSURE.value, doubt=True)
    second = second.model_copy(
        update={"confidence": 0.7, "candidates": (Candidate(value="ticked", confidence=0.95),)}
    )
    seen = make_case({}).model_copy(
        update={
            "readings": {r.item: r for r in (first, second)}, "doubtful": frozenset({field}),
        }
    )  # fmt: skip

    assert all_likely(seen, FORM)[field] == (Way(("ledig", "geschieden"), 1.0),)


def test_specks_below_the_last_row_leave_a_table_as_it_is(make_case: Any) -> None:
    table = "fragebogen.unterhaltspflichten"
    rows = ({"name": "unbekannt"},)
    specks = read(f"{table}.2.name", ReadingKind.TEXT, None, doubt=True)
    specks = specks.model_copy(update={"confidence": 0.98})
    case = make_case({})
    seen = case.model_copy(
        update={
            "answers": {**case.answers, table: rows}, "readings": {specks.item: specks},
            "doubtful": frozenset({table}),
        }
    )  # fmt: skip

    assert all_likely(seen, FORM)[table] == (Way(rows, 1.0),)


def test_the_word_for_nothing_counts_beside_a_slip_that_cannot_be_read(make_case: Any) -> None:
    item = "fragebogen.aufenthalt.auskunftspersonen"
    seen = text_in_doubt(make_case({}), item, ("Efk unbekannt", 0.0), ("af unbekannt", 0.0))

    assert all_likely(seen, FORM)[item] == (Way(UNBEKANNT, 1.0),)


def test_a_first_name_beside_the_word_for_nothing_says_something(make_case: Any) -> None:
    item = "anderer_elternteil.familienname"
    seen = text_in_doubt(make_case({}), item, ("Max unbekannt", 0.6), ("Max Unbekannt", 0.3))

    assert item not in all_likely(seen, FORM)


def test_the_word_for_nothing_does_not_count_where_the_reader_holds_another_for_likelier(
    make_case: Any,
) -> None:
    item = "anderer_elternteil.familienname"
    seen = text_in_doubt(make_case({}), item, ("unbekannt", 0.05), ("Urbanek", 0.95))

    assert (Way(UNBEKANNT, 1.0),) != all_likely(seen, FORM).get(item)
