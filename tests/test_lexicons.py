"""The word lists are whole, and citizenships are found however people write them."""

from __future__ import annotations

import re

import pytest

from pipeline import lexicons


def test_every_bank_has_a_code_of_eight_digits_and_a_bic_of_eleven_characters() -> None:
    for bank in lexicons.banks().values():
        assert re.fullmatch(r"\d{8}", bank.blz)
        assert re.fullmatch(r"[A-Z0-9]{11}", bank.bic)
        assert bank.name


def test_places_have_a_postcode_of_five_digits_and_no_company_name() -> None:
    for place in lexicons.places():
        assert re.fullmatch(r"\d{5}", place.plz)
        assert not re.search(r"GmbH|\bAG\b|Sparkasse|Finanzamt", place.ort)

    assert "München" in lexicons.towns_of()["80331"]


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("deutsch", "de"), ("Deutsch", "de"), ("BRD", "de"), ("D", "de"), ("dt.", "de"),
        ("türkisch", "drittstaat"), ("Türkei", "drittstaat"), ("tuerkisch", "drittstaat"),
        ("österreichisch", "eu"), ("ÖSTERREICHISCHE", "eu"), ("Polen", "eu"),
        ("schweizerisch", "ewr_ch"), ("Schweizer", "ewr_ch"), ("norwegisch", "ewr_ch"),
        ("staatenlos", "staatenlos"), ("ukrainisch", "drittstaat"),
        ("US-amerikanisch", "drittstaat"), ("ungeklärt", "ungeklaert"),
    ],
)  # fmt: skip
def test_a_citizenship_is_found_by_its_usual_spellings(written: str, group: str) -> None:
    found = lexicons.citizenship(written)

    assert found is not None
    assert found.gruppe == group


@pytest.mark.parametrize("written", ["", "unbekannt", "xyz", "e", "-"])
def test_what_is_no_citizenship_is_not_guessed(written: str) -> None:
    assert lexicons.citizenship(written) is None


def test_there_are_twenty_six_other_states_of_the_union() -> None:
    groups = [entry.gruppe for entry in lexicons.citizenships()]

    assert groups.count("eu") == 26
    assert groups.count("ewr_ch") == 4


def test_names_carry_a_gender() -> None:
    assert lexicons.first_names()["Katharina"] == "w"
    assert set(lexicons.first_names().values()) <= {"w", "m", "mw"}
    assert "Öztürk" in lexicons.surnames()
    assert "Hauptstraße" in lexicons.streets()
    assert "Müller" in lexicons.frequent_surnames()


@pytest.mark.parametrize("name", ["Paweł", "Şahin", "Đorđe", "Yıldız"])
def test_a_name_without_its_marks_has_plain_letters_alone(name: str) -> None:
    assert lexicons.unmarked(name).isascii()


def test_a_listed_name_with_marks_is_found_without_them() -> None:
    assert lexicons.unmarked("Paweł") in lexicons.marked()
