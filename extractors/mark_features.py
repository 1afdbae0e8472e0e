"""What can be measured about the ink of one box.

All lengths are in boxes, all amounts are shares, so that nothing depends on pen, resolution or the
size of the box. ``own`` ink belongs to pieces whose home is this box, ``foreign`` ink to pieces at
home in another box, ``passing`` ink to pieces far too large for a mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.mark_ink import MARK_PX_PER_MM, NOWHERE, REACH_MM, PageInk, Piece, window
from extractors.mark_lines import is_arm, is_limb, is_print, is_stub, line_length
from extractors.mark_stains import under_stain
from pipeline.model import Box

Bools = npt.NDArray[np.bool_]

PASSING_BOXES = 4.0
"""A piece larger than this many boxes is a word or a line; the longest ticks reach three."""
BESIDE_MM = 2.0
"""How far beside its box a mark may stand and still be meant for it."""
A_WORD_MM = 2.5
"""How far beside a marked box the rest of a word may begin that is written across it."""
RING_MM = 0.7
"""Width of the ring outside the frame that scribbles fill and crosses only cross, at its corners
even with a thick pen."""
CLOSE_MM = 2.2
"""Width of the ring in which a circle around the box lies."""
SOME_INK = 0.04
"""Share of one side of that ring that a stroke of a fine pen covers."""
LONG = 0.4
"""Length, in boxes, from which a piece is no speck."""
SLIM = 2.2
"""Length to width of a line drawn through a box; the longest ticks have 1.6."""
NO_PIECE = -1
"""A number that no pixel has."""
HARDLY_IN = 0.01
"""Share of the box that the end of a stroke covers which only reaches it."""
FRAME = 2
"""Pixels (0.34 mm) along the frame in which ink is not seen for certain."""
FULL_INK = 80
"""Percentile of the ink's darkness that stands for the pen; lighter is edge."""
COVERED = 0.5
"""Share of the box from which ink of its own may be a stain that the frame cuts off."""
SMALLEST_CELL = 0.012
"""Share of the box from which enclosed paper counts as a cell."""


@dataclass(frozen=True, slots=True)
class Features:
    """Measures of one box.

    ``faint`` counts every pixel of own ink, ``fill`` only those at least half as dark as the pen;
    ``extent`` is the diagonal of the ink's bounds, ``core`` the share of ink in the middle quarter,
    ``gap`` the widest disc of paper left, ``cells`` the number of pieces of paper left, ``ring``
    and ``ring_middles`` the ink around the frame, all and off its corners, ``inside``
    the share of the own pieces that lies in the box, ``through`` the length of the own piece where
    it is a line rather than a mark, ``longest`` that of the longest own piece. ``beside`` is the
    length of the longest piece near by that is at home in no box, ``strays`` the number of such
    pieces that are no specks and no arms of the mark, ``enclosed`` the number of sides on which one
    piece lies close to the frame.
    """

    faint: float = 0.0
    pen: float = 0.0
    fill: float = 0.0
    extent: float = 0.0
    core: float = 0.0
    gap: float = 1.0
    cells: float = 1.0
    ring: float = 0.0
    ring_middles: float = 0.0
    inside: float = 0.0
    through: float = 0.0
    foreign: float = 0.0
    foreign_extent: float = 0.0
    passing: float = 0.0
    longest: float = 0.0
    beside: float = 0.0
    strays: int = 0
    enclosed: int = 0


def features_of(ink: PageInk, number: int, box: Box, writing: Sequence[Box] = ()) -> Features:
    """Measure the ink in and around one box; ``writing`` are the areas to write in."""
    around = window(ink.labels, box, REACH_MM)
    if not around.any():
        return Features()
    found = [(int(n), ink.pieces[int(n)]) for n in np.unique(around) if int(n) in ink.pieces]
    present = [(n, piece) for n, piece in found if not is_print(ink, n, piece, box)]
    if not present:
        return Features()
    labels = window(ink.labels, box)
    own, foreign, passing = _shares(labels, present, number, box)
    if (passing.any() or own.mean() > COVERED) and under_stain(ink, box):
        return Features()
    ring, ring_middles = _ring(ink, number, box, present)
    thick = [(n, piece) for n, piece in present if not ink.is_hair(piece)]
    # beside ink in the box, what is thin may be what print has left of the rest of its mark
    loose = present if own.any() else thick
    beside = _beside(loose, number, box, writing, BESIDE_MM)
    strays = _strays(ink, thick, number, box, writing)
    faint, pen, fill, extent, core, gap, cells = _shape(own, window(ink.dark, box))
    return Features(
        faint, pen, fill, extent, core, gap, cells, ring, ring_middles, _inside(present, number),
        _through(ink, present, number, box),
        float(foreign.mean()), _extent(foreign), float(passing.mean()),
        max((_size(piece, box) for _, piece in present if piece.home == number), default=0.0),
        max((_size(piece, box) for _, piece in beside), default=0.0), strays,
        _enclosed(ink, present, box),
    )  # fmt: skip


def _shares(
    labels: npt.NDArray[np.generic], present: list[tuple[int, Piece]], number: int, box: Box
) -> tuple[Bools, Bools, Bools]:
    """The ink inside the box by whose it is: its own, another box's, or writing that passes."""
    kinds: dict[str, list[int]] = {"own": [], "foreign": [], "passing": []}
    for n, piece in present:
        if _size(piece, box) > PASSING_BOXES:
            kinds["passing"].append(n)
        elif piece.home == number:
            kinds["own"].append(n)
        else:
            kinds["foreign"].append(n)
    return (
        _any_of(labels, kinds["own"]),
        _any_of(labels, kinds["foreign"]),
        _any_of(labels, kinds["passing"]),
    )


def _any_of(labels: npt.NDArray[np.generic], numbers: list[int]) -> Bools:
    """Where one of these pieces is; most boxes have ink of one kind alone."""
    if len(numbers) < 2:
        return np.asarray(labels == (numbers[0] if numbers else NO_PIECE))
    return np.asarray(np.isin(labels, numbers))


def _size(piece: Piece, box: Box) -> float:
    return max(piece.box.width / box.width, piece.box.height / box.height)


def _shape(
    own: Bools, dark: npt.NDArray[np.generic]
) -> tuple[float, float, float, float, float, float, float]:
    """The measures ``faint`` to ``cells``."""
    if not own.any():
        return 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0
    pen = float(np.percentile(np.asarray(dark)[own], FULL_INK))
    full = np.asarray(own & (np.asarray(dark) > pen / 2))
    free = full[FRAME:-FRAME, FRAME:-FRAME]  # where the frame was, strokes have a gap
    return (
        float(own.mean()), pen / 255, float(free.mean()), _extent(full),
        float(_middle(full).mean()), _gap(free), _cells(free),
    )  # fmt: skip


def _extent(mask: Bools) -> float:
    """The diagonal of the ink's bounds against that of the box."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return 0.0
    height, width = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    return float(np.hypot(height, width) / np.hypot(*mask.shape))


def _middle(mask: Bools) -> Bools:
    height, width = mask.shape
    return mask[height // 4 : height - height // 4, width // 4 : width - width // 4]


def _gap(mask: Bools) -> float:
    """The widest disc of paper left in the box, as a share of its width: none when blackened."""
    free = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5)
    return float(min(1.0, 2 * float(free.max()) / mask.shape[0]))


def _cells(mask: Bools) -> float:
    """How many pieces the paper in the box is cut into: a tick leaves two, a cross four."""
    paper = (~mask).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(paper, connectivity=4)
    return float((stats[1:, cv2.CC_STAT_AREA] >= SMALLEST_CELL * mask.size).sum())


def _ring(
    ink: PageInk, number: int, box: Box, present: list[tuple[int, Piece]]
) -> tuple[float, float]:
    """How full the ring around the frame is, and how full it is off its corners.

    Where a box is blackened, the frame can cut off the ink outside it; that counts as well.
    """
    pieces = [n for n, piece in present if _is_around(piece, number, box)]
    if not any(piece.home == number for _, piece in present):
        return 0.0, 0.0
    own = _any_of(window(ink.labels, box, RING_MM), pieces)
    edge = round(RING_MM * MARK_PX_PER_MM)
    sides = (own[:edge], own[-edge:], own[:, :edge].T, own[:, -edge:].T)
    off = own.shape[1] // 4
    middles = [float(side[:, off:-off].mean()) for side in sides]
    return float(np.mean([side.mean() for side in sides])), float(np.mean(middles))


def _is_around(piece: Piece, number: int, box: Box) -> bool:
    """Whether a piece belongs to this box or, being at home in none, lies against its frame."""
    loose = piece.home == NOWHERE and _touch(box, piece.box)
    return piece.home == number or (loose and _size(piece, box) <= PASSING_BOXES)


def _inside(present: list[tuple[int, Piece]], number: int) -> float:
    """The share of the own pieces that lies in the box: little of a word that runs through it."""
    own = [piece for _, piece in present if piece.home == number]
    area = sum(piece.area_mm2 for piece in own) * MARK_PX_PER_MM**2
    return sum(piece.overlap for piece in own) / area if area else 0.0


def _through(ink: PageInk, present: list[tuple[int, Piece]], number: int, box: Box) -> float:
    """The length of the longest line through the box, in boxes, if it is far longer than wide."""
    own = [(n, piece) for n, piece in present if piece.home == number]
    sides = [(max(b.width, b.height), min(b.width, b.height)) for b in (p.box for _, p in own)]
    slim = [longer / box.width for longer, shorter in sides if longer >= SLIM * shorter]
    lines = [line_length(ink, n, piece, box) for n, piece in own]
    return max([*slim, *lines], default=0.0)


def _strays(
    ink: PageInk, present: list[tuple[int, Piece]], number: int, box: Box, writing: Sequence[Box]
) -> int:
    """How many pieces around the box may be the rest of a word; arms of the mark are not."""
    near = _beside(present, number, box, writing, A_WORD_MM)
    long = [(n, piece) for n, piece in near if _size(piece, box) > LONG]
    own = {n for n, piece in present if piece.home == number} - {n for n, _ in near}
    if not own:
        return len(long)
    loose = [
        piece
        for n, piece in long
        if not is_stub(ink, piece, own, box) and not is_limb(ink, n, piece, own, box)
    ]
    return 0 if len(loose) == 1 and is_arm(ink, loose[0], own, box) else len(loose)


def _beside(
    present: list[tuple[int, Piece]], number: int, box: Box, writing: Sequence[Box], within: float
) -> list[tuple[int, Piece]]:
    """The ink near the box that is at home in no box and in no field.

    What has no more than a few pixels in this box is not at home there either.
    """
    near, few = box.grown(within), HARDLY_IN * box.width * box.height * MARK_PX_PER_MM**2
    found = []
    for n, piece in present:
        if piece.overlap > (few if piece.home == number else 0) or not _touch(near, piece.box):
            continue
        if not _touch(box, piece.box) and any(_within(piece.box, area) for area in writing):
            continue
        if _size(piece, box) <= PASSING_BOXES:
            found.append((n, piece))
    return found


def _enclosed(ink: PageInk, present: list[tuple[int, Piece]], box: Box) -> int:
    """On how many sides of the frame one and the same piece lies, as if the box were circled."""
    labels = window(ink.labels, box, CLOSE_MM)
    edge = round(CLOSE_MM * MARK_PX_PER_MM)
    sides = (labels[:edge], labels[-edge:], labels[:, :edge], labels[:, -edge:])
    around = [n for n, piece in present if _touch(box, piece.box)]
    return max((sum(bool((s == n).mean() > SOME_INK) for s in sides) for n in around), default=0)


def _touch(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


def _within(one: Box, other: Box) -> bool:
    """Whether the middle of one box lies in another."""
    x, y = one.x + one.width / 2, one.y + one.height / 2
    return other.x <= x <= other.x + other.width and other.y <= y <= other.y + other.height
