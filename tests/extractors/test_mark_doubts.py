"""What is odd about a box, and what only looks odd: ink is taken for what it is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors import marks
from extractors.blank import PX_PER_MM
from extractors.grey import Grey
from extractors.mark_features import Features
from extractors.marks import Mark
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

CUSTODY = ("vertretung.sorgerecht.mutter", "vertretung.sorgerecht.vater")
"""Two answers to one question."""
MUST = {field.id for field in PAGE.fields if field.required == "always"}
FIRST = {next(i for i in PAGE.items if i.field == n).id: next(i for i in PAGE.items if i.field == n)
         for n in sorted(MUST)}  # fmt: skip
"""The first answer of every question that has to be answered."""
LARGE_DOT: list[Stroke] = [[(0.45, 0.5), (0.55, 0.5)]]

SCRATCH: Stroke = [(-0.6, 0.15), (-0.2, 0.6)]


@pytest.mark.parametrize(("width", "doubted"), [(0.12, False), (0.5, True)], ids=["hair", "pen"])
def test_a_hair_beside_a_box_is_no_mark_that_missed(width: float, doubted: bool) -> None:
    marks = {item: CROSS for item in list(BOXES)[::3] if item not in {NO, YES}}

    found = readings(marks, spoil=lambda paper: drawn(paper, BOXES[NO], [SCRATCH], width, 60))

    assert (found[NO].value, found[NO].doubt) == ("empty", doubted)


def test_where_nothing_shows_the_pen_of_a_page_a_fine_stroke_may_be_a_mark() -> None:
    assert readings({NO: [SCRATCH]}, 0.12)[NO].doubt


CURVED: Stroke = [(-0.3, 0.25), (-0.2, 0.6), (0.15, 1.0), (0.35, 1.0), (1.2, -0.3)]


def test_a_tick_whose_short_arm_the_frame_cuts_off_is_no_word() -> None:
    marks = every_third([CURVED])

    found = readings(marks, 0.4, 60, bilevel=True)

    assert {(found[item].value, found[item].doubt) for item in marks} == {("ticked", False)}


def test_one_fine_stroke_through_the_middle_is_a_tick() -> None:
    stroke = Features(faint=0.15, pen=0.6, fill=0.1, extent=0.85, core=0.05, inside=0.45,
                      longest=1.6)  # fmt: skip

    assert marks.judged(stroke).clear


@pytest.mark.parametrize("fill", [0.1, 0.15])
def test_two_dots_far_apart_are_no_tick(fill: float) -> None:
    dots = Features(faint=0.16, pen=1.0, fill=fill, extent=0.62, core=0.13, inside=1.0,
                    longest=0.31)  # fmt: skip

    assert marks.judged(dots).odd


def test_the_shadow_of_a_frame_on_a_blurred_scan_is_no_tick() -> None:
    shadow = Features(
        faint=0.126, pen=0.15, fill=0.13, extent=0.82, gap=0.93, inside=1.0, longest=0.89
    )

    assert marks.judged(shadow).odd


def test_a_page_of_heavy_marks_is_ticked_with_a_heavy_hand() -> None:
    """One is blackened: of the others each is the only ink of a question that must be answered."""
    heavy = {item: Mark(1.0, 0.85, odd=False) for item in list(FIRST)[:-1]}
    seen = {**heavy, list(FIRST)[-1]: Mark(1.0, 0.999, odd=False)}

    found = marks._lone_ones_sure(list(FIRST.values()), seen, {i.field for i in FIRST.values()})

    assert all(found[item].clear for item in heavy)
    assert not found[list(FIRST)[-1]].clear


def test_large_crosses_of_a_felt_tip_are_not_taken_back() -> None:
    large: list[Stroke] = [[(-0.35, -0.3), (1.3, 1.3)], [(1.3, -0.3), (-0.35, 1.3)]]
    free = {item for item in list(BOXES)[::3] if FORM.items[item].field not in MUST}

    found = readings(every_third(large), 0.8, 60)

    assert {(found[item].value, found[item].doubt) for item in free} == {("ticked", False)}


@pytest.mark.parametrize("taken_back", [0.1, 0.4])
def test_the_only_ink_of_a_question_that_must_be_answered_is_a_tick(
    monkeypatch: pytest.MonkeyPatch, taken_back: float
) -> None:
    """Every mark is a heavy one; of two in one question, or beside other ink, one may be none."""
    heavy, empty = Mark(1.0, taken_back, odd=False), Mark(0.0, 0.0, odd=False)
    monkeypatch.setattr(marks, "judged", lambda f: heavy if f.fill > 0.05 else empty)

    found = readings({YES: CROSS, **dict.fromkeys(CUSTODY, CROSS)})

    assert (found[YES].value, found[YES].doubt) == ("ticked", False)
    assert all(found[item].doubt for item in CUSTODY)


def test_beside_other_ink_of_its_question_a_heavy_mark_is_for_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heavy, empty = Mark(1.0, 0.4, odd=False), Mark(0.0, 0.0, odd=False)
    ink = Mark(0.0, 0.0, odd=True, believed=0.9)
    monkeypatch.setattr(
        marks, "judged", lambda f: heavy if f.fill > 0.05 else ink if f.beside else empty
    )

    found = readings({YES: CROSS, NO: [[(-1.4, 0), (-0.5, 1)]]})

    assert found[YES].doubt


def test_a_dot_is_nothing_on_a_page_of_larger_marks() -> None:
    marks = {item: CROSS for item in list(BOXES)[::4] if item not in {NO, YES}}
    others = [item for item in list(BOXES)[1::4] if FORM.items[item].field not in MUST]

    found = readings({**marks, **dict.fromkeys(others, LARGE_DOT)}, 0.6, 20, bilevel=True)

    assert {(found[item].value, found[item].doubt) for item in others} == {("empty", False)}


def test_a_dot_may_answer_a_question_that_must_be_answered() -> None:
    marks = {item: CROSS for item in list(BOXES)[::4] if item not in {NO, YES}}

    assert readings({**marks, NO: LARGE_DOT}, 0.6, 20, bilevel=True)[NO].doubt


@pytest.mark.parametrize(("core", "dot"), [(0.1, True), (0.0, False)])
def test_ink_at_the_frame_alone_may_be_the_end_of_a_mark_outside(core: float, dot: bool) -> None:
    ink = Features(faint=0.045, fill=0.03, extent=0.3, core=core, inside=1.0, longest=0.26)

    assert marks._is_dot(ink, smallest=0.78) is dot


def test_where_most_boxes_are_marked_their_ink_is_no_dirt() -> None:
    most = [item for item in BOXES if item not in {NO, YES}]

    found = readings({item: [CURVED] for item in most}, 0.4)

    assert sum(found[item].doubt for item in most) < len(most) / 10


def stain(paper: Grey) -> None:
    spot = np.zeros(paper.shape, np.float32)
    x, y = (round((start + 1.6) * PX_PER_MM) for start in (BOXES[NO].x, BOXES[NO].y))
    cv2.circle(spot, (x, y), round(9 * PX_PER_MM), 0.25, -1)
    paper[:] = paper * (1 - cv2.GaussianBlur(spot, (0, 0), 5))


def test_an_empty_box_under_a_stain_is_empty_and_a_tick_under_it_is_not() -> None:
    empty, ticked = readings({}, spoil=stain)[NO], readings({NO: CROSS}, spoil=stain)[NO]
    missed = readings({NO: [[(-0.5, -0.1), (-0.15, 0.6)]]}, spoil=stain)[NO]

    assert (empty.value, empty.doubt) == ("empty", False)
    assert ticked.doubt or ticked.value == "ticked"
    assert missed.doubt
