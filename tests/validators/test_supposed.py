"""What a question in doubt may say where only something unreadable beside its boxes makes it so."""

from __future__ import annotations

from typing import Any

from pipeline import forms
from pipeline.model import UNBEKANNT, Box, Case, MarkState, Reading, ReadingKind, Source
from validators.supposed import Way, all_likely

FORM = forms.load("uvg_antrag_by")
QUESTION = "vertretung.sorgerecht"


def read(item: str, kind: ReadingKind, value: str | None, *, doubt: bool) -> Reading:
    return Reading(
        item=item, kind=kind, value=value, confidence=0.0 if doubt else 0.999, doubt=doubt,
        source=Source.MACHINE, page=1, box=Box(x=1, y=1, width=1, height=1), reader="test",
    )  # fmt: skip


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
    assert second.share > 0.05  # enough to keep a finding from being made


def test_a_note_that_was_read_may_change_any_answer(make_case: Any) -> None:
    case = with_something_beside(make_case({}), "seit Mai", "beide")

    assert QUESTION not in all_likely(case, FORM)
