"""One page after the other goes through the readers, and little of any is kept or made at once."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest

from extractors import blank, lexicon
from extractors.blank import blank_page, blank_pages
from extractors.dust import without_dust
from extractors.grey import Grey
from extractors.ink import doubled
from extractors.match import match_page
from extractors.patches import patches_of
from extractors.rescan import trace_of
from extractors.sheet import sheet_of
from extractors.strips import pieces_of_page, strips
from extractors.strokes import pieces_of
from pipeline import forms

FORM = forms.load("uvg_antrag_by")
MB = 1e6
PAGE = blank.FRAME[0] * blank.FRAME[1]


def bytes_of(work: Callable[[], object]) -> tuple[int, int]:
    """The bytes that are still held after the work, and the most that were held during it."""
    tracemalloc.start()
    try:
        kept = work()
        held, most = tracemalloc.get_traced_memory()
        del kept
        return held, most
    finally:
        tracemalloc.stop()


def forget(*kept: Any) -> None:
    """Let the next one load anew what is loaded once."""
    for each in kept:
        each.cache_clear()


def page_of_text() -> Grey:
    page = np.full((3508, 2480), 255, np.uint8)
    for row in range(200, 3300, 60):
        cv2.putText(page, "Landratsamt Musterstadt, Zimmer 17", (200, row), 0, 1.5, 0, 3)
    return page


def test_of_the_blank_form_a_megabyte_a_page_is_kept() -> None:
    forget(blank._pages, patches_of)

    held, _ = bytes_of(lambda: [patches_of(page) for page in blank_pages(FORM)])

    assert held < len(FORM.pages) * MB


def test_separating_the_ink_holds_few_pictures_at_a_time() -> None:
    paper = blank_page(FORM, "antrag_seite_1").grey
    match = match_page(paper, 300, FORM)
    assert match is not None

    held, most = bytes_of(lambda: sheet_of(paper, match, FORM))

    assert held < 3.1 * PAGE  # the page, its ink, the blank
    assert most < 6 * PAGE


def test_the_trace_of_a_page_is_small() -> None:
    paper = blank_page(FORM, "antrag_seite_1").grey
    match = match_page(paper, 300, FORM)
    assert match is not None
    sheet = sheet_of(paper, match, FORM)

    held, _ = bytes_of(lambda: trace_of(sheet))

    assert held < MB / 2


def test_looking_for_dust_holds_little_more_than_the_page() -> None:
    page = page_of_text()

    _, most = bytes_of(lambda: without_dust(page, 300))

    assert most < 2 * PAGE


def test_taking_ink_apart_numbers_its_pieces_in_two_bytes() -> None:
    page = page_of_text()
    mask = (page < 128).view(np.uint8)

    _, most = bytes_of(lambda: pieces_of_page(mask))

    assert most < 3 * PAGE


def test_taking_the_ink_of_a_page_apart_holds_less_than_four_pictures() -> None:
    page, blank = page_of_text(), blank_page(FORM, "antrag_seite_1").grey

    _, most = bytes_of(lambda: pieces_of(page, blank, FORM.pages[0].items))

    assert most < 4 * PAGE


@pytest.mark.parametrize("share", [0.0, 0.001, 0.02])
def test_pieces_of_strips_are_those_of_the_page(share: float) -> None:
    mask = (np.random.default_rng(3).random((1700, 300)) < share).view(np.uint8)

    labels, figures = pieces_of_page(mask)

    _, whole, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    assert np.array_equal(labels, whole)
    assert np.array_equal(figures, stats)


def test_the_paper_between_strips_is_not_looked_at() -> None:
    mask = np.zeros((3508, 2480), np.uint8)
    mask[1001:1020, 700:730] = mask[2000:2030, 41:60] = 1

    parts = [mask[part] for part in strips(mask)]

    assert sum(int(part.sum()) for part in parts) == int(mask.sum())
    assert sum(part.size for part in parts) < mask.size / 100


def test_knowing_every_word_of_the_lists_takes_little() -> None:
    forget(lexicon._words, lexicon._towns, lexicon._streets)

    held, most = bytes_of(
        lambda: (
            lexicon.is_known("Huber"),
            lexicon.is_common("Kiel"),
            lexicon.support("Ahornweg 5", "street"),
        )
    )

    assert held < 3 * MB
    assert most < 12 * MB


def test_a_picture_is_doubled_pixel_by_pixel() -> None:
    small = np.random.default_rng(2).integers(0, 256, (7, 5), np.uint8)

    assert np.array_equal(doubled(small), small.repeat(2, axis=0).repeat(2, axis=1))
