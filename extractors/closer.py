"""A second look at papers of few words that do not say what they are: mostly copied cards.

The labels on identity cards are printed in five points, and in a copy of a copy they run together.
Which of them Tesseract can read changes with the size of the picture.
"""

from __future__ import annotations

from extractors.evidence_types import weigh
from extractors.grey import Grey
from extractors.whole_page import PageText, page_text

LARGER_DPI = 250
"""Of eleven papers whose kind was not known at 200 dpi, six named it at this size, two at 300."""
FEW_WORDS = 80  # cards have up to fifty; letters have more, and their later pages seldom say more
KNOWN = 0.9  # share of the odds from which the kind of a paper is known


def closer_look(image: Grey, dpi: float, first: PageText) -> PageText:
    """``first``, the text of a page as it was read, or what a larger picture says, if that is more.

    Nothing is read again where the kind of the paper is known, or where many words are.
    """
    if len(first.words) > FEW_WORDS or _known(first) >= KNOWN:
        return first
    return max(first, page_text(image, dpi, LARGER_DPI), key=_known)


def _known(page: PageText) -> float:
    return weigh(page)[0].share if page.words else 0.0
