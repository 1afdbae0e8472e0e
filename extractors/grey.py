"""Grey pictures: the one pixel format that all readers share, and what brings a picture into it.

A picture is ``uint8``, rows by columns, 255 = paper. Its resolution is one number: pixels are
square, so fax pictures with unlike resolutions are stretched first.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Field = npt.NDArray[np.float32]

MM_PER_INCH = 25.4
A4_LONG_MM = 297.0
A4_SHORT_MM = 210.0

PLAUSIBLE_DPI = (90.0, 1300.0)
"""Below, no form can be read; above, no scanner delivers whole pages."""
DEFAULT_DPI = frozenset({72, 96})
"""What programs write into a picture when they do not know: no better than nothing."""
LONGEST_SHEET_MM = 432.0
"""The long side of A3 with room to spare: what claims to be longer has a wrong resolution."""
SHORTEST_SHEET_MM = 90.0
"""Half a postcard: what claims to be shorter has a wrong resolution."""
SQUARE_WITHIN = 0.03
"""Resolutions that differ by less count as square pixels; scanners round their figures."""

cv2.setNumThreads(1)  # one page per process and core; OpenCV's own threads only cost here


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as it was opened: its pixels, or the reason why there are none."""

    image: Grey | None
    dpi: float = 0.0
    reason: str = ""


def a4_dpi(image: Grey) -> float:
    """The resolution of the picture if it shows one sheet of A4."""
    return float(max(image.shape) / A4_LONG_MM * MM_PER_INCH)


def square(image: Grey, dpi_x: float, dpi_y: float) -> Picture:
    """The picture with square pixels and a believable resolution."""
    if not _known(dpi_x) or not _known(dpi_y):
        return Picture(image, a4_dpi(image))
    if abs(dpi_x / dpi_y - 1) > SQUARE_WITHIN:
        image, dpi_x = _stretched(image, dpi_x, dpi_y), max(dpi_x, dpi_y)
    long_mm = max(image.shape) / dpi_x * MM_PER_INCH
    if not SHORTEST_SHEET_MM <= long_mm <= LONGEST_SHEET_MM:
        return Picture(image, a4_dpi(image))
    return Picture(image, dpi_x)


def _known(dpi: float) -> bool:
    return PLAUSIBLE_DPI[0] <= dpi <= PLAUSIBLE_DPI[1] and round(dpi) not in DEFAULT_DPI


def _stretched(image: Grey, dpi_x: float, dpi_y: float) -> Grey:
    dpi = max(dpi_x, dpi_y)
    size = (round(image.shape[1] * dpi / dpi_x), round(image.shape[0] * dpi / dpi_y))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR), np.uint8)
