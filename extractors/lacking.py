"""What may be missing from a value that looks complete: a stroke, a comma, marks of a letter."""

from __future__ import annotations

import re

from extractors.lexicon import WORD
from pipeline import lexicons

# 3000 may be 30,00 with a comma that went unseen
WHOLE_AMOUNT = re.compile(r"(?:\d{1,3}(?:\.\d{3})*|\d+),(?:\d\d|-{1,2})(?: ?(?:€|EUR|Euro))?")
WHOLE_DATE = re.compile(r"\d\d\. ?\d\d\. ?\d{4}")  # 1.3.2020 may be 11.3.2020


def may_lack_marks(value: str) -> bool:
    """Whether lists know a word that has the same letters with marks."""
    words = (word for word in WORD.findall(value) if word.isascii())
    return any(word.casefold() in lexicons.marked() for word in words)


def may_lack_a_sign(kind: str, raw: str) -> bool:
    """Whether the value would look complete even if a stroke or a comma had been overlooked."""
    if kind == "date":
        return WHOLE_DATE.fullmatch(raw) is None
    return kind == "amount_eur" and WHOLE_AMOUNT.fullmatch(raw) is None
