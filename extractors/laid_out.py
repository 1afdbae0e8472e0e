"""What was added to a page, laid into the items of the form.

Letters belong to the item in which their line begins, a drawing to the one in which its middle
lies. A drawing that reaches into other items counts there too, for it may cross them out; what
reaches none is loose: a person has to say what it means, also for the items near it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.grey import A4_LONG_MM
from extractors.text_layer import Glyph, Run, runs_of
from pipeline.forms import Item
from pipeline.model import Box, ReadingKind

BESIDE_BOX_MM = 0.8  # a typed X hangs over the frame of its box by this much
BESIDE_LINE_MM = 1.2  # letters hang below the line they are typed on
REACHES_MM = 0.5  # a rule on the line between two items reaches into neither
NEAR_MM = 6.0  # from one line of the form to the next: as far as an entry is moved by accident
OVERHANG_MM = {ReadingKind.MARK: 3.0, ReadingKind.TEXT: 3.0, ReadingKind.PRESENCE: 10.0}
"""A drawing is larger than its item by this much at most: a tick, a signature, a stamp."""
EDGE_MM = 12.0
"""Where scanners and archives print the number of the page."""
PAGE_NUMBER = re.compile(r"-?(Seite|Blatt|Page)?\d{1,4}((von|of|/)\d{1,4})?-?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Content:
    """What lies in the area of one item and what comes across it.

    ``unclear``: something near may belong to it, or what it has may belong to another.
    """

    runs: tuple[Run, ...] = ()
    shapes: tuple[Glyph, ...] = ()
    across: tuple[Glyph, ...] = ()
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The contents by item id, and what lies in no item."""

    contents: dict[str, Content]
    loose: tuple[Glyph, ...]

    @property
    def loose_letters(self) -> bool:
        return any(thing.kind == "char" for thing in self.loose)


def lay_out(glyphs: Iterable[Glyph], items: Sequence[Item]) -> LaidOut:
    """Lay every line of letters and every drawing into the items that it belongs to."""
    glyphs = tuple(glyphs)
    runs: dict[str, list[Run]] = defaultdict(list)
    shapes: dict[str, list[Glyph]] = defaultdict(list)
    across: dict[str, list[Glyph]] = defaultdict(list)
    loose: list[Glyph] = []
    shared: set[Item | None] = set()
    for run in runs_of(g for g in glyphs if g.kind == "char"):
        if (item := _item_at(run[0], items)) is not None:
            runs[item.id].append(run)
            if (middle := _item_at(run[len(run) // 2], items)) is not item:
                shared |= {item, middle}
        elif not _is_page_number(run):
            loose.append(_whole(run))
    for shape in (g for g in glyphs if g.kind != "char"):
        own, others = _reached(shape, items)
        if own is not None:
            shapes[own.id].append(shape)
        for item in others:
            across[item.id].append(shape)
        if own is None and not others:
            loose.append(shape)
    contents = {
        i.id: Content(
            tuple(runs[i.id]), tuple(shapes[i.id]), tuple(across[i.id]),
            i in shared or any(_apart(thing, i.box) <= NEAR_MM for thing in loose),
        )
        for i in items
    }  # fmt: skip
    return LaidOut(contents, tuple(loose))


def _reached(shape: Glyph, items: Sequence[Item]) -> tuple[Item | None, list[Item]]:
    """The item that the drawing belongs to, and the others that it comes across."""
    middle = _item_at(shape, items)
    own = middle if middle is not None and _fits(shape, middle) else None
    if own is not None and own.kind is ReadingKind.PRESENCE:
        return own, []  # signatures and stamps hang over their areas
    others = [i for i in items if i is not own and (i is middle or _enters(shape, i.box))]
    return own, others


def _fits(shape: Glyph, item: Item) -> bool:
    room = 2 * OVERHANG_MM[item.kind]
    return shape.width <= item.box.width + room and shape.height <= item.box.height + room


def _enters(shape: Glyph, box: Box) -> bool:
    across = min(shape.right - box.x, box.x + box.width - shape.left)
    down = min(shape.bottom - box.y, box.y + box.height - shape.top)
    return min(across, down) > REACHES_MM


def _apart(thing: Glyph, box: Box) -> float:
    across = max(box.x - thing.right, thing.left - box.x - box.width, 0.0)
    down = max(box.y - thing.bottom, thing.top - box.y - box.height, 0.0)
    return max(across, down)


def _whole(run: Run) -> Glyph:
    text = "".join(letter.text for letter in run)
    top, bottom = min(g.top for g in run), max(g.bottom for g in run)
    return Glyph("char", text, run[0].left, top, max(g.right for g in run), bottom)


def _is_page_number(run: Run) -> bool:
    line = _whole(run)
    at_edge = line.bottom <= EDGE_MM or line.top >= A4_LONG_MM - EDGE_MM
    return at_edge and PAGE_NUMBER.fullmatch(line.text) is not None


def _item_at(glyph: Glyph, items: Iterable[Item]) -> Item | None:
    """The item in whose area the glyph's centre lies; boxes go before areas to write in."""
    reached = [(item, _outside(glyph, item.box)) for item in items]
    near = [
        (item.kind is not ReadingKind.MARK, distance, item.id, item)
        for item, distance in reached
        if distance <= (BESIDE_BOX_MM if item.kind is ReadingKind.MARK else BESIDE_LINE_MM)
    ]
    return min(near)[3] if near else None


def _outside(glyph: Glyph, box: Box) -> float:
    """How far outside the box the glyph's centre lies, in millimetres."""
    x, y = glyph.centre
    across = max(box.x - x, x - box.x - box.width, 0.0)
    down = max(box.y - y, y - box.y - box.height, 0.0)
    return max(across, down)
