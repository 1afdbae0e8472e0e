"""How likely one letter follows others in what people write into forms.

A model of up to six letters, counted in invented answers (``training/letters.py``). It chooses
between texts that the ink makes about as likely: *Tagesgeld* or *Jagesgeld*, *Jugendamt* or
*Jugendont*. What the ink does not support it cannot bring about.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple
from zlib import crc32

import numpy as np

ORDER = 6
START, END = "\x02", "\x03"
STEP = 0.0625
"""Logarithms are kept in steps as large: the error of a word is far below one letter's."""
FALLEN_BACK = math.log(0.4)
"""What it costs to look at one letter less, after T. Brants et al., Large Language Models in
Machine Translation (2007)."""
UNHEARD_OF = -5.0
"""Logarithm of the least probability: a name that was never counted may be one all the same."""
KEPT = 1 << 15


class Counted(NamedTuple):
    """The model: hashes of sequences, sorted, and how likely their last letter follows."""

    hashes: array[int]
    chances: bytes


@lru_cache(maxsize=KEPT)
def chance_after(before: str, letter: str) -> float:
    """Logarithm of the probability of ``letter`` after the ``ORDER - 1`` letters ``before``."""
    counted, fallen = _counted(), 0.0
    for skipped in range(len(before) + 1):
        name = hash_of(before[skipped:] + letter)
        place = bisect_left(counted.hashes, name)
        if place < len(counted.hashes) and counted.hashes[place] == name:
            return max(fallen - counted.chances[place] * STEP, UNHEARD_OF)
        fallen += FALLEN_BACK
    return UNHEARD_OF


def chance_of(text: str) -> float:
    """Logarithm of the probability of a whole text."""
    padded = START * (ORDER - 1) + text + END
    return sum(chance_after(padded[n - ORDER + 1 : n], padded[n]) for n in _places(padded))


def hash_of(sequence: str) -> int:
    return crc32(sequence.encode())


def _places(padded: str) -> range:
    return range(ORDER - 1, len(padded))


@cache
def _counted() -> Counted:
    packed = files(__package__).joinpath("letters.npz")
    with packed.open("rb") as file, np.load(file) as found:
        hashes = array("I", found["hashes"].astype(np.uint32).tobytes())
        return Counted(hashes, found["chances"].astype(np.uint8).tobytes())
