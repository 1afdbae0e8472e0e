"""Whole applications and all that the rules say about them, for a clerk to read.

``pytest tests/validators/test_golden_cases.py --regold`` rewrites the findings.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import validators

CASES = sorted((Path(__file__).parents[1] / "golden" / "cases").glob("*.yaml"))
TODAY = date(2026, 3, 4)
FINDINGS = "befunde:"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_findings_are_the_ones_in_the_file(
    path: Path, make_case: Any, request: pytest.FixtureRequest
) -> None:
    text = path.read_text("utf-8")
    node = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - strings only
    found = [
        f"{f.rule} {f.severity}: {f.message}" for f in validators.check(make_case(node), TODAY)
    ]
    if request.config.getoption("--regold"):
        head = text.partition(FINDINGS)[0].rstrip()
        path.write_text(f"{head}\n{_written(found)}", "utf-8")

    assert node.get("befunde", []) == found or request.config.getoption("--regold")


def _written(findings: list[str]) -> str:
    lines = (
        yaml.safe_dump([f], allow_unicode=True, width=1000, default_style='"') for f in findings
    )
    return (
        f"{FINDINGS}\n{''.join('  ' + line for line in lines)}" if findings else f"{FINDINGS} []\n"
    )


def test_nobody_left_the_flag_on(request: pytest.FixtureRequest) -> None:
    assert not request.config.getoption("--regold"), "rewritten; read the difference, run again"
