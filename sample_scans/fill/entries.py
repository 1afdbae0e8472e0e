"""Putting text into a field: on the line, above it, too long for it, or corrected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.model import Box
from sample_scans.fill.hand import Writer
from sample_scans.fill.marks import curve, draw_stroke
from sample_scans.fill.paper import INK_PX_PER_MM, Paper, Rng, canvas, ink_of
from sample_scans.fill.pens import Pen, texture

LINE_PITCH = 1.75
"""From line to line, in heights of capitals."""

SQUEEZE = 0.68
"""So far people write smaller before they take a second line."""

TIGHTEST = 0.52
"""So far they write smaller at all; then they write over the frame."""

TALLEST = 1.0
"""Capitals over the height of the field: higher ones would lie in the line above."""

INDENT_MM = (0.6, 3.0)
"""Where in a field people begin to write."""

AREA_MM = 20
"""From this height on a field is an area and filled from the top; else its foot is a line."""

FOOT = 0.16
"""Height of the base line over the bottom of the field, as a share of its height."""


@dataclass(frozen=True, slots=True)
class Manner:
    """What is odd about one entry. ``wrong`` is struck out and followed by the text."""

    lift_mm: float = 0.0
    over_frame: bool = False
    wrong: str = ""
    underlined: str = ""


PLAIN = Manner()


def wrapped(text: str, writer: Writer, room_mm: float) -> list[str]:
    """The text in lines no longer than the room, as far as its words allow."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and writer.length(longer) <= room_mm:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _longest(lines: list[str], writer: Writer) -> float:
    return max(writer.length(line) for line in lines)


def _fits(box: Box, text: str, writer: Writer, room: float) -> list[str] | None:
    lines = wrapped(text, writer, room)
    tall = (len(lines) - 0.35) * LINE_PITCH * writer.capital_mm
    return (
        lines
        if _longest(lines, writer) <= room and (len(lines) == 1 or tall <= box.height)
        else None
    )


def fitted(box: Box, text: str, writer: Writer, room: float) -> tuple[list[str], Writer]:
    """The lines and the size in which somebody would get this text into this field."""
    writer = writer.smaller(min(1.0, TALLEST * box.height / writer.capital_mm))
    single = room / max(0.1, writer.length(text))
    if single >= SQUEEZE:
        return [text], writer.smaller(min(1.0, single))
    for factor in np.linspace(1.0, TIGHTEST, 7):
        smaller = writer.smaller(float(factor))
        if lines := _fits(box, text, smaller, room):
            return lines, smaller
    return [text], writer.smaller(max(single, TIGHTEST))


def place(
    paper: Paper, box: Box, text: str, writer: Writer, rng: Rng, manner: Manner = PLAIN
) -> None:
    """Write a text into a field."""
    indent = min(float(rng.uniform(*INDENT_MM)), 0.1 * box.width)
    room = box.width - indent
    if manner.over_frame:
        room *= 1.12
    whole = f"{manner.wrong} {text}" if manner.wrong else text
    lines, writer = fitted(box, whole, writer, room)
    pitch = LINE_PITCH * writer.capital_mm
    base = _first_base(box, len(lines), pitch) - manner.lift_mm
    for number, line in enumerate(lines):
        down = base + number * pitch + float(rng.normal(0, 0.25))
        _lay_line(paper, box.x + indent, down, line, writer, rng, manner)


def _first_base(box: Box, lines: int, pitch: float) -> float:
    bottom = box.y + box.height * (1 - FOOT)
    if box.height > AREA_MM:
        return box.y + 0.9 * pitch + 0.1 * box.height
    return bottom - (lines - 1) * pitch


def _lay_line(
    paper: Paper, x: float, base: float, text: str, writer: Writer, rng: Rng, manner: Manner
) -> None:
    written = writer.line(text, rng)
    paper.lay(written.ink, x - written.start, base - written.baseline, writer.tone)
    if manner.wrong and text.startswith(manner.wrong):
        strike(paper, x, base, writer.length(manner.wrong), writer, rng)
    if manner.underlined and (found := _place_of(manner.underlined, text, writer)):
        underline(paper, x + found[0], base, found[1], writer, rng)


def _place_of(word: str, text: str, writer: Writer) -> tuple[float, float] | None:
    words = text.split(" ")
    if word not in words:
        return None
    before = " ".join(words[: words.index(word)])
    left = writer.length(before + " ") if before else 0.0
    return left, writer.length(word)


def _rule(paper: Paper, points: list[tuple[float, float]], pen: Pen, tone: int, rng: Rng) -> None:
    """A drawn line through these points (millimetres on the paper)."""
    left, top = min(p[0] for p in points) - 2, min(p[1] for p in points) - 3
    size = (max(p[0] for p in points) - left + 2, max(p[1] for p in points) - top + 3)
    picture = canvas(*size)
    knots = [(x - left, y - top) for x, y in points]
    draw_stroke(picture, curve(knots, rng, 0.12) * INK_PX_PER_MM, pen, rng)
    paper.lay(texture(ink_of(picture), pen, rng), left, top, tone)


def _pen_of(writer: Writer) -> Pen:
    own: Pen | None = getattr(writer, "pen", None)
    return own or Pen("machine", 0.35, writer.tone, 0.0, 0.05, 0.05)


def strike(paper: Paper, x: float, base: float, width: float, writer: Writer, rng: Rng) -> None:
    """Strike a word out, with one line or several."""
    pen, middle = _pen_of(writer), base - 0.4 * writer.capital_mm
    for _ in range(int(rng.integers(1, 4))):
        up, down = rng.normal(0, 0.3, 2)
        ends = [
            (x - 0.6, middle + float(up)),
            (x + width / 2, middle),
            (x + width, middle + float(down)),
        ]
        _rule(paper, ends, pen, writer.tone, rng)


def underline(paper: Paper, x: float, base: float, width: float, writer: Writer, rng: Rng) -> None:
    """Underline a word, as the form asks for the first name in use."""
    pen = _pen_of(writer)
    below = base + float(rng.uniform(0.5, 0.9))
    tilt = float(rng.normal(0, 0.15))
    ends = [(x, below), (x + width / 2, below + tilt / 2), (x + width, below + tilt)]
    _rule(paper, ends, pen, writer.tone, rng)


LETTERS = "abdefghiklmnoprstu"


def slip(text: str, rng: Rng) -> str:
    """What somebody began to write by mistake: a digit or letter off, or only the beginning."""
    words = text.split(" ")
    wrong = words[0]
    spot = int(rng.integers(len(wrong)))
    pool = "0123456789" if wrong[spot].isdigit() else LETTERS
    letters = [c for c in pool if c != wrong[spot].lower()]
    other = letters[int(rng.integers(len(letters)))]
    wrong = wrong[:spot] + (other.upper() if wrong[spot].isupper() else other) + wrong[spot + 1 :]
    return wrong[: max(2, int(rng.integers(2, len(wrong) + 1)))] if len(wrong) > 2 else wrong
