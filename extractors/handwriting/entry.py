"""What an entry of a form may say: the texts of its lines, weighed by what its type allows.

Knowledge ranks: dates that exist, check digits, postcodes with their towns, names and streets that
lists have. It proposes a listed word only where the ink itself makes it nearly as likely as the
best reading; what the ink does not support is never offered.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extractors.handwriting.beam import NEVER, OFFERED, likeliest, likelihood
from extractors.handwriting.session import Chances
from extractors.lexicon import WORDS, Support, support
from extractors.values import Normal, normalise
from pipeline import lexicons

Listed = Mapping[str, Sequence[str]]
"""Words of a list by their first letter."""

STRICT = frozenset({"date", "amount_eur", "iban", "bic", "phone", "number", "plz_ort"})
"""Types whose form can be checked."""

LIKE_CAPITALS = frozenset("cijkopsuvwxyz")
"""Letters whose capitals differ in size alone, or hardly more."""

UNFIT = 4.0  # so much less likely (as a logarithm) is a value that lacks the form of its type
KNOWN = 3.0  # and so much more likely one that the lists know
SECONDED = 2.0  # and one that another reader read as well
UNSUPPORTED = 9.0  # a listed word so much less likely than what was read is not offered
NEAR = 3  # letters by which a listed word may differ from what was read
SHORTEST_NEAR = 4
LISTED = 6  # listed words that are tried for one that was read
LONGEST_SHORT_BIC = 10  # characters; whole ones have eleven, short ones eight
MANY = {"iban": 64, "bic": 24}
"""Texts that are tried where check digits or a list choose among them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A value, the text it comes from, and its share of the probability of all offers."""

    normal: Normal
    raw: str
    chance: float
    ink: float
    """Logarithm of the probability of the text alone, without any knowledge."""


class _Way(NamedTuple):
    """A text that makes a value; ``weight`` and ``ink`` with and without what is known."""

    weight: float
    ink: float
    text: str
    normal: Normal


def offers(
    lines: Sequence[Chances], kind: str, field: str = "", also: Sequence[Sequence[str]] = ()
) -> list[Offer]:
    """The values that an entry may have, the likeliest first.

    ``also``: what other readers read, line by line; weighed by the ink like everything else.
    """
    texts = _texts(lines, MANY.get(kind, OFFERED))
    if not texts:
        return []
    best = max(texts, key=texts.__getitem__)
    texts |= dict(_listed(lines, best, kind, field, texts))
    others = [_by_another(lines, reading) for reading in also]
    texts |= {text: ink for text, ink in others if text and ink > texts[best] - UNSUPPORTED}
    scored: dict[str, list[_Way]] = {}
    for text, ink in texts.items():
        normal = normalise(text, kind)
        weight = ink + _knowledge(normal, kind, field)
        scored.setdefault(normal.value, []).append(_Way(weight, ink, text, normal))
    for text, _ in others:
        if (value := normalise(text, kind).value) in scored:
            scored[value] = [way._replace(weight=way.weight + SECONDED) for way in scored[value]]
    total = _log_sum([way.weight for ways in scored.values() for way in ways])
    found = [_offer(ways, total) for ways in scored.values()]
    return sorted(found, key=lambda offer: -offer.chance)


def _by_another(lines: Sequence[Chances], reading: Sequence[str]) -> tuple[str, float]:
    """What another reader read, and how likely the ink makes it."""
    pairs = [pair for pair in zip(lines, reading, strict=True) if pair[1]]
    ink = sum(likelihood(chances, text) for chances, text in pairs)
    return " ".join(text for _, text in pairs), ink


def _offer(ways: Sequence[_Way], total: float) -> Offer:
    best = max(ways, key=lambda way: way.weight)
    chance = math.exp(_log_sum([way.weight for way in ways]) - total)
    return Offer(best.normal, best.text, min(chance, 1.0), best.ink)


def _texts(lines: Sequence[Chances], count: int) -> dict[str, float]:
    """Whole texts with their log-probabilities: the best of every line, or all but one."""
    read = [likeliest(chances, count) for chances in lines]
    read = [ways for ways in read if ways]
    if not read:
        return {}
    best = [ways[0] for ways in read]
    sum_best = sum(way.log_probability for way in best)
    found: dict[str, float] = {}
    for n, ways in enumerate(read):
        for way in ways:
            parts = [*best[:n], way, *best[n + 1 :]]
            text = " ".join(part.text for part in parts if part.text)
            chance = sum_best - best[n].log_probability + way.log_probability
            if text:
                found[text] = max(found.get(text, NEVER), chance)
    return found


def _knowledge(normal: Normal, kind: str, field: str) -> float:
    """How much likelier or less likely a value is for what is known of its type."""
    unfit = UNFIT if kind in STRICT and not normal.certain else 0.0
    known = KNOWN if support(normal.value, kind, field) is Support.KNOWN else 0.0
    return known - unfit


def _listed(
    lines: Sequence[Chances], best: str, kind: str, field: str, texts: Mapping[str, float]
) -> Iterator[tuple[str, float]]:
    """Texts with listed words in place of what was read, as far as the ink supports them."""
    if len(lines) != 1:
        return
    near = _near(best, kind, field) if kind != "iban" else _checked(texts)
    for text in near:
        if text in texts:
            continue
        ink = likelihood(lines[0], text)
        if ink > texts[best] - UNSUPPORTED:
            yield text, ink


def _near(read: str, kind: str, field: str) -> Iterator[str]:
    if kind in WORDS and read[0].lower() in LIKE_CAPITALS:
        yield read[0].swapcase() + read[1:]
    if kind == "plz_ort":
        yield from _near_places(read)
    elif kind == "bic":
        yield from _near_bics(read)
    elif kind == "street":
        road, gap, number = read.rpartition(" ")
        if any(c.isdigit() for c in number):
            for street in alike(road, streets()):
                yield f"{street}{gap}{number}"
    elif kind == "name":
        words = read.split(" ")
        for n, word in enumerate(words):
            for name in alike(word.strip(","), _names()):
                ahead = "," if word.endswith(",") else ""
                yield " ".join([*words[:n], name + ahead, *words[n + 1 :]])
    elif field.endswith("staatsangehoerigkeit"):
        yield from alike(read, _citizenships())
    elif field.endswith("geburtsort"):
        yield from alike(read, towns())


def _checked(texts: Iterable[str]) -> list[str]:
    """Account numbers of German banks with their letters in front, if the check digits agree."""
    german = {"DE" + text[2:] for text in texts if len(text) > SHORTEST_NEAR}
    return [text for text in german if normalise(text, "iban").certain]


def _near_bics(read: str) -> Iterator[str]:
    short = len(read) < LONGEST_SHORT_BIC
    for name, *_ in process.extract(read, _bics(), scorer=Levenshtein.distance, limit=2 * LISTED):
        yield name.removesuffix("XXX") if short else name


def _near_places(read: str) -> Iterator[str]:
    code, _, town = read.partition(" ")
    served = {name.split(",")[0] for name in lexicons.towns_of().get(code, ())}
    yield from (f"{code} {name}" for name in served)
    for name in alike(town, towns()):
        yield f"{code} {name}"


def alike(word: str, listed: Listed) -> list[str]:
    """Listed words with the same first letter that are a few letters off."""
    if len(word) < SHORTEST_NEAR:
        return []
    off = min(NEAR, len(word) // 3)
    near = process.extract(
        word, listed.get(word[0], ()),
        scorer=Levenshtein.distance, score_cutoff=off, limit=LISTED,
    )  # fmt: skip
    return [found[0] for found in near]


def _by_letter(words: Iterable[str]) -> Listed:
    found: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        found.setdefault(word[0], []).append(word)
    return found


@cache
def _bics() -> tuple[str, ...]:
    return tuple(sorted(lexicons.bics()))


@cache
def streets() -> Listed:
    """Streets by their first letter."""
    return _by_letter(lexicons.streets())


@cache
def _names() -> Listed:
    return _by_letter(
        (*lexicons.first_names(), *lexicons.surnames(), *lexicons.frequent_surnames())
    )


@cache
def towns() -> Listed:
    """Towns by their first letter."""
    return _by_letter(place.ort.split(",")[0] for place in lexicons.places())


@cache
def _citizenships() -> Listed:
    return _by_letter(word for c in lexicons.citizenships() for word in (c.adjektiv, c.land))


def _log_sum(logs: Sequence[float]) -> float:
    top = max(logs)
    return top + math.log(sum(math.exp(log - top) for log in logs))
