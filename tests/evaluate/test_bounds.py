"""What so few errors still allow: known values, and what holds for all bounds."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bounds import LEVEL, at_most, lower_bound, needed_for, upper_bound

TINY = 1e-9

counts = st.integers(0, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@pytest.mark.parametrize(
    ("hits", "total", "bound"),
    [
        pytest.param(0, 1, 0.95, id="one that was right"),
        pytest.param(0, 10, 1 - 0.05**0.1, id="none of ten"),
        pytest.param(0, 3000, 0.000998, id="none of three thousand"),
        pytest.param(1, 2, math.sqrt(0.95), id="one of two"),
        pytest.param(1, 1000, 0.004735, id="one of a thousand"),
        pytest.param(5, 100, 0.102253, id="five of a hundred"),
        pytest.param(7, 7, 1.0, id="all"),
        pytest.param(0, 0, 1.0, id="nothing measured"),
    ],
)
def test_the_upper_bound_is_the_one_of_the_tables(hits: int, total: int, bound: float) -> None:
    assert upper_bound(hits, total) == pytest.approx(bound, abs=1e-6)


def test_the_lower_bound_mirrors_the_upper_one() -> None:
    assert lower_bound(10, 10) == pytest.approx(0.05**0.1)
    assert lower_bound(0, 10) == 0.0
    assert lower_bound(0, 0) == 0.0


def test_the_probabilities_of_three_throws_of_a_coin() -> None:
    found = [at_most(hits, 3, 0.5) for hits in range(4)]

    assert found == pytest.approx([1 / 8, 4 / 8, 7 / 8, 1])


@given(counts)
def test_at_the_bound_so_few_errors_come_up_once_in_twenty_runs(pair: tuple[int, int]) -> None:
    hits, total = pair
    bound = upper_bound(hits, total)

    if hits < total:
        assert at_most(hits, total, bound) == pytest.approx(1 - LEVEL, abs=1e-6)


@given(counts)
def test_a_bound_is_never_below_what_was_measured_and_never_above_one(
    pair: tuple[int, int],
) -> None:
    hits, total = pair

    assert lower_bound(hits, total) - TINY <= (hits / total if total else 0.5)
    assert (hits / total if total else 0.5) <= upper_bound(hits, total) <= 1


@given(counts)
def test_one_more_error_raises_the_bound_and_one_more_right_value_lowers_it(
    pair: tuple[int, int],
) -> None:
    hits, total = pair

    assert upper_bound(hits + 1, total + 1) >= upper_bound(hits, total) - TINY
    assert upper_bound(hits, total + 1) <= upper_bound(hits, total) + TINY


@given(st.floats(0.0001, 0.5))
def test_so_many_right_values_prove_a_target_and_one_less_does_not(share: float) -> None:
    needed = needed_for(share)

    assert upper_bound(0, needed) <= share + TINY
    assert upper_bound(0, needed - 1) > share - TINY


def test_large_counts_are_bounded_without_leaving_the_range_of_numbers() -> None:
    assert upper_bound(10_000, 20_000) == pytest.approx(0.505841, abs=1e-4)
    assert upper_bound(0, 1_000_000) == pytest.approx(2.9957e-6, rel=1e-3)
