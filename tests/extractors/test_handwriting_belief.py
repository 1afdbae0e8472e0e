"""How far a reading is believed: more where more speaks for it, whatever the weights are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.handwriting.belief import Grounds, belief
from extractors.lexicon import Support

grounds = st.builds(
    Grounds,
    kind=st.sampled_from(["date", "amount_eur", "iban", "name", "street", "text"]),
    text=st.text("0123456789.,abcABC ", min_size=1, max_size=20),
    clearness=st.floats(0.01, 1),
    chance=st.floats(0.01, 1),
    ink=st.floats(-5, 0),
    seconded=st.booleans(),
    support=st.sampled_from(list(Support)),
    certain=st.booleans(),
    alone=st.booleans(),
    whole=st.booleans(),
)


@given(grounds)
def test_belief_is_a_probability(given: Grounds) -> None:
    assert 0 < belief(given) < 1


@pytest.mark.parametrize("better", ["clearness", "chance"])
@given(less=grounds, share=st.floats(0, 1))
def test_a_larger_share_of_the_offers_never_speaks_against_a_value(
    better: str, less: Grounds, share: float
) -> None:
    held = getattr(less, better)
    more = replace(less, **{better: held + share * (1 - held)})

    assert belief(less) <= belief(more)


@pytest.mark.parametrize("better", ["seconded", "certain", "alone", "whole"])
@given(less=grounds)
def test_what_speaks_for_a_value_never_counts_against_it(better: str, less: Grounds) -> None:
    assert belief(replace(less, **{better: False})) <= belief(replace(less, **{better: True}))


@given(grounds)
def test_lists_speak_for_what_they_know_and_against_what_looks_misread(given: Grounds) -> None:
    against, silent, known = (
        belief(replace(given, support=said))
        for said in (Support.AGAINST, Support.SILENT, Support.KNOWN)
    )

    assert against <= silent <= known


def test_what_everything_speaks_for_is_almost_certain() -> None:
    best = Grounds("date", "23.08.2022", 1.0, 1.0, 0.0, True, Support.SILENT, True, True, True)

    assert belief(best) > 0.996
    assert belief(replace(best, chance=0.5, clearness=0.5)) < 0.9
