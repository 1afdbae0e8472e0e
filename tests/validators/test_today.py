"""Lists keep what the rules said; so it must be known on which days they say something else."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

import validators
from pipeline.listing import LONG_AGO, limits_passed

CASES = sorted((Path(__file__).parents[1] / "golden" / "cases").glob("*.yaml"))
RULES = Path(validators.__file__).parent


def test_one_rule_alone_asks_for_today() -> None:
    asking = [
        line.strip()
        for path in sorted(RULES.glob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"[\"'].*\btoday\b.*[\"']", line) and not line.lstrip().startswith('"""')
    ]

    assert asking == [
        '"antrag.eingangsdatum > today or days_between(antrag.eingangsdatum, today) > 365"',
        'if name == "today":',
    ]


@pytest.mark.parametrize("path", CASES[::4], ids=lambda path: path.stem)
def test_the_rules_say_the_same_on_all_days_of_a_time(path: Path, make_case: Any) -> None:
    case = make_case(yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader))  # noqa: S506 - strings only
    received = case.received.day or date(2026, 3, 4)
    days_known = [case.received.day] if case.received.day else []
    said: dict[int, list[object]] = {}

    for days in (-400, -1, 0, 1, LONG_AGO.days, LONG_AGO.days + 1, 4000):
        today = received + timedelta(days=days)
        said.setdefault(limits_passed(days_known, today), []).append(validators.check(case, today))

    assert all(found == sayings[0] for sayings in said.values() for found in sayings)
