"""Sets one sentence of the form in one line: words, boxes and lines to write on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.errors import FormError
from sample_scans.blank_form.markup import Atom
from sample_scans.blank_form.pen import Pen, text_width

SIZE = 8.0  # points of all sentences
BOX_SIDE = 3.5  # the authority's forms have boxes of about this size
GAP_BEFORE_BOX = 3.2  # keeps a box nearer to its own words than to the ones before
GAP_AFTER_BOX = 1.1
GAP_AT_BLANK = 0.9
BLANK_ABOVE_BOTTOM = 0.7  # the line to write on keeps off the line below
SHARE_BELOW = 0.3  # of what a row is higher than it must be
BASELINE_ABOVE_RULE = 1.1  # of a sentence with lines to write on
MOST_WRITING = 9.0  # one line of large writing
MARGIN = 0.1  # from a line to the writing area, which holds no print
TOUCHING = 0.01  # millimetres: words that follow each other, not across a tab stop
HALF_X_HEIGHT = 1.0  # from the middle of a row to the baseline of its words

LEAST_WITH_BLANK, MOST_WITH_BLANK = 6.4, 9.0  # at least 5.5 mm free above the line to write on
LEAST_WITH_BOX, MOST_WITH_BOX = 4.7, 7.0
LEAST_OF_WORDS, MOST_OF_WORDS = 3.7, 4.4


@dataclass(frozen=True, slots=True)
class Set:
    """An atom and where it came to stand."""

    atom: Atom
    x: float
    width: float


def heights(atoms: Sequence[Atom]) -> tuple[float, float]:
    """The least and the most height of a row with this sentence."""
    kinds = {atom.kind for atom in atoms}
    if "blank" in kinds:
        return LEAST_WITH_BLANK, MOST_WITH_BLANK
    if "box" in kinds:
        return LEAST_WITH_BOX, MOST_WITH_BOX
    return LEAST_OF_WORDS, MOST_OF_WORDS


def draw(pen: Pen, atoms: Sequence[Atom], x: float, y: float, width: float, height: float) -> None:
    """Draw a sentence into a row that begins at ``y`` and is ``height`` high."""
    has_blank = any(atom.kind == "blank" for atom in atoms)
    rule = y + height - BLANK_ABOVE_BOTTOM - SHARE_BELOW * max(0.0, height - LEAST_WITH_BLANK)
    baseline = rule - BASELINE_ABOVE_RULE if has_blank else y + height / 2 + HALF_X_HEIGHT
    placed = list(_set(atoms, x, x + width))
    for run in _runs(placed):
        _draw_words(pen, run, baseline)
    for item in placed:
        if item.atom.kind == "box":
            top = baseline - HALF_X_HEIGHT - BOX_SIDE / 2
            pen.tick_box(item.atom.id, item.x, top, BOX_SIDE)
        elif item.atom.kind == "blank":
            pen.line(item.x, rule, item.x + item.width, rule)
            room = min(rule - y - 2 * MARGIN, MOST_WRITING)
            pen.place(item.atom.id, "text", item.x, rule - MARGIN - room, item.width, room)


def _set(atoms: Sequence[Atom], left: float, right: float) -> Iterator[Set]:
    """Give every atom its place; lines to write on and free room share what is left over."""
    start, segment = left, []
    for atom in atoms:
        if atom.kind != "tab":
            segment.append(atom)
            continue
        yield from _set_segment(segment, start, left + atom.width)
        start, segment = left + atom.width, []
    yield from _set_segment(segment, start, right)


def _set_segment(atoms: Sequence[Atom], left: float, right: float) -> Iterator[Set]:
    gaps = [_gap(before, atom) for before, atom in zip([None, *atoms], atoms, strict=False)]
    widths = [_width(atom) for atom in atoms]
    spare = right - left - sum(gaps) - sum(widths)
    if spare < 0:
        said = " ".join(atom.text or atom.id for atom in atoms)
        raise FormError(f"plan.yaml ({-spare:.1f} mm zu lang): {said}")
    weights = [max(atom.width, 8.0) if atom.grows else 0.0 for atom in atoms]
    share = spare / sum(weights) if any(weights) else 0.0
    x = left
    for atom, gap, width, weight in zip(atoms, gaps, widths, weights, strict=True):
        grown = width + weight * share
        yield Set(atom, x + gap, grown)
        x += gap + grown


def _width(atom: Atom) -> float:
    if atom.kind == "word":
        return text_width(atom.text, SIZE, atom.bold)
    return BOX_SIDE if atom.kind == "box" else atom.width


def _gap(before: Atom | None, atom: Atom) -> float:
    if before is None or atom.glued or "spring" in (before.kind, atom.kind):
        return 0.0
    if atom.kind == "box":
        return GAP_BEFORE_BOX
    if before.kind == "box":
        return GAP_AFTER_BOX
    if "blank" in (before.kind, atom.kind):
        return GAP_AT_BLANK
    return text_width(" ", SIZE)


def _runs(placed: Sequence[Set]) -> Iterator[list[Set]]:
    """Neighbouring words of one style, to be drawn as one text."""
    run: list[Set] = []
    for item in placed:
        if run and not _joins(run[-1], item):
            yield run
            run = []
        if item.atom.kind == "word":
            run.append(item)
    if run:
        yield run


def _joins(before: Set, item: Set) -> bool:
    same_style = (before.atom.bold, before.atom.underlined) == (
        item.atom.bold,
        item.atom.underlined,
    )
    room = item.x - before.x - before.width - _gap(before.atom, item.atom)
    return item.atom.kind == "word" and same_style and abs(room) < TOUCHING


def _draw_words(pen: Pen, run: Sequence[Set], baseline: float) -> None:
    first, last = run[0], run[-1]
    text = "".join((" " if i and not s.atom.glued else "") + s.atom.text for i, s in enumerate(run))
    pen.text(first.x, baseline, text, SIZE, first.atom.bold)
    if first.atom.underlined:
        pen.line(first.x, baseline + 0.5, last.x + last.width, baseline + 0.5)
