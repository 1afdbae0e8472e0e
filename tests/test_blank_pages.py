"""Backs of sheets: paper is blank, the faintest pencil is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline import creases
from pipeline.blank_pages import emptiness_of, is_blank
from pipeline.emptiness import Emptiness

DPI = 200
HEIGHT, WIDTH = 2339, 1654
Grey = np.ndarray


def paper(level: int = 245, noise: float = 3, seed: int = 1) -> Grey:
    rng = np.random.default_rng(seed)
    image = level + rng.normal(0, noise, (HEIGHT, WIDTH))
    return np.clip(image, 0, 255).astype(np.uint8)


def text(image: Grey, level: int, thickness: int = 3) -> Grey:
    cv2.putText(image, "Bitte wenden", (300, 900), 4, 2, level, thickness)
    return image


@pytest.mark.parametrize("level", [255, 245, 225, 205])
def test_paper_of_any_tint_is_blank(level: int) -> None:
    assert is_blank(paper(level), DPI)


def test_punch_holes_and_the_dark_rim_are_not_content() -> None:
    image = paper()
    for y in (850, 1480):
        cv2.circle(image, (95, y), 24, 40, -1)
    image[:, :30] = 60

    assert is_blank(image, DPI)


def test_print_that_shines_through_is_not_content() -> None:
    image = paper()
    for y in range(300, 2000, 60):
        cv2.putText(image, "gespiegelter Text der Vorderseite", (150, y), 0, 1.2, 236, 3)

    assert is_blank(cv2.GaussianBlur(image, (9, 9), 0), DPI)


def test_dust_is_not_content() -> None:
    image, rng = paper(), np.random.default_rng(2)
    for x, y in rng.integers(200, 1500, (25, 2)):
        cv2.circle(image, (int(x), int(y)), 2, 90, -1)

    assert is_blank(image, DPI)


def test_a_shadow_across_the_page_is_not_content() -> None:
    image = paper().astype(np.float64) * np.linspace(1, 0.7, WIDTH)

    assert is_blank(image.astype(np.uint8), DPI)


@pytest.mark.parametrize("level", [40, 120, 175])
def test_ink_and_pencil_are_content(level: int) -> None:
    assert not is_blank(text(paper(), level), DPI)


def test_a_single_word_at_the_bottom_is_content() -> None:
    image = paper()
    cv2.putText(image, "siehe Brief", (900, 2150), 0, 1.0, 60, 2)

    assert not is_blank(image, DPI)


def test_a_black_page_is_not_blank() -> None:
    assert not is_blank(paper(10), DPI)


@pytest.mark.parametrize("dpi", [100.0, 150.0, 300.0, 600.0])
def test_the_resolution_makes_no_difference(dpi: float) -> None:
    factor = dpi / DPI
    scaled = [
        np.asarray(cv2.resize(image, None, fx=factor, fy=factor), np.uint8)
        for image in (paper(), text(paper(), 120))
    ]

    assert [is_blank(image, dpi) for image in scaled] == [True, False]


def test_folds_from_edge_to_edge_are_not_content() -> None:
    image = paper()
    cv2.line(image, (0, 760), (WIDTH, 800), 60, 3)
    cv2.line(image, (0, 1540), (WIDTH, 1580), 120, 2)

    assert is_blank(image, DPI)


def test_a_word_on_a_fold_is_content() -> None:
    image = paper()
    cv2.line(image, (0, 760), (WIDTH, 800), 60, 3)

    assert not is_blank(text(image, 90), DPI)


def test_a_page_that_was_struck_out_is_not_blank() -> None:
    image = paper()
    cv2.line(image, (150, 2100), (1500, 200), 60, 4)

    assert not is_blank(image, DPI)


def test_many_specks_lie_together_by_chance() -> None:
    image, rng = paper(), np.random.default_rng(5)
    for x, y in rng.integers((200, 200), (1500, 2100), (220, 2)):
        cv2.circle(image, (int(x), int(y)), 2, 90, -1)

    assert is_blank(image, DPI)


def test_a_row_of_dots_among_specks_is_content() -> None:
    image, rng = paper(), np.random.default_rng(5)
    for x, y in rng.integers((200, 200), (1500, 2100), (60, 2)):
        cv2.circle(image, (int(x), int(y)), 2, 90, -1)
    for x in range(700, 900, 18):
        cv2.circle(image, (x, 1200), 2, 90, -1)

    assert not is_blank(image, DPI)


@pytest.mark.parametrize("thickness", [-1, 2], ids=["disc", "ring"])
def test_holes_punched_deep_into_the_page_are_not_content(thickness: int) -> None:
    image = paper()
    for y in (850, 1480):
        cv2.circle(image, (138, y), 23, 50, thickness)

    assert is_blank(image, DPI)


def test_a_circle_in_the_middle_of_a_page_is_content() -> None:
    image = paper()
    cv2.circle(image, (800, 1100), 23, 50, 2)

    assert not is_blank(image, DPI)


@pytest.mark.parametrize("slope", [-0.4, -0.1, 0.0, 0.25])
def test_steps_along_a_line_are_counted_as_if_one_walked_along_it(slope: float) -> None:
    height, steps, first = 120, 30, 3
    dark = (np.random.default_rng(5).random((height, steps)) < 0.1).astype(np.uint8)
    tall = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    down = np.round(slope * (np.arange(steps) - (steps - 1) / 2)).astype(int)

    counts = creases._ridge(dark, 8).counts(down, first)

    assert counts.tolist() == [
        sum(int(tall[min(max(row + down[n], 0), height - 1), n]) for n in range(first, 27))
        for row in range(height)
    ]


def _row_of_dots(image: Grey, step: int, up_and_down: int, seed: int = 3) -> Grey:
    rng = np.random.default_rng(seed)
    for x in range(300, 1400, step):
        y = 1200 + x // 80 + int(rng.integers(-up_and_down, up_and_down + 1))
        cv2.circle(image, (x, y), 2, 90, -1)
    return image


def test_dots_left_of_a_fold_are_hardly_content() -> None:
    dotted = _row_of_dots(paper(), 22, 0)

    assert not is_blank(dotted, DPI)
    assert emptiness_of(dotted, DPI) is Emptiness.ROWS


@pytest.mark.parametrize("up_and_down", [5, 9, 14])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_crumbs_as_high_as_small_letters_are_content(up_and_down: int, seed: int) -> None:
    """What the scan leaves of a line in the faintest pencil."""
    assert emptiness_of(_row_of_dots(paper(), 12, up_and_down, seed), DPI) is Emptiness.WRITTEN


def test_a_short_row_of_dots_is_content() -> None:
    image = paper()
    for x in range(700, 1000, 22):
        cv2.circle(image, (x, 1200), 2, 90, -1)

    assert emptiness_of(image, DPI) is Emptiness.WRITTEN


def test_a_row_of_dashes_that_somebody_drew_is_content() -> None:
    image = paper()
    for x in range(300, 1300, 60):
        cv2.line(image, (x, 1200), (x + 34, 1200), 90, 3)

    assert emptiness_of(image, DPI) is Emptiness.WRITTEN
