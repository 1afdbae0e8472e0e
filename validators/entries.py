"""What entries say beside their value: that nothing is known, that there is nothing to say."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from pipeline.model import UNBEKANNT

STRUCK_OUT = re.compile(r"[-–—−_/\\.\s]+|ent ?f(?:[äàáâãåa]|ae) ?ll?t\.?|keine\.?", re.IGNORECASE)
"""Entries by which people say that there is nothing to say here (A-08); with marks and letters as
they are misread, since no name is spelled like that."""

ENTRY = re.compile(r"\w{3}")
LIKE_UNBEKANNT = 0.55


def is_unknown(text: str) -> bool:
    """Whether somebody wrote that the answer is not known."""
    return text.strip().casefold() == UNBEKANNT


def says_much(text: str) -> bool:
    """Whether even a doubtful reading can only come from an entry: a word or number at the least.

    Specks are read as a letter or two, and ``unbekannt`` is misread by a few letters.

    >>> says_much("Hubor"), says_much("Te ’ nn"), says_much("1"), says_much("unhekaniit")
    (True, False, False, False)
    """
    like = Levenshtein.normalized_similarity(text.strip().casefold(), UNBEKANNT)
    return ENTRY.search(text) is not None and like < LIKE_UNBEKANNT and not is_struck_out(text)


def is_struck_out(text: str) -> bool:
    """Whether an entry says that there is nothing to say.

    >>> is_struck_out("./."), is_struck_out("entfällt"), is_struck_out("Keinert")
    (True, True, False)
    """
    return STRUCK_OUT.fullmatch(text.strip()) is not None
