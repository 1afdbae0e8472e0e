"""A line of writing brought to the size that the recogniser knows.

Writing is scaled by how far its ink spreads up and down, not by its outline: one long tail must
not make all other letters small. Ink becomes light on dark, as strong as the pen's darkest.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractors.grey import Grey

HEIGHT = 40
SPREAD = 6.6  # pixels of standard deviation of the ink's rows: digits get 23 pixels high
TALLEST = 39.0  # nothing may become higher than this
PAPER_FROM = 225  # lighter than this is paper
MARGIN = 6  # columns of paper at both ends
NARROWEST, WIDEST = 24, 1200
STROKE = 100  # ink stronger than this is a stroke
PITCH = 10.0  # columns from stroke to stroke: usual writing has 10 to 15
WIDENED = 1.7
LARGEST_SCALE = 3.0  # dots and dashes alone are not blown up to letters


def prepare(crop: Grey) -> Grey:
    """The ink of ``crop`` (dark on white), light on black, ``HEIGHT`` pixels high."""
    ink = _ink(crop)
    rows = ink.sum(axis=1, dtype=np.float64)
    columns = np.flatnonzero(ink.max(axis=0) > 0)
    if not columns.size:
        return np.zeros((HEIGHT, NARROWEST), np.uint8)
    ink = ink[:, columns[0] : columns[-1] + 1]
    places = np.arange(len(rows))
    middle = float((rows * places).sum() / rows.sum())
    spread = float(np.sqrt((rows * (places - middle) ** 2).sum() / rows.sum()))
    inked = np.flatnonzero(rows > 0)
    tall = float(inked[-1] - inked[0] + 1)
    scale = min(SPREAD / max(spread, 1.0), LARGEST_SCALE, TALLEST / tall * 1.15)
    return _widened(_placed(ink, scale, middle, (float(inked[0]), float(inked[-1] + 1))))


def _widened(page: Grey) -> Grey:
    """Narrow writing pulled apart: every letter needs columns of its own."""
    band = page[HEIGHT // 4 : -HEIGHT // 4] > STROKE
    strokes = float(np.percentile((band[:, 1:] & ~band[:, :-1]).sum(axis=1), 75))
    pitch = page.shape[1] / max(1.0, strokes)
    wider = min(PITCH / pitch, WIDENED)
    if wider <= 1 or page.shape[1] * wider > WIDEST:
        return page
    size = (round(page.shape[1] * wider), HEIGHT)
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _ink(crop: Grey) -> Grey:
    """Strength of the ink, 255 where it is darkest."""
    dark = np.where(crop >= PAPER_FROM, 0, 255 - crop).astype(np.float32)
    some = dark[dark > 0]
    if not some.size:
        return np.zeros_like(crop)
    strongest = max(float(np.percentile(some, 80)), 30.0)
    return np.asarray(np.clip(dark * (255.0 / strongest), 0, 255), np.uint8)


def _placed(ink: Grey, scale: float, middle: float, extent: tuple[float, float]) -> Grey:
    """Scaled, its centre of ink at half height unless that would cut it off."""
    width = int(np.clip(round(ink.shape[1] * scale), 4, WIDEST))
    height = max(2, round(ink.shape[0] * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(ink, (width, height), interpolation=way)
    ratio = height / ink.shape[0]
    up, down = extent[0] * ratio, extent[1] * ratio
    top = HEIGHT / 2 - middle * ratio
    if down + top > HEIGHT:
        top = HEIGHT - down
    if up + top < 0:
        top = min(-up, max(top, -up)) if down - up <= HEIGHT else (HEIGHT - (up + down)) / 2
    page = np.zeros((HEIGHT, max(NARROWEST, width + 2 * MARGIN)), np.uint8)
    first = round(top)
    source = small[max(0, -first) : HEIGHT - first if first < HEIGHT else 0]
    start = max(0, first)
    source = source[: HEIGHT - start]
    page[start : start + len(source), MARGIN : MARGIN + width] = source
    return page
