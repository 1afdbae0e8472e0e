"""Pages as pictures: every box and field framed, what was read beside it, coloured by certainty.

Green is accepted, amber goes to a person, grey is empty and accepted. The scan itself is only
scaled and turned upright, never altered; no label covers ink (``pipeline.labels``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from pipeline.forms import Form, Item
from pipeline.labels import CLEAR, REACH, Colour, Label, Wish, around, font, ink_of, placed
from pipeline.model import Box, Document, MarkState, Page, PageKind, Reading, ReadingKind
from pipeline.shown import evidence_shown, text_shown
from pipeline.standing import KIND_SHOWN
from validators.words import day

Points = NDArray[np.float64]
Corners = list[tuple[float, float]]

ACCEPTED: Colour = (22, 120, 60)
DOUBTED: Colour = (214, 110, 0)
EMPTY: Colour = (150, 160, 170)
PAPER: Colour = (255, 255, 255)
WIDTH_PX = 1240  # A4 at 150 dpi: labels stay readable, a page stays below 1 MB
CAPTION_PX = 18
SAYS_TOO_MUCH = 90
"""From this percentage on a field in doubt shows a word instead: 99 % looks accepted."""

TO_CHECK = "prüfen"
MARK_SIGNS = {
    MarkState.TICKED: "X",
    MarkState.REMARKED: "X+",
    MarkState.STRUCK: "gestrichen",
    MarkState.UNSURE: "?",
}


@dataclass(frozen=True, slots=True)
class About:
    """What else is known of a page: the paper it belongs to, the day on its stamp, a note."""

    paper: Document | None = None
    stamped: date | None = None
    stamp_in_doubt: bool = False
    note: str = ""


NOTHING_ELSE = About()


def page_picture(
    image: NDArray[np.uint8],
    page: Page,
    form: Form | None,
    readings: Mapping[str, Reading],
    about: About = NOTHING_ELSE,
) -> Image.Image:
    """One page with its readings drawn in. ``image`` is the page as delivered, grey."""
    if page.match is None or form is None:
        return _captioned(Image.fromarray(_fitted(image)[0]).convert("RGB"), page, about)
    upright, to_upright = _upright(image, page.match.turned)
    scaled, scale = _fitted(upright)
    to_pixels = scale @ to_upright @ np.array(page.match.homography).reshape(3, 3)
    items = form.page(page.match.page_id).items
    places = {item.id: _corners(item.box, to_pixels) for item in items}
    seen = [(item, readings[item.id]) for item in items if item.id in readings]
    wishes = [_wish(item, reading, places[item.id], about) for item, reading in seen]
    labels = placed([w for w in wishes if w.text], ink_of(scaled), list(places.values()))
    picture = Image.fromarray(scaled).convert("RGB")
    drawing = ImageDraw.Draw(picture)
    for item, reading in seen:
        _frame(drawing, item, reading, places[item.id], about)
    picture = _labelled(picture, labels)
    bare = page.kind is PageKind.FORM and not page.doubt and not about.note
    return picture if bare else _captioned(picture, page, about)


def missing_picture(page: Page) -> Image.Image:
    """An empty sheet in place of a page that cannot be opened; it says so."""
    sheet = Image.new("RGB", (WIDTH_PX, round(WIDTH_PX * 297 / 210)), "white")
    return _captioned(sheet, page, NOTHING_ELSE)


def _wish(item: Item, reading: Reading, corners: Corners, about: About) -> Wish:
    inside = item.kind is not ReadingKind.MARK
    text, colour = _words(item, reading, about), _colour(item, reading, about)
    return Wish(text, colour, around(corners), inside)


def _frame(
    drawing: ImageDraw.ImageDraw, item: Item, reading: Reading, corners: Corners, about: About
) -> None:
    colour = _colour(item, reading, about)
    is_note = item.kind is ReadingKind.TEXT and reading.value is None and not reading.doubt
    drawing.polygon(corners, outline=colour, width=1 if is_note or colour == EMPTY else 2)


def _colour(item: Item, reading: Reading, about: About) -> Colour:
    if reading.doubt or (item.type == "stamp" and about.stamp_in_doubt):
        return DOUBTED
    nothing = reading.value in (None, MarkState.EMPTY)
    return EMPTY if nothing else ACCEPTED


def _words(item: Item, reading: Reading, about: About = NOTHING_ELSE) -> str:
    if item.kind is ReadingKind.MARK:
        return MARK_SIGNS.get(MarkState(reading.value or "empty"), "")
    if reading.value is None:
        return "?" if reading.doubt else ""
    if item.type == "stamp" and about.stamped is not None:
        unsure = reading.doubt or about.stamp_in_doubt
        return f"{day(about.stamped)}  {TO_CHECK}" if unsure else day(about.stamped)
    return f"{text_shown(item.type, reading.value)}  {_certainty(reading)}"


def _certainty(reading: Reading) -> str:
    """Confidence in percent, rounded down: 100 is certain."""
    whole = int(round(reading.confidence * 100, 6))  # 0.29 is a little less than 29 hundredths
    return TO_CHECK if reading.doubt and whole >= SAYS_TOO_MUCH else f"{whole} %"


def _labelled(picture: Image.Image, labels: list[Label]) -> Image.Image:
    """The page with its labels, and with a margin where some have no room on it."""
    width = max((label.rect.right + REACH for label in labels if label.leader), default=0)
    if width:
        picture = _enlarged(picture, (width, picture.height), (0, 0))
    drawing = ImageDraw.Draw(picture)
    for label in labels:
        if label.leader:
            drawing.line(label.leader, fill=label.colour, width=1)
    for label in labels:
        _draw(drawing, label)
    return picture


def _draw(drawing: ImageDraw.ImageDraw, label: Label) -> None:
    left, top, right, bottom = label.rect
    drawing.rectangle((left - 1, top, right, bottom - 1), fill=PAPER)
    for number, line in enumerate(label.text.split("\n")):
        place = (left, top + number * (label.size + CLEAR))
        drawing.text(place, line, fill=label.colour, font=font(label.size))


def _enlarged(picture: Image.Image, size: tuple[int, int], place: tuple[int, int]) -> Image.Image:
    larger = Image.new("RGB", size, PAPER)
    larger.paste(picture, place)
    return larger


def _captioned(picture: Image.Image, page: Page, about: About) -> Image.Image:
    """Say above the page what it is; amber where a person has to look."""
    in_doubt = page.doubt or about.note or (about.paper is not None and _is_unsure(about.paper))
    captioned = _enlarged(
        picture, (picture.width, picture.height + 2 * CAPTION_PX), (0, 2 * CAPTION_PX)
    )
    ImageDraw.Draw(captioned).text(
        (CAPTION_PX // 2, CAPTION_PX // 2), _caption(page, about),
        fill=DOUBTED if in_doubt else ACCEPTED, font=font(CAPTION_PX),
    )  # fmt: skip
    return captioned


def _caption(page: Page, about: About) -> str:
    paper = about.paper
    kind = KIND_SHOWN[page.kind]
    if paper is not None:
        unsure = [TO_CHECK] if paper.type and paper.doubt else []
        kind = ", ".join([f"Nachweis {paper.number}: {evidence_shown(paper.type)}", *unsure])
    elif page.duplicate_of:
        kind = f"{kind}, wie Seite {page.duplicate_of}"
    return f"Seite {page.number}: {', '.join(filter(None, (kind, about.note or page.reason)))}"


def _is_unsure(paper: Document) -> bool:
    return paper.doubt or not paper.type


def _corners(box: Box, to_pixels: Points) -> Corners:
    x, y, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    corners = np.array([(x, y, 1), (right, y, 1), (right, bottom, 1), (x, bottom, 1)]).T
    placed_at = to_pixels @ corners
    return [(float(px / w), float(py / w)) for px, py, w in placed_at.T]


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


def _fitted(image: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], Points]:
    height, width = image.shape[:2]
    factor = WIDTH_PX / width
    size = (WIDTH_PX, max(1, round(height * factor)))
    scaled = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    return scaled, np.diag([factor, factor, 1.0])
