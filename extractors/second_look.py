"""Typed entries in doubt are read once more, and everything that they may say is weighed anew.

Four readers: Tesseract on the softened, the hardened and a still softer picture, and the recogniser
of handwriting, which knows machine faces and foreign letters. Each speaks for one value, put right
by ink and lists; how that fits its type, the lists and the ink counts as well. A second look only
chooses the likelier value: what was in doubt stays in doubt.

The weights were tried on 550 doubtful entries of generated forms: of 46 that were wrong 42 came
right and of 507 that were right one came wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from extractors.entries import Entry, hypothesis_of, sure_words
from extractors.grey import Grey
from extractors.handstyle import MACHINE_FROM
from extractors.handwriting import chances_of
from extractors.handwriting.entry import STRICT, Offer, offers
from extractors.hypotheses import fitted, likelier
from extractors.lexicon import Support, all_known, support
from extractors.nothing import is_drawn
from extractors.text import Line, read_lines
from extractors.values import Normal
from pipeline.model import Candidate, Reading

SOFTER_PX = 2.0  # joins the grains of worn type; the best single reading of what is in doubt
VOICE = 0.3  # of every reading by Tesseract, besides its confidence
RECOGNISED = 1.5  # the recogniser's voice, times the share of all its offers
ITS_OFFERS = 3
KNOWN, AGAINST, CERTAIN = 1.0, -1.0, 0.7  # what the lists and the form of its type say for a value
UNFORMED = -1.0  # the same where the form can be checked and is not that of its type
MISFIT, MOST_MISFITS = -0.2, 5  # for every letter that does not fit its ink
UNSEEN = -1.0  # for a value that Tesseract reads nowhere
CHANGED = 0.5  # confidence of another value than before, at most


def is_due(entry: Entry, reading: Reading) -> bool:
    """Whether a typed value is in doubt for the way in which it was read."""
    if not reading.doubt or not reading.value or is_drawn(reading.value) or not entry.lines:
        return False
    return entry.machine_like >= MACHINE_FROM and not _is_settled(entry, reading.value)


def _is_settled(entry: Entry, value: str) -> bool:
    """Whether both readings say it, and nothing but the writing itself is doubted."""
    return (
        all(
            said.normal.value == value and said.normal.certain and not said.audit.misfits
            for said in (hypothesis_of(entry, lines) for lines in (entry.soft, entry.hard))
        )
        and _known(value, entry) == KNOWN
    )


def look_again(doubted: Sequence[tuple[Entry, Reading]]) -> dict[str, Reading]:
    """The entries of a page by item, each with the value that most speaks for.

    Tesseract looks once more only where the recogniser prefers another value: that takes longer.
    """
    chances = iter(chances_of([line.picture for entry, _ in doubted for line in entry.lines]))
    read, unclear = {}, []
    for entry, old in doubted:
        ways = offers(
            [next(chances) for _ in entry.lines], entry.item.type, entry.item.field,
            [[line.text for line in said] for said in (entry.soft, entry.hard)],
        )  # fmt: skip
        voices = [*_of_tesseract(entry, entry.soft, entry.hard), *_of_recogniser(entry, ways)]
        read[entry.item.id] = new = _weighed(old, voices)
        if not ways or ways[0].normal.value != new.value:
            unclear.append((entry, old, voices))
    more = iter(read_lines([softer(line.picture) for e, *_ in unclear for line in e.lines]))
    for entry, old, voices in unclear:
        third = [next(more) for _ in entry.lines]
        read[entry.item.id] = _weighed(old, [*voices, *_of_tesseract(entry, third)])
    return read


def softer(picture: Grey) -> Grey:
    """The picture of a line as Tesseract reads what is in doubt a third time."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), SOFTER_PX), np.uint8)


class _Voice(NamedTuple):
    """One reader's word for a value: how loud, and what else speaks for the value."""

    value: str
    raw: str
    loud: float
    reasons: float


def _weighed(old: Reading, voices: Sequence[_Voice]) -> Reading:
    """The reading with the value for which the voices and its reasons together say most."""
    weights: dict[str, float] = {}
    for value in dict.fromkeys(voice.value for voice in voices):
        own = [voice for voice in voices if voice.value == value]
        weights[value] = sum(v.loud for v in own) + max(v.reasons for v in own)
    if not weights:
        return old
    best = max(weights, key=weights.__getitem__)
    candidates = _candidates(best, weights, old)
    if best == old.value:
        return old.model_copy(update={"candidates": candidates})
    raw = next(voice.raw for voice in voices if voice.value == best)
    return old.model_copy(
        update={
            "value": best, "raw": raw, "candidates": candidates,
            "confidence": min(old.confidence, CHANGED),
        }
    )  # fmt: skip


def _of_tesseract(entry: Entry, *readings: Sequence[Line]) -> Iterator[_Voice]:
    sure = sure_words(entry)
    for lines in readings:
        said = hypothesis_of(entry, lines)
        if not said.normal.value:
            continue
        fitting = fitted(entry, lines) if said.audit.misfits else said.normal
        value = likelier(fitting, entry.item.type, in_doubt=True, sure=sure).value
        reasons = _known(value, entry) + MISFIT * min(said.audit.misfits, MOST_MISFITS)
        reasons += _formed(said.normal, entry)
        yield _Voice(value, said.line.text, VOICE + said.line.confidence, reasons)


def _of_recogniser(entry: Entry, ways: Sequence[Offer]) -> Iterator[_Voice]:
    for way in ways[:ITS_OFFERS]:
        if value := way.normal.value:
            reasons = UNSEEN + _known(value, entry) + _formed(way.normal, entry)
            yield _Voice(value, way.raw, RECOGNISED * way.chance, reasons)


def _formed(normal: Normal, entry: Entry) -> float:
    if normal.certain:
        return CERTAIN
    return UNFORMED if entry.item.type in STRICT else 0.0


def _known(value: str, entry: Entry) -> float:
    said = support(value, entry.item.type, entry.item.field)
    if said is Support.AGAINST:
        return AGAINST + KNOWN * all_known(value)
    return KNOWN if said is Support.KNOWN or all_known(value) else 0.0


def _candidates(best: str, weights: dict[str, float], old: Reading) -> tuple[Candidate, ...]:
    """The values that may stand there, the chosen one first, each with the confidence it had."""
    before = {candidate.value: candidate.confidence for candidate in old.candidates}
    values = dict.fromkeys((best, *sorted(weights, key=lambda v: -weights[v]), *before))
    return tuple(Candidate(value=value, confidence=before.get(value, 0.0)) for value in values)
