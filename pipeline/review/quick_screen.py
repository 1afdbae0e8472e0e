"""S3 Schnellprüfung: one crop and one value after the other, all of the same kind.

No name and no case number is shown: what the step does not need stays away.
"""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from pipeline.review import quick
from pipeline.review.field_steps import (
    CONFLICT,
    MOST_SECONDS,
    NOTHING_TO_REDO,
    NOTHING_TO_UNDO,
)
from pipeline.review.gate import Asked, Door, Later, picture
from pipeline.review.permissions import Permission
from pipeline.review.quick import Dealt
from pipeline.review.records import Conflict, Saved, SheetField, SheetPage
from pipeline.review.states import Action
from pipeline.review.unsure import PATTERN_SHOWN, Place
from pipeline.review.views import View, crop_of, region_of
from pipeline.store import known_case

LIST = "/schnellpruefung"
PARTS = "quick_parts.html"
BETWEEN = "|"
"""Between the case and the question of a card that the browser has already."""

LARGEST = 10_000
"""Pixels across or down: a page at 1200 dpi is not wider."""

GONE = 423
"""The answer where the case is with somebody else now: it waits for them."""
HELD = "Der Fall ist inzwischen bei jemand anderem."


def show_patterns(asked: Asked) -> Response:
    """What can be looked through."""
    found = quick.patterns(asked.store, asked.settings, asked.person, asked.now)
    count = asked.request.query_params.get("erledigt", "")
    return asked.screen(
        "quick_patterns.html", patterns=found, done=int(count) if count.isdecimal() else None
    )


def show_cards(asked: Asked) -> Response:
    """The first questions of a kind; the list where none is left."""
    pattern = asked.part("pattern")
    cards = _cards(asked, pattern, ())
    if not cards:
        return RedirectResponse(f"{LIST}?erledigt=0", 303)
    return asked.screen(
        "quick.html", pattern=pattern, label=PATTERN_SHOWN.get(pattern, ""), cards=cards
    )


def more_cards(asked: Asked) -> Response:
    """The next ones, fetched before they are needed; ``ohne`` are those that are there."""
    sent = asked.request.query_params.get("ohne", "").split(",")
    have: list[Place] = [(case, key) for one in sent for case, _, key in [one.partition(BETWEEN)]]
    return JSONResponse({"cards": _cards(asked, asked.part("pattern"), have)})


def _cards(asked: Asked, pattern: str, have: Any) -> list[str]:
    dealt = quick.deal(
        asked.store, asked.settings, asked.person, asked.now, pattern, without=have
    )  # fmt: skip
    return [_card(asked, one) for one in dealt]


def _card(asked: Asked, one: Dealt) -> str:
    """A card with its crop, which is begun to be cut before the browser asks for it."""
    crop, region = crop_of(one.field, one.page), region_of(one.field, one.page)
    for view in filter(None, (crop, region)):
        asked.station.scans.part(one.case_id, one.page.number, _whole(view))
    return _drawn(asked, one.case_id, one.field, one.page, crop, region)


def _drawn(
    asked: Asked, case: str, field: SheetField, page: SheetPage, crop: View | None, region: View
) -> str:
    around = _whole(region)
    seen = _whole(crop) if crop else around
    return str(asked.station.screens.part(PARTS, "card", case, field, page, seen, around))


def picture_of(asked: Asked) -> Later:
    """A part of a page: a crop, or what is around it."""
    number, view = int(asked.part("number")), _view(asked.part("view"))
    return Later(asked.station.scans.part(_case(asked), number, view), picture)


def _view(text: str) -> View:
    """The part of a page that an address names."""
    try:
        x, y, width, height = (int(number) for number in text.split("-"))
    except ValueError:
        raise HTTPException(404) from None
    if max(width, height) > LARGEST:
        raise HTTPException(404)
    return View(x, y, width, height)


def _whole(view: View) -> View:
    """A part of a page in whole pixels, as its address names it."""
    return View(max(0, int(view.x)), max(0, int(view.y)), int(view.width), int(view.height))


def save(asked: Asked) -> Response:
    """Keep what somebody decided about one question."""
    sent = asked.sent
    try:
        action, version = Action(sent.get("action", "")), int(sent.get("version", ""))
        seconds = min(max(float(sent.get("seconds", "0")), 0.0), MOST_SECONDS)
        keystrokes = max(int(sent.get("keystrokes", "0")), 0)
    except ValueError:
        raise HTTPException(400) from None
    if action is Action.AS_WRITTEN:
        raise HTTPException(400)
    case, key = _case(asked), asked.part("key")
    found = quick.save(
        asked.store, asked.settings, case, asked.person, asked.now, key=key, action=action,
        value=sent.get("value", ""), version=version, seconds=seconds, keystrokes=keystrokes,
    )  # fmt: skip
    if found is None:
        return JSONResponse({"says": HELD}, GONE)
    if isinstance(found, Conflict):
        card = _anew(asked, case, found.field, found)
        return JSONResponse({"theirs": found.theirs, "yours": found.yours, "card": card}, CONFLICT)
    return _saved(asked, case, key, found)


def _saved(asked: Asked, case: str, key: str, found: Saved) -> Response:
    field = found.sheet.field(key)
    said = found.said.partition(". ")[0]  # how many fields are open in its case is of no use here
    return JSONResponse({"said": f"{said}.", "card": _anew(asked, case, field, found)})


def _anew(asked: Asked, case: str, field: SheetField, found: Saved | Conflict) -> str:
    page = next(one for one in found.sheet.pages if one.number == field.page)
    return _drawn(asked, case, field, page, crop_of(field, page), region_of(field, page))


def undo(asked: Asked) -> Response:
    case, key = _case(asked), asked.part("key")
    found = quick.undo(asked.store, asked.settings, case, asked.person, asked.now, key)
    return _saved(asked, case, key, found) if found else JSONResponse({"said": NOTHING_TO_UNDO})


def redo(asked: Asked) -> Response:
    case, key = _case(asked), asked.part("key")
    found = quick.redo(asked.store, asked.settings, case, asked.person, asked.now, key)
    return _saved(asked, case, key, found) if found else JSONResponse({"said": NOTHING_TO_REDO})


def _case(asked: Asked) -> str:
    with asked.store.read() as db:
        return known_case(db, asked.part("case"))


ONE = "/schnell/{case}/{key}"
DOORS = (
    Door("GET", LIST, show_patterns, Permission.CHECK),
    Door("GET", LIST + "/{pattern}", show_cards, Permission.CHECK),
    Door("GET", LIST + "/{pattern}/weitere", more_cards, Permission.CHECK),
    Door("GET", "/ausschnitte/{case}/{number:int}/{view}.jpg", picture_of, Permission.CHECK),
    Door("POST", ONE, save, Permission.CHECK),
    Door("POST", ONE + "/rueckgaengig", undo, Permission.CHECK),
    Door("POST", ONE + "/wiederholen", redo, Permission.CHECK),
)
