"""Signing in and out. What is wrong, the name or the password, is not said."""

from __future__ import annotations

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from starlette.responses import JSONResponse, RedirectResponse, Response

from pipeline.review.gate import SESSION, SIGN_IN, VISIT, Asked, set_cookie
from pipeline.review.security import form_token
from pipeline.store import accounts, audit, leases, sessions

START = "/arbeitsvorrat"
WRONG = "Name oder Kennwort stimmt nicht."
WAIT = "Zu viele Versuche. Bitte warten Sie {minutes} Minuten."
SIGNED_OUT = "Sie sind abgemeldet."

LONGEST = 200
"""Characters of a name or a password; argon2 is not fed with novels."""


def sign_in_page(asked: Asked) -> Response:
    """The form. It carries the token of a visit, since there is no session yet."""
    if asked.account is not None:
        return RedirectResponse(START, 303)
    query = asked.request.query_params
    says = SIGNED_OUT if "abgemeldet" in query else ""
    return _form(asked, asked.session, query.get("weiter", ""), says=says)


def sign_in(asked: Asked) -> Response:
    """Begin a session. The same page again where name or password is wrong."""
    name = accounts.known_as(asked.sent.get("name", ""))[:LONGEST]
    back = asked.sent.get("weiter", "")
    seconds = asked.now.timestamp()
    if wait := asked.station.tries.seconds_to_wait(name, asked.address, seconds):
        return _refused(asked, 429, WAIT.format(minutes=-(-wait // 60)), name, back)
    asked.station.tries.note(name, asked.address, seconds)
    token = _begun(asked, name, asked.sent.get("kennwort", "")[:LONGEST])
    if not token:
        return _refused(asked, 401, WRONG, name, back)
    asked.station.tries.forget(name, asked.address)
    response: Response = RedirectResponse(_own_path(back), 303)
    if _by_script(asked):
        response = JSONResponse({"token": form_token(token)})
    set_cookie(asked.station, response, SESSION, token)
    response.delete_cookie(VISIT)
    return response


def sign_out(asked: Asked) -> Response:
    """End the session; whoever is gone from everywhere has no case any more."""
    name = asked.person.name
    with asked.store.write() as db:
        sessions.end(db, asked.session)
        gone = not sessions.is_signed_in(db, name, asked.now)
        given_back = [c for c in leases.held_by(db, name) if gone and leases.give_back(db, c, name)]
        for case in given_back:
            audit.note(db, asked.now, name, "fall_zurückgegeben", case=case)
        audit.note(db, asked.now, name, "abmeldung")
    response = RedirectResponse(f"{SIGN_IN}?abgemeldet", 303)
    response.delete_cookie(SESSION)
    return response


def _begun(asked: Asked, name: str, password: str) -> str:
    """The token of a new session; empty where name or password is wrong."""
    with asked.station.hashing, asked.store.read() as db:
        account = accounts.verify(db, name, password)
    with asked.store.write() as db:
        if account is None:
            audit.note(db, asked.now, "", "anmeldung_abgewiesen")
            return ""
        token = sessions.start(
            db, account, asked.now,
            idle=timedelta(minutes=asked.settings.session_minutes),
            longest=timedelta(hours=asked.settings.session_hours),
        )  # fmt: skip
        audit.note(db, asked.now, account.name, "anmeldung")
    return token


def _by_script(asked: Asked) -> bool:
    return "text/html" not in asked.request.headers.get("accept", "")


def _refused(asked: Asked, status: int, says: str, name: str, back: str) -> Response:
    if _by_script(asked):
        return JSONResponse({"says": says}, status)
    return _form(asked, asked.session, back, status=status, wrong=says, name=name)


def _form(
    asked: Asked, visit: str, back: str, *, status: int = 200, says: str = "", wrong: str = "",
    name: str = "",
) -> Response:  # fmt: skip
    visit = visit or secrets.token_urlsafe(32)
    body = asked.station.screens.page(
        "sign_in.html", account=None, token=form_token(visit), may=asked.may,
        back=_own_path(back), says=says, wrong=wrong, name=name,
    )  # fmt: skip
    response = Response(body, status, media_type="text/html")
    set_cookie(asked.station, response, VISIT, visit)
    return response


def _own_path(path: str) -> str:
    """Where to go after signing in: never to another site.

    >>> _own_path("/faelle/UV-1"), _own_path("//boese.example"), _own_path("https://boese.example")
    ('/faelle/UV-1', '/arbeitsvorrat', '/arbeitsvorrat')
    """
    parts = urlsplit(path)
    own = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if own and not parts.netloc and not parts.scheme else START
