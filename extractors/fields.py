"""The text fields of one form page: is anything written, what does it say, can it be believed.

Every line of writing is read twice, softened and hardened, all lines of the page with one
Tesseract process. A value is believed where both readings agree and everything else that is known
speaks for it (see ``judgement``); otherwise a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extractors import handstyle, text
from extractors.audit import Audit, audit
from extractors.grey import Grey
from extractors.judgement import Evidence, believable, confidence_of
from extractors.lexicon import all_known, support
from extractors.lines import WrittenLine, lines_of
from extractors.ownership import Writing, written_in
from extractors.presence import READER, presence_of
from extractors.text import Line, read_lines
from extractors.values import Normal, normalise
from pipeline.forms import FormPage, Item
from pipeline.model import Candidate, Reading, ReadingKind, Source

if TYPE_CHECKING:
    from extractors.sheet import Sheet

SOFTENED_PX = 1.2  # closes the breaks of worn ribbons; best single reading of all that were tried
INK_BELOW = 170  # of the hardened picture
CLEARLY = 0.2  # by so much surer must the hardened reading be to be preferred
SPECKS = ".,:;'`´‚‘’“”„\"|_-–—~=+*^°<>«»\\/"  # a word of these alone at an end is dust
LEADING_SPECKS = re.compile(r"^[.,;:'`´‚‘’“”„|_~^°]+(?=\w)")  # and no answer begins with these
HARDLY, SCRAP = (
    0.45,
    2,
)  # a letter or two read so poorly may be a hair, a tick, a fold: a person looks
BLANK_IS_BLANK = 0.999


@dataclass(frozen=True)
class Entry:
    """One field with its lines and what was read in them, softened and hardened."""

    writing: Writing
    lines: tuple[WrittenLine, ...]
    soft: tuple[Line, ...]
    hard: tuple[Line, ...]
    machine_like: float = 0.5

    @property
    def item(self) -> Item:
        return self.writing.item

    @property
    def audit(self) -> Audit:
        """How the softened reading fits the ink."""
        pairs = zip(self.lines, self.soft, strict=True)
        return sum((audit(line, read) for line, read in pairs), Audit(0, 0, 0))


def read_written(sheet: Sheet, page: FormPage, number: int) -> list[Reading]:
    """One reading for every text item of the page and every signature or stamp, blank ones too."""
    writings = written_in(sheet.ink, sheet.blank, page.items)
    entries = {entry.item.id: entry for entry in entries_of(list(writings.values()))}
    readings = []
    for item in page.items:
        if item.kind is ReadingKind.PRESENCE:
            readings.append(presence_of(item, writings.get(item.id), number))
        elif item.kind is ReadingKind.TEXT:
            entry = entries.get(item.id)
            readings.append(_reading(entry, number) if entry else _blank(item, number))
    return readings


def entries_of(writings: Sequence[Writing]) -> list[Entry]:
    """Read everything that is more than dust."""
    written = [
        (w, lines_of(w)) for w in writings if w.item.kind is ReadingKind.TEXT and not w.is_dust
    ]
    pictures = [line.picture for _, lines in written for line in lines]
    found = iter(read_lines([*map(_softened, pictures), *map(_hardened, pictures)]))
    soft = [tuple(next(found) for _ in lines) for _, lines in written]
    hard = [tuple(next(found) for _ in lines) for _, lines in written]
    styles = handstyle.machine_likeness([lines for _, lines in written])
    return [
        Entry(writing, tuple(lines), one, other, style)
        for (writing, lines), one, other, style in zip(written, soft, hard, styles, strict=True)
    ]


def _softened(picture: Grey) -> Grey:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), SOFTENED_PX), np.uint8)


def _hardened(picture: Grey) -> Grey:
    return np.where(picture < INK_BELOW, 0, 255).astype(np.uint8)


def _reading(entry: Entry, number: int) -> Reading:
    """The better of both readings, with how far it can be believed."""
    soft, hard = _joined(entry.soft), _joined(entry.hard)
    kind = entry.item.type
    first, second = normalise(soft.text, kind), normalise(hard.text, kind)
    best, raw = (second, hard) if _better(second, hard, first, soft) else (first, soft)
    if not best.value:
        return _unreadable(entry.item, number)
    evidence = evidence_of(entry, best, (first, soft), (second, hard))
    if confidence_of(evidence) < HARDLY and sum(c.isalnum() for c in raw.text) <= SCRAP:
        return _unreadable(entry.item, number)
    return Reading(
        item=entry.item.id, kind=ReadingKind.TEXT, value=best.value, raw=raw.text,
        candidates=_candidates(best, (first, soft), (second, hard)),
        confidence=confidence_of(evidence), doubt=not believable(evidence),
        source=Source.MACHINE, page=number, box=entry.item.box, reader=text.version(),
        style="typed" if entry.machine_like >= handstyle.MACHINE_FROM else "hand",
        underlined=_underlined(entry),
    )  # fmt: skip


def _better(second: Normal, hard: Line, first: Normal, soft: Line) -> bool:
    """The softened reading wins unless the hardened one fits the type and it does not."""
    if not first.value or not second.value:
        return bool(second.value)
    if second.certain != first.certain:
        return second.certain
    return hard.confidence > soft.confidence + CLEARLY and not first.certain


def _joined(lines: Sequence[Line]) -> Line:
    """The words of all lines, without the signs that specks at both ends are read as."""
    words = [word for line in lines for word in line.words]
    while len(words) > 1 and not words[-1].text.strip(SPECKS):
        words.pop()
    while len(words) > 1 and not words[0].text.strip(SPECKS):
        words.pop(0)
    if words and (plain := LEADING_SPECKS.sub("", words[0].text)):
        words[0] = replace(words[0], text=plain)
    return Line(tuple(words))


def evidence_of(entry: Entry, best: Normal, *readings: tuple[Normal, Line]) -> Evidence:
    """All that speaks for or against a value."""
    surest = [line.confidence for _, line in readings]
    return Evidence(
        value=best.value, kind=entry.item.type,
        agree=all(normal.value == best.value for normal, _ in readings),
        certain=best.certain, poorest=min(surest), best=max(surest),
        machine_like=entry.machine_like,
        support=support(best.value, entry.item.type, entry.item.field),
        all_known=all_known(best.value), audit=entry.audit, alone=_alone(entry),
    )  # fmt: skip


def _alone(entry: Entry) -> bool:
    """Whether nothing was struck out and no neighbour's writing may be mixed in."""
    return not entry.writing.shared and not any(line.struck for line in entry.lines)


def _candidates(best: Normal, *others: tuple[Normal, Line]) -> tuple[Candidate, ...]:
    values = {best.value: 0.0}
    for normal, line in others:
        if normal.value:
            values[normal.value] = max(values.get(normal.value, 0.0), line.confidence)
    return tuple(Candidate(value=v, confidence=c) for v, c in values.items())


def _underlined(entry: Entry) -> str:
    """The word of a line of first names that is underlined."""
    words = [
        word.text.strip(",.;")
        for line, read in zip(entry.lines, entry.soft, strict=True)
        for word in read.words
        for left, right in line.underlines
        if min(word.left + word.width, right) - max(word.left, left) > word.width / 2
    ]
    return " ".join(dict.fromkeys(words)) if entry.item.type == "name" else ""


def _blank(item: Item, number: int) -> Reading:
    return Reading(
        item=item.id, kind=ReadingKind.TEXT, value=None, confidence=BLANK_IS_BLANK, doubt=False,
        source=Source.MACHINE, page=number, box=item.box, reader=READER,
    )  # fmt: skip


def _unreadable(item: Item, number: int) -> Reading:
    """Something is written, but no letter of it can be read."""
    return _blank(item, number).model_copy(update={"confidence": 0.0, "doubt": True})
