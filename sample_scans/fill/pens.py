"""Pens: how wide, how dark and how evenly they write."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from sample_scans.fill.paper import INK_PX_PER_MM, Grey, Mask, Rng, cloud


@dataclass(frozen=True, slots=True)
class Kind:
    """What is common to one sort of pen; ranges from which each pen takes its own."""

    width_mm: tuple[float, float]
    tone: tuple[int, int]
    pressure: float
    skips: float
    grain: float


KINDS = {
    "ballpoint_blue": Kind((0.30, 0.50), (58, 115), 0.16, 0.10, 0.20),
    "ballpoint_black": Kind((0.30, 0.50), (22, 70), 0.16, 0.10, 0.18),
    "fountain": Kind((0.40, 0.70), (35, 95), 0.28, 0.02, 0.08),
    "felt_tip": Kind((0.60, 1.10), (15, 70), 0.12, 0.02, 0.05),
    "fineliner": Kind((0.28, 0.42), (20, 75), 0.06, 0.02, 0.06),
    "pencil": Kind((0.32, 0.55), (95, 150), 0.20, 0.12, 0.45),
}
"""Widths of the traces in millimetres; tone is the grey a scanner sees (0 black, 255 paper)."""


@dataclass(frozen=True, slots=True)
class Pen:
    """One pen in one hand. ``pressure`` varies the width, ``skips`` and ``grain`` the cover."""

    kind: str
    width_mm: float
    tone: int
    pressure: float
    skips: float
    grain: float


def take(rng: Rng, kind: str) -> Pen:
    """Some pen of this sort."""
    sort = KINDS[kind]
    width = float(rng.uniform(*sort.width_mm))
    tone = int(rng.integers(sort.tone[0], sort.tone[1] + 1))
    return Pen(kind, width, tone, sort.pressure, sort.skips, sort.grain)


def trace(shape: Grey, pen: Pen, natural_mm: float, rng: Rng) -> Mask:
    """Turn a drawn shape into the trace of a pen: its width, its pressure, its texture.

    ``natural_mm`` is the stroke width that the shape has; it is made wider or narrower towards
    the pen's. A shape is never thinned by more than a third of its stroke, so no stroke is lost.
    """
    solid = (shape > 127).astype(np.uint8)
    inside = cv2.distanceTransform(solid, cv2.DIST_L2, 3)
    outside = cv2.distanceTransform(1 - solid, cv2.DIST_L2, 3)
    distance = inside - outside + np.where(solid > 0, -0.5, 0.5).astype(np.float32)
    wanted = (pen.width_mm - natural_mm) / 2 * INK_PX_PER_MM
    thinnest = -natural_mm / 3 * INK_PX_PER_MM / 2
    swing = pen.pressure * pen.width_mm / 2 * INK_PX_PER_MM
    local = cloud(rng, shape.shape[:2], 1.6 * INK_PX_PER_MM)
    grown = np.maximum(wanted + swing * local, thinnest)
    return texture(np.clip(distance + grown + 0.5, 0, 1).astype(np.float32), pen, rng)


def texture(cover: Mask, pen: Pen, rng: Rng) -> Mask:
    """Let the ink cover unevenly: slow changes of pressure and the grain of the paper."""
    slow = cloud(rng, cover.shape[:2], 1.2 * INK_PX_PER_MM)
    fine = cloud(rng, cover.shape[:2], 0.09 * INK_PX_PER_MM)
    cover = cover * np.clip(1 - pen.skips * np.maximum(slow, 0), 0.55, 1)
    return (cover * np.clip(1 - pen.grain * np.maximum(fine, 0), 0.3, 1)).astype(np.float32)
