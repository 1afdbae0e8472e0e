"""What the generator does not draw: dots of a resting pen, lines through boxes, stains.

None of them is an answer: whoever accepts one as a tick is wrong, whoever asks a person is not.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from pipeline.forms import Item
from pipeline.model import Box
from sample_scans.fill import marks, pens
from sample_scans.fill.paper import PAPER_PX_PER_MM, Paper, Rng, cloud

SHARE_WITH_DOT = 0.2
"""Empty boxes on which the pen came to rest."""
DOT_MM = (0.3, 0.7)

ROW = 3
"""Boxes that one line runs through."""
SAME_COLUMN_MM, NEXT_BOX_MM = 1.0, 14.0

STAINS = (2, 5)
STAIN_MM = (6.0, 22.0)
STAIN_TONE = (150, 215)
"""Coffee and fat in the grey of a scanner; darker, it would be ink."""


def dots(paper: Paper, empty: list[Item], rng: Rng) -> None:
    """A dot of the pen in some of the empty boxes."""
    for item in empty:
        if rng.random() < SHARE_WITH_DOT:
            pen = pens.Pen("rest", float(rng.uniform(*DOT_MM)), int(rng.integers(20, 110)), 0, 0, 0)
            x, y = rng.uniform(0.25, 0.75, 2)
            ink = marks.strokes_ink([np.array([(x, y), (x + 0.02, y)])], pen, item.box.width, rng)
            reach = marks.MARGIN * item.box.width
            paper.lay(ink, item.box.x - reach, item.box.y - reach, pen.tone)


def line_through(paper: Paper, empty: list[Item], rng: Rng) -> None:
    """One line of the pen down through some boxes that stand under each other."""
    rows = runs([item.box for item in empty])
    if not rows:
        return
    row = rows[int(rng.integers(len(rows)))]
    top, bottom = row[0].y - 1, row[-1].y + row[-1].height + 1
    size = bottom - top
    middle = row[0].x + row[0].width / 2
    sway = row[0].width * 0.2 / size
    pen = pens.take(rng, "ballpoint_blue")
    points = [(float(rng.normal(0, sway)), y) for y in (0.0, 0.5, 1.0)]
    ink = marks.strokes_ink([marks.curve(points, rng, 0.002)], pen, size, rng)
    paper.lay(ink, middle - marks.MARGIN * size, top - marks.MARGIN * size, pen.tone)


def runs(boxes: list[Box]) -> list[list[Box]]:
    """All rows of ``ROW`` boxes that stand directly under each other."""
    found = []
    for first in boxes:
        below = [box for box in boxes if abs(box.x - first.x) < SAME_COLUMN_MM and box.y >= first.y]
        row = sorted(below, key=lambda box: box.y)[:ROW]
        steps = [low.y - high.y for high, low in pairwise(row)]
        if len(row) == ROW and max(steps) <= NEXT_BOX_MM:
            found.append(row)
    return found


def stains(paper: Paper, empty: list[Item], rng: Rng) -> None:
    """Blots with a darker rim, each over some empty box."""
    for _ in range(int(rng.integers(*STAINS))):
        box = empty[int(rng.integers(len(empty)))].box
        _stain(paper, box, float(rng.uniform(*STAIN_MM)), int(rng.integers(*STAIN_TONE)), rng)


def _stain(paper: Paper, box: Box, wide: float, tone: int, rng: Rng) -> None:
    size = (paper.grey.shape[0], paper.grey.shape[1])
    spot = np.zeros(size, np.float32)
    middle = (round(box.x * PAPER_PX_PER_MM), round(box.y * PAPER_PX_PER_MM))
    radius = round(wide / 2 * PAPER_PX_PER_MM)
    cv2.circle(spot, middle, radius, 0.6, -1)
    cv2.circle(spot, middle, radius, 1.0, round(PAPER_PX_PER_MM), cv2.LINE_AA)
    uneven = 1 + 0.15 * cloud(rng, size, 3 * PAPER_PX_PER_MM)
    cover = np.clip(cv2.GaussianBlur(spot, (0, 0), 4) * uneven, 0, 1)
    paper.grey[:] = (paper.grey * (1 - cover * (1 - tone / 255))).astype(np.uint8)
