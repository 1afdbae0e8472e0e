"""What other ways of reading boxes measure, after their published descriptions, in our own lines.

All of them get the page as this project registers it and evens its paper out, which is more than
they have by themselves. SDAPS (sdaps.org/documentation/recognition): share of black within the
box; the same after a line was found by the Hough transform and painted white, three times; the
white that is left in large areas. OMRChecker: the mean grey of a box.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extractors.grey import Grey
from extractors.sheet import Sheet
from pipeline.model import Box

INSET_MM = 0.25
"""How far inside the frame is looked: print spreads on copies."""
LINES = 3
LINE_PX = 10
"""Width of the white line that is painted over a found one: 0.8 mm, the best of three tried."""
LINE_VOTES = 10
"""Pixels, of a box of 36, that a line has at least."""
LARGE = 0.05
"""Share of the box from which a piece of white is a large area."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Shares of black, of black without lines and of large white areas; mean grey."""

    share: float
    without_lines: float
    white: float
    mean: float


def binary_level(grey: Grey) -> float:
    """The grey below which a pixel of this page is black, after Otsu."""
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float(level)


def measured(sheet: Sheet, box: Box, level: float) -> Measures:
    """All measures of one box."""
    inner = sheet.crop(box, -INSET_MM)
    black = np.asarray(inner <= level, np.uint8)
    return Measures(
        share=float(black.mean()),
        without_lines=float(without_lines(black).mean()),
        white=white_areas(black),
        mean=float(inner.mean()),
    )


def without_lines(black: Grey) -> Grey:
    """The black that remains when the three clearest lines are painted white."""
    left = black.copy()
    for _ in range(LINES):
        found = cv2.HoughLines(left, 1, np.pi / 60, LINE_VOTES)
        if found is None:
            break
        rho, theta = found.reshape(-1, 2)[0][:2]
        along = np.array([-np.sin(theta), np.cos(theta)]) * sum(left.shape)
        foot = np.array([np.cos(theta), np.sin(theta)]) * rho
        ends = [tuple(int(v) for v in np.round(foot + side * along)) for side in (-1, 1)]
        cv2.line(left, ends[0], ends[1], 0, LINE_PX)
    return left


def white_areas(black: Grey) -> float:
    """The share of the box that is white in large pieces."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(1 - black, connectivity=4)
    areas = stats[1:, cv2.CC_STAT_AREA]
    return float(areas[areas >= LARGE * black.size].sum() / black.size)
