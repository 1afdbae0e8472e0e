"""Another reading of the same ink comes first where a list knows it, and is never believed."""

from __future__ import annotations

import pytest

from extractors.hypotheses import likelier
from extractors.values import Normal


def put_right(value: str, kind: str, *, in_doubt: bool = True) -> str:
    return likelier(Normal(value, certain=True), kind, in_doubt=in_doubt).value


@pytest.mark.parametrize(
    ("read", "kind", "stands"),
    [
        ("GENODEFIFLS", "bic", "GENODEF1FLS"),
        ("Juaendamt München. 377/23", "text", "Jugendamt München, 377/23"),
        ("Jugendamt Nümberg, Rosenweg 45", "text", "Jugendamt Nürnberg, Rosenweg 45"),
        ("87487 Wiegensbach", "plz_ort", "87487 Wiggensbach"),
        ("Reinigung Margraf KQ, Nürnberg", "text", "Reinigung Margraf KG, Nürnberg"),
        ("Xaver Philinn", "name", "Xaver Philipp"),
        ("BöRßl, Celina", "name", "Bößl, Celina"),
        ("Pawet", "name", "Paweł"),
        ("ALGII", "text", "ALG II"),
        ("652211832329", "text", "65221183Z329"),
        ("Kılıg", "name", "Kılıç"),
    ],
)
def test_letters_that_are_often_mistaken_are_put_right(read: str, kind: str, stands: str) -> None:
    assert put_right(read, kind) == stands


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("GENODEF1FLS", "bic"),
        ("XQJZDEZZ123", "bic"),
        ("Jugendamt Nürnberg, 816/21", "text"),
        ("Montessori-Schule Scheidegg", "text"),
        ("Xytrquav", "name"),
        ("2024-05-01", "date"),
        ("Tanja", "name"),
    ],
)
def test_what_is_known_or_like_nothing_known_stays(value: str, kind: str) -> None:
    assert put_right(value, kind) == value


def test_a_name_that_was_read_well_stays_however_rare_it_is() -> None:
    assert put_right("Schmidi", "name", in_doubt=False) == "Schmidi"


def test_a_value_that_was_put_right_is_not_certain() -> None:
    found = likelier(Normal("GENODEFIFLS", certain=True), "bic", in_doubt=False)

    assert not found.certain
    assert found.repaired


@pytest.mark.parametrize(
    ("read", "stands"),
    [
        ("Wröbel, Oleksandr", "Wróbel, Oleksandr"),
        ("Fatma Şimsek", "Fatma Şimşek"),
        ("Matgorzata Natalia", "Małgorzata Natalia"),
    ],
)
def test_a_name_that_only_exists_with_other_marks_gets_them(read: str, stands: str) -> None:
    assert put_right(read, "name") == stands


@pytest.mark.parametrize(
    ("read", "stands"),
    [
        ("zoe Nele", "Zoe Nele"),
        ("loana Roxana", "Ioana Roxana"),
        ("lonut-Andrei", "Ionuț-Andrei"),
        ("ibrahim", "İbrahim"),
    ],
)
def test_names_begin_with_the_capital_that_their_small_letter_looks_like(
    read: str, stands: str
) -> None:
    assert put_right(read, "name") == stands


@pytest.mark.parametrize("value", ["entfällt", "von der Heide", "unbekannt"])
def test_what_people_write_small_instead_of_a_name_stays_small(value: str) -> None:
    assert put_right(value, "name") == value


@pytest.mark.parametrize(
    ("read", "stands"),
    [
        (
            "RA Dr. Hauffer. Bahnhofstraße 17c. 84034 Landshut",
            "RA Dr. Hauffer, Bahnhofstraße 17c, 84034 Landshut",
        ),
        ("Rosenweg 3; 82319 Starnberg", "Rosenweg 3, 82319 Starnberg"),
        ("Huber-Straße ic, 94481 Grafenau", "Huber-Straße 1c, 94481 Grafenau"),
        ("Fr. Dr. Meier 0911/4455", "Fr. Dr. Meier 0911/4455"),
    ],
)
def test_the_parts_of_an_address_are_set_apart_by_commas(read: str, stands: str) -> None:
    assert put_right(read, "text") == stands


def test_the_letter_in_a_pension_insurance_number_follows_from_its_check_digit() -> None:
    assert put_right("650912778022", "text") == "65091277B022"
    assert put_right("650912778023", "text") == "650912778023"


@pytest.mark.parametrize("value", ["er nicht zahlen will", "Mittlere Reife", "LKW-Fahrer"])
def test_everyday_words_are_taken_for_no_names(value: str) -> None:
    assert put_right(value, "text") == value


def test_a_word_of_a_text_that_was_read_well_stays_although_no_list_has_it() -> None:
    found = likelier(Normal("Busfahrer", certain=True), "text", in_doubt=True, sure={"Busfahrer"})

    assert found.value == "Busfahrer"


def test_a_long_word_that_is_one_letter_off_a_street_is_that_street_however_well_it_was_read() -> (
    None
):
    read = Normal("Kanzlei Wähner, Taubenfluastraße 23", certain=True)

    found = likelier(read, "text", in_doubt=True, sure={"Taubenfluastraße"})

    assert found.value == "Kanzlei Wähner, Taubenflugstraße 23"
