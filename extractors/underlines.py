"""Level strokes in a line of writing, above all those under a word.

The form asks to underline the first name in use. The line may touch the word, run into its tails,
or stand so far below that it seems to belong to nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractors.blank import PX_PER_MM
from extractors.grey import Grey
from extractors.ownership import RULE_BESIDE_MM
from extractors.strokes import Rows, band_of, extent
from pipeline.model import Box

RULE_LENGTH_MM = 5.0  # a straight level line of this length is no stroke of a letter
RULE_THICKNESS_MM = 0.7
TILT_PX = 5  # a line drawn by hand rises or falls so much along that length
UNDER = 0.97  # of the line's height: from here on a rule is under the words
FEET = 0.85  # from here on it touches their feet
THINNEST_PX = 3  # of a line drawn under a word; the feet of letters in a row are thinner
FELT_TIP_MM = 1.2
SHORTEST_NAME_MM = 3.5  # Uli in ten-point type, and the line under it
BELOW_FEET_PX, BELOW_SHARE = 2, 0.75  # of a word's columns; g, j and y in a row reach half of it
LETTER_MM, TWO_NAMES = 1.4, 2
NEAR_PX, RESTS_BELOW, FREE_PX = 8, 200, 20
RESTS = ((0.7, 0.3), (0.35, 0.05))
"""Share of a word's columns with rests of a line that lies on the frame, at least, and of all
others, at most: 0.44 and more under four such words, 0 beside them; 0 to 0.02 in four fields with
nothing underlined. Tails of g and j in a row can have as much."""
COVERED = 0.5  # of a stroke's length has letters over it

Dark = npt.NDArray[np.uint8]


class Level(NamedTuple):
    """A level line of ink: its pixels, how thick it is, where in the height of the line it runs."""

    rule: Dark
    thick: float
    where: float

    @property
    def is_thin(self) -> bool:
        return self.thick <= RULE_THICKNESS_MM * PX_PER_MM

    @property
    def is_at_feet(self) -> bool:
        """Whether it is a line under a word that touches the word or was drawn with a felt-tip."""
        heavy = THINNEST_PX <= self.thick <= FELT_TIP_MM * PX_PER_MM
        return heavy and self.where >= FEET and not (self.is_thin and self.where >= UNDER)


def columns_of(rule: Dark) -> tuple[int, int]:
    columns = np.flatnonzero(rule.any(axis=0))
    return int(columns[0]), int(columns[-1]) + 1


def levels_of(dark: Dark, letters: Rows) -> list[Level]:
    """The level lines of a line of writing."""
    length = round(RULE_LENGTH_MM * PX_PER_MM)
    if dark.shape[1] <= length:
        return []
    thick = cv2.dilate(dark, np.ones((TILT_PX, 1), np.uint8))
    level = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    count, names, stats, _ = cv2.connectedComponentsWithStats(level, connectivity=8)
    top, height = band_of(letters)
    found: list[Level] = []
    for n in range(1, count):
        _, y, width, tall, area = (int(value) for value in stats[n])
        rule = ((names == n) & (dark > 0)).astype(np.uint8)
        if rule.any():
            where = ((y + tall / 2) - top) / max(1, height)
            found.append(Level(rule, area / width - TILT_PX, where))
    return found


def runs_below(dark: Dark, letters: Rows, left: int, right: int) -> bool:
    """Whether ink runs below the feet of the letters between two columns, be it bent like a bow.

    The tails of letters stand apart.
    """
    if not len(letters):
        return False
    top, height = band_of(letters)
    feet = round(top + height) + BELOW_FEET_PX
    band = dark[feet : feet + round(RULE_BESIDE_MM * PX_PER_MM), max(0, left) : right]
    return bool(band.size and band.any(axis=0).mean() >= BELOW_SHARE)


def is_under(word: Rows, letters: Rows) -> bool:
    """Whether a word is one flat stroke below letters: a name in use is underlined."""
    if not is_stroke(word, FELT_TIP_MM, SHORTEST_NAME_MM):
        return False
    left, top, width, height = word[0, :4].tolist()
    others = letters[letters[:, 3] > height]
    if not len(others):
        return False
    up, high = band_of(others)
    below = up + FEET * high < top + height / 2 < up + high + RULE_BESIDE_MM * PX_PER_MM
    right = np.minimum(others[:, 0] + others[:, 2], left + width)
    covered = np.maximum(0, right - np.maximum(others[:, 0], left)).sum()
    return bool(below and covered > COVERED * width)


def is_stroke(
    word: Rows, thickest_mm: float = RULE_THICKNESS_MM, shortest_mm: float = RULE_LENGTH_MM
) -> bool:
    """One level stroke, by default longer than any of a letter."""
    if len(word) > 1:
        return False
    width, height, ink = word[0, 2:5].tolist()
    thick = thickest_mm * PX_PER_MM
    return bool(
        width >= shortest_mm * PX_PER_MM and height <= thick + TILT_PX and ink <= thick * width
    )


def on_the_frame(ink: Grey, blank: Grey, box: Box, words: Sequence[Rows], count: int) -> int | None:
    """Which of ``count`` words has a line under it that lies on the lower frame of its area.

    The frame is taken away with it, but for rests above and below. ``ink`` and ``blank`` are those
    of the page. ``None`` where no word has such rests, several have, or the frame everywhere.
    """
    rows = np.concatenate(words) if words else np.zeros((0, 5), np.int32)
    letters = rows[rows[:, 3] > LETTER_MM * PX_PER_MM]
    if not TWO_NAMES <= count <= len(letters):
        return None
    whole = [extent(part) for part in _parted(letters, count)]
    frame = _frame_below(blank, box)
    beside = (whole[-1][2] + FREE_PX, round((box.x + box.width) * PX_PER_MM) - FREE_PX)
    rests = [_rests(ink, frame, left, right, bottom) for left, _, right, bottom in whole]
    order = sorted(range(len(rests)), key=lambda n: -rests[n])
    most, others = rests[order[0]], max(rests[order[1]], _rests(ink, frame, *beside, 0))
    found = any(most >= rest and others <= no_rest for rest, no_rest in RESTS)
    return order[0] if found else None


def _parted(letters: Rows, count: int) -> list[Rows]:
    """The letters of a line in so many words: parted at the widest gaps."""
    rows = letters[np.argsort(letters[:, 0])]
    ends = np.maximum.accumulate(rows[:, 0] + rows[:, 2])
    gaps = rows[1:, 0] - ends[:-1]
    return np.split(rows, np.sort(np.argsort(-gaps, kind="stable")[: count - 1]) + 1)


def _frame_below(blank: Grey, box: Box) -> int:
    """The row of the printed line at the foot of an area."""
    top, bottom = (round((box.y + box.height + mm) * PX_PER_MM) for mm in (-1.0, 1.0))
    left, right = (round(x * PX_PER_MM) for x in (box.x + 1.0, box.x + box.width - 1.0))
    return top + int(np.argmin(blank[top:bottom, left:right].mean(axis=1)))


def _rests(ink: Grey, frame: int, left: int, right: int, feet: int) -> float:
    """The share of columns with ink near the frame, below the feet of a word."""
    band = ink[max(frame - NEAR_PX, feet + 1) : frame + NEAR_PX + 1, left:right]
    return float((band < RESTS_BELOW).any(axis=0).mean()) if band.size else 0.0
