"""S8 Stapel as pages: the batches of late, and one of them with every item.

File names may be personal: only who may look at cases sees them, others see numbers and counts.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import Response

from pipeline.model import PageKind
from pipeline.review.batches import batch, batches, by_trouble
from pipeline.review.gate import Asked, Door
from pipeline.review.permissions import Permission
from pipeline.review.screens import count
from pipeline.standing import KIND_SHOWN

LIST = "/stapel"

ITEMS_SHOWN = 100
"""Rows of one page of the list; those that went wrong come first."""


PAGES_SHOWN: Mapping[PageKind, tuple[str, str]] = {
    PageKind.FORM: ("Formularseite", "Formularseiten"),
    PageKind.TEXT_PAGE: ("Merkblattseite", "Merkblattseiten"),
    PageKind.EVIDENCE: ("Nachweisseite", "Nachweisseiten"),
    PageKind.BLANK: ("leere Seite", "leere Seiten"),
    PageKind.SEPARATOR: ("Trennblatt", "Trennblätter"),
    PageKind.FOREIGN: ("fremde Seite", "fremde Seiten"),
    PageKind.UNREADABLE: ("unlesbare Seite", "unlesbare Seiten"),
    PageKind.DUPLICATE: ("doppelte Seite", "doppelte Seiten"),
}
"""One page of a kind, and several, in the order in which a batch lists them."""


def told(kinds: Mapping[PageKind, int]) -> str:
    """The pages of an item by their kinds, the form first.

    >>> told({PageKind.EVIDENCE: 1, PageKind.FORM: 8})
    '8 Formularseiten, 1 Nachweisseite'
    """
    found = ((kinds.get(kind, 0), words) for kind, words in PAGES_SHOWN.items())
    return ", ".join(count(number, *words) for number, words in found if number)


def show_batches(asked: Asked) -> Response:
    """The batches of late."""
    found = batches(asked.store, asked.settings, asked.now)
    return asked.screen("batches.html", batches=found, named=asked.may(Permission.CASE))


def show_batch(asked: Asked) -> Response:
    """One batch: the counts, what was turned away, and every item."""
    found = batch(asked.store, asked.settings, asked.now, asked.part("batch"))
    if found is None:
        raise HTTPException(404)
    typed = asked.request.query_params.get("ab", "")
    first = int(typed) if typed.isdecimal() and int(typed) < len(found.items) else 0
    items = by_trouble(found.items)
    return asked.screen(
        "batch.html",
        batch=found, items=items[first : first + ITEMS_SHOWN], first=first, step=ITEMS_SHOWN,
        kinds=[(KIND_SHOWN[kind], found.kinds.get(kind, 0)) for kind in PageKind],
        told=told, named=asked.may(Permission.CASE), may_order=asked.may(Permission.PAGES),
    )  # fmt: skip


DOORS = (
    Door("GET", LIST, show_batches, Permission.BATCHES),
    Door("GET", LIST + "/{batch}", show_batch, Permission.BATCHES),
)
