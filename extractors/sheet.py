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
from extractors.blank import FINE_FRAME, FINE_PX_PER_MM, FRAME, PX_PER_MM, blank_page, resized
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
NODE = 128
"""Pixels (11 mm) between the points where the warp is exact; it is smooth in between."""
LIKE_THE_FRAME = 0.07
"""A scan whose resolution is so near to the frame's is halved, which is quick, not resized."""
SQUARE = np.array([[0, 0], [NODE, 0], [0, NODE], [NODE, NODE]], np.float32)
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
    printed = blank.grey
    return Sheet(match.page_id, grey, applicants_ink(grey, printed), printed)


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
    patches = patches_of(blank_page(form, page_id))
    zoom = FINE_PX_PER_MM / _scale(matrix)
    if abs(zoom * PX_PER_MM / FINE_PX_PER_MM - 1) < LIKE_THE_FRAME:
        zoom = FINE_PX_PER_MM / PX_PER_MM
    fine = soft(resized(image, zoom))
    to_fine = np.diag([fine.shape[1] / image.shape[1], fine.shape[0] / image.shape[0], 1.0])
    inner = to_fine @ matrix @ np.diag([1 / FINE_PX_PER_MM, 1 / FINE_PX_PER_MM, 1.0])
    found = find(patches, warped(fine, inner, FINE_FRAME), RADIUS)
    agreed = agreed_on(found, FINE_FRAME)
    return bend_of(found.expected[agreed], found.seen[agreed], FINE_FRAME).refined(
        found.expected[agreed], found.seen[agreed]
    )


def _flat(image: Grey, matrix: Floats, bend: Bend) -> Grey:
    """Warp the scan into the frame, square by square, each by its four corners."""
    width, height = FRAME
    flat = np.empty((height, width), np.uint8)
    nodes = _nodes(matrix, bend)
    for row, top in enumerate(range(0, height, NODE)):
        for column, left in enumerate(range(0, width, NODE)):
            part = flat[top : top + NODE, left : left + NODE]
            corners = nodes[row : row + 2, column : column + 2].reshape(4, 2)
            cv2.warpPerspective(
                image,
                cv2.getPerspectiveTransform(SQUARE, corners),
                part.shape[::-1],
                dst=part,
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_CONSTANT,
                borderValue=PAPER,
            )
    return flat


def _nodes(matrix: Floats, bend: Bend) -> npt.NDArray[np.float32]:
    """Where the corners of the squares of the frame lie in the scan: rows by columns by (x, y)."""
    to_fine = FINE_PX_PER_MM / PX_PER_MM
    across, down = (
        np.asarray((np.arange(-(-side // NODE) + 1) * NODE + 0.5) * to_fine, np.float64)
        for side in FRAME
    )
    flat = np.stack(np.meshgrid(across, down), axis=-1)
    mm = (flat + bend.over(across, down)) / FINE_PX_PER_MM
    seen = cv2.perspectiveTransform(mm.reshape(-1, 1, 2), matrix) - 0.5
    return np.asarray(seen.reshape(flat.shape), np.float32)
