"""The recogniser of handwriting: from a crop to texts with probabilities, and to values."""

from __future__ import annotations

import math
from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.grey import Grey
from extractors.handwriting import alphabet
from extractors.handwriting.beam import likeliest, likelihood
from extractors.handwriting.entry import offers
from extractors.handwriting.near import near, with_dots
from extractors.handwriting.prepare import HEIGHT, prepare
from extractors.handwriting.session import MOST_COLUMNS, Chances, groups_of

IBAN = "DE44500105175407324931"
LETTERS = st.sampled_from(alphabet.LETTERS.strip())


def chances(*places: dict[str, float]) -> Chances:
    """A line whose places have these characters; the rest of each place is "no character"."""
    line = np.full((2 * len(places) + 1, alphabet.SIZE), 1e-9, np.float32)
    line[:, alphabet.BLANK] = 1.0
    for n, place in enumerate(places):
        row = line[2 * n + 1]
        row[alphabet.BLANK] = max(1.0 - sum(place.values()), 1e-6)
        for letter, share in place.items():
            row[alphabet.NUMBERS[letter]] = share
    return np.log(line / line.sum(axis=1, keepdims=True))


def sure(text: str, share: float = 0.99) -> Chances:
    return chances(*({letter: share} for letter in text))


def drawn(text: str, scale: float) -> Grey:
    page = np.full((round(90 * scale), round(30 * len(text) * scale) + 40), 255, np.uint8)
    face, thick = cv2.FONT_HERSHEY_SIMPLEX, max(1, round(3 * scale))
    cv2.putText(page, text, (10, round(60 * scale)), face, 1.4 * scale, 0, thick)
    return page


@given(st.text(LETTERS, min_size=1, max_size=12))
def test_a_text_comes_back_from_its_numbers(text: str) -> None:
    numbers = alphabet.numbers_of(text)

    assert numbers is not None
    assert alphabet.text_of(numbers) == text


@pytest.mark.parametrize(
    ("written", "spelled"), [("„Weg“", '"Weg"'), ("3–5", "3-5"), ("u\u0308ber  all", "über all")]
)
def test_signs_that_look_alike_are_spelled_alike(written: str, spelled: str) -> None:
    assert alphabet.spelled(written) == spelled


def test_a_character_that_is_not_in_the_alphabet_has_no_number() -> None:
    assert alphabet.numbers_of("日") is None


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_writing_of_any_size_is_brought_to_one_size(scale: float) -> None:
    found, usual = prepare(drawn("17.03.2019", scale)), prepare(drawn("17.03.2019", 1.0))

    assert found.shape[0] == HEIGHT
    assert found.shape[1] == pytest.approx(usual.shape[1], rel=0.1)


def test_paper_without_ink_stays_empty() -> None:
    assert not prepare(np.full((40, 200), 255, np.uint8)).any()


@pytest.mark.parametrize("shape", [(1, 1), (2, 300), (300, 2), (5, 5)])
def test_crops_of_odd_shapes_are_prepared(shape: tuple[int, int]) -> None:
    assert prepare(np.zeros(shape, np.uint8)).shape[0] == HEIGHT


def test_the_clearest_text_is_the_likeliest() -> None:
    assert likeliest(sure("Süß 12"))[0].text == "Süß 12"


def test_letters_that_stand_twice_are_read_twice() -> None:
    assert likeliest(sure("Anna"))[0].text == "Anna"


def test_an_empty_line_has_no_text() -> None:
    assert likeliest(np.zeros((0, alphabet.SIZE), np.float32)) == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(LETTERS, LETTERS, st.floats(0.1, 0.6)), min_size=1, max_size=6))
def test_hypotheses_come_in_order_and_are_no_likelier_than_they_are(
    places: list[tuple[str, str, float]],
) -> None:
    line = chances(*({one: share, other: 0.9 - share} for one, other, share in places))

    found = likeliest(line)

    assert all(a.log_probability >= b.log_probability for a, b in pairwise(found))
    assert math.fsum(math.exp(h.log_probability) for h in found) <= 1.0001
    assert all(h.log_probability <= likelihood(line, h.text) + 1e-3 for h in found if h.text)


def test_a_text_with_unknown_characters_is_impossible() -> None:
    assert likelihood(sure("Anna"), "日") == -math.inf


def test_a_date_that_exists_is_offered_before_one_that_does_not() -> None:
    line = chances(
        *({c: 0.98} for c in "3"), {"9": 0.55, "0": 0.42}, *({c: 0.98} for c in ".04.2019")
    )

    assert offers([line], "date")[0].normal.value == "2019-04-30"


def test_a_town_that_has_the_postcode_is_offered_where_the_ink_allows_it() -> None:
    line = chances(*({c: 0.98} for c in "91054 Erlange"), {"m": 0.6, "n": 0.38})

    assert offers([line], "plz_ort")[0].normal.value == "91054 Erlangen"


def test_a_listed_word_that_the_ink_speaks_against_is_not_offered() -> None:
    found = offers([sure("91054 Erlangem", 0.9999)], "plz_ort")

    assert "91054 Erlangen" not in {offer.normal.value for offer in found}


def test_the_letters_of_an_account_number_are_known_where_its_check_digits_agree() -> None:
    line = chances({"9": 0.9, "D": 0.05}, {"8": 0.9, "E": 0.05}, *({c: 0.98} for c in IBAN[2:]))

    assert offers([line], "iban")[0].normal.value == IBAN


def test_a_bic_of_the_list_is_offered_where_the_ink_allows_it() -> None:
    line = chances(*({c: 0.98} for c in "MERZDE"), *[{"S": 0.6, "5": 0.3}] * 2, *[{"X": 0.9}] * 3)

    assert offers([line], "bic")[0].normal.value == "MERZDE55XXX"


def test_nothing_is_offered_where_nothing_is_read() -> None:
    assert offers([], "name") == []


def test_many_long_lines_are_read_in_batches_that_fit_into_memory() -> None:
    widths = [1200, 90, 1100, 80, 1150, 1000, 1180, 60]

    groups = [[widths[n] for n in group] for group in groups_of(widths)]

    assert sorted(width for group in groups for width in group) == sorted(widths)
    assert all(len(group) * max(group) <= MOST_COLUMNS for group in groups)
    assert len(groups) < len(widths)


def test_a_line_in_which_the_recogniser_sees_nothing_is_not_left_out() -> None:
    lines = [sure("Hauptstraße 7"), chances({})]

    assert offers(lines, "street", also=[["Hauptstraße 7", "Hinterhaus"]]) == []
    assert offers(lines, "street", also=[["Hauptstraße 7", "'"]])[0].raw == "Hauptstraße 7"


def test_a_stroke_for_nothing_is_no_year_of_long_ago() -> None:
    lines = [chances({"-": 0.5, "1": 0.5})]
    of_today = offers(lines, "date", "kind.geburtsdatum")

    assert of_today == offers(lines, "date", "fragebogen.status.seit")
    assert of_today[0].normal.value == "-"


def test_the_account_number_printed_on_the_form_is_a_likely_one() -> None:
    example = "DE19 1234 1234 1234 1234 12"
    blurred = [{sign: 0.9} for sign in example]
    blurred[3] = {"9": 0.5, "4": 0.5}

    best = offers([chances(*blurred)], "iban")[0]

    assert (best.normal.value, best.normal.certain) == ("DE19123412341234123412", False)


@pytest.mark.parametrize(
    ("read", "meant"), [("entfalt", "entfällt"), ("Imoer", "Immer"), ("mmtr", None), ("Imu7", None)]
)
def test_phrases_are_proposed_for_what_is_a_letter_or_two_off(read: str, meant: str | None) -> None:
    """Stains are read as three letters of nearly every word."""
    found = set(near(read, "amount_eur", "x"))

    assert found == set() if meant is None else meant in found


@pytest.mark.parametrize(
    ("read", "meant"),
    [("Haltenisch", "italienisch"), ("Halien", "Italien"), ("Tunbisch", "Türkisch"), ("ab", None)],
)
def test_citizenships_are_proposed_whatever_they_begin_with(read: str, meant: str | None) -> None:
    found = set(near(read, "text", "kind.staatsangehoerigkeit"))

    assert not found if meant is None else meant in found


@pytest.mark.parametrize(
    ("read", "days"),
    [
        ("11225", {"1.12.25", "11.2.25"}),
        ("1.1225", {"1.12.25"}),  # one dot is left
        ("112.25", {"11.2.25", "1.12.25"}),
        ("05032024", {"05.03.2024"}),
        ("1998", {"1.9.98"}),
        ("3.1.25", set()),  # it has its dots
        ("39425", set()),
        ("unbekannt", set()),
    ],
)
def test_days_that_lost_their_dots_are_proposed(read: str, days: set[str]) -> None:
    assert set(with_dots(read)) == days


def test_a_day_that_lost_a_dot_is_offered_as_far_as_the_ink_bears_it_out() -> None:
    """A dot that two strokes ran over can still be seen a little."""
    signs: list[dict[str, float]] = [{sign: 0.99} for sign in "1.12.25"]
    signs[4] = {".": 0.001}
    ways = offers([chances(*signs)], "date", "antrag.leistung_ab")

    assert "2025-12-01" in {way.normal.value for way in ways}
