"""A writing cut into lines of text, and lines under and through its words.

Tesseract reads one line at a time. A word that was struck out is left out: what counts is the
final text, and a person looks at it anyway. Lines under a word are taken away before reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from extractors.blank import PX_PER_MM
from extractors.grey import Grey
from extractors.ownership import RULE_BESIDE_MM
from extractors.slips import suspects_of
from extractors.strokes import Rows, band_of, extent
from extractors.underlines import (
    FELT_TIP_MM,
    RULE_THICKNESS_MM,
    UNDER,
    Level,
    columns_of,
    is_stroke,
    is_under,
    levels_of,
    runs_below,
)
from extractors.writing import Writing, are_dust, is_dot_stroke_dot

Piece = npt.NDArray[np.int32]
Dark = npt.NDArray[np.uint8]

SAME_LINE = 0.4  # of the lower word's height: so much two words of one line share
LONE_SHARE = 0.3  # of the largest line's ink: a single stroke that is less is no line of its own
FLAT_MM = 0.9  # small letters in six-point type are as high; crumbs of a fold are lower
HAIR_OFF = 0.1  # of the line's height
MARK_OFF = 0.7  # so far above or below a line of small letters their marks stand
MARK_SIZE = 0.6
DARK_BELOW = 190  # ink, in a picture that is white elsewhere
THROUGH = (0.42, 0.78)  # of the line's height: a rule there goes through the words ...
ALONE = 0.25  # of a rule's columns: in the gaps between letters a rule through them is alone
NEARLY_ALL = 0.9  # of the columns of a rule through letters are nearly as dark as most ...
PALER = 0.4  # ... and not so much of the way to paper paler; touching letters are
STRUCK_LONG = 2.2  # heights of the line from which a rule surely strikes out what it runs through
OVER_PX = 2  # above a line under a word: ink there is the tail of a letter, unless ...
MOST_TAILS = 0.4  # ... more of the line is touched from above: then it runs along the letters' feet
TAIL = 0.35  # width of a tail, of the line's height


FRINGE = 2  # columns beside a struck word that its stroke may still darken


@dataclass(frozen=True)
class WrittenLine:
    """One line: its own ink on white, the strokes of its letters (places within the picture)."""

    picture: Grey = field(repr=False)
    letters: Rows
    underlines: tuple[tuple[int, int], ...] = ()
    struck: bool = False
    suspects: tuple[tuple[int, int], ...] = ()
    """From where to where (columns) letters look struck out; how they read will tell."""

    @property
    def is_flat(self) -> bool:
        """Whether nothing in it is as high as a letter."""
        return _is_flat(self.letters)

    def is_underlined(self, left: int, right: int) -> bool:
        """Whether a line runs under the word between these columns."""
        if any(min(right, x1) - max(left, x0) > (right - left) / 2 for x0, x1 in self.underlines):
            return True
        dark = (self.picture < DARK_BELOW).astype(np.uint8)
        return runs_below(dark, self.letters, left, right)

    @property
    def corrected(self) -> Grey:
        """Its picture without what looks struck out, if something follows that."""
        end = max((x1 for _, x1 in self.suspects), default=0)
        if not end or not (self.letters[:, 0] >= end).any():
            return self.picture
        picture = self.picture.copy()
        for x0, x1 in self.suspects:
            picture[:, max(0, x0 - FRINGE) : x1 + FRINGE] = 255
        return picture


def lines_of(writing: Writing) -> list[WrittenLine]:
    """The lines of a writing from top to bottom."""
    lines = [_without_hairs(words) for words in _rows_of_words(writing.words)]
    most = max((_ink(words) for words in lines), default=0)
    whole = [w for w in lines if sum(map(len, w)) > 1 or _ink(w) > LONE_SHARE * most]
    high = [words for words in whole if not all(map(_is_flat, words)) and not _is_dust(words)]
    return [_line(writing, words) for words in high or whole]


def _is_dust(words: Sequence[Rows]) -> bool:
    """Whether a line is nothing but specks above or below the writing."""
    return are_dust(np.concatenate(words))


def _is_flat(letters: Rows) -> bool:
    return bool(len(letters) and letters[:, 3].max() < FLAT_MM * PX_PER_MM)


def _ink(words: Sequence[Rows]) -> int:
    return int(sum(word[:, 4].sum() for word in words))


def _without_hairs(words: list[Rows]) -> list[Rows]:
    """Without single strokes that stand above or below the line: hairs on the glass.

    What is small and stands right above or below a letter is its dot or accent. What has most of
    the ink is a word in one piece, beside crumbs of the printed line.
    """
    letters = np.concatenate(words)
    if len(words) < 2 or is_dot_stroke_dot(letters):
        return words
    top, height = band_of(letters)
    return [
        w
        for w in words
        if len(w) > 1
        or 2 * w[0, 4] >= letters[:, 4].sum()
        or _belongs(w[0], letters, top, height)
        or is_under(w, letters)
    ]


def _belongs(piece: Piece, letters: Rows, top: float, height: float) -> bool:
    middle = piece[1] + piece[3] / 2
    if top - HAIR_OFF * height <= middle <= top + (1 + HAIR_OFF) * height:
        return True
    tall = letters[letters[:, 3] > piece[3]]
    across = piece[0] + piece[2] / 2
    over = (tall[:, 0] <= across) & (across <= tall[:, 0] + tall[:, 2])
    near = top - MARK_OFF * height <= middle <= top + (1 + MARK_OFF) * height
    return bool(near and over.any() and piece[2:4].max() < MARK_SIZE * height)


def _rows_of_words(words: Sequence[Rows]) -> list[list[Rows]]:
    """Words beside each other; a small piece (a dot) goes to the line that it is nearest to."""
    lines: list[list[Rows]] = []
    for word in sorted(words, key=lambda rows: -int(rows[:, 4].sum())):
        _, top, _, bottom = extent(word)
        home = max(lines, key=lambda line: _overlap(line, top, bottom), default=None)
        if home is not None and _overlap(home, top, bottom) > SAME_LINE * (bottom - top):
            home.append(word)
        elif home is not None and (bottom - top < PX_PER_MM or is_stroke(word, FELT_TIP_MM)):
            min(lines, key=lambda line: abs(_middle(line) - (top + bottom) / 2)).append(word)
        else:
            lines.append([word])
    return sorted(lines, key=_middle)


def _overlap(line: list[Rows], top: int, bottom: int) -> int:
    _, upper, _, lower = extent(line[0])
    return min(bottom, lower) - max(top, upper)


def _middle(line: list[Rows]) -> float:
    _, top, _, bottom = extent(line[0])
    return (top + bottom) / 2


def _line(writing: Writing, words: list[Rows]) -> WrittenLine:
    everything = np.concatenate(words)
    under = [word for word in words if is_under(word, everything)]
    pieces = np.concatenate([word for word in words if not is_under(word, everything)])
    left, top, right, bottom = extent(pieces)
    rules = _rules_at(np.concatenate([writing.rules, *under]), left, top, right, bottom)
    if rules.size:
        left, top, right, bottom = extent(np.concatenate([pieces, rules]))
    x0, y0 = max(0, left - writing.left - 2), max(0, top - writing.top - 2)
    x1, y1 = right - writing.left + 2, bottom - writing.top + 2
    picture = writing.picture[y0:y1, x0:x1].copy()
    letters = pieces - np.array([writing.left + x0, writing.top + y0, 0, 0, 0], np.int32)
    return _without_rules(picture, letters)


def _rules_at(rules: Rows, left: int, top: int, right: int, bottom: int) -> Rows:
    """The rules that run along this line."""
    beside = RULE_BESIDE_MM * PX_PER_MM
    middle = rules[:, 1] + rules[:, 3] / 2
    along = (rules[:, 0] < right) & (rules[:, 0] + rules[:, 2] > left)
    return rules[along & (middle > top - beside / 2) & (middle < bottom + beside)]


def _without_rules(picture: Grey, letters: Rows) -> WrittenLine:
    """Take the rules away; what they struck out too."""
    dark = (picture < DARK_BELOW).astype(np.uint8)
    levels = levels_of(dark, letters)
    spans = [span for span in _spans(levels, dark) if not span[1] or _is_even(span[0], picture)]
    under = [columns_of(level.rule) for level in levels if level.is_at_feet]
    if not spans:
        return WrittenLine(picture, letters, tuple(under), suspects=suspects_of(dark, letters))
    _, height = band_of(letters)
    cleaned = picture.copy()
    gone = [rule for rule, through in spans if through and _is_long(rule, height)]
    for rule in gone:
        cleaned[:, slice(*columns_of(rule))] = 255
    for rule in (rule for rule, through in spans if not through):
        free = _between_tails(rule, dark, height)
        cleaned[cv2.dilate(free, np.ones((3, 3), np.uint8)) > 0] = 255
        under.append(columns_of(rule))
    keep = _outside(letters, gone)
    suspects = suspects_of((cleaned < DARK_BELOW).astype(np.uint8), keep)
    return WrittenLine(cleaned, keep, tuple(under), any(s[1] for s in spans), suspects)


def _is_long(rule: Dark, height: float) -> bool:
    """Whether a line through letters is no part of them: 2.2 and nn in joined writing have one."""
    x0, x1 = columns_of(rule)
    return x1 - x0 >= STRUCK_LONG * height


def _between_tails(rule: Dark, dark: Dark, height: float) -> Dark:
    """The line under a word without the places where g, j and y run into it with their tails."""
    columns = np.arange(rule.shape[1])
    top = rule.argmax(axis=0)
    drawn = rule.any(axis=0)
    over = (dark[np.maximum(top - OVER_PX, 0), columns] > 0) & drawn & (top >= OVER_PX)
    if over.sum() > MOST_TAILS * drawn.sum():
        return rule
    tail = round(TAIL * height)
    whole = np.ones((1, 2 * tail + 1), np.uint8)
    whole[0, :tail] = 0  # tails lie to the left of the stroke that is seen
    kept = cv2.dilate(over.astype(np.uint8)[None], whole)[0] > 0
    free = rule.copy()
    free[:, kept] = 0
    return free


Span = tuple[Dark, bool]


def _spans(levels: Sequence[Level], dark: Dark) -> list[Span]:
    """The rules of a line, each with its pixels and whether it goes through the letters."""
    spans: list[Span] = []
    for level in levels:
        through = THROUGH[0] < level.where < THROUGH[1]
        runs = level.where >= UNDER or (through and _runs_across_gaps(level.rule, dark))
        if level.is_thin and runs:
            spans.append((level.rule, through))
    return spans


def _runs_across_gaps(rule: npt.NDArray[np.uint8], dark: npt.NDArray[np.uint8]) -> bool:
    """Whether in many of its columns nothing but the rule is dark."""
    columns = rule.any(axis=0)
    alone = dark[:, columns].sum(axis=0) <= 1.3 * RULE_THICKNESS_MM * PX_PER_MM
    return bool(alone.mean() >= ALONE)


def _is_even(rule: Dark, picture: Grey) -> bool:
    """Whether it is as dark between letters as on them: in blurred copies bars of letters touch."""
    tones = np.where(rule > 0, picture, 255).min(axis=0)
    columns = np.flatnonzero(rule.any(axis=0))
    middle, palest = np.quantile(tones[columns[0] : columns[-1] + 1], (0.5, NEARLY_ALL))
    return bool(palest < middle + PALER * (DARK_BELOW - middle))


def _outside(letters: Rows, rules: Sequence[Dark]) -> Rows:
    covered = np.zeros(len(letters), np.bool_)
    for rule in rules:
        columns = np.flatnonzero(rule.any(axis=0))
        middle = letters[:, 0] + letters[:, 2] / 2
        covered |= (middle >= columns[0]) & (middle <= columns[-1])
    return letters[~covered]
