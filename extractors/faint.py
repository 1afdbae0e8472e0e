"""Writing too faint to be told from paper: a worn ribbon, a hard pencil, the last copy of many.

What is so faint is not read, it breaks into specks. That something is there can be seen all the
same, and a person looks: an answer that was given must not pass for an empty field.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import cv2
import numpy as np
import numpy.typing as npt

from extractors.blank import PX_PER_MM
from extractors.grey import Grey
from extractors.strokes import region_of
from pipeline.model import Box

SOFTENED_PX = 1.2  # joins what a worn ribbon leaves of a letter
INK_BELOW = 110  # after softening: what is darker was written or stamped, and is read as such
BLUR = np.ones((15, 15), np.uint8)  # the pale rim of such ink
FAINT_BELOW = 228  # of a page whose paper was evened to 255
LETTER_MM, LETTER_MM2 = (0.8, 12.0), 0.2  # least height and greatest length; least ink
LETTERS = 3
"""Of 4,718 areas left empty in 21 generated mail items one had so many; a faint word has nine."""
MORE_THAN_DUST = 2.0
"""Times what dust elsewhere on the page brings: in five dirty mail items 236 of 1,200 areas left
empty had three such shapes, 29 had more than that. On clean pages there is hardly one elsewhere."""
BESIDE_MM = 1.0  # what stands over the edge of an area was written in it

Places = npt.NDArray[np.float64]


class Seen(Enum):
    """What is seen in an area in which no ink was found."""

    NOTHING = "paper"
    DUST = "as much as the dust of the page brings: something faint may be among it"
    SHAPES = "shapes as large as letters"


def seen_faintly(ink: Grey, areas: Sequence[Box], page: Sequence[Box]) -> list[Seen]:
    """What faint shapes as large as letters each area has in which no ink was found.

    ``ink`` is that of the whole page, ``page`` all areas in which anything may be written.
    """
    counts = [len(_letters(ink[region_of(area)])) for area in areas]
    if max(counts, default=0) < LETTERS:
        return [Seen.NOTHING] * len(areas)
    dust = _dust_per_mm2(ink, page)
    limits = (LETTERS + MORE_THAN_DUST * dust * area.width * area.height for area in areas)
    return [_seen(count, limit) for count, limit in zip(counts, limits, strict=True)]


def _seen(count: int, limit: float) -> Seen:
    if count < LETTERS:
        return Seen.NOTHING
    return Seen.SHAPES if count >= limit else Seen.DUST


def _letters(area: Grey) -> Places:
    """The middles (x, y) of the faint shapes in an area that are as large as letters."""
    soft = cv2.GaussianBlur(area, (0, 0), SOFTENED_PX)
    faint = (soft < FAINT_BELOW).astype(np.uint8)
    faint[cv2.dilate((soft < INK_BELOW).astype(np.uint8), BLUR) > 0] = 0
    _, _, pieces, middles = cv2.connectedComponentsWithStats(faint, connectivity=8)
    width, height, ink = (pieces[1:, n] / PX_PER_MM for n in (2, 3, 4))
    letters = (height >= LETTER_MM[0]) & (np.maximum(width, height) < LETTER_MM[1])
    return np.asarray(middles[1:][letters & (ink / PX_PER_MM >= LETTER_MM2)], np.float64)


def _dust_per_mm2(ink: Grey, page: Sequence[Box]) -> float:
    """How many such shapes lie where nobody writes: between the areas and around them."""
    free = np.ones(ink.shape, np.bool_)
    for area in page:
        free[region_of(area.grown(BESIDE_MM))] = False
    x, y = np.round(_letters(ink)).astype(int).T
    return float(np.count_nonzero(free[y, x]) * PX_PER_MM**2 / max(1, int(free.sum())))
