"""Judging a picture of one single box, without a form that says where its frame is.

A small convolutional network that was fitted to generated crops alone (``tools/lone_boxes``) tells
an empty box, a ticked one, a blackened one, and what no machine should decide: no frame or half of
one, a stroke that only grazes the box, a ring around it. It looks at the crop in all eight ways to
turn and mirror it, for none of them changes what a box says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]

SIZE = 40
"""Pixels of the longer side on which a crop is judged; its frame takes a third of that or more."""
PAPER_SHARE = 95
"""Percentile of the grey levels that is paper, even in a crop that its frame fills."""
LEAST_CONTRAST = 40.0
"""Grey levels between paper and ink below which all is paper."""
STRIDES = {"first": 2, "second": 1, "third": 2, "fourth": 1, "fifth": 2}
"""The convolutions, and which places of the layer before each of them looks at."""
LEAST = 1e-12
"""Added to what may be nothing before dividing."""
SURE, UNCLEAR = 0.9, 0.25
"""Chance of a state, if this is a box, from which nobody looks, and chance that it is none or that
no machine should decide up to which. What they accept: ``tools/lone_boxes/fit.py --measure``."""
WEIGHTS = Path(__file__).with_name("lone_box.npz")


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely a crop shows which state; together they are 1."""

    empty: float
    ticked: float
    struck: float
    unclear: float

    @property
    def share(self) -> float:
        """How likely the likelier of empty and ticked is, if this is a box."""
        return max(self.empty, self.ticked) / (self.empty + self.ticked + self.struck + LEAST)

    @property
    def believed(self) -> bool:
        """Whether nobody has to look."""
        return self.share >= SURE and self.unclear <= UNCLEAR


def chances_of(grey: Grey) -> Chances:
    """What one crop shows."""
    return judged(prepared(grey))


def judged(seen: Floats) -> Chances:
    """What a prepared crop shows."""
    turned = [np.rot90(one, turn) for one in (seen, seen[:, ::-1]) for turn in range(4)]
    scores = _scores(np.ascontiguousarray(np.stack(turned))[..., None])
    # the mean of the scores, not of the chances: one view that sees a stroke is heard
    mean = scores.mean(axis=0, dtype=np.float64)
    powers = np.exp(mean - mean.max())
    return Chances(*(float(power) for power in powers / powers.sum()))


def prepared(grey: Grey) -> Floats:
    """The crop as darkness, 0 for paper and 1 for its ink, in the middle of a square."""
    paper, ink = np.percentile(grey, (PAPER_SHARE, 0.5))
    dark = (paper - grey.astype(np.float32)) / max(paper - ink, LEAST_CONTRAST)
    factor = SIZE / max(grey.shape)
    wide, high = (max(1, round(length * factor)) for length in grey.shape[::-1])
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    sized = np.clip(cv2.resize(dark, (wide, high), interpolation=how), 0, 1)
    square = np.zeros((SIZE, SIZE), np.float32)
    top, left = (SIZE - high) // 2, (SIZE - wide) // 2
    square[top : top + high, left : left + wide] = sized
    return square


def _scores(pictures: Floats) -> Floats:
    """The network: five convolutions and two layers, for pictures with one channel."""
    stored = weights()
    layer = pictures
    for name, stride in STRIDES.items():
        layer = _convolved(layer, stored[f"{name}.weight"], stored[f"{name}.bias"], stride)
    flat = layer.reshape(len(layer), -1)
    hidden = np.maximum(flat @ stored["sixth.weight"] + stored["sixth.bias"], 0)
    return np.asarray(hidden @ stored["seventh.weight"] + stored["seventh.bias"], np.float32)


def _convolved(layer: Floats, weight: Floats, bias: Floats, stride: int) -> Floats:
    """Every so many places of a layer; the kernel is (channel, row, column, made channel)."""
    rows, columns = weight.shape[1:3]
    padded = np.pad(layer, ((0, 0), (rows // 2, rows // 2), (columns // 2, columns // 2), (0, 0)))
    windows = sliding_window_view(padded, (rows, columns), axis=(1, 2))[:, ::stride, ::stride]
    flat = windows.reshape(*windows.shape[:3], -1)
    made = flat @ weight.reshape(-1, weight.shape[-1]) + bias
    return np.asarray(np.maximum(made, 0), np.float32)


@cache
def weights() -> dict[str, Floats]:
    """Those of the seven layers; kernels are (channel, row, column, made channel)."""
    with np.load(WEIGHTS) as kept:
        return {name: np.asarray(kept[name], np.float32) for name in kept.files}
