"""The likeliest texts of a line: a beam search over prefixes, and the likelihood of a given text.

Several ways of spreading a text over the places of the line add up to its probability (CTC).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extractors.handwriting import alphabet
from extractors.handwriting.grammar import Follow, State
from extractors.handwriting.letters import ORDER, START, chance_after
from extractors.handwriting.session import Chances

KEPT = 10  # prefixes kept at every place
OFFERED = 6  # texts offered
RARE = -6.0  # log-probability below which a character is not tried at a place
RARE_BUT_FIT = -9.0  # the same where few characters are allowed at all
HOPELESS = 14.0  # a prefix so much less likely than the best one is given up
SURELY_BLANK = -1e-3
SPELLING = 0.3
"""Weight of how letters follow each other against the ink; 0.2 and 0.4 read about as much right."""
NEVER = -math.inf

Prefix = tuple[int, ...]
Ends = tuple[float, float]
"""Log-probabilities of a prefix that ends here in no character, or in its last one."""
NONE: Ends = (NEVER, NEVER)
Labels = npt.NDArray[np.intp]
Reached = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A text and its log-probability."""

    text: str
    log_probability: float


def likeliest(
    chances: Chances, count: int = OFFERED, follow: Follow | None = None, *, words: bool = False
) -> list[Hypothesis]:
    """Up to ``count`` texts, the likeliest first; none where the line is empty.

    ``follow``: only texts that are spelled so; there may be none. ``words``: how likely letters
    follow each other counts as well. The probabilities are those of the ink alone.
    """
    if not len(chances):
        return []
    beam: dict[Prefix, Ends] = {(): (0.0, NEVER)}
    states: dict[Prefix, State] = {(): follow.start} if follow else {}
    said: dict[Prefix, _Said] = {(): _Said(START * (ORDER - 1), 0.0)}
    for blank, letters in zip(
        chances[:, alphabet.BLANK].tolist(),
        _tried(chances, RARE_BUT_FIT if follow else RARE),
        strict=True,
    ):
        if blank > SURELY_BLANK:
            beam = {prefix: (_sum(*ends) + blank, NEVER) for prefix, ends in beam.items()}
        else:
            ahead = _advanced(beam, blank, letters)
            if follow:
                _walk(follow, states, beam, ahead)
            if words:
                _say(said, ahead)
            beam = _kept(ahead, max(KEPT, count), said)
    if follow:
        beam = {prefix: ends for prefix, ends in beam.items() if follow.complete(states[prefix])}
    best = sorted(beam.items(), key=lambda entry: -_worth(entry[0], entry[1], said))[:count]
    return [_hypothesis(prefix, _sum(*ends)) for prefix, ends in best if prefix]


class _Said(NamedTuple):
    """The last letters of a prefix, and how likely its letters follow each other."""

    last: str
    worth: float


def _say(said: dict[Prefix, _Said], ahead: Mapping[Prefix, Ends]) -> None:
    """Note of every new prefix how likely its last letter follows those before."""
    for prefix in ahead.keys() - said.keys():
        before, worth = said[prefix[:-1]]
        letter = alphabet.text_of(prefix[-1:])
        chance = chance_after(before, letter)
        said[prefix] = _Said((before + letter)[1 - ORDER :], worth + SPELLING * chance)


def _worth(prefix: Prefix, ends: Ends, said: Mapping[Prefix, _Said]) -> float:
    known = said.get(prefix)
    return _sum(*ends) + (known.worth if known else 0.0)


def _tried(chances: Chances, rare: float) -> list[list[tuple[int, float]]]:
    """The characters that are tried at every place, with their log-probabilities."""
    tried: list[list[tuple[int, float]]] = [[] for _ in chances]
    for place, number in np.argwhere(chances > rare).tolist():
        if number != alphabet.BLANK:
            tried[place].append((number, float(chances[place, number])))
    return tried


def _walk(
    follow: Follow, states: dict[Prefix, State], beam: dict[Prefix, Ends], ahead: dict[Prefix, Ends]
) -> None:
    """Note where every new prefix stands in its way of spelling; drop those that stand nowhere."""
    for prefix in [prefix for prefix in ahead if prefix not in beam]:
        state = states.get(prefix)
        if state is None:
            state = follow.after(states[prefix[:-1]], prefix[-1])
            states[prefix] = state
        if not state:
            del ahead[prefix]


def _advanced(
    beam: dict[Prefix, Ends], blank: float, letters: Sequence[tuple[int, float]]
) -> dict[Prefix, Ends]:
    ahead: dict[Prefix, Ends] = {}
    for prefix, (in_blank, in_letter) in beam.items():
        total = _sum(in_blank, in_letter)
        last = prefix[-1] if prefix else alphabet.BLANK
        here, again = ahead.get(prefix, NONE)
        here = _sum(here, total + blank)
        for number, chance in letters:
            start = total
            if number == last:
                again = _sum(again, in_letter + chance)
                start = in_blank
            if start != NEVER:
                longer = (*prefix, number)
                other, letter = ahead.get(longer, NONE)
                ahead[longer] = (other, _sum(letter, start + chance))
        ahead[prefix] = (here, again)
    return ahead


def _kept(beam: dict[Prefix, Ends], count: int, said: Mapping[Prefix, _Said]) -> dict[Prefix, Ends]:
    totals = {prefix: _worth(prefix, ends, said) for prefix, ends in beam.items()}
    least = max(totals.values()) - HOPELESS
    best = sorted((prefix for prefix in beam if totals[prefix] > least), key=totals.__getitem__)
    return {prefix: beam[prefix] for prefix in best[-count:]}


def _hypothesis(prefix: Prefix, log_probability: float) -> Hypothesis:
    return Hypothesis(" ".join(alphabet.text_of(prefix).split()), log_probability)


def likelihood(chances: Chances, text: str) -> float:
    """The log-probability of ``text``; minus infinity if it has unknown characters."""
    return likelihoods(chances, [text])[0]


def likelihoods(chances: Chances, texts: Sequence[str]) -> list[float]:
    """The log-probability of each text, all at once; minus infinity for unknown characters.

    How likely every place of a text was reached moves along the line step by step. Shorter texts
    are filled up behind their end, which nothing before it hangs on.
    """
    numbers = {text: alphabet.numbers_of(alphabet.spelled(text)) for text in texts}
    known = {text: found for text, found in numbers.items() if found}
    if not known or not len(chances):
        return [NEVER] * len(texts)
    labels = np.stack(
        [_with_blanks(found, max(map(len, known.values()))) for found in known.values()]
    )
    reached = _reached_at_the_end(chances, labels)
    ends = {text: 2 * len(found) + 1 for text, found in known.items()}
    sums = {
        text: float(np.logaddexp(row[end - 1], row[end - 2]))
        for (text, end), row in zip(ends.items(), reached, strict=True)
    }
    return [sums.get(text, NEVER) for text in texts]


def _reached_at_the_end(chances: Chances, labels: Labels) -> Reached:
    """How likely each place of each text (rows of labels) is reached with the end of the line."""
    rows = chances.astype(np.float64)[:, labels]
    skips = np.full(labels.shape, NEVER)  # a blank may be left out between two that differ
    skips[:, 2:][(labels[:, 2:] != alphabet.BLANK) & (labels[:, 2:] != labels[:, :-2])] = 0.0
    reached = np.full((len(labels), 2 + labels.shape[1]), NEVER)
    here, one_back, two_back = reached[:, 2:], reached[:, 1:-1], reached[:, :-2]
    here[:, :2] = rows[0, :, :2]
    for row in rows[1:]:
        stepped = np.logaddexp(here, one_back)
        here[:] = np.logaddexp(stepped, two_back + skips) + row
    return here


def _with_blanks(numbers: Sequence[int], places: int) -> Labels:
    """The characters with a blank before and behind each, filled up with blanks."""
    labels = np.full(2 * places + 1, alphabet.BLANK, np.intp)
    labels[1 : 2 * len(numbers) : 2] = numbers
    return labels


def _sum(one: float, other: float) -> float:
    """Logarithm of the sum of two probabilities."""
    if one < other:
        one, other = other, one
    return one if other == NEVER else one + math.log1p(math.exp(other - one))
