"""One page of a form that was filled in on screen: which field holds what.

A field's own value comes first; letters and drawings on the page count where the field is empty
or where the fields are gone. Nothing is recognised here, so a value is certain unless somebody
drew across it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pypdf

from extractors.above_page import values_of, written_above
from extractors.form_fields import FormValue
from extractors.text_layer import Added, Affine, Glyph, Run, runs_of, words_of
from extractors.values import as_written, normalise
from pipeline.forms import FormPage, Item
from pipeline.model import VORHANDEN, Box, MarkState, Reading, ReadingKind, Source

READERS = {Source.FORM_FIELD: f"pypdf {pypdf.__version__}", Source.TEXT_LAYER: "pdfplumber"}
BESIDE_BOX_MM = 0.8  # a typed X hangs over the frame of its box by this much
BESIDE_LINE_MM = 1.2  # letters hang below the line they are typed on
LIKE_ITS_BOX = 0.8  # of the box's sides: a rectangle that large covers the box
THIN_MM = 0.7  # a line that low is a rule under or through words
SHORTEST_RULE_MM = 2.0
LETTER_MIDDLE = (0.25, 0.75)  # of a word's height: a rule there strikes the word out


@dataclass(frozen=True, slots=True)
class FilledPage:
    """A form page of a PDF: where the form lies on it, in points, and what it says."""

    page_id: str
    affine: Affine
    residual_mm: float
    score: float
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What lies in the area of one item."""

    runs: tuple[Run, ...] = ()
    shapes: tuple[Glyph, ...] = ()


def read_filled(
    added: Added, fields: pypdf.PageObject, page: FormPage, number: int
) -> FilledPage | None:
    """Read every item of the page; ``None`` where only an eye can read what stands there."""
    if (values := values_of(fields, page.items, added.affine)) is None:
        return None
    by_field = any(value.filled for value in values.values())
    contents = _sorted_in([*added.glyphs, *written_above(fields, added.affine)], page.items)
    if not by_field and any(_drawn(item, contents[item.id]) for item in page.items):
        return None
    source = Source.FORM_FIELD if by_field else Source.TEXT_LAYER
    readings = tuple(
        _reading(item, values.get(item.id), contents[item.id], source, number)
        for item in page.items
    )
    return FilledPage(added.page_id, added.affine, added.residual_mm, added.score, readings)


def _reading(
    item: Item, field: FormValue | None, content: Content, source: Source, number: int
) -> Reading:
    value: str | None
    text = underlined = ""
    if item.kind is ReadingKind.MARK:
        value, doubt = _mark(item, field, content)
    elif item.kind is ReadingKind.PRESENCE:
        there = content.runs or content.shapes or (field and field.text)
        value, doubt = VORHANDEN if there else None, False
    else:
        text = as_written(field.text if field and field.text else _text(content))
        value, doubt = _value(text, item.type) or None, _crossed(item, content)
        underlined = _underlined(content)
    return Reading(
        item=item.id, kind=item.kind, value=value, raw=text, confidence=0.5 if doubt else 1.0,
        doubt=doubt, source=source, page=number, box=item.box, reader=READERS[source],
        style="typed" if text else "", underlined=underlined,
    )  # fmt: skip


def _value(text: str, kind: str) -> str:
    """The normal form; where that would put letters right, the text is known better."""
    normal = normalise(text, kind)
    return text if normal.repaired else normal.value


def _mark(item: Item, field: FormValue | None, content: Content) -> tuple[MarkState, bool]:
    covered = any(_covers(shape, item.box) for shape in content.shapes)
    if covered or (field is not None and field.disagreeing):
        return MarkState.UNSURE, True
    ticked = (field is not None and field.ticked) or bool(content.runs or content.shapes)
    return (MarkState.TICKED if ticked else MarkState.EMPTY), False


def _covers(shape: Glyph, box: Box) -> bool:
    return (
        shape.kind == "rect"
        and shape.width >= LIKE_ITS_BOX * box.width
        and shape.height >= LIKE_ITS_BOX * box.height
    )


def _text(content: Content) -> str:
    return " ".join(word.text for word in words_of(content.runs))


def _drawn(item: Item, content: Content) -> bool:
    """Whether something in a text area is no letter and no rule: written by hand, or a picture."""
    return item.kind is ReadingKind.TEXT and any(not _is_rule(s) for s in content.shapes)


def _is_rule(shape: Glyph) -> bool:
    return shape.height <= THIN_MM and shape.width >= SHORTEST_RULE_MM


def _crossed(item: Item, content: Content) -> bool:
    """Whether something is drawn in the area, or a rule goes through its words."""
    return _drawn(item, content) or any(
        word.top + LETTER_MIDDLE[0] * word.height
        <= rule.centre[1]
        <= word.top + LETTER_MIDDLE[1] * word.height
        and _overlap(word, rule)
        for word in words_of(content.runs)
        for rule in content.shapes
    )


def _underlined(content: Content) -> str:
    return " ".join(
        word.text
        for word in words_of(content.runs)
        if any(
            rule.centre[1] > word.top + LETTER_MIDDLE[1] * word.height and _overlap(word, rule)
            for rule in content.shapes
        )
    )


def _overlap(word: Glyph, rule: Glyph) -> bool:
    shared = min(word.right, rule.right) - max(word.left, rule.left)
    return shared > word.width / 2


def _sorted_in(glyphs: Iterable[Glyph], items: Iterable[Item]) -> dict[str, Content]:
    """Lay every run of letters and every shape into the item that it starts in."""
    runs: dict[str, list[Run]] = defaultdict(list)
    shapes: dict[str, list[Glyph]] = defaultdict(list)
    items, glyphs = tuple(items), tuple(glyphs)
    for run in runs_of(g for g in glyphs if g.kind == "char"):
        if (item := _item_at(run[0], items)) is not None:
            runs[item.id].append(run)
    for shape in (g for g in glyphs if g.kind != "char"):
        if (item := _item_at(shape, items)) is not None:
            shapes[item.id].append(shape)
    return {i.id: Content(tuple(runs[i.id]), tuple(shapes[i.id])) for i in items}


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
