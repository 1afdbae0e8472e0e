"""How often a value that the recogniser prefers is right: what speaks for and against it, weighed.

One logistic function for digits and one for words, fitted by ``tools/believe.py`` on entries in
handwriting that the recogniser was not trained on. The figure is the confidence of the reading,
and decides whether a person looks at it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.handwriting.entry import NO_SUCH_DAY, Offer
from extractors.handwriting.letters import chance_of
from extractors.lexicon import Support
from pipeline.model import UNBEKANNT

DIGITS = frozenset({"date", "amount_eur", "phone", "number", "iban", "bic"})
ALIKE = "17"  # sevens with a small roof look like ones, ones with a long stroke like sevens
TELLING = ",.-/"
LEAST = 1e-5  # keeps logarithms small
MOST = 20.0  # keeps the exponential small


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that is known about a value that is offered.

    ``clearness``: its share of all offers by the ink alone; ``chance``: by all that is known.
    ``ink``: logarithm of its probability, per character. ``seconded``: Tesseract read it as well.
    ``whole``: no sign could be missing that makes another value of it.
    """

    kind: str
    text: str
    clearness: float
    chance: float
    ink: float
    seconded: bool
    support: Support
    certain: bool
    alone: bool
    whole: bool


def clearness(ways: Sequence[Offer]) -> float:
    """The share of the first offer by the ink alone: what lists and Tesseract say does not count.

    Tesseract often makes the same mistakes, so its word adds less than it seems to.
    """
    return 1.0 / sum(math.exp(min(way.ink - ways[0].ink, MOST)) for way in ways)


def sharpness(ways: Sequence[Offer], kind: str) -> float:
    """The same among the offers that have the form of their type and say something else.

    That is enough of what was typed: the phones 0175 / 21 and 0175/21 are one number, *Noch nie* is
    *noch nie*, and 16.223 is no day. But people do write 31.09. and leave out the comma of amounts.
    """
    best = ways[0]
    rivals = (
        way
        for way in ways[1:]
        if _may_be_meant(way, kind) and _said(way, kind) != _said(best, kind)
    )
    return 1.0 / (1.0 + sum(math.exp(min(way.ink - best.ink, MOST)) for way in rivals))


def _may_be_meant(way: Offer, kind: str) -> bool:
    """Whether it has the form of its type, or one that people give it."""
    no_such_day = kind == "date" and NO_SUCH_DAY.fullmatch(way.normal.value) is not None
    return way.normal.certain or kind == "amount_eur" or no_such_day


def _said(way: Offer, kind: str) -> str:
    """The letters and digits of a value, and the signs that make another one of it."""
    telling = "" if kind == "phone" else TELLING
    value = way.normal.value.casefold()
    return "".join(sign for sign in value if sign.isalnum() or sign in telling)


def belief(grounds: Grounds) -> float:
    """The probability that the value is right."""
    weights = _weights()["digits" if grounds.kind in DIGITS else "words"]
    found = weights.get(f"kind:{grounds.kind}", 0.0)
    found += sum(weights.get(name, 0.0) * value for name, value in features(grounds).items())
    return 1 / (1 + math.exp(-max(-MOST, min(MOST, found))))


def features(grounds: Grounds) -> dict[str, float]:
    """The grounds as numbers, by name."""
    length = max(1, len(grounds.text))
    return {
        "always": 1.0,
        "clearness": _odds(grounds.clearness),
        "chance": _odds(grounds.chance),
        "ink": max(grounds.ink, -MOST),
        "seconded": float(grounds.seconded),
        "known": float(grounds.support is Support.KNOWN),
        "against": float(grounds.support is Support.AGAINST),
        "certain": float(grounds.certain),
        "alone": float(grounds.alone),
        "whole": float(grounds.whole),
        "length": math.log(length),
        "ones": math.log1p(sum(grounds.text.count(digit) for digit in ALIKE)),
        "usual": 0.0 if grounds.kind in DIGITS else chance_of(grounds.text) / length,
        "unbekannt": float(grounds.text.casefold().strip(". ") == UNBEKANNT),
    }


def _odds(share: float) -> float:
    bounded = min(max(share, LEAST), 1 - LEAST)
    return math.log(bounded / (1 - bounded))


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = json.loads(
        files("extractors.handwriting").joinpath("belief.json").read_text("utf-8")
    )
    return found
