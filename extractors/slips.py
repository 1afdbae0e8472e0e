"""Slips of the pen: letters that hang together on a line drawn through them.

A word is struck out with one line or with several, straight or bent, and its letters then are one
piece of ink. In thick copies letters run together as well, so the piece alone is only suspected:
it is left out where it reads as badly as struck letters do.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.strokes import Rows, band_of

LEAST_WIDTH = 1.6  # of the line's height: two narrow letters struck out have 1.68
LEAST_HEIGHT = 0.5
LEAST_PX = 24
BAND = (0.15, 0.9)  # of the line's height: there the line through the letters runs
OVERHANG = 0.1  # of the line's height: the line begins before the letters or ends after them ...
THIN = 0.62  # ... and is lower than this there, even if drawn three times
UNBROKEN = 0.985  # of the columns hold a part of the line; joined letters leave gaps at its height
STEEP = 0.25  # what a step up or down costs a line against a step over paper
MOST_MISSED = 0.02  # of its way a line through letters goes over paper, or up and down

Dark = npt.NDArray[np.uint8]
Place = tuple[int, int]


def suspects_of(dark: Dark, letters: Rows) -> tuple[Place, ...]:
    """From where to where pieces of a line of text go on which a line seems to be drawn."""
    if not len(letters) or letters[:, 2].max() < LEAST_PX:
        return ()
    top, height = band_of(letters)
    count, names, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    found = []
    for n in range(1, count):
        x, y, width, tall, _ = (int(value) for value in stats[n])
        if width < max(LEAST_WIDTH * height, LEAST_PX) or tall < LEAST_HEIGHT * height:
            continue
        upper, lower = (max(0, round(top + share * height) - y) for share in BAND)
        piece = names[y : y + tall, x : x + width] == n
        band = piece[upper:lower]
        if band.shape[0] and _is_drawn_through(piece, band, height):
            found.append((x, x + width))
    return tuple(found)


def _is_drawn_through(
    piece: npt.NDArray[np.bool_], band: npt.NDArray[np.bool_], height: float
) -> bool:
    if band.any(axis=0).mean() < UNBROKEN or not _overhangs(piece, height):
        return False
    return _missed(band[::2, ::2]) <= MOST_MISSED


def _overhangs(piece: npt.NDArray[np.bool_], height: float) -> bool:
    """Whether at either end nothing but the line is there for a little while."""
    ends = max(2, round(OVERHANG * height))
    return any(
        float(np.ptp(np.flatnonzero(part.any(axis=1)))) < THIN * height
        for part in (piece[:, :ends], piece[:, -ends:])
    )


def _missed(band: npt.NDArray[np.bool_]) -> float:
    """Share of the way from left to right that the best path must go over paper or steeply."""
    paper = np.where(band, 0.0, 1.0)
    cost = paper[:, 0]
    for column in paper.T[1:]:
        down, up = np.r_[np.inf, cost[:-1]], np.r_[cost[1:], np.inf]
        cost = np.minimum(cost, np.minimum(down, up) + STEEP) + column
    return float(cost.min() / paper.shape[1])
