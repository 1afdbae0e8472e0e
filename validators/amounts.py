"""What Unterhaltsvorschuss pays a month, by age step and day; kept in ``amounts.yaml``.

Without a row for the day there is no amount, and the rules that compare with one are silent.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from validators.logic import UNDETERMINED, Undetermined


class Rate(NamedTuple):
    """Minimum maintenance less child benefit for a first child, of the three age steps."""

    first: date
    last: date
    steps: tuple[Decimal, ...]


@cache
def rates() -> tuple[Rate, ...]:
    """All rows of the table, oldest first."""
    rows = yaml.safe_load(files(__name__.rpartition(".")[0]).joinpath("amounts.yaml").read_text())
    return tuple(
        Rate(
            row["ab"],
            row["bis"],
            tuple(Decimal(minimum - row["kindergeld"]) for minimum in row["mindestunterhalt"]),
        )
        for row in rows
    )


def amount(step: int, day: date) -> Decimal | Undetermined:
    """The monthly benefit of an age step (1, 2 or 3) on a day.

    >>> amount(2, date(2026, 3, 1))
    Decimal('299')
    """
    for rate in rates():
        if rate.first <= day <= rate.last:
            return rate.steps[step - 1]
    return UNDETERMINED
