"""A scan is recognised as the page it shows, or as none; and every millimetre is found again."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.blank import PX_PER_MM, BlankPage, blank_page
from extractors.coarse import Guess, darkness, settled
from extractors.grey import Grey
from extractors.match import match_page
from extractors.sheet import sheet_of
from pipeline import forms
from pipeline.model import PageMatch

FORM = forms.load("uvg_antrag_by")
PAGES = [page.id for page in FORM.pages]
PLACES = np.array([[x, y] for x in (15.0, 70.0, 140.0, 195.0) for y in (15.0, 100.0, 200.0, 282.0)])
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Feeding:
    """What happens to a sheet on its way through the scanner."""

    page: str = PAGES[1]
    dpi: int = 200
    skew: float = 0.0
    scale: float = 1.0
    stretch: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)
    turned: int = 0
    bilevel: bool = False
    writing: int = 30
    seed: int = 0


def scanned(feeding: Feeding) -> tuple[Grey, Matrix]:
    """The scan, and the matrix from millimetres on the form to its pixels."""
    rng = np.random.default_rng(feeding.seed)
    paper = blank_page(FORM, feeding.page).grey.copy()
    for _ in range(feeding.writing):
        _scribble(paper, rng)
    matrix = _matrix(feeding)
    size = (round(210 * feeding.dpi / 25.4), round(297 * feeding.dpi / 25.4))
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])
    inner = np.linalg.inv(half) @ matrix @ np.diag([1 / PX_PER_MM, 1 / PX_PER_MM, 1]) @ half
    scan = cv2.warpPerspective(
        cv2.GaussianBlur(paper, (0, 0), 0.8), inner, size, borderValue=255
    ).astype(np.float32)
    scan = np.clip(scan * rng.uniform(0.9, 1) + rng.normal(0, 5, scan.shape), 0, 255)
    grey = scan.astype(np.uint8)
    if feeding.bilevel:
        grey = np.where(grey < 170, 0, 255).astype(np.uint8)
    return _turned(grey, matrix, feeding.turned)


def _matrix(feeding: Feeding) -> Matrix:
    angle = np.deg2rad(feeding.skew)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    flat = turn @ np.diag([feeding.scale * (1 + feeding.stretch), feeding.scale])
    middle = np.array([105.0, 148.5])
    matrix = np.eye(3)
    matrix[:2, :2] = flat
    matrix[:2, 2] = middle - flat @ middle + feeding.shift
    return np.diag([feeding.dpi / 25.4, feeding.dpi / 25.4, 1]) @ matrix


def _turned(scan: Grey, matrix: Matrix, turned: int) -> tuple[Grey, Matrix]:
    """Turn a scan so that ``turned`` degrees clockwise set it upright again."""
    for _ in range(turned // 90):
        matrix = np.array([[0, 1, 0], [-1, 0, scan.shape[1]], [0, 0, 1]]) @ matrix
        scan = np.ascontiguousarray(np.rot90(scan))
    return scan, matrix


def _scribble(paper: Grey, rng: np.random.Generator) -> None:
    t = np.linspace(0, 1, 50)
    x = rng.uniform(200, 1900) + rng.uniform(80, 400) * t
    y = rng.uniform(200, 3200) + 18 * np.sin(t * rng.uniform(8, 40))
    points = np.stack([x, y], axis=1).astype(np.int32)
    cv2.polylines(paper, [points], False, int(rng.integers(0, 110)), 5, cv2.LINE_AA)


def farthest_mm(match: PageMatch, matrix: Matrix, dpi: float) -> float:
    """The largest distance between where the form is and where the match says it is."""
    here = cv2.perspectiveTransform(PLACES[:, None], matrix)[:, 0]
    there = cv2.perspectiveTransform(PLACES[:, None], np.array(match.homography).reshape(3, 3))
    return float(np.linalg.norm(here - there[:, 0], axis=1).max() / dpi * 25.4)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_every_page_is_recognised_any_way_up(page: str, turned: int) -> None:
    scan, matrix = scanned(Feeding(page=page, turned=turned, skew=1.3))

    match = match_page(scan, 200, FORM)

    assert match is not None
    assert (match.page_id, match.turned) == (page, turned)
    assert farthest_mm(match, matrix, 200) < 0.1


@settings(max_examples=15, deadline=None)
@given(
    st.builds(
        Feeding,
        page=st.sampled_from(PAGES),
        dpi=st.sampled_from([150, 200, 300]),
        skew=st.floats(-5, 5),
        scale=st.floats(0.96, 1.04),
        stretch=st.floats(-0.02, 0.02),
        shift=st.tuples(st.floats(-8, 8), st.floats(-8, 8)),
        turned=st.sampled_from([0, 90, 180, 270]),
        bilevel=st.booleans(),
        writing=st.integers(0, 80),
        seed=st.integers(0, 1000),
    )
)
def test_no_way_through_the_scanner_loses_the_form(feeding: Feeding) -> None:
    scan, matrix = scanned(feeding)

    match = match_page(scan, feeding.dpi, FORM)

    assert match is not None
    assert match.page_id == feeding.page
    assert match.residual_mm <= 0.5
    assert farthest_mm(match, matrix, feeding.dpi) < 0.3  # where the scan cut the page off


@pytest.mark.parametrize("claimed", [0, 72, 100, 300, 600])
def test_a_wrong_resolution_does_not_matter(claimed: float) -> None:
    scan, matrix = scanned(Feeding(skew=-2))

    match = match_page(scan, claimed, FORM)

    assert match is not None
    assert farthest_mm(match, matrix, 200) < 0.1


def test_a_sheet_with_cut_edges_is_still_recognised() -> None:
    scan, matrix = scanned(Feeding(page=PAGES[4], skew=2))
    cut = np.ascontiguousarray(scan[150:2200, 60:1550])

    match = match_page(cut, 200, FORM)

    assert match is not None
    shifted = np.array([[1, 0, -60], [0, 1, -150], [0, 0, 1]]) @ matrix
    assert farthest_mm(match, shifted, 200) < 0.15


def test_a_sheet_that_slipped_in_the_feeder_is_flattened_onto_the_blank() -> None:
    flat, _ = scanned(Feeding(page=PAGES[2], dpi=300, writing=0))
    y, x = np.mgrid[0 : flat.shape[0], 0 : flat.shape[1]].astype(np.float32)
    slipped = cv2.remap(
        flat,
        x + 4 * np.sin(y / 900).astype(np.float32),
        y + 9 * np.sin(y / 1200).astype(np.float32),
        cv2.INTER_LINEAR,
        borderValue=255,
    )

    match = match_page(slipped, 300, FORM)

    assert match is not None
    sheet = sheet_of(slipped, match, FORM)
    print_only = sheet.blank < 128
    assert float((sheet.grey[print_only] < 170).mean()) > 0.97


def _noise() -> Grey:
    return np.random.default_rng(0).integers(0, 256, (2338, 1654)).astype(np.uint8)


def _scribbled_sheet() -> Grey:
    paper = np.full((3508, 2480), 255, np.uint8)
    rng = np.random.default_rng(1)
    for _ in range(120):
        _scribble(paper, rng)
    return paper


def _other_form() -> Grey:
    """A table with bars and boxes like ours, with its rules elsewhere."""
    rng = np.random.default_rng(5)
    paper = np.full((3508, 2480), 255, np.uint8)
    y = 200
    while y < 3200:
        cv2.rectangle(paper, (230, y), (2250, y + 70), 215, -1)
        for _ in range(int(rng.integers(2, 6))):
            y += int(rng.integers(80, 180))
            cv2.line(paper, (230, y), (2250, y), 0, 4)
            cv2.rectangle(paper, (260, y - 50), (298, y - 12), 0, 3)
            cv2.putText(paper, "Familienname, Vorname", (330, y - 20), 0, 1.2, 0, 2)
        y += int(rng.integers(60, 140))
    cv2.rectangle(paper, (230, 200), (2250, 3200), 0, 4)
    return paper


def _half_a_page() -> Grey:
    return np.ascontiguousarray(scanned(Feeding(page=PAGES[0]))[0][:900])


NO_PAGES = {
    "white": lambda: np.full((3508, 2480), 255, np.uint8),
    "black": lambda: np.zeros((3508, 2480), np.uint8),
    "noise": _noise,
    "handwriting": _scribbled_sheet,
    "another form": _other_form,
    "a stamp-sized picture": lambda: np.full((40, 40), 255, np.uint8),
    "a strip": lambda: np.full((5000, 30), 255, np.uint8),
    "a third of a page": _half_a_page,
}


@pytest.mark.parametrize("name", NO_PAGES)
def test_what_is_no_form_page_is_not_guessed(name: str) -> None:
    assert match_page(NO_PAGES[name](), 300, FORM) is None


def test_a_blank_page_is_dimmed_once_however_often_it_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, left_open = (
        blank_page(FORM, "antrag_seite_2"),
        Guess(1, 0, np.eye(3), np.eye(3), 0.5, 0.0),
    )
    dark = darkness(page.coarse)
    first = settled(left_open, dark, page)
    monkeypatch.setattr(BlankPage, "coarse", None)

    assert np.array_equal(settled(left_open, dark, page).place, first.place)
