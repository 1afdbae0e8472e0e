"""Validators turn a case into findings: pure functions that know neither store nor flow.

``check`` applies all rules; ``RULES`` is the whole catalogue, each rule with its id, severity,
message and source, and whether it is implemented yet.
"""

from __future__ import annotations

from datetime import date

from pipeline import forms
from pipeline.model import Case, Finding
from validators import (  # noqa: F401 - importing a family registers its rules
    answers,
    bank,
    blocks,
    choices,
    dates,
    evidence,
    mandatory,
    pages,
    sections,
)
from validators.planned import add_planned
from validators.registry import RULES, Rule, apply
from validators.view import View

__all__ = ["RULES", "Rule", "check"]

add_planned()


def check(case: Case, today: date) -> tuple[Finding, ...]:
    """Apply every rule. Pure: same case, same day, same findings, in the order of the catalogue."""
    return apply(RULES.values(), View(case, forms.load(case.form), today))
