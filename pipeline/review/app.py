"""The review station as a web application: all doors, and what stands around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.errors import EingangError, UnknownCaseError
from pipeline.review import (
    batches_screen,
    case_screen,
    case_steps,
    field_steps,
    figures_screen,
    glance_screen,
    overview_screen,
    pages_screen,
    quick_screen,
    sample_screen,
    signin,
    unseen_screen,
    work_screen,
)
from pipeline.review.gate import SIGN_IN, Asked, Door, Station, entered, refusal
from pipeline.review.permissions import Permission
from pipeline.review.scans import Scans
from pipeline.review.screens import Screens, static_folder
from pipeline.review.security import Guard
from pipeline.settings import Settings
from pipeline.store import Store

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
STATIC_FILES: list[str | tuple[str, str]] = [("pipeline.review", "static")]
NOT_THERE = "Diese Seite gibt es nicht."


def to_start(asked: Asked) -> Response:
    return RedirectResponse(signin.START, 303)


DOORS = (
    Door("GET", SIGN_IN, signin.sign_in_page, Permission.ANYONE),
    Door("POST", SIGN_IN, signin.sign_in, Permission.ANYONE),
    Door("POST", "/abmelden", signin.sign_out, Permission.SIGNED_IN),
    Door("GET", "/", to_start, Permission.SIGNED_IN),
    *work_screen.DOORS,
    *case_screen.DOORS,
    *pages_screen.DOORS,
    *overview_screen.DOORS,
    *field_steps.DOORS,
    *case_steps.DOORS,
    *unseen_screen.DOORS,
    *figures_screen.DOORS,
    *glance_screen.DOORS,
    *quick_screen.DOORS,
    *sample_screen.DOORS,
    *batches_screen.DOORS,
)


def create_app(
    store: Store,
    settings: Settings,
    *,
    hosts: frozenset[str] = LOCAL_NAMES,
    tls: bool = False,
) -> Starlette:
    """The application over an open store. ``tls``: browsers reach it by https only."""
    station = Station(store, settings, Scans(store, settings), Screens(), tls)

    @asynccontextmanager
    async def running(app: Starlette) -> AsyncIterator[None]:
        yield
        station.scans.close()

    routes = [Route(d.path, entered(d, station), methods=[d.method]) for d in DOORS]
    app = Starlette(
        routes=[*routes, Mount(static_folder(), StaticFiles(packages=STATIC_FILES))],
        middleware=[Middleware(Guard, hosts=hosts, tls=tls)],
        exception_handlers={
            HTTPException: _not_there,
            UnknownCaseError: _no_such_case,
            EingangError: _known_error,
        },
        lifespan=running,
    )
    app.state.station = station
    return app


def _not_there(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return refusal(request, status, NOT_THERE)


def _no_such_case(request: Request, error: Exception) -> Response:
    return refusal(request, 404, str(error))


def _known_error(request: Request, error: Exception) -> Response:
    """An error of ours says one sentence, without any value of a form."""
    advice = error.advice if isinstance(error, EingangError) else ""
    return refusal(request, 409, f"{error} {advice}".strip())
