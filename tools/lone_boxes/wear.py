"""What scanning, faxing, printing and storing make of a crop."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from tools.lone_boxes.frames import Floats, Rng

Grey = npt.NDArray[np.uint8]

BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) / 16 + 1 / 32


def worn(ink: Floats, scale: float, rng: Rng) -> Grey:
    """A crop of ``scale`` times the drawing's size, 255 for white."""
    how = rng.random()
    if how < 0.35:
        dark = _grey(_sized(ink, scale), rng)
    elif how < 0.65:
        dark = _bilevel(_sized(ink, scale), rng)
    elif how < 0.85:
        finer = min(1.0, scale * rng.uniform(1.3, 3.0))
        dark = _grey(_sized(_bilevel(_sized(ink, finer), rng), scale / finer), rng)
    else:
        dark = _fax(ink, scale, rng)
    return _stored(dark, rng)


def _sized(ink: Floats, scale: float) -> Floats:
    wide, high = (max(3, round(length * scale)) for length in ink.shape[::-1])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(ink, (wide, high), interpolation=how), np.float32)


def _grey(dark: Floats, rng: Rng) -> Floats:
    """An ordinary scan: blur, noise, a tint that changes over the paper."""
    if rng.random() < 0.4:
        dark = np.asarray(cv2.GaussianBlur(dark, (0, 0), float(rng.uniform(0.3, 0.8))), np.float32)
    noise = rng.uniform(0, 0.05) if rng.random() < 0.7 else rng.uniform(0.05, 0.12)
    tint = rng.uniform(0, 0.08) * np.linspace(-1, 1, dark.shape[1])
    return np.asarray(dark + rng.normal(0, noise, dark.shape) + tint, np.float32)


def _bilevel(dark: Floats, rng: Rng) -> Floats:
    """Black and white, with a threshold that suits the ink; ragged or clean edges."""
    at = np.full(dark.shape, rng.uniform(0.25, 0.6) * max(0.3, float(dark.max())))
    if rng.random() < 0.25:
        rows, columns = dark.shape
        screen = np.tile(BAYER, (rows // 4 + 1, columns // 4 + 1))[:rows, :columns]
        at = at * (0.4 + 1.2 * screen)
    ragged = rng.uniform(0, 0.2) if rng.random() < 0.6 else 0.0
    black = dark * (1 + rng.normal(0, ragged, dark.shape)) > at
    return _peppered(np.asarray(black, np.float32), rng)


def _peppered(dark: Floats, rng: Rng) -> Floats:
    """Single black and white dots."""
    if rng.random() < 0.35:
        share = rng.uniform(0.001, 0.012)
        dark = np.where(rng.random(dark.shape) < share, np.float32(1), dark)
    if rng.random() < 0.3:
        share = rng.uniform(0.01, 0.15)
        dark = np.where(rng.random(dark.shape) < share, np.float32(0), dark)
    return dark


def _fax(ink: Floats, scale: float, rng: Rng) -> Floats:
    """Half as many rows as columns, sent black and white, and drawn out again."""
    wide, high = (max(4, round(length * scale)) for length in ink.shape[::-1])
    rows = max(4, round(high * rng.uniform(0.5, 0.7)))
    sent = np.asarray(cv2.resize(ink, (wide, rows), interpolation=cv2.INTER_AREA), np.float32)
    how = cv2.INTER_NEAREST if rng.random() < 0.6 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(_bilevel(sent, rng), (wide, high), interpolation=how), np.float32)


def _stored(dark: Floats, rng: Rng) -> Grey:
    """As a picture in grey, some after a lossy compression."""
    white, black = (255, 0) if rng.random() < 0.5 else (rng.uniform(195, 255), rng.uniform(0, 110))
    grey: Grey = np.asarray(np.clip(white - dark * (white - black), 0, 255), np.uint8)
    if rng.random() < 0.3:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 92))]
        _, packed = cv2.imencode(".jpg", grey, quality)
        grey = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
    return grey
