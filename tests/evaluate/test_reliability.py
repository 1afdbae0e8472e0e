"""Stated confidence against the share that is right: bins, their error, and what is counted."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate.outcomes import MARK, SCREEN, Outcome
from pipeline.evaluate.reliability import BINS, Stated, bins_of, calibration_error, reliability

shares = st.floats(0, 1)
stated_values = st.lists(st.tuples(shares, st.booleans()), max_size=200)
distinct = st.lists(shares, min_size=BINS, max_size=200, unique=True)


def outcome(
    confidence: float | None,
    *,
    right: bool = True,
    type_: str = "name",
    writing: str = "hand",
    filled: bool = True,
) -> Outcome:
    return Outcome(
        type=type_, writing=writing, filled=filled, named=True, right=right,
        accepted=True, stated=confidence,
    )  # fmt: skip


def test_twenty_values_make_ten_bins_of_two() -> None:
    stated = [(number / 20, number % 2 == 0) for number in range(20)]

    bins = bins_of(stated)

    assert [(b.count, b.right) for b in bins] == [(2, 1)] * 10
    assert [b.lowest for b in bins] == [number / 20 for number in range(0, 20, 2)]
    assert bins[0].confidence == pytest.approx(0.025)
    assert bins[0].share == 0.5


def test_equal_confidences_stay_together() -> None:
    stated = [(0.2, False)] * 2 + [(0.998, True)] * 8

    bins = bins_of(stated)

    assert [(b.confidence, b.count, b.right) for b in bins] == [
        (pytest.approx(0.2), 2, 0),
        (pytest.approx(0.998), 8, 8),
    ]


def test_the_calibration_error_is_the_mean_distance_weighed_by_counts() -> None:
    # 0.6 and half of four right: off by 0.1; 0.9 and all of twelve right: off by 0.1
    # 0.2 and half of four right: off by 0.3
    stated = [
        *[(0.2, True)] * 2, *[(0.2, False)] * 2,
        *[(0.6, True)] * 2, *[(0.6, False)] * 2,
        *[(0.9, True)] * 12,
    ]  # fmt: skip

    assert calibration_error(bins_of(stated)) == pytest.approx((4 * 0.3 + 4 * 0.1 + 12 * 0.1) / 20)


def test_a_confidence_that_keeps_its_word_has_no_calibration_error() -> None:
    stated = [(0.75, True)] * 30 + [(0.75, False)] * 10

    assert calibration_error(bins_of(stated)) == pytest.approx(0)


def test_where_nothing_was_read_there_is_no_bin_and_no_error() -> None:
    assert bins_of([]) == []
    assert calibration_error([]) == 0.0


@given(stated_values)
def test_every_value_is_in_one_bin_and_bins_follow_each_other(stated: list[Stated]) -> None:
    bins = bins_of(stated)

    assert len(bins) <= BINS
    assert sum(b.count for b in bins) == len(stated)
    assert sum(b.right for b in bins) == sum(right for _, right in stated)
    assert all(one.highest < other.lowest for one, other in pairwise(bins))
    assert 0 <= calibration_error(bins) <= 1 + 1e-9


@given(stated_values, st.randoms(use_true_random=False))
def test_the_table_does_not_depend_on_the_order_of_the_samples(
    stated: list[Stated], chance: random.Random
) -> None:
    turned = list(stated)
    chance.shuffle(turned)

    assert bins_of(turned) == bins_of(stated)


@given(distinct)
def test_different_confidences_are_spread_evenly_over_ten_bins(confidences: list[float]) -> None:
    bins = bins_of((confidence, True) for confidence in confidences)

    assert len(bins) == BINS
    assert all(abs(b.count - len(confidences) / BINS) < 1 for b in bins)


def test_common_types_have_a_table_of_their_own_and_the_others_one_together() -> None:
    read = [outcome(0.9)] * 5 + [outcome(0.8, type_="date")] * 2 + [outcome(0.7, type_="iban")]

    found = reliability(read, enough=5)

    assert list(found["text_by_type"]) == ["name"]
    assert found["text_by_type"]["name"]["read"] == 5
    assert found["text_other_types"]["types"] == ["date", "iban"]
    assert found["text_other_types"]["read"] == 3
    assert found["text"]["read"] == 8


def test_only_what_was_recognised_is_held_against_its_confidence() -> None:
    read = [
        outcome(0.9, right=False, filled=False),
        outcome(None, writing=SCREEN),
        outcome(None, right=False),
        outcome(0.99, type_=MARK),
        outcome(None, type_=MARK),
    ]

    found = reliability(read)

    assert (found["text"]["read"], found["text"]["right"]) == (1, 0)
    assert list(found["text_by_writing"]) == ["hand"]
    assert found["marks"]["read"] == 1
    assert found["marks"]["ece"] == pytest.approx(0.01)
