"""The ink of a digit tells the digits that Tesseract confuses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageDraw, ImageFont

from extractors import digits
from extractors.digits import digit_fits
from extractors.grey import Grey
from sample_scans.fonts import HERE

FACES = ["arimo", "cousine", "courier-prime", "tinos", "carlito", "cutive-mono", "special-elite"]
CONFUSED = ["35", "53", "56", "65", "38", "83", "68", "86", "95", "98"]


def ink_of(digit: str, face: str) -> Grey:
    picture = Image.new("L", (80, 90), 255)
    font = ImageFont.truetype(str(HERE / "print" / f"{face}.ttf"), 46)
    ImageDraw.Draw(picture).text((20, 60), digit, 0, font, anchor="ls")
    ink = np.asarray(picture, np.uint8)
    rows, columns = np.nonzero(ink < 128)
    return ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("digit", "0123456789")
def test_every_digit_fits_its_own_ink(face: str, digit: str) -> None:
    assert digit_fits(digit, ink_of(digit, face))


@pytest.mark.parametrize("pair", CONFUSED)
def test_digits_that_are_confused_do_not_fit_each_other(pair: str) -> None:
    stands, read_as = pair

    found_out = [face for face in FACES if not digit_fits(read_as, ink_of(stands, face))]

    assert len(found_out) > len(FACES) / 2


def test_ink_too_small_to_tell_fits_any_digit() -> None:
    assert digit_fits("5", np.zeros((6, 4), np.uint8))


@given(arrays(np.uint8, st.tuples(st.integers(1, 12), st.integers(1, 12))))
def test_ink_that_is_dark_enough_has_the_threshold_of_all_ink(ink: Grey) -> None:
    darkest = float(np.percentile(ink, digits.DARKEST))

    assert digits._threshold(ink) == max(digits.INK_BELOW, (darkest + digits.PAPER) / 2)
