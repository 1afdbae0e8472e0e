"""A place that is torn off, folded over or cut at the edge is not blank: somebody has to look."""

from __future__ import annotations

import numpy as np
import pytest

from extractors import read_page
from extractors.blank import PX_PER_MM, blank_page
from extractors.grey import Grey
from extractors.hidden import with_hidden_doubted
from extractors.match import match_page
from extractors.sheet import Sheet, sheet_of
from pipeline.forms import load
from pipeline.model import Candidate, Reading, ReadingKind, Source

FORM = load("uvg_antrag_by")
PAGE = FORM.pages[0]
TORN_MM = 240.0


def empty_page() -> Grey:
    return blank_page(FORM, PAGE.id).grey.copy()


def read(grey: Grey) -> list[Reading]:
    sheet = Sheet(PAGE.id, grey, np.full_like(grey, 255), blank_page(FORM, PAGE.id).grey)
    return read_page(sheet, PAGE, 1)


def test_nothing_of_an_empty_page_is_in_doubt_where_all_of_it_is_seen() -> None:
    assert not any(reading.doubt for reading in read(empty_page()))


@pytest.mark.parametrize("fade", [60, 110])
def test_a_pale_scan_hides_nothing(fade: int) -> None:
    grey = empty_page()
    pale = (grey.astype(np.int16) + fade * (grey < 200)).clip(0, 255).astype(np.uint8)

    assert not any(reading.doubt for reading in read(pale))


def test_every_place_on_a_torn_off_part_is_in_doubt_and_no_other() -> None:
    grey = empty_page()
    grey[round(TORN_MM * PX_PER_MM) :] = 255

    readings = read(grey)

    gone = {r.item for r in readings if r.box.y > TORN_MM}
    whole = {r.item for r in readings if r.box.y + r.box.height + 3 < TORN_MM}
    doubted = {r.item for r in readings if r.doubt}
    assert gone
    assert gone <= doubted
    assert not whole & doubted


def test_a_scan_that_was_cut_at_the_bottom_is_in_doubt_there() -> None:
    scan = empty_page()[: round(TORN_MM * PX_PER_MM)]
    match = match_page(scan, 300, FORM)
    assert match is not None

    readings = read_page(sheet_of(scan, match, FORM), PAGE, 1)

    below = [r.doubt for r in readings if r.box.y > TORN_MM]
    above = [r.doubt for r in readings if r.box.y + r.box.height < TORN_MM - 10]
    assert all(below)
    assert not any(above)


def torn(item: str, share: float, side: str) -> Sheet:
    """A page of which a strip beside or in the place is torn off, as far as this share of it."""
    grey, box = empty_page(), FORM.items[item].box
    edge = round((box.x + box.width * share) * PX_PER_MM)
    grey[:, slice(edge, None) if side == "right" else slice(edge)] = 255
    return Sheet(PAGE.id, grey, np.full_like(grey, 255), blank_page(FORM, PAGE.id).grey)


def reading_of(item: str, value: str | None) -> Reading:
    place = FORM.items[item]
    return Reading(
        item=item, kind=place.kind, value=value, confidence=0.999, doubt=False,
        candidates=(Candidate(value="Huber", confidence=0.999),),
        source=Source.MACHINE, page=1, box=place.box, reader="test 1",
    )  # fmt: skip


WIDE = [i.id for i in PAGE.items if i.kind is ReadingKind.TEXT and i.box.width > 50]


@pytest.mark.parametrize("value", [None, "Huber"])
@pytest.mark.parametrize(("share", "side"), [(0.5, "right"), (0.5, "left"), (0.75, "right")])
def test_what_stands_on_a_place_of_which_a_part_is_torn_off_is_in_doubt(
    share: float, side: str, value: str | None
) -> None:
    for item in WIDE:
        (read,) = with_hidden_doubted(torn(item, share, side), [reading_of(item, value)])

        assert (read.doubt, read.value, read.candidates) == (True, value, ()), item


def test_a_value_on_a_whole_page_is_believed_as_before() -> None:
    readings = [reading_of(item, "Huber") for item in WIDE]
    grey = empty_page()
    sheet = Sheet(PAGE.id, grey, np.full_like(grey, 255), grey)

    assert with_hidden_doubted(sheet, readings) == readings
