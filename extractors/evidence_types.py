"""Which kind of evidence a page is: the words of all kinds are weighed against each other."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import Field

from extractors.evidence_words import Finder, Hit, words_of
from extractors.whole_page import PageText
from pipeline.model import Fact

UPPER = 0.36  # share of the page below its first line in which a heading is looked for
HEADING = 0.5  # share of its line that a phrase fills where it is the heading
HEADING_WORTH = 7.0  # a heading settles most cases ...
UPPER_WORTH = 3.5  # ... a title word within a sentence near the top is half of that
BELOW_WORTH = 1.2  # further down it is only a mention
SECOND_TITLE = 0.15  # what each further title phrase adds
STRONG_WORTH = 2.0
WORD_WORTH = 0.7
STRONG_MOST = 9.0  # a long text repeats itself; more of the same proves nothing more
WORDS_MOST = 5.0
AGAINST_WORTH = 2.5
LACKING = 0.25  # what is left of a score without any of the needed words
NOTHING = 3.0  # the score that "none of these" has on every page
TEMPERATURE = 1.3  # turns differences of scores into odds; fitted on degraded drawings
REASONS = 6  # phrases that are kept to show why

_CODES = {
    "ID": re.compile(r"(?m)^\W*I[D0O]D[<«]"),
    "P": re.compile(r"(?m)^\W*P[<«][A-Z]"),
    "AR": re.compile(r"(?m)^\W*AR[D0O][<«]"),
}
"""How the machine readable lines of identity cards, passports and residence permits begin."""


class EvidenceType(Fact):
    """How one kind of evidence is recognised; see ``evidence_types.yaml``.

    ``single``: it has one page, what follows is another paper. ``code``: how its machine readable
    lines begin.
    """

    title: tuple[str, ...]
    strong: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    needs_too: tuple[str, ...] = ()
    patterns: Mapping[str, float] = {}
    subject: str = ""
    default_subject: str = ""
    holder: Literal["", "one", "many"] = ""
    wage_slip: bool = False
    deed: str = ""
    single: bool = False
    code: Literal["", "ID", "P", "AR"] = ""

    @property
    def phrases(self) -> Iterator[str]:
        yield from (*self.title, *self.strong, *self.words, *self.against)
        yield from (*self.needs, *self.needs_too)


class Verdict(Fact):
    """How much speaks for one kind. ``title`` is what was seen of a heading, 0 to 1."""

    type: str
    score: float
    share: float = 0.0
    title: float = Field(default=0.0)
    reasons: tuple[str, ...] = ()


@cache
def types() -> dict[str, EvidenceType]:
    """All kinds of evidence by id."""
    text = files("extractors").joinpath("evidence_types.yaml").read_text("utf-8")
    return {key: EvidenceType.model_validate(value) for key, value in yaml.safe_load(text).items()}


@cache
def all_phrases() -> tuple[str, ...]:
    return tuple(sorted({phrase for kind in types().values() for phrase in kind.phrases}))


def weigh(page: PageText) -> list[Verdict]:
    """Every kind with its share of the odds, the likeliest first."""
    finder = Finder(words_of(page), all_phrases())
    verdicts = [_verdict(key, kind, finder, page.text) for key, kind in types().items()]
    return shared(verdicts)


def shared(verdicts: list[Verdict]) -> list[Verdict]:
    """Scores turned into shares; what is missing to 1 is the share of "none of these".

    A kind for which nothing speaks has no odds at all, however many such kinds there are.
    """
    odds = {v.type: math.expm1(max(0.0, v.score) / TEMPERATURE) for v in verdicts}
    total = sum(odds.values()) + math.exp(NOTHING / TEMPERATURE)
    shares = [v.model_copy(update={"share": odds[v.type] / total}) for v in verdicts]
    return sorted(shares, key=lambda v: (-v.score, v.type))


def _verdict(key: str, kind: EvidenceType, finder: Finder, text: str) -> Verdict:
    titles = sorted(_hits(finder, kind.title), key=_title_worth, reverse=True)
    strong = _hits(finder, kind.strong)
    words = _hits(finder, kind.words)
    score = sum(_title_worth(hit) * (SECOND_TITLE if n else 1) for n, hit in enumerate(titles[:4]))
    score += min(STRONG_MOST, STRONG_WORTH * sum(_squared(hit) for hit in strong))
    score += min(WORDS_MOST, WORD_WORTH * sum(_squared(hit) for hit in words))
    score += sum(worth for pattern, worth in kind.patterns.items() if re.search(pattern, text))
    if not (_any(finder, kind.needs) and _any(finder, kind.needs_too)):
        score *= LACKING
    score -= AGAINST_WORTH * sum(_squared(hit) for hit in _hits(finder, kind.against))
    return Verdict(
        type=key, score=score, title=_title_worth(titles[0]) / HEADING_WORTH if titles else 0.0,
        reasons=tuple(dict.fromkeys(hit.phrase for hit in (*titles, *strong, *words)))[:REASONS],
    )  # fmt: skip


def _hits(finder: Finder, phrases: tuple[str, ...]) -> list[Hit]:
    return [hit for phrase in phrases if (hit := finder.hit(phrase)) is not None]


def _any(finder: Finder, phrases: tuple[str, ...]) -> bool:
    return not phrases or any(finder.hit(phrase) is not None for phrase in phrases)


def _squared(hit: Hit) -> float:
    """A phrase that is only roughly there counts for much less."""
    return hit.worth**2


def _title_worth(hit: Hit) -> float:
    if hit.top > UPPER:
        place = BELOW_WORTH
    elif hit.alone >= HEADING:
        place = HEADING_WORTH
    else:
        place = UPPER_WORTH
    return place * _squared(hit)


def is_deed(pattern: str, text: str) -> bool:
    """Whether a text has the words of a deed that says a second thing."""
    return bool(pattern) and re.search(pattern, text) is not None


def code_fits(text: str, kind: str) -> bool:
    """Whether the machine readable lines of a page may be those of such a card."""
    codes = {code for code, pattern in _CODES.items() if pattern.search(text)}
    return not codes or types()[kind].code in codes
