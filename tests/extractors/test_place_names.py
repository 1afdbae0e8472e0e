"""Postcode and town tell what the other one must be, where either was misread."""

from __future__ import annotations

import pytest

from extractors.fields import _placed
from extractors.place_names import place_put_right
from pipeline.model import Box, Candidate, Reading, ReadingKind, Source


@pytest.mark.parametrize(
    ("read", "stands"),
    [
        ("87499 wildpoldsried", "87499 Wildpoldsried"),
        ("94261 Kirchdorfim Wald", "94261 Kirchdorf im Wald"),
        ("93486 Runding Bu", "93486 Runding"),
        ("Hauptstraße 3, 94261 Kirchdorfim Wald", "Hauptstraße 3, 94261 Kirchdorf im Wald"),
    ],
)
def test_a_town_that_its_postcode_nearly_serves_is_put_right(read: str, stands: str) -> None:
    assert place_put_right(read) == stands


@pytest.mark.parametrize(
    ("read", "stands"),
    [("67 97074 Würzburg", "97074 Würzburg"), ("/ 89297 Roggenburg", "89297 Roggenburg")],
)
def test_dust_before_a_place_that_stands_alone_is_left_out(read: str, stands: str) -> None:
    assert place_put_right(read, alone=True) == stands
    assert place_put_right(read) == read


@pytest.mark.parametrize("text", ["in 95028 Hof", "zu 97074 Würzburg", "ab 80331 München"])
def test_a_word_of_a_sentence_is_no_dust(text: str) -> None:
    assert place_put_right(text) == text


@pytest.mark.parametrize(
    ("kind", "value", "stands"),
    [("plz_ort", "in 95028 Hof", "95028 Hof"), ("text", "in 95028 Hof", "in 95028 Hof"),
     ("text", "in 87499 wildpoldsried", "in 87499 Wildpoldsried")],
)  # fmt: skip
def test_what_was_read_stays_among_the_candidates(kind: str, value: str, stands: str) -> None:
    other = Candidate(value="anders", confidence=0.1)
    read = Reading(
        item="kind.geburtsort", kind=ReadingKind.TEXT, value=value, confidence=0.5, doubt=True,
        candidates=(other,), source=Source.MACHINE, page=1,
        box=Box(x=1, y=1, width=9, height=9), reader="test 1",
    )  # fmt: skip

    placed = _placed(kind, read)

    assert placed.value == stands
    was = (Candidate(value=value, confidence=0.5),) if stands != value else ()
    assert placed.candidates == (*was, other)


@pytest.mark.parametrize(
    ("read", "stands"),
    [
        ("972838 Theilheim", "97288 Theilheim"),
        ("Weg 3a, 87299 Wildpoldsried", "Weg 3a, 87499 Wildpoldsried"),
    ],
)
def test_a_postcode_that_no_place_has_is_that_of_its_town(read: str, stands: str) -> None:
    assert place_put_right(read) == stands


def test_the_same_town_in_front_is_put_right_as_well() -> None:
    read = "Jugendamt Furth, Ringstraße 85, 90766 Furth"

    assert place_put_right(read) == "Jugendamt Fürth, Ringstraße 85, 90766 Fürth"


@pytest.mark.parametrize(
    "value", ["80331 München", "80331 Atlantis", "30 Stunden", "DE 4711", "1997", ""]
)
def test_what_fits_or_is_like_nothing_known_stays(value: str) -> None:
    assert place_put_right(value) == value
