"""Validators turn a case into findings: pure functions that know neither store nor flow.

``check`` applies all rules. ``RULES`` are those that are implemented, by id; ``catalogue`` lists
the others as well.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pipeline import forms
from pipeline.forms import Form
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
from validators.registry import RULES, Rule, apply, needed_for, order, spoken_for
from validators.view import View

__all__ = ["RULES", "Rule", "RuleInfo", "catalogue", "check"]


def check(case: Case, today: date) -> tuple[Finding, ...]:
    """Apply every rule. Pure: same case, same day, same findings, in the order of the catalogue.

    Findings that rest on readings in doubt, and hold with every likely one, name them.
    """
    form = forms.load(case.form)

    def applied(supposed: Case, wanted: Collection[str] = RULES) -> tuple[Finding, ...]:
        rules = needed_for(wanted)
        over_all = any(rule.turn for rule in rules)
        left = _left_open(supposed, form, today) if over_all else frozenset[str]()
        return apply(rules, View(supposed, form, today), left)

    sure = applied(case)
    resting = resting_on_doubt(case, form, applied, sure)
    return tuple(sorted((*sure, *resting), key=lambda found: order(found.rule)))


def _left_open(case: Case, form: Form, today: date) -> frozenset[str]:
    """Blank fields of which more than that can only be said once others have been read.

    Where somebody from the Union leaves a whole section out, that is no question left open; whether
    all of it was left out, one place that could not be read decides.
    """
    unread = {field for field in case.doubtful if not case.answers.get(field)}
    if not unread:
        return frozenset()
    blank = case.model_copy(update={"doubtful": case.doubtful - unread})
    return spoken_for(RULES.values(), View(blank, form, today))
