"""How likely a value that was read is right, from everything that speaks for and against it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one value.

    ``agree``: both readings say the same. ``certain``: it has the form of its type, with right
    check digits. ``confidence``: Tesseract's of the poorest word. ``machine_like``: 0 by hand, 1
    typed. ``known`` and ``odd``: what the word lists say. ``unknown``: it is the word unbekannt.
    """

    kind: str
    agree: bool
    certain: bool
    confidence: float
    machine_like: float
    known: bool
    odd: bool
    unknown: bool
    letters: int


def likely_right(evidence: Evidence) -> float:
    """The probability that the value is right."""
    if not evidence.agree or not evidence.certain:
        return 0.3
    return evidence.confidence * (0.5 + evidence.machine_like / 2)
