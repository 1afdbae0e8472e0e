"""Entries written by hand: read again by the recogniser of handwriting, and weighed anew.

What Tesseract read stays among the offers. A value is believed only where several things say the
same: the recogniser prefers it clearly and for its ink alone, a reading by Tesseract or check
digits and lists agree, it has the form of its type, no list speaks against it, and nothing is
struck out or shared with a neighbour. How clearly it must be preferred is set by type, from
entries in fonts and by writers that the recogniser was not trained on (docs/handwriting.md).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.grey import Grey
from extractors.handwriting import chances_of
from extractors.handwriting.entry import Offer, offers
from extractors.judgement import BELIEVED, DIGITS_ONLY
from extractors.lexicon import WORD, WORDS, Support, support
from extractors.values import normalise
from pipeline import lexicons
from pipeline.model import UNBEKANNT, Candidate, Reading

READER = "handwriting-1"

SURELY_TYPED = 0.8  # entries less machine-like than this are read again, and all digits
SECOND_LOOK = 0.97  # clearness that digits in the face of a machine must have as well
CLEAR = 0.5  # share of all offers above which a value replaces what Tesseract read
# 3000 may be 30,00 with a comma that went unseen
WHOLE_AMOUNT = re.compile(r"(?:\d{1,3}(?:\.\d{3})*|\d+),(?:\d\d|-{1,2})(?: ?(?:€|EUR|Euro))?")
NOTHING = frozenset({"./.", "-", "/"})  # told by their strokes; the recogniser sees no more
WHOLE_DATE = re.compile(r"\d\d\. ?\d\d\. ?\d{4}")  # 1.3.2020 may be 11.3.2020
SCRAP = 2  # letters: so few, where Tesseract saw none, may be a hair or a fold
OFFERED = 4
NEVER = 2.0
DIGITS_RIGHT, WORDS_RIGHT = (0.86, -0.12), (1.01, -1.61)
"""Steepness and shift that make shares of all offers into how often such values are right; fitted
on 716 entries in held-back fonts."""
LEAST = 1e-4
MOST = 20.0  # keeps the exponential small
ENOUGH = {
    "date": 0.985, "amount_eur": 0.985, "phone": 0.985, "number": 0.985, "iban": 0.95, "bic": 0.97,
    "name": 0.95, "street": 0.95, "plz_ort": 0.95, "text": 0.985, UNBEKANNT: 0.9,
}  # fmt: skip
"""Clearness from which a value of each type is believed; other types never are. Of 400 values in
held-back fonts that passed all else, none clearer than 0.97 was wrong; sevens that look like ones
reached that, words 0.8 at most."""
PROVEN = {"plz_ort": 0.97, "iban": 0.95, "bic": 0.97}
"""The same where lists or check digits know the value: then Tesseract need not agree."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as Tesseract read it, its lines, and both readings line by line."""

    reading: Reading
    kind: str
    field: str
    lines: Sequence[Grey]
    texts: Sequence[Sequence[str]]
    alone: bool


def read_again(entries: Sequence[Entry]) -> dict[str, Reading]:
    """Entries of a page by item, all in one batch."""
    found = iter(chances_of([line for entry in entries for line in entry.lines]))
    read: dict[str, Reading] = {}
    for entry in entries:
        lines = [next(found) for _ in entry.lines]
        ways = offers(lines, entry.kind, entry.field, entry.texts)
        read[entry.reading.item] = weighed(entry, ways)
    return read


def weighed(entry: Entry, ways: Sequence[Offer]) -> Reading:
    """The reading with the value that is likeliest now; never surer than before without reason."""
    old = entry.reading
    if not ways or not ways[0].normal.value or (old.value or "") in NOTHING:
        return old
    best = ways[0]
    if old.value is None and sum(c.isalnum() for c in best.normal.value) <= SCRAP:
        return old
    if not old.doubt:
        return old if _stands(entry, ways) else _doubted(old, ways)
    if best.normal.value != old.value and (best.chance < CLEAR or (old.value and not entry.alone)):
        return _doubted(old, ways)
    believed = _believable(entry, ways)
    return old.model_copy(
        update={
            "value": best.normal.value, "raw": best.raw, "reader": READER, "doubt": not believed,
            "confidence": BELIEVED if believed else likely(entry.kind, best.chance),
            "candidates": _candidates(ways, old),
        }
    )  # fmt: skip


def is_for_us(kind: str, machine_like: float) -> bool:
    """Clean digits written by hand pass for typed, so no digits are believed without us."""
    return machine_like < SURELY_TYPED or kind in DIGITS_ONLY


def _stands(entry: Entry, ways: Sequence[Offer]) -> bool:
    """Whether a value that was believed already is what the recogniser reads, clearly enough."""
    if ways[0].normal.value != entry.reading.value:
        return False
    return entry.kind not in DIGITS_ONLY or clearness(ways) >= SECOND_LOOK


def _doubted(old: Reading, ways: Sequence[Offer]) -> Reading:
    """What was read before, with what the recogniser would rather say."""
    confidence = min(old.confidence, CLEAR)
    return old.model_copy(
        update={"doubt": True, "confidence": confidence, "candidates": _candidates(ways, old)}
    )


def _candidates(ways: Sequence[Offer], old: Reading) -> tuple[Candidate, ...]:
    chances = {way.normal.value: way.chance for way in ways[:OFFERED] if way.normal.value}
    for candidate in old.candidates:
        chances.setdefault(candidate.value, 0.0)
    return tuple(Candidate(value=value, confidence=chance) for value, chance in chances.items())


def _believable(entry: Entry, ways: Sequence[Offer]) -> bool:
    best = ways[0]
    value = best.normal.value
    kind = UNBEKANNT if value == UNBEKANNT else entry.kind
    known = support(value, entry.kind, entry.field)
    clear = clearness(ways)
    proven = known is Support.KNOWN and clear >= PROVEN.get(kind, NEVER)
    return (
        entry.alone
        and best.normal.certain
        and (proven or _seconded(entry, value))
        and clear >= ENOUGH.get(kind, NEVER)
        and known is not Support.AGAINST
        and not (entry.kind in WORDS and kind != UNBEKANNT and not _is_only_known(value, known))
        and not _may_lack_a_sign(entry.kind, best.raw)
    )


def likely(kind: str, chance: float) -> float:
    """How many in a hundred values with such a share of all offers are right."""
    steep, shift = DIGITS_RIGHT if kind in DIGITS_ONLY | {"iban", "bic"} else WORDS_RIGHT
    share = min(max(chance, LEAST), 1 - LEAST)
    return 1 / (1 + math.exp(-(steep * math.log(share / (1 - share)) + shift)))


def clearness(ways: Sequence[Offer]) -> float:
    """The share of the first offer by the ink alone: what lists and Tesseract say does not count.

    Tesseract often makes the same mistakes, so its word adds less than it seems to.
    """
    return 1.0 / sum(math.exp(min(way.ink - ways[0].ink, MOST)) for way in ways)


def _is_only_known(value: str, known: Support) -> bool:
    """Whether lists know the value, and no word that has the same letters with marks."""
    words = WORD.findall(value)
    return known is Support.KNOWN and not any(
        word.isascii() and word.casefold() in lexicons.marked() for word in words
    )


def _seconded(entry: Entry, value: str) -> bool:
    """Whether one of Tesseract's readings says the same."""
    texts = (" ".join(filter(None, reading)) for reading in entry.texts)
    return any(normalise(text, entry.kind).value == value for text in texts)


def _may_lack_a_sign(kind: str, raw: str) -> bool:
    """Whether the value would look complete even if a stroke or a comma had been overlooked."""
    if kind == "date":
        return WHOLE_DATE.fullmatch(raw) is None
    return kind == "amount_eur" and WHOLE_AMOUNT.fullmatch(raw) is None
