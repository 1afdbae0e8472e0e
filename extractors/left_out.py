"""What a first reading of a whole page left out: letters outside of every word that was read.

Tesseract sorts a page into columns, tables and pictures first; on cards, thick copies and pages
with dirt it takes print for a picture and drops whole lines, headings above all.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.grey import Grey
from extractors.strips import figures_of

INK_BELOW = 150
"""Of paper that was evened out; darker is ink."""

LETTER_MM = (1.2, 9.0)
"""Height of letters and figures, from 7-point print to headings."""
WIDEST = 15.0
"""Width to height of letters that ran together in a copy; rules are wider, frames higher."""
FULLEST = 0.9
"""Share of its frame that ink fills; blots and punch holes fill more, even of hole-less letters."""
NEIGHBOUR_MM = 5.0
"""Letters have another one beside them within this distance, dirt mostly has none."""

MANY = 0.2
AT_LEAST = 12
"""Share and number of letters left out from which a page is read again."""


def evened(image: Grey) -> Grey:
    """The page with its paper at one white: shadows, tints, black rims and card grounds off."""
    shrunk = cv2.resize(image, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(shrunk, np.ones((5, 5), np.uint8)), 21)
    size = (image.shape[1], image.shape[0])
    spread = cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR)
    return _without_rim(np.asarray(cv2.divide(image, spread, scale=245), np.uint8))


def _without_rim(page: Grey) -> Grey:
    """The page without the black that hangs on its edges: lids, folds, what lay around a copy.

    The picture itself is changed.
    """
    _, labels = cv2.connectedComponents((page < INK_BELOW).view(np.uint8))
    edges = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    at_edge = np.zeros(labels.max() + 1, bool)
    at_edge[edges] = True
    at_edge[0] = False
    if at_edge.any():
        page[at_edge[labels]] = 255
    return page


def left_out(page: Grey, read: npt.NDArray[np.int64], dpi: float) -> Grey | None:
    """The page with all words that were read painted over; None where too little is left.

    ``read`` holds the frames of the words, one in each row: left, top, width, height in pixels.
    """
    letters = _letters(page, dpi / 25.4)
    covered = np.zeros(page.shape, np.uint8)
    for left, top, width, height in read:
        covered[top : top + height, left : left + width] = 1
    middles = (letters[:, :2] + letters[:, 2:4] // 2).T
    counts = np.maximum(1, letters[:, 2] / np.maximum(1, letters[:, 3]))
    missed = counts[covered[middles[1], middles[0]] == 0].sum()
    if missed < max(AT_LEAST, MANY * counts.sum()):
        return None
    return np.where(covered == 1, 255, page).astype(np.uint8)


def _letters(page: Grey, px_per_mm: float) -> npt.NDArray[np.int64]:
    """Frames of the pieces of ink that have the size and the company of letters."""
    pieces = figures_of((page < INK_BELOW).view(np.uint8)).astype(np.int64)
    width, height, area = pieces[:, 2], pieces[:, 3], pieces[:, 4]
    sized = (height >= LETTER_MM[0] * px_per_mm) & (height <= LETTER_MM[1] * px_per_mm)
    shaped = (width <= WIDEST * height) & (area <= FULLEST * width * height)
    return _in_company(pieces[sized & shaped], NEIGHBOUR_MM * px_per_mm)


def _in_company(pieces: npt.NDArray[np.int64], reach: float) -> npt.NDArray[np.int64]:
    """Those with another one of a like height close to their right or left."""
    if len(pieces) < 2:
        return pieces[:0]
    left, top, width, height = pieces[:, :4].T
    middle = top + height / 2
    beside = np.maximum(left[:, None], left) - np.minimum((left + width)[:, None], left + width)
    level = np.abs(middle[:, None] - middle) < height / 2
    alike = (height[:, None] < 2 * height) & (height < 2 * height[:, None])
    company = (beside < reach) & level & alike
    return np.asarray(pieces[company.sum(axis=1) > 1], np.int64)
