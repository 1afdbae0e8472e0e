"""Where labels go on the picture of a page: close to their frame, and never on ink.

A label first looks for blank paper inside its own frame, then around it, in smaller letters where
that helps; neither the ink of others nor their frames are covered. Where there is no such place it
goes into a margin that is added right of the page, with a thin line to its frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import as_file, files
from textwrap import wrap
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

Colour = tuple[int, int, int]
Grey = NDArray[np.uint8]
Spot = tuple[float, float]
Frame = Sequence[Spot]
"""The corners of a frame, clockwise from the upper left."""

SIZES = (15, 13, 11)
"""Letters in pixels, the largest first; at 150 dpi the last can just be read."""

MARGIN_SIZE = 13
MARGIN_SIGNS = 34  # of a line in the margin; an address takes two lines
GAP = 4
CLEAR = 2  # pixels between a label and the nearest ink
REACH = 22  # pixels from a box at which a sign still is beside it
NEAR = 9  # from a line to write on; further away it would seem to be about another
STEP = 5
LEFT, BELOW = 3, 6  # what stands there is taken for the one before or the next row, so it is far

PAPER_PX = 31  # wider than any stroke; the brightest pixel in such a square is paper
INK_DARKER = 32  # than paper; pencil is 40 and more, noise of a scanner less than 20
SPECK = 4  # pixels; less is dust

LABEL_FONT = ("blank_form", "fonts", "LiberationSans-Regular.ttf")


class Rect(NamedTuple):
    """A rectangle in whole pixels; right and bottom lie outside."""

    left: int
    top: int
    right: int
    bottom: int

    def grown(self, by: int) -> Rect:
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: Rect) -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


def around(corners: Frame) -> Rect:
    """The upright rectangle around a frame, which is askew where the page is."""
    across, down = zip(*corners, strict=True)
    return Rect(int(min(across)), int(min(down)), round(max(across)) + 1, round(max(down)) + 1)


@dataclass(frozen=True, slots=True)
class Wish:
    """A label that looks for its place: inside a frame, or beside it only."""

    text: str
    colour: Colour
    frame: Rect
    inside: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A label in its place. ``leader`` leads from the frame to a label in the margin."""

    text: str
    colour: Colour
    size: int
    rect: Rect
    leader: tuple[Spot, ...] = ()


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The letters of labels."""
    with as_file(files("sample_scans").joinpath(*LABEL_FONT)) as path:
        return ImageFont.truetype(path, size)


def ink_of(grey: Grey) -> Grey:
    """1 where a scan is darker than the paper around, print as well as handwriting; no dust."""
    paper = cv2.dilate(grey, np.ones((PAPER_PX, PAPER_PX), np.uint8))
    dark = np.asarray(cv2.subtract(paper, grey) > INK_DARKER, np.uint8)
    _, parts, sizes, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    kept = sizes[:, cv2.CC_STAT_AREA] >= SPECK
    kept[0] = False
    return np.asarray(kept[parts], np.uint8)


def placed(wishes: Sequence[Wish], ink: Grey, frames: Sequence[Frame]) -> list[Label]:
    """Every label in its place, those for which the page has no room in the margin.

    The lines of frames are drawn into ``ink``, so that no label breaks them.
    """
    for corners in frames:
        cv2.polylines(ink, [np.array(corners, np.int32)], isClosed=True, color=1)
    paper = _Paper(ink, [around(corners) for corners in frames])
    found, homeless = [], []
    for wish in wishes:
        label = paper.room_for(wish)
        if label is None:
            homeless.append(wish)
        else:
            found.append(label)
    height, width = ink.shape
    return [*found, *_in_margin(homeless, width, height)]


class _Paper:
    """A page and what is not free on it."""

    def __init__(self, ink: Grey, frames: Sequence[Rect]) -> None:
        self.ink = cv2.integral(ink)
        self.page = Rect(0, 0, ink.shape[1], ink.shape[0])
        self.frames = frames
        self.taken: list[Rect] = []

    def room_for(self, wish: Wish) -> Label | None:
        """The label at the first free place: inside before beside, large letters before small."""
        others = [frame for frame in self.frames if frame != wish.frame]
        beside = partial(_beside, reach=NEAR if wish.inside else REACH)
        for search in (_inside, beside) if wish.inside else (beside,):
            for size in SIZES:
                width, height = _extent(wish.text, size)
                for left, top in search(wish.frame, width, height):
                    rect = Rect(left, top, left + width, top + height)
                    if self._is_free(rect, others):
                        self.taken.append(rect)
                        return Label(wish.text, wish.colour, size, rect)
        return None

    def _is_free(self, rect: Rect, others: Iterable[Rect]) -> bool:
        around = rect.grown(CLEAR)
        on_page = around.left >= 0 and around.top >= 0
        if not on_page or around.right > self.page.right or around.bottom > self.page.bottom:
            return False
        left, top, right, bottom = around
        ink = self.ink
        if ink[bottom, right] - ink[top, right] - ink[bottom, left] + ink[top, left]:
            return False
        return not any(rect.meets(other) for other in (*others, *self.taken))


def _inside(frame: Rect, width: int, height: int) -> Iterator[tuple[int, int]]:
    """Places in a frame from the right, because people write from the left."""
    for left in range(frame.right - width - GAP, frame.left + CLEAR, -STEP):
        for top in range(frame.top + GAP, frame.bottom - height - CLEAR, CLEAR):
            yield left, top


def _beside(frame: Rect, width: int, height: int, *, reach: int) -> Iterator[tuple[int, int]]:
    """Places beside a frame, the nearest first; of equally near ones those at the upper right."""
    own = frame.grown(CLEAR)
    rects = (
        Rect(left, top, left + width, top + height)
        for left in range(frame.left - width - reach, frame.right + reach, STEP)
        for top in range(frame.top - height - reach, frame.bottom + reach, STEP)
    )
    near = [rect for rect in rects if not own.meets(rect)]
    for rect in sorted(near, key=lambda rect: (_distance(frame, rect), rect.top, -rect.left)):
        yield rect.left, rect.top


def _distance(frame: Rect, rect: Rect) -> int:
    """How far a label stays away from its frame, and above or below it from the right end."""
    left, right = frame.left - rect.right, rect.left - frame.right
    above, below = frame.top - rect.bottom, rect.top - frame.bottom
    if max(above, below) < 0:
        return max(left + LEFT, right)
    beside = max(left, right, 0) + abs(frame.right - (rect.left + rect.right) // 2) // 8
    return beside + max(above, below + BELOW)


def _extent(text: str, size: int) -> tuple[int, int]:
    lines = text.split("\n")
    width = max(font(size).getlength(line) for line in lines)
    return round(width) + 1, len(lines) * (size + CLEAR)


def _in_margin(wishes: Iterable[Wish], page_width: int, page_height: int) -> list[Label]:
    """Labels one below the other right of the page, each as near to its frame as may be."""
    labels: list[Label] = []
    edges: set[int] = set()
    lowest = 0
    for wish in sorted(wishes, key=lambda wish: (wish.frame.bottom, wish.frame.right)):
        text = "\n".join(wrap(wish.text, MARGIN_SIGNS))
        width, height = _extent(text, MARGIN_SIZE)
        middle = (wish.frame.top + wish.frame.bottom) // 2
        top = max(lowest, middle - height // 2)
        lowest = top + height + GAP
        left = page_width + REACH
        edge = _edge(wish.frame, edges)
        leader = ((wish.frame.right, edge), (page_width, edge), (left - GAP, top + height // 2))
        rect = Rect(left, top, left + width, top + height)
        labels.append(Label(text, wish.colour, MARGIN_SIZE, rect, leader))
    return _raised(labels, max(0, lowest - page_height))


def _raised(labels: Sequence[Label], by: int) -> list[Label]:
    """The labels of the margin, moved up where the last ones would be below the page."""
    if not by or not labels:
        return list(labels)
    raised: list[Label] = []
    highest = labels[-1].rect.bottom - by + GAP
    for label in reversed(labels):
        left, top, right, bottom = label.rect
        end = min(bottom, highest - GAP)
        rect = Rect(left, end - (bottom - top), right, end)
        *line, (x, _) = label.leader
        leader = (*line, (x, (rect.top + rect.bottom) // 2))
        raised.append(Label(label.text, label.colour, label.size, rect, leader))
        highest = rect.top
    return raised[::-1]


def _edge(frame: Rect, used: set[int]) -> int:
    """The height of a line to the margin: along the lower edge of a frame, where print is ruled."""
    edge = next((y for y in (frame.bottom, frame.top) if y not in used), frame.bottom - CLEAR)
    used.add(edge)
    return edge
