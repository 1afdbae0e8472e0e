"""Validators turn a case into findings: pure functions that know neither store nor flow.

``check`` applies all rules. ``RULES`` are those that are implemented, by id; ``catalogue`` lists
the others as well.
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
from validators.likely import resting_on_doubt
from validators.planned import RuleInfo, catalogue
from validators.registry import RULES, Rule, apply, order
from validators.view import View

__all__ = ["RULES", "Rule", "RuleInfo", "catalogue", "check"]


def check(case: Case, today: date) -> tuple[Finding, ...]:
    """Apply every rule. Pure: same case, same day, same findings, in the order of the catalogue.

    Findings that rest on readings in doubt, and hold with every likely one, name them.
    """
    form = forms.load(case.form)

    def apply_all(supposed: Case) -> tuple[Finding, ...]:
        return apply(RULES.values(), View(supposed, form, today))

    sure = apply_all(case)
    resting = resting_on_doubt(case, form, apply_all, sure)
    return tuple(sorted((*sure, *resting), key=lambda found: order(found.rule)))
