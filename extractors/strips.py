"""What hangs together on a page, found strip by strip.

No piece crosses a row without ink, so a page may be cut there. Numbers for all pixels of a page at
once would take forty megabytes.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from extractors.grey import Grey

Labels = npt.NDArray[np.int32]
Short = npt.NDArray[np.uint16]

STRIP_ROWS = 256
"""Two to four centimetres: on a page of text the next row without ink is never far."""
MOST_SHORT = np.iinfo(np.uint16).max
"""Pieces that can be numbered in two bytes; a page of writing has hundreds, one of grain more."""


def pieces_by_strip(mask: Grey) -> Iterator[tuple[slice, Labels, Labels]]:
    """For each strip its rows, the number of each pixel's piece and a row of figures per piece.

    The figures are those of OpenCV: left, top, width, height and pixels; number 0 is the paper.
    """
    for rows in strips(mask):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask[rows], connectivity=8)
        yield rows, np.asarray(labels), np.asarray(stats)


def pieces_of_page(mask: Grey) -> tuple[Labels | Short, Labels]:
    """The number of each pixel's piece and the figures of the pieces, for the whole page.

    ``mask`` is 1 where ink is. Pieces are numbered as if the page had been taken as a whole.
    """
    short = np.zeros(mask.shape, np.uint16)
    height, width = mask.shape
    figures = [np.array([[0, 0, width, height, mask.size - np.count_nonzero(mask)]], np.int32)]
    count = 1
    for rows, labels, stats in pieces_by_strip(mask):
        if count + len(stats) > MOST_SHORT:
            _, whole, of_all, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
            return np.asarray(whole, np.int32), np.asarray(of_all, np.int32)
        np.multiply(mask[rows], np.uint16(count - 1), out=short[rows], dtype=np.uint16)
        short[rows] += labels.astype(np.uint16)
        stats[:, cv2.CC_STAT_TOP] += rows.start
        figures.append(stats[1:])
        count += len(stats) - 1
    return short, np.concatenate(figures)


def strips(mask: Grey) -> Iterator[slice]:
    """Rows of a page in strips that begin with a row without ink.

    They begin with even rows: OpenCV looks at two rows at a time, and numbers pieces in that order.
    """
    top = 0
    for row in np.flatnonzero(~mask.any(axis=1)).tolist():
        if row - top >= STRIP_ROWS and row % 2 == 0:
            yield slice(top, row)
            top = row
    yield slice(top, mask.shape[0])
