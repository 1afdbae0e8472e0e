"""Registration: which page of the form a scan shows, and where every millimetre of it lies.

First the coarse search over pages, orientations, scales and shifts, then patches of print, found
one by one and fitted robustly. A scan that is not clearly one page of this form gets no match:
a page taken for another would put every answer under the wrong question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.bend import bend_of
from extractors.blank import (
    COARSE_PX_PER_MM,
    FINE_FRAME,
    FINE_PX_PER_MM,
    BlankPage,
    blank_pages,
    resized,
)
from extractors.coarse import Guess, darkness, guesses, settled
from extractors.grey import A4_LONG_MM, A4_SHORT_MM, MM_PER_INCH, Grey
from extractors.patches import Found, Patches, find, find_halved, halved, patches_of, soft
from pipeline.forms import Form
from pipeline.model import PageMatch

Floats = npt.NDArray[np.float64]

WORTH_A_LOOK = 0.33
"""Coarse score from which patches are looked for; the right page scores above 0.7 as a rule."""
LOOKED_AT = 3
"""Pages looked at closely when the coarse scores leave it open."""
CLEAR_LEAD = 0.25
"""A page that leads the coarse scores by this much needs no rival looked at."""
ALIKE = 0.5
"""Likeness from which a patch counts as found."""
NEAR_MM = 0.35
"""Distance from the bent sheet within which a found patch supports the match."""
SUPPORT_AT_LEAST = 0.45
"""Share of the patches within the scan that must support a match; a wrong page reaches 0.1."""
WELL_SUPPORTED = 0.85
"""From here no further round of refinement is needed."""
RIVAL_AT_MOST = 0.5
"""The second page may have this much of the best page's support, else nobody knows."""
PATCHES_AT_LEAST = 24
VISIBLE_AT_LEAST = 0.5
"""Share of the page's patches that must lie within the scan: half a page is no page."""
RESIDUAL_AT_MOST_MM = 1.0
"""Of the flat fit; a sheet that is bent more was not scanned but crumpled."""
SAME_DPI = 0.03
"""Resolutions closer than this are one: the coarse search covers 7 % either way."""
WIDEST = 26
"""Radius of search in pixels at 150 dpi (4.4 mm) where a first look found too little."""
FIRST_LOOK = 14
"""Radius of the first round, at half the resolution: enough for nearly every sheet."""
ROUNDS = (14, WIDEST, WIDEST, 14, 6)
"""Radius of each further round; a perspective or a buckled sheet comes in reach piece by piece."""
HALF = np.diag([0.5, 0.5, 1.0])
SMALLEST_SIDE = 300
"""Pixels; below, no form can be read."""
SLIMMEST = 3.0
"""Long side to short side; no page of A4 is slimmer, however it was cut."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A matrix from fine blank pixels to fine pixels of the scan, and how well it is supported."""

    matrix: Floats
    support: float
    residual_mm: float


def match_page(image: Grey, dpi: float, form: Form) -> PageMatch | None:
    """The page of the form that this scan shows and the place of the form in it, or ``None``."""
    long, short = max(image.shape), min(image.shape)
    if short < SMALLEST_SIDE or long > SLIMMEST * short:
        return None
    found: PageMatch | None = None
    for assumed in _resolutions(image, dpi):
        match = _matched(image, assumed / MM_PER_INCH, form)
        if match is not None and (found is None or match.score > found.score):
            found = match
        if found is not None and found.score >= WELL_SUPPORTED:
            break
    return found


def _resolutions(image: Grey, dpi: float) -> Iterator[float]:
    """The resolution as given, then what it would be if the picture showed just one A4 sheet."""
    tried: list[float] = []
    long, short = max(image.shape) / A4_LONG_MM, min(image.shape) / A4_SHORT_MM
    for value in (dpi, long * MM_PER_INCH, short * MM_PER_INCH):
        if value > 0 and all(abs(value / other - 1) > SAME_DPI for other in tried):
            tried.append(value)
            yield value


def _matched(image: Grey, per_mm: float, form: Form) -> PageMatch | None:
    fine = resized(image, FINE_PX_PER_MM / per_mm)
    dark = darkness(resized(fine, COARSE_PX_PER_MM / FINE_PX_PER_MM))
    ranked = guesses(dark, form)
    if ranked[0].score < WORTH_A_LOOK:
        return None
    fine = soft(fine)
    decided = _decided(fine, dark, ranked, form)
    if decided is None:
        return None
    fit, guess = decided
    to_scan = np.diag([image.shape[1] / fine.shape[1], image.shape[0] / fine.shape[0], 1.0])
    matrix = to_scan @ fit.matrix @ np.diag([FINE_PX_PER_MM, FINE_PX_PER_MM, 1.0])
    return PageMatch(
        form=form.id,
        page_id=blank_pages(form)[guess.page].page_id,
        homography=tuple(float(value) for value in (matrix / matrix[2, 2]).ravel()),
        turned=guess.turned,
        residual_mm=round(fit.residual_mm, 4),
        score=round(min(1.0, fit.support), 4),
    )


def _decided(fine: Grey, dark: Grey, ranked: list[Guess], form: Form) -> tuple[Fit, Guess] | None:
    """Look closely at the best pages and take one only if it stands out."""
    pages = blank_pages(form)
    close = [g for g in ranked[:LOOKED_AT] if g.score > ranked[0].score - CLEAR_LEAD]
    close = [settled(guess, dark, pages[guess.page]) for guess in close]
    fits = [(fit, g) for g in close if (fit := _fit(fine, g, pages[g.page])) is not None]
    fits.sort(key=lambda pair: -pair[0].support)
    if not fits or fits[0][0].support < SUPPORT_AT_LEAST:
        return None
    if len(fits) > 1 and fits[1][0].support > RIVAL_AT_MOST * fits[0][0].support:
        return None
    return fits[0] if fits[0][0].residual_mm <= RESIDUAL_AT_MOST_MM else None


def _fit(fine: Grey, guess: Guess, page: BlankPage) -> Fit | None:
    """Refine the guess: in wide windows until most patches agree, then in narrow ones."""
    patches = patches_of(page)
    zoom = np.diag([FINE_PX_PER_MM / COARSE_PX_PER_MM] * 2 + [1.0])
    size = FINE_FRAME
    matrix, support = _first_look(fine, zoom @ guess.matrix @ np.linalg.inv(zoom), patches, size)
    for radius in ROUNDS:
        if radius > ROUNDS[-1] and support >= WELL_SUPPORTED:
            continue
        found = find(patches, warped(fine, matrix, size), radius)
        agreed = agreed_on(found, size)
        if agreed.sum() < PATCHES_AT_LEAST:
            return None
        matrix = matrix @ _homography(found, agreed)
        inside = _inside(patches.centres, matrix, fine.shape)
        support = float(agreed.sum()) / max(1, inside)
    if inside < VISIBLE_AT_LEAST * len(patches.pictures):
        return None
    return Fit(matrix, support, _residual(found, agreed))


def _first_look(
    fine: Grey, matrix: Floats, patches: Patches, size: tuple[int, int]
) -> tuple[Floats, float]:
    """The matrix refined at half the resolution if most patches agree there, and their share."""
    small = warped(halved(fine), HALF @ matrix @ np.linalg.inv(HALF), (size[0] // 2, size[1] // 2))
    found = find_halved(patches, small, FIRST_LOOK)
    agreed = agreed_on(found, size)
    refined = matrix @ _homography(found, agreed) if agreed.sum() >= PATCHES_AT_LEAST else matrix
    support = float(agreed.sum()) / max(1, _inside(patches.centres, refined, fine.shape))
    return (refined, support) if support >= WELL_SUPPORTED else (matrix, 0.0)


def agreed_on(found: Found, size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """The patches that were clearly found and lie where a smoothly bent sheet has them."""
    alike = found.likeness >= ALIKE
    if alike.sum() < PATCHES_AT_LEAST:
        return alike
    bend = bend_of(found.expected[alike], found.seen[alike], size)
    apart = np.linalg.norm(found.expected + bend.at(found.expected) - found.seen, axis=1)
    return np.asarray(alike & (apart <= NEAR_MM * FINE_PX_PER_MM))


def _homography(found: Found, use: npt.NDArray[np.bool_]) -> Floats:
    matrix, _ = cv2.findHomography(found.expected[use], found.seen[use], 0)
    return np.eye(3) if matrix is None else np.asarray(matrix, np.float64)


def _inside(centres: Floats, matrix: Floats, shape: tuple[int, ...]) -> int:
    """How many of the patches lie within the scan."""
    x, y = cv2.perspectiveTransform(centres[:, None], matrix)[:, 0].T
    return int(((x > 0) & (y > 0) & (x < shape[1]) & (y < shape[0])).sum())


def warped(image: Grey, matrix: Floats, size: tuple[int, int]) -> Grey:
    """The picture in another frame; ``matrix`` leads from there to the picture, continuously."""
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    inner = np.linalg.inv(half) @ matrix @ half
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpPerspective(
            image, inner, size, flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=255
        ),
        np.uint8,
    )


def distances(found: Found, matrix: Floats) -> Floats:
    """How far each patch lies from where the matrix puts it, in millimetres."""
    put = cv2.perspectiveTransform(found.expected[:, None], matrix)[:, 0]
    return np.asarray(np.linalg.norm(put - found.seen, axis=1) / FINE_PX_PER_MM)


def _residual(found: Found, agreed: npt.NDArray[np.bool_]) -> float:
    """Median distance at patches that the fit has not seen: each half is judged by the other."""
    even = np.arange(len(agreed)) % 2 == 0
    halves = ((agreed & even, agreed & ~even), (agreed & ~even, agreed & even))
    apart = [distances(found, _homography(found, fit))[judge] for fit, judge in halves]
    return float(np.median(np.concatenate(apart)))
