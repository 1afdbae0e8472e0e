"""Folds of a sheet: straight lines from edge to edge of the paper that nobody wrote.

Writing keeps a margin and is made of letters; where a line may be either, it is no fold.

Seldom is a fold one line: where the paper was pressed flat it fades, and a scan in black and white
leaves a row of dots of it. Followed across the whole sheet it stands out all the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

STEP_MM = 2.7
"""A sheet is followed in steps of this width, in which a fold is level however the sheet lies."""

AROUND_MM = 8.0
"""A fold is darker than the paper so far around it: shadows and shine-through are broader."""

DARKEST = 60
"""Grey levels; dirt and ink are darker, and would count as much as several steps of a fold."""

AT_LEAST, ABOVE_NOISE = 1.0, 3.0
"""Grey levels, and spreads of the page's noise, by which a step of a fold is darker."""

STEEPEST_DEG, TURN_DEG = 3.5, 0.125
"""Sheets lie up to two degrees askew and are folded a little askew; turned by the second, a line
across the page moves by less than half a millimetre."""

EDGE_MM = (5.0, 17.0)
"""Folds begin here at the latest. The paper may end before, writing begins behind."""
RIM_MM = 8.1
"""A fold shows so close to both edges of the picture, of which the paper may miss five; a line of
writing keeps a margin."""

CLEAR_SHARE, FAINT_SHARE = 0.85, 0.25
"""Share of the steps in which a clear fold shows, and the least in which one is believed."""
BY_CHANCE = 2.5
"""A fold shows in so many times more steps than any line across the dirt of the page would."""
EDGE_SHARE, QUARTER_SHARE = 0.2, 0.5
"""Share of the steps at each edge, and of each quarter against the whole: text has margins."""

BESIDE_MM, BESIDE_FAINT_MM = 1.0, 0.75
"""What belongs to a fold keeps this close to it; any word is higher."""
MOSTLY, EDGE_BESIDE_MM = 0.9, 1.35
"""Share of a piece beside a clear fold; the rest is dirt that touches it, and the fold's own edge
lies within this distance."""
DOTS_MM = 0.7
"""Height of the dots that are left of a faint fold."""

LETTER_MM = (0.88, 12.0)
"""Least height and greatest length of a letter of the smallest print, or of a word that runs
together; what is left of a fold is thinner or longer."""
LETTERED_SHARE = 0.6
"""Share of the ink along a fold in such pieces. Of thirty-five generated backs, folds in black and
white had 0.58 at most; lines of five-point print have 0.85."""

APART_MM = 3.5
MOST = 8

Grey = NDArray[np.uint8]
Darker = NDArray[np.int16]
Flags = NDArray[np.bool_]
Pixels = NDArray[np.intp]


class Crease(NamedTuple):
    """A fold that crosses the middle of the page at ``row`` and rises by ``slope``."""

    row: int
    slope: float
    share: float
    strength: float

    @property
    def clear(self) -> bool:
        """Whether it shows nearly everywhere."""
        return self.share >= CLEAR_SHARE


class Ridge(NamedTuple):
    """Each step (row) from top to bottom: set where it may be part of a fold, and these places.

    ``height`` of them lie on the page; ``beyond`` both of its ends the last one is repeated.
    ``least`` is the share of the steps in which a fold must show.
    """

    steps: Flags
    shown: tuple[NDArray[np.int_], ...]
    height: int
    beyond: int
    least: float

    def counts(self, down: NDArray[np.int_], first: int) -> NDArray[np.int_]:
        """How many steps show along the line that begins at each row, a few at its ends left out.

        ``down`` says by how much the line lies lower at each step than in the middle of the page.
        """
        step, place = self.shown
        begins = place + self.beyond - down[step]
        inner = (step >= first) & (step < len(down) - first)
        return np.bincount(begins[inner], minlength=2 * self.beyond + self.height)[
            2 * self.beyond : 2 * self.beyond + self.height
        ]


class Strokes(NamedTuple):
    """The dark pixels of a page: where each lies, and of which piece it is a part."""

    rows: Pixels
    columns: Pixels
    piece: Pixels

    @property
    def turned(self) -> Strokes:
        """The same on a page that lies on its side."""
        return Strokes(self.columns, self.rows, self.piece)


def on_creases(strokes: Grey, darker: Darker, px_per_mm: float) -> Flags:
    """Which of the strokes are parts of folds.

    ``darker`` says for each pixel of the page how much darker than paper it is.
    """
    count, labels, pieces, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        strokes, 8, cv2.CV_32S, cv2.CCL_BBDT
    )
    rows, columns = np.nonzero(strokes)
    piece = np.asarray(labels[rows, columns], np.intp)
    clear, faint = _off(Strokes(rows, columns, piece), darker, px_per_mm)
    near = np.bincount(piece, weights=clear <= BESIDE_MM * px_per_mm, minlength=count)
    mostly = near >= MOSTLY * pieces[:, cv2.CC_STAT_AREA]
    low = pieces[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].min(axis=1) <= DOTS_MM * px_per_mm
    farthest = np.zeros(count)
    np.maximum.at(farthest, piece, faint)
    dots = low & (farthest <= BESIDE_FAINT_MM * px_per_mm)
    folded = np.zeros(strokes.shape, np.bool_)
    folded[rows, columns] = dots[piece] | (mostly[piece] & (clear <= EDGE_BESIDE_MM * px_per_mm))
    return folded


def _off(strokes: Strokes, darker: Darker, px_per_mm: float) -> NDArray[np.float64]:
    """How far these pixels lie from the nearest clear fold, and how far from the nearest faint."""
    off = np.full((2, len(strokes.piece)), np.inf)
    for page, seen in ((darker, strokes), (darker.T, strokes.turned)):
        for crease in _creases(page, px_per_mm):
            beside = seen.rows - crease.row - crease.slope * (seen.columns - page.shape[1] / 2)
            if not _is_lettered(seen, beside, px_per_mm):
                kind = 0 if crease.clear else 1
                off[kind] = np.minimum(off[kind], abs(beside))
    return off


def _is_lettered(strokes: Strokes, beside: NDArray[np.float64], px_per_mm: float) -> bool:
    """Whether what lies along a line looks like letters in a row and not like a fold."""
    on = abs(beside) <= EDGE_BESIDE_MM * px_per_mm
    piece = strokes.piece[on]
    high, long = (_extents(piece, along) for along in (beside[on], strokes.columns[on]))
    letters = (high >= LETTER_MM[0] * px_per_mm) & (long <= LETTER_MM[1] * px_per_mm)
    return bool(np.count_nonzero(letters[piece]) > LETTERED_SHARE * len(piece))


def _extents(piece: Pixels, along: NDArray[Any]) -> NDArray[np.float64]:
    """How many pixels each piece measures in a direction."""
    first, last = np.full((2, piece.max(initial=0) + 1), [[np.inf], [-np.inf]])
    np.minimum.at(first, piece, along)
    np.maximum.at(last, piece, along)
    return np.asarray(last - first + 1)


def _creases(darker: Darker, px_per_mm: float) -> list[Crease]:
    """The folds that lie more or less level, the darkest first."""
    step = round(STEP_MM * px_per_mm)
    over = _over(darker, step, px_per_mm)
    noise = 1.48 * float(np.median(abs(over - np.median(over))))
    dark = (over > max(AT_LEAST, ABOVE_NOISE * noise)).astype(np.uint8)
    slopes = step * np.tan(np.radians(np.arange(-STEEPEST_DEG, STEEPEST_DEG, TURN_DEG)))
    ridge = _ridge(dark, math.ceil(abs(slopes).max() * dark.shape[1] / 2))
    found = [
        Crease(row, slope / step, share, float(over[places].mean()))
        for slope in slopes
        for row, share, places in _lines(ridge, slope, px_per_mm / step)
    ]
    best: list[Crease] = []
    for crease in sorted(found, key=lambda crease: -crease.strength):
        if all(abs(crease.row - other.row) > APART_MM * px_per_mm for other in best):
            best.append(crease)
    return best[:MOST]


def _ridge(dark: Grey, beyond: int) -> Ridge:
    tall = np.asarray(cv2.dilate(dark, np.ones((3, 1), np.uint8)), np.uint8)
    least = min(CLEAR_SHARE, max(FAINT_SHARE, BY_CHANCE * float(tall.mean())))
    steps = np.pad(tall.T > 0, ((0, 0), (beyond, beyond)), mode="edge")
    return Ridge(steps, np.nonzero(steps), len(tall), beyond, least)


def _over(darker: Darker, step: int, px_per_mm: float) -> NDArray[np.float32]:
    """How much darker a step (column) of a row is than the paper above and below."""
    height, steps = darker.shape[0], darker.shape[1] // step
    even = np.clip(darker[:, : steps * step], 0, DARKEST).astype(np.float32)
    mean = even.reshape(height, steps, step).mean(axis=2)
    around = round(AROUND_MM * px_per_mm) | 1
    return np.asarray(cv2.blur(mean, (1, 3)) - cv2.blur(mean, (1, around)), np.float32)


def _lines(ridge: Ridge, slope: float, steps_per_mm: float) -> Iterator[tuple[int, float, Any]]:
    """The rows where a line of this slope runs along a fold, how much of it shows, its places."""
    across = np.arange(len(ridge.steps))
    down = np.round(slope * (across - (len(across) - 1) / 2)).astype(int)
    first, last = (round(mm * steps_per_mm) for mm in EDGE_MM)
    inner = slice(first, len(across) - first)
    share = ridge.counts(down, first) / len(across[inner])
    hopeful = np.flatnonzero(share >= ridge.least)
    if not len(hopeful):
        return
    whole = ridge.steps[across, ridge.beyond + hopeful[:, None] + down]
    along = whole[:, inner]
    edges = np.minimum(along[:, : last - first].mean(axis=1), along[:, first - last :].mean(axis=1))
    rim = round(RIM_MM * steps_per_mm)
    at_rims = whole[:, :rim].any(axis=1) & whole[:, -rim:].any(axis=1)
    quarters = [quarter.mean(axis=1) for quarter in np.array_split(along, 4, axis=1)]
    folded = at_rims & (edges >= EDGE_SHARE)
    folded &= np.min(quarters, axis=0) >= QUARTER_SHARE * share[hopeful]
    for row in hopeful[folded].tolist():
        yield row, float(share[row]), ((row + down).clip(0, ridge.height - 1), across)
