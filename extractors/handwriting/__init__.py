"""Handwriting: what a line of writing may say, with probabilities; knows nothing of fields.

A network of our own (see ``docs/handwriting.md``) gives every place of the line a probability for
every character; a search over them gives the likeliest texts.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.grey import Grey
from extractors.handwriting.beam import Hypothesis, likeliest, likelihood
from extractors.handwriting.session import Chances, chances_of, reader

__all__ = ["Chances", "Hypothesis", "chances_of", "likeliest", "likelihood", "read", "reader"]


def read(crops: Sequence[Grey]) -> list[list[Hypothesis]]:
    """The likeliest texts of each crop (one line, dark on white), the best first."""
    return [likeliest(chances) for chances in chances_of(crops)]
