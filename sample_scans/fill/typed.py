"""Entries from a typewriter or a printer: even letters that rarely sit exactly on the line."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sample_scans.fill.hand import Written
from sample_scans.fill.paper import INK_PX_PER_MM, Mask, Rng, between, cloud, ink_of, pick
from sample_scans.fonts import Face, spread, typefaces
from sample_scans.style import WritingStyle

MM_PER_POINT = 25.4 / 72

TYPEWRITERS = ("courier-prime", "cutive-mono", "special-elite")
"""Their letters dance and their ribbons are worn; all other faces are printed."""


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine: its face and size, how much its letters dance, how worn its ribbon is."""

    face: Face
    others: tuple[Face, ...]
    points: float
    tone: int
    dance_mm: float
    wear: float
    offset: tuple[float, float]

    @property
    def em_mm(self) -> float:
        return self.points * MM_PER_POINT

    @property
    def capital_mm(self) -> float:
        return self.em_mm * self.face.cap_height

    def smaller(self, factor: float) -> Machine:
        return replace(self, points=max(6.0, self.points * factor))

    @property
    def size_px(self) -> int:
        return round(self.em_mm * INK_PX_PER_MM)

    def length(self, text: str) -> float:
        """How long this text gets."""
        return sum(font.getlength(part) for font, part in _runs(text, self)) / INK_PX_PER_MM

    def line(self, text: str, rng: Rng) -> Written:
        """One line from this machine."""
        ink, base, margin = _letters(self, text, rng)
        if self.wear:
            ribbon = cloud(rng, (ink.shape[0], ink.shape[1]), 0.12 * INK_PX_PER_MM)
            ink = ink * np.clip(1 - self.wear * np.maximum(ribbon, 0) * 0.6, 0.35, 1)
        start, width = margin / INK_PX_PER_MM, self.length(text)
        return Written(ink.astype(np.float32), base / INK_PX_PER_MM, start, width)


def take(rng: Rng, style: WritingStyle) -> Machine:
    """Some machine: a typewriter with a worn ribbon, or a printer."""
    faces = typefaces()
    name = pick(rng, style.machines)
    worn = name in TYPEWRITERS
    return Machine(
        face=faces[name],
        others=tuple(face for other, face in faces.items() if other != name),
        points=between(rng, style.points),
        tone=int(rng.integers(15, 85 if worn else 40)),
        dance_mm=float(rng.uniform(0.02, 0.1)) if worn else 0.0,
        wear=float(rng.uniform(0.1, 0.45)) if worn else 0.0,
        offset=(between(rng, style.offset_mm), between(rng, style.offset_mm)),
    )


def _runs(text: str, machine: Machine) -> list[tuple[ImageFont.FreeTypeFont, str]]:
    size = machine.size_px
    runs = []
    for number, word in enumerate(text.split(" ")):
        if number:
            runs.append((machine.face.at(size), " "))
        runs += [(face.at(size), part) for face, part in spread(word, machine.face, machine.others)]
    return runs


def _letters(machine: Machine, text: str, rng: Rng) -> tuple[Mask, int, int]:
    size = machine.size_px
    margin, base = size, round(size * 1.4)
    length = round(machine.length(text) * INK_PX_PER_MM)
    picture = Image.new("L", (length + 2 * margin, round(size * 2.2)), 0)
    draw = ImageDraw.Draw(picture)
    x = float(margin)
    for font, part in _runs(text, machine):
        for letter in part if machine.dance_mm else [part]:
            down = float(rng.normal(0, machine.dance_mm)) * INK_PX_PER_MM
            press = 255 - round(255 * machine.wear * float(rng.random()) * 0.7)
            draw.text((x, base + down), letter, press, font, anchor="ls")
            x += font.getlength(letter)
    return ink_of(np.asarray(picture)), base, margin
