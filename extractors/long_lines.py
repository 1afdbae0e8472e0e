"""Words that hang on a long line: the rest of a printed line, an edge, a fold that crosses them.

Nobody draws so long a line, so it is nobody's. What stands on it was written all the same.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.blank import PX_PER_MM
from extractors.grey import Grey
from extractors.strips import numbered

LONGEST_RULE_MM = 60.0  # nobody strikes out as much; folds and shadows are longer
LINE_MM = 5.0  # strokes of letters are shorter
EDGE_PX = 1  # above and below a line its rough edge goes with it
HANGS_MM = 1.0  # a piece as large may be a letter, smaller ones are the rough edge

Labels = npt.NDArray[np.int32] | npt.NDArray[np.uint16]
Rows = npt.NDArray[np.int32]


def with_words_cut_off(names: Labels, rows: Rows) -> tuple[Labels, Rows]:
    """The pieces, with what hangs on long lines as pieces of their own. ``names`` is changed.

    ``names`` holds the number of each pixel's piece, ``rows`` left, top, width, height and pixels
    of each; the latter of a line keep its bounds.
    """
    for n in np.flatnonzero(_long(rows)).tolist():
        left, top, width, height, _ = rows[n].tolist()
        part = names[top : top + height, left : left + width]
        labels, found = numbered(_hanging((part == n).astype(np.uint8)))
        large = found[:, 2:4].max(1) >= HANGS_MM * PX_PER_MM
        large[0] = False
        if len(rows) + np.count_nonzero(large) > np.iinfo(names.dtype).max:
            continue
        for piece in np.flatnonzero(large).tolist():
            part[labels == piece] = len(rows)
            found[piece, :2] += (left, top)
            rows[n, 4] -= found[piece, 4]
            rows = np.concatenate([rows, found[[piece]]])
    return names, rows


def _long(rows: Rows) -> npt.NDArray[np.bool_]:
    """Longer than anybody draws, and thicker at some place than a line alone."""
    large, small = rows[:, 2:4].max(1) / PX_PER_MM, rows[:, 2:4].min(1) / PX_PER_MM
    long = (large > LONGEST_RULE_MM) & (small >= HANGS_MM)
    long[0] = False
    return np.asarray(long, np.bool_)


def _hanging(piece: Grey) -> Grey:
    """The piece without its level or upright line; empty where it has none."""
    upright = piece.shape[0] > piece.shape[1]
    length = round(LINE_MM * PX_PER_MM)
    along, edge = np.ones((1, length), np.uint8), np.ones((2 * EDGE_PX + 1, 1), np.uint8)
    if upright:
        along, edge = along.T, edge.T
    line = cv2.morphologyEx(piece, cv2.MORPH_OPEN, along)
    if not line.any():
        return np.zeros_like(piece)
    return np.asarray(piece & (cv2.dilate(line, edge) == 0), np.uint8)
