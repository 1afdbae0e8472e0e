"""S2 Fall prüfen: the page, what was read on it, and what a person has to decide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from pipeline.review import desk
from pipeline.review.case_steps import passed_to
from pipeline.review.gate import Asked, Door, Later, picture
from pipeline.review.parts import Laid, card, laid
from pipeline.review.permissions import Permission
from pipeline.review.records import Opened
from pipeline.review.scans import Picture, as_turned
from pipeline.review.states import ACCEPT_SHOWN, GONE, RESCAN_SHOWN, CaseState
from pipeline.review.windows import new_window
from pipeline.store import known_case
from pipeline.store.records import turned_by_person

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
    shown, window = laid(found.sheet), new_window()
    if found.mine:
        asked.station.windows.note(asked.person.name, found.case_id, window, asked.now)
    return asked.screen(
        "case.html", window=window,
        opened=found, sheet=found.sheet, laid=shown, accept=ACCEPT_SHOWN, rescan=RESCAN_SHOWN,
        may_check=asked.may(Permission.CHECK), may_look=asked.may(Permission.OVERVIEW),
        may_order=asked.may(Permission.PAGES),
        lease=asked.settings.lease_minutes,
        reopenable=found.state in REOPENABLE, gone=GONE, passed_to=passed_to(),
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


def page_picture(asked: Asked) -> Later:
    """One page of the scan, upright."""
    return page_of(asked, lambda jpeg: jpeg)


def page_of(asked: Asked, shown: Callable[[bytes], bytes]) -> Later:
    """One page of the scan, as it is to be shown."""
    with asked.store.read() as db:
        case, number = known_case(db, asked.part("case")), int(asked.part("number"))
        turned = turned_by_person(db, case, number)

    def answer(found: Picture | None) -> Response:
        return picture(shown(as_turned(found, turned)) if found is not None else None)

    return Later(asked.station.scans.page(case, number), answer)


DOORS = (
    Door("GET", "/faelle/{case}", show_case, Permission.CASE),
    Door("GET", "/faelle/{case}/seiten/{number:int}.jpg", page_picture, Permission.CASE),
    Door("GET", "/faelle/{case}/felder/{key}", show_field, Permission.CASE),
)
