"""The receipt stamp of an office: a frame, the office's name, and the day in the middle."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.model import Box
from sample_scans.fill.paper import INK_PX_PER_MM, Mask, Paper, Rng, between, cloud, ink_of, pick
from sample_scans.fonts import Face, spread, typefaces
from sample_scans.style import StampStyle

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip
SHORT_MONTHS = (
    "JAN.", "FEB.", "MRZ.", "APR.", "MAI", "JUNI", "JULI", "AUG.", "SEP.", "OKT.", "NOV.", "DEZ.",
)  # fmt: skip

OFFICES = (
    "Landratsamt Wallnau", "Landratsamt Oberauingen", "Landratsamt Altmoos", "Landratsamt Sonnrain",
    "Kreisjugendamt Hohenlinde", "Stadtjugendamt Brunnfels", "Landratsamt Lindach-Land",
)  # fmt: skip
"""Invented authorities with a youth welfare office."""

INKS = {"blue": (70, 120), "violet": (75, 125), "red": (105, 150), "black": (20, 70)}
"""Grey in which a scanner sees the ink of a stamp."""

ROOM_MM = 6
"""Room around a stamp in which it can be turned."""

FAINTEST = 0.45
"""So much of the ink is left where the stamp was pressed least; a clerk would stamp again."""

SMALLEST = 0.7
"""So far a stamp may be reduced for a narrow area; then it reaches over its edge."""

FACES = ("arimo", "carlito", "cousine", "tinos")


def day_text(day: date, way: str) -> str:
    """The day as a dater prints it.

    >>> day_text(date(2026, 3, 4), "month")
    '04. März 2026'
    """
    if way == "month":
        return f"{day.day:02}. {MONTHS[day.month - 1]} {day.year}"
    if way == "short":
        return f"{day.day:02}. {SHORT_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day:02}.{day.month:02}.{day.year}"


def _lines(office: str, day: str, rng: Rng) -> list[tuple[str, float]]:
    """The lines of some layout, each with its height of letters in millimetres."""
    layouts = (
        [("EINGEGANGEN", 3.6), (day, 4.2), (office, 2.8)],
        [(office, 3.2), (f"Eing. {day}", 4.0), ("Anlagen: ........", 2.4)],
        [(office, 3.0), ("Eingang", 2.8), (day, 4.4)],
        [("Eingegangen am", 2.8), (day, 4.4)],
        [(office, 2.8), ("- Poststelle -", 2.4), (f"EINGANG: {day}", 3.6)],
    )
    return layouts[int(rng.integers(len(layouts)))]


@dataclass(frozen=True, slots=True)
class _Rubber:
    """One stamp: its lines with the height of their letters, its face, whether it is framed."""

    lines: list[tuple[str, float]]
    faces: list[Face]
    frame: bool
    bold: int

    def smaller(self, factor: float) -> _Rubber:
        return replace(self, lines=[(text, factor * mm) for text, mm in self.lines])


def _rubber(office: str, day: date, rng: Rng) -> _Rubber:
    way = ("month", "short", "digits")[int(rng.integers(3))]
    names = [FACES[int(i)] for i in rng.permutation(len(FACES))]
    faces = typefaces()
    return _Rubber(
        _lines(office, day_text(day, way), rng), [faces[name] for name in names],
        bool(rng.random() < 0.7), int(rng.integers(0, 3)),
    )  # fmt: skip


def _size(mm: float) -> int:
    """Pixels per em for letters of this height."""
    return round(mm * 1.4 * INK_PX_PER_MM)


def _runs(rubber: _Rubber, text: str, mm: float) -> list[tuple[ImageFont.FreeTypeFont, str]]:
    wanted, *others = rubber.faces
    return [(face.at(_size(mm)), part) for face, part in spread(text, wanted, others)]


def _length(rubber: _Rubber, text: str, mm: float) -> float:
    return float(sum(font.getlength(part) for font, part in _runs(rubber, text, mm)))


def _plate(rubber: _Rubber) -> Mask:
    """The stamp, even and upright, with room to be turned in."""
    pad, room = round(2 * INK_PX_PER_MM), round(ROOM_MM * INK_PX_PER_MM)
    width = round(max(_length(rubber, *line) for line in rubber.lines)) + 2 * pad
    height = round(sum(1.15 * _size(mm) for _, mm in rubber.lines)) + 2 * pad
    picture = Image.new("L", (width + 2 * room, height + 2 * room), 0)
    draw = ImageDraw.Draw(picture)
    top = float(room + pad)
    for text, mm in rubber.lines:
        x = room + (width - _length(rubber, text, mm)) / 2
        top += 1.15 * _size(mm)
        for font, part in _runs(rubber, text, mm):
            draw.text((x, top), part, 255, font, anchor="ld", stroke_width=rubber.bold)
            x += font.getlength(part)
    if rubber.frame:
        corner = (room, room, room + width, room + height)
        draw.rectangle(corner, outline=255, width=round(0.5 * INK_PX_PER_MM))
    return ink_of(np.asarray(picture))


def _pressed(plate: Mask, unevenness: float, rng: Rng) -> Mask:
    """Ink as rubber leaves it: uneven over the plate, grainy, lost in places."""
    shape = (plate.shape[0], plate.shape[1])
    swing = cloud(rng, shape, 9 * INK_PX_PER_MM)
    uneven = np.clip(0.88 + 0.34 * unevenness * swing, FAINTEST, 1)
    grain = np.clip(1.1 + 0.5 * unevenness * cloud(rng, shape, 0.15 * INK_PX_PER_MM), 0.25, 1)
    return np.asarray(cv2.GaussianBlur(plate, (0, 0), 1.3) * uneven * grain, np.float32)


def _turned(plate: Mask, degrees: float) -> Mask:
    height, width = plate.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(plate, turn, (width, height)), np.float32)


def stamp(paper: Paper, box: Box, day: date, office: str, style: StampStyle, rng: Rng) -> None:
    """Stamp the day of receipt into the area kept for it, as straight as a clerk in a hurry."""
    rubber = _rubber(office, day, rng)
    wide = max(_length(rubber, *line) for line in rubber.lines) / INK_PX_PER_MM + 4
    rubber = rubber.smaller(min(1.0, max(SMALLEST, box.width / wide)))
    pressed = _pressed(_plate(rubber), style.uneven, rng)
    ink = _turned(pressed, between(rng, (-style.turn, style.turn)))
    left = box.x + (box.width - ink.shape[1] / INK_PX_PER_MM) / 2 + float(rng.normal(0, 2))
    top = box.y + (box.height - ink.shape[0] / INK_PX_PER_MM) / 2 + float(rng.normal(0, 1.5))
    low, high = INKS[pick(rng, style.inks)]
    paper.lay(ink, left, top, int(rng.integers(low, high)))
