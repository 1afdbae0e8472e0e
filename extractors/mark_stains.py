"""Boxes that lie under a stain: coffee and fat darken paper and print alike, and evenly.

A stain covers far more than a box and is of one tone within it and around it. Whatever is written
on it is darker than that tone by as much as ink is darker than paper.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.blank import PRINTED
from extractors.mark_ink import MARK_PX_PER_MM, PageInk, window
from pipeline.model import Box

Bools = npt.NDArray[np.bool_]

AROUND_MM = 2.0
"""How far around the box the tone of the stain goes on."""
FRAME_MM = 0.6
"""How far the frame reaches into the box where it is not quite in its place."""
NEAR_PRINT = 7
"""Pixels (1.2 mm, of which half on either side) that print spreads."""
DARKEST = 110
"""Darkness of a stain, of 255; what is darker may be a pen."""
LIGHTEST, NEARLY_ALL = 2, 98
"""Percentiles between which all of the paper lies but single specks of noise."""
COVERED = 0.8
"""Share of the paper around a box, on each of its sides, that is of the tone within."""


def under_stain(ink: PageInk, box: Box) -> bool:
    """Whether a stain covers a box and nothing is written on it in the box and around it."""
    inner = np.asarray(window(ink.dark, box, -FRAME_MM), np.int16)
    low, tone, high = (float(q) for q in np.percentile(inner, (LIGHTEST, 50, NEARLY_ALL)))
    if tone > DARKEST or high - low > ink.floor:
        return False
    around = np.asarray(window(ink.dark, box, AROUND_MM), np.int16)
    paper = ~_printed(ink, box, around.shape)
    if np.percentile(around[paper], NEARLY_ALL) - tone > ink.floor:
        return False
    alike = np.abs(around - tone) <= ink.floor
    edge = round(AROUND_MM * MARK_PX_PER_MM)
    sides = (np.s_[:edge], np.s_[-edge:], np.s_[:, :edge], np.s_[:, -edge:])
    return all(_share(alike[side], paper[side]) >= COVERED for side in sides)


def _share(alike: Bools, paper: Bools) -> float:
    return float(alike[paper].mean()) if paper.any() else 0.0


def _printed(ink: PageInk, box: Box, shape: tuple[int, ...]) -> Bools:
    """Where print is around a box, which was taken out of the ink."""
    zoom = ink.blank.shape[1] / ink.dark.shape[1]
    height, width = shape
    left = round((box.x - AROUND_MM) * MARK_PX_PER_MM * zoom)
    top = round((box.y - AROUND_MM) * MARK_PX_PER_MM * zoom)
    part = ink.blank[
        max(0, top) : round(top + height * zoom), max(0, left) : round(left + width * zoom)
    ]
    spread = cv2.dilate(
        (part < PRINTED).astype(np.uint8), np.ones((2 * NEAR_PRINT, 2 * NEAR_PRINT))
    )
    return np.asarray(cv2.resize(spread, (width, height), interpolation=cv2.INTER_NEAREST) > 0)
