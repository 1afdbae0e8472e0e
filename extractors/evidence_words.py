"""What stands on a page of evidence, folded so that a phrase is found in spite of the scanner.

Case, umlauts, hyphens and paragraph signs do not count; a word may be misread in a letter or two,
split, joined or hyphenated at the end of a line; a phrase may run on into the next line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extractors.whole_page import PageText, TextLine

FUZZY_FROM = 5  # letters; shorter words are too easily another word
LIKE = 0.8  # one wrong letter in five, two in eleven
INSIDE_FROM = 7  # letters from which a word is looked for inside longer ones (Halb-waisenrente)
INSIDE_WORTH = 0.9  # a word found inside another one says a little less
SQUEEZED_FROM = 13  # letters from which a phrase is looked for with all blanks left out
SQUEEZED_WORTH = 0.9
GAP_WORTH = 0.85  # one stray word between two words of a phrase
SPACED_OUT = 0.6  # share of single letters that makes a line letter-spaced

_PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "ı": "i", "đ": "d"})


def fold(text: str) -> str:
    """Lower case letters and digits without accents, words divided by one blank.

    >>> fold("§ 60d AufenthG: Beschäftigungs-Duldung")
    '60d aufenthg beschaftigungs duldung'
    """
    lowered = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN))
    bare = "".join(c if c.isalnum() else " " for c in lowered if not unicodedata.combining(c))
    return re.sub(r"([aou])e", r"\1", " ".join(bare.split()))


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a phrase was found: how well, how far down (0 to 1) and how alone in its line."""

    phrase: str
    worth: float
    top: float
    alone: float


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    line: int


@dataclass(frozen=True)
class PageWords:
    """The folded words of a page with their lines, ready to be searched for many phrases."""

    tokens: tuple[_Token, ...]
    tops: tuple[float, ...]
    lengths: tuple[int, ...]
    squeezed: str
    at: tuple[int, ...]  # the line of each letter of ``squeezed``
    places: dict[str, tuple[int, ...]]

    @property
    def count(self) -> int:
        return len(self.tokens)


def words_of(page: PageText) -> PageWords:
    """Fold a page. The first printed line counts as the top: cards lie anywhere on the glass."""
    lines = [(line, _folded_line(line)) for line in page.lines]
    lines = [(line, folded) for line, folded in lines if folded]
    first = min((line.top for line, _ in lines), default=0.0)
    tokens = list(_tokens([folded for _, folded in lines], [line.text for line, _ in lines]))
    places: dict[str, list[int]] = {}
    for index, token in enumerate(tokens):
        places.setdefault(token.word, []).append(index)
    return PageWords(
        tokens=tuple(tokens),
        tops=tuple(line.top - first for line, _ in lines),
        lengths=tuple(len(folded.replace(" ", "")) for _, folded in lines),
        squeezed="".join(token.word for token in tokens),
        at=tuple(token.line for token in tokens for _ in token.word),
        places={word: tuple(where) for word, where in places.items()},
    )


def _folded_line(line: TextLine) -> str:
    folded = fold(line.text)
    letters = folded.split()
    spaced = len(letters) > FUZZY_FROM and sum(len(w) == 1 for w in letters) / len(letters)
    return "".join(letters) if spaced > SPACED_OUT else folded


def _tokens(folded: Sequence[str], raw: Sequence[str]) -> Iterable[_Token]:
    """The words line by line; a word divided at the end of a line is put together again."""
    carried = ""
    for number, text in enumerate(folded):
        words = text.split()
        if carried and words:
            words[0] = carried + words[0]
        carried = ""
        if (
            raw[number].rstrip().endswith(("-", "¬", "­"))
            and len(words)
            and number + 1 < len(folded)
        ):
            carried = words.pop()
        for word in words:
            yield _Token(word, number)


@cache
def phrase_words(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase of the catalogue of evidence."""
    return tuple(fold(phrase).split())


class Finder:
    """Finds many phrases in one page; the words of all phrases are compared at once."""

    def __init__(self, page: PageWords, phrases: Iterable[str]) -> None:
        self.page = page
        wanted = sorted({word for phrase in phrases for word in phrase_words(phrase)})
        self._likes = _likes(wanted, page)
        self._memory: dict[str, Hit | None] = {}

    def hit(self, phrase: str) -> Hit | None:
        """The best place of a phrase: the one that looks most like a heading."""
        if phrase not in self._memory:
            self._memory[phrase] = self._search(phrase_words(phrase), phrase)
        return self._memory[phrase]

    def _search(self, words: tuple[str, ...], phrase: str) -> Hit | None:
        if not words:
            return None
        hits = [self._follow(words, start, worth) for start, worth in self._likes[words[0]].items()]
        found = [(worth, line) for worth, line in hits if worth > 0]
        if not found:
            found = self._squeezed(words)
        if not found:
            return None
        length = sum(map(len, words))
        placed = [
            Hit(phrase, worth, self.page.tops[line], length / max(1, self.page.lengths[line]))
            for worth, line in found
        ]
        return max(placed, key=lambda hit: (hit.worth * min(1.0, hit.alone) - hit.top, hit.worth))

    def _follow(self, words: tuple[str, ...], start: int, worth: float) -> tuple[float, int]:
        """The rest of the phrase after its first word; one stray word may stand between."""
        total, at = worth, start
        for word in words[1:]:
            likes = self._likes[word]
            if at + 1 in likes:
                at, total = at + 1, total + likes[at + 1]
            elif at + 2 in likes:
                at, total = at + 2, total + likes[at + 2] - (1 - GAP_WORTH) * len(words)
            else:
                return 0.0, 0
        return max(0.0, total / len(words)), self.page.tokens[start].line

    def _squeezed(self, words: tuple[str, ...]) -> list[tuple[float, int]]:
        squeezed = "".join(words)
        if len(squeezed) < SQUEEZED_FROM:
            return []
        at = self.page.squeezed.find(squeezed)
        return [(SQUEEZED_WORTH, self.page.at[at])] if at >= 0 else []


def _likes(wanted: list[str], page: PageWords) -> dict[str, dict[int, float]]:
    """For each wanted word the places of words like it, with how much alike they are."""
    seen = list(page.places)
    likes: dict[str, dict[int, float]] = {word: {} for word in wanted}
    for word in wanted:
        for place in page.places.get(word, ()):
            likes[word][place] = 1.0
    long_wanted = [word for word in wanted if len(word) >= FUZZY_FROM and not word.isdigit()]
    long_seen = [word for word in seen if len(word) >= FUZZY_FROM and not word.isdigit()]
    if long_wanted and long_seen:
        _add_fuzzy(likes, long_wanted, long_seen, page)
    return likes


def _add_fuzzy(
    likes: dict[str, dict[int, float]], wanted: list[str], seen: list[str], page: PageWords
) -> None:
    scores: NDArray[np.float32] = process.cdist(
        wanted, seen, scorer=Levenshtein.normalized_similarity, score_cutoff=LIKE, dtype=np.float32
    )
    for row, column in np.argwhere(scores):
        _add(likes[wanted[row]], page.places[seen[column]], float(scores[row, column]))
    joined = " " + " ".join(seen) + " "
    for word in wanted:
        if len(word) >= INSIDE_FROM and word in joined:
            for other in seen:
                if word in other:
                    _add(likes[word], page.places[other], INSIDE_WORTH)


def _add(likes: dict[int, float], places: tuple[int, ...], worth: float) -> None:
    for place in places:
        likes[place] = max(worth, likes.get(place, 0.0))
