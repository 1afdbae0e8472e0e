"""A registered form page, warped so flat that every printed rule lies on the blank's own rule.

The homography of the match is completed by the bend of the sheet, measured at the same patches of
print. ``Sheet`` carries the page as it is and its ink alone, in the frame of the blank.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.bend import Bend, bend_of
from extractors.blank import FINE_PX_PER_MM, FRAME, PX_PER_MM, blank_page, resized
from extractors.grey import Grey
from extractors.ink import applicants_ink, flattened
from extractors.match import agreed_on, warped
from extractors.patches import find, patches_of, soft
from pipeline.forms import Form
from pipeline.model import Box, PageMatch

Floats = npt.NDArray[np.float64]

__all__ = ["PX_PER_MM", "Sheet", "sheet_of"]

RADIUS = 12
"""Pixels at 150 dpi (2 mm): how far a sheet may be bent off the flat fit."""
NODE = 64
"""Pixels between the points where the warp is computed exactly; it is smooth in between."""
BAND = 4
"""Rows of nodes that are warped at once: keeps the maps in the processor's cache."""
PAPER = 255


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page in the frame of the blank, ``PX_PER_MM`` pixels to the millimetre.

    ``grey`` is the page with its paper evened out to white, ``ink`` the same without the printed
    form, ``blank`` the printed form alone.
    """

    page_id: str
    grey: Grey
    ink: Grey
    blank: Grey

    def crop(self, box: Box, grow: float = 0.0) -> Grey:
        """The page around a box, ``grow`` millimetres more on every side."""
        return cut(self.grey, box, grow)

    def ink_crop(self, box: Box, grow: float = 0.0) -> Grey:
        """The applicant's ink around a box."""
        return cut(self.ink, box, grow)


def cut(image: Grey, box: Box, grow: float = 0.0) -> Grey:
    """A part of a picture in the frame; what lies outside the page is paper."""
    left, right = round((box.x - grow) * PX_PER_MM), round((box.x + box.width + grow) * PX_PER_MM)
    top, bottom = round((box.y - grow) * PX_PER_MM), round((box.y + box.height + grow) * PX_PER_MM)
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    inside = image[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    if inside.shape == (bottom - top, right - left):
        return inside
    paper = np.full((bottom - top, right - left), PAPER, np.uint8)
    y, x = max(0, -top), max(0, -left)
    paper[y : y + inside.shape[0], x : x + inside.shape[1]] = inside
    return paper


def sheet_of(image: Grey, match: PageMatch, form: Form) -> Sheet:
    """Bring a matched page into the frame of its blank and separate the ink."""
    blank = blank_page(form, match.page_id)
    upright, matrix = _upright(image, match)
    upright, matrix = _not_too_fine(upright, matrix)
    bend = _bend(upright, matrix, match.page_id, form)
    grey = flattened(_flat(upright, matrix, bend), blank)
    return Sheet(match.page_id, grey, applicants_ink(grey, blank), blank.grey)


def _upright(image: Grey, match: PageMatch) -> tuple[Grey, Floats]:
    """Set the scan upright first: reading a picture across its rows is slow."""
    matrix = np.array(match.homography).reshape(3, 3)
    height, width = image.shape
    turn = {
        0: [[1, 0, 0], [0, 1, 0]],
        90: [[0, -1, height], [1, 0, 0]],
        180: [[-1, 0, width], [0, -1, height]],
        270: [[0, 1, 0], [-1, 0, width]],
    }[match.turned]
    if match.turned == 0:
        return image, matrix
    turned = np.ascontiguousarray(np.rot90(image, -match.turned // 90))
    return turned, np.array([*turn, [0, 0, 1]], np.float64) @ matrix


def _not_too_fine(image: Grey, matrix: Floats) -> tuple[Grey, Floats]:
    """Bring scans of more than 300 dpi down first, so that no pixel goes unseen."""
    per_mm = _scale(matrix)
    if per_mm < 1.2 * PX_PER_MM:
        return image, matrix
    small = resized(image, PX_PER_MM / per_mm)
    return small, np.diag([small.shape[1] / image.shape[1]] * 2 + [1.0]) @ matrix


def _scale(matrix: Floats) -> float:
    """Pixels per millimetre in the middle of the page."""
    middle = np.array([[[105.0, 148.5]], [[106.0, 148.5]], [[105.0, 149.5]]])
    origin, right, down = cv2.perspectiveTransform(middle, matrix)[:, 0]
    area = abs(float(np.linalg.det(np.array([right - origin, down - origin]))))
    return float(np.sqrt(area))


def _bend(image: Grey, matrix: Floats, page_id: str, form: Form) -> Bend:
    """How far the sheet is off the flat fit, in fine pixels of the blank."""
    page = blank_page(form, page_id)
    patches = patches_of(page)
    zoom = FINE_PX_PER_MM / _scale(matrix)
    fine = soft(resized(image, zoom))
    to_fine = np.diag([fine.shape[1] / image.shape[1], fine.shape[0] / image.shape[0], 1.0])
    inner = to_fine @ matrix @ np.diag([1 / FINE_PX_PER_MM, 1 / FINE_PX_PER_MM, 1.0])
    size = (page.fine.shape[1], page.fine.shape[0])
    found = find(patches, warped(fine, inner, size), RADIUS)
    agreed = agreed_on(found, size)
    return bend_of(found.expected[agreed], found.seen[agreed], size).refined(
        found.expected[agreed], found.seen[agreed]
    )


def _flat(image: Grey, matrix: Floats, bend: Bend) -> Grey:
    """Warp the scan into the frame, band by band."""
    width, height = FRAME
    flat = np.empty((height, width), np.uint8)
    map_x, map_y = _nodes(matrix, bend, width, height)
    for top in range(0, height, BAND * NODE):
        first = top // NODE
        rows = min(BAND * NODE, height - top)
        x, y = (_finely(m[first : first + BAND + 2], rows, width) for m in (map_x, map_y))
        flat[top : top + rows] = cv2.remap(
            image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=PAPER
        )
    return flat


def _nodes(
    matrix: Floats, bend: Bend, width: int, height: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Where nodes of the frame lie in the scan, with one row and column of nodes around them."""
    across = (np.arange(-1, -(-width // NODE) + 1) + 0.5) * NODE
    down = (np.arange(-1, -(-height // NODE // BAND) * BAND + 1) + 0.5) * NODE
    x, y = np.meshgrid(across, down)
    fine = np.stack([x.ravel(), y.ravel()], axis=1) * (FINE_PX_PER_MM / PX_PER_MM)
    mm = (fine + bend.at(fine)) / FINE_PX_PER_MM
    seen = cv2.perspectiveTransform(mm[:, None], matrix)[:, 0] - 0.5
    grid = seen.astype(np.float32).reshape(*x.shape, 2)
    return np.ascontiguousarray(grid[..., 0]), np.ascontiguousarray(grid[..., 1])


def _finely(nodes: npt.NDArray[np.float32], rows: int, width: int) -> npt.NDArray[np.float32]:
    """The map at every pixel of a band; the nodes around it are cut off again."""
    size = (nodes.shape[1] * NODE, nodes.shape[0] * NODE)
    whole = cv2.resize(nodes, size, interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(whole[NODE : NODE + rows, NODE : NODE + width], np.float32)
