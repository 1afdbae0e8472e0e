"""Postcode and town tell what the other one must be, where either was misread."""

from __future__ import annotations

import pytest

from extractors.place_names import place_put_right


@pytest.mark.parametrize(
    ("read", "stands"),
    [
        ("87499 wildpoldsried", "87499 Wildpoldsried"),
        ("94261 Kirchdorfim Wald", "94261 Kirchdorf im Wald"),
        ("93486 Runding Bu", "93486 Runding"),
        ("67 97074 Würzburg", "97074 Würzburg"),
        ("/ 89297 Roggenburg", "89297 Roggenburg"),
        ("Hauptstraße 3, 94261 Kirchdorfim Wald", "Hauptstraße 3, 94261 Kirchdorf im Wald"),
    ],
)
def test_a_town_that_its_postcode_nearly_serves_is_put_right(read: str, stands: str) -> None:
    assert place_put_right(read) == stands


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
