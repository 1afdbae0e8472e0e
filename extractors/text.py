"""Printed and typed text: Tesseract, always in lists, never one process per field.

The only module that knows pytesseract. A line read from a crop is a ``Line``; a whole page (an
attachment) is a ``PageText`` with its words and lines and where they stand.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import cv2
import numpy as np
from pytesseract import pytesseract as tesseract

from extractors.grey import Grey
from pipeline.errors import OcrError

LANGUAGE = "deu"
ONE_LINE = 7  # Tesseract's page segmentation modes
WHOLE_PAGE = 3
SPARSE = 11  # words wherever they stand: where the layout of a page defeats Tesseract
PAGES = (WHOLE_PAGE, SPARSE)
BLOCK = 6
WORD_LEVEL = "5"  # of Tesseract's table: 1 page, 2 block, 3 paragraph, 4 line, 5 word
LINE_DPI = 300  # of the registered form pages
PAGE_DPI = 200  # whole pages: as accurate as 300 dpi on 10-point print, and faster
SECONDS_PER_CROP = 2  # patience before Tesseract counts as hung; a crop takes 0.02 s
SECONDS_PER_PAGE = 60  # the same for a whole page; one takes 2 s
MARGIN_PX = 12  # white around a crop: Tesseract loses letters that touch the edge
FAIR_PAGE = 0.6  # confidence that a page upside down stays below and a fair one exceeds
ENOUGH_WORDS = 8  # fewer words are no measure of how a page lies
INK_BELOW = 128  # darker pixels are ink where only the amount matters
THRESHOLDS = (0, 2)  # Otsu for crops; Sauvola for pages: cards are printed on a tinted ground
BARE_PAGE = 0.0005  # less ink is dust, and no way up makes it readable


@dataclass(frozen=True, slots=True)
class Word:
    """One word and where it stands: pixels of the upright page (or crop), confidence 0 to 1."""

    text: str
    confidence: float
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """What stands in one crop."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        """The poorest word counts: one wrong word makes the value wrong."""
        return min((word.confidence for word in self.words), default=0.0)

    def confidence_of(self, start: int, end: int) -> float:
        """The confidence of the poorest word that has a letter in this part of ``text``."""
        begin, poorest = 0, 1.0
        for word in self.words:
            if begin < end and begin + len(word.text) > start:
                poorest = min(poorest, word.confidence)
            begin += len(word.text) + 1
        return poorest


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


def read_lines(crops: Sequence[Grey], *, layout: int = ONE_LINE) -> list[Line]:
    """Read every crop as one line of text, all with one Tesseract process."""
    padded = [_padded(crop) for crop in crops]
    found = _read(padded, layout, SECONDS_PER_CROP * len(crops) + SECONDS_PER_PAGE)
    return [Line(tuple(_moved(word, -MARGIN_PX) for word, _ in words)) for words in found]


def page_text(image: Grey, dpi: float) -> PageText:
    """Read a whole page, whichever way up it was put into the scanner."""
    scale = min(1.0, PAGE_DPI / dpi) if dpi > 0 else 1.0
    small = _scaled(image, scale)
    best = _page(small, 0)
    for turned in _other_ways(small) if _worth(best) < FAIR_PAGE else ():
        best = max(best, _page(small, turned), key=_worth)
        if _worth(best) >= FAIR_PAGE:
            break
    if _worth(best) < FAIR_PAGE:
        upright = np.ascontiguousarray(np.rot90(small, -best.turned // 90))
        best = max(best, replace(_page(upright, 0, SPARSE), turned=best.turned), key=_worth)
    return _enlarged(best, scale)


@cache
def version() -> str:
    """Name and version of the engine, kept with every reading."""
    try:
        return f"tesseract {tesseract.get_tesseract_version()} {LANGUAGE}"
    except (tesseract.TesseractNotFoundError, SystemExit) as error:
        raise OcrError("Tesseract fehlt") from error


def _padded(crop: Grey) -> Grey:
    bordered = cv2.copyMakeBorder(
        crop, MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX, cv2.BORDER_CONSTANT, value=255
    )
    return np.asarray(bordered, np.uint8)


def _scaled(image: Grey, by: float) -> Grey:
    if by == 1.0:
        return image
    return np.asarray(cv2.resize(image, None, fx=by, fy=by, interpolation=cv2.INTER_AREA), np.uint8)


def _moved(word: Word, by: int) -> Word:
    return replace(word, left=max(0, word.left + by), top=max(0, word.top + by))


def _page(image: Grey, turned: int, layout: int = WHOLE_PAGE) -> PageText:
    upright = np.ascontiguousarray(np.rot90(image, -turned // 90))
    found = _read([upright], layout, SECONDS_PER_PAGE)[0]
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

    Tesseract reads some pages that lie on their side, but their lines then stand upright.
    """
    upright = sum(line.height * page.height > line.width * page.width for line in page.lines)
    if upright > len(page.lines) / 2:
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


Found = list[tuple[Word, str]]
"""The words of one picture, each with the name of the printed line it stands in."""


def _read(pictures: Sequence[Grey], layout: int, seconds: int) -> list[Found]:
    """One Tesseract run over all pictures; a picture that kills it is left unread."""
    if not pictures:
        return []
    try:
        return _run(pictures, layout, seconds)
    except tesseract.TesseractNotFoundError as error:
        raise OcrError("Tesseract fehlt") from error
    except (tesseract.TesseractError, RuntimeError) as error:
        if LANGUAGE not in _languages():
            raise OcrError("die deutsche Sprache fehlt") from error
        if len(pictures) == 1:
            return [[]]
        half = len(pictures) // 2
        parts = (pictures[:half], pictures[half:])
        return [found for part in parts for found in _read(part, layout, seconds)]


def _languages() -> list[str]:
    try:
        return list(tesseract.get_languages())
    except (tesseract.TesseractError, OSError):
        return []


def _run(pictures: Sequence[Grey], layout: int, seconds: int) -> list[Found]:
    # Tesseract's own threads only cost: twice the time on two cores.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory(prefix="eingang-") as private:
        folder = Path(private)
        names = [str(folder / f"{number:05}.pgm") for number in range(len(pictures))]
        for name, picture in zip(names, pictures, strict=True):
            cv2.imwrite(name, picture)
        (folder / "list.txt").write_text("\n".join(names), "utf-8")
        tesseract.run_tesseract(
            str(folder / "list.txt"), str(folder / "out"), "tsv", LANGUAGE,
            config=f"--psm {layout} --dpi {PAGE_DPI if layout in PAGES else LINE_DPI} "
            f"-c tessedit_create_tsv=1 -c thresholding_method={THRESHOLDS[layout in PAGES]}",
            timeout=seconds,
        )  # fmt: skip
        return _words((folder / "out.tsv").read_text("utf-8"), len(pictures))


def _words(tsv: str, pictures: int) -> list[Found]:
    """Tesseract's table; its page number is the line of the list."""
    found: list[Found] = [[] for _ in range(pictures)]
    for row in tsv.splitlines()[1:]:
        level, page, block, par, line, _, left, top, width, height, conf, text = row.split("\t", 11)
        if level != WORD_LEVEL or not text.strip():
            continue
        word = Word(
            text.strip(), max(0.0, float(conf)) / 100, int(left), int(top), int(width), int(height)
        )
        found[int(page) - 1].append((word, f"{block}.{par}.{line}"))
    return found
