"""Strokes that say there is nothing to say are told by their shape, and never from letters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.lines import WrittenLine, lines_of
from extractors.nothing import dashes_in, nothing_in
from extractors.writing import Writing
from pipeline import forms

DASHES = [(2, 7, 18, 8), (26, 7, 23, 8), (50, 6, 22, 10)]
STROKE, DOTS = (0, 0, 30, 50), [(36, 40, 10, 9)]


Outline = tuple[int, ...]
"""Left, top, width, height of a piece, and its pixels, if it does not fill half of them."""


def line(*pieces: Outline) -> WrittenLine:
    rows = np.array([(*piece, piece[2] * piece[3] // 2)[:5] for piece in pieces], np.int32)
    return WrittenLine(np.full((60, 500), 255, np.uint8), rows.reshape(-1, 5))


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (DASHES, "---"),
        ([*DASHES, (432, 2, 12, 10)], "---"),  # and a speck far to the right
        ([(2, 2, 12, 5), (15, 2, 24, 6)], "---"),  # two of three have run together
        ([STROKE, *DOTS], "./."),  # the first dot has run into the stroke
        ([(0, 40, 9, 9), (12, 0, 20, 50), (38, 41, 9, 9)], "./."),
        ([(0, 40, 9, 9), (12, 0, 20, 50), (38, 41, 9, 9), (110, 2, 10, 10)], "./."),  # and a speck
        ([(0, 0, 37, 34, 278), (30, 29, 7, 7, 39)], "./."),  # flatter still, the first dot in it
        ([(0, 0, 31, 35, 212), (28, 27, 5, 6, 26)], "./."),  # as flat, but as thin as its dot
    ],
)
def test_dashes_and_strokes_between_dots_say_nothing(pieces: list[Outline], said: str) -> None:
    assert nothing_in([line(*pieces)]) == said


def test_dashes_of_which_two_touch_are_no_line_through_letters() -> None:
    rows = np.array([(34, 2, 67, 10, 423), (0, 3, 32, 9, 217)], np.int32)

    assert dashes_in(rows) == "---"
    assert dashes_in(rows[:1]) is None
    assert dashes_in(rows[:0]) is None


@pytest.mark.parametrize(
    "pieces",
    [
        [STROKE],  # a one, an l, a hair
        [(2, 2, 27, 56, 629), (31, 32, 13, 22, 219)],  # the surname Do
        [(2, 2, 12, 5), (60, 2, 24, 6)],  # far apart: what is left of a fold
        DASHES[:2],  # the arms of a cross in the box below
        [*DASHES, (130, 0, 25, 40)],  # and a letter
        [(0, 0, 50, 20), (0, 30, 50, 20)],  # an equals sign, two lines of a table
        [STROKE, (36, 2, 10, 9)],  # the dot of an i
        [STROKE, (36, 10, 20, 40)],
        [STROKE, *DOTS, (110, 2, 20, 30)],  # and a letter
        [(0, 0, 31, 35, 297), (35, 29, 5, 6, 26)],  # L with a full stop
        [],
    ],
)
def test_letters_and_lone_strokes_do_not(pieces: list[Outline]) -> None:
    assert nothing_in([line(*pieces)]) is None


def test_a_stroke_between_dots_that_stand_above_its_foot_is_no_line_of_hairs() -> None:
    """Two dots alone would be: they lie below the middle of the stroke, not beside it."""
    rows = np.array([(2, 20, 5, 6, 23), (24, 2, 16, 30, 96), (56, 21, 6, 6, 21)], np.int32)
    words = tuple(rows[n : n + 1] for n in range(3))
    writing = Writing(
        item=forms.load("uvg_antrag_by").items["anderer_elternteil.geburtsname"], words=words,
        picture=np.full((40, 70), 255, np.uint8), left=0, top=0,
        rules=np.empty((0, 5), np.int32),
    )  # fmt: skip

    assert nothing_in(lines_of(writing)) == "./."


def test_a_second_line_of_letters_says_something() -> None:
    assert nothing_in([line(*DASHES), line((0, 0, 20, 30), (25, 0, 20, 30))]) is None


piece = st.tuples(
    st.integers(0, 400), st.integers(0, 40), st.integers(20, 60), st.integers(20, 60)
).filter(lambda p: p[2] < 1.4 * p[3])


@given(st.lists(piece, min_size=3, max_size=8))
def test_as_many_pieces_of_the_size_of_letters_are_writing(
    pieces: list[tuple[int, int, int, int]],
) -> None:
    assert nothing_in([line(*pieces)]) is None
