"""Does the text that was read fit the ink it was read from, letter by letter?

Tesseract's German model knows no Ş, ă or ć and reads the plain letter with full confidence; it
takes j for i, y for v, a small s for a capital. The ink tells them apart: which letters stand
above the line's small letters, which hang below the line, which carry marks. Machine-made letters
rarely touch, so pieces of ink and letters can be put side by side one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extractors.digits import digit_fits
from extractors.grey import Grey
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
STOP_BELOW = 0.12  # full stops never reach as deep, however the letters dance
COMMA_BELOW = 0.04  # commas reach at least so deep, or are as tall as this for their width
COMMA_TALL = 1.3
STOP_TALL = 1.6
SMALL_SHARE = 0.72  # of a capital's height: the small letters of most faces
TALLER = 1.13  # capitals over small letters; 1.24 in the face with the largest small letters
LEAST = 0.7  # of a small letter's height: no letter is lower
MARK_SIZE = 0.45  # of a capital's height: marks above and below letters are smaller
MARKED_TOP = 1.15  # of a small letter's height: a letter whose mark has run into it
MOST_JOINED = 0.34  # of the letters of a word may touch another one
HYPHEN_FLAT, HYPHEN_WIDTH = 2.0, 0.2  # wider than high; against a capital's height
HYPHEN_AT = (0.25, 0.85)  # of a small letter's height
BLANK = 0.33  # of a capital's height: the narrowest blank of all faces ...
BLANK_AGAINST_GAP = 2.2  # ... and against the usual gap, wide with typewriters
USUAL_GAP, FEW_GAPS = 0.7, 2
UNREAD_SIZE = 0.1  # of a capital's height, squared: ink this large between words was not read


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a letter, in pixels: its size, how far it hangs below the line, its marks."""

    width: float
    height: float
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
class Seen:
    """A letter that was read and its ink: does that hang below the line, has it too many marks?"""

    word: int
    place: int
    letter: str
    picture: Grey
    hangs: bool
    marked: bool


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
    letters = sum(len(word.text) for word in read.words)
    aligned = [_aligned(word.text, [c for c in columns if _is_in(c, word)]) for word in read.words]
    pairs = [pair for word in aligned for pair in word]
    measure = _measure(pairs)
    if measure is None:
        return Audit(letters, 0, 0)
    misfits = sum(
        not (_fits(letter, column, measure) and digit_fits(letter, _cut_out(column, line.picture)))
        for letter, column in pairs
    )
    unread = [c for c in columns if not any(_is_in(c, word) for word in read.words)]
    misfits += sum(_is_writing(column, measure) for column in unread)
    misfits += _lost_blanks(aligned, measure)
    return Audit(letters, sum(len(letter) for letter, _ in pairs), misfits)


def seen_in(line: WrittenLine, read: Line) -> Iterator[Seen]:
    """The single letters and digits of a line, each beside its ink."""
    columns = _columns(line.letters)
    words = [_aligned(word.text, [c for c in columns if _is_in(c, word)]) for word in read.words]
    measure = _measure([pair for word in words for pair in word])
    for number, word in enumerate(words if measure else ()):
        place = 0
        for letters, column in word:
            if len(letters) == 1 and measure is not None:
                ink = _ink_of(column, measure)
                yield Seen(
                    number, place, letters, _cut_out(column, line.picture),
                    hangs=ink.below > BELOW_LINE or ink.marks_below > 0,
                    marked=ink.marks_above > MARKS.get(letters, 0),
                )  # fmt: skip
            place += len(letters)


def _is_writing(column: Rows, measure: Measure) -> bool:
    """Whether ink between the words that were read is more than dust, or a hyphen."""
    _, top, width, height, area = (float(value) for value in _body(column))
    if area > UNREAD_SIZE * measure.capital**2:
        return True
    middle = (measure.base - top - height / 2) / measure.small
    level = width > HYPHEN_FLAT * height and width > HYPHEN_WIDTH * measure.capital
    return level and HYPHEN_AT[0] < middle < HYPHEN_AT[1]


def _lost_blanks(words: Sequence[Sequence[tuple[str, Rows]]], measure: Measure) -> int:
    """Gaps within words that are far wider than the others of the line: ALG I read as ALGI."""
    gaps = [
        (_left(right) - _left(left) - _width(left)) / measure.capital
        for word in words
        for (one, left), (other, right) in pairwise(word)
        if one.isalnum() and other.isalnum()
    ]
    if len(gaps) < FEW_GAPS:
        return 0
    usual = sorted(gaps)[int(USUAL_GAP * (len(gaps) - 1))]
    return sum(gap > max(BLANK, BLANK_AGAINST_GAP * usual) for gap in gaps)


def _left(column: Rows) -> int:
    return int(column[:, 0].min())


def _aligned(text: str, columns: Sequence[Rows]) -> list[tuple[str, Rows]]:
    """The letters of a word with their ink; the widest pieces of ink hold two that touch."""
    joined = len(text) - len(columns)
    if not columns or not 0 <= joined <= MOST_JOINED * len(text):
        return []
    by_width = sorted(range(len(columns)), key=lambda n: -_width(columns[n]))
    double = set(by_width[:joined])
    pairs, at = [], 0
    for number, column in enumerate(columns):
        step = 2 if number in double else 1
        pairs.append((text[at : at + step], column))
        at += step
    return pairs


def _width(column: Rows) -> int:
    return int((column[:, 0] + column[:, 2]).max() - column[:, 0].min())


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
    tall = [body[3] for c, body in standing if c in TALL]
    small = [body[3] for c, body in standing if c in SMALL]
    low = float(np.percentile(small, 25)) if small else 0.0
    capital = float(np.percentile(tall, 75)) if tall else low / SMALL_SHARE
    low = low or capital * SMALL_SHARE
    return Measure(base, capital, low) if capital > 0 else None


def _body(column: Rows) -> npt.NDArray[np.int32]:
    """The letter without its marks: its largest piece."""
    body: npt.NDArray[np.int32] = column[int(np.argmax(column[:, 4]))]
    return body


def _cut_out(column: Rows, picture: Grey) -> Grey:
    left, top, width, height, _ = (int(value) for value in _body(column))
    return picture[top : top + height, left : left + width]


def _ink_of(column: Rows, measure: Measure) -> Ink:
    body = _body(column)
    top, bottom = int(body[1]), int(body[1] + body[3])
    small = column[column[:, 3] < MARK_SIZE * measure.capital]
    middles = small[:, 1] + small[:, 3] / 2
    return Ink(
        width=float(body[2]),
        height=float(body[3]),
        below=(bottom - measure.base) / measure.capital,
        marks_above=int(np.count_nonzero(middles < top)),
        marks_below=int(np.count_nonzero(middles > bottom)),
    )


def _fits(letters: str, column: Rows, measure: Measure) -> bool:
    """Whether the ink can be this letter, or these two that touch."""
    if len(letters) > 1:
        return _both_fit(letters, column, measure)
    ink = _ink_of(column, measure)
    if letters == ",":
        return ink.below >= COMMA_BELOW or ink.height >= COMMA_TALL * ink.width
    if letters == ".":
        return ink.below < STOP_BELOW and ink.height < STOP_TALL * ink.width
    if letters.isdigit():
        return ink.below < BELOW_LINE and ink.height > measure.small * TALLER
    if not letters.isalpha():
        return True
    return _marks_fit(letters, ink, measure) and _size_fits(letters, ink, measure)


def _marks_fit(letter: str, ink: Ink, measure: Measure) -> bool:
    wanted = MARKS.get(letter, 0)
    if ink.marks_below:
        return False
    if wanted and not ink.marks_above:
        return ink.height > MARKED_TOP * measure.small
    return ink.marks_above == wanted


def _size_fits(letter: str, ink: Ink, measure: Measure) -> bool:
    """Whether it hangs below the line as it should, and is a capital or a small letter."""
    if ink.height < LEAST * measure.small:
        return False
    if letter in BELOW:
        return ink.below > BELOW_LINE
    if letter not in MAY_HANG and ink.below > BELOW_LINE:
        return False
    if letter in SMALL:
        return ink.height < TALLER * measure.small
    return letter not in TALL or ink.height > TALLER * measure.small


def _both_fit(letters: str, column: Rows, measure: Measure) -> bool:
    """Two letters that touch: whether they hang, are marked and reach up as they should."""
    body = _body(column)
    depth = float((column[:, 1] + column[:, 3]).max() - measure.base) / measure.capital
    if any(c in BELOW for c in letters) != (depth > BELOW_LINE) and not _may_hang(letters):
        return False
    if not any(c in TALL or c in MARKS or c not in SMALL for c in letters):
        return measure.base - float(body[1]) < TALLER * measure.small and len(column) == 1
    over = column[:, 1] + column[:, 3] < measure.base - measure.small
    marks = int(np.count_nonzero(over & (column[:, 3] < MARK_SIZE * measure.capital)))
    return marks <= sum(MARKS.get(c, 0) for c in letters)


def _may_hang(letters: str) -> bool:
    return any(c in MAY_HANG - BELOW for c in letters)
