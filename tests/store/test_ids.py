"""Case numbers: the same envelope, the same number; fit for the telephone."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store import ids

hashes = st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), min_size=1, max_size=4)


@given(hashes)
def test_the_same_files_give_the_same_number(files: list[str]) -> None:
    assert ids.case_id(ids.item_id(files)) == ids.case_id(ids.item_id(list(files)))


def test_the_order_of_the_files_matters() -> None:
    assert ids.item_id(["a", "b"]) != ids.item_id(["b", "a"])


@given(hashes)
def test_a_number_survives_being_typed_carelessly(files: list[str]) -> None:
    number = ids.case_id(ids.item_id(files))

    typed = number.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert ids.as_typed(typed) == number


def test_a_taken_number_is_made_longer() -> None:
    item = ids.item_id(["a"])
    short = ids.case_id(item)

    longer = ids.first_free(item, [short])

    assert longer.startswith(short)
    assert len(longer) == len(short) + 5


@pytest.mark.parametrize("letter", "ILOU")
def test_letters_that_are_misheard_are_not_used(letter: str) -> None:
    assert letter not in ids.ALPHABET


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(ids).failed == 0
