"""A sample as it would come out of a bad scan: a page nobody knew, papers not told apart."""

from __future__ import annotations

from pipeline.model import Document, ItemResult, PageKind
from pipeline.sorting import NOTHING_READ

LOST, BIRTH, BACK = 3, 9, 13
"""The page of the form that was not recognised, the paper that was not, and the back of a card."""


def muddled(found: ItemResult) -> ItemResult:
    """The typed sample with a page that could not be registered and two papers not recognised."""
    lost = {"kind": PageKind.UNREADABLE, "form_page": None, "match": None, "doubt": True,
            "reason": NOTHING_READ}  # fmt: skip
    pages = [p.model_copy(update=lost) if p.number == LOST else p for p in found.pages]
    papers = []
    for paper in found.documents:
        if BIRTH in paper.pages:
            papers.append(_unknown(paper.pages))
        elif BACK in paper.pages:
            front = tuple(number for number in paper.pages if number != BACK)
            papers += [paper.model_copy(update={"pages": front}), _unknown((BACK,))]
        else:
            papers.append(paper)
    numbered = [d.model_copy(update={"number": n}) for n, d in enumerate(papers, start=1)]
    readings = tuple(r for r in found.readings if r.page != LOST)
    return found.model_copy(
        update={"pages": tuple(pages), "documents": tuple(numbered), "readings": readings}
    )


def _unknown(pages: tuple[int, ...]) -> Document:
    return Document(number=1, type="", pages=pages, confidence=0.2, doubt=True)
