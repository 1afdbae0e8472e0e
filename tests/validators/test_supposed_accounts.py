"""Account numbers and BICs in doubt."""

from __future__ import annotations

from typing import Any

import pytest
from doubted import read, text_in_doubt

from pipeline import forms
from pipeline.model import (
    Candidate,
    ReadingKind,
)
from validators.supposed import all_likely
from validators.supposed_values import values_of

FORM = forms.load("uvg_antrag_by")


@pytest.mark.parametrize(
    ("account", "counts"), [("DE7771623559053603701", False), ("DE8937040044053201300", True)]
)
def test_a_number_that_may_have_lost_one_of_two_ones_is_not_taken_for_too_short(
    account: str, counts: bool
) -> None:
    reading = read("bankverbindung.iban", ReadingKind.TEXT, account, doubt=True).model_copy(
        update={
            "raw": account, "confidence": 0.98,
            "candidates": (Candidate(value=account, confidence=0.99),),
        }
    )  # fmt: skip

    assert bool(values_of(reading, "iban")) is counts


@pytest.mark.parametrize(
    ("read", "known"), [("GENODEFFZS", True), ("GENODEF1", False), ("COBADEFF", False)]
)
def test_a_bic_in_doubt_may_be_that_of_the_accounts_bank(
    make_case: Any, read: str, known: bool
) -> None:
    """Letters that ran together made an invalid one of it; a cut end stays a cut end."""
    case = make_case({"antworten": {"bankverbindung.iban": "DE80753620390984279197"}})
    seen = text_in_doubt(case, "bankverbindung.bic", (read, 0.97))

    values = {way.value for way in all_likely(seen, FORM)["bankverbindung.bic"]}

    assert (len(values) > 1) is known


def test_the_bic_of_the_accounts_bank_is_likely_where_a_reader_has_it(make_case: Any) -> None:
    """One read the right one, the other lost a letter and was surer of it."""
    case = make_case({"antworten": {"bankverbindung.iban": "DE41720691192542584978"}})
    offers = (("GENODEF1ICH", 0.5), ("GENODEF1CH", 0.9))
    seen = text_in_doubt(case, "bankverbindung.bic", *offers)

    ways = {way.value: way.share for way in all_likely(seen, FORM)["bankverbindung.bic"]}

    assert ways == pytest.approx({"GENODEF1ICH": 0.5, "GENODEF1CH": 0.5})


def test_the_bank_of_an_account_abroad_is_not_looked_up_in_the_german_list(make_case: Any) -> None:
    case = make_case({"antworten": {"bankverbindung.iban": "AT80753620390984279197"}})
    seen = text_in_doubt(case, "bankverbindung.bic", ("GENODEFFZS", 0.97))

    ways = all_likely(seen, FORM)["bankverbindung.bic"]

    assert [way.value for way in ways] == ["GENODEFFZS"]
