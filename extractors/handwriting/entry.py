"""What an entry of a form may say: the texts of its lines, weighed by what its type allows.

Knowledge ranks: dates that exist, check digits, postcodes with their towns, names and streets that
lists have. It proposes a listed word only where the ink itself makes it nearly as likely as the
best reading; what the ink does not support is never offered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractors.handwriting.beam import NEVER, OFFERED, SPELLING, likeliest, likelihood, likelihoods
from extractors.handwriting.grammar import follow
from extractors.handwriting.letters import chance_of
from extractors.handwriting.near import near, often_written, with_dots
from extractors.handwriting.session import Chances
from extractors.lexicon import WORDS, Support, support
from extractors.values import Normal, is_answer_in_words, normalise

STRICT = frozenset({"date", "amount_eur", "iban", "bic", "phone", "number", "plz_ort"})
"""Types whose form can be checked."""

UNFIT = 8.0  # so much less likely (as a logarithm) is a value that lacks the form of its type
NO_SUCH_DAY = re.compile(r"(?:29|3[01])\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d")
WRONG_DAY = 6.0
"""The same of a day that does not exist: people do write 31.09. now and then."""
SHORT_BIC = 4.0
"""The same of a BIC: the list of banks says which there are, and many leave out its end."""
KNOWN = {"plz_ort": 9.0, "bic": 9.0, "street": 7.0, "name": 5.0, "text": 5.0}
"""So much more likely is a value that the lists know; more where the lists are complete."""
KNOWN_ELSE = 3.0
ADDED = 3.0
"""A letter that the ink makes so unlikely is not added to a BIC because lists have it so: people
leave out the end, and a rule asks about that."""
SECONDED = {"text": 3.0, "name": 3.0, "street": 2.0, "plz_ort": 2.0}
"""So much more likely is a value that another reader read as well; digits less."""
SECONDED_ELSE = 1.0
OF_TODAY = ("antrag.", "kind.", "unterhalt", "erklaerung.", "bemuehungen.", "uvg_vorbezug.")
FIRST_OF_TODAY = "2000"
ISO = re.compile(r"\d{4}(?:-\d\d){0,2}")
ODD_YEAR = 4.0
"""So much less likely is a year before 2000 in fields about the child and the application: benefits
end with the age of 18. 1974 is rather a misread 2024."""
SCRAP = 2  # letters: so few that another reader read may be a hair or a fold
UNSUPPORTED = 12.0  # a listed word so much less likely than what was read is not offered
CITIZENSHIP, OF_A_CLOSED_LIST, HARDLY_SUPPORTED = "staatsangehoerigkeit", 12.0, 16.0
"""Both figures for fields of which a list has nearly all that can be meant."""
PRINTED_EXAMPLE = "DE19123412341234123412"
"""The account number that the form prints as an example: of all wrong ones the likeliest."""
SHORTEST_IBAN = 4  # letters; less is no account number at all
MOST_FOR_SPELLING = 8.0
"""What the ink makes three thousand times less likely is not read for how usual its letters are."""
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
    texts = _texts(lines, kind)
    if not texts or _misses_a_line(lines, also):
        return []
    best = max(texts, key=texts.__getitem__)
    usual = _spelling(best, kind)
    texts |= {text: ink for text, ink in _spelled(lines, kind) if ink > texts[best] - UNSUPPORTED}
    likely = max(texts, key=lambda text: texts[text] + _better_spelt(text, kind, usual))
    for text in dict.fromkeys((best, likely)):
        texts |= dict(_listed(lines, text, kind, field, texts))
    others = [_by_another(lines, reading) for reading in also]
    least = texts[best] - _unsupported(field)
    texts |= {text: ink for text, ink in others if text and ink > least}
    scored: dict[str, list[_Way]] = {}
    for text, ink in texts.items():
        normal = normalise(text, kind)
        weight = ink + _knowledge(normal, kind, field) + _better_spelt(text, kind, usual)
        if kind == "bic" and len(text) > len(best) and ink < texts[best] - ADDED:
            weight -= KNOWN["bic"] + SHORT_BIC
        scored.setdefault(normal.value, []).append(_Way(weight, ink, text, normal))
    seconded = SECONDED.get(kind, SECONDED_ELSE)
    for text, _ in others:
        if (value := normalise(text, kind).value) in scored:
            scored[value] = [way._replace(weight=way.weight + seconded) for way in scored[value]]
    total = _log_sum([way.weight for ways in scored.values() for way in ways])
    found = [_offer(ways, total) for ways in scored.values()]
    return sorted(found, key=lambda offer: -offer.chance)


def _misses_a_line(lines: Sequence[Chances], also: Sequence[Sequence[str]]) -> bool:
    """Whether the recogniser sees nothing in a line in which another reader read words."""
    return len(lines) > 1 and any(
        sum(sign.isalnum() for sign in text) > SCRAP
        for reading in also
        for chances, text in zip(lines, reading, strict=True)
        if not any(way.text for way in likeliest(chances, 1))
    )


def _by_another(lines: Sequence[Chances], reading: Sequence[str]) -> tuple[str, float]:
    """What another reader read, and how likely the ink makes it."""
    pairs = [pair for pair in zip(lines, reading, strict=True) if pair[1]]
    ink = sum(likelihood(chances, text) for chances, text in pairs)
    return " ".join(text for _, text in pairs), ink


def _offer(ways: Sequence[_Way], total: float) -> Offer:
    best = max(ways, key=lambda way: way.weight)
    chance = math.exp(_log_sum([way.weight for way in ways]) - total)
    return Offer(best.normal, best.text, min(chance, 1.0), best.ink)


def _better_spelt(text: str, kind: str, usual: float) -> float:
    """By how much the letters follow each other likelier than in what the ink says."""
    return min(_spelling(text, kind) - usual, MOST_FOR_SPELLING)


def _spelling(text: str, kind: str) -> float:
    """How likely the letters follow each other, where it is words."""
    return SPELLING * chance_of(text) if kind in WORDS else 0.0


def _texts(lines: Sequence[Chances], kind: str) -> dict[str, float]:
    """Whole texts with their log-probabilities: the best of every line, or all but one."""
    count = MANY.get(kind, OFFERED)
    read = [likeliest(chances, count, words=kind in WORDS) for chances in lines]
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


def _spelled(lines: Sequence[Chances], kind: str) -> Iterator[tuple[str, float]]:
    """Texts that are spelled as entries of the type are."""
    if len(lines) == 1 and (ways := follow(kind)) is not None:
        for found in likeliest(lines[0], MANY.get(kind, OFFERED), ways):
            yield found.text, found.log_probability


def _knowledge(normal: Normal, kind: str, field: str) -> float:
    """How much likelier or less likely a value is for what is known of its type."""
    example = kind == "iban" and normal.value == PRINTED_EXAMPLE
    unfit = _unfit(normal.value, kind) if not normal.certain and not example else 0.0
    known = (
        support(normal.value, kind, field) is Support.KNOWN
        or (kind == "text" and often_written(normal.value))
        or is_answer_in_words(normal.value)
    )
    is_day = kind == "date" and ISO.fullmatch(normal.value) is not None
    long_ago = is_day and normal.value < FIRST_OF_TODAY
    odd = ODD_YEAR if long_ago and field.startswith(OF_TODAY) else 0.0
    closed = OF_A_CLOSED_LIST if field.endswith(CITIZENSHIP) else 0.0
    return (max(closed, KNOWN.get(kind, KNOWN_ELSE)) if known else 0.0) - unfit - odd


def _unsupported(field: str) -> float:
    return HARDLY_SUPPORTED if field.endswith(CITIZENSHIP) else UNSUPPORTED


def _unfit(value: str, kind: str) -> float:
    """How much less likely a value is that lacks the form of its type."""
    if kind == "date" and NO_SUCH_DAY.fullmatch(value):
        return WRONG_DAY
    if kind == "bic":
        return SHORT_BIC
    return UNFIT if kind in STRICT else 0.0


def _listed(
    lines: Sequence[Chances], read: str, kind: str, field: str, texts: Mapping[str, float]
) -> Iterator[tuple[str, float]]:
    """Texts with listed words in place of what was read, as far as the ink supports them."""
    if len(lines) != 1:
        return
    proposed = list(near(read, kind, field)) if kind != "iban" else _checked(texts)
    if kind == "date":
        proposed += [dotted for text in texts for dotted in with_dots(text)]
    least = max(texts.values()) - _unsupported(field)
    new = [text for text in dict.fromkeys(proposed) if text not in texts]
    for text, ink in zip(new, likelihoods(lines[0], new), strict=True):
        if ink > least:
            yield text, ink


def _checked(texts: Iterable[str]) -> list[str]:
    """Account numbers of German banks with their letters in front, if the check digits agree."""
    german = {"DE" + text[2:] for text in texts if len(text) > SHORTEST_IBAN}
    return [PRINTED_EXAMPLE, *(text for text in german if normalise(text, "iban").certain)]


def _log_sum(logs: Sequence[float]) -> float:
    top = max(logs)
    return top + math.log(sum(math.exp(log - top) for log in logs))
