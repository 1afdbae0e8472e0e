"""What is done to single fields of a case, as the script of S2 sends it; answers are JSON."""

from __future__ import annotations

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from pipeline.review import desk
from pipeline.review.gate import Asked, Door
from pipeline.review.parts import card, laid, saved_parts
from pipeline.review.permissions import Permission
from pipeline.review.records import Conflict, Saved
from pipeline.review.states import AcceptReason, Action

CONFLICT = 409
NOTHING_TO_UNDO = "Es gibt nichts rückgängig zu machen."
NOTHING_TO_REDO = "Es gibt nichts zu wiederholen."

MOST_SECONDS = 3600.0
"""Of one field; who was away for longer was not looking at it."""


def save_field(asked: Asked) -> Response:
    """Keep what somebody decided about a field."""
    sent = asked.sent
    try:
        action, version = Action(sent.get("action", "")), int(sent.get("version", ""))
        reason = AcceptReason(sent["reason"]) if sent.get("reason") else None
        seconds = min(max(float(sent.get("seconds", "0")), 0.0), MOST_SECONDS)
        keystrokes = max(int(sent.get("keystrokes", "0")), 0)
    except ValueError:
        raise HTTPException(400) from None
    found = desk.save(
        asked.store, asked.settings, asked.part("case"), asked.person, asked.now,
        key=asked.part("key"), action=action, value=sent.get("value", ""), version=version,
        reason=reason, seconds=seconds, keystrokes=keystrokes,
    )  # fmt: skip
    return _conflict(asked, found) if isinstance(found, Conflict) else _saved(asked, found)


def undo(asked: Asked) -> Response:
    return _again(asked, desk.undo, NOTHING_TO_UNDO)


def redo(asked: Asked) -> Response:
    return _again(asked, desk.redo, NOTHING_TO_REDO)


def settle(asked: Asked) -> Response:
    """A problem with pages or papers was looked at."""
    case, key = asked.part("case"), asked.sent.get("key", "")
    found = desk.settle(asked.store, asked.settings, case, asked.person, asked.now, key=key)
    return _saved(asked, found)


def _again(asked: Asked, act: Callable[..., Saved | None], nothing: str) -> Response:
    found = act(asked.store, asked.settings, asked.part("case"), asked.person, asked.now)
    return JSONResponse({"said": nothing}) if found is None else _saved(asked, found)


def _saved(asked: Asked, found: Saved) -> Response:
    return JSONResponse(saved_parts(asked.station.screens, found.sheet, found))


def _conflict(asked: Asked, found: Conflict) -> Response:
    """Both values; the person decides, nothing is overwritten."""
    shown = laid(found.sheet)
    return JSONResponse(
        {
            "key": found.key, "yours": found.yours, "theirs": found.theirs,
            "version": found.version,
            "card": card(asked.station.screens, shown, found.field, found.sheet.case_id),
            "row": str(asked.station.screens.part("case_parts.html", "row", found.field)),
        },
        CONFLICT,
    )  # fmt: skip


DOORS = (
    Door("POST", "/faelle/{case}/felder/{key}", save_field, Permission.CHECK),
    Door("POST", "/faelle/{case}/rueckgaengig", undo, Permission.CHECK),
    Door("POST", "/faelle/{case}/wiederholen", redo, Permission.CHECK),
    Door("POST", "/faelle/{case}/angesehen", settle, Permission.CHECK),
)
