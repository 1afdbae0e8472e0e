"""The way in: who asks, whether they may, and whether a page of ours sent what is to be changed.

Every screen and act is a ``Door``; all requests go through ``entered``, so that none can be
forgotten. What is behind a door is a plain function from ``Asked`` to an answer.
"""

from __future__ import annotations

import os
from asyncio import wrap_future
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Semaphore
from typing import Any, NamedTuple
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pipeline import log
from pipeline.errors import EingangError, class_of
from pipeline.review.keeping import sent_as
from pipeline.review.permissions import Permission, may
from pipeline.review.scans import Scans
from pipeline.review.screens import Screens
from pipeline.review.security import (
    SAFE_METHODS,
    TOKEN_FIELD,
    TOKEN_HEADER,
    Tries,
    form_token,
    is_ours,
    sent_form,
)
from pipeline.review.windows import Windows
from pipeline.settings import Settings
from pipeline.store import Store, sessions
from pipeline.store.accounts import Account

SESSION = "eingang_sitzung"
VISIT = "eingang_besuch"
"""Names of the cookies: of somebody signed in, and of somebody who is about to."""

HASHED_AT_ONCE = 2
"""Passwords looked at together: each takes 64 MiB, and guesses must not take the memory."""

NOTED_AFTER = timedelta(minutes=1)
"""A sign of life is written down once a minute, and not for every picture of a page."""

ACT_NUMBER = "vorgang"
LONGEST_NUMBER = 64
"""The number that a script of ours gives to an act, so that it may send it again."""

SIGN_IN = "/anmelden"
NOT_SIGNED_IN = "Bitte melden Sie sich an."
NOT_ALLOWED = "Das darf Ihre Rolle nicht."
NOT_OURS = "Die Seite ist veraltet. Bitte laden Sie sie neu."
TOO_LARGE = "Das ist zu lang."
OUR_FAULT = "Das Programm ist auf einen eigenen Fehler gestoßen. Gespeichertes ist sicher."


@dataclass
class Station:
    """What all requests share while the program runs."""

    store: Store
    settings: Settings
    scans: Scans
    screens: Screens
    tls: bool
    tries: Tries = field(default_factory=Tries)
    windows: Windows = field(default_factory=Windows)
    hashing: Semaphore = field(default_factory=lambda: Semaphore(HASHED_AT_ONCE))
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True)
class Asked:
    """One request, with who asks and what they sent."""

    station: Station
    request: Request
    account: Account | None
    session: str
    sent: Mapping[str, str]
    now: datetime

    @property
    def store(self) -> Store:
        return self.station.store

    @property
    def settings(self) -> Settings:
        return self.station.settings

    @property
    def person(self) -> Account:
        """Who is signed in; doors that let anyone in do not ask."""
        if self.account is None:
            raise PermissionError(NOT_SIGNED_IN)
        return self.account

    @property
    def address(self) -> str:
        return self.request.client.host if self.request.client else ""

    def part(self, name: str) -> str:
        """A part of the path, such as the case."""
        return str(self.request.path_params[name])

    def may(self, needed: Permission) -> bool:
        return may(self.account.role if self.account else None, needed)

    def screen(self, template: str, /, *, status: int = 200, **shown: Any) -> Response:
        """A whole page."""
        given = {"account": self.account, "token": form_token(self.session), "may": self.may}
        return Response(
            self.station.screens.page(template, **given, **shown), status, media_type="text/html"
        )


class Later(NamedTuple):
    """An answer that something has still to be worked out for; no thread waits for it."""

    awaited: Future[Any]
    answer: Callable[[Any], Response]


View = Callable[[Asked], Response | Later]


class Door(NamedTuple):
    """One thing to look at or to do: method, path, what it leads to, and who may enter."""

    method: str
    path: str
    view: View
    needs: Permission


def entered(door: Door, station: Station) -> Callable[[Request], Awaitable[Response]]:
    """What answers a request at this door."""

    async def answer(request: Request) -> Response:
        sent: Mapping[str, str] | None = {}
        if request.method not in SAFE_METHODS:
            sent = await sent_form(request)
        if sent is None:
            return refusal(request, 413, TOO_LARGE)
        try:
            found = await run_in_threadpool(_answered, door, station, request, sent)
            if not isinstance(found, Later):
                return found
            return await run_in_threadpool(found.answer, await wrap_future(found.awaited))
        except (HTTPException, EingangError):
            raise  # each has an answer of its own
        except Exception as error:
            if os.environ.get("EINGANG_DEBUG"):
                raise  # to whoever looks for a fault of ours
            log.info("review_failed", error=class_of(error))
            return refusal(request, 500, OUR_FAULT)

    return answer


def _answered(
    door: Door, station: Station, request: Request, sent: Mapping[str, str]
) -> Response | Later:
    now = station.clock()
    session, account = _who(station, request, now)
    if not may(account.role if account else None, door.needs):
        return _turned_away(request, account)
    visit = session or request.cookies.get(VISIT, "")
    if request.method not in SAFE_METHODS:
        token = request.headers.get(TOKEN_HEADER) or sent.get(TOKEN_FIELD, "")
        if not is_ours(request, visit, token):
            return refusal(request, 403, NOT_OURS, stale=True)  # signed in anew, elsewhere
    with sent_as(sent.get(ACT_NUMBER, "")[:LONGEST_NUMBER]):
        return door.view(Asked(station, request, account, visit, sent, now))


def _who(station: Station, request: Request, now: datetime) -> tuple[str, Account | None]:
    token = request.cookies.get(SESSION, "")
    if not token:
        return "", None
    with station.store.read() as db:
        found = sessions.session_of(db, token, now)
    if found is None:
        return "", None
    idle = timedelta(minutes=station.settings.session_minutes)
    if min(now + idle, found.ends) - found.until > NOTED_AFTER:
        with station.store.write() as db:
            sessions.prolong(db, token, now, idle=idle)
    return token, found.account


def _turned_away(request: Request, account: Account | None) -> Response:
    """A page asks to sign in and leads back; anything else is refused."""
    if account is not None:
        return refusal(request, 403, NOT_ALLOWED)
    if request.method in SAFE_METHODS and "text/html" in request.headers.get("accept", ""):
        back = quote(request.url.path)
        return RedirectResponse(f"{SIGN_IN}?weiter={back}", 303)
    return refusal(request, 401, NOT_SIGNED_IN)


def picture(jpeg: bytes | None) -> Response:
    """A picture, where there is one."""
    if jpeg is None:
        raise HTTPException(404)
    return Response(jpeg, media_type="image/jpeg")


def refusal(request: Request, status: int, says: str, **more: Any) -> Response:
    """One sentence why not: as a page for people, as JSON for our own script."""
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"says": says, **more}, status)
    station: Station = request.app.state.station
    body = station.screens.page("refused.html", says=says, account=None, token="", may=may)
    return Response(body, status, media_type="text/html")


def set_cookie(station: Station, response: Response, name: str, value: str) -> None:
    """A cookie that no script reads and that no other site's request carries."""
    response.set_cookie(
        name, value, httponly=True, samesite="strict", secure=station.tls, path="/"
    )  # fmt: skip
