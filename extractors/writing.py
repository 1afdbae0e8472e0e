"""What was written in one area of a page: its ink, its words, the lines under and through them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from extractors.blank import PX_PER_MM
from extractors.grey import Grey
from extractors.strokes import Rows, extent
from pipeline.forms import Item

LETTER_MM, LETTER_MM2 = 1.3, 0.5  # the least digit; dust and hairs are smaller or thinner
SMALL_LETTER_MM, SMALL_LETTER_MM2 = 0.9, 0.2  # small letters in six-point type ...
SMALL_LETTERS = 3  # ... of which a word has at least so many
DOT_STROKE_DOT = 3  # pieces of the sign for "nothing to say"
STROKE_STEEP, DOT_SIZE, DOT_BELOW = 1.3, 0.35, 0.5  # of its stroke: against its width, its height
RIM_MM = 1.2  # writing is higher, and stands further in


@dataclass(frozen=True)
class Writing:
    """What was written in one area: ``picture`` shows nothing but its own ink on white.

    ``left`` and ``top`` are the picture's place on the page. ``words`` holds the strokes of each
    word (rows of left, top, width, height, pixels on the page), ``rules`` the long lines under or
    through them. ``shared``: some of it may belong to a neighbour. ``tails``: how many bits of ink
    lie right below the words, as of letters whose tails a printed line cut off; ``on_line``: the
    words stand so close upon one that their tails would be gone.
    """

    item: Item
    words: tuple[Rows, ...]
    rules: Rows
    picture: Grey = field(repr=False)
    left: int = 0
    top: int = 0
    shared: bool = False
    tails: int = 0
    on_line: bool = False

    @property
    def ink_mm2(self) -> float:
        """How much ink there is."""
        return float(sum(word[:, 4].sum() for word in (*self.words, self.rules))) / PX_PER_MM**2

    @property
    def is_at_rim(self) -> bool:
        """All of it hugs the upper or lower edge of its area, as ends of a neighbour's mark do."""
        rows = np.concatenate([*self.words, self.rules])
        if not len(rows):
            return False
        box, (_, top, _, bottom) = self.item.box, extent(rows)
        from_above, from_below = bottom / PX_PER_MM - box.y, box.y + box.height - top / PX_PER_MM
        return min(from_above, from_below) <= RIM_MM

    @property
    def is_dust(self) -> bool:
        """Nothing in it is as large as a letter, and it is too little for small letters."""
        if len(self.rules) or self.shared:
            return False
        rows = np.concatenate(self.words)
        return are_dust(rows) and not is_dot_stroke_dot(rows)


def is_dot_stroke_dot(rows: Rows) -> bool:
    """Whether it is ``./.``: a steep stroke between two dots that stand on its line."""
    if len(rows) != DOT_STROKE_DOT:
        return False
    left, stroke, right = rows[np.argsort(rows[:, 0])].tolist()
    _, top, width, height, _ = stroke
    bottoms = [dot[1] + dot[3] for dot in (left, right)]
    return height > STROKE_STEEP * width and all(
        max(dot[2:4]) < DOT_SIZE * height
        and dot[1] > top + DOT_BELOW * height
        and max(bottoms) - min(bottoms) < DOT_SIZE * height
        for dot in (left, right)
    )


def are_dust(rows: Rows) -> bool:
    """Whether nothing in these pieces is as large as a letter."""
    large, area = rows[:, 2:4].max(1) / PX_PER_MM, rows[:, 4] / PX_PER_MM**2
    letters = (large >= LETTER_MM) & (area >= LETTER_MM2)
    small = (large >= SMALL_LETTER_MM) & (area >= SMALL_LETTER_MM2)
    return bool(not letters.any() and np.count_nonzero(small) < SMALL_LETTERS)
