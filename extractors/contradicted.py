"""Typed words that Tesseract read twice alike, and that the recogniser reads as something else.

Both readings are of one reader, who makes the same mistake twice: *Heiko* for Heike, *Abvja* for
Abuja, a speck for a hyphen. The recogniser is asked, without being told, where Tesseract was not
quite sure; if it is sure of another value, a person looks.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.entries import Entry
from extractors.handwriting import chances_of
from extractors.handwriting.entry import Offer, offers
from extractors.judgement import UNLIKELY, bar
from pipeline.model import Candidate, Reading

ASKED = frozenset({"name", "street", "text"})
"""Types of words that neither check digits nor a list of places proves; digits are always asked."""
QUITE_SURE = 0.92
"""Confidence of the poorer reading from which nobody is asked. A third of 300 believed values, all
right, had less; so had the five wrong ones of four sets of mail, by which the bound was chosen."""
CONTRADICTS = 0.9
"""The recogniser's share of all its offers: it would have doubted one of the 300 and four of the
five."""


def contradicted(entries: Sequence[Entry], read: dict[str, Reading]) -> dict[str, Reading]:
    """The believed values of these entries that the recogniser reads otherwise, now in doubt."""
    asked = [entry for entry in entries if _is_asked(entry, read[entry.item.id])]
    chances = iter(chances_of([line.picture for entry in asked for line in entry.lines]))
    found = {}
    for entry in asked:
        ways = offers([next(chances) for _ in entry.lines], entry.item.type, entry.item.field)
        reading = read[entry.item.id]
        if ways and _says_otherwise(ways[0], reading):
            found[entry.item.id] = _doubted(reading, ways[0])
    return found


def _is_asked(entry: Entry, reading: Reading) -> bool:
    if reading.doubt or not reading.value or entry.item.type not in ASKED:
        return False
    poorest = min(entry.softened.line.confidence, entry.hardened.line.confidence)
    return poorest < bar(QUITE_SURE)


def _says_otherwise(best: Offer, reading: Reading) -> bool:
    """Whether it is sure of another value; capitals are alike, so they say nothing."""
    same = best.normal.value.casefold() == (reading.value or "").casefold()
    return not same and best.chance >= CONTRADICTS


def _doubted(reading: Reading, best: Offer) -> Reading:
    others = (Candidate(value=best.normal.value, confidence=best.chance), *reading.candidates)
    return reading.model_copy(update={"doubt": True, "confidence": UNLIKELY, "candidates": others})
