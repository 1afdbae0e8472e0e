"""Grain of a threshold set too fine is no writing, and writing is no grain."""

import cv2
import numpy as np

from extractors.dust import is_only_dust, without_dust
from extractors.grey import Grey

DPI = 200.0


def grain(share: float) -> Grey:
    noise = np.random.default_rng(1).random((1169, 827))
    return np.where(noise < share, 0, 255).astype(np.uint8)


def with_words(page: Grey) -> Grey:
    return np.asarray(cv2.putText(page.copy(), "Standesamt 17", (90, 400), 0, 1.2, 0, 3), np.uint8)


def test_a_clean_page_stays_as_it_is() -> None:
    page = with_words(np.full((1169, 827), 255, np.uint8))

    assert without_dust(page, DPI) is page
    assert not is_only_dust(page, page, DPI)


def test_a_page_of_grain_is_only_dust() -> None:
    page = grain(0.04)

    assert is_only_dust(page, without_dust(page, DPI), DPI)


def test_words_stay_when_the_grain_goes() -> None:
    page = with_words(grain(0.04))

    cleaned = without_dust(page, DPI)

    words = with_words(np.full_like(page, 255)) < 128
    assert not is_only_dust(page, cleaned, DPI)
    assert (cleaned[words] < 128).all()
    assert (cleaned < 128).sum() < 1.2 * words.sum()
