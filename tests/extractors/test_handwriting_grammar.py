"""Ways of spelling: what a search for a date, an amount or an account number may find at all."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.handwriting import alphabet
from extractors.handwriting.beam import likeliest
from extractors.handwriting.entry import offers
from extractors.handwriting.grammar import Follow, follow
from extractors.handwriting.session import Chances


def allowed(kind: str, text: str) -> bool:
    ways = follow(kind)
    assert ways is not None
    state = ways.start
    for number in alphabet.numbers_of(text) or []:
        state = ways.after(state, number)
    return ways.complete(state)


def sure(text: str, other: str = "", share: float = 0.5) -> Chances:
    """Chances that say ``text``, and with a share of the probability ``other`` (as long)."""
    found = np.full((2 * len(text) + 1, alphabet.SIZE), 1e-7, np.float32)
    found[::2, alphabet.BLANK] = 1
    for n, (letter, also) in enumerate(zip(text, other or text, strict=True)):
        found[2 * n + 1, alphabet.NUMBERS[letter]] = 1 - share if also != letter else 1
        if also != letter:
            found[2 * n + 1, alphabet.NUMBERS[also]] = share
    return np.log(found / found.sum(axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "08.11.2001"), ("date", "8. Nov 2001"), ("date", "8. November 2001"),
        ("date", "1.3.24"), ("date", "04/2025"), ("date", "2017"), ("date", "31.02.2017"),
        ("amount_eur", "1.230,00"), ("amount_eur", "250,-"), ("amount_eur", "80 €"),
        ("iban", "DE89 3704 0044 0532 0130 00"), ("iban", "DE89370400440532013000"),
        ("bic", "COBADEFFXXX"), ("phone", "0171-3881262"), ("phone", "+49 (0) 89 123456"),
        ("plz_ort", "81543 München"),
    ],
)  # fmt: skip
def test_usual_spellings_are_followed(kind: str, text: str) -> None:
    assert allowed(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "8. Nau 2001"), ("date", "41.1.2020"), ("date", "8. Nov"),
        ("amount_eur", "1.230,.00"), ("iban", "DE89 37O4 0044 0532 0130 00"),
        ("bic", "EOBAPBEXXXX"),
        ("phone", "Mobil"), ("plz_ort", "81543 Manchen"),
    ],
)  # fmt: skip
def test_other_spellings_are_not(kind: str, text: str) -> None:
    assert not allowed(kind, text)


def test_free_text_is_spelled_in_any_way() -> None:
    assert follow("text") is None
    assert all(
        isinstance(follow(kind), Follow)
        for kind in ("date", "amount_eur", "iban", "bic", "phone", "plz_ort")
    )


def test_a_search_that_follows_a_way_finds_what_is_spelled_so() -> None:
    unclear = sure("8. Nau 2001", "8. Nov 2001", share=0.2)
    assert likeliest(unclear)[0].text == "8. Nau 2001"
    assert likeliest(unclear, follow=follow("date"))[0].text == "8. Nov 2001"


def test_a_search_finds_nothing_where_the_ink_says_something_else() -> None:
    assert likeliest(sure("wird nachgereicht"), follow=follow("amount_eur")) == []


def test_a_month_is_offered_where_the_ink_allows_it() -> None:
    best = offers([sure("8. Nau 2001", "8. Nov 2001", share=0.2)], "date")[0]
    assert best.normal.value == "2001-11-08"


def test_words_in_place_of_a_date_stay_what_they_are() -> None:
    assert offers([sure("seit Geburt")], "date")[0].normal.value == "seit Geburt"


def test_a_town_is_offered_for_its_postcode() -> None:
    best = offers([sure("81543 Manchen", "81543 München", share=0.02)], "plz_ort")[0]
    assert best.normal.value == "81543 München"


def test_words_of_short_answers_are_known() -> None:
    best = offers([sure("Industriemechanider", "Industriemechaniker", share=0.02)], "text")[0]
    assert best.normal.value == "Industriemechaniker"


@pytest.mark.parametrize(
    ("field", "year"), [("antrag.leistung_ab", "2024"), ("anderer_elternteil.geburtsdatum", "1974")]
)
def test_a_year_long_ago_is_unlikely_where_it_is_about_the_application(
    field: str, year: str
) -> None:
    unclear = sure("01.11.1974", "01.11.2024", share=0.3)

    assert offers([unclear], "date", field)[0].normal.value == f"{year}-11-01"
