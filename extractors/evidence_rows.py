"""Labels and values on a page, whether they stand side by side or in cells above each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from extractors.evidence_words import FUZZY_FROM, fold, phrase_words
from extractors.text import Word
from extractors.whole_page import PageText

LIKE = 0.8  # of a word of a label; one wrong letter in five
SAME_ROW = 0.6  # of a word's height that its middle may lie off the row
FAR = 2  # words apart in the order of reading between which the slope is measured
SAME_LINE = 0.8  # heights by which words of one line may differ
ENOUGH = 8  # pairs of words from which a median means something
BELOW = 3.2  # heights of a label within which its cell's value stands
CELL_GAP = 0.6  # heights by which a value may begin left of its label
LOOSE = 0.35  # confidence below which a word is taken for dirt
PAIRS_KEPT = 1 << 14  # a page has hundreds of words, and each label of its values is sought anew

_NUMBER = re.compile(r"^[\[(]?(?:\d{1,2}|[a-z])[.)\]]{0,2}$")
_DIRT = re.compile(r"^[\W_]+$")


@dataclass(frozen=True, slots=True)
class Row:
    """The words of one printed row over the whole width of the page, from left to right."""

    words: tuple[Word, ...]
    folded: tuple[str, ...]

    @property
    def middle(self) -> float:
        return sum(word.top + word.height / 2 for word in self.words) / len(self.words)


@dataclass(frozen=True, slots=True)
class _Label:
    row: int
    start: int
    end: int
    phrase: str


def rows_of(page: PageText) -> list[Row]:
    """The words of all columns put into rows, also where the page lies askew."""
    slope = _slope(page.words)
    rows: list[list[Word]] = []
    for word in sorted(page.words, key=lambda w: w.left):
        if _DIRT.match(word.text) and word.confidence < LOOSE:
            continue
        row = min(rows, key=lambda r: abs(_off(r[-1], word, slope)), default=None)
        if row is not None and _same_row(row[-1], word, slope):
            row.append(word)
        else:
            rows.append([word])
    made = [Row(tuple(row), tuple(fold(word.text) for word in row)) for row in rows]
    return sorted(made, key=lambda row: row.middle)


def printed_rows(page: PageText) -> list[str]:
    """The text of a page row by row, so that a label and its value stand in one."""
    if not page.words:
        return [line.text for line in page.lines]
    return [" ".join(word.text for word in row.words) for row in rows_of(page)]


def _middle(word: Word) -> float:
    return word.top + word.height / 2


def _off(left: Word, right: Word, slope: float) -> float:
    """How far a word lies below the line on which another one stands."""
    return _middle(right) - _middle(left) - slope * (right.left - left.left)


def _same_row(left: Word, right: Word, slope: float) -> bool:
    return abs(_off(left, right, slope)) <= SAME_ROW * min(left.height, right.height)


def _slope(words: Sequence[Word]) -> float:
    """How much the lines of a page sink from left to right: the median over neighbouring words."""
    slopes = [
        (_middle(right) - _middle(left)) / (right.left - left.left)
        for left, right in zip(words, words[FAR:], strict=False)
        if right.left - left.left > left.width
        and abs(_middle(right) - _middle(left)) < SAME_LINE * left.height
    ]
    return sorted(slopes)[len(slopes) // 2] if len(slopes) >= ENOUGH else 0.0


def values(
    rows: Sequence[Row], wanted: Mapping[str, tuple[str, ...]], others: Sequence[str]
) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """The words that may belong to each label: those beside it, then those in the cell below.

    ``wanted`` maps each label to its folded words; ``others`` are labels that end a value.
    """
    phrases = dict(wanted) | {other: phrase_words(other) for other in others}
    starting = _starting(rows, phrases)
    labels = [label for n, row in enumerate(rows) for label in _labels(row, n, starting)]
    for label, nexts in _with_next(labels, rows):
        if label.phrase in wanted:
            yield label.phrase, _beside(rows[label.row], label, nexts)
            yield label.phrase, _below(rows, label, nexts)


_Phrases = Sequence[tuple[str, tuple[str, ...]]]


def _starting(
    rows: Sequence[Row], phrases: Mapping[str, tuple[str, ...]]
) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """For each printed token the labels that may begin there."""
    tokens = {token.split()[0] for row in rows for token in row.folded if token}
    firsts = {words[0] for words in phrases.values() if words}
    likes = {token: {first for first in firsts if _alike(token, first)} for token in tokens}
    return {
        token: [
            (phrase, words) for phrase, words in phrases.items() if words[:1] and words[0] in like
        ]
        for token, like in likes.items()
        if like
    }


def _labels(row: Row, number: int, starting: Mapping[str, _Phrases]) -> Iterator[_Label]:
    """The labels of a row, the longest first where they overlap."""
    at = 0
    while at < len(row.folded):
        best: tuple[int, str] = (0, "")
        for phrase, words in starting.get(row.folded[at].split(" ")[0], ()):
            length = _matches(row.folded, at, words)
            if length > best[0]:
                best = (length, phrase)
        if best[0]:
            yield _Label(number, at, at + best[0], best[1])
        at += max(1, best[0])


def _matches(folded: Sequence[str], at: int, words: tuple[str, ...]) -> int:
    """How many tokens of the row a label takes up from here; 0 where it does not stand here."""
    place = at
    rest = list(words)
    while rest and place < len(folded):
        token = folded[place].split()
        if not token:  # a slash or colon between two words
            if place == at:
                return 0
            place += 1
            continue
        if len(token) > len(rest) or not all(map(_alike, token, rest)):
            return 0
        rest = rest[len(token) :]
        place += 1
    return place - at if not rest else 0


@lru_cache(maxsize=PAIRS_KEPT)
def _alike(seen: str, wanted: str) -> bool:
    if seen == wanted:
        return True
    if len(wanted) < FUZZY_FROM:
        return False
    return Levenshtein.normalized_similarity(seen, wanted, score_cutoff=LIKE) > 0


def _with_next(
    labels: Sequence[_Label], rows: Sequence[Row]
) -> Iterator[tuple[_Label, _Label | None]]:
    """Each label with the next of its row; ``Name / Surname / Nom`` is one label."""
    for number, label in enumerate(labels):
        following = [other for other in labels[number + 1 :] if other.row == label.row]
        end = label.end
        while following and _only_slashes(rows[label.row].words[end : following[0].start]):
            end = following.pop(0).end
        yield (
            _Label(label.row, label.start, end, label.phrase),
            following[0] if following else None,
        )


def _only_slashes(words: Sequence[Word]) -> bool:
    return bool(words) and all(word.text.strip() in ("/", "|", "-", "–") for word in words)


def _beside(row: Row, label: _Label, following: _Label | None) -> tuple[Word, ...]:
    words = row.words[label.end : following.start if following else None]
    return tuple(word for word in words if not _DIRT.match(word.text))


def _with_number(row: Row, start: int) -> int:
    """The number in front of a label (``2. Vornamen``, ``[a] Name``) belongs to its cell."""
    if start and _NUMBER.match(row.words[start - 1].text):
        before, first = row.words[start - 1], row.words[start]
        if first.left - before.left - before.width < first.height:
            return start - 1
    return start


def _below(rows: Sequence[Row], label: _Label, following: _Label | None) -> tuple[Word, ...]:
    """The words in the cell below a label, up to where the next label's cell begins."""
    row = rows[label.row]
    first = row.words[_with_number(row, label.start)]
    left = first.left - CELL_GAP * first.height
    right = row.words[following.start].left - CELL_GAP * first.height if following else float("inf")
    for under in rows[label.row + 1 :]:
        if under.middle - row.middle > BELOW * max(first.height, 1):
            return ()
        words = [word for word in under.words if left <= word.left < right]
        if words and not all(_DIRT.match(word.text) for word in words):
            return tuple(words)
    return ()
