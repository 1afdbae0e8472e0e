"""Entries with what was read in them: words joined to a value, and how that fits the ink.

A reading is one text for every line of an entry. Words that were struck out and the signs that
specks are read as are left out before the value is brought to the normal form of its type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extractors.audit import Audit, audit
from extractors.grey import Grey
from extractors.handwriting.letters import chance_of
from extractors.lexicon import WORD, WORDS, all_known, is_known
from extractors.lines import WrittenLine
from extractors.text import Line, Word
from extractors.values import Normal, normalise
from extractors.writing import Writing, is_dot_stroke_dot
from pipeline.forms import Item

SPECKS = ".,:;'`´‚‘’“”„\"|_-–—~=+*^°<>«»\\/"  # a word of these alone at an end is dust
LEADING_SPECKS = re.compile(r"^[.,;:'`´‚‘’“”„|_~^°]+(?=\w)")  # and no answer begins with these
UPRIGHT, TALL = frozenset("|I"), 0.75  # a stroke so high beside the word before it is a letter
NOTHING = "./."  # a dot, a stroke, a dot: there is nothing to say
NOTHING_READ_AS = frozenset({"./.", "/.", "./", ".1.", ".l.", ".I.", "/", "I.", "l.", "1."})
STRUCK_SHARE = 0.5  # of a word lies where letters look struck out ...
STRUCK_BELOW = 0.8  # ... and it reads no better than this
HANGING = frozenset("gjpqyßçJQ,;")  # letters and signs that hang below the line
TAILLESS, TAILED = "a", "gq"  # what a g or q without its tail is read as
SURELY_SPELLED = 6.0
"""So much likelier (a logarithm) a word has to be with its a than with a g for it: *Bauplatz* has 7
and 15 for its two, *Tagesgeld* 18, *Wohnaeldstelle* -14, *nachmittaas* 20, -3 and -13."""
SURE = 0.9  # confidence from which a word that no list knows is hardly another
CLEARLY = 0.2  # by so much surer must the hardened reading be to be preferred
NO_CENTS = re.compile(r"\d[,.][-–—_~=]+$")


@dataclass(frozen=True)
class Entry:
    """One field with its lines and what was read in them, softened and hardened."""

    writing: Writing
    lines: tuple[WrittenLine, ...]
    soft: tuple[Line, ...]
    hard: tuple[Line, ...]
    machine_like: float = 0.5

    @property
    def item(self) -> Item:
        return self.writing.item

    def audit(self, reading: Sequence[Line]) -> Audit:
        """How one of the readings fits the ink."""
        pairs = zip(self.lines, reading, strict=True)
        return sum((audit(line, read) for line, read in pairs), Audit(0, 0, 0))

    @cached_property
    def softened(self) -> Hypothesis:
        """What the softened reading makes of the entry: asked for time and again."""
        return _hypothesis(self, self.soft)

    @cached_property
    def hardened(self) -> Hypothesis:
        """What the hardened reading makes of it."""
        return _hypothesis(self, self.hard)

    @property
    def pieces(self) -> int:
        """How many pieces of ink its letters have."""
        return sum(len(line.letters) for line in self.lines)

    def lacks_tails(self, value: str) -> bool:
        """Whether letters may have had tails that the value lacks, and no list knows its words."""
        if all_known(value):
            return False
        unknown = (word for word in WORD.findall(value) if not is_known(word))
        if self.writing.on_line and any(map(_may_have_had_tails, unknown)):
            return True
        return self.writing.tails > sum(letter in HANGING for letter in value)

    @property
    def alone(self) -> bool:
        """Whether nothing was struck out and no neighbour's writing may be mixed in."""
        return not self.writing.shared and not any(
            line.struck or line.suspects for line in self.lines
        )


def _may_have_had_tails(word: str) -> bool:
    """Whether an a of the word may be a g or q without its tail, as far as words are spelled."""
    usual = chance_of(word)
    others = (
        f"{word[:place]}{letter}{word[place + 1 :]}"
        for place, sign in enumerate(word) if sign == TAILLESS
        for letter in TAILED
    )  # fmt: skip
    return any(usual - chance_of(other) < SURELY_SPELLED for other in others)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What an entry may say: the value, the line it was taken from, how that fits the ink."""

    normal: Normal
    line: Line
    audit: Audit


def hypothesis_of(entry: Entry, reading: Sequence[Line]) -> Hypothesis:
    """What one of the readings makes of the entry."""
    if reading is entry.soft:
        return entry.softened
    return entry.hardened if reading is entry.hard else _hypothesis(entry, reading)


def _hypothesis(entry: Entry, reading: Sequence[Line]) -> Hypothesis:
    line = joined(entry, reading)
    return Hypothesis(normalise(line.text, entry.item.type), line, entry.audit(reading))


def better(hard: Hypothesis, soft: Hypothesis, entry_type: str) -> bool:
    """The softened reading wins unless the hardened one fits its type or its ink better."""
    if not soft.normal.value or not hard.normal.value:
        return bool(hard.normal.value)
    if hard.normal.certain != soft.normal.certain:
        other = hard if soft.normal.certain else soft
        surer = soft if soft.normal.certain else hard
        proof = entry_type not in WORDS
        if proof or surer.line.confidence > other.line.confidence - CLEARLY:
            return surer is hard
        return other is hard
    if hard.audit.compared == soft.audit.compared and hard.audit.misfits != soft.audit.misfits:
        return hard.audit.misfits < soft.audit.misfits
    return hard.line.confidence > soft.line.confidence + CLEARLY and not soft.normal.certain


def joined(entry: Entry, reading: Sequence[Line]) -> Line:
    """The words of all lines, without slips and the signs that specks at both ends are read as."""
    words = [word for line, read in zip(entry.lines, reading, strict=True)
             for word in _final(line, read)]  # fmt: skip
    said = "".join(word.text for word in words)
    if words and entry.pieces == len(NOTHING) and (said in NOTHING_READ_AS or _is_nothing(entry)):
        return Line((replace(words[0], text=NOTHING),))
    while len(words) > 1 and not words[-1].text.strip(SPECKS):
        if words[-1].text in UPRIGHT and words[-1].height >= TALL * words[-2].height:
            break  # ALG I: no dust is as high as the letters
        if entry.item.type == "amount_eur" and NO_CENTS.search(words[-2].text + words[-1].text):
            break
        words.pop()
    while len(words) > 1 and not words[0].text.strip(SPECKS):
        words.pop(0)
    if words and sum(word.text.count('"') for word in words) == 1:
        words[0] = replace(words[0], text=words[0].text.lstrip('"') or '"')
    if words and (plain := LEADING_SPECKS.sub("", words[0].text)):
        words[0] = replace(words[0], text=plain)
    return Line(tuple(words))


def _is_nothing(entry: Entry) -> bool:
    return len(entry.lines) == 1 and is_dot_stroke_dot(entry.lines[0].letters)


def _final(line: WrittenLine, read: Line) -> list[Word]:
    """The words of a line without those that were struck out, unless nothing follows them."""
    struck = [_is_struck(word, line) for word in read.words]
    if not any(struck) or struck[-1]:
        return list(read.words)
    return [word for word, out in zip(read.words, struck, strict=True) if not out]


def corrected(line: WrittenLine, *readings: Line) -> Grey:
    """The line's picture, without words that are struck out if something follows them.

    A reading has to find them hard to read: the bars of two fours look like a stroke as well.
    """
    struck = any(_final(line, read) != list(read.words) for read in readings)
    return line.corrected if struck else line.picture


def _is_struck(word: Word, line: WrittenLine) -> bool:
    right = word.left + word.width
    covered = sum(max(0, min(right, x1) - max(word.left, x0)) for x0, x1 in line.suspects)
    return covered > STRUCK_SHARE * word.width and word.confidence < STRUCK_BELOW


def sure_words(entry: Entry) -> frozenset[str]:
    """The words that both readings are sure of."""
    both = [
        {part for line in reading for word in line.words if word.confidence >= SURE
         for part in WORD.findall(word.text)}
        for reading in (entry.soft, entry.hard)
    ]  # fmt: skip
    return frozenset(both[0] & both[1])
