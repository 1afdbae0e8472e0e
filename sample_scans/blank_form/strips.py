"""Strips fill a page from top to bottom; what room is left over, they share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.errors import FormError
from sample_scans.blank_form.pen import Pen

LEFT, RIGHT = 18.0, 200.0  # a wide left margin, because these forms are punched and filed
TOP, BOTTOM = 8.0, 286.0
PRECISION = 1e-4  # millimetres


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a page over its whole width, between ``least`` and ``most`` millimetres high."""

    least: float
    most: float
    draw: Callable[[Pen, float, float], None]
    """Called with the pen, the top and the height."""


def shared_heights(strips: Sequence[Strip], room: float) -> list[float]:
    """A height for each strip: all grow by the same share of what they may grow.

    >>> shared_heights([Strip(4, 8, print), Strip(6, 6, print)], room=12)
    [6.0, 6]
    """
    least = sum(strip.least for strip in strips)
    if least > room + PRECISION:
        raise FormError(f"plan.yaml: Seite um {least - room:.1f} mm zu hoch")
    growth = sum(strip.most - strip.least for strip in strips)
    share = min(1.0, (room - least) / growth) if growth else 0.0
    return [strip.least + share * (strip.most - strip.least) for strip in strips]


def draw_page(pen: Pen, strips: Sequence[Strip]) -> None:
    """Draw the strips of one page below each other."""
    y = TOP
    for strip, height in zip(strips, shared_heights(strips, BOTTOM - TOP), strict=True):
        strip.draw(pen, y, height)
        y += height
