"""The scan inside a PDF page: is there one picture that is the whole page, and which way up?

Only what is certain counts: one picture, upright or turned by quarters, over the whole visible
page, with nothing visible above it (an invisible text layer does not matter).
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
from PIL import Image

from extractors.grey import Grey
from extractors.pdf_bounds import UNCOUNTED, easily_parsed, filters_of
from extractors.scan_images import to_grey

Matrix = npt.NDArray[np.float64]

COVERS_AT_LEAST = 0.95
"""Scanners leave hairlines of white at the edges; a letterhead logo covers far less."""
OVERHANGS_AT_MOST = 0.02
"""More outside the visible page, and taking out the picture would show what is hidden."""
UPRIGHT_WITHIN = 0.003
"""Rounding of the matrix; more is a page that was straightened by turning the picture."""
INVISIBLE = 3
"""Text rendering mode of the text layer that OCR programs put under or over a scan."""
PLAIN_COLOURS = ("/DeviceGray", "/DeviceRGB")
POINTS_PER_INCH = 72.0

SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
PAINTS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "INLINE IMAGE"})
CLIPS = frozenset({"W", "W*"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture, its place on the page and the page's own turn."""

    stream: pikepdf.Object
    matrix: Matrix
    turn: int

    @property
    def dpi(self) -> tuple[float, float]:
        """Pixels per inch along the rows and columns of the picture as stored."""
        a, b, c, d = self.matrix[:2, :2].ravel()
        width, height = float(np.hypot(a, b)), float(np.hypot(c, d))
        across = int(self.stream.Width) / width * POINTS_PER_INCH
        return across, int(self.stream.Height) / height * POINTS_PER_INCH

    def dpi_of(self, image: Grey) -> tuple[float, float]:
        """The same after turning, for a picture whose true size the header may belie."""
        across, down = self.dpi
        sideways = bool(abs(self.matrix[0, 0]) < abs(self.matrix[0, 1])) ^ bool(self.turn % 180)
        return (down, across) if sideways else (across, down)


def covering_image(page: pikepdf.Page) -> Placed | None:
    """The one picture that is the whole visible page, or ``None``."""
    if len(page.get("/Annots", ())) or not easily_parsed(page):
        return None
    drawn = _drawn(page)
    if drawn is None:
        return None
    stream, matrix = drawn
    if "/SMask" in stream or "/Mask" in stream or not _upright(matrix) or not _covers(page, matrix):
        return None
    if abs(float(page.obj.get("/UserUnit", 1)) - 1) > UPRIGHT_WITHIN:
        return None
    turn = int(page.obj.get("/Rotate", 0) if "/Rotate" in page.obj else _inherited_turn(page))
    return Placed(stream, matrix, turn % 360)


def _inherited_turn(page: pikepdf.Page) -> int:
    node: pikepdf.Object = page.obj
    for _ in range(32):  # deeper page trees do not occur, circular ones do
        if "/Rotate" in node:
            return int(node.Rotate)
        if "/Parent" not in node:
            return 0
        node = node.Parent
    return 0


def _drawn(page: pikepdf.Page) -> tuple[pikepdf.Object, Matrix] | None:
    """The only thing the page draws, if that is a picture."""
    images: Any = page.resources.get("/XObject", {})
    found: list[tuple[pikepdf.Object, Matrix]] = []
    matrix, stack = np.eye(3), list[tuple[Matrix, int]]()
    mode = 0
    instructions: Iterable[Any] = pikepdf.parse_content_stream(page)
    for operands, operator in instructions:
        name = str(operator)
        if name == "q":
            stack.append((matrix, mode))
        elif name == "Q" and stack:
            matrix, mode = stack.pop()
        elif name == "cm":
            matrix = _matrix([float(value) for value in operands]) @ matrix
        elif name == "Tr":
            mode = int(operands[0])
        elif name == "Do":
            stream = images[str(operands[0])]
            if stream.get("/Subtype") != "/Image":
                return None
            found.append((stream, matrix))
        elif name in PAINTS or name in CLIPS or (name in SHOWS_TEXT and mode != INVISIBLE):
            return None
    return found[0] if len(found) == 1 else None


def _matrix(values: list[float]) -> Matrix:
    a, b, c, d, e, f = values
    return np.array([[a, b, 0], [c, d, 0], [e, f, 1]])


def _upright(matrix: Matrix) -> bool:
    """Turned by quarters only, and not of size nought."""
    a, b, c, d = np.abs(matrix[:2, :2]).ravel()
    straight = max(b, c) <= UPRIGHT_WITHIN * max(a, d) and min(a, d) > 1
    sideways = max(a, d) <= UPRIGHT_WITHIN * max(b, c) and min(b, c) > 1
    return bool(straight or sideways)


def _covers(page: pikepdf.Page, matrix: Matrix) -> bool:
    left, bottom, right, top = (float(value) for value in page.cropbox)
    left, right, bottom, top = (
        min(left, right),
        max(left, right),
        min(bottom, top),
        max(bottom, top),
    )
    corners = np.array([[0, 0, 1], [1, 0, 1], [0, 1, 1], [1, 1, 1]]) @ matrix
    (x0, y0), (x1, y1) = corners[:, :2].min(0), corners[:, :2].max(0)
    across = min(x1, right) - max(x0, left)
    upward = min(y1, top) - max(y0, bottom)
    visible = (right - left) * (top - bottom)
    if across <= 0 or upward <= 0 or visible <= 0:
        return False
    shown = across * upward
    hidden = (x1 - x0) * (y1 - y0) - shown
    return bool(shown >= COVERS_AT_LEAST * visible and hidden <= OVERHANGS_AT_MOST * visible)


def pixels_of(placed: Placed, known: bytes | None = None) -> Grey:
    """The picture as it lies on the page. Raises whatever the codec raises.

    ``known`` are the pixels of a plain grey JPEG that was decoded before.
    """
    image = _upright_pixels(_decoded(placed.stream, known), placed.matrix)
    return np.ascontiguousarray(np.rot90(image, -placed.turn // 90))


def _decoded(stream: Any, known: bytes | None) -> Grey:
    width, height = int(stream.Width), int(stream.Height)
    if UNCOUNTED.intersection(filters_of(stream)):
        raise ValueError("a filter that is left to PDFium")
    picture = pikepdf.PdfImage(stream)
    if picture.filters == ["/DCTDecode"] and picture.colorspace in PLAIN_COLOURS:
        jpeg = Image.open(io.BytesIO(stream.read_raw_bytes()), formats=("JPEG",))
        _same_size(jpeg, width, height)
        image = _brightness(jpeg, known)
        if [float(v) for v in stream.get("/Decode", ())][:2] == [1, 0]:
            image = 255 - image
    else:
        image = to_grey(_same_size(picture.as_pil_image(), width, height))
    return image


def _brightness(jpeg: Image.Image, known: bytes | None) -> Grey:
    if known and jpeg.mode == "L" and len(known) == jpeg.width * jpeg.height:
        return np.frombuffer(known, np.uint8).reshape(jpeg.height, jpeg.width).copy()
    jpeg.draft("L", None)  # libjpeg hands out the brightness alone: half the time
    return to_grey(jpeg)


def _same_size(image: Image.Image, width: int, height: int) -> Image.Image:
    """The same picture, which is not decoded yet if its own header says another size."""
    if image.size != (width, height):
        raise ValueError("size differs from the dictionary")
    return image


def _upright_pixels(image: Grey, matrix: Matrix) -> Grey:
    a, b, c, d = matrix[:2, :2].ravel()
    if abs(a) >= abs(b):
        across, down = a < 0, d < 0
    else:
        image, across, down = image.T, c > 0, b > 0
    image = image[:, ::-1] if across else image
    return image[::-1] if down else image
