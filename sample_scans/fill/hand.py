"""A hand that writes: one person's letters, size, slant, unrest and pen.

Letters come from a font, and no two alike: the line of writing is bent by smooth noise of about a
letter's width, so that joined scripts stay joined and printed letters dance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sample_scans.fill.paper import INK_PX_PER_MM, Grey, Mask, Rng, between, cloud, smooth
from sample_scans.fill.pens import Pen, trace
from sample_scans.fonts import Face, handwriting, spread
from sample_scans.style import WritingStyle

SMALLEST_EM_MM = 2.6
"""Below this size nobody can read or write any more."""

CAPITAL_TO_SMALL = 1.6
"""Usual height of capitals over small letters; faces that differ are met half-way."""

WIDEST_STROKE = 0.2
"""Width of the stroke over the height of small letters: more would fill the eyes of a and e."""

STROKE_GROWTH = 1.6
"""A narrow script stays narrow: its strokes grow at most so far, or they would run together."""


DOTS = ".,:"
DOT_MM = 0.09
"""A dot is made with some pressure; in thin scripts it would be lost between two digits."""


@dataclass(frozen=True, slots=True)
class Written:
    """Ink of one line of writing; ``baseline`` and ``start`` in millimetres inside it."""

    ink: Mask
    baseline: float
    start: float
    width: float


class Writer(Protocol):
    """Whatever puts a line of text on paper: a hand or a machine."""

    @property
    def capital_mm(self) -> float: ...

    @property
    def tone(self) -> int: ...

    def smaller(self, factor: float) -> Self: ...

    def length(self, text: str) -> float: ...

    def line(self, text: str, rng: Rng) -> Written: ...


@dataclass(frozen=True, slots=True)
class Hand:
    """How one person writes. ``unrest`` is a share of the height of small letters."""

    face: Face
    others: tuple[Face, ...]
    pen: Pen
    em_mm: float
    slant: float
    unrest: float
    slope: float
    gap: float

    @property
    def x_mm(self) -> float:
        """Height of the small letters."""
        return self.em_mm * self.face.x_height

    @property
    def capital_mm(self) -> float:
        return self.em_mm * self.face.cap_height

    def smaller(self, factor: float) -> Hand:
        return replace(self, em_mm=max(SMALLEST_EM_MM, self.em_mm * factor))

    @property
    def tone(self) -> int:
        return self.pen.tone

    def length(self, text: str) -> float:
        """About how long this text gets, before anything is drawn."""
        words = text.split(" ")
        length = sum(
            _face_at(face, self).getlength(part)
            for word in words
            for face, part in spread(word, self.face, self.others)
        )
        return float(length) / INK_PX_PER_MM + (len(words) - 1) * self.em_mm * self.gap

    def line(self, text: str, rng: Rng) -> Written:
        """One line of writing in this hand."""
        plain, base, margin = _drawn(text, self, rng)
        bent = _bent(plain, base, self, rng)
        columns = np.flatnonzero(bent.max(axis=0) > 127)
        start, stop = (int(columns[0]), int(columns[-1])) if len(columns) else (margin, margin)
        ink = trace(bent, _fitting_pen(self), self.face.stroke * self.em_mm, rng)
        return Written(
            ink, base / INK_PX_PER_MM, start / INK_PX_PER_MM, (stop - start) / INK_PX_PER_MM
        )

    def with_pen(self, pen: Pen) -> Hand:
        return replace(self, pen=pen)


def _px(mm: float) -> int:
    return max(1, round(mm * INK_PX_PER_MM))


def _runs(text: str, hand: Hand, rng: Rng) -> tuple[list[tuple[Face, str, float]], float]:
    """Each run with its place along the line, in pixels, and the length of all."""
    size = _px(hand.em_mm)
    runs: list[tuple[Face, str, float]] = []
    x = 0.0
    for word in text.split(" "):
        for face, run in spread(word, hand.face, hand.others):
            for part in filter(None, re.split(f"([{DOTS}])", run)):
                runs.append((face, part, x))
                x += _face_at(face, hand).getlength(part)
        x += size * max(0.2, hand.gap * (1 + 0.25 * float(rng.standard_normal())))
    return runs, x


def _face_at(face: Face, hand: Hand) -> ImageFont.FreeTypeFont:
    """A face at the size of this hand, also a face that only helps out with a word."""
    return face.at(round(_px(hand.em_mm) * _tallness(hand.face) / _tallness(face)))


def _tallness(face: Face) -> float:
    """How tall a face looks: between its capitals and its small letters."""
    return (face.cap_height + CAPITAL_TO_SMALL * face.x_height) / 2


def _drawn(text: str, hand: Hand, rng: Rng) -> tuple[Grey, int, int]:
    """The plain letters on a canvas with room around them, the base line and the margin."""
    size = _px(hand.em_mm)
    runs, length = _runs(text, hand, rng)
    margin = round(size * 0.8)
    height, base = round(size * 2.6), round(size * 1.6)
    picture = Image.new("L", (round(length) + 2 * margin, height), 0)
    draw = ImageDraw.Draw(picture)
    for face, part, x in runs:
        dots = _px(DOT_MM) if part in DOTS else 0
        font = _face_at(face, hand)
        draw.text((margin + x, base), part, 255, font, anchor="ls", stroke_width=dots)
    return np.asarray(picture), base, margin


def _bent(plain: Grey, base: int, hand: Hand, rng: Rng) -> Grey:
    """Bend a line of letters: base line, height and slant change from letter to letter."""
    height, width = plain.shape
    x_px = hand.x_mm * INK_PX_PER_MM
    letter = 1.3 * x_px
    along = np.arange(width, dtype=np.float32)
    lift = hand.unrest * x_px * smooth(rng, width, letter) + hand.slope * (along - width / 2)
    tall = np.clip(1 + 0.8 * hand.unrest * smooth(rng, width, 1.2 * letter), 0.8, 1.25)
    lean = hand.slant + 0.6 * hand.unrest * smooth(rng, width, 1.5 * letter)
    rows = np.arange(height, dtype=np.float32)[:, None]
    above = (rows - base - lift) / tall
    shake = 0.25 * hand.unrest * x_px
    source_y = base + above + shake * cloud(rng, plain.shape, 0.8 * x_px)
    source_x = along + lean * above + shake * cloud(rng, plain.shape, 0.8 * x_px)
    return np.asarray(
        cv2.remap(
            plain, source_x.astype(np.float32), source_y.astype(np.float32), cv2.INTER_LINEAR
        ),
        np.uint8,
    )


def _fitting_pen(hand: Hand) -> Pen:
    """The pen, no wider than letters of this size and face can bear."""
    natural = hand.face.stroke * hand.em_mm
    widest = min(WIDEST_STROKE * hand.x_mm, STROKE_GROWTH * natural)
    return replace(hand.pen, width_mm=min(hand.pen.width_mm, widest))


def take(rng: Rng, faces: Sequence[Face], pen: Pen, style: WritingStyle) -> Hand:
    """Some person's hand; for letters that no given face has, the hands of the repository help."""
    face = faces[int(rng.integers(len(faces)))]
    others = [faces[int(i)] for i in rng.permutation(len(faces)) if faces[int(i)] is not face]
    others += [own for own in handwriting() if own not in faces]
    return Hand(
        face=face,
        others=tuple(others),
        pen=pen,
        em_mm=max(SMALLEST_EM_MM, between(rng, style.capital_mm) / _tallness(face)),
        slant=between(rng, style.slant),
        unrest=between(rng, style.unrest),
        slope=between(rng, style.slope),
        gap=float(rng.uniform(0.3, 0.5)),
    )
