"""S8 Stapel as pages: the batches of late, and one of them with every item.

File names may be personal: only who may look at cases sees them, others see numbers and counts.
"""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from pipeline.model import PageKind
from pipeline.review.batches import batch, batches, by_trouble
from pipeline.review.gate import Asked, Door
from pipeline.review.permissions import Permission
from pipeline.standing import KIND_SHOWN

LIST = "/stapel"

ITEMS_SHOWN = 100
"""Rows of one page of the list; those that went wrong come first."""


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
        shown=KIND_SHOWN, named=asked.may(Permission.CASE), may_order=asked.may(Permission.PAGES),
    )  # fmt: skip


DOORS = (
    Door("GET", LIST, show_batches, Permission.BATCHES),
    Door("GET", LIST + "/{batch}", show_batch, Permission.BATCHES),
)
