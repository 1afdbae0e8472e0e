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
