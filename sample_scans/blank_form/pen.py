"""A pen in millimetres from the top left, which remembers where boxes and writing areas lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Literal

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
THIN = 0.5  # points: frames and lines to write on, as the authority's forms have them
BOX_FRAME = 0.7  # points: a little stronger, so that a box survives copying
GREY = 0.85  # section bars: light enough to keep their text readable in a black and white scan
REGULAR, BOLD = "LiberationSans-Regular", "LiberationSans-Bold"


@dataclass(frozen=True, slots=True)
class Placed:
    """A place to fill in, in millimetres on its page, counted from 0."""

    id: str
    kind: Literal["text", "mark", "presence"]
    page: int
    x: float
    y: float
    width: float
    height: float


@cache
def _register_fonts() -> None:
    for name in (REGULAR, BOLD):
        path = files(__package__).joinpath("fonts", f"{name}.ttf")
        pdfmetrics.registerFont(TTFont(name, BytesIO(path.read_bytes())))


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of a text in millimetres; ``size`` is in points."""
    _register_fonts()
    points: float = pdfmetrics.stringWidth(text, BOLD if bold else REGULAR, size)
    return points / float(mm)


class Pen:
    """Draws one document."""

    def __init__(self, title: str) -> None:
        _register_fonts()
        self.buffer = BytesIO()
        self.canvas = Canvas(
            self.buffer, pagesize=(PAGE_WIDTH * mm, PAGE_HEIGHT * mm), invariant=1, lang="de"
        )
        self.canvas.setTitle(title)
        self.page = 0
        self.placed: list[Placed] = []

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A thin black line."""
        self.canvas.setLineWidth(THIN)
        self.canvas.line(x1 * mm, _up(y1), x2 * mm, _up(y2))

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        """A grey bar in a thin frame."""
        self.canvas.setLineWidth(THIN)
        self.canvas.setFillGray(GREY)
        self.canvas.rect(x * mm, _up(y + height), width * mm, height * mm, stroke=1, fill=1)
        self.canvas.setFillGray(0)

    def text(self, x: float, y: float, text: str, size: float, bold: bool = False) -> None:
        """A text whose baseline is at ``y``."""
        self.canvas.setFont(BOLD if bold else REGULAR, size)
        self.canvas.drawString(x * mm, _up(y), text)

    def tick_box(self, box_id: str, x: float, y: float, side: float) -> None:
        """A box to tick."""
        self.canvas.setLineWidth(BOX_FRAME)
        self.canvas.rect(x * mm, _up(y + side), side * mm, side * mm, stroke=1, fill=0)
        self.place(box_id, "mark", x, y, side, side)

    def place(
        self,
        item_id: str,
        kind: Literal["text", "mark", "presence"],
        x: float,
        y: float,
        width: float,
        height: float,
    ) -> None:
        """Remember a place to fill in; nothing is drawn."""
        self.placed.append(Placed(item_id, kind, self.page, x, y, width, height))

    def next_page(self) -> None:
        """Finish the page."""
        self.canvas.showPage()
        self.page += 1

    def pdf(self) -> bytes:
        """The finished document, still without form fields."""
        self.canvas.save()
        return self.buffer.getvalue()


def _up(y: float) -> float:
    return (PAGE_HEIGHT - y) * float(mm)
