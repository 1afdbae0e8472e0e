"""Labels on page pictures: close to their frame, and never on the ink that is to be judged."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractors.match import match_page
from extractors.scans import Limits, pages_of
from pipeline import forms, labels, pictures
from pipeline.labels import Frame, Label, Rect, Wish, around, ink_of, placed
from pipeline.model import Page, PageKind, Reading, ReadingKind, Source

FORM = forms.load("uvg_antrag_by")
SAMPLES = Path(__file__).parents[1] / "sample_scans" / "samples"
BLACK = (0, 0, 0)
LONG = "Reinhold-Schmidt-Straße 12, 87435 Kempten"


def square(left: int, top: int, right: int, bottom: int) -> Frame:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def page_with(*written: Rect, width: int = 600, height: int = 200) -> labels.Grey:
    ink = np.zeros((height, width), np.uint8)
    for left, top, right, bottom in written:
        ink[top:bottom, left:right] = 1
    return ink


def label_of(frame: Frame, ink: labels.Grey, *, text: str = "Huber", inside: bool = True) -> Label:
    (label,) = placed([Wish(text, BLACK, around(frame), inside)], ink, [frame])
    return label


def test_a_label_finds_its_place_inside_its_field_behind_the_entry() -> None:
    frame = square(100, 50, 300, 90)

    label = label_of(frame, page_with(Rect(105, 55, 200, 85)))

    assert label.size == labels.SIZES[0]
    assert 200 < label.rect.left < label.rect.right < 300
    assert 50 < label.rect.top < label.rect.bottom < 90


def test_a_label_stands_above_an_entry_that_takes_the_whole_width() -> None:
    label = label_of(square(100, 50, 300, 150), page_with(Rect(105, 90, 295, 110)))

    assert 50 < label.rect.top < label.rect.bottom < 90


def test_beside_a_full_field_its_own_row_comes_before_the_next_one() -> None:
    label = label_of(square(100, 50, 300, 90), page_with(Rect(102, 52, 298, 88)))

    assert label.rect.left > 300
    assert label.rect.meets(Rect(300, 50, 600, 90))


def test_letters_shrink_before_a_label_leaves_its_field() -> None:
    frame = square(100, 50, 300, 90)

    label = label_of(frame, page_with(Rect(105, 55, 258, 85)))

    assert label.size < labels.SIZES[0]
    assert 258 < label.rect.left < label.rect.right < 300


def test_without_room_near_it_a_label_goes_into_the_margin_with_a_line_to_its_field() -> None:
    label = label_of(square(100, 50, 300, 90), page_with(Rect(0, 0, 600, 200)))

    assert label.rect.left > 600
    assert label.leader[0] == (301, 91)
    assert label.leader[-1][0] < label.rect.left


def test_a_sign_stands_beside_its_box_and_not_on_the_cross() -> None:
    frame = square(100, 50, 120, 70)

    label = label_of(frame, page_with(Rect(95, 45, 125, 75)), text="X", inside=False)

    assert not label.rect.meets(Rect(95, 45, 125, 75))
    assert label.rect.meets(around(frame).grown(labels.REACH))


def test_labels_in_the_margin_stay_on_the_sheet_and_apart() -> None:
    full = page_with(Rect(0, 0, 600, 200))
    frames = [square(100, top, 300, top + 10) for top in range(120, 190, 10)]

    found = placed([Wish("Huber", BLACK, around(f), inside=True) for f in frames], full, frames)

    assert all(label.rect.top >= 0 and label.rect.bottom <= 200 for label in found)
    assert not any(a.rect.meets(b.rect) for a, b in combinations(found, 2))


def test_ink_is_what_is_darker_than_the_paper_around_and_no_dust() -> None:
    grey = np.tile(np.linspace(225, 150, 200).astype(np.uint8), (200, 1))  # a shadow on the right
    grey[50:52, 20:60] = 140
    grey[50:52, 120:160] = 100
    grey[150, 30:33] = 0

    ink = ink_of(grey)

    assert ink[50:52, 20:60].all()
    assert ink[50:52, 120:160].all()
    assert ink.sum() == 2 * (2 * 40)


@pytest.fixture(scope="module")
def sample() -> tuple[labels.Grey, Page]:
    """A page of a sample, written by hand and scanned askew."""
    (path,) = (SAMPLES / "04-kugelschreiber").glob("scan.*")
    scanned = next(page for page in pages_of(path, Limits()) if page.number == 2)
    match = match_page(scanned.image, scanned.dpi, FORM)
    assert match is not None
    return scanned.image, Page(number=2, kind=PageKind.FORM, form_page=match.page_id, match=match)


def readings_of(page: Page) -> Iterator[Reading]:
    """Something long at every place of the page."""
    for item in FORM.page(page.form_page or "").items:
        yield Reading(
            item=item.id, kind=item.kind, value="ticked" if item.kind is ReadingKind.MARK else LONG,
            confidence=0.5, doubt=True, source=Source.MACHINE, page=2, box=item.box, reader="test",
        )  # fmt: skip


def test_no_label_covers_ink_or_another_field_of_a_sample(
    sample: tuple[labels.Grey, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Label] = []
    seen: list[tuple[labels.Grey, list[Rect]]] = []

    def watched(wishes: list[Wish], ink: labels.Grey, frames: list[Frame]) -> list[Label]:
        seen.append((ink.copy(), [around(frame) for frame in frames]))
        drawn.extend(placed(wishes, ink, frames))
        return drawn

    monkeypatch.setattr(pictures, "placed", watched)
    image, page = sample
    readings = {reading.item: reading for reading in readings_of(page)}

    pictures.page_picture(image, page, FORM, readings)

    ((ink, frames),) = seen
    on_page = [label for label in drawn if not label.leader]
    assert len(drawn) == len(readings)
    assert len(on_page) > len(drawn) / 2
    assert not [label for label in on_page if _under(ink, label.rect)]
    assert max(sum(label.rect.meets(frame) for frame in frames) for label in on_page) <= 1
    assert not [1 for a, b in combinations(drawn, 2) if a.rect.meets(b.rect)]
    assert (_after_drawing(on_page, ink)[ink == 1] == 0).all()


def _after_drawing(found: list[Label], ink: labels.Grey) -> labels.Grey:
    sheet = Image.fromarray(np.where(ink == 1, 0, 255).astype(np.uint8)).convert("RGB")
    return np.asarray(pictures._labelled(sheet, found).convert("L"))


def _under(ink: labels.Grey, rect: Rect) -> bool:
    return bool(ink[rect.top : rect.bottom, rect.left : rect.right].any())
