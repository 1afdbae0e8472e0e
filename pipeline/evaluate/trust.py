"""What may be wrong of what nobody looks at, and what the stated confidences are worth; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractors.judgement import FITTED_TO
from pipeline.bounds import LEVEL, needed_for
from pipeline.evaluate.acceptance import acceptance
from pipeline.evaluate.outcomes import Outcome
from pipeline.evaluate.reliability import reliability


def trust(outcomes: Sequence[Outcome], target_error: float) -> dict[str, Any]:
    """The parts of the report about single places.

    ``target_error`` is what the office asks for, ``target_applied`` what the readers go by: they
    were fitted to one share and believe no more where more may be wrong. ``values_needed`` is how
    many accepted values without an error it takes to prove the first.
    """
    return {
        "target_error": target_error,
        "target_applied": min(target_error, FITTED_TO),
        "confidence_level": LEVEL,
        "values_needed": needed_for(target_error),
        "acceptance": acceptance(outcomes),
        "reliability": reliability(outcomes),
    }
