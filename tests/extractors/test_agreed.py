"""Typed entries in doubt are believed where four readings say the same, and only there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import fields
from extractors.agreed import agreed
from extractors.blank import FRAME, PX_PER_MM, blank_page
from extractors.entries import Entry
from extractors.handwriting.belief import sharpness
from extractors.handwriting.entry import Offer
from extractors.ownership import written_in
from extractors.text import Line
from extractors.values import normalise
from pipeline.forms import load
from pipeline.model import Reading, ReadingKind, Source
from sample_scans.fonts import HERE

PAGE = "antrag_seite_1"


def typed(item: str, written: str) -> Entry:
    form = load("uvg_antrag_by")
    picture, box = Image.new("L", FRAME, 255), form.items[item].box
    at = ((box.x + 2) * PX_PER_MM, (box.y + box.height - 2.4) * PX_PER_MM)
    font = ImageFont.truetype(str(HERE / "print" / "cousine.ttf"), 46)
    ImageDraw.Draw(picture).text(at, written, 0, font, anchor="ls")
    blank = blank_page(form, PAGE).grey
    writings = written_in(np.asarray(picture, np.uint8), blank, form.page(PAGE).items)
    return fields.entries_of(list(writings.values()))[0]


def in_doubt(entry: Entry, value: str) -> Reading:
    return Reading(
        item=entry.item.id, kind=ReadingKind.TEXT, value=value, confidence=0.5, doubt=True,
        source=Source.MACHINE, page=1, box=entry.item.box, reader="",
    )  # fmt: skip


def found(entry: Entry, value: str) -> Reading | None:
    return agreed([entry], {entry.item.id: in_doubt(entry, value)}).get(entry.item.id)


@pytest.mark.parametrize(
    ("item", "written", "value"),
    [
        ("kind.geburtsdatum", "25.10.2021", "2021-10-25"),
        ("kind.familienname", "Hofbauer", "Hofbauer"),
        ("kind.lebt_seit", "seit Geburt", "seit Geburt"),
        ("kind.geburtsort", "Karlsruhe", "Karlsruhe"),
    ],
)
def test_what_all_four_read_is_believed(item: str, written: str, value: str) -> None:
    read = found(typed(item, written), value)

    assert read is not None
    assert (read.value, read.doubt) == (value, False)


@pytest.mark.parametrize(
    "change",
    [
        {"machine_like": 0.4},
        {"soft": (Line(()),)},  # one of them read nothing
    ],
)
def test_one_reading_less_or_writing_by_hand_is_left_to_a_person(change: dict[str, object]) -> None:
    entry = typed("kind.familienname", "Hofbauer")

    assert found(replace(entry, **change), "Hofbauer") is None  # type: ignore[arg-type]  # parts of an entry


def test_a_value_that_the_ink_does_not_say_is_left_to_a_person() -> None:
    assert found(typed("kind.familienname", "Hofbauer"), "Hofbaur") is None


def test_capitals_within_a_word_are_left_to_a_person() -> None:
    assert found(typed("kind.familienname", "HofBauer"), "HofBauer") is None


@pytest.mark.parametrize(
    ("rivals", "sharp"),
    [
        ([("0152/11947194", -3.4)], False),  # another number
        ([("0152 / 11047194", -1.0)], True),  # the same one
        ([("x", -0.1)], True),  # no number at all
    ],
)
def test_only_what_says_something_else_makes_a_reading_less_sharp(
    rivals: list[tuple[str, float]], sharp: bool
) -> None:
    ways = [
        Offer(normalise(raw, "phone"), raw, 0.5, ink)
        for raw, ink in [("0152/11047194", 0.0), *rivals]
    ]

    assert (sharpness(ways) > 0.99) is sharp


def test_a_word_that_lists_have_otherwise_needs_letters_that_fit_their_ink() -> None:
    """The g of *Würzburg* hung on the printed line; all four read an e."""
    entry = typed("kind.geburtsort", "Würzburg")
    wrong = replace(
        entry,
        soft=(Line(tuple(replace(w, text="Würzbure") for w in entry.soft[0].words)),),
        hard=(Line(tuple(replace(w, text="Würzbure") for w in entry.hard[0].words)),),
    )

    assert found(wrong, "Würzbure") is None


def test_names_that_may_lack_marks_are_left_to_a_person() -> None:
    assert found(typed("kind.vornamen", "Ayse"), "Ayse") is None
