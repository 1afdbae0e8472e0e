"""Printed and typed text: Tesseract, always in lists, never one process per field.

The only module that knows pytesseract. A line read from a crop is a ``Line``; a whole page (an
attachment) is a ``PageText`` with its words and lines and where they stand.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from pytesseract import pytesseract as tesseract

from pipeline.errors import OcrError

Grey = NDArray[np.uint8]
"""A grey picture, 255 = paper."""

LANGUAGE = "deu"
PAGE_DPI = 200  # whole pages: as accurate as 300 dpi on 10-point print, and faster
LINE_SECONDS = 5  # patience per crop before Tesseract counts as hung; one takes 0.02 s
PAGE_SECONDS = 120  # the same for a whole page; one takes 2 s
POOR_PAGE = 0.6  # mean word confidence of an upside-down page stays below, of a fair one above


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


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line of a page; ``left``, ``top``, ``width``, ``height`` are shares of the page."""

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
