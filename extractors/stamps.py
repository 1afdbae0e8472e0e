"""The receipt stamp: on which day the office received the application.

The day decides from when money is owed, and a stamp is struck askew, in weak or smeared ink and
across the print. So it is set upright, read in several renderings, and believed only where two
renderings agree on a day that can be.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extractors.dates import read_date
from extractors.grey import Grey
from extractors.text import BLOCK, Line, read_lines
from pipeline.forms import FormPage
from pipeline.model import Received

if TYPE_CHECKING:
    from extractors.sheet import Sheet

SOURCE = "stempel"
NOTHING = Received(day=None, source="leer")
OVERHANG_MM = 6.0  # clerks miss the area for the stamp by this much
STAMP_INK = 0.004  # share of dark pixels; a stamp of three lines has ten times as much
OLDEST = timedelta(days=10 * 366)  # backlogs are years old; the law of today began in 2017
STEEPEST = 12  # degrees by which a stamp is askew at most
PX_PER_MM = 300 / 25.4
BARE_FROM = 245  # brighter pixels are paper, however weak the ink
LONGEST_LETTERS_MM = 15.0  # letters that run together; a longer piece is a rule or a frame ...
RULE_MM = 1.5  # ... if it is as thin as this ...
TALLEST_LETTERS_MM = 10.0  # ... or as tall as this
ISO_LENGTH = 10
SURE_WORDS = 0.8  # confidence of the poorest word of the day; misread digits stay below
AGREEING = 2  # renderings that must say the same day

STAMPED_DAY = re.compile(
    r"\d{1,2}\s?[.,:\-]?\s?(?:\d{1,2}|[^\W\d_]{3,9})\s?[.,:\-]?\s?(?:20\d{2}|\d{2})(?!\d)"
)
ISO_DAY = re.compile(r"20\d{2}-\d{2}-\d{2}")


def received_date(sheet: Sheet, page: FormPage, *, today: date | None = None) -> Received:
    """The day on the receipt stamp of this page; ``leer`` where there is none."""
    boxes = [item.box for item in page.items if item.type == "stamp"]
    if not boxes:
        return NOTHING
    return read_stamp(sheet.ink_crop(boxes[0], OVERHANG_MM), today or date.today())


def read_stamp(ink: Grey, today: date) -> Received:
    """The day on a stamp of which ``ink`` shows nothing but the ink, at 300 dpi."""
    if float(np.mean(ink < _threshold(ink))) < STAMP_INK:
        return NOTHING
    return _elected([_days(line) for line in read_lines(renderings(ink), layout=BLOCK)], today)


def _elected(found: list[dict[date, float]], today: date) -> Received:
    """The day that most renderings show, the surest first; in doubt unless none disagrees."""
    sure: dict[date, list[float]] = {}
    for days in found:
        for day, confidence in days.items():
            sure.setdefault(day, []).append(confidence)
    likely = [day for day in sure if today - OLDEST <= day <= today]
    if not likely:
        return Received(day=None, source=SOURCE, doubt=True)
    best = max(likely, key=lambda day: (len(sure[day]), max(sure[day])))
    agreed = len(sure[best]) >= AGREEING and max(sure[best]) >= SURE_WORDS and len(sure) == 1
    ranked = (best, *(day for day in likely if day != best))
    return Received(day=best, source=SOURCE, doubt=not agreed, candidates=ranked)


def _days(line: Line) -> dict[date, float]:
    """The days named in the text, each with the confidence of its poorest word."""
    days: dict[date, float] = {}
    for match in chain(STAMPED_DAY.finditer(line.text), ISO_DAY.finditer(line.text)):
        dated = read_date(_with_points(match[0]))
        if dated is not None and len(dated.value) == ISO_LENGTH:
            days[date.fromisoformat(dated.value)] = line.confidence_of(*match.span())
    return days


def _with_points(text: str) -> str:
    return text.replace(":", ".").replace(",", ".")


def renderings(ink: Grey) -> list[Grey]:
    """The stamp set upright: as it is, and without its frame in three finenesses."""
    upright = _turned(ink, _slant(ink))
    bare = _without_frame(upright)
    soft = np.asarray(cv2.GaussianBlur(bare, (0, 0), 1.5), np.uint8)
    small = np.asarray(cv2.resize(bare, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA))
    return [upright, bare, soft, small.astype(np.uint8)]


def _threshold(ink: Grey) -> float:
    """Halfway between the stamp's ink and the paper, however weak the ink is."""
    inked = ink[ink < BARE_FROM]
    return (float(np.median(inked)) + 255) / 2 if inked.size else 0.0


def _slant(ink: Grey) -> float:
    """By how many degrees the stamp's lines are turned: upright, the rows' ink varies most."""
    small = np.asarray(cv2.resize(ink, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA))
    mask = np.where(small < _threshold(ink), 0, 255).astype(np.uint8)
    return max(range(-STEEPEST, STEEPEST + 1), key=lambda angle: _stripes(_turned(mask, angle)))


def _stripes(mask: Grey) -> float:
    rows = np.mean(mask < BARE_FROM, axis=1)
    return float(np.square(np.diff(rows)).sum())


def _turned(ink: Grey, degrees: float) -> Grey:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(ink, matrix, (width, height), borderValue=255, flags=cv2.INTER_CUBIC)
    return np.asarray(turned, np.uint8)


def _without_frame(ink: Grey) -> Grey:
    """Without the stamp's border and rules: whatever is far longer than a word."""
    mask = (ink < _threshold(ink)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    large = [n for n, (_, _, w, h, _) in enumerate(stats) if n and _is_frame(w, h)]
    cleaned = ink.copy()
    wide = cv2.dilate(np.isin(labels, large).astype(np.uint8), np.ones((3, 3), np.uint8))
    cleaned[wide > 0] = 255
    return cleaned


def _is_frame(width: int, height: int) -> bool:
    long, short = max(width, height) / PX_PER_MM, min(width, height) / PX_PER_MM
    return long > LONGEST_LETTERS_MM and (short < RULE_MM or short > TALLEST_LETTERS_MM)
