"""Where a crop lies on its page: the field with a margin, its printed label, and a fit for the eye.

All in pixels of the upright page. A crop shows the scan itself, only enlarged by the browser.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.review.glance import Tile
from pipeline.review.records import Place, SheetField, SheetPage
from pipeline.review.unseen import BlindField

OnPage = SheetField | BlindField

MARGIN = 0.15
"""Share of the field's size on every side (a letter's loops leave the line)."""

FLAT_MM = 7.5
"""Height from which a label has its place inside the field, in the upper left corner."""

ABOVE_MM, BESIDE_MM = 3.0, 24.0
"""Room above and to the left of a mere line, where its label is printed."""

BOX_LABEL_MM = 32.0
"""Room beside a box for the words printed there."""

WIDEST_SHAPE, TALLEST_SHAPE = 4.2, 1.9
"""Width by height of a crop: at 508 pixels wide it is 120 to 270 pixels high."""

TILE_SHAPE = 2.4
REGION_SHAPE = 2.4
"""Width by height of a tile, and of what is shown around a field."""

LEAST_MM = 40.0
"""Width below which a crop is not enlarged further: three times the paper on a usual screen."""


class View(NamedTuple):
    """A part of a page, in pixels."""

    x: float
    y: float
    width: float
    height: float

    def __str__(self) -> str:
        return " ".join(f"{number:.0f}" for number in self)


def crop_of(field: OnPage, page: SheetPage) -> View | None:
    """What to show beside the value; ``None`` where nobody knows where the field lies."""
    if field.place is None:
        return None
    scale = max(field.place.width / field.box.width, 1.0)
    if boxes := _boxes(field):
        around = _around(boxes)
        grown = _grown(around, 6 * scale, 6 * scale, BOX_LABEL_MM * scale, 4 * scale)
    else:
        place = field.place
        across, along = min(MARGIN * place.width / 2, 5 * scale), MARGIN * place.height
        flat = place.height < FLAT_MM * scale
        left, up = (BESIDE_MM, ABOVE_MM) if flat else (0.0, 0.0)
        grown = _grown(
            _around([place]), max(left * scale, across), along + up * scale, across, along
        )  # fmt: skip
    return _on_page(_shaped(grown, LEAST_MM * scale), page)


def glance_of(field: OnPage, page: SheetPage) -> View | None:
    """A flat crop, for a field that a rule compares with another one."""
    if field.place is None:
        return None
    scale = max(field.place.width / field.box.width, 1.0)
    boxes = _boxes(field)
    room = BOX_LABEL_MM * scale if boxes else 2 * scale
    around = _around(boxes or [field.place])
    return _on_page(_grown(around, 2 * scale, 2 * scale, room, scale), page)


def tile_of(tile: Tile) -> View:
    """A box with the words beside it, all tiles of one form of the same shape."""
    scale = max(tile.place.width / tile.box.width, 1.0)
    grown = _grown(_around([tile.place]), 5 * scale, 5 * scale, 30 * scale, 5 * scale)
    shaped = View(grown.x, grown.y, grown.width, grown.width / TILE_SHAPE)
    return _inside(shaped, tile.width, tile.height)


def region_of(field: OnPage, page: SheetPage) -> View:
    """The width of the page around a field, to see where it belongs."""
    middle = field.place.y + field.place.height / 2 if field.place else 0.0
    height = page.width / REGION_SHAPE
    return _on_page(View(0, middle - height / 2, page.width, height), page)


def _boxes(field: OnPage) -> list[Place]:
    return [option.place for option in field.options if option.place]


def _around(places: Iterable[Place]) -> View:
    found = list(places)
    left, top = min(p.x for p in found), min(p.y for p in found)
    right = max(p.x + p.width for p in found)
    bottom = max(p.y + p.height for p in found)
    return View(left, top, right - left, bottom - top)


def _grown(view: View, left: float, up: float, right: float, down: float) -> View:
    return View(view.x - left, view.y - up, view.width + left + right, view.height + up + down)


def _shaped(view: View, least: float) -> View:
    """Wide enough, and neither so flat nor so tall that the card would change its place."""
    width = max(view.width, least, view.height * TALLEST_SHAPE)
    height = max(view.height, width / WIDEST_SHAPE)
    return View(view.x, view.y - (height - view.height) / 2, width, height)


def _on_page(view: View, page: SheetPage) -> View:
    return _inside(view, page.width, page.height)


def _inside(view: View, across: float, down: float) -> View:
    """Moved so that it does not show anything beside the paper, as far as there is paper."""
    width, height = min(view.width, across), min(view.height, down)
    return View(
        min(max(view.x, 0), across - width), min(max(view.y, 0), down - height), width, height
    )
