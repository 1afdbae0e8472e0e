"""The pieces of ink on a page: which are strokes of a pen or a machine, which are nobody's.

A piece is whatever hangs together. Specks, punch holes, ticks and the remains of printed lines are
put aside; what is left was written. Long thin lines are kept apart: they are no letters, but they
may stand under a word or strike it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.blank import PX_PER_MM
from extractors.grey import Grey
from extractors.long_lines import LONGEST_RULE_MM, with_words_cut_off
from extractors.strips import pieces_of_page
from pipeline.forms import Item
from pipeline.model import Box, ReadingKind

PAPER_FROM = 236  # brighter pixels are paper: the ink picture is white where nobody wrote
INK_UP_TO = (140.0, 215.0)  # limits of the threshold: black print, and the weakest pencil

SPECK_MM = 0.22  # smaller than the dot of an i in ten-point type
HOLE_MM = (4.0, 9.0)  # punch holes have 5 to 7 mm
HOLE_FILLING = 0.7  # a disc fills 0.79 of its square, writing less than half ...
OVAL = 1.4  # ... but for short words in felt-tip (0.62), which are longer than high
RULE_MM = 8.0  # longer thin strokes are rules: frames, folds, lines under or through words
RULE_THICKNESS_MM = 0.75
STRAIGHT = 1.5  # length of the stroke to its bounds: a line under a word has 1.1, a word above 2
PRINTED_LINE_MM = 5.0  # printed lines are longer than this, strokes of printed letters shorter
PRINTED_BELOW = 225  # of the blank at half its size: thin lines are pale there
REMAINS_MM = 0.5  # slivers of a printed line that the separation of ink left lie this close to it
REMAINS_THICKNESS_MM = 0.5
REMAINS_SHARE = 0.8
DRAWN_MM, DRAWN_PX = 5.0, 3.0  # length and mean thickness of a line under a word
OTHER_REMAINS = 0.3  # of its length may be left of a printed line elsewhere on its level
HAIRLINE_PX = 2  # a thinner line nobody drew; one as thin, along a printed line, is no hyphen
MARK_REACH_MM = 0.6
MARK_SHARE = 0.12  # of a piece's ink in a box: a long tick has the rest outside
LARGEST_MARK_MM = 14.0
LARGEST_WRITTEN_MM = 100.0  # of one piece: words in joined writing, a line that was crossed out

Labels = npt.NDArray[np.int32] | npt.NDArray[np.uint16]
Rows = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Pieces:
    """All pieces of ink of a page.

    ``labels`` names the piece of every pixel (0: paper). ``rows`` has one row per piece: left, top,
    width, height, pixels. ``inside`` counts the pixels of each piece (column) in each item (row).
    ``letters`` are the pieces that were written, ``rules`` the long thin lines, ``marks`` what has
    a part in a box: ticks, and letters that touch one; ``shades`` are larger than anything that
    people write, shadows and edges of the paper, and hide what they touch.
    """

    labels: Labels
    rows: Rows
    inside: npt.NDArray[np.int64]
    letters: Flags
    rules: Flags
    marks: Flags
    shades: Flags


def pieces_of(ink: Grey, blank: Grey, items: Sequence[Item]) -> Pieces:
    """Take the ink of a page apart. ``blank`` is the printed form alone."""
    names, rows = with_words_cut_off(*pieces_of_page((ink < _threshold(ink)).view(np.uint8)))
    inside = _inside(names, len(rows), items)
    marks = _plausible(rows) & _of_marks(rows, inside, items)
    written = _plausible(rows) & ~marks
    written &= ~_slivers(names, rows, blank)
    long = _drawn_in_one_line(names, rows, written & _long_and_thin(rows))
    rules = written & long & (rows[:, 2:4].max(1) < LONGEST_RULE_MM * PX_PER_MM)
    shades = written & ~long & (rows[:, 2:4].max(1) > LARGEST_WRITTEN_MM * PX_PER_MM)
    return Pieces(names, rows, inside, written & ~long & ~shades, rules, marks, shades)


def _threshold(ink: Grey) -> float:
    """Halfway between the ink and the paper, for pencil and felt-tip alike."""
    inked = ink[::4, ::4]
    inked = inked[inked < PAPER_FROM]
    if not inked.size:
        return INK_UP_TO[0]
    return float(np.clip((np.percentile(inked, 25) + 255) / 2, *INK_UP_TO))


def _inside(labels: Labels, count: int, items: Sequence[Item]) -> npt.NDArray[np.int64]:
    """How many pixels of each piece lie in each area (rows: items, columns: pieces)."""
    inside = np.zeros((len(items), count), np.int64)
    for row, item in enumerate(items):
        reach = MARK_REACH_MM if item.kind is ReadingKind.MARK else 0.0
        region = labels[region_of(item.box.grown(reach) if reach else item.box)]
        inside[row] = np.bincount(region[region != 0], minlength=count)
    return inside


def region_of(box: Box) -> tuple[slice, slice]:
    """The pixels of a box on the registered page."""
    top, bottom = box.y * PX_PER_MM, (box.y + box.height) * PX_PER_MM
    left, right = box.x * PX_PER_MM, (box.x + box.width) * PX_PER_MM
    return slice(max(0, round(top)), round(bottom)), slice(max(0, round(left)), round(right))


def extent(rows: Rows) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of some pieces together."""
    return (
        int(rows[:, 0].min()), int(rows[:, 1].min()),
        int((rows[:, 0] + rows[:, 2]).max()), int((rows[:, 1] + rows[:, 3]).max()),
    )  # fmt: skip


def band_of(letters: Rows) -> tuple[float, float]:
    """Top and height of a line of letters: those of its taller ones, whatever hangs below."""
    tall = letters[letters[:, 3] >= np.median(letters[:, 3])]
    top = float(np.median(tall[:, 1]))
    return top, float(np.median(tall[:, 1] + tall[:, 3])) - top


def _plausible(rows: Rows) -> Flags:
    """Strokes of a pen or a machine: no specks, no punch holes."""
    width, height = rows[:, 2] / PX_PER_MM, rows[:, 3] / PX_PER_MM
    area = rows[:, 4] / PX_PER_MM**2
    large, small = np.maximum(width, height), np.minimum(width, height)
    round_one = (small > HOLE_MM[0]) & (large < HOLE_MM[1]) & (large < OVAL * small)
    hole = round_one & (area > HOLE_FILLING * width * height)
    plausible = (large >= SPECK_MM) & (area >= SPECK_MM**2 / 2) & ~hole
    plausible[0] = False
    return np.asarray(plausible, np.bool_)


def _long_and_thin(rows: Rows) -> Flags:
    """Lines, straight or round a corner, that are longer than any stroke of a letter."""
    across = (rows[:, 2] + rows[:, 3]) / PX_PER_MM
    thin = rows[:, 4] / PX_PER_MM**2 < RULE_THICKNESS_MM * across
    return np.asarray((rows[:, 2:4].max(1) > RULE_MM * PX_PER_MM) & thin, np.bool_)


def _drawn_in_one_line(labels: Labels, rows: Rows, suspects: Flags) -> Flags:
    """Of long thin pieces those that are lines: a word written in one go winds up and down."""
    lines = suspects.copy()
    for n in np.flatnonzero(suspects).tolist():
        left, top, width, height = rows[n, :4].tolist()
        piece = (labels[top : top + height, left : left + width] == n).astype(np.uint8)
        outlines, _ = cv2.findContours(piece, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        stroke = sum(cv2.arcLength(outline, True) for outline in outlines) / 2
        lines[n] = stroke < STRAIGHT * (width + height)
    return lines


def _of_marks(rows: Rows, inside: npt.NDArray[np.int64], items: Sequence[Item]) -> Flags:
    """Ticks: pieces of which a good part lies in a box."""
    marks = [n for n, item in enumerate(items) if item.kind is ReadingKind.MARK]
    if not marks:
        return np.zeros(len(rows), np.bool_)
    share = inside[marks].max(0) / np.maximum(1, rows[:, 4])
    small = rows[:, 2:4].max(1) < LARGEST_MARK_MM * PX_PER_MM
    return np.asarray((share > MARK_SHARE) & small, np.bool_)


def _slivers(labels: Labels, rows: Rows, blank: Grey) -> Flags:
    """What is left of printed lines: thin, and along a line of the blank."""
    width, height = rows[:, 2], rows[:, 3]
    thickness = np.minimum(width, height)
    thin = thickness <= REMAINS_THICKNESS_MM * PX_PER_MM
    places, pieces = inked(labels[::2, ::2])
    total = np.maximum(1, np.bincount(pieces, minlength=len(rows)))
    level, upright = _printed_lines(blank)
    slivers = (thickness < HAIRLINE_PX) & (np.maximum(width, height) > 2 * HAIRLINE_PX)
    for lines, along in ((level, width >= 2 * height), (upright, height >= 2 * width)):
        near = np.bincount(pieces[lines.ravel()[places] > 0], minlength=len(rows))
        beside = near >= REMAINS_SHARE * total
        slivers |= along & thin & (beside | ((near > 0) & (thickness <= HAIRLINE_PX)))
    return np.asarray(slivers & ~_drawn_along(rows, slivers), np.bool_)


def _drawn_along(rows: Rows, slivers: Flags) -> Flags:
    """Level strokes that somebody drew close to a printed line: of the line nothing else is left.

    Where a printed line shows at all, it shows in many places.
    """
    drawn = np.zeros(len(rows), np.bool_)
    level = slivers & (rows[:, 2] >= 2 * rows[:, 3])
    middles = rows[:, 1] + rows[:, 3] / 2
    for n in np.flatnonzero(level & (rows[:, 2] >= DRAWN_MM * PX_PER_MM)).tolist():
        if rows[n, 4] < DRAWN_PX * rows[n, 2]:
            continue
        same = level & (abs(middles - middles[n]) <= REMAINS_MM * PX_PER_MM)
        drawn[n] = rows[same, 2].sum() <= (1 + OTHER_REMAINS) * rows[n, 2]
    return drawn


def inked(labels: Labels) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The places of all pixels with ink, row by row, and their pieces: most of a page is paper."""
    whole = np.ascontiguousarray(labels)
    places = np.flatnonzero(whole != 0)
    return places, whole.ravel()[places].astype(np.intp)


def _printed_lines(blank: Grey) -> tuple[Grey, Grey]:
    """Where slivers of the level and of the upright printed lines may lie, in steps of 2 pixels."""
    size = (-(-blank.shape[1] // 2), -(-blank.shape[0] // 2))
    small = cv2.resize(blank, size, interpolation=cv2.INTER_AREA)
    dark = (small < PRINTED_BELOW).astype(np.uint8)
    length = round(PRINTED_LINE_MM * PX_PER_MM / 2)
    reach = 2 * round(REMAINS_MM * PX_PER_MM / 2) + 1
    level = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return (
        np.asarray(cv2.dilate(level, np.ones((reach, 1), np.uint8)), np.uint8),
        np.asarray(cv2.dilate(upright, np.ones((1, reach), np.uint8)), np.uint8),
    )
