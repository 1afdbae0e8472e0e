"""How a sheet lies bent: feeders slip, copiers stretch, paper buckles.

What no homography explains is small and smooth, so a polynomial of third degree over the page
describes it. It is fitted robustly to the patches of print that were found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

POWERS = tuple((i, j) for i in range(4) for j in range(4 - i))
"""All terms up to the third degree."""
LOOSE, TIGHT = 9.0, 1.5
"""Pixels at 150 dpi (1.5 mm and 0.25 mm): the fit first forgives much, then little."""
ROUNDS = 8
NEARBY = 70.0
"""Pixels at 150 dpi (12 mm) over which a rest is averaged: a few patches."""
DOUBT = 1.0
"""Weight of the assumption that nothing is left, as much as one patch on the spot."""
RIDGE = 1e-3
"""Keeps higher terms small where patches are few: at cut edges, under heavy writing."""


@dataclass(frozen=True, slots=True)
class Bend:
    """Displacement at every point of the page: ``POWERS`` by (x, y), over points scaled to 1."""

    terms: Floats
    size: tuple[float, float]
    places: Floats | None = None
    rests: Floats | None = None

    def at(self, points: Floats) -> Floats:
        """How far each point is displaced by the smooth bend alone."""
        return np.asarray(_basis(points, self.size) @ self.terms)

    def over(self, across: Floats, down: Floats) -> Floats:
        """How far each point of a grid is displaced: rows by columns by (x, y)."""
        x, y = np.meshgrid(across, down)
        smooth = self.at(np.stack([x.ravel(), y.ravel()], axis=1)).reshape(*x.shape, 2)
        if self.places is None or self.rests is None:
            return smooth
        return smooth + _nearby(across, down, self.places, self.rests)

    def refined(self, expected: Floats, seen: Floats) -> Bend:
        """The same with what is left near each place, where several places agree on it."""
        rests = seen - expected - self.at(expected)
        return Bend(self.terms, self.size, expected, rests)


def _basis(points: Floats, size: tuple[float, float]) -> Floats:
    x, y = (2 * points / np.array(size) - 1).T
    return np.stack([x**i * y**j for i, j in POWERS], axis=1)


def bend_of(expected: Floats, seen: Floats, size: tuple[float, float]) -> Bend:
    """The bend that most of the places agree on. ``size`` is that of the page."""
    basis = _basis(expected, size)
    moved = seen - expected
    ridge = RIDGE * len(basis) * np.diag([float(i + j > 1) for i, j in POWERS])
    terms = np.zeros((len(POWERS), 2))
    terms[POWERS.index((0, 0))] = np.median(moved, axis=0)
    for reach in np.geomspace(LOOSE, TIGHT, ROUNDS):
        apart = np.linalg.norm(moved - basis @ terms, axis=1)
        weight = np.square(np.clip(1 - np.square(apart / (3 * reach)), 0, None))
        weighted = basis * weight[:, None]
        terms = np.linalg.solve(
            weighted.T @ basis + ridge + 1e-9 * np.eye(len(ridge)), weighted.T @ moved
        )
    return Bend(terms, size)


def _nearby(across: Floats, down: Floats, places: Floats, rests: Floats) -> Floats:
    """The mean rest around each point, drawn towards nought where there are few places.

    The weight of a place is a bell in both directions, so that rows and columns can be had apart.
    """
    beside = np.exp(np.square(across[:, None] - places[:, 0]) / (-2 * NEARBY**2))
    above = np.exp(np.square(down[:, None] - places[:, 1]) / (-2 * NEARBY**2))
    weighted = [(above * rests[:, axis]) @ beside.T for axis in (0, 1)]
    return np.stack(weighted, axis=-1) / (above @ beside.T + DOUBT)[..., None]
