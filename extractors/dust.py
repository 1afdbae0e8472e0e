"""Dust: the thousands of specks that a threshold set too fine makes of paper.

Text recognition takes every speck for a letter to be, and spends half a minute on an empty page.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from extractors.grey import MM_PER_INCH, Grey
from extractors.strips import Labels, Part, pieces_by_strip

INK_BELOW = 128
"""Darker pixels are ink."""

SPECK_MM2 = 0.11
"""A full stop of 9-point print covers 0.13 square millimetres, grain much less."""

LARGEST_CLOT_MM2 = 1.0
"""Grain that ran together stays below this, a letter or a stroke of the pen does not."""

MUCH_PER_CM2 = 8.0
"""Specks per square centimetre; print leaves fewer than two, in dots of i and of lines."""


def without_dust(image: Grey, dpi: float) -> Grey:
    """The page without its specks where there are far too many of them, else the page itself."""
    per_mm = (dpi if dpi > 0 else 200.0) / MM_PER_INCH
    speck = max(2.0, SPECK_MM2 * per_mm**2)
    count = sum(int((areas[1:] <= speck).sum()) for _, _, areas in _pieces(image))
    if count < MUCH_PER_CM2 * image.size / (10 * per_mm) ** 2:
        return image
    cleaned = image.copy()
    for part, labels, areas in _pieces(image):
        small = areas <= speck
        small[0] = False  # the paper
        cleaned[part][small[labels]] = 255
    return cleaned


def is_only_dust(image: Grey, cleaned: Grey, dpi: float) -> bool:
    """Whether nothing as large as a letter is left on a page of which dust was removed."""
    if cleaned is image:
        return False
    per_mm = (dpi if dpi > 0 else 200.0) / MM_PER_INCH
    largest = LARGEST_CLOT_MM2 * per_mm**2
    return all(bool((areas[1:] <= largest).all()) for _, _, areas in _pieces(cleaned))


def _pieces(image: Grey) -> Iterator[tuple[Part, Labels, Labels]]:
    """For each part with ink its place, the numbers of its pixels, the areas of its pieces."""
    for part, labels, figures in pieces_by_strip((image < INK_BELOW).view(np.uint8)):
        yield part, labels, figures[:, cv2.CC_STAT_AREA]
