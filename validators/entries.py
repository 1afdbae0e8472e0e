"""What entries say beside their value: that nothing is known, that there is nothing to say."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from pipeline.model import UNBEKANNT, Reading, Value

STRUCK_OUT = re.compile(r"[-–—−_/\\.\s]+|ent ?f(?:[äàáâãåa]|ae) ?ll?t\.?|keine\.?", re.IGNORECASE)
"""Entries by which people say that there is nothing to say here (A-08); with marks and letters as
they are misread, since no name is spelled like that."""

WORD = re.compile(r"[^\W_]+")
ENTRY = re.compile(r"[^\W_]{3}")
NO_ANSWERS = (UNBEKANNT, "entfällt", "keine", "keiner", "nein", "nicht bekannt")
ALIKE = 0.55  # as a share of the letters: so far from what was meant are misreadings
LONG_WORD = re.compile(r"[^\W_]{5,}")
LONG_WORDS, ONE_SO_LONG = 2, 8  # stains are read as many short words


SURELY_WRITING = 0.2
"""Confidence from which a value in doubt comes from writing; stains read as words have .165."""


def words_of(text: str) -> list[str]:
    """The words of names: one with a hyphen is one name."""
    return text.replace(",", " ").split()


def is_unknown(text: str) -> bool:
    """Whether somebody wrote that the answer is not known."""
    return text.strip().casefold() == UNBEKANNT


def says_much(text: str) -> bool:
    """Whether even a doubtful reading can only come from an entry: a word or number at the least.

    Specks are read as a letter or two, and ``unbekannt`` or ``keine`` are misread by a few letters.

    >>> says_much("Hubor"), says_much("Te ’ nn"), says_much("1"), says_much("unhekaniit")
    (True, False, False, False)
    >>> says_much("entfallt"), says_much("kelne"), says_much("___ l"), says_much("12.3.2024")
    (False, False, False, True)
    """
    if ENTRY.search(text) is None or is_struck_out(text):
        return False
    said = text.strip().casefold()
    if any(_are_alike(said, none) for none in NO_ANSWERS):
        return False
    return not any(_are_alike(word, UNBEKANNT) for word in WORD.findall(said))


def _are_alike(said: str, none: str) -> bool:
    return Levenshtein.normalized_similarity(said, none) >= ALIKE


def is_surely_writing(reading: Reading) -> bool:
    """Whether a reading in doubt comes from an entry and from no stain.

    Of 2,464 such readings in generated mail all were entries, 140 of them for their long words.
    """
    text = reading.value or ""
    words = LONG_WORD.findall(text)
    long = len(words) >= LONG_WORDS or any(len(word) >= ONE_SO_LONG for word in words)
    return (long or reading.confidence >= SURELY_WRITING) and says_much(text)


def is_struck_out(text: str) -> bool:
    """Whether an entry says that there is nothing to say.

    >>> is_struck_out("./."), is_struck_out("entfällt"), is_struck_out("Keinert")
    (True, True, False)
    """
    return STRUCK_OUT.fullmatch(text.strip()) is not None


def texts_of(written: Value | None) -> set[str]:
    """Everything that was written or ticked in a field; ``unbekannt`` always in one spelling."""
    parts = (written,) if isinstance(written, str) else written or ()
    texts: set[str] = set()
    for part in parts:
        texts |= {part} if isinstance(part, str) else set(part.values())
    return {UNBEKANNT if is_unknown(text) else text for text in texts if text}
