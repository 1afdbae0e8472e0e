"""S2 Fall prüfen: the page, what was read on it, and what a person has to decide."""

from __future__ import annotations

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from pipeline.review import desk
from pipeline.review.case_steps import passed_to
from pipeline.review.gate import Asked, Door
from pipeline.review.parts import Laid, card, laid
from pipeline.review.permissions import Permission
from pipeline.review.records import Opened
from pipeline.review.states import ACCEPT_SHOWN, RESCAN_SHOWN, CaseState
from pipeline.store import known_case

REOPENABLE = frozenset({CaseState.REVIEWED, CaseState.TOUCHLESS})


def opened(asked: Asked) -> Opened:
    """The case of the request, with its lease where the person may decide about it."""
    with asked.store.read() as db:
        case = known_case(db, asked.part("case"))
    if asked.may(Permission.CHECK):
        return desk.open_case(asked.store, asked.settings, case, asked.person, asked.now)
    return desk.look(asked.store, asked.settings, case, asked.person, asked.now)


def show_case(asked: Asked) -> Response:
    """The whole screen; open fields come with their cards, others fetch theirs when asked for."""
    found = opened(asked)
    asked.station.scans.warm(found.case_id)
    shown = laid(found.sheet)
    return asked.screen(
        "case.html",
        opened=found, sheet=found.sheet, laid=shown, accept=ACCEPT_SHOWN, rescan=RESCAN_SHOWN,
        may_check=asked.may(Permission.CHECK), may_look=asked.may(Permission.OVERVIEW),
        lease=asked.settings.lease_minutes,
        reopenable=found.state in REOPENABLE, passed_to=passed_to(),
        tomorrow=(asked.now + timedelta(days=1)).date().isoformat(),
    )  # fmt: skip


def show_field(asked: Asked) -> Response:
    """The card of one field."""
    with asked.store.read() as db:
        case = known_case(db, asked.part("case"))
    found = desk.look(asked.store, asked.settings, case, asked.person, asked.now)
    try:
        field = found.sheet.field(asked.part("key"))
    except KeyError:
        raise HTTPException(404) from None
    shown: Laid = laid(found.sheet)
    return JSONResponse({"card": card(asked.station.screens, shown, field, found.case_id)})


def page_picture(asked: Asked) -> Response:
    """One page of the scan, upright."""
    with asked.store.read() as db:
        case = known_case(db, asked.part("case"))
    picture = asked.station.scans.page(case, int(asked.part("number")))
    if picture is None:
        raise HTTPException(404)
    return Response(picture, media_type="image/jpeg")


DOORS = (
    Door("GET", "/faelle/{case}", show_case, Permission.CASE),
    Door("GET", "/faelle/{case}/seiten/{number:int}.jpg", page_picture, Permission.CASE),
    Door("GET", "/faelle/{case}/felder/{key}", show_field, Permission.CASE),
)
