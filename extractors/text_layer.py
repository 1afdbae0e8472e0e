"""A PDF with a text layer: its words, and what they add to the printed form.

A form that was filled in on screen and then "printed" to a PDF has no fields any more, but its
letters are still letters. The blank's own letters and lines are taken away; what is left was put
there by the applicant. All places come out in millimetres on the blank.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pdfplumber
from pdfplumber.page import Page as PdfPage
from pdfplumber.utils.text import extract_words

from extractors.text import Word
from extractors.whole_page import PageText, TextLine
from pipeline.forms import blank_pdf, load

Affine = npt.NDArray[np.float64]
"""2 x 3, millimetres on the blank to points on the page, origin top left."""

MM_PER_POINT = 25.4 / 72
PX_PER_POINT = 300 / 72  # pages are shown to people at 300 dpi
WORDS_SHARED = 0.6  # of the blank's words; two pages of the form share less than a third
ENOUGH_PAIRS = 8  # words that must agree on where the form lies on the page
PAIR_WITHIN_POINTS = 2.0
SAME_PLACE_MM = 0.9  # a letter or line of the blank comes out this close to its place
SAME_SIZE_MM = 0.6
WORD_GAP = 0.2  # of the letters' height; narrow faces have blanks of a quarter
SAME_LINE_MM = 1.0
COMB_CELLS = 3  # more single letters in a row are the cells of a comb field, not words
LINE_ENDS = frozenset({"(cid:10)", "(cid:13)"})  # how some programs draw them
UNNAMED = re.compile(r"\(cid:(?!10\)|13\))\d+\)")  # letters of a font that keeps them secret
PICTURE_PAGE = 0.5  # share of the page under pictures from which it is a scan


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter, line, rectangle, curve or picture (``kind``) and its box in millimetres."""

    kind: str
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


Run = tuple[Glyph, ...]
"""Letters that follow each other on one line."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What one page of the blank has on it; words and centres for finding the page again."""

    page_id: str
    words: tuple[tuple[str, float, float], ...]
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """A form page that was found again, and what somebody added to it."""

    page_id: str
    affine: Affine
    residual_mm: float
    score: float
    glyphs: tuple[Glyph, ...]


def added_to_form(page: PdfPage, form_id: str) -> Added | None:
    """What was added to the page of the form that this is; ``None`` if it is none."""
    if _is_picture(page):
        return None
    words = _words_of(page)
    counted = Counter(text for text, _, _ in words)
    shares = [(_share(printed, counted), printed) for printed in _printed(form_id)]
    score, printed = max(shares, key=lambda pair: pair[0])
    if score < WORDS_SHARED or (found := _fit(printed.words, words)) is None:
        return None
    affine, residual = found
    if any(UNNAMED.search(char["text"]) for char in page.chars):
        return None
    glyphs = _glyphs(page, cv2.invertAffineTransform(affine))
    return Added(printed.page_id, affine, residual, score, _without(glyphs, printed.glyphs))


def _is_picture(page: PdfPage) -> bool:
    """A scan, even if a program has laid the words it recognised under it."""
    covered = sum(abs(i["x1"] - i["x0"]) * abs(i["bottom"] - i["top"]) for i in page.images)
    return bool(covered > PICTURE_PAGE * float(page.width) * float(page.height))


def _share(printed: Printed, found: Counter[str]) -> float:
    wanted = Counter(text for text, _, _ in printed.words)
    return (wanted & found).total() / max(1, wanted.total())


@cache
def _printed(form_id: str) -> tuple[Printed, ...]:
    scale = np.array([[MM_PER_POINT, 0, 0], [0, MM_PER_POINT, 0]])
    with pdfplumber.open(BytesIO(blank_pdf(form_id))) as blank:
        return tuple(
            Printed(
                form_page.id,
                tuple((t, x * MM_PER_POINT, y * MM_PER_POINT) for t, x, y in _words_of(page)),
                _glyphs(page, scale),
            )
            for form_page, page in zip(load(form_id).pages, blank.pages, strict=False)
        )


def _words_of(page: PdfPage) -> tuple[tuple[str, float, float], ...]:
    return tuple(
        (w["text"], (w["x0"] + w["x1"]) / 2, (w["top"] + w["bottom"]) / 2)
        for w in page.extract_words()
    )


def _fit(
    printed: Iterable[tuple[str, float, float]], found: Iterable[tuple[str, float, float]]
) -> tuple[Affine, float] | None:
    """Where the form lies on the page, from the words that stand once on both."""
    once, here = _singles(printed), _singles(found)
    common = sorted(once.keys() & here.keys())
    if len(common) < ENOUGH_PAIRS:
        return None
    source = np.array([once[text] for text in common])
    target = np.array([here[text] for text in common])
    affine, inliers = cv2.estimateAffine2D(source, target, ransacReprojThreshold=PAIR_WITHIN_POINTS)
    if affine is None or int(inliers.sum()) < ENOUGH_PAIRS:
        return None
    moved = source @ affine[:, :2].T + affine[:, 2]
    apart = np.linalg.norm(moved - target, axis=1)[inliers.ravel() > 0]
    return np.asarray(affine, np.float64), float(np.median(apart)) * MM_PER_POINT


def _singles(words: Iterable[tuple[str, float, float]]) -> dict[str, tuple[float, float]]:
    places = defaultdict(list)
    for text, x, y in words:
        places[text].append((x, y))
    return {text: found[0] for text, found in places.items() if len(found) == 1}


def _glyphs(page: PdfPage, to_mm: npt.NDArray[Any]) -> tuple[Glyph, ...]:
    """Every visible thing on the page; blanks and white fillings are none."""
    things = [c for c in page.chars if c["text"].strip() and c["text"] not in LINE_ENDS]
    things += [s for s in (*page.lines, *page.rects, *page.curves) if _visible(s)]
    return tuple(_glyph(thing, to_mm) for thing in (*things, *page.images))


def _glyph(thing: dict[str, Any], to_mm: npt.NDArray[Any]) -> Glyph:
    corners = np.array([[thing["x0"], thing["top"]], [thing["x1"], thing["bottom"]]])
    (x0, y0), (x1, y1) = corners @ to_mm[:, :2].T + to_mm[:, 2]
    return Glyph(
        thing["object_type"],
        thing.get("text", ""),
        min(x0, x1),
        min(y0, y1),
        max(x0, x1),
        max(y0, y1),
    )


def _visible(shape: dict[str, Any]) -> bool:
    stroked = bool(shape.get("stroke")) and not _white(shape.get("stroking_color"))
    filled = bool(shape.get("fill")) and not _white(shape.get("non_stroking_color"))
    return stroked or filled


def _white(colour: object) -> bool:
    if isinstance(colour, int | float):
        colour = (colour,)
    if not isinstance(colour, Sequence) or not colour or isinstance(colour, str):
        return False
    return all(part == 1 for part in colour) if len(colour) != 4 else not any(colour)


def _without(glyphs: Sequence[Glyph], printed: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs that the blank does not have at the same place."""
    places: dict[str, list[Glyph]] = defaultdict(list)
    for glyph in printed:
        places[glyph.text].append(glyph)
    return tuple(m for m in glyphs if not any(_same(m, p) for p in places[m.text]))


def _same(one: Glyph, other: Glyph) -> bool:
    (x0, y0), (x1, y1) = one.centre, other.centre
    if abs(x0 - x1) > SAME_PLACE_MM or abs(y0 - y1) > SAME_PLACE_MM:
        return False
    if one.text:
        return True
    sizes = (one.width - other.width, one.height - other.height)
    return max(map(abs, sizes)) <= SAME_SIZE_MM


def runs_of(letters: Iterable[Glyph]) -> list[Run]:
    """Letters in the order of the file, cut where the next one stands elsewhere.

    A line that is too long for its area runs on into the next one; its run keeps it together.
    """
    runs: list[list[Glyph]] = []
    for letter in letters:
        if runs and _follows(runs[-1][-1], letter):
            runs[-1].append(letter)
        else:
            runs.append([letter])
    return [tuple(run) for run in runs]


def _follows(last: Glyph, letter: Glyph) -> bool:
    gap = letter.left - last.right
    level = abs(letter.bottom - last.bottom) < last.height / 3
    return level and -last.height / 2 < gap < last.height


def words_of(runs: Iterable[Run]) -> list[Glyph]:
    """The words that the letters form, from the top left to the bottom right."""
    letters = [
        {"text": g.text, "x0": g.left, "x1": g.right, "top": g.top, "bottom": g.bottom,
         "doctop": g.top, "upright": True, "size": g.height}
        for run in runs for g in run
    ]  # fmt: skip
    words = [
        Glyph("word", str(w["text"]), w["x0"], w["top"], w["x1"], w["bottom"])
        for w in extract_words(letters, x_tolerance_ratio=WORD_GAP, y_tolerance=SAME_LINE_MM)
    ]
    if len(words) <= COMB_CELLS or any(len(word.text) > 1 for word in words):
        return words
    first, last = words[0], words[-1]
    text = "".join(word.text for word in words)
    return [Glyph("word", text, first.left, first.top, last.right, last.bottom)]


def page_text_of(page: PdfPage) -> PageText:
    """The text layer of an attachment as if it had been read by eye, without an error."""
    width, height = float(page.width), float(page.height)
    lines = page.extract_text_lines(return_chars=False)
    words = tuple(
        Word(w["text"], 1.0, *(round(w[k] * PX_PER_POINT) for k in ("x0", "top")),
             *(round((w[b] - w[a]) * PX_PER_POINT) for a, b in (("x0", "x1"), ("top", "bottom"))))
        for w in page.extract_words()
    )  # fmt: skip
    return PageText(
        words=words,
        lines=tuple(
            TextLine(
                line["text"], 1.0, line["x0"] / width, line["top"] / height,
                (line["x1"] - line["x0"]) / width, (line["bottom"] - line["top"]) / height,
            )
            for line in lines
        ),
        width=round(width * PX_PER_POINT),
        height=round(height * PX_PER_POINT),
    )  # fmt: skip
