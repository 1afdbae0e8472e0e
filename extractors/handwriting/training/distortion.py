"""What pens, paper and scanners do to writing: lean, waves, thickness, fading, lines, noise."""

from __future__ import annotations

import random

import cv2
import numpy as np
import numpy.typing as npt

from extractors.grey import Grey

TALLEST = 64  # work is done no larger than this; writing on forms has 30 to 60 rows
Dice = np.random.Generator


def distorted(crop: Grey, rng: random.Random, *, strong: bool) -> Grey:
    """The same writing by another hand, pen and scanner. ``strong``: it was drawn by a program."""
    dice = np.random.default_rng(rng.getrandbits(32))
    ink = _trimmed(255 - crop)
    ink = _bent(ink, rng, dice, strong=strong)
    if strong or rng.random() < 0.4:
        ink = _other_pen(ink, rng, strong=strong)
    if strong and rng.random() < 0.5:
        ink = _faded(ink, rng, dice)
    if rng.random() < (0.25 if strong else 0.12):
        ink = _with_lines(ink, rng)
    if rng.random() < 0.15:
        ink = _with_neighbours(ink, rng)
    return _scanned(255 - ink, rng, dice)


def calm(crop: Grey, rng: random.Random) -> Grey:
    """The same writing, leaning a little otherwise: to begin with."""
    dice = np.random.default_rng(rng.getrandbits(32))
    return 255 - _bent(_trimmed(255 - crop), rng, dice, strong=False)


def _trimmed(ink: Grey) -> Grey:
    mask = ink > 40
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not rows.size:
        return ink
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _bent(ink: Grey, rng: random.Random, dice: Dice, *, strong: bool) -> Grey:
    """Leaning, stretched, turned and waved, in one remapping."""
    height, width = ink.shape
    scale = min(1.0, TALLEST / height) * rng.uniform(0.75, 1.0)
    stretch = scale * float(np.clip(rng.gauss(1.0, 0.14), 0.65, 1.5))
    lean = rng.gauss(0.05, 0.22 if strong else 0.15)
    turn = float(np.clip(rng.gauss(0, 0.012), -0.03, 0.03))
    over = round(abs(lean) * height * scale) + 6
    rise = round(abs(turn) * width * stretch) + 5
    size = (round(width * stretch) + 2 * over, round(height * scale) + 2 * rise)
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    x, y = x - over, y - rise
    y = y - turn * (x - size[0] / 2)
    x = x + lean * (y - height * scale / 2)
    amplitude = rng.uniform(0.0, 2.6 if strong else 1.3)
    x, y = x + _waves(x.shape, amplitude, dice), y + _waves(x.shape, amplitude, dice)
    flat = cv2.remap(
        ink, (x / stretch).astype(np.float32), (y / scale).astype(np.float32), cv2.INTER_LINEAR
    )
    return np.asarray(flat, np.uint8)


def _waves(shape: tuple[int, ...], amplitude: float, dice: Dice) -> npt.NDArray[np.float32]:
    coarse = dice.normal(0, 1, (max(3, shape[0] // 14), max(3, shape[1] // 14))).astype(np.float32)
    smooth = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(smooth * amplitude, np.float32)


def _other_pen(ink: Grey, rng: random.Random, *, strong: bool) -> Grey:
    """A thicker or thinner pen."""
    kind = rng.random()
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    if kind < 0.3:
        return np.asarray(cv2.dilate(ink, kernel), np.uint8)
    if kind < (0.5 if strong else 0.4):
        thin = cv2.erode(ink, kernel)
        mixed = cv2.addWeighted(thin, 0.75, ink, 0.25, 0)
        return np.asarray(mixed, np.uint8)
    return ink


def _faded(ink: Grey, rng: random.Random, dice: Dice) -> Grey:
    """Pressure that comes and goes along the line, and the grain of the paper."""
    pressure = 0.8 + 0.25 * _waves(ink.shape, 1.0, dice)
    grain = dice.normal(1.0, rng.uniform(0.0, 0.25), ink.shape)
    return np.asarray(np.clip(ink * np.clip(pressure, 0.35, 1.1) * grain, 0, 255), np.uint8)


def _with_lines(ink: Grey, rng: random.Random) -> Grey:
    """What may be left of the printed form: a line under the text, bits of frames and combs."""
    drawn = ink.copy()
    height, width = drawn.shape
    pen = int(np.percentile(ink[ink > 40], 60)) if (ink > 40).any() else 255
    strength, thick = round(rng.uniform(0.2, 0.9) * pen), rng.choice((1, 1, 2))
    kind = rng.random()
    if kind < 0.6:
        y = round(height * rng.uniform(0.72, 0.97))
        start = 0 if rng.random() < 0.6 else rng.randrange(width)
        end = width if rng.random() < 0.6 else rng.randrange(width)
        dash = rng.choice((0, 0, 3, 6))
        cv2.line(drawn, (start, y), (end, y + rng.randint(-1, 1)), strength, thick)
        for x in range(0, width, 2 * dash) if dash else ():
            drawn[y - 2 : y + 3, x : x + dash] = ink[y - 2 : y + 3, x : x + dash]
    else:
        step = rng.randint(22, 60) if rng.random() < 0.5 else width
        for x in range(rng.randrange(step), width, step):
            top = round(height * rng.uniform(0.0, 0.8))
            cv2.line(drawn, (x, top), (x, height), strength, thick)
    return np.maximum(drawn, ink)


def _with_neighbours(ink: Grey, rng: random.Random) -> Grey:
    """Tails of the line above, heads of the line below, specks of dust."""
    drawn = ink.copy()
    height, width = drawn.shape
    for _ in range(rng.randint(1, 3)):
        x = rng.randrange(width)
        y = rng.choice((0, height - 1)) if rng.random() < 0.6 else rng.randrange(height)
        end = (x + rng.randint(-5, 5), y + rng.randint(-5, 5))
        cv2.line(drawn, (x, y), end, rng.randint(90, 255), rng.choice((1, 2, 3)), cv2.LINE_AA)
    return drawn


def _scanned(grey: Grey, rng: random.Random, dice: Dice) -> Grey:
    """Blurred, noisy, black-and-white or compressed."""
    if rng.random() < 0.6:
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.3, 1.3)), np.uint8)
    kind = rng.random()
    if kind < 0.3:
        noise = dice.normal(0, rng.uniform(5, 30), grey.shape)
        return np.where(grey + noise < rng.uniform(110, 200), 0, 255).astype(np.uint8)
    darkest = rng.uniform(0, 140)
    pale = darkest + grey.astype(np.float32) * (255 - darkest) / 255
    pale += dice.normal(0, rng.uniform(0, 12), grey.shape) * (grey < 250)
    grey = np.asarray(np.clip(pale, 0, 255), np.uint8)
    if kind < 0.6:
        coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(25, 85)])[1]
        grey = np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)
    return grey
