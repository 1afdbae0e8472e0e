"""Where a form page roughly lies in a scan, and which page it is.

Printed rules decide: how they lie above each other is the fingerprint of a page. The scan is
straightened by its own lines, rules and ink become profiles (down and across), and these are
compared with the profiles of every blank page, in four orientations, over scales and shifts. On
generated scans the right page scores 0.75 to 0.95 and the best wrong one 0.35.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from extractors.blank import BlankPage, blank_pages
from extractors.grey import Grey
from pipeline.forms import Form

Floats = npt.NDArray[np.float64]
Spectra = npt.NDArray[np.complex64]

PAPER_WINDOW = 15
"""Pixels (4 mm): wider than any stroke, so that the brightest pixel near by is paper or bar."""
INK = 90
"""Darkness of 255 from which a pixel counts for the skew."""
SKEW_AT_MOST = 8.0
"""Degrees. Feeders pull a sheet askew by up to 5."""
POINTS = 30_000
"""Dark pixels looked at for the skew; more do not change it."""
RULE = 24
"""Pixels (6 mm): what is dark over this length is a rule, not writing."""
PROFILE = 2048
"""Length of a profile: a page of A4 lengthwise, and room so that shifts do not wrap round."""
SHIFT_AT_MOST = 160
"""Pixels (40 mm) by which a page may be out of place."""
SCALES = tuple(0.93 + 0.005 * step for step in range(29))
"""Copiers and feeders change the size by up to 4 %; an assumed resolution adds to that."""
STRETCH = 5
"""Steps of scale (2.5 %) by which a sheet may be stretched more across than down."""
SURE_ACROSS = 0.8
"""Score of the profile across that needs no look at the pictures."""
DIM = 4
"""The pictures are compared at a quarter of the coarse resolution: a pixel is a millimetre."""
DOWN = 0.7
"""Weight of the profile down the page; the one across is much alike on all pages."""
HOPEFUL = 8
"""Pages and turns that are also compared across: the right one is never far back down the page."""
FORMS_KEPT = 4
"""As many as there are blanks held in memory."""
PAGES_KEPT = 32
"""Their pages; at a quarter of the coarse resolution one takes sixty kilobytes."""


@dataclass(frozen=True, slots=True)
class Down:
    """A page, an orientation, and how well they fit down the page: score, scale and shift."""

    page: int
    turned: int
    score: float
    scale: int
    shift: float


@dataclass(frozen=True, slots=True)
class Guess:
    """A page, an orientation, and where the profiles put it, in coarse pixels.

    ``place`` leads from the blank to the straightened and turned scan, ``back`` from there to the
    scan as delivered. ``across`` is the score of the profile across alone.
    """

    page: int
    turned: int
    place: Floats
    back: Floats
    score: float
    across: float

    @property
    def matrix(self) -> Floats:
        return self.back @ self.place


def darkness(image: Grey) -> Grey:
    """How dark each pixel is compared with the paper around it, the darkest ink as 255."""
    kernel = np.ones((PAPER_WINDOW, PAPER_WINDOW), np.uint8)
    paper = cv2.blur(cv2.dilate(image, kernel), (PAPER_WINDOW, PAPER_WINDOW))
    drop = cv2.subtract(paper, image)
    sample = drop[::3, ::3]
    full = float(np.percentile(sample[sample > 24], 75)) if np.any(sample > 24) else 255.0
    return np.asarray(cv2.convertScaleAbs(drop, alpha=255.0 / max(full, 40.0)), np.uint8)


def skew_of(dark: Grey) -> float:
    """Degrees by which lines and rows lie askew, positive when they fall to the right."""
    rows, columns = np.nonzero(dark > INK)
    if len(rows) < 500:
        return 0.0
    step = max(1, len(rows) // POINTS)
    x, y = columns[::step].astype(np.float32), rows[::step].astype(np.float32)
    angle = 0.0
    for span, fine in ((SKEW_AT_MOST, 0.5), (0.5, 0.1), (0.1, 0.025)):
        angles = angle + np.arange(-span, span + fine / 2, fine)
        angle = float(angles[np.argmax([_sharpness(x, y, a) for a in angles])])
    return angle


def _sharpness(x: npt.NDArray[np.float32], y: npt.NDArray[np.float32], degrees: float) -> float:
    a = np.deg2rad(degrees)
    cos, sin = np.float32(np.cos(a)), np.float32(np.sin(a))
    rows = np.bincount(((y * cos - x * sin) + 2000).astype(np.int32)).astype(np.float32)
    columns = np.bincount(((x * cos + y * sin) + 2000).astype(np.int32)).astype(np.float32)
    return float(np.square(np.diff(rows)).sum() + np.square(np.diff(columns)).sum())


def profiles_of(dark: Grey) -> Floats:
    """Four signals: rules and all ink, down the page and then across it."""
    turned = np.ascontiguousarray(dark.T)
    return np.stack([_rules(dark), _ink(dark), _rules(turned), _ink(turned)])


def _rules(dark: Grey) -> Floats:
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    rules = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, RULE), np.uint8))
    return _signal(np.asarray(rules, np.uint8))


def _ink(dark: Grey) -> Floats:
    return _signal(dark)


def _signal(dark: Grey) -> Floats:
    """The square root of the ink in each row, without what changes slowly, of unit length."""
    rows = np.zeros(PROFILE)
    rows[: dark.shape[0]] = np.sqrt(dark.sum(axis=1, dtype=np.float64))[:PROFILE]
    fine = cv2.GaussianBlur(rows[:, None], (1, 0), 1.5)[:, 0]
    sharp = fine - cv2.GaussianBlur(rows[:, None], (1, 0), 12.0)[:, 0]
    return np.asarray(sharp / max(float(np.linalg.norm(sharp)), 1e-9))


def guesses(dark: Grey, form: Form) -> list[Guess]:
    """The best place of every page, best first. ``dark`` is the darkness at coarse resolution."""
    skew = skew_of(dark)
    height, width = dark.shape
    straight = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    upright = np.asarray(cv2.warpAffine(dark, straight, (width, height)), np.uint8)
    turns = _turns(profiles_of(upright), height, width)
    hopeful = sorted(_down(turns, form), key=lambda down: -down.score)[:HOPEFUL]
    back = np.vstack([straight, [0, 0, 1]])
    found = [_guess(down, turns[down.turned], back, (height, width), form) for down in hopeful]
    found.sort(key=lambda guess: -guess.score)
    pages = {guess.page: guess for guess in reversed(found)}
    return sorted(pages.values(), key=lambda guess: -guess.score)


def _turns(signals: Floats, height: int, width: int) -> dict[int, Floats]:
    """The signals as they would be after turning the scan clockwise."""
    down, across = signals[:2], signals[2:]
    up, back = _reversed(down, height), _reversed(across, width)
    return {
        0: np.concatenate([down, across]),
        90: np.concatenate([across, up]),
        180: np.concatenate([up, back]),
        270: np.concatenate([back, down]),
    }


def _reversed(signals: Floats, length: int) -> Floats:
    turned = np.zeros_like(signals)
    length = min(length, PROFILE)
    turned[:, :length] = signals[:, :length][:, ::-1]
    return turned


def _down(turns: dict[int, Floats], form: Form) -> Iterator[Down]:
    """How well each page in each orientation fits down the page, at its best scale and shift."""
    library = _library(blank_pages(form))[0]
    for turned, signals in turns.items():
        for page, scores in enumerate(_correlation(signals[:2], library)):
            yield Down(page, turned, *_peak(scores))


def _guess(
    down: Down, signals: Floats, straight: Floats, shape: tuple[int, int], form: Form
) -> Guess:
    """The same page with its best scale and shift across."""
    near = _near(down.scale)
    library = _library(blank_pages(form))[1][down.page, near.start : near.stop]
    across, scale, shift = _peak(_correlation(signals[2:], library))
    back = np.asarray(np.linalg.inv(_turn(down.turned, shape) @ straight), np.float64)
    place = _place(SCALES[near.start + scale], shift, SCALES[down.scale], down.shift)
    score = DOWN * down.score + (1 - DOWN) * across
    return Guess(down.page, down.turned, place, back, score, across)


def _near(scale: int) -> range:
    return range(max(0, scale - STRETCH), min(len(SCALES), scale + STRETCH + 1))


def _place(scale_x: float, shift_x: float, scale_y: float, shift_y: float) -> Floats:
    return np.array([[scale_x, 0, shift_x], [0, scale_y, shift_y], [0, 0, 1]], np.float64)


def settled(guess: Guess, dark: Grey, page: BlankPage) -> Guess:
    """The guess with its place across decided by the pictures, where the profile left it open.

    That happens when an edge is cut off: most pages have just two strong rules across, and with one
    of them gone, scale and shift cannot be told apart.
    """
    if guess.across >= SURE_ACROSS:
        return guess
    blank, small = _blank_dim(page), _dim(dark)
    scale_y, shift_y = float(guess.place[1, 1]), float(guess.place[1, 2])
    best, place = -1.0, guess.place
    for scale in (SCALES[i] for i in _near(SCALES.index(scale_y))[::2]):
        trial = _place(scale, 0.0, scale_y, shift_y)
        score, shift = _slid(small, guess.back @ trial, blank)
        if score > best:
            best, place = score, _place(scale, scale * shift, scale_y, shift_y)
    return replace(guess, place=place)


@lru_cache(maxsize=PAGES_KEPT)
def _blank_dim(page: BlankPage) -> Grey:
    return _dim(darkness(page.coarse))


def _dim(dark: Grey) -> Grey:
    """At a quarter of the resolution and blurred, so that a millimetre does not matter."""
    size = (dark.shape[1] // DIM, dark.shape[0] // DIM)
    small = cv2.resize(dark, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 1.0), np.uint8)


def _slid(scan: Grey, matrix: Floats, blank: Grey) -> tuple[float, float]:
    """How alike the pictures become when the scan is slid sideways, and by how much it is."""
    margin = SHIFT_AT_MOST // DIM
    zoom, slide = np.diag([DIM, DIM, 1.0]), np.array([[1, 0, -margin], [0, 1, 0], [0, 0, 1]])
    inner = np.linalg.inv(zoom) @ matrix @ zoom @ slide
    size = (blank.shape[1] + 2 * margin, blank.shape[0])
    seen = cv2.warpAffine(scan, inner[:2], size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    scores = cv2.matchTemplate(seen, blank, cv2.TM_CCOEFF_NORMED)[0]
    return float(scores.max()), float(int(np.argmax(scores)) - margin) * DIM


def _correlation(signals: Floats, library: Spectra) -> Floats:
    """Likeness of rules and ink to those in the library by shift, from -SHIFT_AT_MOST on."""
    rules, ink = np.fft.rfft(signals, axis=-1).astype(np.complex64) / 2
    each = library[..., 0, :] * rules
    each += library[..., 1, :] * ink
    both = np.fft.irfft(each, axis=-1)
    near = [both[..., -SHIFT_AT_MOST:], both[..., :SHIFT_AT_MOST]]
    return np.asarray(np.concatenate(near, axis=-1), np.float64)


def _peak(scores: Floats) -> tuple[float, int, float]:
    """The highest score, the number of its scale and its shift."""
    scale, shift = np.unravel_index(int(np.argmax(scores)), scores.shape)
    return float(scores[scale, shift]), int(scale), float(int(shift) - SHIFT_AT_MOST)


def _turn(turned: int, shape: tuple[int, int]) -> Floats:
    """What turning a picture of this shape clockwise does to its points."""
    height, width = shape
    return np.array({
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        90: [[0, -1, height], [1, 0, 0], [0, 0, 1]],
        180: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        270: [[0, 1, 0], [-1, 0, width], [0, 0, 1]],
    }[turned], np.float64)  # fmt: skip


@lru_cache(maxsize=FORMS_KEPT)
def _library(pages: tuple[BlankPage, ...]) -> tuple[Spectra, Spectra]:
    """The profiles of all blank pages at all scales, ready to be correlated: down and across."""
    signals = [profiles_of(darkness(page.coarse)) for page in pages]
    scaled = [[_scaled(each, scale) for scale in SCALES] for each in signals]
    spectra = np.conj(np.fft.rfft(np.array(scaled), axis=-1)).astype(np.complex64)
    return np.ascontiguousarray(spectra[:, :, :2]), np.ascontiguousarray(spectra[:, :, 2:])


def _scaled(signals: Floats, scale: float) -> Floats:
    places = np.arange(PROFILE) / scale
    scaled = np.stack([np.interp(places, np.arange(PROFILE), s, right=0.0) for s in signals])
    norms = np.linalg.norm(scaled, axis=1, keepdims=True)
    return np.asarray(scaled / np.maximum(norms, 1e-9), np.float64)
