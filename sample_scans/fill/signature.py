"""Signatures: an invented scrawl, or the name written so fast that little of it is left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.model import Box
from sample_scans.fill.hand import Hand
from sample_scans.fill.marks import curve, draw_stroke
from sample_scans.fill.paper import INK_PX_PER_MM, Mask, Paper, Rng, canvas, ink_of
from sample_scans.fill.pens import Pen, texture

BASE_SHARE = 0.72
"""Where in the height of its field a signature stands: it hangs over the line a little."""

FAST_UNREST = 0.17
"""A name written as a signature: about twice as restless as the same hand in a field."""


def _scrawl(width_mm: float, height_mm: float, pen: Pen, rng: Rng) -> Mask:
    """A big first letter, waves that get flatter, and a line thrown out at the end."""
    count = int(rng.integers(9, 17))
    along = np.linspace(0.14, 0.85, count)
    swing = np.where(np.arange(count) % 2, -1.0, 1.0) * rng.uniform(0.06, 0.2, count)
    swing *= np.linspace(1.2, 0.4, count)
    if rng.random() < 0.6:
        swing[int(rng.integers(2, count - 2))] -= 0.3
    capital = [(0.02, 0.75), (0.1, 0.05), (0.03, 0.3), (0.12, 0.85), (0.06, 0.6)]
    waves = [(float(x), 0.65 + float(y)) for x, y in zip(along, swing, strict=True)]
    points = [*capital, *waves, (0.93, 0.7), (1.0, 0.5 + float(rng.uniform(-0.2, 0.3)))]
    size = np.array([width_mm, height_mm]) * INK_PX_PER_MM
    room = 0.2 * size[::-1].min()
    picture = canvas(width_mm + 0.4 * height_mm, 1.4 * height_mm)
    draw_stroke(picture, curve(points, rng, 0.02) * size + room, pen, rng)
    return texture(ink_of(picture), pen, rng)


def sign(paper: Paper, box: Box, name: str, hand: Hand, rng: Rng) -> None:
    """Put a signature into its field; now and then it reaches over the edge."""
    pen = replace(hand.pen, width_mm=max(0.35, min(hand.pen.width_mm, 0.7)))
    if not name or rng.random() < 0.45:
        width = min(box.width * 0.8, float(rng.uniform(28, 55)))
        height = float(rng.uniform(9, 15))
        ink = _scrawl(width, height, pen, rng)
        left = box.x + float(rng.uniform(0, max(1.0, box.width - width)))
        paper.lay(ink, left, box.y + BASE_SHARE * box.height - 0.75 * height, pen.tone)
        return
    fast = replace(
        hand, pen=pen, unrest=FAST_UNREST, slant=hand.slant + 0.15,
        slope=float(rng.normal(0, 0.03)), em_mm=hand.em_mm * float(rng.uniform(1.2, 1.6)), gap=0.22,
    )  # fmt: skip
    fast = fast.smaller(min(1.0, box.width / max(1.0, fast.length(name))))
    line = fast.line(name, rng)
    left = box.x + float(rng.uniform(1, max(2.0, box.width - line.width)))
    paper.lay(
        line.ink, left - line.start, box.y + BASE_SHARE * box.height - line.baseline, pen.tone
    )
