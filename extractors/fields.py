"""The text fields of one form page: is anything written, what does it say, can it be believed.

Every line of writing is read twice, softened and hardened, all lines of the page with one
Tesseract process. A value is believed where both readings agree and everything else that is known
speaks for it (see ``judgement``); otherwise a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extractors import by_hand, handstyle, text
from extractors.audit import Audit, audit
from extractors.grey import Grey
from extractors.hypotheses import as_the_ink_says, likelier
from extractors.judgement import Evidence, believable, confidence_of
from extractors.lexicon import WORDS, all_known, support
from extractors.lines import WrittenLine, lines_of
from extractors.ownership import Writing, written_in
from extractors.presence import READER, presence_of
from extractors.text import Line, Word, read_lines
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
STROKES = frozenset({"\\", "/", "N", "\\.", "/.", "|", "´", "`", "ı", "l", "I", "'", ".", ","})
NOTHING = "./."  # a dot, a stroke, a dot: there is nothing to say
NOTHING_READ_AS = frozenset({"./.", "/.", "./", ".1.", ".l.", ".I.", "/", "I.", "l.", "1."})
STRUCK_SHARE = 0.5  # of a word lies where letters look struck out ...
STRUCK_BELOW = 0.8  # ... and it reads no better than this
UNSURE = 0.9  # confidence below which a word that no list knows may be another
NO_CENTS = re.compile(r"\d[,.][-–—_~=]+$")
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

    def audit(self, reading: Sequence[Line]) -> Audit:
        """How one of the readings fits the ink."""
        pairs = zip(self.lines, reading, strict=True)
        return sum((audit(line, read) for line, read in pairs), Audit(0, 0, 0))


def read_written(sheet: Sheet, page: FormPage, number: int) -> list[Reading]:
    """One reading for every text item of the page and every signature or stamp, blank ones too."""
    writings = written_in(sheet.ink, sheet.blank, page.items)
    entries = entries_of(list(writings.values()))
    read = {entry.item.id: _reading(entry, number) for entry in entries}
    read |= by_hand.read_again([_for_hand(entry, read) for entry in entries if _maybe_hand(entry)])
    readings = []
    for item in page.items:
        if item.kind is ReadingKind.PRESENCE:
            ink = sheet.ink_crop(item.box)
            readings.append(presence_of(item, writings.get(item.id), number, ink))
        elif item.kind is ReadingKind.TEXT:
            readings.append(read.get(item.id) or _blank(item, number))
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


def _maybe_hand(entry: Entry) -> bool:
    return bool(entry.lines) and by_hand.is_for_us(entry.item.type, entry.machine_like)


def _for_hand(entry: Entry, read: Mapping[str, Reading]) -> by_hand.Entry:
    return by_hand.Entry(
        reading=read[entry.item.id], kind=entry.item.type, field=entry.item.field,
        lines=[line.picture for line in entry.lines],
        texts=[[line.text for line in reading] for reading in (entry.soft, entry.hard)],
        alone=_alone(entry),
    )  # fmt: skip


def _softened(picture: Grey) -> Grey:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), SOFTENED_PX), np.uint8)


def _hardened(picture: Grey) -> Grey:
    return np.where(picture < INK_BELOW, 0, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What an entry may say: the value, the line it was taken from, how that fits the ink."""

    normal: Normal
    line: Line
    audit: Audit


def _reading(entry: Entry, number: int) -> Reading:
    """The better of both readings, with how far it can be believed."""
    soft, hard = (_hypothesis(entry, lines) for lines in (entry.soft, entry.hard))
    best = hard if _better(hard, soft, entry.item.type) else soft
    if not best.normal.value or _is_no_letter(entry, best.line.text):
        return _unreadable(entry.item, number)
    evidence = evidence_of(entry, best, soft, hard)
    if confidence_of(evidence) < HARDLY and _is_scrap(best.line.text):
        return _unreadable(entry.item, number)
    value, evidence = _put_right(entry, best, evidence)
    return Reading(
        item=entry.item.id, kind=ReadingKind.TEXT, value=value, raw=best.line.text,
        candidates=_candidates(value, best, soft, hard),
        confidence=confidence_of(evidence), doubt=not believable(evidence),
        source=Source.MACHINE, page=number, box=entry.item.box, reader=text.version(),
        style="typed" if entry.machine_like >= handstyle.MACHINE_FROM else "hand",
        underlined=_underlined(entry),
    )  # fmt: skip


def _hypothesis(entry: Entry, reading: Sequence[Line]) -> Hypothesis:
    line = _joined(entry, reading)
    return Hypothesis(normalise(line.text, entry.item.type), line, entry.audit(reading))


def _is_no_letter(entry: Entry, raw: str) -> bool:
    """A slanting stroke, as hairs and folds leave it; crumbs that are lower than any letter."""
    if raw.strip() in STROKES and _pieces(entry) < len(NOTHING):
        return True
    flat = all(line.is_flat for line in entry.lines)
    return flat and any(c.isalnum() for c in raw)


def _is_scrap(raw: str) -> bool:
    return raw != NOTHING and sum(c.isalnum() for c in raw) <= SCRAP


def _better(hard: Hypothesis, soft: Hypothesis, entry_type: str) -> bool:
    """The softened reading wins unless the hardened one fits its type or its ink better."""
    if not soft.normal.value or not hard.normal.value:
        return bool(hard.normal.value)
    if hard.normal.certain != soft.normal.certain:
        other = hard if soft.normal.certain else soft
        surer = soft if soft.normal.certain else hard
        proof = entry_type not in WORDS
        if proof or surer.line.confidence > other.line.confidence - CLEARLY:
            return surer is hard
        return other is hard
    if hard.audit.compared == soft.audit.compared and hard.audit.misfits != soft.audit.misfits:
        return hard.audit.misfits < soft.audit.misfits
    return hard.line.confidence > soft.line.confidence + CLEARLY and not soft.normal.certain


def _put_right(entry: Entry, best: Hypothesis, evidence: Evidence) -> tuple[str, Evidence]:
    """The value with what the ink or the lists speak against put right; such a one is doubted."""
    if believable(evidence):
        return best.normal.value, evidence
    normal = best.normal
    reading = entry.soft if best.audit == entry.audit(entry.soft) else entry.hard
    if evidence.audit.misfits and entry.item.type != "iban":
        fitting = [as_the_ink_says(*pair) for pair in zip(entry.lines, reading, strict=True)]
        normal = normalise(_joined(entry, fitting).text, entry.item.type)
    in_doubt = evidence.audit.misfits > 0 or not evidence.agree or evidence.poorest < UNSURE
    normal = likelier(normal, entry.item.type, in_doubt=in_doubt)
    if normal.value == best.normal.value:
        return normal.value, evidence
    return normal.value, replace(evidence, value=normal.value, certain=False)


def _joined(entry: Entry, reading: Sequence[Line]) -> Line:
    """The words of all lines, without slips and the signs that specks at both ends are read as."""
    words = [word for line, read in zip(entry.lines, reading, strict=True)
             for word in _final(line, read)]  # fmt: skip
    said = "".join(word.text for word in words)
    if said in NOTHING_READ_AS and _pieces(entry) == len(NOTHING):
        return Line((replace(words[0], text=NOTHING),))
    while len(words) > 1 and not words[-1].text.strip(SPECKS):
        if entry.item.type == "amount_eur" and NO_CENTS.search(words[-2].text + words[-1].text):
            break
        words.pop()
    while len(words) > 1 and not words[0].text.strip(SPECKS):
        words.pop(0)
    if words and sum(word.text.count('"') for word in words) == 1:
        words[0] = replace(words[0], text=words[0].text.lstrip('"') or '"')
    if words and (plain := LEADING_SPECKS.sub("", words[0].text)):
        words[0] = replace(words[0], text=plain)
    return Line(tuple(words))


def _pieces(entry: Entry) -> int:
    return sum(len(line.letters) for line in entry.lines)


def _final(line: WrittenLine, read: Line) -> list[Word]:
    """The words of a line without those that were struck out, unless nothing follows them."""
    struck = [_is_struck(word, line) for word in read.words]
    if not any(struck) or struck[-1]:
        return list(read.words)
    return [word for word, out in zip(read.words, struck, strict=True) if not out]


def _is_struck(word: Word, line: WrittenLine) -> bool:
    right = word.left + word.width
    covered = sum(max(0, min(right, x1) - max(word.left, x0)) for x0, x1 in line.suspects)
    return covered > STRUCK_SHARE * word.width and word.confidence < STRUCK_BELOW


def evidence_of(entry: Entry, best: Hypothesis, *readings: Hypothesis) -> Evidence:
    """All that speaks for or against a value."""
    surest = [reading.line.confidence for reading in readings]
    value = best.normal.value
    return Evidence(
        value=value, kind=entry.item.type,
        agree=all(reading.normal.value == value for reading in readings),
        certain=best.normal.certain, poorest=min(surest), best=max(surest),
        machine_like=entry.machine_like,
        support=support(value, entry.item.type, entry.item.field),
        all_known=all_known(value), audit=best.audit, alone=_alone(entry),
    )  # fmt: skip


def _alone(entry: Entry) -> bool:
    """Whether nothing was struck out and no neighbour's writing may be mixed in."""
    return not entry.writing.shared and not any(
        line.struck or line.suspects for line in entry.lines
    )


def _candidates(value: str, *others: Hypothesis) -> tuple[Candidate, ...]:
    values = {value: 0.0}
    for other in others:
        if said := other.normal.value:
            values[said] = max(values.get(said, 0.0), other.line.confidence)
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
