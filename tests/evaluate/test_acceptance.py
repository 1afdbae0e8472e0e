"""What is accepted without a look, how much of it is wrong, and how much may be."""

from __future__ import annotations

import pytest

from pipeline import forms
from pipeline.evaluate.acceptance import acceptance, acceptance_of
from pipeline.evaluate.compare import expected
from pipeline.evaluate.outcomes import MARK, SCREEN, Outcome, outcome_of
from pipeline.model import Box, Reading, ReadingKind, Source

FORM = forms.load("uvg_antrag_by")
NAME = FORM.items["kind.familienname"]
BOX = FORM.items["kind.geschlecht.weiblich"]


def reading(
    item: str, value: str | None, *, doubt: bool = False, source: Source = Source.MACHINE
) -> Reading:
    return Reading(
        item=item, kind=ReadingKind.TEXT, value=value, confidence=0.7, doubt=doubt, source=source,
        page=1, box=Box(x=1, y=1, width=1, height=1), reader="test",
    )  # fmt: skip


def name(
    wanted: str | None, got: str | None, *, doubt: bool = False, source: Source = Source.MACHINE
) -> Outcome:
    truth = expected(FORM, {NAME.id: wanted} if wanted else {})
    return outcome_of(NAME, truth, reading(NAME.id, got, doubt=doubt, source=source), "hand")


def box(ticked: bool, got: str, *, doubt: bool = False) -> Outcome:
    truth = expected(FORM, {"kind.geschlecht": "weiblich"} if ticked else {})
    return outcome_of(BOX, truth, reading(BOX.id, got, doubt=doubt), "hand")


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        pytest.param(name("Huber", "Huber"), (1, 1, 1, 0), id="right"),
        pytest.param(name("Huber", "Auber"), (1, 1, 1, 1), id="wrong"),
        pytest.param(name("Huber", None), (1, 1, 1, 1), id="filled taken for empty"),
        pytest.param(name("Huber", "Auber", doubt=True), (1, 0, 0, 0), id="wrong but doubted"),
        pytest.param(name(None, "l"), (0, 0, 1, 1), id="empty taken for filled"),
        pytest.param(name(None, "l", doubt=True), (0, 0, 0, 0), id="the same, doubted"),
        pytest.param(name(None, None), (0, 0, 0, 0), id="left empty"),
        pytest.param(box(True, "ticked"), (1, 1, 1, 0), id="box ticked"),
        pytest.param(box(True, "empty"), (1, 1, 1, 1), id="box overlooked"),
        pytest.param(box(False, "empty"), (1, 1, 1, 0), id="box empty"),
        pytest.param(box(False, "unsure", doubt=True), (1, 0, 0, 0), id="box unsure"),
    ],
)
def test_a_place_counts(found: Outcome, counts: tuple[int, ...]) -> None:
    seen = acceptance_of([found])

    assert (seen.total, seen.accepted, seen.delivered, seen.wrong) == counts


def test_errors_are_a_share_of_what_goes_out_unseen() -> None:
    read = [
        *[name("Huber", "Huber")] * 6, name("Huber", "Auber"), name(None, "l"),
        *[name("Huber", "Huber", doubt=True)] * 3, *[name(None, None)] * 50,
    ]  # fmt: skip

    found = acceptance(read)["text"]

    assert found == {
        "filled": 10,
        "accepted": 7,
        "accepted_share": 0.7,
        "delivered": 8,
        "wrong_accepted": 2,
        "error_rate": 0.25,
        "error_at_most": pytest.approx(0.599689, abs=1e-6),
    }


def test_where_nothing_was_accepted_there_is_no_rate_and_no_promise() -> None:
    found = acceptance([name("Huber", "Huber", doubt=True)])["text"]

    assert found["error_rate"] is None
    assert found["error_at_most"] == 1.0


def test_what_was_filled_in_on_screen_counts_apart_and_states_nothing() -> None:
    known = name("Huber", "Huber", source=Source.FORM_FIELD)

    found = acceptance([known, name("Huber", "Huber")])

    assert known.stated is None
    assert list(found["text_by_type_and_writing"]["name"]) == ["hand", SCREEN]
    assert found["text_by_type"]["name"]["filled"] == 2


def test_boxes_count_by_what_the_truth_says_of_them() -> None:
    found = acceptance([box(True, "ticked"), box(True, "empty"), box(False, "empty")])

    assert found["marks"]["total"] == 3
    assert found["marks_by_truth"]["ticked"]["wrong_accepted"] == 1
    assert found["marks_by_truth"]["empty"]["wrong_accepted"] == 0
    assert found["text"]["filled"] == 0


@pytest.mark.parametrize(
    ("found", "stated"),
    [
        pytest.param(name("Huber", "Huber"), 0.7, id="a value"),
        pytest.param(name("Huber", "Auber", doubt=True), 0.7, id="a value in doubt"),
        pytest.param(name(None, "l"), 0.7, id="empty taken for filled"),
        pytest.param(name("Huber", None), None, id="no value"),
        pytest.param(box(True, "ticked"), 0.7, id="a box"),
        pytest.param(box(True, "struck"), 0.7, id="a box that was taken back"),
        pytest.param(box(True, "unsure", doubt=True), None, id="a box without a side"),
    ],
)
def test_a_confidence_counts_where_something_was_named(
    found: Outcome, stated: float | None
) -> None:
    assert found.stated == stated


def test_a_page_that_was_not_recognised_sends_its_places_to_a_person() -> None:
    truth = expected(FORM, {NAME.id: "Huber"})

    missing = [outcome_of(item, truth, None, "hand") for item in (NAME, BOX)]

    assert [o.type for o in missing] == ["name", MARK]
    assert not any(o.accepted or o.named or o.right for o in missing)
