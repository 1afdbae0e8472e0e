"""Where a place of the form lies in the pixels of a scanned page that was turned upright."""

from __future__ import annotations

from pipeline.model import Box, Page
from pipeline.review.records import Place


def place_on(page: Page | None, box: Box) -> Place | None:
    """The rectangle around a place; ``None`` where nobody knows where the form lies on the page."""
    if page is None or page.match is None or not page.width_px:
        return None
    right, bottom = box.x + box.width, box.y + box.height
    corners = [(box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom)]
    points = [_upright(page, *_pixel(page.match.homography, x, y)) for x, y in corners]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = min(xs), min(ys)
    return Place(x=left, y=top, width=max(xs) - left, height=max(ys) - top)


def upright_size(page: Page) -> tuple[int, int]:
    """Width and height of a page that was turned upright."""
    on_its_side = page.upright % 180 == 90
    size = (page.width_px, page.height_px)
    return size[::-1] if on_its_side else size


def _pixel(matrix: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f, g, h, i = matrix
    w = g * x + h * y + i
    return (a * x + b * y + c) / w, (d * x + e * y + f) / w


def _upright(page: Page, x: float, y: float) -> tuple[float, float]:
    turned = page.upright % 360
    if turned == 90:
        return page.height_px - y, x
    if turned == 180:
        return page.width_px - x, page.height_px - y
    return (y, page.width_px - x) if turned == 270 else (x, y)
