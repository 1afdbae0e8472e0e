"""Boxes are drawn on by many hands; what is accepted is right, and what is odd goes to a person."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from extractors import fields, mark_features, marks, read_page
from extractors.blank import PX_PER_MM, blank_page
from extractors.far_marks import with_missed_boxes_doubted
from extractors.grey import Grey
from extractors.mark_ink import Piece
from extractors.marks import Mark
from extractors.match import match_page
from extractors.sheet import Sheet, sheet_of
from pipeline.model import Box, ReadingKind
from tests.fakes.drawn_boxes import (
    BOXES,
    CROSS,
    FORM,
    NO,
    PAGE,
    YES,
    Stroke,
    drawn,
    every_third,
    readings,
)


def zigzag(turns: int, low: float, high: float) -> Stroke:
    steps = np.linspace(low, high, turns)
    return [(low if i % 2 else high, float(y)) for i, y in enumerate(steps)]


def circle(radius: float) -> Stroke:
    angles = np.linspace(0, 2 * np.pi, 40)
    return [(0.5 + radius * np.cos(a), 0.5 + radius * np.sin(a)) for a in angles]


TICKS: dict[str, list[Stroke]] = {
    "cross": CROSS,
    "large cross": [[(-0.3, -0.2), (1.3, 1.25)], [(1.3, -0.3), (-0.2, 1.2)]],
    "plus": [[(0.5, 0), (0.5, 1)], [(0, 0.5), (1, 0.5)]],
    "tick": [[(0.05, 0.5), (0.4, 1.0), (1.1, -0.2)]],
    "long tick": [[(0.1, 0.4), (0.35, 0.95), (1.5, -0.9)]],
    "slash": [[(0, 1), (1, 0)]],
    "stroke": [[(0.5, 0.05), (0.5, 0.95)]],
    "ring": [circle(0.36)],
    "wave": [[(0, 0.6), (0.25, 0.3), (0.5, 0.65), (0.75, 0.3), (1, 0.5)]],
    "star": [*CROSS, [(0, 0.5), (1, 0.5)]],
}
BLACKENED: list[Stroke] = [zigzag(21, -0.05, 1.05), zigzag(18, 0, 1)]
SCRIBBLED: list[Stroke] = [*CROSS, zigzag(11, -0.2, 1.2), *(circle(r) for r in (0.4, 0.5, 0.6))]
DOT: list[Stroke] = [[(0.5, 0.5), (0.52, 0.52)]]

STACKS = [
    (
        "todesfall.abfindung.erhalten.ja",
        "todesfall.waisenbezuege.status.abgelehnt",
        "todesfall.waisenbezuege.status.beantragt",
    ),
    (
        "sozialleistungen.jugendhilfe.bezug.beantragt",
        "sozialleistungen.unterhaltssicherung.bezug.beantragt",
    ),
]
"""Boxes that stand under each other, with rules or a line of words between them."""


def test_the_only_mark_of_a_question_that_must_be_answered_is_rather_a_tick(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every mark is taken for one that was rather taken back; of two nobody knows which counts."""
    heavy, empty = Mark(1.0, 0.86, odd=False), Mark(0.0, 0.0, odd=False)
    monkeypatch.setattr(marks, "judged", lambda f: heavy if f.fill > 0.05 else empty)
    both = {YES: CROSS, "vertretung.sorgerecht.mutter": CROSS, "vertretung.sorgerecht.vater": CROSS}

    found = readings(both)

    assert found[YES].candidates[0].value == "ticked"
    assert found["vertretung.sorgerecht.mutter"].candidates[0].value == "struck"
    assert all(found[item].doubt for item in both)


@pytest.mark.parametrize(("taken_back", "likely"), [(0.86, "ticked"), (0.9999, "struck")])
def test_a_heavy_tick_is_likely_one_and_a_blackened_box_is_not(
    taken_back: float, likely: str
) -> None:
    mark = Mark(1.0, taken_back, odd=False).as_only_one

    assert ("ticked" if mark.ticked > mark.struck else "struck") == likely


def test_an_empty_form_has_one_reading_per_box_and_no_doubt() -> None:
    found = readings({})

    assert set(found) == set(BOXES)
    assert {(r.value, r.doubt, r.page) for r in found.values()} == {("empty", False, 3)}


@pytest.mark.parametrize("shape", TICKS)
@pytest.mark.parametrize(
    ("width", "tone", "bilevel"),
    [(0.35, 30, False), (0.6, 20, True), (0.4, 130, False), (0.9, 60, False)],
    ids=["fine", "bilevel", "pencil", "felt tip"],
)
def test_every_way_to_tick_is_read(shape: str, width: float, tone: int, bilevel: bool) -> None:
    marks = every_third(TICKS[shape])

    found = readings(marks, width, tone, bilevel=bilevel)

    accepted = {item: reading.value for item, reading in found.items() if not reading.doubt}
    wrong = {item for item, value in accepted.items() if (value == "ticked") != (item in marks)}
    assert not wrong
    assert len(accepted) >= len(BOXES) * 0.6
    assert {found[item].value for item in marks} <= {"ticked", "unsure"}


@pytest.mark.parametrize("strokes", [BLACKENED, SCRIBBLED], ids=["blackened", "scribbled"])
def test_a_mark_taken_back_beside_a_clear_one_is_struck(strokes: list[Stroke]) -> None:
    found = readings({NO: strokes, YES: CROSS})

    assert (found[YES].value, found[YES].doubt) == ("ticked", False)
    assert found[NO].value == "struck"
    assert not found[NO].doubt


def test_a_blackened_box_alone_is_for_a_person() -> None:
    assert readings({NO: BLACKENED})[NO].doubt


@pytest.mark.parametrize(
    "strokes",
    [
        [circle(0.95)],
        [[(-1.4, 0), (-0.5, 1)], [(-0.5, 0), (-1.4, 1)]],
        [*CROSS, [(-1.2, 0.5), (3.2, 0.45)]],
        [[(-0.95, 0.3), (-0.8, 0.7), (0.53, -0.42)]],
    ],
    ids=["circled", "beside", "crossed through", "a tick past the corner"],
)
def test_what_may_mean_either_is_for_a_person(strokes: list[Stroke]) -> None:
    assert readings({NO: strokes})[NO].doubt


@pytest.mark.parametrize(("overlap", "beside"), [(0, True), (1, True), (60, False)])
def test_a_tick_that_only_grazes_the_corner_of_a_box_stands_beside_it(
    overlap: int, beside: bool
) -> None:
    tick = Piece(4.2, Box(x=111.8, y=230.3, width=4.9, height=3.7), home=0, overlap=overlap)

    found = mark_features._beside(
        [(1, tick)], 0, Box(x=114.9, y=231.7, width=3.25, height=3.25), [], 2.0
    )

    assert bool(found) is beside


@pytest.mark.parametrize("lean", [-0.3, 0.0, 0.25])
@pytest.mark.parametrize("stacked", STACKS, ids=lambda stack: stack[0])
@pytest.mark.parametrize("bilevel", [False, True], ids=["grey", "bilevel"])
def test_a_line_down_through_several_boxes_ticks_none_of_them(
    stacked: Sequence[str], lean: float, bilevel: bool
) -> None:
    first, last = BOXES[stacked[0]], BOXES[stacked[-1]]
    below = (last.y - first.y) / first.height + 1.2
    line: Stroke = [(0.5 + lean, -0.2), (0.5 - lean / 2, below / 2), (0.5 - lean, below)]

    found = readings({stacked[0]: [line]}, 0.4, bilevel=bilevel)

    assert all(found[item].doubt for item in stacked)


def test_a_line_through_a_box_and_the_words_beside_it_is_for_a_person() -> None:
    assert readings({NO: [[(-0.2, 0.4), (1.0, 0.5), (4.5, 0.6)]]})[NO].doubt


def test_a_stroke_whose_box_stands_over_upright_writing_is_a_tick() -> None:
    found = readings({NO: [[(0.45, 0.0), (0.5, 0.95)], [(0.9, 2.6), (0.8, 4.0)]]}, 0.4)

    assert (found[NO].value, found[NO].doubt) == ("ticked", False)


def test_long_arms_cut_off_by_the_frame_are_no_word() -> None:
    marks = every_third(TICKS["long tick"])

    found = readings(marks, 0.9, 60)

    assert {(found[item].value, found[item].doubt) for item in marks} == {("ticked", False)}


def test_print_that_slipped_in_the_feeder_is_no_mark() -> None:
    def slipped(paper: Grey) -> None:
        rows = np.arange(len(paper))
        paper[:] = paper[
            np.clip(rows + np.round(3.5 * np.sin(rows / 200)), 0, rows[-1]).astype(int)
        ]

    assert {(r.value, r.doubt) for r in readings({}, spoil=slipped).values()} == {("empty", False)}


def test_a_doubted_box_states_no_certainty() -> None:
    found = readings({NO: [*CROSS, [(-1.2, 0.5), (3.2, 0.45)]], YES: [circle(0.95)]})

    assert all(found[item].doubt and found[item].confidence <= 0.5 for item in (NO, YES))


def test_a_speck_beside_a_clear_tick_is_nothing() -> None:
    found = readings({NO: DOT, YES: CROSS})

    assert (found[NO].value, found[NO].doubt) == ("empty", False)
    assert (found[YES].value, found[YES].doubt) == ("ticked", False)


def test_two_clear_ticks_in_one_question_are_both_seen() -> None:
    found = readings({NO: CROSS, YES: CROSS})

    assert (found[NO].value, found[YES].value) == ("ticked", "ticked")
    assert not found[NO].doubt


def test_a_word_written_across_a_box_is_not_taken_for_a_tick() -> None:
    box = BOXES[NO]

    def write(paper: Grey) -> None:
        x, y = round((box.x - 25) * PX_PER_MM), round((box.y + 3.0) * PX_PER_MM)
        cv2.putText(paper, "nnnnnnunununununun", (x, y), 16, 2.6, 30, 5, cv2.LINE_AA)

    found = readings({}, spoil=write)[NO]

    assert found.doubt or found.value == "empty"


def test_a_dirty_copy_is_read_like_a_clean_one() -> None:
    def dirty(paper: Grey) -> None:
        rng = np.random.default_rng(3)
        for x, y in rng.uniform((0, 0), (2480, 3508), (1500, 2)):
            cv2.circle(paper, (round(x), round(y)), int(rng.integers(1, 3)), 60, -1)
        paper[:] = cv2.erode(paper, np.ones((3, 3), np.uint8))

    marks = every_third(CROSS)
    found = readings(marks, spoil=dirty, bilevel=True)

    accepted = {item: reading.value for item, reading in found.items() if not reading.doubt}
    assert all((value == "ticked") == (item in marks) for item, value in accepted.items())
    assert len(accepted) > len(BOXES) * 0.8


def test_what_the_scores_say_of_states_adds_up() -> None:
    for reading in readings({NO: CROSS, YES: BLACKENED}).values():
        assert sum(c.confidence for c in reading.candidates) == pytest.approx(1, abs=0.001)


def _connected(ink: npt.NDArray[np.uint8]) -> int:
    return int(cv2.connectedComponents((ink < 150).astype(np.uint8))[0]) - 1


@pytest.mark.parametrize(
    "stroke", [[(-0.8, 0.6), (1.2, 0.3)], [(0.3, 1.8), (0.6, 0.2)], [(-0.6, 0.1), (0.6, 1.7)]]
)
def test_strokes_across_printed_rules_stay_in_one_piece(stroke: Stroke) -> None:
    paper = blank_page(FORM, PAGE.id).grey.copy()
    box = BOXES[NO]
    drawn(paper, box, [stroke], 0.5, 30)
    match = match_page(paper, 300, FORM)
    assert match is not None

    ink = sheet_of(paper, match, FORM).ink_crop(box, 2.5)

    assert _connected(ink) == 1
    length = float(np.linalg.norm(np.subtract(stroke[0], stroke[1]))) * box.width
    assert float((ink < 150).sum()) > 0.85 * 0.5 * length * PX_PER_MM**2


def test_of_an_unfilled_copy_no_ink_is_left() -> None:
    copied = cv2.erode(blank_page(FORM, PAGE.id).grey, np.ones((4, 4), np.uint8))
    paper = np.asarray(copied, np.uint8)
    match = match_page(paper, 300, FORM)
    assert match is not None

    ink = sheet_of(paper, match, FORM).ink

    assert float((ink < 150).mean()) < 2e-5


@pytest.mark.parametrize(
    ("confidence", "value", "doubted"),
    [(0.0, None, True), (0.9, None, True), (0.98, None, False), (0.0, "unbekannt", False)],
)
def test_a_tick_that_missed_all_boxes_puts_them_in_doubt(
    confidence: float, value: str | None, doubted: bool
) -> None:
    boxes = list(readings({}).values())
    field = "vertretung.rechtsanwalt.beauftragt"
    note = boxes[0].model_copy(
        update={
            "item": field, "kind": ReadingKind.TEXT, "value": value, "confidence": confidence,
            "doubt": True,
        }
    )  # fmt: skip

    found = with_missed_boxes_doubted(PAGE, boxes, [note])

    assert {r.item for r in found if r.doubt} == ({NO, YES} if doubted else set())


def test_a_question_with_a_tick_is_not_touched_by_what_stands_beside_it() -> None:
    boxes = list(readings({YES: CROSS}).values())
    note = boxes[0].model_copy(
        update={
            "item": "vertretung.rechtsanwalt.beauftragt", "kind": ReadingKind.TEXT, "value": None,
            "confidence": 0.0, "doubt": True,
        }
    )  # fmt: skip

    assert with_missed_boxes_doubted(PAGE, boxes, [note]) == boxes


def test_a_page_is_read_with_boxes_in_doubt_that_a_tick_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = blank_sheet()
    note = readings({})[NO].model_copy(
        update={
            "item": "vertretung.rechtsanwalt.beauftragt", "kind": ReadingKind.TEXT, "value": None,
            "confidence": 0.0, "doubt": True,
        }
    )  # fmt: skip
    monkeypatch.setattr(fields, "read_written", lambda *_: [note])

    found = {reading.item: reading for reading in read_page(sheet, PAGE, 3)}

    assert found[NO].doubt
    assert found[YES].doubt


def blank_sheet() -> Sheet:
    paper = blank_page(FORM, PAGE.id).grey
    return Sheet(PAGE.id, paper, np.full_like(paper, 255), paper)
