"""Small distinctive places of the printed form, and where they lie in a scan.

A patch is a few millimetres of print that looks like nothing else around it: a crossing of rules, a
word. Each is looked for near the place where it is expected; what an applicant wrote over it only
lowers its likeness. Boxes to tick are no good patches, because they repeat and get marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from extractors.blank import BlankPage
from extractors.grey import Grey

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int_]

HALF = 20
"""Half a patch in pixels: 6.8 mm wide, a word or a crossing with its surroundings."""
CELL = (62, 84)
"""One patch for each cell of this many pixels, so that they cover the page evenly."""
UNIQUE_WITHIN = 18
"""Pixels (3 mm) around a patch in which nothing else may look like it."""
UNLIKE = 0.75
"""The highest likeness allowed to anything else near by."""
OWN_PEAK = 4
"""Pixels around the patch's own place that belong to its own peak."""
CORNER = 15
"""Pixels (2.5 mm) looked at together for corner strength."""
STRUCTURE = 2e-4
"""The least corner strength; below lie bare paper and single straight rules."""
SOFT = 0.8
"""Blur in pixels, so that hard bilevel edges and soft grey ones look alike."""


HALVED = 2
"""A first look in wide windows needs only half the resolution, and a quarter of the time."""


@dataclass(frozen=True, slots=True)
class Patches:
    """Distinctive places of one blank page: centres in fine pixels and their pictures.

    ``halved`` are the same pictures at half the resolution, around the same pixels.
    """

    centres: Floats
    pictures: tuple[Grey, ...]
    halved: tuple[Grey, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Where patches were found: blank and scan places in fine pixels, and how alike they were."""

    expected: Floats
    seen: Floats
    likeness: Floats


def soft(image: Grey) -> Grey:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), SOFT), np.uint8)


@lru_cache(maxsize=32)
def patches_of(page: BlankPage) -> Patches:
    """The patches of a blank page."""
    image = soft(page.fine)
    places = _best_per_cell(np.asarray(cv2.GaussianBlur(image, (0, 0), 1.5), np.uint8))
    kept = [place for place in places if _is_unique(image, place)]
    centres = np.array(kept, np.float64).reshape(-1, 2)
    half = halved(image)
    return Patches(
        centres,
        tuple(_cut(image, x, y, HALF).copy() for x, y in kept),  # a part would keep the whole
        tuple(_cut(half, x // HALVED, y // HALVED, HALF // HALVED).copy() for x, y in kept),
    )


def halved(image: Grey) -> Grey:
    """The picture at half its resolution."""
    size = (image.shape[1] // HALVED, image.shape[0] // HALVED)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _best_per_cell(image: Grey) -> list[tuple[int, int]]:
    height, width = image.shape
    edge = HALF + UNIQUE_WITHIN
    places = []
    for top in range(edge, height - edge, CELL[1]):
        row = _strength(image, top, min(top + CELL[1], height - edge))
        for left in range(edge, width - edge, CELL[0]):
            cell = row[:, left : min(left + CELL[0], width - edge)]
            y, x = np.unravel_index(int(np.argmax(cell)), cell.shape)
            if cell[y, x] > STRUCTURE:
                places.append((left + int(x), top + int(y)))
    return places


def _strength(image: Grey, top: int, bottom: int) -> npt.NDArray[np.float32]:
    """How much of a corner each pixel of some rows is; for all rows at once it takes 50 MB."""
    band = image[top - CORNER : bottom + CORNER]
    strength = cv2.cornerMinEigenVal(band, CORNER, ksize=3)
    return np.asarray(strength[CORNER:-CORNER], np.float32)


def _is_unique(image: Grey, place: tuple[int, int]) -> bool:
    x, y = place
    scores = cv2.matchTemplate(
        _cut(image, x, y, HALF + UNIQUE_WITHIN), _cut(image, x, y, HALF), cv2.TM_CCOEFF_NORMED
    )
    middle = UNIQUE_WITHIN
    scores[middle - OWN_PEAK : middle + OWN_PEAK + 1, middle - OWN_PEAK : middle + OWN_PEAK + 1] = 0
    return bool(scores.max() < UNLIKE)


def _cut(image: Grey, x: int, y: int, half: int) -> Grey:
    return image[y - half : y + half + 1, x - half : x + half + 1]


def find(patches: Patches, image: Grey, radius: int) -> Found:
    """Look for every patch within ``radius`` pixels of its place in a picture in the blank's frame.

    ``image`` must be soft already. What would reach over the edge of the picture is left out.
    """
    return _find(patches.pictures, patches.centres.astype(int), image, radius)


def find_halved(patches: Patches, image: Grey, radius: int) -> Found:
    """The same at half the resolution: ``image`` is halved, all lengths are in full pixels."""
    at = patches.centres.astype(int) // HALVED
    found = _find(patches.halved, at, image, radius // HALVED)
    return Found(found.expected * HALVED, found.seen * HALVED, found.likeness)


def _find(pictures: Sequence[Grey], centres: Ints, image: Grey, radius: int) -> Found:
    height, width = image.shape
    expected, seen, likeness = [], [], []
    for (x, y), picture in zip(centres.tolist(), pictures, strict=True):
        reach = picture.shape[0] // 2 + radius
        if not (reach <= x < width - reach and reach <= y < height - reach):
            continue
        scores = cv2.matchTemplate(_cut(image, x, y, reach), picture, cv2.TM_CCOEFF_NORMED)
        _, best, _, (left, top) = cv2.minMaxLoc(scores)
        if not 0 < left < 2 * radius or not 0 < top < 2 * radius:
            continue  # the true place may lie outside the window
        dx = _between(scores.item(top, left - 1), best, scores.item(top, left + 1))
        dy = _between(scores.item(top - 1, left), best, scores.item(top + 1, left))
        expected.append((x + 0.5, y + 0.5))
        seen.append((x + 0.5 + left - radius + dx, y + 0.5 + top - radius + dy))
        likeness.append(best)
    return Found(
        np.array(expected, np.float64).reshape(-1, 2),
        np.array(seen, np.float64).reshape(-1, 2),
        np.array(likeness, np.float64),
    )


def _between(before: float, best: float, after: float) -> float:
    """The top of the parabola through three neighbouring scores, as a part of a pixel."""
    bend = before - 2 * best + after
    return 0.0 if bend >= -1e-6 else max(-0.5, min(0.5, (before - after) / (2 * bend)))
