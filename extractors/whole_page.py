"""The text of whole pages, whichever way up they were scanned: attachments and their words.

A whole page is a ``PageText`` with its words and lines and where they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from operator import itemgetter

import cv2
import numpy as np

from extractors.grey import Grey
from extractors.left_out import evened, left_out
from extractors.text import PAGE_DPI, SPARSE, WHOLE_PAGE, Word, read_whole

FAIR_PAGE = 0.6  # confidence that a page upside down stays below and a fair one exceeds
ENOUGH_WORDS = 8  # fewer words are no measure of how a page lies
DOUBTFUL = 0.4  # confidence below which a word of a page may be anything
SCRAP = 2  # signs of a line that tells nothing about how a page lies
INK_BELOW = 128  # darker pixels are ink where only the amount matters
BARE_PAGE = 0.0005  # less ink is dust, and no way up makes it readable


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line of a page; its place is given in shares of the page's size."""

    text: str
    confidence: float
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class PageText:
    """Everything that is printed on one page, in reading order.

    Pixels are those of the page set upright: ``turned`` degrees clockwise from the image as
    delivered, ``width`` x ``height`` after turning. ``words`` and ``lines`` are empty where
    nothing could be read.
    """

    words: tuple[Word, ...]
    lines: tuple[TextLine, ...]
    width: int
    height: int
    turned: int = 0

    @cached_property
    def text(self) -> str:
        """The lines below each other."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def confidence(self) -> float:
        """The mean confidence of the words, longer words counting more."""
        letters = sum(len(word.text) for word in self.words)
        if not letters:
            return 0.0
        return sum(len(word.text) * word.confidence for word in self.words) / letters

    def relative(self, word: Word) -> tuple[float, float, float, float]:
        """Left, top, width and height of a word as shares of the page."""
        return (
            word.left / self.width, word.top / self.height,
            word.width / self.width, word.height / self.height,
        )  # fmt: skip


def page_text(image: Grey, dpi: float, enlarged_to: float | None = None) -> PageText:
    """Read a whole page, whichever way up it was put into the scanner.

    ``enlarged_to``: dots per inch at which it is read instead of the usual ones.
    """
    scale = (enlarged_to or min(dpi, PAGE_DPI)) / dpi if dpi > 0 else 1.0
    small = evened(_scaled(image, scale))
    best = _completed(_page(small, 0), small, dpi * scale)
    for turned in _other_ways(small) if _worth(best) < FAIR_PAGE else ():
        best = max(best, _completed(_page(small, turned), small, dpi * scale), key=_worth)
        if _worth(best) >= FAIR_PAGE:
            break
    return _enlarged(best, scale)


def _completed(page: PageText, image: Grey, dpi: float) -> PageText:
    """The page with the lines that its layout hid from Tesseract, where there are such."""
    sure = [word for word in page.words if word.confidence >= DOUBTFUL]
    frames = [(word.left, word.top, word.width, word.height) for word in sure]
    upright = np.ascontiguousarray(np.rot90(image, -page.turned // 90))
    rest = left_out(upright, np.array(frames, np.int64).reshape(-1, 4), dpi)
    if rest is None:
        return page
    found = _page(rest, 0, SPARSE)
    lines = [line for line in (*page.lines, *found.lines) if line.confidence >= DOUBTFUL]
    lines.sort(key=lambda line: line.top)
    return replace(page, words=(*page.words, *found.words), lines=tuple(lines))


def _scaled(image: Grey, by: float) -> Grey:
    if by == 1.0:
        return image
    way = cv2.INTER_AREA if by < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, None, fx=by, fy=by, interpolation=way), np.uint8)


def _page(image: Grey, turned: int, layout: int = WHOLE_PAGE) -> PageText:
    upright = np.ascontiguousarray(np.rot90(image, -turned // 90))
    found = read_whole(upright, layout)
    height, width = upright.shape[:2]
    lines = tuple(
        _line_of([word for word, _ in group], width, height)
        for _, group in groupby(found, key=itemgetter(1))
    )
    return PageText(tuple(word for word, _ in found), lines, width, height, turned)


def _line_of(words: list[Word], width: int, height: int) -> TextLine:
    left, top = min(w.left for w in words), min(w.top for w in words)
    right, bottom = max(w.left + w.width for w in words), max(w.top + w.height for w in words)
    return TextLine(
        text=" ".join(w.text for w in words),
        confidence=sum(w.confidence for w in words) / len(words),
        left=left / width, top=top / height,
        width=(right - left) / width, height=(bottom - top) / height,
    )  # fmt: skip


def _worth(page: PageText) -> float:
    """How well a page reads this way up: its confidence, unless there is hardly a word.

    Tesseract reads some pages that lie on their side, but their lines then stand upright. Dirt at
    the edges of a scan stands upright as well, and is read as a sign or two.
    """
    lines = [line for line in page.lines if line.confidence >= DOUBTFUL and len(line.text) > SCRAP]
    upright = sum(line.height * page.height > line.width * page.width for line in lines)
    if upright > len(lines) / 2:
        return 0.0
    return page.confidence * min(1.0, len(page.words) / ENOUGH_WORDS)


def _other_ways(image: Grey) -> tuple[int, ...]:
    """The other three ways up, the likeliest first; none for a page without any ink."""
    if np.mean(image < INK_BELOW) < BARE_PAGE:
        return ()
    across, down = _unrest(image), _unrest(image.T)
    return (180, 90, 270) if across >= down else (90, 270, 180)


def _unrest(image: Grey) -> float:
    """Lines of text make rows of ink and rows of paper: the rows' ink then varies a lot."""
    rows = np.mean(image < INK_BELOW, axis=1)
    return float(np.abs(np.diff(rows)).sum())


def _enlarged(page: PageText, scale: float) -> PageText:
    """The same page in the pixels of the image as delivered."""
    if scale == 1.0:
        return page
    words = tuple(
        replace(
            word, left=round(word.left / scale), top=round(word.top / scale),
            width=round(word.width / scale), height=round(word.height / scale),
        )
        for word in page.words
    )  # fmt: skip
    return replace(
        page, words=words, width=round(page.width / scale), height=round(page.height / scale)
    )
