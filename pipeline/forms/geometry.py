"""What the blank PDF itself says about places: form fields, printed frames, lines and words.

Nothing here knows the catalogue or how the blank was drawn. Lengths are millimetres, origin top
left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pdfplumber
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from pipeline.errors import FormError
from pipeline.model import Box

MM = 25.4 / 72  # per point
BOX_SIDES = (2.5, 5.0)  # printed boxes to tick are about 3.5 mm wide
SAME_PLACE = 0.5  # a frame and its form field may differ by half a millimetre
HAIR = 0.05  # two edges this near are one


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle by its edges, which makes free room easier to find than a ``Box``."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def grown(self, by: float) -> Area:
        return Area(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: Area) -> bool:
        """Whether the two have more in common than a hair.

        >>> Area(0, 0, 10, 10).meets(Area(10, 0, 20, 10))
        False
        """
        return (
            self.left < other.right - HAIR
            and other.left < self.right - HAIR
            and self.top < other.bottom - HAIR
            and other.top < self.bottom - HAIR
        )

    def box(self) -> Box:
        """The same as the form definition writes it, in hundredths of a millimetre."""
        return Box(
            x=round(self.left, 2), y=round(self.top, 2),
            width=round(self.width, 2), height=round(self.height, 2),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Print:
    """What is printed on one page, and where its form fields lie."""

    fields: dict[str, Area]
    frames: tuple[Area, ...]
    """Inside edges of the boxes to tick."""
    upright: tuple[Area, ...]
    level: tuple[Area, ...]
    words: tuple[Area, ...]

    def frame_of(self, name: str) -> Area:
        """The inside edge of the printed frame that belongs to a check box."""
        field = self.fields[name]
        for frame in self.frames:
            if _distance(frame, field) < SAME_PLACE:
                return frame
        raise FormError(f"{name}: kein gedrucktes Kästchen am Formularfeld")

    def writing_area(self, name: str) -> Area:
        """Where to write: the form field, after making sure that nothing is printed there."""
        area = self.fields[name]
        for printed in (*self.words, *self.upright, *self.level, *self.frames):
            if area.meets(printed):
                raise FormError(f"{name}: Druck im Schreibfeld")
        return area


def read_print(blank: bytes) -> list[Print]:
    """All pages of a blank form."""
    fields = _fields(blank)
    with pdfplumber.open(BytesIO(blank)) as pdf:
        return [_page(page, fields[number]) for number, page in enumerate(pdf.pages)]


def _page(page: Any, fields: dict[str, Area]) -> Print:
    small, large = _divided(page.rects)
    strokes = [_stroke(line) for line in page.lines] + [e for r in large for e in _edges(r)]
    return Print(
        fields=fields,
        frames=tuple(small),
        upright=tuple(s for s in strokes if s.height >= s.width),
        level=tuple(s for s in strokes if s.width > s.height),
        words=tuple(_area(word) for word in page.extract_words()),
    )


def _divided(rects: Iterable[dict[str, Any]]) -> tuple[list[Area], list[Area]]:
    """Boxes to tick (their inside edge) and all other rectangles."""
    small, large = [], []
    low, high = BOX_SIDES
    for rect in rects:
        area = _area(rect)
        if low <= area.width <= high and low <= area.height <= high:
            small.append(area.grown(-rect["linewidth"] * MM / 2))
        else:
            large.append(area)
    return small, large


def _edges(area: Area) -> Iterator[Area]:
    yield Area(area.left, area.top, area.right, area.top)
    yield Area(area.left, area.bottom, area.right, area.bottom)
    yield Area(area.left, area.top, area.left, area.bottom)
    yield Area(area.right, area.top, area.right, area.bottom)


def _stroke(line: dict[str, Any]) -> Area:
    return _area(line).grown(line["linewidth"] * MM / 2)


def _area(thing: dict[str, Any]) -> Area:
    return Area(*(float(thing[edge]) * MM for edge in ("x0", "top", "x1", "bottom")))


def _distance(one: Area, other: Area) -> float:
    edges = ("left", "top", "right", "bottom")
    return max(float(abs(getattr(one, edge) - getattr(other, edge))) for edge in edges)


def _fields(blank: bytes) -> list[dict[str, Area]]:
    """The rectangles of all form fields of each page by their fully qualified names."""
    pages: list[dict[str, Area]] = []
    for page in PdfReader(BytesIO(blank)).pages:
        height = float(page.mediabox.height)
        found: dict[str, Area] = {}
        for reference in page.get("/Annots", ()):
            widget = reference.get_object()
            name = _qualified_name(widget)
            if name in found:
                raise FormError(f"{name}: zweimal auf einer Seite")
            x0, y0, x1, y1 = (float(value) for value in widget["/Rect"])
            found[name] = Area(x0 * MM, (height - y1) * MM, x1 * MM, (height - y0) * MM)
        pages.append(found)
    return pages


def _qualified_name(widget: DictionaryObject) -> str:
    parts: list[str] = []
    node: Any = widget
    while node is not None:
        parts.insert(0, str(node["/T"]))
        node = node["/Parent"].get_object() if "/Parent" in node else None
    return ".".join(parts)


def free_areas(inside: Area, printed: Sequence[Area]) -> Iterator[Area]:
    """Rectangles inside an area that hold no print and cannot be widened or heightened.

    >>> list(free_areas(Area(0, 0, 10, 4), [Area(2, 0, 4, 4)]))
    [Area(left=0, top=0, right=2, bottom=4), Area(left=4, top=0, right=10, bottom=4)]
    """
    near = [p for p in printed if p.meets(inside)]
    tops = sorted({inside.top, *(p.bottom for p in near if p.bottom < inside.bottom)})
    bottoms = sorted({inside.bottom, *(p.top for p in near if p.top > inside.top)})
    for top in tops:
        for bottom in bottoms:
            if bottom - top <= HAIR:
                continue
            band = Area(inside.left, top, inside.right, bottom)
            yield from _gaps(band, [p for p in near if p.meets(band)])


def _gaps(band: Area, printed: Sequence[Area]) -> Iterator[Area]:
    left = band.left
    for thing in sorted(printed, key=lambda p: p.left):
        if thing.left - left > HAIR:
            yield Area(left, band.top, thing.left, band.bottom)
        left = max(left, thing.right)
    if band.right - left > HAIR:
        yield Area(left, band.top, band.right, band.bottom)
