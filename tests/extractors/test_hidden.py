"""A place that is torn off, folded over or cut at the edge is not blank: somebody has to look."""

from __future__ import annotations

import numpy as np
import pytest

from extractors import read_page
from extractors.blank import PX_PER_MM, blank_page
from extractors.grey import Grey
from extractors.match import match_page
from extractors.sheet import Sheet, sheet_of
from pipeline.forms import load
from pipeline.model import Reading

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
