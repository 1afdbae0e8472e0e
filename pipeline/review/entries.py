"""Values as somebody reads and types them, and back to the program's own spelling.

What a person typed is taken at its word: no letter becomes a digit that it may have been meant for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from extractors.values import as_written, normalise
from pipeline.model import Candidate
from pipeline.shown import text_shown

GROUP = 4
"""Signs of an account number that are read at once."""

MOST_CANDIDATES = 5
"""More than five are read slower than the word is typed."""


def shown(kind: str, value: str | None) -> str:
    """A value of a text type as it stands in its field.

    >>> shown("date", "2013-04-17"), shown("iban", "DE02120300000000202051"), shown("name", None)
    ('17.04.2013', 'DE02 1203 0000 0000 2020 51', '')
    """
    if not value:
        return ""
    if kind == "iban":
        return " ".join(value[i : i + GROUP] for i in range(0, len(value), GROUP))
    return text_shown(kind, value)


def entered(kind: str, text: str) -> str | None:
    """The value that somebody typed; ``None`` for nothing.

    >>> entered("date", "17.4.2013"), entered("amount_eur", "1.250"), entered("date", "31.02.2017")
    ('2013-04-17', '1250.00', '31.02.2017')
    >>> entered("street", " Am Weg  l "), entered("date", "  ")
    ('Am Weg l', None)
    """
    plain = " ".join(text.split())
    if not plain:
        return None
    normal = normalise(plain, kind)
    return (as_written(plain) if normal.repaired else normal.value) or None


def alternatives(kind: str, said: str, candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """What else may stand there, as shown, likeliest first."""
    others = (shown(kind, candidate.value) for candidate in candidates)
    found = dict.fromkeys(other for other in others if other and other != said)
    return tuple(found)[:MOST_CANDIDATES]


def doubtful_signs(said: str, others: Sequence[str]) -> tuple[int, ...]:
    """The places in a text at which other readings say something else.

    >>> doubtful_signs("17.04.2013", ["11.04.2013", "17.04.2018"])
    (1, 9)
    >>> doubtful_signs("Huber", ["Hubert", "Huber"]), doubtful_signs("27.09.2016", ["22.07.2019"])
    ((4,), (1, 4, 9))
    """
    places: set[int] = set()
    for other in others:
        if len(other) == len(said):
            places.update(n for n, signs in enumerate(zip(said, other, strict=True))
                          if signs[0] != signs[1])  # fmt: skip
            continue
        matcher = SequenceMatcher(None, said, other, autojunk=False)
        for what, start, end, _, _ in matcher.get_opcodes():
            if what == "insert" and said:
                places.add(max(0, start - 1))
            elif what != "equal":
                places.update(range(start, end))
    return tuple(sorted(places))
