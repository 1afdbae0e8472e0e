"""What people do to a printed box: cross, tick, slash, fill it, and take it back again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.model import Box
from sample_scans.fill.paper import INK_PX_PER_MM, Mask, Paper, Rng, ink_of
from sample_scans.fill.pens import Pen, texture

Points = npt.NDArray[np.float64]
"""A stroke as points; the box reaches from (0, 0) to (1, 1), y downwards."""

SHIFT_BITS = 4
"""Sixteenths of a pixel, so that strokes are not drawn on a grid."""

HATCHING = 0.09
"""Widest stroke, in boxes, with which a box can still be hatched and not blackened."""

BLACKENING = 0.14
"""Narrowest stroke, in boxes, that leaves no paper between the lines."""

MARGIN = 2.5
"""Room around the box, in boxes, for marks that reach far over the frame."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How one person marks: the shape, its size in boxes, and how far it misses the middle."""

    shape: str
    size: float
    miss: float


def curve(points: Sequence[tuple[float, float]], rng: Rng, unrest: float = 0.04) -> Points:
    """A smooth line through about these points (Catmull-Rom), as a hand would draw it."""
    knots = np.array(points) + rng.normal(0, unrest, (len(points), 2))
    padded = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    steps = np.linspace(0, 1, 12, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        bend = (2 * a - 5 * b + 4 * c - d) * steps**2 + (3 * b - a - 3 * c + d) * steps**3
        parts.append((2 * b + (c - a) * steps + bend) / 2)
    return np.vstack([*parts, knots[-1:]])


def _cross(rng: Rng) -> list[Points]:
    first = curve([(0.02, 0.03), (0.5 + rng.normal(0, 0.05), 0.5), (0.98, 0.97)], rng)
    second = curve([(0.97, 0.02), (0.5, 0.5 + rng.normal(0, 0.05)), (0.03, 0.98)], rng)
    return [first, second]


def _tick(rng: Rng) -> list[Points]:
    foot = float(rng.uniform(0.3, 0.45))
    return [curve([(0.0, 0.5), (foot, 1.0), (1.05, -0.1)], rng)]


def _hook(rng: Rng) -> list[Points]:
    """A tick with a short arm and a long one that runs far up to the right."""
    return [curve([(0.1, 0.55), (0.35, 1.0), (0.9, 0.1), (1.5, -0.7)], rng)]


def _slash(rng: Rng) -> list[Points]:
    ends = [(0.05, 1.0), (0.95, 0.0)] if rng.random() < 0.85 else [(0.0, 0.05), (1.0, 0.95)]
    middle = (0.5 + float(rng.normal(0, 0.05)), 0.5)
    return [curve([ends[0], middle, ends[1]], rng)]


def _zigzag(rng: Rng, turns: int, low: float = 0.05, high: float = 0.95) -> list[Points]:
    levels = np.linspace(low, high, turns)
    points = [(low if i % 2 else high, float(y)) for i, y in enumerate(levels)]
    return [curve(points, rng, 0.05)]


def _blob(rng: Rng) -> list[Points]:
    """A small dense scribble in the middle of the box."""
    return _zigzag(rng, 7, 0.28, 0.72)


def _filled(rng: Rng) -> list[Points]:
    """Hatched, with some paper left between the lines; blackening is how a mark is taken back."""
    return _zigzag(rng, 8, 0.12, 0.88)


def _star(rng: Rng) -> list[Points]:
    """A cross gone over a second time."""
    return [*_cross(rng), *_cross(rng)]


SHAPES: dict[str, Callable[[Rng], list[Points]]] = {
    "cross": _cross,
    "tick": _tick,
    "long_tick": _hook,
    "slash": _slash,
    "blob": _blob,
    "hatched": _filled,
    "double_cross": _star,
}
"""Every way to say yes; names as in the style file."""


def _loops(rng: Rng) -> list[Points]:
    """Round scribbles over the box and beyond its frame."""
    turns = int(rng.integers(4, 7))
    angle = np.linspace(0, 2 * np.pi * turns, turns * 14)
    radius = 0.55 + 0.15 * np.sin(angle * 0.37 + rng.uniform(0, 6))
    drift = np.linspace(-0.25, 0.25, len(angle))
    x = 0.5 + drift + radius * np.cos(angle)
    y = 0.5 + 0.85 * radius * np.sin(angle) + rng.normal(0, 0.02, len(angle))
    return [np.column_stack([x, y])]


def _blackened(rng: Rng) -> list[Points]:
    return [*_zigzag(rng, 17, -0.05, 1.05), *_zigzag(rng, 15, -0.02, 1.02)]


def _scribbled(rng: Rng) -> list[Points]:
    return [*_zigzag(rng, int(rng.integers(6, 9)), -0.2, 1.2), *_loops(rng)]


CANCELS: dict[str, Callable[[Rng], list[Points]]] = {
    "blackened": _blackened,
    "scribbled": _scribbled,
}
"""Every way to take a cross back; names as in the style file."""


def strokes_ink(strokes: Sequence[Points], pen: Pen, size_mm: float, rng: Rng) -> Mask:
    """Draw strokes given in units of ``size_mm``, with ``MARGIN`` units of room around (0, 0)."""
    side = round((1 + 2 * MARGIN) * size_mm * INK_PX_PER_MM)
    picture = np.zeros((side, side), np.uint8)
    for stroke in strokes:
        pixels = (stroke + MARGIN) * size_mm * INK_PX_PER_MM
        draw_stroke(picture, pixels, pen, rng)
    return texture(ink_of(picture), pen, rng)


def draw_stroke(picture: npt.NDArray[np.uint8], pixels: Points, pen: Pen, rng: Rng) -> None:
    """One stroke in ink pixels; it thins out towards its end as the pen is lifted."""
    width = pen.width_mm * INK_PX_PER_MM
    swell = 1 + pen.pressure * np.sin(np.linspace(0, 3, len(pixels)) + rng.uniform(0, 6))
    lift = np.clip(np.linspace(4, 0.55, len(pixels)), 0, 1)
    fixed = np.round(pixels * (1 << SHIFT_BITS)).astype(np.int32)
    for start, stop, share in zip(fixed, fixed[1:], swell * lift, strict=False):
        thick = max(1, round(width * float(share)))
        cv2.line(picture, start.tolist(), stop.tolist(), 255, thick, cv2.LINE_AA, SHIFT_BITS)


def _lay(paper: Paper, box: Box, strokes: Sequence[Points], pen: Pen, rng: Rng) -> None:
    size = (box.width + box.height) / 2
    ink = strokes_ink(strokes, pen, size, rng)
    corner = (box.x + box.width / 2 - size / 2, box.y + box.height / 2 - size / 2)
    paper.lay(ink, corner[0] - MARGIN * size, corner[1] - MARGIN * size, pen.tone)


def mark(paper: Paper, box: Box, habit: Habit, pen: Pen, rng: Rng) -> None:
    """Mark a box in somebody's habit."""
    size = habit.size * float(np.clip(rng.normal(1, 0.12), 0.7, 1.4))
    move = rng.normal(0, habit.miss, 2)
    turn = float(rng.normal(0, 0.12))
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    strokes = [(s - 0.5) @ spin * size + 0.5 + move for s in SHAPES[habit.shape](rng)]
    if habit.shape == "hatched":
        pen = replace(pen, width_mm=min(pen.width_mm, HATCHING * box.width))
    _lay(paper, box, strokes, pen, rng)


def cancel(paper: Paper, box: Box, way: str, habit: Habit, pen: Pen, rng: Rng) -> None:
    """Mark a box by mistake and take the mark back."""
    mark(paper, box, habit, pen, rng)
    if way == "blackened":
        pen = replace(pen, width_mm=max(pen.width_mm, BLACKENING * box.width), skips=0)
    _lay(paper, box, CANCELS[way](rng), pen, rng)
