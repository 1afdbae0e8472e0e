"""Form fields of a PDF that was filled in on screen: names, values and the pages they stand on.

Every program writes them a little differently: ticks as ``/V`` of the field or ``/AS`` of its
place on the page, texts as UTF-16, PDFDocEncoding or streams, with line ends of all kinds. Here
they come out as plain strings under their fully qualified names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject

DEEPEST_NAME = 16
"""A field's name has three or four parts; a tree that is deeper leads round in a circle."""

NOT_DRAWN = frozenset({"/Widget", "/Link", "/Popup", "/PrinterMark", "/TrapNet"})
"""Annotations by which nobody writes; by all others people write who cannot fill in a form."""


@dataclass(frozen=True, slots=True)
class FormValue:
    """What one place of the form holds: a text, or whether its box is ticked.

    ``disagreeing``: the box shows something else than the field says. ``box`` is left, bottom,
    right, top in points.
    """

    text: str
    ticked: bool
    disagreeing: bool
    box: tuple[float, float, float, float]

    @property
    def visible(self) -> bool:
        """Whether it takes up room: programs keep values of their own in fields without any."""
        left, bottom, right, top = self.box
        return right > left and top > bottom

    @property
    def content(self) -> tuple[str, bool, bool]:
        return self.text, self.ticked, self.disagreeing

    @property
    def filled(self) -> bool:
        return any(self.content)


@dataclass(frozen=True, slots=True)
class Overlay:
    """Something written or drawn above the page: its text, if any, and where."""

    text: str
    box: tuple[float, float, float, float]


def form_values(page: PageObject) -> list[tuple[str, FormValue]]:
    """The form fields of a page with their fully qualified names, some of which may be empty."""
    return [(_qualified_name(w), _value(w)) for kind, w in _annotations(page) if kind == "/Widget"]


def overlays(page: PageObject) -> list[Overlay]:
    """Texts and drawings that lie above the page without being form fields.

    Only of a typed note the text is what one sees; of others it is a remark behind an icon.
    """
    return [
        Overlay(_string(a.get("/Contents")) if kind == "/FreeText" else "", _box(a))
        for kind, a in _annotations(page)
        if kind not in NOT_DRAWN
    ]


def _annotations(page: PageObject) -> Iterator[tuple[str, DictionaryObject]]:
    listed = _plain(page.get("/Annots"))
    for reference in listed if isinstance(listed, ArrayObject) else ():
        annotation = _plain(reference)
        if isinstance(annotation, DictionaryObject):
            yield str(annotation.get("/Subtype")), annotation


def _value(widget: DictionaryObject) -> FormValue:
    value = _inherited(widget, "/V")
    if str(_inherited(widget, "/FT")) != "/Btn":
        return FormValue(_string(value), False, False, _box(widget))
    shown = _plain(widget.get("/AS"))
    said = None if value is None else _on(value)
    seen = said if shown is None else _on(shown)
    ticked = bool(seen if said is None else said)
    return FormValue("", ticked, None not in (said, seen) and said != seen, _box(widget))


def _on(state: PdfObject) -> bool:
    return str(state) not in ("/Off", "Off", "")


def _qualified_name(widget: DictionaryObject) -> str:
    parts = [_string(node["/T"]) for node in _upwards(widget) if "/T" in node]
    return ".".join(reversed(parts))


def _inherited(widget: DictionaryObject, key: str) -> PdfObject | None:
    return next((_plain(node[key]) for node in _upwards(widget) if key in node), None)


def _upwards(node: DictionaryObject) -> Iterator[DictionaryObject]:
    for _ in range(DEEPEST_NAME):
        yield node
        parent = _plain(node.get("/Parent"))
        if not isinstance(parent, DictionaryObject):
            return
        node = parent


def _string(value: PdfObject | None) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, StreamObject):
        data = plain.get_data()
        encoding = "utf-16" if data[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8"
        return data.decode(encoding, "replace")
    if isinstance(plain, bytes):
        return plain.decode("latin-1")
    return str(plain)


def _plain(value: object) -> PdfObject | None:
    """What a reference points to."""
    return value.get_object() if isinstance(value, PdfObject) else None


def _box(annotation: DictionaryObject) -> tuple[float, float, float, float]:
    corners = _plain(annotation.get("/Rect"))
    if not isinstance(corners, ArrayObject) or len(corners) != 4:
        return (0.0, 0.0, 0.0, 0.0)
    x0, y0, x1, y1 = (float(str(_plain(c))) for c in corners)
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
