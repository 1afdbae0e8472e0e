"""What is done to a case as a whole: lease, note, postpone, pass on, rescan, finish, reopen."""

from __future__ import annotations

from datetime import date, timedelta

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from pipeline.review import desk
from pipeline.review.gate import Asked, Door
from pipeline.review.next_case import take_next
from pipeline.review.permissions import ROLES, Permission, may
from pipeline.review.signin import START
from pipeline.review.states import RescanReason
from pipeline.review.ways import way_to
from pipeline.store import accounts

LONGEST_TEXT = 500
GONE = "Der Fall ist nicht mehr bei Ihnen. Was gespeichert war, ist gespeichert."
NO_ONE = "Dieses Konto oder diese Rolle kann keinen Fall prüfen."


def heartbeat(asked: Asked) -> Response:
    """The case stays with whoever works on it."""
    case = asked.part("case")
    until = desk.heartbeat(asked.store, asked.settings, case, asked.person, asked.now)
    if until is None:
        return JSONResponse({"says": GONE}, 409)
    window = _text(asked, "fenster")
    asked.station.windows.note(asked.person.name, case, window, asked.now)
    return JSONResponse({"until": until.isoformat()})


def hand_back(asked: Asked) -> Response:
    """The window was closed; the case stays as long as another one shows it."""
    case, life = asked.part("case"), timedelta(minutes=asked.settings.lease_minutes)
    window = _text(asked, "fenster")
    if asked.station.windows.close(asked.person.name, case, window, asked.now, life):
        desk.hand_back(asked.store, case, asked.person, asked.now)
    return JSONResponse({"to": START})


def add_note(asked: Asked) -> Response:
    text = _text(asked, "text")
    case = asked.part("case")
    desk.note(asked.store, asked.settings, case, asked.person, asked.now, text=text)
    return JSONResponse({"said": "Notiz gespeichert.", "note": text})


def postpone(asked: Asked) -> Response:
    try:
        until = date.fromisoformat(asked.sent.get("bis", ""))
    except ValueError:
        raise HTTPException(400) from None
    reason = _text(asked, "grund")
    desk.postpone(
        asked.store, asked.settings, asked.part("case"), asked.person, asked.now,
        until=until, reason=reason,
    )  # fmt: skip
    return _onwards(asked)


def pass_on(asked: Asked) -> Response:
    """To a role, or to somebody by name."""
    to, reason = _taker(asked, _text(asked, "an")), _text(asked, "grund")
    if not to:
        return JSONResponse({"says": NO_ONE}, 400)
    desk.pass_on(
        asked.store,
        asked.settings,
        asked.part("case"),
        asked.person,
        asked.now,
        to=to,
        reason=reason,
    )
    return _onwards(asked)


def _taker(asked: Asked, named: str) -> str:
    """The role or account that can decide about a case; empty where there is none of that name."""
    if named in passed_to():
        return named
    with asked.store.read() as db:
        account = accounts.get(db, named)
    able = account is not None and not account.locked and account.role.value in passed_to()
    return account.name if account is not None and able else ""


def request_rescan(asked: Asked) -> Response:
    try:
        page, reason = int(asked.sent.get("seite", "")), RescanReason(asked.sent.get("grund", ""))
    except ValueError:
        raise HTTPException(400) from None
    case = asked.part("case")
    desk.request_rescan(
        asked.store, asked.settings, case, asked.person, asked.now, page=page, reason=reason
    )
    return _onwards(asked)


def finish(asked: Asked) -> Response:
    """The case is reviewed; with something open it is not, and the first open field is named."""
    found = desk.finish(asked.store, asked.settings, asked.part("case"), asked.person, asked.now)
    if not found.done:
        return JSONResponse({"said": found.said, "first": found.first_open})
    return _onwards(asked)


def reopen(asked: Asked) -> Response:
    """From the screen's own form, since there is no script at work in a case that is closed."""
    case, reason = asked.part("case"), _text(asked, "grund")
    desk.reopen(asked.store, asked.settings, case, asked.person, asked.now, reason=reason)
    return RedirectResponse(f"/faelle/{case}", 303)


def _onwards(asked: Asked) -> Response:
    """Where to go after a case: to the next one, or to the list where none is left."""
    return JSONResponse({"to": way_to_next(asked)})


def way_to_next(asked: Asked) -> str:
    """The case that is next for this person, who has it from now on."""
    row = take_next(asked.store, asked.settings, asked.person, asked.now)
    if row is not None:
        asked.station.scans.warm(row.case_id)
    return way_to(row)


def _text(asked: Asked, name: str) -> str:
    return asked.sent.get(name, "").strip()[:LONGEST_TEXT]


def passed_to() -> tuple[str, ...]:
    """The roles that a case may be passed on to: those that can decide about it."""
    return tuple(role for role in ROLES if may(role, Permission.CHECK))


DOORS = (
    Door("POST", "/faelle/{case}/herzschlag", heartbeat, Permission.CHECK),
    Door("POST", "/faelle/{case}/zurueckgeben", hand_back, Permission.CHECK),
    Door("POST", "/faelle/{case}/notiz", add_note, Permission.CHECK),
    Door("POST", "/faelle/{case}/zurueckstellen", postpone, Permission.CHECK),
    Door("POST", "/faelle/{case}/weitergeben", pass_on, Permission.CHECK),
    Door("POST", "/faelle/{case}/nachscan", request_rescan, Permission.CHECK),
    Door("POST", "/faelle/{case}/abschliessen", finish, Permission.CHECK),
    Door("POST", "/faelle/{case}/wieder-oeffnen", reopen, Permission.CHECK),
)
