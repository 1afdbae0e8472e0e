"""The scanner: askew, shifted, a little blurred, noisy; grey or black and white."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from sample_scans.fill.paper import PAPER_PX_PER_MM, Grey, Rng, between, pick
from sample_scans.scan import wear
from sample_scans.style import Mode, ScanStyle

A4_MM = (210.0, 297.0)
MM_PER_INCH = 25.4

SURROUNDINGS_MM = 7.0
"""Black-and-white scanners compare a pixel with about so much of its surroundings."""

TILE = 512
"""Noise is drawn once in a tile of this side and repeated with random starts."""


@dataclass(frozen=True, slots=True)
class Device:
    """One scanner with one setting; all pages of an item go through it."""

    dpi: int
    mode: Mode
    blur_mm: float
    noise: float
    paper: float
    ink: float
    threshold: float
    quality: int
    scale: float
    stretch: float
    lid: int
    copied: bool


def take(rng: Rng, style: ScanStyle) -> Device:
    """Some scanner, as the style says."""
    dark = rng.random() < style.dark_lid
    return Device(
        dpi=pick(rng, style.dpi),
        mode=pick(rng, style.mode),
        blur_mm=between(rng, style.blur_mm),
        noise=between(rng, style.noise),
        paper=between(rng, style.paper),
        ink=float(rng.uniform(0, 35)),
        threshold=between(rng, style.threshold),
        quality=round(between(rng, style.quality)),
        scale=between(rng, style.scale),
        stretch=float(rng.uniform(-style.stretch, style.stretch)),
        lid=int(rng.integers(0, 60)) if dark else int(rng.integers(225, 255)),
        copied=bool(rng.random() < style.photocopy),
    )


def _either_way(rng: Rng, limits: tuple[float, float]) -> float:
    return between(rng, limits) * (1 if rng.random() < 0.5 else -1)


def _moved(grey: Grey, device: Device, style: ScanStyle, rng: Rng) -> Grey:
    """Paper onto the glass: turned, shifted, enlarged, sampled at the scanner's resolution."""
    step = device.dpi / MM_PER_INCH
    size = (round(A4_MM[0] * step), round(A4_MM[1] * step))
    middle = (grey.shape[1] / 2, grey.shape[0] / 2)
    scale = device.scale * (1 + float(rng.normal(0, 0.0015))) * step / PAPER_PX_PER_MM
    turn = cv2.getRotationMatrix2D(middle, _either_way(rng, style.skew), scale)
    matrix = np.asarray(turn, np.float64) * np.array([[1.0], [1.0 + device.stretch]])
    shift = np.array([_either_way(rng, style.shift_mm), _either_way(rng, style.shift_mm)]) * step
    target = np.array(size) / 2 + shift
    matrix[:, 2] += target - (matrix[:, :2] @ np.array(middle) + matrix[:, 2])
    if (blur := device.blur_mm * PAPER_PX_PER_MM) > BLUR_THAT_SHOWS:
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), blur), np.uint8)
    return np.asarray(
        cv2.warpAffine(
            grey, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT,
            borderValue=(device.lid,),
        ),
        np.uint8,
    )  # fmt: skip


BLUR_THAT_SHOWS = 0.25
"""Pixels; less blur changes nothing."""


def _fed(grey: Grey, wobble_px: float, rng: Rng) -> Grey:
    """Rollers that run unevenly repeat a line of pixels here and drop one there."""
    rows = np.arange(grey.shape[0])
    waves = np.zeros(len(rows))
    for times in (1, 2, 5):
        waves += np.sin(rows * 2 * np.pi * times / len(rows) + rng.uniform(0, 6)) / times
    fed = np.clip(np.round(rows + wobble_px * waves), 0, len(rows) - 1).astype(int)
    return np.asarray(grey[fed], np.uint8)


def _noisy(grey: Grey, device: Device, rng: Rng) -> Grey:
    """Paper white and ink black as this scanner sees them, with the noise of its sensor."""
    tones = np.arange(256) / 255 * (device.paper - device.ink) + device.ink
    seen = cv2.LUT(grey, np.clip(tones, 0, 255).astype(np.uint8))
    if device.noise < 0.5:
        return np.asarray(seen, np.uint8)
    drawn = rng.normal(0, 1, (TILE, TILE)).astype(np.float32)
    tile = np.asarray(cv2.GaussianBlur(drawn, (0, 0), 0.6), np.float32)
    noise = np.round(tile / tile.std() * device.noise).astype(np.int16)
    repeats = (grey.shape[0] // TILE + 2, grey.shape[1] // TILE + 2)
    start = rng.integers(0, TILE, 2)
    field = np.tile(noise, repeats)[start[0] :, start[1] :][: grey.shape[0], : grey.shape[1]]
    return np.asarray(cv2.add(seen, field, dtype=cv2.CV_8U), np.uint8)


def _shadowed(grey: Grey, rng: Rng) -> Grey:
    """A shadow at one edge, where the lid was open or the book thick."""
    reach = max(8, round(float(rng.uniform(0.02, 0.12)) * grey.shape[1]))
    depth = float(rng.uniform(0.2, 0.65))
    fall = 1 - depth * np.exp(-3 * np.arange(grey.shape[1], dtype=np.float32) / reach)
    if rng.random() < 0.5:
        fall = fall[::-1]
    return np.asarray(np.clip(grey * fall[None, :], 0, 255), np.uint8)


def _black_and_white(grey: Grey, device: Device) -> Grey:
    side = round(SURROUNDINGS_MM * device.dpi / MM_PER_INCH) | 1
    return np.asarray(
        cv2.adaptiveThreshold(
            grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, side, device.threshold
        ),
        np.uint8,
    )


def scan(grey: Grey, device: Device, style: ScanStyle, rng: Rng) -> Grey:
    """One page as the scanner delivers it; a copy of a copy if the item is one."""
    if device.copied:
        grey = wear.photocopy(grey, rng)
    holes, fold, shadow = rng.random(3) < (style.holes, style.fold, style.shadow)
    wear.specks(grey, round(between(rng, style.speckles)), rng)
    if fold:
        wear.fold(grey, rng)
    if holes:
        wear.punch(grey, rng)
    seen = _moved(grey, device, style, rng)
    seen = _fed(seen, between(rng, style.feed_mm) * device.dpi / MM_PER_INCH, rng)
    seen = _noisy(_shadowed(seen, rng) if shadow else seen, device, rng)
    return _black_and_white(seen, device) if device.mode == "bilevel" else seen
