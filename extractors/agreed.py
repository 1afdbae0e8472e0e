"""Typed entries in doubt on which all readings agree, and nothing that matters speaks against them.

Tesseract reads the line softened, hardened and softer still, and the recogniser of handwriting
reads it its own way, without being told. The words that all four make of it are hardly ever wrong,
although a letter may not fit its ink well. Digits are: all four read 2028 for a worn 2020. They
have to be sharp as well. Where a list has a likelier word, a person looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractors import second_look
from extractors.entries import Entry, Hypothesis, hypothesis_of
from extractors.handwriting import chances_of
from extractors.handwriting.belief import sharpness
from extractors.handwriting.entry import offers
from extractors.judgement import BELIEVED, MACHINE, UNKNOWN_NAME_FROM, bar, is_loose, is_torn
from extractors.lacking import may_lack_marks
from extractors.lexicon import Support, all_known, support
from extractors.nothing import is_drawn
from extractors.text import read_lines
from pipeline.model import Reading

POOREST, MOST_MISFITS = 0.5, 3
SHARP, DIGIT = 0.99, re.compile(r"\d")
ODD_CASE = re.compile(r"[a-zäöüß][A-ZÄÖÜ]|[A-ZÄÖÜ]{2}[a-zäöüß]{2}")  # BApersBw was BAPersBw
PROVED = frozenset({"iban", "bic", "plz_ort"})  # by check digits or lists, or not at all

Doubted = tuple[Entry, Reading]


def agreed(entries: Sequence[Entry], read: Mapping[str, Reading]) -> dict[str, Reading]:
    """The typed entries of a page in doubt that all readers read alike, by item."""
    pairs = ((entry, read[entry.item.id]) for entry in entries)
    seconded = list(_seconded([pair for pair in pairs if _is_due(*pair)]))
    third = iter(
        read_lines([second_look.softer(ln.picture) for e, _ in seconded for ln in e.lines])
    )
    found = {}
    for entry, old in seconded:
        said = hypothesis_of(entry, [next(third) for _ in entry.lines])
        if _says(said, old, entry.item.type):
            found[entry.item.id] = old.model_copy(update={"doubt": False, "confidence": BELIEVED})
    return found


def _is_due(entry: Entry, reading: Reading) -> bool:
    """Whether a typed value stands alone, and both readings have it and nothing odd in it."""
    value, kind = reading.value, entry.item.type
    if not reading.doubt or not value or is_drawn(value) or not entry.lines or kind in PROVED:
        return False
    if entry.machine_like < MACHINE or not entry.alone or entry.lacks_tails(value):
        return False
    both = (entry.softened, entry.hardened)
    if (kind == "name" and may_lack_marks(value)) or ODD_CASE.search(value):
        return False
    if support(value, kind, entry.item.field) is Support.AGAINST or is_torn(value):
        return False
    fits = all(said.audit.misfits <= MOST_MISFITS for said in both)
    return (
        fits
        and all(_says(said, reading, kind) for said in both)
        and not is_loose(value, kind, known=all_known(value))
    )


def _says(said: Hypothesis, reading: Reading, kind: str) -> bool:
    """Whether it is the same value, read well enough; names that no list knows are read better."""
    value = reading.value or ""
    least = UNKNOWN_NAME_FROM if kind == "name" and not all_known(value) else POOREST
    same = said.normal.value == value and said.normal.certain
    return same and said.line.confidence >= bar(least)


def _seconded(doubted: Sequence[Doubted]) -> Iterator[Doubted]:
    """Those of which the recogniser prefers the same value."""
    chances = iter(chances_of([line.picture for entry, _ in doubted for line in entry.lines]))
    for entry, reading in doubted:
        lines, item = [next(chances) for _ in entry.lines], entry.item
        ways = offers(lines, item.type, item.field)  # not told what Tesseract read
        if not ways or ways[0].normal.value != reading.value:
            continue
        if not DIGIT.search(ways[0].raw) or sharpness(ways, item.type) >= bar(SHARP):
            yield entry, reading
