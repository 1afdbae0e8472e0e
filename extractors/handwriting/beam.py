"""The likeliest texts of a line: a beam search over prefixes, and the likelihood of a given text.

Several ways of spreading a text over the places of the line add up to its probability (CTC).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractors.handwriting import alphabet
from extractors.handwriting.session import Chances

KEPT = 12  # prefixes kept at every place
OFFERED = 6  # texts offered
RARE = -7.0  # log-probability below which a character is not tried at a place
NEVER = -math.inf

Prefix = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A text, its log-probability, and for every character how sure its best place is."""

    text: str
    log_probability: float
    confidences: tuple[float, ...]

    @property
    def poorest(self) -> float:
        """The confidence of the least sure character."""
        return min(self.confidences, default=0.0)


@dataclass(slots=True)
class _Ends:
    """A prefix that ends here in a blank or in its last character; surest places so far."""

    blank: float = NEVER
    letter: float = NEVER
    sure: tuple[float, ...] = ()

    @property
    def total(self) -> float:
        return _sum(self.blank, self.letter)


def likeliest(chances: Chances, count: int = OFFERED) -> list[Hypothesis]:
    """Up to ``count`` texts, the likeliest first; none where the line is empty."""
    if not len(chances):
        return []
    beam: dict[Prefix, _Ends] = {(): _Ends(blank=0.0)}
    for row in chances:
        beam = _advanced(beam, row, max(KEPT, count))
    best = sorted(beam.items(), key=lambda entry: -entry[1].total)[:count]
    return [_hypothesis(prefix, ends) for prefix, ends in best]


def _advanced(beam: dict[Prefix, _Ends], row: Chances, kept: int) -> dict[Prefix, _Ends]:
    tried = [(int(n), float(row[n])) for n in np.flatnonzero(row > RARE) if n != alphabet.BLANK]
    blank = float(row[alphabet.BLANK])
    ahead: dict[Prefix, _Ends] = {}
    for prefix, ends in beam.items():
        total = ends.total
        here = _at(ahead, prefix, ends.sure)
        here.blank = _sum(here.blank, total + blank)
        for number, chance in tried:
            again = bool(prefix) and prefix[-1] == number
            if again:
                here.letter = _sum(here.letter, ends.letter + chance)
                here.sure = (*here.sure[:-1], max(here.sure[-1], math.exp(chance)))
            start = ends.blank if again else total
            if start == NEVER:
                continue
            longer = _at(ahead, (*prefix, number), (*ends.sure, math.exp(chance)))
            longer.letter = _sum(longer.letter, start + chance)
    best = sorted(ahead.items(), key=lambda entry: -entry[1].total)[:kept]
    return dict(best)


def _at(beam: dict[Prefix, _Ends], prefix: Prefix, sure: tuple[float, ...]) -> _Ends:
    ends = beam.setdefault(prefix, _Ends(sure=sure))
    if len(ends.sure) == len(sure):
        ends.sure = tuple(map(max, zip(ends.sure, sure, strict=True)))
    return ends


def _hypothesis(prefix: Prefix, ends: _Ends) -> Hypothesis:
    text = alphabet.text_of(prefix)
    kept = text.strip()
    start = len(text) - len(text.lstrip())
    return Hypothesis(" ".join(kept.split()), ends.total, ends.sure[start : start + len(kept)])


def likelihood(chances: Chances, text: str) -> float:
    """The log-probability of ``text``; minus infinity if it has unknown characters."""
    numbers = alphabet.numbers_of(alphabet.spelled(text))
    if not numbers or not len(chances):
        return NEVER
    labels = _with_blanks(numbers)
    may_skip = np.zeros(len(labels), np.bool_)
    may_skip[2:] = (labels[2:] != alphabet.BLANK) & (labels[2:] != labels[:-2])
    rows = chances[:, labels].astype(np.float64)
    reached = np.full(len(labels), NEVER)
    reached[:2] = rows[0, :2]
    for row in rows[1:]:
        stepped = np.logaddexp(reached, np.concatenate([[NEVER], reached[:-1]]))
        skipped = np.concatenate([[NEVER, NEVER], reached[:-2]])
        reached = np.where(may_skip, np.logaddexp(stepped, skipped), stepped) + row
    return float(np.logaddexp(reached[-1], reached[-2]))


def _with_blanks(numbers: Sequence[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    labels = np.full(2 * len(numbers) + 1, alphabet.BLANK, np.intp)
    labels[1::2] = numbers
    return labels


def _sum(one: float, other: float) -> float:
    """Logarithm of the sum of two probabilities."""
    if one < other:
        one, other = other, one
    return one if other == NEVER else one + math.log1p(math.exp(other - one))
