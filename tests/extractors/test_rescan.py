"""The same sheet scanned twice is known by its strokes, a sheet filled in anew is not the same."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.blank import blank_page
from extractors.grey import Grey
from extractors.match import match_page
from extractors.rescan import same_strokes, trace_of
from extractors.sheet import PX_PER_MM, sheet_of
from pipeline import forms

FORM = forms.load("uvg_antrag_by")
BOX = FORM.items["kind.familienname"].box


def scanned(word: str, turn: float, noise: int) -> Grey:
    """The trace of a first page with a word in one field, put on the glass anew."""
    paper = blank_page(FORM, "antrag_seite_1").grey.copy()
    place = (round((BOX.x + 2) * PX_PER_MM), round((BOX.y + BOX.height - 1) * PX_PER_MM))
    cv2.putText(paper, word, place, cv2.FONT_HERSHEY_SCRIPT_COMPLEX, 2.2, 40, 4, cv2.LINE_AA)
    height, width = paper.shape
    about = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1.0)
    page = cv2.warpAffine(paper, about, (width, height), borderValue=255)
    grain = np.random.default_rng(noise).normal(0, 6, page.shape)
    image = np.clip(page + grain, 0, 255).astype(np.uint8)
    match = match_page(image, 300, FORM)
    assert match is not None
    return trace_of(sheet_of(image, match, FORM))


def test_the_same_sheet_scanned_again_has_the_same_strokes() -> None:
    assert same_strokes(scanned("Huber", 0.4, 1), scanned("Huber", -0.9, 2), BOX)


@pytest.mark.parametrize("word", ["Hubel", "Hubert", ""])
def test_a_field_filled_in_anew_has_other_strokes(word: str) -> None:
    assert not same_strokes(scanned("Huber", 0.4, 1), scanned(word, -0.3, 2), BOX)


def test_paper_is_like_paper() -> None:
    blank = scanned("", 0.0, 1)

    assert same_strokes(blank, scanned("", 0.7, 2), BOX)
