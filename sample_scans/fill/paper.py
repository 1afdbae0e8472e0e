"""A sheet of paper before it is scanned: what is printed on it, and ink that is laid on top.

Paper is kept at one resolution, whatever the scanner later makes of it. Places are millimetres
from the upper left corner; ink is drawn at twice the paper's resolution, so that it lies between
the pixels as real ink does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.float32]
Rng = np.random.Generator
K = TypeVar("K")

PAPER_PX_PER_MM = 300 / 25.4
"""As fine as the finest scan that is offered."""

INK_PX_PER_MM = 2 * PAPER_PX_PER_MM
"""Twice as fine as paper: strokes keep soft edges when they are laid down."""


@dataclass(slots=True)
class Paper:
    """One page. ``grey`` is 255 where the paper is white."""

    grey: Grey

    @property
    def height_mm(self) -> float:
        return float(self.grey.shape[0] / PAPER_PX_PER_MM)

    @property
    def width_mm(self) -> float:
        return float(self.grey.shape[1] / PAPER_PX_PER_MM)

    def lay(self, ink: Mask, left: float, top: float, tone: int) -> None:
        """Lay ink (1 = covers) with its upper left corner at ``left``, ``top`` millimetres."""
        coverage, row, column = _on_paper(ink, left, top)
        height, width = coverage.shape
        rows = slice(max(row, 0), min(row + height, self.grey.shape[0]))
        columns = slice(max(column, 0), min(column + width, self.grey.shape[1]))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return
        seen = coverage[
            rows.start - row : rows.stop - row, columns.start - column : columns.stop - column
        ]
        under = self.grey[rows, columns].astype(np.float32)
        self.grey[rows, columns] = (under * (1 - seen * (1 - tone / 255))).astype(np.uint8)


def _on_paper(ink: Mask, left: float, top: float) -> tuple[Mask, int, int]:
    """The ink at the paper's resolution, and the pixel of its corner."""
    x, y = left * PAPER_PX_PER_MM, top * PAPER_PX_PER_MM
    column, row = int(np.floor(x)), int(np.floor(y))
    scale = PAPER_PX_PER_MM / INK_PX_PER_MM
    size = (int(ink.shape[1] * scale) + 2, int(ink.shape[0] * scale) + 2)
    soft = cv2.GaussianBlur(ink, (0, 0), 0.8)
    move = np.array([[scale, 0, x - column], [0, scale, y - row]], np.float32)
    moved = cv2.warpAffine(soft, move, size, flags=cv2.INTER_LINEAR)
    return np.asarray(moved, np.float32), row, column


def smooth(rng: Rng, length: int, step: float) -> npt.NDArray[np.float32]:
    """Smooth noise of unit strength along a line; ``step`` pixels from one swing to the next."""
    knots = max(4, int(length / max(step, 1.0)) + 3)
    values = rng.standard_normal((1, knots)).astype(np.float32)
    line = cv2.resize(values, (length, 1), interpolation=cv2.INTER_CUBIC)
    return np.asarray(line[0], np.float32)


def cloud(rng: Rng, shape: tuple[int, int], step: float) -> Mask:
    """Smooth noise of unit strength over an area."""
    rows, columns = (max(4, int(side / max(step, 1.0)) + 3) for side in shape)
    values = rng.standard_normal((rows, columns)).astype(np.float32)
    area = cv2.resize(values, shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(area, np.float32)


def canvas(width_mm: float, height_mm: float) -> Grey:
    """An empty drawing area for ink."""
    return np.zeros((round(height_mm * INK_PX_PER_MM), round(width_mm * INK_PX_PER_MM)), np.uint8)


def white(width_mm: float, height_mm: float) -> Grey:
    """White paper of this size."""
    size = (round(height_mm * PAPER_PX_PER_MM), round(width_mm * PAPER_PX_PER_MM))
    return np.full(size, 255, np.uint8)


def ink_of(drawing: Grey) -> Mask:
    """Ink that covers fully where the drawing is white (255)."""
    return np.divide(drawing, 255, dtype=np.float32)


def between(rng: Rng, limits: tuple[float, float]) -> float:
    """Any number of a range."""
    return float(rng.uniform(*limits))


def pick(rng: Rng, shares: Mapping[K, float]) -> K:
    """One of the names, as often as its share says."""
    names = list(shares)
    weights = np.array([shares[name] for name in names], float)
    return names[int(rng.choice(len(names), p=weights / weights.sum()))]
