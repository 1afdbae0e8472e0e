"""Typed or by hand: machines set upright letters of two heights exactly on one line.

Judged from the strokes alone, before anything is read. The weights were fitted on 3000 lines of
generated forms (seven machine faces, 33 hands, grey and black-and-white scans). Of faces held back,
93 in 100 typed lines are told as typed and 82 in 100 written ones as written; the cleanest hands
pass for typed, which is why no value is believed for its style alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractors.grey import Grey
from extractors.lines import WrittenLine
from extractors.strokes import Rows

MACHINE_FROM = 0.5

UPRIGHT_WITHIN = 7.0  # degrees from level or upright that count as exact
STEEP_WITHIN = 30.0  # edges this steep belong to upright strokes
STEEP_EXACT = 6.0
EDGE_SHARE = 0.35  # of the strongest edge: weaker ones are noise
ON_THE_LINE = 0.06  # of the letters' height: so far machines miss the line at most
SAME_HEIGHT = 0.05
FEW_LETTERS = 3
PAGE_WEIGHT = 0.7
MEAN = np.array([0.2798, 0.3622, 0.8673, 0.8699, 0.2330])
SPREAD = np.array([0.0887, 0.1375, 0.1694, 0.1419, 0.0884])
WEIGHTS = np.array([1.3151, 1.3943, 0.1004, 1.5266, -0.7526])
OFFSET = 1.0095

Features = npt.NDArray[np.float64]


def features_of(line: WrittenLine) -> Features:
    """How machine-like a line is: upright edges, exact line, few heights, even strokes."""
    upright, steep = _edges(line.picture)
    on_line, heights = _letters(line.letters)
    return np.array([upright, steep, on_line, heights, _unevenness(line.picture)])


def _edges(picture: Grey) -> tuple[float, float]:
    soft = cv2.GaussianBlur(picture, (0, 0), 1.0).astype(np.float32)
    gx, gy = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    strength = np.hypot(gx, gy)
    clear = strength > EDGE_SHARE * strength.max()
    angle = np.abs(np.degrees(np.arctan2(gy[clear], gx[clear])))
    across = np.minimum(angle, 180 - angle)
    exact = np.minimum(across, np.abs(angle - 90)) < UPRIGHT_WITHIN
    steep = across[across < STEEP_WITHIN]
    return float(np.mean(exact)), float(np.mean(steep < STEEP_EXACT)) if steep.size else 0.0


def _letters(letters: Rows) -> tuple[float, float]:
    """Shares of the letters that stand on one line, and that have one of two heights."""
    tallest = float(np.percentile(letters[:, 3], 75))
    tall = letters[letters[:, 3] >= 0.6 * tallest].astype(np.float64)
    if len(tall) < FEW_LETTERS:
        return 0.5, 0.8
    bottoms = tall[:, 1] + tall[:, 3]
    middles = tall[:, 0] + tall[:, 2] / 2
    return _on_one_line(middles, bottoms, tallest), _two_heights(tall[:, 3] / tallest)


def _on_one_line(x: Features, y: Features, height: float) -> float:
    across, down = x[None, :] - x[:, None], y[None, :] - y[:, None]
    apart = across > height
    slope = float(np.median(down[apart] / across[apart])) if apart.any() else 0.0
    missed = np.abs(y - slope * x - np.median(y - slope * x)) / height
    return float(np.mean(missed < ON_THE_LINE))


def _two_heights(heights: Features) -> float:
    """Capitals and small letters: the two commonest heights together."""
    like = np.abs(heights[None, :] - heights[:, None]) < SAME_HEIGHT
    first = int(np.argmax(like.sum(1)))
    rest = like[~like[first]][:, ~like[first]]
    second = int(rest.sum(1).max()) if rest.size else 0
    return float((like[first].sum() + second) / len(heights))


def _unevenness(picture: Grey) -> float:
    """How much the strokes' width varies."""
    depth = cv2.distanceTransform((picture < 150).astype(np.uint8), cv2.DIST_L2, 3)
    ridge = depth[(depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8))) & (depth > 0.9)]
    return float(np.std(ridge) / np.mean(ridge)) if ridge.size > 5 else 0.5


def machine_likeness(entries: Sequence[Sequence[WrittenLine]]) -> list[float]:
    """How machine-like each entry of a page is, from its own lines and the rest of the page."""
    own = [float(np.mean([_score(line) for line in lines])) if lines else 0.0 for lines in entries]
    page = float(np.mean(own)) if own else 0.0
    return [float(1 / (1 + np.exp(-(score + PAGE_WEIGHT * page)))) for score in own]


def _score(line: WrittenLine) -> float:
    """Logit of being typed."""
    if not len(line.letters):
        return 0.0
    return float((features_of(line) - MEAN) / SPREAD @ WEIGHTS + OFFSET)
