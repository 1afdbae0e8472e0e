"""Whether the stroke in a box is a piece of a longer line that was drawn through several boxes.

Print cuts a long line of the pen into pieces: rules, words and arrows of the form are taken out of
the ink, and so is what lay on them. So a single straight stroke is followed beyond both its ends,
over ink and print, and is as long as the last ink that goes on just as thin on the same line.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.blank import PRINTED, PX_PER_MM
from extractors.grey import Grey
from extractors.mark_ink import MARK_PX_PER_MM, PageInk, Piece, window
from pipeline.model import Box

Bools = npt.NDArray[np.bool_]

SHORTEST = 0.5
"""Length, in boxes, from which a stroke has a direction."""
BENT = 0.1
"""How far, in boxes, a straight stroke may stray from its line; the arms of a tick do more."""
SLENDER = 2.2
"""Length to width of a stroke; a small cross is as long as wide."""
FOLLOWED = 4.0
"""Boxes along the line on both sides of the middle of its piece that are looked at."""
ASIDE = round(1.0 * MARK_PX_PER_MM)
"""Pixels (1 mm) that a line may have swerved where it is met again."""
THICKER, EDGES = 1.8, 2
"""What goes on is no thicker than so many times the stroke or than its edges make it."""
TOUCHED, SPREAD = 2, 5
"""Pixels beside the line (0.3 mm) and along it (0.8 mm) over which print spreads on poor copies."""
PEN_LIFT_MM = 0.5
"""A gap that no print explains: a pen that skips."""
GOES_ON_MM = 0.6
"""Ink that goes on for less is a speck or the edge of a letter."""
OWN_END_MM = 1.0
"""So much beyond its measured length is still the stroke's own end, where it thins out."""
FRAME_GAP = 9
"""Pixels (1.5 mm) that the frame, spread on both its sides, cuts out of an arm that crosses it."""
STUB, STUB_GAP_MM = 0.6, 1.0
"""Length, in boxes, of the stump of an arm outside the frame, and how near it is to its mark."""
ARM, SLIM_ARM, ARM_GAP_MM = 0.75, 0.4, 1.6
"""Height and width, in boxes, of the short arm of a tick left of the frame, and how near it is."""
RULE, PARALLEL, ALONG = 3.0, 0.1, 0.9
"""Widest remains of a printed rule in pixels (0.5 mm), their slope, and how much lies along it."""
ASTRAY, ASTRAY_INSIDE = 5, 3
"""Pixels (0.8 and 0.5 mm) that print may be astray; less in a box, where upright ticks stand."""
WIDEST_GAP_MM = 3.5
"""Print that hides a line: a line of words with its spread; beyond it something else begins."""
UPRIGHT, LEANING = 4.0, 2.2
"""Length to width of what runs along one side of the box, and of what may be an arm of a tick."""
LONGEST_ARM, LONGEST_SLASH = 3.0, 3.5
"""Length, in boxes, of the steep arms of long ticks and of the largest slashes."""
FOOT = 0.5
"""How far, in boxes, the foot of a tick may stand below its box."""
MIDDLE = 0.3
"""How far, in boxes, a dash may lie off the middle of the box; nearer the frame print is left."""
FLAT, DASH = 3.0, 4.0
"""Length to height of a dash, and the length it is given: in a form it stands for nothing to say,
or it strikes the words beside the box."""


@dataclass(frozen=True, slots=True)
class View:
    """A picture to look at: how much finer than the ink it is, and what lies around the page."""

    zoom: float
    outside: int


ON_PAGE, ON_BLANK = View(1.0, 0), View(PX_PER_MM / MARK_PX_PER_MM, 255)
"""The darkness of the ink, and the printed form."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight stroke: its middle, its way down, half its length and its width, in pixels."""

    x: float
    y: float
    across: float
    down: float
    half: float
    width: float


def line_length(ink: PageInk, number: int, piece: Piece, box: Box) -> float:
    """The length, in boxes, of the line that a piece belongs to; 0 if it is no part of one."""
    side = box.width * MARK_PX_PER_MM
    stroke = _stroke(ink, number, piece, side)
    if stroke is None:
        return 0.0
    if abs(stroke.across) >= FLAT * stroke.down and _in_the_middle(stroke, box):
        return DASH
    up, down = _followed(ink, stroke, side)
    if up + down <= OWN_END_MM * MARK_PX_PER_MM:
        return 0.0
    length = (2 * stroke.half + up + down) / side
    foot = (stroke.y + (stroke.half + down) * stroke.down) / MARK_PX_PER_MM
    on_foot = foot < box.y + box.height * (1 + FOOT)
    return length if length > _longest_mark(stroke, on_foot) else 0.0


def is_limb(ink: PageInk, number: int, piece: Piece, own: set[int], box: Box) -> bool:
    """Whether a piece outside the box is an arm of the mark in it, cut off where the frame was.

    Its line must meet the mark's own ink within the width of the frame and its spread.
    """
    stroke = _stroke(ink, number, piece, box.width * MARK_PX_PER_MM)
    if stroke is None:
        return False
    x, y = box.x + box.width / 2, box.y + box.height / 2
    toward = (x * MARK_PX_PER_MM - stroke.x) * stroke.across
    toward += (y * MARK_PX_PER_MM - stroke.y) * stroke.down
    side = 1 if toward > 0 else -1
    return any(
        _own_ink(ink, own, stroke.x + side * at * stroke.across, stroke.y + side * at * stroke.down)
        for at in range(round(stroke.half), round(stroke.half) + FRAME_GAP)
    )


def is_print(ink: PageInk, number: int, piece: Piece, box: Box) -> bool:
    """Whether a piece is what was left of a printed rule or frame that is not where it should be.

    Where paper slips in the feeder, print lies beside its place: thin, and parallel to itself.
    """
    wide, high = piece.box.width * MARK_PX_PER_MM, piece.box.height * MARK_PX_PER_MM
    if min(wide, high) > 2 * RULE + PARALLEL * max(wide, high):  # quicker than to look at its ink
        return False
    stroke = _stroke(ink, number, piece, box.width * MARK_PX_PER_MM)
    if stroke is None or stroke.width > RULE or min(abs(stroke.across), stroke.down) > PARALLEL:
        return False
    if not piece.overlap and stroke.down > PARALLEL:  # a letter may stand upright beside the box
        return False
    half = round(stroke.half)
    blank = _strip(ink.blank, stroke, half, ON_BLANK) < PRINTED
    near = ASTRAY_INSIDE if piece.overlap else ASTRAY
    rows = blank[ASIDE - near : ASIDE + near + 1].mean(axis=1)
    return bool(rows.max() >= ALONG)


def is_stub(ink: PageInk, piece: Piece, own: set[int], box: Box) -> bool:
    """Whether a short piece is what the frame cut off the mark in it.

    Letters are longer, and a word goes on beside the box, not above or below it.
    """
    middle = piece.box.y + piece.box.height / 2
    if box.y < middle < box.y + box.height:
        return False
    longest = max(piece.box.width, piece.box.height)
    near = window(ink.labels, piece.box, STUB_GAP_MM)
    return longest <= STUB * box.width and not own.isdisjoint(np.unique(near).tolist())


def is_arm(ink: PageInk, piece: Piece, own: set[int], box: Box) -> bool:
    """Whether a piece is the short arm with which a tick begins, cut off by the side of the frame.

    It may be bent, so that its line misses the mark in the box. A word that ends in the box has
    broader letters or more of them on that side.
    """
    if piece.box.x + piece.box.width / 2 > box.x or piece.box.height > ARM * box.height:
        return False
    near = window(ink.labels, piece.box, ARM_GAP_MM)
    slim = piece.box.width <= SLIM_ARM * box.width
    return slim and not own.isdisjoint(np.unique(near).tolist())


def _own_ink(ink: PageInk, own: set[int], x: float, y: float) -> bool:
    left, top = max(0, round(x) - TOUCHED // 2), max(0, round(y) - TOUCHED // 2)
    met = ink.labels[top : top + TOUCHED + 1, left : left + TOUCHED + 1]
    return not own.isdisjoint(met.ravel().tolist())


def _in_the_middle(s: Stroke, box: Box) -> bool:
    return abs(s.y / MARK_PX_PER_MM - box.y - box.height / 2) < MIDDLE * box.height


def _longest_mark(s: Stroke, on_foot: bool) -> float:
    """How long, in boxes, a stroke in this direction is that may be a mark of its own."""
    if s.down >= UPRIGHT * abs(s.across):
        return 0.0
    if s.down >= LEANING * abs(s.across):
        return LONGEST_ARM if s.across < 0 and on_foot else 0.0
    return LONGEST_SLASH


def _stroke(ink: PageInk, number: int, piece: Piece, side: float) -> Stroke | None:
    """The piece as one straight stroke, if it is one."""
    part = piece.box
    left, top = round(part.x * MARK_PX_PER_MM), round(part.y * MARK_PX_PER_MM)
    wide, high = round(part.width * MARK_PX_PER_MM), round(part.height * MARK_PX_PER_MM)
    if np.hypot(wide, high) < SHORTEST * side:
        return None
    own = np.asarray(ink.labels[top : top + high, left : left + wide] == number)
    m = cv2.moments(own.view(np.uint8), binaryImage=True)
    xx, yy, xy = (m[name] / m["m00"] for name in ("mu20", "mu02", "mu11"))
    spread = float(np.hypot((xx - yy) / 2, xy))
    along, aside = (xx + yy) / 2 + spread, max((xx + yy) / 2 - spread, 0.0)
    half = float(np.sqrt(3 * along))
    width = m["m00"] / (2 * half) if half else side
    slender = along >= SLENDER**2 * aside
    if 2 * half < SHORTEST * side or not slender or aside > width**2 / 12 + (BENT * side) ** 2:
        return None
    angle = float(np.arctan2(2 * xy, xx - yy)) / 2
    across, down = float(np.cos(angle)), float(np.sin(angle))
    if down < 0:
        across, down = -across, -down
    x, y = left + m["m10"] / m["m00"], top + m["m01"] / m["m00"]
    return Stroke(x, y, across, down, half, width)


def _followed(ink: PageInk, stroke: Stroke, side: float) -> tuple[int, int]:
    """How far the line goes on at the upper and at the lower end of the stroke, in pixels."""
    reach, half = round(FOLLOWED * side), round(stroke.half)
    thick = (_strip(ink.dark, stroke, reach, ON_PAGE) > ink.floor).sum(axis=0)
    inked = (thick > 0) & (thick <= max(THICKER * stroke.width, stroke.width + EDGES))
    print_near = _near_print(_strip(ink.blank, stroke, reach, ON_BLANK))
    up, down = np.s_[reach - half :: -1], np.s_[reach + half :]
    return _beyond(inked[up], print_near[up]), _beyond(inked[down], print_near[down])


def _near_print(blank: Grey) -> Bools:
    """Where along the line print may have taken ink with it."""
    rows = blank[ASIDE - TOUCHED : ASIDE + TOUCHED + 1] < PRINTED
    printed = np.asarray(rows.any(axis=0), np.uint8)[None]
    spread = np.asarray(cv2.dilate(printed, np.ones((1, 2 * SPREAD + 1), np.uint8)))
    return np.asarray(spread[0] > 0)


def _beyond(inked: Bools, print_near: Bools) -> int:
    """How far thin ink goes on, with no gap that neither print nor a lifted pen explains."""
    bare = hidden = run = last = 0
    for step, (ink, hid) in enumerate(zip(inked.tolist(), print_near.tolist(), strict=True), 1):
        run = run + 1 if ink else 0
        hidden = 0 if ink else hidden + 1
        bare = 0 if ink or hid else bare + 1
        if bare > PEN_LIFT_MM * MARK_PX_PER_MM or hidden > WIDEST_GAP_MM * MARK_PX_PER_MM:
            break
        if run >= GOES_ON_MM * MARK_PX_PER_MM:
            last = step
    return last


def _strip(image: Grey, s: Stroke, reach: int, view: View) -> Grey:
    """A picture along a line, turned so that the line runs from left to right in its middle."""
    left, top = s.x - reach * s.across + ASIDE * s.down, s.y - reach * s.down - ASIDE * s.across
    turn = view.zoom * np.array([[s.across, -s.down, left], [s.down, s.across, top]])
    return np.asarray(
        cv2.warpAffine(
            image,
            turn,
            (2 * reach + 1, 2 * ASIDE + 1),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderValue=view.outside,
        ),
        np.uint8,
    )
