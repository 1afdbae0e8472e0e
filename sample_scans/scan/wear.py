"""What happens to paper before it is scanned: copying, folding, punching, dirt, show-through."""

from __future__ import annotations

import cv2
import numpy as np

from sample_scans.fill.paper import PAPER_PX_PER_MM, Grey, Rng, cloud

HOLE_RADIUS_MM = 2.9
HOLE_GAP_MM = 80.0
"""A German two-hole punch: 80 mm from hole to hole, 12 mm from the edge."""

HOLE_EDGE_MM = 11.0


def _px(mm: float) -> int:
    return round(mm * PAPER_PX_PER_MM)


def punch(grey: Grey, rng: Rng) -> None:
    """Two holes at the left; what lies behind the paper shows through them."""
    middle = grey.shape[0] // 2 + _px(float(rng.normal(0, 1.5)))
    column = _px(HOLE_EDGE_MM + float(rng.normal(0, 0.8)))
    behind = int(rng.choice([30, 120, 200, 238]))
    for side in (-1, 1):
        spot = (column, middle + side * _px(HOLE_GAP_MM / 2))
        cv2.circle(grey, spot, _px(HOLE_RADIUS_MM), behind, -1, cv2.LINE_AA)
        cv2.circle(grey, spot, _px(HOLE_RADIUS_MM), max(0, behind - 60), 2, cv2.LINE_AA)


def fold(grey: Grey, rng: Rng) -> None:
    """Folded for an envelope: a third, two thirds, or half-way down; a shadow and a bright rim."""
    places = [1 / 3, 2 / 3] if rng.random() < 0.6 else [1 / 2]
    for share in places:
        row = round(share * grey.shape[0]) + int(rng.integers(-30, 30))
        tilt = float(rng.normal(0, 6))
        depth = float(rng.uniform(10, 45))
        reach = _px(float(rng.uniform(1.0, 3.5)))
        band = grey[row - 2 * reach : row + 2 * reach].astype(np.float32)
        rows = np.arange(band.shape[0], dtype=np.float32)[:, None] - 2 * reach
        along = np.linspace(-tilt, tilt, band.shape[1], dtype=np.float32)[None, :]
        away = np.abs(rows - along) / reach
        band -= depth * np.exp(-4 * away) * (0.6 + 0.4 * (rows > along))
        grey[row - 2 * reach : row + 2 * reach] = np.clip(band, 0, 255).astype(np.uint8)


def specks(grey: Grey, count: int, rng: Rng) -> None:
    """Dust, crumbs and short hairs."""
    height, width = grey.shape
    for _ in range(count):
        spot = (int(rng.integers(width)), int(rng.integers(height)))
        tone = int(rng.integers(20, 170))
        if rng.random() < 0.9:
            cv2.circle(grey, spot, int(rng.integers(1, 4)), tone, -1, cv2.LINE_AA)
        else:
            bend = rng.integers(-25, 25, 2)
            cv2.line(grey, spot, (spot[0] + int(bend[0]), spot[1] + int(bend[1])), tone, 1)


def show_through(grey: Grey, front: Grey, strength: float) -> None:
    """The front, mirrored and faint, as it shines through thin paper."""
    ghost = cv2.GaussianBlur(front[:, ::-1], (0, 0), 4)
    height, width = min(ghost.shape[0], grey.shape[0]), min(ghost.shape[1], grey.shape[1])
    faint = (255 - ghost[:height, :width].astype(np.float32)) * strength
    part = grey[:height, :width]
    grey[:height, :width] = np.clip(part - faint, 0, 255).astype(np.uint8)


def reduced(grey: Grey, scale: float) -> Grey:
    """A smaller copy somewhere on its sheet, as from a copier set to another format."""
    height, width = grey.shape
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    sheet = np.full_like(grey, 255)
    top, left = round(0.35 * (height - small.shape[0])), round(0.3 * (width - small.shape[1]))
    sheet[top : top + small.shape[0], left : left + small.shape[1]] = small
    return sheet


def photocopy(grey: Grey, rng: Rng) -> Grey:
    """A copy of a copy: hard contrast, thin strokes thinner, dirt of the glass, uneven toner."""
    soft = cv2.GaussianBlur(grey, (0, 0), float(rng.uniform(1.2, 2.0))).astype(np.float32)
    toner = 10 * cloud(rng, (grey.shape[0], grey.shape[1]), 60 * PAPER_PX_PER_MM)
    middle = float(rng.uniform(165, 205))
    steep = float(rng.uniform(14, 26))
    copied = 255 / (1 + np.exp(-(soft + toner - middle) / steep))
    result = np.asarray(np.clip(copied, 8, 252), np.uint8)
    specks(result, int(rng.integers(60, 250)), rng)
    return result
