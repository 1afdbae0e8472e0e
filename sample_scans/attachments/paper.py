"""Paper and print: fonts, emblems, seals, stamps and signatures of offices that do not exist."""

from __future__ import annotations

import io
import math
import random
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
FAMILIES = {
    "sans": ("arimo", "carlito"), "serif": ("tinos",), "mono": ("cousine",),
    "letter": ("arimo", "tinos", "carlito"), "office": ("arimo", "carlito", "tinos"),
}  # fmt: skip
BLACK = Color(0.05, 0.05, 0.05)
GREY = Color(0.45, 0.45, 0.45)
STAMP_INK = Color(0.16, 0.18, 0.45)
PEN = Color(0.08, 0.10, 0.38)
BOLD_STROKE = 0.035  # of the size: thickens the outline, as there is no bold cut at hand


@dataclass(frozen=True, slots=True)
class Look:
    """What makes two papers of one kind look different: face, size, margins, emblem."""

    font: str
    size: float
    left: float
    right: float
    top: float
    emblem: int
    framed: bool

    @staticmethod
    def of(name: str, chance: random.Random) -> Look:
        side = chance.uniform(19, 26) * mm
        return Look(
            font=chance.choice(FAMILIES[name]), size=chance.choice([9.5, 10, 10.5, 11]), left=side,
            right=WIDTH - side, top=HEIGHT - chance.uniform(14, 22) * mm,
            emblem=chance.randrange(4), framed=chance.random() < 0.3,
        )  # fmt: skip


@cache
def _font(name: str) -> str:
    with as_file(files("sample_scans").joinpath("fonts", "print", f"{name}.ttf")) as path:
        pdfmetrics.registerFont(TTFont(f"evidence-{name}", path))
    return f"evidence-{name}"


class Paper:
    """A canvas with a place to write on: ``y`` runs down the page."""

    def __init__(self, look: Look, chance: random.Random, reference: str = "") -> None:
        self.look, self.chance, self.reference = look, chance, reference
        self._bytes = io.BytesIO()
        self.canvas = Canvas(self._bytes, pagesize=A4, invariant=1, pageCompression=1)
        self.page = 1
        self._start()

    def _start(self) -> None:
        self.y = self.look.top
        self.font = _font(self.look.font)
        self.canvas.setFillColor(BLACK)
        self.canvas.setStrokeColor(BLACK)
        self.canvas.setLineWidth(0.6)

    def next_page(self) -> None:
        self.canvas.showPage()
        self.page += 1
        self._start()

    def pdf(self) -> bytes:
        self.canvas.save()
        return self._bytes.getvalue()

    def width_of(self, text: str, size: float) -> float:
        return float(pdfmetrics.stringWidth(text, self.font, size))

    def write(
        self, x: float, y: float, text: str, size: float, bold: bool = False, font: str = ""
    ) -> None:
        """One run of text with its left end at ``x``."""
        line = self.canvas.beginText(x, y)
        line.setFont(_font(font) if font else self.font, size)
        if bold:
            self.canvas.setLineWidth(BOLD_STROKE * size)
            line.setTextRenderMode(2)
        line.textOut(text)
        line.setTextRenderMode(0)
        self.canvas.drawText(line)
        self.canvas.setLineWidth(0.6)

    def centred(self, y: float, text: str, size: float, bold: bool = False) -> None:
        self.write((WIDTH - self.width_of(text, size)) / 2, y, text, size, bold)

    def lines_of(self, text: str, width: float, size: float) -> list[str]:
        """A text broken into lines of at most this width."""
        lines: list[str] = []
        for part in text.split("\n"):
            line = ""
            for word in part.split(" "):
                longer = f"{line} {word}".strip()
                if line and self.width_of(longer, size) > width:
                    lines.append(line)
                    longer = word
                line = longer
            lines.append(line)
        return lines

    def paragraph(self, text: str, x: float, width: float, size: float, bold: bool = False) -> None:
        """A text from ``y`` downwards; ``y`` is below it afterwards."""
        for line in self.lines_of(text, width, size):
            self.y -= size * 1.3
            self.write(x, self.y, line, size, bold)

    def emblem(self, x: float, y: float, size: float) -> None:
        """A shield that no town has: a tree, waves, a bridge or a star."""
        c = self.canvas
        c.saveState()
        c.translate(x, y)
        c.scale(size / 10, size / 10)
        c.setLineWidth(0.35)
        shield = c.beginPath()
        shield.moveTo(0, 10)
        shield.lineTo(8, 10)
        shield.lineTo(8, 4)
        shield.curveTo(8, 1.5, 5.5, 0.5, 4, 0)
        shield.curveTo(2.5, 0.5, 0, 1.5, 0, 4)
        shield.close()
        c.drawPath(shield)
        _CHARGES[self.look.emblem](self)
        c.restoreState()

    def seal(self, x: float, y: float, text: str, radius: float = 15 * mm) -> None:
        """A round seal with its text around an emblem."""
        c = self.canvas
        c.saveState()
        c.setStrokeColor(STAMP_INK)
        c.setFillColor(STAMP_INK)
        c.circle(x, y, radius)
        c.circle(x, y, radius * 0.68)
        self.emblem(x - radius * 0.32, y - radius * 0.4, radius * 0.8)
        step = min(18.0, 330 / max(1, len(text)))
        angle = 90 + step * (len(text) - 1) / 2
        for letter in text:
            c.saveState()
            c.translate(
                x + radius * 0.78 * math.cos(math.radians(angle)),
                y + radius * 0.78 * math.sin(math.radians(angle)),
            )
            c.rotate(angle - 90)
            self.write(-1.5, 0, letter, radius * 0.16)
            c.restoreState()
            angle -= step
        c.restoreState()

    def stamp(self, x: float, y: float, lines: list[str], size: float = 9) -> None:
        """A rubber stamp in a frame, put down a little askew."""
        c = self.canvas
        c.saveState()
        c.setStrokeColor(STAMP_INK)
        c.setFillColor(STAMP_INK)
        c.translate(x, y)
        c.rotate(self.chance.uniform(-4, 4))
        width = max(self.width_of(line, size) for line in lines) + 4 * mm
        c.rect(0, 0, width, len(lines) * size * 1.3 + 3 * mm)
        for number, line in enumerate(reversed(lines)):
            self.write(2 * mm, 2.2 * mm + number * size * 1.3, line, size)
        c.restoreState()

    def signature(self, x: float, y: float, width: float = 34 * mm) -> None:
        """A name that nobody can read, written with a pen."""
        c = self.canvas
        c.saveState()
        c.setStrokeColor(PEN)
        c.setLineWidth(self.chance.uniform(0.8, 1.3))
        path = c.beginPath()
        path.moveTo(x, y)
        at = x
        while at < x + width:
            step = self.chance.uniform(2, 5) * mm
            high = self.chance.uniform(2, 8) * mm
            path.curveTo(at, y + high, at + step, y + high, at + step * 0.7, y)
            path.curveTo(at + step * 0.5, y - 2, at + step, y - 3, at + step * 1.2, y + 2)
            at += step * 1.2
        c.drawPath(path)
        c.restoreState()


def _tree(paper: Paper) -> None:
    paper.canvas.circle(4, 6, 2)
    paper.canvas.line(4, 4, 4, 1.5)


def _waves(paper: Paper) -> None:
    for height in (3, 5, 7):
        paper.canvas.bezier(0.4, height, 2.5, height + 2, 5.5, height - 2, 7.6, height)


def _bridge(paper: Paper) -> None:
    paper.canvas.arc(1, 1, 7, 6, 0, 180)
    paper.canvas.line(0, 6.5, 8, 6.5)


def _star(paper: Paper) -> None:
    for turn in range(0, 180, 36):
        x, y = 2.4 * math.cos(math.radians(turn)), 2.4 * math.sin(math.radians(turn))
        paper.canvas.line(4 - x, 5.5 - y, 4 + x, 5.5 + y)


_CHARGES = (_tree, _waves, _bridge, _star)
