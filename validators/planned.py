"""Every rule of the catalogue, those without code as well, so that lists of rules are complete.

Rules without code stand in ``planned.yaml``; one that gets its code leaves that file. ``grund``
says why a rule cannot be decided with what an application tells.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from pipeline.model import Fact, Severity
from validators.registry import RULES, order


class RuleInfo(Fact):
    """What a list of rules says about one; ``reason`` is why it is not implemented, if decided."""

    id: str
    severity: Severity
    message: str
    source: str
    implemented: bool
    reason: str = ""


@cache
def planned() -> tuple[RuleInfo, ...]:
    """All rules without code."""
    rows = yaml.safe_load(files("validators").joinpath("planned.yaml").read_text("utf-8"))
    return tuple(
        RuleInfo(
            id=row["id"],
            severity=row["schwere"],
            message=row["meldung"],
            source=row["quelle"],
            implemented=False,
            reason=row.get("grund", ""),
        )
        for row in rows
    )


def catalogue() -> tuple[RuleInfo, ...]:
    """All rules, in the order of the catalogue."""
    coded = (
        RuleInfo(
            id=rule.id,
            severity=rule.severity,
            message=rule.message,
            source=rule.source,
            implemented=True,
        )
        for rule in RULES.values()
    )
    return tuple(sorted((*coded, *planned()), key=lambda info: order(info.id)))
