"""The registry: every rule once, in order, and only one of several about a blank field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

import validators
from pipeline.model import Severity
from validators.registry import Rule, add, order

TODAY = date(2026, 3, 4)
SIZE_OF_THE_CATALOGUE = {
    "F": 26, "A": 25, "V": 32, "D": 31, "P": 25, "B": 11, "N": 35, "K": 32, "H": 34,
}  # fmt: skip

CORE = {
    *(f"F-{n:02}" for n in (1, 2, 3, 9, 10, 11, 12, 13, 14)),
    *(f"A-{n:02}" for n in range(1, 8)),
    *(f"V-{n:02}" for n in range(1, 33)),
    *(f"D-{n:02}" for n in range(1, 8)),
    *(f"B-{n:02}" for n in range(1, 5)),
    *(f"N-{n:02}" for n in (1, 2, 3, 5, 8, 9, 14, 15, 16, 17, 21, 23, 24, 26, 27, 28, 29, 32)),
}
"""The first stage (Klarstellung 7)."""


def found(make_case: Any, changes: Mapping[str, Any]) -> list[Any]:
    return list(validators.check(make_case(changes), TODAY))


def test_the_catalogue_is_complete_and_in_order() -> None:
    ids = [info.id for info in validators.catalogue()]

    assert ids == [f"{f}-{n:02}" for f, size in SIZE_OF_THE_CATALOGUE.items()
                   for n in range(1, size + 1)]  # fmt: skip


def test_the_first_stage_is_implemented() -> None:
    assert set(validators.RULES) >= CORE


def test_a_rule_cannot_be_defined_twice() -> None:
    with pytest.raises(ValueError, match="F-01"):
        add(Rule("F-01", Severity.HINWEIS, "", "", lambda view: ()))


def test_findings_come_in_the_order_of_the_catalogue(make_case: Any) -> None:
    rules = [f.rule for f in found(make_case, {"nur": ["kind.familienname"], "nachweise": []})]

    assert rules == sorted(rules, key=order)


def test_a_blank_field_is_never_called_missing_twice(make_case: Any) -> None:
    findings = found(make_case, {"nur": ["kind.familienname"], "nachweise": []})
    blocks = {"V-30", "V-31"}
    named = [field for f in findings if f.rule not in blocks for field in f.fields]

    assert len(named) == len(set(named))


def test_nothing_is_a_fehler_about_a_field_that_nobody_saw_in_print(make_case: Any) -> None:
    changes = {"antworten": {"betreuender_elternteil.familienstand.status": ""}}

    assert [f.severity for f in found(make_case, changes)] == [Severity.RUECKFRAGE]


@pytest.mark.parametrize(
    ("field", "severity"),
    [
        ("vertretung.rechtsanwalt.beauftragt", Severity.HINWEIS),
        ("anderer_elternteil.staatsangehoerigkeit", Severity.RUECKFRAGE),
    ],
)
def test_what_is_missing_weighs_as_much_as_the_form_says(
    field: str, severity: Severity, make_case: Any
) -> None:
    assert [f.severity for f in found(make_case, {"antworten": {field: ""}})] == [severity]


def test_findings_point_to_fields_and_pages(make_case: Any) -> None:
    changes = {"antworten": {"kind.vornamen": "", "kind.geburtsdatum": ""}}

    (finding,) = [f for f in found(make_case, changes) if f.rule == "V-02"]

    assert finding.fields == ("kind.vornamen", "kind.geburtsdatum")
    assert finding.pages == ("antrag_seite_1",)
    assert finding.source == "Vordruck 1 A"


def test_no_message_has_a_place_left_unfilled(make_case: Any) -> None:
    for changes in ({"nur": [], "nachweise": []}, {"fehlende_seiten": ["antrag_seite_1"]}):
        assert not any("{" in f.message or "}" in f.message for f in found(make_case, changes))


def test_a_guess_at_the_month_is_said(make_case: Any) -> None:
    unstamped = {"antrag.eingangsstempel": "", "antrag.leistung_ab": "2026-01-01"}

    findings = found(make_case, {"eingang": "", "antworten": unstamped})

    (told,) = [f.message for f in findings if f.rule == "D-02"]
    assert "nach dem Datum der Unterschrift" in told
