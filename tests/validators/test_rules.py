"""Every rule has a table of cases in which it must be silent, and one in which it must speak.

The tables are ``tests/golden/rules/*.yaml``; each case says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import validators

TABLES = Path(__file__).parents[1] / "golden" / "rules"
TODAY = date(2026, 3, 4)


def rows(kind: str) -> Iterator[Any]:
    for path in sorted(TABLES.glob("*.yaml")):
        table = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
        for rule_id, cases in table.items():
            for case in cases[kind]:
                yield pytest.param(rule_id, case, id=f"{rule_id}: {case['warum']}")


def speaking(make_case: Any, case: Mapping[str, Any]) -> set[str]:
    return {finding.rule for finding in validators.check(make_case(case), TODAY)}


@pytest.mark.parametrize(("rule_id", "case"), list(rows("schweigt")))
def test_a_rule_is_silent(rule_id: str, case: Mapping[str, Any], make_case: Any) -> None:
    assert rule_id not in speaking(make_case, case)


@pytest.mark.parametrize(("rule_id", "case"), list(rows("spricht")))
def test_a_rule_speaks(rule_id: str, case: Mapping[str, Any], make_case: Any) -> None:
    assert rule_id in speaking(make_case, case)


def test_every_implemented_rule_has_its_table() -> None:
    implemented = set(validators.RULES)

    assert {param.values[0] for param in rows("schweigt")} == implemented
    assert {param.values[0] for param in rows("spricht")} == implemented


def test_no_rule_has_anything_to_say_about_the_complete_application(make_case: Any) -> None:
    assert speaking(make_case, {}) == set()
