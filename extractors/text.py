"""Printed and typed text: Tesseract, always in lists, never a field at a time.

The lists go to the living Tesseract of ``engine``; where there is none, the program is started for
each. Both say the same. The only module that knows pytesseract. A line read from a crop is a
``Line``; whole pages are put together in ``whole_page``.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from pytesseract import pytesseract as tesseract

from extractors import engine, starter
from extractors.grey import Grey
from pipeline.errors import DiskError, OcrError

LANGUAGE = engine.LANGUAGE
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
TABLE_BYTES = 2 << 20  # of free space for what Tesseract writes; a dense page takes a tenth


@dataclass(frozen=True, slots=True)
class Word:
    """One word and where it stands: pixels of the upright page (or crop), confidence 0 to 1."""

    text: str
    confidence: float
    left: int
    top: int
    width: int
    height: int


def with_ends(words: Sequence[Word]) -> list[tuple[Word, int]]:
    """The words of a line, each with the column where it ends: never beyond the start of the next.

    Tesseract now and then gives the first one the width of the whole line.
    """
    starts = [word.left for word in words[1:]]
    ends = [word.left + word.width for word in words]
    bounds = [min(e, s) if s > w.left else e for w, e, s in zip(words, ends, starts, strict=False)]
    return list(zip(words, [*bounds, *ends[-1:]], strict=True))


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


def read_lines(crops: Sequence[Grey], *, layout: int = ONE_LINE) -> list[Line]:
    """Read every crop as one line of text, in one list for Tesseract."""
    padded = [_padded(crop) for crop in crops]
    found = _read(padded, layout, SECONDS_PER_CROP * len(crops) + SECONDS_PER_PAGE)
    return [Line(tuple(_moved(word, -MARGIN_PX) for word, _ in words)) for words in found]


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


def _moved(word: Word, by: int) -> Word:
    return replace(word, left=max(0, word.left + by), top=max(0, word.top + by))


def read_whole(page: Grey, layout: int) -> Found:
    """The words of a whole page that stands upright, at ``PAGE_DPI``."""
    return _read([page], layout, SECONDS_PER_PAGE)[0]


Found = list[tuple[Word, str]]
"""The words of one picture, each with the name of the printed line it stands in."""


def _read(
    pictures: Sequence[Grey], layout: int, seconds: int, *, again: bool = True
) -> list[Found]:
    """One list for Tesseract; a picture that kills it twice is left unread."""
    if not pictures:
        return []
    try:
        return _run(pictures, layout, seconds)
    except tesseract.TesseractNotFoundError as error:
        raise OcrError("Tesseract fehlt") from error
    except (tesseract.TesseractError, engine.EngineError, RuntimeError) as error:
        if LANGUAGE not in _languages():
            raise OcrError("die deutsche Sprache fehlt") from error
        if len(pictures) == 1:
            return _read(pictures, layout, seconds, again=False) if again else [[]]
        half = len(pictures) // 2
        parts = (pictures[:half], pictures[half:])
        return [found for part in parts for found in _read(part, layout, seconds)]


def _languages() -> list[str]:
    try:
        return list(tesseract.get_languages())
    except (tesseract.TesseractError, OSError):
        return []


def _run(pictures: Sequence[Grey], layout: int, seconds: int) -> list[Found]:
    program = _program()
    dpi = PAGE_DPI if layout in PAGES else LINE_DPI
    if _engine_is_the_program():
        rows = engine.read(pictures, layout, dpi, seconds, LANGUAGE)
    else:
        options = ["-l", LANGUAGE, "--psm", str(layout), "--dpi", str(dpi)]
        rows = _by_program(program, pictures, options, seconds)
    return _words(rows, len(pictures))


def _engine_is_the_program() -> bool:
    """Whether there is a living Tesseract, of the very version that is installed as a program."""
    living = engine.version(LANGUAGE)
    return living is not None and living.partition("-")[0] == version().split()[1]


def _by_program(
    program: str, pictures: Sequence[Grey], options: Sequence[str], seconds: int
) -> str:
    # Tesseract's own threads only cost: twice the time on two cores.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory(prefix="eingang-") as private:
        folder = Path(private)
        names = [str(folder / f"{number:05}.pgm") for number in range(len(pictures))]
        _require_room(folder, pictures)
        for name, picture in zip(names, pictures, strict=True):
            cv2.imwrite(name, picture)
        (folder / "list.txt").write_text("\n".join(names), "utf-8")
        status = starter.run(
            [program, str(folder / "list.txt"), str(folder / "out"), *options,
             "-c", "tessedit_create_tsv=1"],
            seconds,
        )  # fmt: skip
        if status:
            raise tesseract.TesseractError(status, "")
        return (folder / "out.tsv").read_text("utf-8")


def _program() -> str:
    program = shutil.which(tesseract.tesseract_cmd)
    if program is None:
        raise tesseract.TesseractNotFoundError
    return str(program)


def _require_room(folder: Path, pictures: Sequence[Grey]) -> None:
    """Raise ``DiskError`` where a full disk would make pictures or words vanish silently."""
    needed = TABLE_BYTES + sum(picture.nbytes for picture in pictures)
    if shutil.disk_usage(folder).free < needed:
        raise DiskError(folder.parent)


def _words(rows: str, pictures: int) -> list[Found]:
    """Tesseract's table; its page number is the place in the list."""
    found: list[Found] = [[] for _ in range(pictures)]
    for row in rows.splitlines():
        level, page, block, par, line, _, left, top, width, height, conf, text = row.split("\t", 11)
        if level != WORD_LEVEL or not text.strip():
            continue
        word = Word(
            text.strip(), max(0.0, float(conf)) / 100, int(left), int(top), int(width), int(height)
        )
        found[int(page) - 1].append((word, f"{block}.{par}.{line}"))
    return found
