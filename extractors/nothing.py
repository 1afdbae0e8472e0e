"""Strokes by which people say that there is nothing to say: ``./.`` and dashes.

They are told by their shape where no letter can be read: a steep stroke with dots at its foot, or
dashes in a row. Such an answer is shown to a person, like all that rests on shape alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from extractors.blank import PX_PER_MM
from extractors.lines import WrittenLine
from extractors.strokes import Rows

DOT_STROKE_DOT = "./."
FLAT = 1.4  # a dash is so many times as wide as high
SHORTEST_DASH_MM = 1.0  # at least one of them: rests of a printed line are crumbs
DASHES = range(3, 7)  # fewer may be the rest of a fold, a frame or a stain, or arms of a mark
RUN_TOGETHER = 1.6  # a piece of so many dashes' width is two that touch
NEXT_TO_EACH_OTHER = 0.6  # gap of dashes of which some touch, in widths of one
LEVEL = 0.6  # dashes of a row stand no further above each other, in widths of the widest
WIDEST_GAP = 2.5  # in extents of the largest piece: what stands further off does not belong to it
SPECK_MM = 1.2  # what does not belong to it must be dust; small letters have 1.8 and more
STEEP = 1.25  # a stroke that a dot has run into is still so many times as high as wide ...
SLENDER, STILL_STEEP = 1.1, 0.9  # ... or, if it is a line no thicker than the dot, so many times
DOT = 0.4  # of the stroke's height
LARGEST_DOT_MM = 1.5  # the o of the name *Do* had 1.9
AT_THE_FOOT = 0.5  # of the stroke's height: dots begin below
MOST_DOTS = 2
BESIDE = 1.0  # of the stroke's height: specks further off are no dots of it


def nothing_in(lines: Sequence[WrittenLine]) -> str | None:
    """``./.`` or dashes, if the first strokes of an entry look like it and all else is dust."""
    if not lines:
        return None
    strokes, rest = _first_together(lines[0].letters)
    others = [rest, *(line.letters for line in lines[1:])]
    if any((rows[:, 2:4].max(initial=0) > SPECK_MM * PX_PER_MM) for rows in others):
        return None
    if dashes := _dashes(strokes):
        return "-" * dashes
    return DOT_STROKE_DOT if _is_stroke_with_dots(strokes) else None


def dashes_in(rows: Rows) -> str | None:
    """A row of dashes among all pieces of an entry: two that touch pass for a line through it."""
    if not len(rows):
        return None
    strokes, rest = _first_together(rows)
    dust = rest[:, 2:4].max(initial=0) <= SPECK_MM * PX_PER_MM
    return "-" * _dashes(strokes) or None if dust else None


def is_drawn(value: str) -> bool:
    """Whether it is strokes alone; they tell what they say, and no reader of letters sees more."""
    return bool(value) and not any(sign.isalnum() for sign in value)


def _first_together(rows: Rows) -> tuple[Rows, Rows]:
    """The pieces from the left on that stand close together, and the others."""
    rows = rows[np.argsort(rows[:, 0])]
    reach = WIDEST_GAP * float(rows[:, 2:4].max(initial=0))
    ends = np.maximum.accumulate(rows[:, 0] + rows[:, 2])
    apart = np.flatnonzero(rows[1:, 0] - ends[:-1] > reach)
    cut = int(apart[0]) + 1 if apart.size else len(rows)
    return rows[:cut], rows[cut:]


def _dashes(rows: Rows) -> int:
    """How many dashes in a row these pieces are; 0 where they are something else."""
    if len(rows) < 2 or (rows[:, 2] < FLAT * rows[:, 3]).any():
        return 0
    if rows[:, 2].max() < SHORTEST_DASH_MM * PX_PER_MM:
        return 0
    gaps = rows[1:, 0] - rows[:-1, 0] - rows[:-1, 2]
    middles = rows[:, 1] + rows[:, 3] / 2
    if (gaps < 0).any() or np.ptp(middles) > LEVEL * rows[:, 2].max():  # one below the other
        return 0
    if len(rows) in DASHES:
        return len(rows)
    one = rows[:, 2].min()
    count = sum(max(1, round(width / one)) for width in rows[:, 2].tolist())
    touch = rows[:, 2].max() >= RUN_TOGETHER * one and gaps.max() <= NEXT_TO_EACH_OTHER * one
    return count if touch and count in DASHES else 0


def _is_stroke_with_dots(rows: Rows) -> bool:
    rows = _beside_the_stroke(rows) if len(rows) else rows
    if not 1 < len(rows) <= 1 + MOST_DOTS:
        return False
    order = np.argsort(-rows[:, 3])
    _, top, width, height, area = rows[order[0]].tolist()
    dots = rows[order[1:]]
    small = dots[:, 2:4].max() < min(DOT * height, LARGEST_DOT_MM * PX_PER_MM)
    slender = area < SLENDER * math.hypot(width, height) * dots[:, 2:4].mean()
    steep = height > (STILL_STEEP if slender else STEEP) * width
    return bool(steep and small and (dots[:, 1] > top + AT_THE_FOOT * height).all())


def _beside_the_stroke(rows: Rows) -> Rows:
    """The highest piece with what is beside it, if all else is dust; else all of them."""
    stroke = rows[np.argmax(rows[:, 3])]
    gaps = np.maximum(rows[:, 0] - (stroke[0] + stroke[2]), stroke[0] - (rows[:, 0] + rows[:, 2]))
    beside = gaps <= BESIDE * stroke[3]
    dust = (rows[~beside, 2:4] <= SPECK_MM * PX_PER_MM).all()
    return rows[beside] if dust else rows
