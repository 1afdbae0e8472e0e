"""Where ``unbekannt`` may stand beside the boxes of a choice: free room in the boxes' own row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.forms.geometry import HAIR, Area, Print, free_areas

LEAST_WIDTH, LEAST_HEIGHT = 15.0, 4.0  # the word as people write it
MOST_HEIGHT = 8.0  # one line of writing; more would take in what stands above or below
CLEARANCE = 0.2  # between print and the room beside it
TICK_CLEARANCE = 1.2  # a tick sticks out of its box


def note_areas(page: Print, choices: Iterable[tuple[str, Sequence[str]]]) -> dict[str, Area]:
    """The free room of each choice that has some; no room is given away twice.

    ``choices`` are field ids with the names of their boxes, in the order of the print.
    """
    printed = list(_printed(page))
    given: dict[str, Area] = {}
    for field, names in choices:
        boxes = [page.frame_of(name) for name in names]
        foreign = [frame for frame in page.frames if frame not in boxes]
        found = [
            area
            for box in boxes
            for area in _beside(page, box, printed)
            if not any(_is_between(frame, box, area) for frame in foreign)
        ]
        if found:
            best = max(found, key=lambda area: (area.width * area.height, -area.top, -area.left))
            given[field] = best
            printed.append(best)
    return given


def _printed(page: Print) -> Iterator[Area]:
    """Everything that room beside a box must keep off: print, boxes and lines to write on."""
    for thing in (*page.words, *page.upright, *page.level):
        yield thing.grown(CLEARANCE)
    for frame in page.frames:
        yield frame.grown(TICK_CLEARANCE)
    for field in page.fields.values():
        yield field.grown(CLEARANCE)


def _beside(page: Print, box: Area, printed: Sequence[Area]) -> Iterator[Area]:
    """Free areas to the right of a box, at its height and inside its cell."""
    cell = _cell_of(page, box)
    reach = Area(
        box.right,
        max(cell.top, box.middle - MOST_HEIGHT / 2),
        cell.right,
        min(cell.bottom, box.middle + MOST_HEIGHT / 2),
    )
    for area in free_areas(reach, printed):
        wide = area.width >= LEAST_WIDTH and area.height >= LEAST_HEIGHT
        if wide and area.top < box.middle < area.bottom:
            yield area


def _is_between(frame: Area, box: Area, area: Area) -> bool:
    """Whether another question's box stands between a box and the room: then it is not its room."""
    in_row = frame.top < box.middle < frame.bottom
    return in_row and box.right <= frame.left and frame.right <= area.left


def _cell_of(page: Print, box: Area) -> Area:
    """The frame around a box: the nearest long lines on its four sides."""
    across = [s for s in page.level if s.left < box.left + HAIR and s.right > box.right - HAIR]
    along = [s for s in page.upright if s.top < box.middle < s.bottom]
    return Area(
        max((s.right for s in along if s.right <= box.left), default=0.0),
        max((s.bottom for s in across if s.bottom <= box.top), default=0.0),
        min((s.left for s in along if s.left >= box.right), default=210.0),
        min((s.top for s in across if s.top >= box.bottom), default=297.0),
    )
