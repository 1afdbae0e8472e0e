"""Rules of the catalogue that are known and not implemented, so that lists of rules are complete.

They stand in ``planned.yaml``; a rule that gets its code leaves that file. ``grund`` says why a
rule cannot be decided with what an application tells.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from pipeline.model import Severity
from validators.registry import RULES, Rule, add


@cache
def planned() -> tuple[Rule, ...]:
    """All rules without code, in the order of the catalogue."""
    rows = yaml.safe_load(files("validators").joinpath("planned.yaml").read_text("utf-8"))
    return tuple(
        Rule(
            id=row["id"],
            severity=Severity(row["schwere"]),
            message=row["meldung"],
            source=row["quelle"],
            reason=row.get("grund", ""),
        )
        for row in rows
    )


def add_planned() -> None:
    """Complete the catalogue, and put it in order."""
    for rule in planned():
        add(rule)
    in_order = sorted(RULES.values(), key=lambda rule: rule.order)
    RULES.clear()
    RULES.update((rule.id, rule) for rule in in_order)
