"""The counts of a run or of one sample, and the parts of the contract's section 5 they make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.evaluate.compare import Tally
from pipeline.evaluate.outcomes import Outcome

_KEYS = {
    "pages": ("total", "right"),
    "marks": ("total", "wrong", "accepted", "wrong_accepted", "reviewed"),
    "text": ("filled", "right", "accepted", "wrong_accepted", "reviewed", "empty", "false_filled"),
    "presence": ("total", "right"),
    "evidence": ("total", "right", "fields_total", "fields_right", "reviewed"),
    "findings": ("expected", "found", "false", "not_implemented"),
    "findings_from_truth": ("expected", "found", "false"),
    "received": ("total", "right"),
}
"""The counts of each part of the report, as the contract names them."""


@dataclass(slots=True)
class Report:
    """The tallies of a run, or of one sample."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {key: Tally() for key in _KEYS})
    by_type: dict[str, Tally] = field(default_factory=dict)
    by_writing: dict[str, Tally] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    residual: float = 0.0

    def include(self, other: Report) -> None:
        """Add the counts of one sample; what went wrong stays with the sample."""
        for mine, theirs in (
            (self.tallies, other.tallies),
            (self.by_type, other.by_type),
            (self.by_writing, other.by_writing),
        ):
            for key, tally in theirs.items():
                mine.setdefault(key, Tally()).add(**tally.counts)
        self.outcomes += other.outcomes
        self.residual = max(self.residual, other.residual)

    def as_dict(self) -> dict[str, Any]:
        """The report in the keys of the contract."""
        parts: dict[str, Any] = {
            key: _text(tally) if key == "text" else _counts(tally, _KEYS[key])
            for key, tally in self.tallies.items()
        }
        parts["pages"]["max_residual_mm"] = round(self.residual, 3)
        parts["text_by_type"] = {key: _text(self.by_type[key]) for key in sorted(self.by_type)}
        parts["text_by_writing"] = {k: _text(self.by_writing[k]) for k in sorted(self.by_writing)}
        return parts


def _counts(tally: Tally, keys: tuple[str, ...]) -> dict[str, int]:
    return {key: int(tally.counts.get(key, 0)) for key in keys}


def _text(tally: Tally) -> dict[str, float]:
    characters, errors = (tally.counts.get(key, 0) for key in ("_characters", "_errors"))
    cer = round(errors / characters, 4) if characters else 0.0
    return {**_counts(tally, _KEYS["text"]), "cer": cer}
