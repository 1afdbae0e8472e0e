"""Three-valued logic and the expressions of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import forms
from validators.derived import DERIVED
from validators.evaluation import evaluate, holds
from validators.expressions import ExpressionError, names_in, parse
from validators.logic import UNDETERMINED, Truth, all_of, any_of, negated

FORM = forms.load("uvg_antrag_by")

truths = st.sampled_from([True, False, UNDETERMINED])


class Known:
    """A scope in which only these names are known."""

    def __init__(self, values: Mapping[str, object], answers: Mapping[str, object] = {}) -> None:
        self.values = values
        self.answers = answers

    def value(self, name: str) -> object:
        return self.values.get(name, UNDETERMINED)

    def ask(self, function: str, *names: str) -> object:
        return self.answers[f"{function} {' '.join(names)}"]


def possible(truth: Truth) -> list[bool]:
    return [True, False] if truth is UNDETERMINED else [truth]


@given(st.lists(truths, max_size=5))
def test_a_result_is_determined_only_where_nothing_unknown_could_change_it(
    parts: list[Truth],
) -> None:
    worlds = list(product(*(possible(part) for part in parts)))

    for joined, meaning in ((all_of(parts), all), (any_of(parts), any)):
        outcomes = {meaning(world) for world in worlds}
        assert joined is (UNDETERMINED if len(outcomes) > 1 else outcomes.pop())


@given(truths)
def test_the_opposite_of_the_opposite_is_the_same(part: Truth) -> None:
    assert negated(negated(part)) is part


@given(truths, truths, truths)
def test_expressions_follow_the_same_logic(a: Truth, b: Truth, c: Truth) -> None:
    scope = Known({"a": a, "b": b, "c": c})

    assert evaluate("a and not b or c", scope) is any_of([all_of([a, negated(b)]), c])


def test_nobody_may_ask_the_undetermined_whether_it_is_true() -> None:
    with pytest.raises(TypeError):
        bool(UNDETERMINED)


@pytest.mark.parametrize(
    "expression",
    ["x == 'ja'", "x != 'ja'", "x in ('ja', 'nein')", "'a' in x", "'a' not in x", "x < today",
     "age(x, today) >= 6", "not similar(x, 'Huber')", "third_country(x)", "not foreign(x)",
     "month(x) == today", "len(x) > 1"],
)  # fmt: skip
def test_a_comparison_with_something_unknown_is_undetermined(expression: str) -> None:
    scope = Known({"today": date(2026, 3, 4)})

    assert evaluate(expression, scope) is UNDETERMINED
    assert not holds(expression, scope)
    assert not holds(f"not ({expression})", scope)


def test_one_true_part_of_or_is_enough() -> None:
    assert holds("x == 'ja' or y == 'ja'", Known({"y": "ja"}))


def test_one_unknown_part_of_and_is_too_much() -> None:
    assert not holds("x != 'ja' and y == 'ja'", Known({"y": "ja"}))


def test_things_that_cannot_be_compared_are_undetermined() -> None:
    assert evaluate("x < 3", Known({"x": "drei"})) is UNDETERMINED


@pytest.mark.parametrize(
    ("expression", "value"),
    [("add_months(today, -1)", date(2026, 2, 4)), ("months_between(born, today)", 107),
     ("age(born, today)", 8), ("days_between(today, today)", 0), ("plz('87435 Kempten')", "87435"),
     ("valid_iban('DE02120300000000202051')", True), ("valid_iban('DE0212030000')", False),
     ("valid_bic('BYLADEM1001')", True), ("iban_country('AT61')", "AT"),
     ("bic_country('BYLADEM1001')", "DE"), ("plz('Kempten')", UNDETERMINED),
     ("startswith('DE1', 'DE')", True), ("matches('DE1', '^D.1$')", True),
     ("similar('Anna Müller-Groß', 'groß')", True), ("similar('Müller', '-')", UNDETERMINED),
     ("amount(2, today)", 299), ("amount(1, born)", UNDETERMINED),
     ("third_country('deutsch')", False), ("foreign('wrdlbrmpft')", UNDETERMINED),
     ("third_country('türkisch/italienisch')", False), ("x == ['a']", True)],
)  # fmt: skip
def test_functions_of_the_catalogue(expression: str, value: object) -> None:
    scope = Known({"today": date(2026, 3, 4), "born": date(2017, 3, 14), "x": ("a",)})

    assert evaluate(expression, scope) == value


def test_questions_about_fields_get_the_name_and_not_the_value() -> None:
    scope = Known({}, {"empty a.b": True, "doc geburtsurkunde kind": False, "any_filled a": True})

    assert holds('empty(a.b) and not doc("geburtsurkunde", "kind") and any_filled("a")', scope)


@pytest.mark.parametrize(
    "expression",
    ["__import__('os')", "a.b()", "[x for x in y]", "lambda: 1", "a if b else c", "1 +", "f'{a}'",
     "a[0]", "open('x')", "a := 1", "2 ** 99"],
)  # fmt: skip
def test_nothing_else_is_an_expression(expression: str) -> None:
    with pytest.raises(ExpressionError):
        parse(expression)


@given(st.text(max_size=40))
def test_whatever_is_written_is_refused_or_evaluated(text: str) -> None:
    try:
        parse(text)
    except ExpressionError:
        return
    evaluate(text, Known({}, _Anything()))


class _Anything(dict[str, object]):
    def __missing__(self, key: str) -> object:
        return UNDETERMINED


def expressions_of_the_form() -> list[str]:
    asked = [f.required for f in FORM.fields.values() if f.required not in ("always", "optional")]
    demands = [d.when for f in FORM.fields.values() for d in f.evidence]
    applies = [s.applies_if for p in FORM.pages for s in p.sections if s.applies_if]
    return sorted({*asked, *demands, *applies})


@pytest.mark.parametrize("expression", expressions_of_the_form())
def test_every_expression_of_the_form_speaks_of_fields_that_exist(expression: str) -> None:
    known: Any = FORM.fields.keys() | DERIVED.keys() | {"today"}

    assert names_in(expression) <= known
