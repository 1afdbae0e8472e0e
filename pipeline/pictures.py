"""Pages as pictures: every box and field framed, what was read beside it, coloured by certainty.

Green is accepted, amber goes to a person, grey is empty and accepted. The scan itself is only
scaled and turned upright, never altered.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from pipeline.forms import Form, Item
from pipeline.model import Box, MarkState, Page, Reading, ReadingKind
from pipeline.standing import KIND_SHOWN

Colour = tuple[int, int, int]
Points = NDArray[np.float64]

ACCEPTED: Colour = (22, 120, 60)
DOUBTED: Colour = (214, 110, 0)
EMPTY: Colour = (150, 160, 170)
WIDTH_PX = 1240  # A4 at 150 dpi: labels stay readable, a page stays below 1 MB
TEXT_PX = 15
MOST_IN_DOUBT = 99
LABEL_FONT = ("blank_form", "fonts", "LiberationSans-Regular.ttf")
MARK_SIGNS = {
    MarkState.TICKED: "X",
    MarkState.REMARKED: "X+",
    MarkState.STRUCK: "gestrichen",
    MarkState.UNSURE: "?",
}


def page_picture(
    image: NDArray[np.uint8], page: Page, form: Form | None, readings: Mapping[str, Reading]
) -> Image.Image:
    """One page with its readings drawn in. ``image`` is the page as delivered, grey."""
    if page.match is None or form is None:
        return _captioned(_fitted(image)[0], page)
    upright, to_upright = _upright(image, page.match.turned)
    picture, scale = _fitted(upright)
    to_pixels = scale @ to_upright @ np.array(page.match.homography).reshape(3, 3)
    drawing = ImageDraw.Draw(picture)
    for item in form.page(page.match.page_id).items:
        if (reading := readings.get(item.id)) is not None and reading.page == page.number:
            _draw_reading(drawing, item, reading, to_pixels)
    return picture


def missing_picture(page: Page) -> Image.Image:
    """An empty sheet in place of a page that cannot be opened; it says so."""
    return _captioned(Image.new("RGB", (WIDTH_PX, round(WIDTH_PX * 297 / 210)), "white"), page)


def _draw_reading(
    drawing: ImageDraw.ImageDraw, item: Item, reading: Reading, to_pixels: Points
) -> None:
    colour = _colour(reading)
    corners = _corners(item.box, to_pixels)
    is_note = item.kind is ReadingKind.TEXT and reading.value is None and not reading.doubt
    drawing.polygon(corners, outline=colour, width=1 if is_note or colour == EMPTY else 2)
    if text := _words(item, reading):
        _label(drawing, _beside(drawing, item, corners, text), text, colour)


def _beside(
    drawing: ImageDraw.ImageDraw, item: Item, corners: list[tuple[float, float]], text: str
) -> tuple[float, float]:
    """Right of a box; in a field at its upper right, because people write from the left."""
    x, y = corners[1]
    if item.kind is ReadingKind.MARK:
        return x + 2, y - TEXT_PX - 2
    return x - drawing.textlength(text, font=_font()) - 4, y + 1


def _colour(reading: Reading) -> Colour:
    if reading.doubt:
        return DOUBTED
    nothing = reading.value in (None, MarkState.EMPTY)
    return EMPTY if nothing else ACCEPTED


def _words(item: Item, reading: Reading) -> str:
    if item.kind is ReadingKind.MARK:
        return MARK_SIGNS.get(MarkState(reading.value or "empty"), "")
    if reading.value is None:
        return "?" if reading.doubt else ""
    return f"{reading.value}  {percent(reading)} %"


def percent(reading: Reading) -> int:
    """Confidence as it is shown, rounded down: 100 is certain, and nothing in doubt is."""
    whole = int(round(reading.confidence * 100, 6))  # 0.29 is a little less than 29 hundredths
    return min(whole, MOST_IN_DOUBT if reading.doubt else 100)


def _label(
    drawing: ImageDraw.ImageDraw, place: tuple[float, float], text: str, colour: Colour
) -> None:
    left, top, right, bottom = drawing.textbbox(place, text, font=_font())
    drawing.rectangle((left - 2, top - 1, right + 2, bottom + 1), fill=(255, 255, 255))
    drawing.text(place, text, fill=colour, font=_font())


def _corners(box: Box, to_pixels: Points) -> list[tuple[float, float]]:
    x, y, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    corners = np.array([(x, y, 1), (right, y, 1), (right, bottom, 1), (x, bottom, 1)]).T
    placed = to_pixels @ corners
    return [(float(px / w), float(py / w)) for px, py, w in placed.T]


def _upright(image: NDArray[np.uint8], turned: int) -> tuple[NDArray[np.uint8], Points]:
    """Turn clockwise; also as a matrix on pixel places."""
    height, width = image.shape[:2]
    turns: dict[int, tuple[int | None, list[list[float]]]] = {
        0: (None, [[1, 0, 0], [0, 1, 0]]),
        90: (cv2.ROTATE_90_CLOCKWISE, [[0, -1, height], [1, 0, 0]]),
        180: (cv2.ROTATE_180, [[-1, 0, width], [0, -1, height]]),
        270: (cv2.ROTATE_90_COUNTERCLOCKWISE, [[0, 1, 0], [-1, 0, width]]),
    }
    code, rows = turns[turned % 360]
    turned_image = image if code is None else cv2.rotate(image, code)
    return np.asarray(turned_image, np.uint8), np.array([*rows, [0.0, 0.0, 1.0]])


def _fitted(image: NDArray[np.uint8]) -> tuple[Image.Image, Points]:
    height, width = image.shape[:2]
    factor = WIDTH_PX / width
    size = (WIDTH_PX, max(1, round(height * factor)))
    scaled = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return Image.fromarray(np.asarray(scaled, np.uint8)).convert("RGB"), np.diag(
        [factor, factor, 1.0]
    )


def _captioned(picture: Image.Image, page: Page) -> Image.Image:
    """Say above the page what it is; amber where a person has to look."""
    drawing = ImageDraw.Draw(picture)
    words = ", ".join(filter(None, (KIND_SHOWN[page.kind], page.reason)))
    colour = DOUBTED if page.doubt else ACCEPTED
    _label(drawing, (10, 10), f"Seite {page.number}: {words}", colour)
    return picture


@cache
def _font() -> ImageFont.FreeTypeFont:
    with as_file(files("sample_scans").joinpath(*LABEL_FONT)) as path:
        return ImageFont.truetype(path, TEXT_PX)
