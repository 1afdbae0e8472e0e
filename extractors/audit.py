"""Does the text that was read fit the ink it was read from, letter by letter?

Tesseract's German model knows no Ş, ă or ć and reads the plain letter with full confidence; it
takes j for i, y for v, a small s for a capital. The ink tells them apart: which letters stand
above the line's small letters, which hang below the line, which carry marks. Machine-made letters
rarely touch, so pieces of ink and letters can be put side by side one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractors.lines import WrittenLine
from extractors.strokes import Rows
from extractors.text import Line, Word

SMALL = frozenset("acemnorsuvwxz")
TALL = frozenset("ABCDEFGHIKLMNOPRSTUVWXYZbdhkl0123456789")
BELOW = frozenset("gpqyj")
MAY_HANG = BELOW | frozenset("QJßf,;()[]{}/|@§$&")
"""Letters that hang below the line in some faces."""
MARKS = {"i": 1, "j": 1} | dict.fromkeys("äöüÄÖÜ", 2)
"""Marks above the letter."""

SAME_COLUMN = 0.5  # of the narrower piece's width: a dot and its letter share so much
BELOW_LINE = 0.17  # of a capital's height: hanging letters reach deeper, others never
COMMA_BELOW = 0.07  # commas reach at least so deep, full stops do not
SMALL_SHARE = 0.72  # of a capital's height: the small letters of most faces
TALLER = 1.13  # capitals over small letters; 1.24 in the face with the largest small letters
MARK_SIZE = 0.45  # of a capital's height: marks above and below letters are smaller
UNREAD_SIZE = 0.1  # of a capital's height, squared: ink this large between words was not read


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a letter or word, in pixels: how far above and below the line, and its marks."""

    above: float
    below: float
    marks_above: int
    marks_below: int


@dataclass(frozen=True, slots=True)
class Measure:
    """The line that letters stand on, and the height of its capitals and small letters."""

    base: float
    capital: float
    small: float


@dataclass(frozen=True, slots=True)
class Audit:
    """How many letters could be compared with their ink, and how many of these do not fit it."""

    letters: int
    compared: int
    misfits: int

    def __add__(self, other: Audit) -> Audit:
        return Audit(
            self.letters + other.letters, self.compared + other.compared,
            self.misfits + other.misfits,
        )  # fmt: skip


def audit(line: WrittenLine, read: Line) -> Audit:
    """Compare the letters of a line with its ink."""
    columns = _columns(line.letters)
    inside = [[c for c in columns if _is_in(c, word)] for word in read.words]
    letters = sum(len(word.text) for word in read.words)
    pairs = [
        pair
        for word, mine in zip(read.words, inside, strict=True)
        if len(mine) == len(word.text)
        for pair in zip(word.text, mine, strict=True)
    ]
    measure = _measure(pairs)
    if measure is None:
        return Audit(letters, 0, 0)
    misfits = sum(not _fits(letter, _ink_of(column, measure), measure) for letter, column in pairs)
    for word, mine in zip(read.words, inside, strict=True):
        if len(mine) != len(word.text) and mine:
            misfits += not _word_fits(word.text, mine, measure)
    unread = [c for c in columns if not any(_is_in(c, word) for word in read.words)]
    misfits += sum(c[:, 4].sum() > UNREAD_SIZE * measure.capital**2 for c in unread)
    return Audit(letters, len(pairs), misfits)


def _columns(letters: Rows) -> list[Rows]:
    """Pieces above each other belong to one letter."""
    groups: list[list[npt.NDArray[np.int32]]] = []
    for piece in letters[np.argsort(letters[:, 0] + letters[:, 2] / 2)]:
        if groups and _stacked(groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [np.array(group) for group in groups]


def _stacked(group: Sequence[npt.NDArray[np.int32]], piece: npt.NDArray[np.int32]) -> bool:
    left, right = min(p[0] for p in group), max(p[0] + p[2] for p in group)
    shared = min(right, piece[0] + piece[2]) - max(left, piece[0])
    return bool(shared >= SAME_COLUMN * min(right - left, piece[2]))


def _is_in(column: Rows, word: Word) -> bool:
    middle = float(column[:, 0].min() + (column[:, 0] + column[:, 2]).max()) / 2
    return word.left <= middle < word.left + word.width


def _measure(pairs: Sequence[tuple[str, Rows]]) -> Measure | None:
    """Where the line is and how high its letters are, from those that tell it."""
    standing = [(c, _body(column)) for c, column in pairs if c in SMALL or c in TALL]
    if not standing:
        return None
    base = float(np.median([body[1] + body[3] for _, body in standing]))
    tall = [base - body[1] for c, body in standing if c in TALL]
    small = [base - body[1] for c, body in standing if c in SMALL]
    capital = float(np.median(tall)) if tall else float(np.median(small)) / SMALL_SHARE
    low = float(np.median(small)) if small else capital * SMALL_SHARE
    return Measure(base, capital, low) if capital > 0 else None


def _body(column: Rows) -> npt.NDArray[np.int32]:
    """The letter without its marks: its largest piece."""
    body: npt.NDArray[np.int32] = column[int(np.argmax(column[:, 4]))]
    return body


def _ink_of(column: Rows, measure: Measure) -> Ink:
    body = _body(column)
    top, bottom = int(body[1]), int(body[1] + body[3])
    small = column[column[:, 3] < MARK_SIZE * measure.capital]
    middles = small[:, 1] + small[:, 3] / 2
    return Ink(
        above=measure.base - top,
        below=bottom - measure.base,
        marks_above=int(np.count_nonzero(middles < top)),
        marks_below=int(np.count_nonzero(middles > bottom)),
    )


def _fits(letter: str, ink: Ink, measure: Measure) -> bool:
    """Whether the ink can be this letter."""
    below = ink.below / measure.capital
    if letter == ",":
        return below >= COMMA_BELOW
    if letter == ".":
        return below < COMMA_BELOW and ink.above < measure.small
    if not letter.isalnum():
        return True
    if ink.marks_below or ink.marks_above != MARKS.get(letter, 0):
        return False
    return _hangs_right(letter, below) and _height_fits(letter, ink.above, measure)


def _hangs_right(letter: str, below: float) -> bool:
    if letter in BELOW:
        return below > BELOW_LINE
    return letter in MAY_HANG or below < BELOW_LINE


def _height_fits(letter: str, above: float, measure: Measure) -> bool:
    if letter in SMALL:
        return above < TALLER * measure.small
    return letter not in TALL or above > measure.small * TALLER


def _word_fits(text: str, columns: Sequence[Rows], measure: Measure) -> bool:
    """A word whose letters touch: whether it hangs below the line and is marked as it should."""
    pieces = np.concatenate(columns)
    depth = float((pieces[:, 1] + pieces[:, 3]).max() - measure.base) / measure.capital
    hangs, may_hang = any(c in BELOW for c in text), any(c in MAY_HANG for c in text)
    if (hangs and depth < BELOW_LINE) or (depth > BELOW_LINE and not may_hang):
        return False
    over = pieces[:, 1] + pieces[:, 3] < measure.base - measure.small
    marks = int(np.count_nonzero(over & (pieces[:, 3] < MARK_SIZE * measure.capital)))
    return marks == sum(MARKS.get(c, 0) for c in text)
