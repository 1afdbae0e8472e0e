"""The characters that the recogniser knows, and texts as rows of their numbers.

Number 0 stands for "no character" (the blank of CTC). The order is part of the weights: append,
never insert.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

BLANK = 0
LETTERS = (
    " abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ0123456789"
    ".,-/€+()&:;'\"%*!?§"
    "éèêëàâáãåæçčćďđěęğîïíìıłľńňñóòôõøőœřśšşťţúùûůűýÿźžż"
    "ÁÀÂÅÆÇČĆĐÉÈÊËĞÎÍİŁŃÑÓÔØŐŒŘŚŠŞÚÛŮŰÝŹŽŻ"
)  # fmt: skip
NUMBERS = {letter: number for number, letter in enumerate(LETTERS, start=1)}
SIZE = len(LETTERS) + 1

ALIKE = str.maketrans({
    "’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "−": "-", "\u00a0": " ",
    "ș": "ş", "ț": "ţ", "Ș": "Ş",
})  # fmt: skip
"""Signs that look the same written by hand."""


def spelled(text: str) -> str:
    """``text`` in the signs of the alphabet, blanks collapsed."""
    return " ".join(unicodedata.normalize("NFC", text).translate(ALIKE).split())


def numbers_of(text: str) -> list[int] | None:
    """The numbers of the characters, or ``None`` if one is not in the alphabet."""
    found = [NUMBERS.get(letter, BLANK) for letter in text]
    return None if BLANK in found else found


def text_of(numbers: Sequence[int]) -> str:
    """The text of some numbers.

    >>> text_of(numbers_of("Süß 12"))
    'Süß 12'
    """
    return "".join(LETTERS[number - 1] for number in numbers)
