"""One page of a form that was filled in on screen: which field holds what.

A field's own value comes first; letters and drawings on the page count where the field is empty
or where the fields are gone. Nothing is recognised here, so a value is certain unless somebody
drew across it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pypdf

from extractors.above_page import values_of, written_above
from extractors.form_fields import FormValue
from extractors.laid_out import Content, lay_out
from extractors.text_layer import Added, Affine, Glyph, words_of
from extractors.values import as_written, normalise
from pipeline.forms import FormPage, Item
from pipeline.model import VORHANDEN, Box, MarkState, Reading, ReadingKind, Source

READERS = {Source.FORM_FIELD: f"pypdf {pypdf.__version__}", Source.TEXT_LAYER: "pdfplumber"}
LIKE_ITS_BOX = 0.8  # of the box's sides: a rectangle that large covers the box
THIN_MM = 0.7  # a line that low is a rule under or through words
SHORTEST_RULE_MM = 2.0
LETTER_MIDDLE = (0.25, 0.75)  # of a word's height: a rule there strikes the word out


@dataclass(frozen=True, slots=True)
class FilledPage:
    """A form page of a PDF: where the form lies on it, in points, and what it says.

    ``loose``: something was written or drawn that belongs to no item.
    """

    page_id: str
    affine: Affine
    residual_mm: float
    score: float
    readings: tuple[Reading, ...]
    loose: bool


def read_filled(
    added: Added, fields: pypdf.PageObject, page: FormPage, number: int
) -> FilledPage | None:
    """Read every item of the page; ``None`` where only an eye can read what stands there."""
    values = values_of(fields, page.items, added.affine)
    above = written_above(fields, added.affine)
    if values is None or above is None:
        return None
    by_field = any(value.filled for value in values.values())
    laid = lay_out([*added.glyphs, *above], page.items)
    contents = laid.contents
    if not by_field and any(_drawn(item, contents[item.id]) for item in page.items):
        return None
    source = Source.FORM_FIELD if by_field else Source.TEXT_LAYER
    moved = not by_field and laid.loose_letters
    readings = tuple(
        _reading(item, values.get(item.id), contents[item.id], source, number, moved=moved)
        for item in page.items
    )
    return FilledPage(
        added.page_id, added.affine, added.residual_mm, added.score, readings, bool(laid.loose)
    )


def _reading(
    item: Item, field: FormValue | None, content: Content, source: Source, number: int,
    *, moved: bool,
) -> Reading:  # fmt: skip
    """``moved``: letters stand beside the items, so that none can be trusted to be at its own."""
    text = underlined = ""
    if item.kind is ReadingKind.MARK:
        value, doubt = _mark(item, field, content)
    elif item.kind is ReadingKind.PRESENCE:
        value, doubt = _presence(field, content)
    else:
        text = as_written(field.text if field and field.text else _text(content))
        value, doubt = _value(text, item.type) or None, _crossed(item, field, content)
        underlined = _underlined(content)
    doubt = doubt or content.unclear or (moved and value != MarkState.EMPTY)
    return Reading(
        item=item.id, kind=item.kind, value=value, raw=text, confidence=0.5 if doubt else 1.0,
        doubt=doubt, source=source, page=number, box=item.box, reader=READERS[source],
        style="typed" if text else "", underlined=underlined,
    )  # fmt: skip


def _value(text: str, kind: str) -> str:
    """The normal form; where that would put letters right, the text is known better."""
    normal = normalise(text, kind)
    return text if normal.repaired else normal.value


def _mark(item: Item, field: FormValue | None, content: Content) -> tuple[str | None, bool]:
    covered = content.across or any(_covers(shape, item.box) for shape in content.shapes)
    if covered or (field is not None and field.disagreeing):
        return MarkState.UNSURE, True
    ticked = (field is not None and field.ticked) or bool(content.runs or content.shapes)
    return (MarkState.TICKED if ticked else MarkState.EMPTY), False


def _presence(field: FormValue | None, content: Content) -> tuple[str | None, bool]:
    there = content.runs or content.shapes or content.across or (field and field.text)
    return VORHANDEN if there else None, bool(content.across)


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
    drawings = (*content.shapes, *content.across)
    return item.kind is ReadingKind.TEXT and any(not _is_rule(shape) for shape in drawings)


def _is_rule(shape: Glyph) -> bool:
    return shape.height <= THIN_MM and shape.width >= SHORTEST_RULE_MM


def _crossed(item: Item, field: FormValue | None, content: Content) -> bool:
    """Whether something is drawn in the area, a rule goes through its words, or two are there."""
    typed = field.text if field is not None and content.runs else ""
    if typed and "".join(typed.split()) != "".join(_text(content).split()):
        return True
    return _drawn(item, content) or any(
        word.top + LETTER_MIDDLE[0] * word.height
        <= rule.centre[1]
        <= word.top + LETTER_MIDDLE[1] * word.height
        and _overlap(word, rule)
        for word in words_of(content.runs)
        for rule in (*content.shapes, *content.across)
    )


def _underlined(content: Content) -> str:
    return " ".join(
        word.text
        for word in words_of(content.runs)
        if any(
            rule.centre[1] > word.top + LETTER_MIDDLE[1] * word.height and _overlap(word, rule)
            for rule in (*content.shapes, *content.across)
        )
    )


def _overlap(word: Glyph, rule: Glyph) -> bool:
    shared = min(word.right, rule.right) - max(word.left, rule.left)
    return shared > word.width / 2
