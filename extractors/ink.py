"""The applicant's ink: what is on the page and not on the blank.

The registered blank says where print may be; how far print spreads on this very page (a copy of a
copy is fat) is measured on the page itself. Strokes that cross a printed rule are joined again.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractors.blank import PRINTED, BlankPage, resized
from extractors.grey import Grey

DARK = 170
"""Grey of the evened page below which a pixel is ink or print."""
FAINT = 210
"""Grey from which a pixel can be part of a stroke of pencil that crosses print."""
SOFT_EDGE = 2
"""Pixels beyond the print's spread in which its blur could be taken for such a stroke."""
STEP, CELL = 4, 4
"""Paper is looked at in blocks of 4 by 4 pixels, its level kept per 4 by 4 blocks (1.4 mm)."""
LEVEL_WINDOW = 9
"""Values of the paper level looked at together: 12 mm, wider than any written stroke."""
DARKEST_PAPER = 60
"""Below, it is not paper that is seen, but the scanner's lid or a blackened area."""
SPREAD_AT_MOST = 6
"""Pixels (0.5 mm) by which print can grow on a poor copy."""
SPREAD_SHARE = 0.12
"""Share of dark pixels in a shell around the print from which the shell counts as print."""
BRIDGE = 5
"""Pixels at 150 dpi: half a printed rule, and a hold in the ink on both sides."""
HALF_INK = 90
"""Of 255: share of a block of 2 by 2 pixels from which it counts as ink."""


def flattened(grey: Grey, page: BlankPage) -> Grey:
    """The page with its paper evened out to white: shadows, tinted paper, dark copies."""
    full = cv2.resize(_paper_level(grey, page), (grey.shape[1], grey.shape[0]))
    return np.asarray(cv2.divide(grey, full, dst=full, scale=255), np.uint8)


def _paper_level(grey: Grey, page: BlankPage) -> Grey:
    """How bright the paper is at each place, from where the blank has no print."""
    seen = cv2.bitwise_and(resized(resized(grey, 1 / 2), 2 / STEP), page.bare)
    around = cv2.dilate(seen, np.ones((CELL, CELL), np.uint8), anchor=(0, 0))
    rows, columns = seen.shape[0] // CELL * CELL, seen.shape[1] // CELL * CELL
    brightest = np.ascontiguousarray(around[:rows:CELL, :columns:CELL])
    window = np.ones((LEVEL_WINDOW, LEVEL_WINDOW), np.uint8)
    level = cv2.blur(cv2.morphologyEx(brightest, cv2.MORPH_CLOSE, window), (5, 5))
    return np.asarray(np.maximum(level, DARKEST_PAPER), np.uint8)


def applicants_ink(grey: Grey, blank: Grey) -> Grey:
    """The evened page without the printed form; strokes across printed rules stay in one piece.

    A page is eight megabytes: each step takes the place of a picture that is no longer needed.
    """
    mask = _below(blank, PRINTED)
    spread = spread_of(grey, mask)
    mask = np.asarray(cv2.dilate(mask, _square(spread), dst=mask), np.uint8)
    dark = _below(grey, FAINT)
    bridges = doubled(_bridges(_beside(dark, mask), spread))
    for other in (mask, dark):
        cv2.bitwise_and(bridges, other, dst=bridges)
    print_alone = cv2.subtract(mask, bridges, dst=bridges)
    return np.asarray(cv2.bitwise_or(grey, print_alone, dst=print_alone), np.uint8)


def _beside(dark: Grey, mask: Grey) -> Grey:
    """What is dark clear of the print, in half the resolution."""
    edges = cv2.dilate(mask, _square(SOFT_EDGE))
    beside = cv2.subtract(dark, edges, dst=edges)
    size = (dark.shape[1] // 2, dark.shape[0] // 2)
    small = cv2.resize(beside, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.threshold(small, HALF_INK, 255, cv2.THRESH_BINARY)[1], np.uint8)


def spread_of(grey: Grey, printed: Grey) -> int:
    """How many pixels beyond the blank's print this page's print reaches."""
    band = slice(grey.shape[0] // 4, grey.shape[0] * 5 // 8)
    dark = _below(grey[band], DARK + 1)
    inner = printed[band]
    for spread in range(SPREAD_AT_MOST):
        outer = np.asarray(cv2.dilate(inner, _square(1)), np.uint8)
        shell = cv2.subtract(outer, inner)
        share = cv2.countNonZero(cv2.bitwise_and(shell, dark)) / max(1, cv2.countNonZero(shell))
        if share < SPREAD_SHARE:
            return spread + 1  # one pixel more for the soft edge
        inner = outer
    return SPREAD_AT_MOST


def _below(grey: Grey, level: int) -> Grey:
    """255 where the picture is darker than ``level``."""
    return np.asarray(cv2.threshold(grey, level - 1, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def _square(reach: int) -> Grey:
    return np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)


def _bridges(small: Grey, spread: int) -> Grey:
    """What lies between two pieces of ink that face each other, in four directions."""
    joined = small.copy()
    for kernel in _lines(spread + SOFT_EDGE + BRIDGE):
        cv2.bitwise_or(joined, cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), dst=joined)
    return joined


def doubled(small: Grey) -> Grey:
    """Each pixel as four. OpenCV, which can do it for any size, takes seven times as long."""
    height, width = small.shape
    pairs = np.empty((height, 2, width), np.uint16)
    np.multiply(small[:, None], np.uint16(0x0101), out=pairs)
    return pairs.view(np.uint8).reshape(2 * height, 2 * width)


def _lines(length: int) -> list[Grey]:
    """Straight kernels of about this length: across, down and along both diagonals."""
    across = np.ones((1, length), np.uint8)
    falling = np.eye(length, dtype=np.uint8)  # as deep as the upright one
    return [across, np.ascontiguousarray(across.T), falling, np.ascontiguousarray(falling[::-1])]
