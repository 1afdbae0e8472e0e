"""Case numbers that follow from what was in the envelope, and that can be read over the phone.

The same files give the same number, so nothing doubles when an intake is repeated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U, which are misheard and misread."""

GROUP = 4
GROUPS = 2
"""Forty bits: with 5,000 cases, one chance in 88,000 that any two want the same number."""

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def item_id(hashes: Sequence[str]) -> str:
    """The identity of a mail item: a hash over the hashes of its files, in their order.

    >>> item_id(["aa"]) == item_id(["aa"]) != item_id(["aa", "bb"])
    True
    """
    return hashlib.sha256("\n".join(("eingang mail item", *hashes)).encode()).hexdigest()


def case_id(item: str, groups: int = GROUPS) -> str:
    """The case number of a mail item; more groups where a shorter number is taken.

    >>> case_id("0" * 63 + "f"), case_id("ff" * 32, groups=3)
    ('UV-0000-0000', 'UV-ZZZZ-ZZZZ-ZZZZ')
    """
    number = int(item, 16) >> (4 * len(item) - 5 * GROUP * groups)
    letters = ""
    for _ in range(GROUP * groups):
        number, rest = divmod(number, 32)
        letters = ALPHABET[rest] + letters
    return "-".join(("UV", *(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))))


def first_free(item: str, taken: Iterable[str]) -> str:
    """The shortest case number of a mail item that no other item has."""
    used = set(taken)
    longest = len(item) * 4 // (5 * GROUP)
    return next(
        number for n in range(GROUPS, longest + 1) if (number := case_id(item, n)) not in used
    )


def as_typed(text: str) -> str:
    """A case number as somebody types it: small letters, O for 0, dashes forgotten.

    >>> as_typed(" uv7k3m-q9xo ")
    'UV-7K3M-Q9X0'
    """
    letters = "".join(c for c in text.upper() if c.isalnum()).removeprefix("UV")
    letters = letters.translate(_MISREAD)
    return "-".join(("UV", *(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))))
