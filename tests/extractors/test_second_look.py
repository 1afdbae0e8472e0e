"""Typed entries in doubt: everything that may stand there is weighed anew, and the doubt stays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import fields
from extractors.blank import FRAME, PX_PER_MM, blank_page
from extractors.entries import Entry, hypothesis_of
from extractors.ownership import written_in
from extractors.second_look import is_due, look_again
from extractors.text import Line, Word
from pipeline.forms import load
from pipeline.model import Reading, ReadingKind, Source
from sample_scans.fonts import HERE

PAGE = "antrag_seite_1"


def entry_of(item: str, written: str, soft: str = "", hard: str = "") -> Entry:
    """What is typed into a field, with two readings of it that may be wrong, or with its own."""
    form = load("uvg_antrag_by")
    picture, box = Image.new("L", FRAME, 255), form.items[item].box
    at = ((box.x + 2) * PX_PER_MM, (box.y + box.height - 1.4) * PX_PER_MM)
    font = ImageFont.truetype(str(HERE / "print" / "cousine.ttf"), 46)
    ImageDraw.Draw(picture).text(at, written, 0, font, anchor="ls")
    blank = blank_page(form, PAGE).grey
    writings = written_in(np.asarray(picture, np.uint8), blank, form.page(PAGE).items)
    entry = fields.entries_of(list(writings.values()))[0]
    if not soft:
        return entry
    return replace(entry, soft=(read_as(soft, 0.5),), hard=(read_as(hard, 0.4),))


def read_as(said: str, confidence: float) -> Line:
    return Line(tuple(Word(word, confidence, 0, 0, 10, 10) for word in said.split()))


def doubted(entry: Entry, value: str | None, *, doubt: bool = True) -> Reading:
    return Reading(
        item=entry.item.id, kind=ReadingKind.TEXT, value=value, confidence=0.4, doubt=doubt,
        source=Source.MACHINE, page=1, box=entry.item.box, reader="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("item", "written", "soft", "hard"),
    [
        ("kind.familienname", "Hofbauer", "Hof6auer", "Mofbaver"),
        ("kind.anschrift.strasse_hausnummer", "Goethestraße 7c", "Goethestraße 7cC", "Goethe 7c"),
        ("kind.anschrift.plz_ort", "97288 Theilheim", "972838 Theilheim", "Yyzza Theilhe.im"),
        ("kind.geburtsdatum", "01.12.2023", "01.12.2923", "01.12.2024"),
    ],
)
def test_what_most_speaks_for_comes_first_and_stays_in_doubt(
    item: str, written: str, soft: str, hard: str
) -> None:
    entry = entry_of(item, written, soft, hard)
    meant = hypothesis_of(entry, [read_as(written, 1.0)]).normal.value

    found = look_again([(entry, doubted(entry, soft))])[item]

    assert found.value == meant
    assert found.doubt
    assert found.confidence <= 0.5
    assert found.candidates[0].value == meant


def test_only_typed_values_in_doubt_are_looked_at_again() -> None:
    entry = entry_of("kind.familienname", "Hofbauer", "Hof6auer", "Hofbaver")

    assert is_due(entry, doubted(entry, "Hof6auer"))
    assert not is_due(entry, doubted(entry, "Hof6auer", doubt=False))
    assert not is_due(entry, doubted(entry, None))
    assert not is_due(replace(entry, machine_like=0.2), doubted(entry, "Hof6auer"))


def test_what_both_readings_and_the_lists_say_is_not_looked_at_again() -> None:
    entry = entry_of("kind.familienname", "Hofbauer")

    assert not is_due(entry, doubted(entry, "Hofbauer"))


def test_what_a_reading_makes_of_an_entry_is_worked_out_once() -> None:
    entry = entry_of("kind.familienname", "Hofbauer", "Hof6auer", "Mofbaver")

    assert hypothesis_of(entry, entry.soft) is hypothesis_of(entry, entry.soft)
    assert hypothesis_of(entry, entry.hard) is hypothesis_of(entry, entry.hard)
    assert hypothesis_of(entry, list(entry.hard)) == hypothesis_of(entry, entry.hard)
    assert hypothesis_of(entry, entry.soft) != hypothesis_of(entry, entry.hard)


def test_what_is_no_day_does_not_stand_where_the_recogniser_reads_one() -> None:
    entry = entry_of("kind.geburtsdatum", "01.12.2023", "12h", "AsT.2h")

    read = look_again([(entry, doubted(entry, "12h"))])[entry.item.id]

    assert read.value == "2023-12-01"
    assert read.doubt
