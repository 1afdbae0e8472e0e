"""The day of receipt is read from a stamp that sits askew in weak ink, or left to a person."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from extractors.blank import FRAME, PX_PER_MM, blank_page
from extractors.grey import Grey
from extractors.sheet import Sheet
from extractors.stamps import received_date
from pipeline.forms import load
from sample_scans.fill.paper import Paper
from sample_scans.fill.stamp import stamp
from sample_scans.style import default_style

TODAY = date(2026, 11, 22)
FORM = load("uvg_antrag_by")
FIRST = FORM.page("antrag_seite_1")
AREA = FORM.items["antrag.eingangsstempel"].box


def stamped(day: date | None, seed: int) -> Sheet:
    paper = Paper(np.full((FRAME[1], FRAME[0]), 255, np.uint8))
    if day is not None:
        rng = np.random.default_rng(seed)
        stamp(paper, AREA, day, "Landratsamt Wallnau", default_style().stamp, rng)
    blank = blank_page(FORM, FIRST.id).grey
    return Sheet(FIRST.id, np.minimum(paper.grey, blank), paper.grey, blank)


@pytest.mark.parametrize("seed", range(6))
def test_the_day_of_a_stamp_is_read_however_it_sits(seed: int) -> None:
    day = date(2026, 1 + seed, 3 + 4 * seed)

    received = received_date(stamped(day, seed), FIRST, today=TODAY)

    assert received.day == day
    assert received.source == "stempel"
    assert not received.doubt


def test_without_a_stamp_no_day_is_known() -> None:
    received = received_date(stamped(None, 0), FIRST, today=TODAY)

    assert received.day is None
    assert received.source == "leer"
    assert not received.doubt


def test_a_page_that_has_no_room_for_a_stamp_has_none() -> None:
    second = FORM.page("antrag_seite_2")

    assert received_date(stamped(None, 0), second, today=TODAY).source == "leer"


@pytest.mark.parametrize("day", [date(2027, 3, 4), date(2014, 3, 4)])
def test_a_day_that_cannot_be_is_left_to_a_person(day: date) -> None:
    received = received_date(stamped(day, 1), FIRST, today=TODAY)

    assert received.doubt


def test_a_smear_is_a_stamp_that_a_person_must_read() -> None:
    sheet = stamped(None, 0)
    ink: Grey = sheet.ink.copy()
    x, y = round((AREA.x + 10) * PX_PER_MM), round((AREA.y + 8) * PX_PER_MM)
    noise = np.random.default_rng(1).integers(60, 255, (180, 500))
    ink[y : y + 180, x : x + 500] = np.where(noise < 120, noise, 255)

    received = received_date(Sheet(FIRST.id, sheet.grey, ink, sheet.blank), FIRST, today=TODAY)

    assert received.day is None
    assert received.doubt
