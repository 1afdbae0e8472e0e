"""S7: a case in a word, its clocks, and what was done to it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import forms
from pipeline.model import Case, Finding, Received, Severity
from pipeline.review.overview import (
    birthday,
    full_years,
    light_of,
    months_later,
    overview_of,
)

FORM = forms.load("uvg_antrag_by")
BORN = "kind.geburtsdatum"
TODAY = date(2026, 11, 23)


def case(doubtful: frozenset[str] = frozenset(), **answers: str) -> Case:
    told = {key.replace("__", "."): value for key, value in answers.items()}
    received = Received(day=date(2026, 11, 2), source="stempel")
    return Case(case_id="UV-1", form=FORM.id, answers=told, doubtful=doubtful, received=received)


def finding(rule: str, severity: Severity = Severity.FEHLER) -> Finding:
    return Finding(rule=rule, severity=severity, message="...")


@pytest.mark.parametrize(
    ("rules", "word"),
    [
        ((), "vollständig"),
        ((("V-31", Severity.HINWEIS),), "vollständig"),
        ((("N-01", Severity.FEHLER),), "unvollständig"),
        ((("A-05", Severity.FEHLER), ("D-06", Severity.FEHLER)), "unvollständig"),
        ((("D-06", Severity.FEHLER),), "widersprüchlich"),
    ],
)
def test_a_case_is_told_in_a_word(rules: tuple[tuple[str, Severity], ...], word: str) -> None:
    assert light_of(case(), [finding(*rule) for rule in rules]).word == word


def test_a_case_with_doubts_is_not_called_anything_yet() -> None:
    light = light_of(case(frozenset({BORN})), [finding("N-01")])

    assert (light.word, light.why) == ("noch zu prüfen", "1 Angabe ist unsicher gelesen")


def test_an_age_is_told_only_of_a_sure_day() -> None:
    sure = overview_of(case(kind__geburtsdatum="2021-11-24"), FORM, (), TODAY)
    unsure = overview_of(case(frozenset({BORN}), kind__geburtsdatum="2021-11-24"), FORM, (), TODAY)
    no_day = overview_of(case(kind__geburtsdatum="2021-02-31"), FORM, (), TODAY)

    assert [(line.label, line.value) for line in sure.clocks] == [
        ("Drei Monate seit Eingang (§ 75 VwGO)", "02.02.2027"),
        ("Alter des Kindes", "4 Jahre"),
        ("6 Jahre alt am", "24.11.2027"),
    ]
    assert len(unsure.clocks) == len(no_day.clocks) == 1


def test_missing_papers_stand_apart_from_other_points_and_hints() -> None:
    given = (finding("N-01"), finding("F-11"), finding("V-31", Severity.HINWEIS))

    shown = overview_of(case(), FORM, given, TODAY)

    parts = (shown.missing_papers, shown.points, shown.hints)
    assert [[one.rule for one in part] for part in parts] == [["N-01"], ["F-11"], ["V-31"]]


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 24))
def test_a_month_later_is_never_in_the_month_after(when: date, months: int) -> None:
    later = months_later(when, months)

    assert (later.year * 12 + later.month) - (when.year * 12 + when.month) == months
    assert later.day <= when.day


@given(st.dates(date(1950, 1, 1), date(2026, 1, 1)), st.integers(0, 90))
def test_somebody_reaches_an_age_on_that_birthday_and_not_before(born: date, years: int) -> None:
    reached = birthday(born, years)

    assert full_years(born, reached) == years
    if years:
        assert full_years(born, reached - date.resolution) == years - 1
