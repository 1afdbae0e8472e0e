"""Whatever an applicant writes comes out in the normal form of the contract, or as it stands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban

from extractors.values import Normal, normalise
from pipeline.forms import TEXT_TYPES

DATES = [
    ("14.03.2017", "2017-03-14"),
    ("14.3.17", "2017-03-14"),
    ("14. 3. 2017", "2017-03-14"),
    ("14. März 2017", "2017-03-14"),
    ("14.Mrz.2017", "2017-03-14"),
    ("14 MAR 2017", "2017-03-14"),
    ("14/03/2017", "2017-03-14"),
    ("14-03-2017", "2017-03-14"),
    ("14032017", "2017-03-14"),
    ("2017-03-14", "2017-03-14"),
    ("seit dem 14.03.2017", "2017-03-14"),
    ("01.07.39", "2039-07-01"),
    ("01.07.40", "1940-07-01"),
    ("03/2017", "2017-03"),
    ("3.2017", "2017-03"),
    ("März 2017", "2017-03"),
    ("Dez. 2021", "2021-12"),
    ("2017", "2017"),
]

AMOUNTS = [
    ("1.250,00", "1250.00"),
    ("1250,-", "1250.00"),
    ("1250,--", "1250.00"),
    ("1.250 €", "1250.00"),
    ("350 Euro", "350.00"),
    ("EUR 350,50", "350.50"),
    ("1 250,00 €", "1250.00"),
    ("1250.00", "1250.00"),
    ("0", "0.00"),
    ("-500,00", "-500.00"),
    ("1. 250, 00", "1250.00"),
]

PUT_RIGHT = [
    ("Polizei Erlangen.", "text", "Polizei Erlangen"),
    ("Koch,", "text", "Koch"),
    ("Rossi.", "name", "Rossi"),
    ("Lindenstraße 95.", "street", "Lindenstraße 95"),
    ("Marktplatz la", "street", "Marktplatz 1a"),
    ("30,", "amount_eur", "30.00"),
    ("1.100,", "amount_eur", "1100.00"),
]

ENDS_SO = [
    ("Elektro Mosemann e.K.", "text"),
    ("Di und Do nachmittags, je 3 Std.", "text"),
    ("Der Vater ist unbekannt verzogen.", "text"),
    ("Ali jr.", "name"),
    ("Am Rain 1a", "street"),
]

AS_WRITTEN = [
    ("31.02.2017", "date"),
    ("./.", "date"),
    ("seit Geburt", "date"),
    ("ab sofort", "date"),
    ("00.00.0000", "date"),
    ("13/2017", "date"),
    ("./.", "amount_eur"),
    ("wechselnd", "amount_eur"),
    ("Müller-Groß", "name"),
    ("Haupt str. 12 a", "street"),
    ("0171/2345678", "phone"),
    ("bekannt", "text"),
    ("Vater unbekannt", "text"),
]


@pytest.mark.parametrize(("written", "value"), DATES)
def test_a_date_is_understood_however_it_is_written(written: str, value: str) -> None:
    assert normalise(written, "date") == Normal(value, certain=True)


@pytest.mark.parametrize(
    ("written", "value"),
    [("31112023", "31.11.2023"), ("30022017", "30.02.2017"), ("31132023", "31132023")],
)
def test_dots_that_were_lost_stand_in_a_day_that_no_month_has(written: str, value: str) -> None:
    normal = normalise(written, "date")

    assert (normal.value, normal.certain) == (value, False)


@pytest.mark.parametrize(
    ("read", "value", "certain"),
    [
        ("GENODEFIHSE", "GENODEF1HSE", False),
        ("GENODEF1HSE", "GENODEF1HSE", True),
        ("COBADEFFXXX", "COBADEFFXXX", True),
        ("GENODEFIQQQ", "GENODEFIQQQ", True),  # no bank has it with a 1 either
    ],
)
def test_a_bic_has_a_one_where_only_that_one_is_listed(
    read: str, value: str, certain: bool
) -> None:
    normal = normalise(read, "bic")

    assert (normal.value, normal.certain) == (value, certain)


@pytest.mark.parametrize(("written", "value"), AMOUNTS)
def test_an_amount_is_understood_however_it_is_written(written: str, value: str) -> None:
    assert normalise(written, "amount_eur") == Normal(value, certain=True)


@pytest.mark.parametrize(("written", "kind"), AS_WRITTEN)
def test_what_has_no_normal_form_stands_as_written(written: str, kind: str) -> None:
    assert normalise(written, kind).value == written


@pytest.mark.parametrize("kind", sorted(TEXT_TYPES))
@pytest.mark.parametrize("written", ["unbekannt", "Unbekannt", "unbek.", "UNBEKANNT.", "unbekanmt"])
def test_the_word_unbekannt_is_known_in_every_type(written: str, kind: str) -> None:
    assert normalise(written, kind) == Normal("unbekannt", certain=True)


@pytest.mark.parametrize("written", ["bekannt", "Umbettung", "unbeliebt", "ubekt"])
def test_other_words_are_not_taken_for_unbekannt(written: str) -> None:
    assert normalise(written, "text").value == written


@pytest.mark.parametrize(
    ("misread", "kind", "value"),
    [
        ("l4.O3.2017", "date", "2017-03-14"),
        ("14. Marz 2O17", "date", "2017-03-14"),
        ("14. Novernber 2017", "date", "2017-11-14"),
        ("1.25O,OO", "amount_eur", "1250.00"),
        ("1.250.00", "amount_eur", "1250.00"),
        ("35000", "amount_eur", "35000.00"),
        ("8O331 München", "plz_ort", "80331 München"),
        ("8YLADEM1001", "bic", "BYLADEM1001"),
        ("DE02120300000000202052", "iban", "DE02120300000000202052"),
        ("12.03.1017", "date", "1017-03-12"),
        ("2O26", "number", "2026"),
    ],
)
def test_a_value_that_had_to_be_put_right_or_looks_odd_is_not_certain(
    misread: str, kind: str, value: str
) -> None:
    normal = normalise(misread, kind)

    assert (normal.value, normal.certain) == (value, False)


def test_check_digits_make_a_repaired_iban_certain() -> None:
    assert normalise("DEO2 1203 OOOO 0000 2O2O 51", "iban") == Normal(
        "DE02120300000000202051", certain=True, repaired=True
    )


def test_letters_are_taken_for_noughts_in_a_phone_number() -> None:
    assert normalise("O171 / 23 45 67", "phone") == Normal(
        "0171 / 23 45 67", certain=True, repaired=True
    )


@given(st.dates(date(1940, 1, 1), date(2039, 12, 31)), st.sampled_from(["%d.%m.%Y", "%d.%m.%y"]))
def test_every_day_survives_being_written_and_read(day: date, writing: str) -> None:
    assert normalise(day.strftime(writing), "date").value == day.isoformat()


@given(st.integers(0, 99_999_999), st.sampled_from(["", " €", " EUR", " Euro"]))
def test_every_amount_survives_being_written_and_read(cents: int, currency: str) -> None:
    written = f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,")) + currency

    assert normalise(written, "amount_eur").value == f"{cents / 100:.2f}"


@given(st.integers(0, 10**18 - 1))
def test_every_german_iban_survives_being_written_in_groups(account: int) -> None:
    body = f"{account:018}"
    number = f"DE{iban.calc_check_digits(f'DE00{body}')}{body}"
    written = " ".join(number[i : i + 4] for i in range(0, len(number), 4))

    assert normalise(written, "iban") == Normal(number, certain=True)


@given(
    st.text("0123456789OoIl.,-/€ DEäMrz:unbekat", max_size=24), st.sampled_from(sorted(TEXT_TYPES))
)
def test_normalising_twice_changes_nothing(text: str, kind: str) -> None:
    once = normalise(text, kind).value

    assert normalise(once, kind).value == once


@given(st.text(max_size=30), st.sampled_from(sorted(TEXT_TYPES)))
def test_any_text_can_be_normalised(text: str, kind: str) -> None:
    once = normalise(text, kind).value

    assert normalise(once, kind).value == once


@pytest.mark.parametrize(("raw", "kind", "value"), PUT_RIGHT)
def test_signs_that_cannot_stand_there_are_left_out_with_a_doubt(
    raw: str, kind: str, value: str
) -> None:
    found = normalise(raw, kind)

    assert found.value == value
    assert not found.certain
    assert found.repaired


@pytest.mark.parametrize(("raw", "kind"), ENDS_SO)
def test_full_stops_of_abbreviations_and_sentences_stay(raw: str, kind: str) -> None:
    assert normalise(raw, kind) == Normal(raw, certain=True)


def test_a_hyphen_that_a_typewriter_set_wide_is_closed_up() -> None:
    assert normalise("Bgm. -Huber-Straße 29", "street").value == "Bgm.-Huber-Straße 29"


@pytest.mark.parametrize("read", ["Drita !", "Drita l", "Drita |"])
def test_a_stroke_beside_a_name_is_a_hair(read: str) -> None:
    found = normalise(read, "name")

    assert found.value == "Drita"
    assert not found.certain


@pytest.mark.parametrize("read", ["Böß1l", "Serge)"])
def test_a_name_with_a_digit_or_half_a_bracket_is_not_certain(read: str) -> None:
    assert not normalise(read, "name").certain
    assert normalise("Maria (Mia)", "name").certain


@pytest.mark.parametrize(
    ("read", "stands"),
    [("immer Schon", "immer schon"), ("Immer schon", "Immer schon"), ("seit Geburt",) * 2],
)
def test_phrases_have_capitals_only_at_their_beginning_and_in_nouns(read: str, stands: str) -> None:
    assert normalise(read, "date").value == stands


@pytest.mark.parametrize(
    ("read", "kind", "stands"),
    [
        ("25:12.2018", "date", "2018-12-25"),
        ("N 08.02.2014", "date", "2014-02-08"),
        ("Bianca Pechel’", "name", "Bianca Pechel"),
        ("652211832329", "text", "652211832329"),
    ],
)
def test_what_specks_may_have_changed_is_not_certain(read: str, kind: str, stands: str) -> None:
    found = normalise(read, kind)

    assert found.value == stands
    assert not found.certain
