"""S5 Seiten ordnen: what every page is, which of them make up a paper, which way up they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from extractors.evidence_types import types
from pipeline import forms
from pipeline.forms.catalogue import COLLECTIVE, evidence_titles
from pipeline.model import PageKind
from pipeline.review import desk, pages
from pipeline.review.case_screen import page_of
from pipeline.review.case_steps import hand_back, heartbeat, request_rescan
from pipeline.review.gate import Asked, Door, Later
from pipeline.review.pages import Arrangement, PageAct, Wish
from pipeline.review.permissions import Permission
from pipeline.review.scans import made_small
from pipeline.review.states import RESCAN_SHOWN
from pipeline.review.windows import new_window
from pipeline.shown import PERSON_SHOWN
from pipeline.store import known_case

PARTS = "pages_parts.html"
NOTHING_TO_UNDO = "Es gibt nichts rückgängig zu machen."
NOTHING_TO_REDO = "Es gibt nichts zu wiederholen."
QUARTERS = frozenset({90, 180, 270})


class Kind(NamedTuple):
    """A kind of paper to choose, and whom it is usually about."""

    id: str
    title: str
    person: str


def show_pages(asked: Asked) -> Response:
    """The whole screen, with the case held where it is free."""
    case = _case(asked)
    given = (asked.store, asked.settings, case, asked.person, asked.now)
    window = new_window()
    asked.station.windows.note(asked.person.name, case, window, asked.now)
    opened = desk.open_case(*given)
    asked.station.scans.warm(case)
    form = forms.load(opened.sheet.form)
    return asked.screen(
        "pages.html", window=window,
        opened=opened, found=pages.arrangement(*given), form=form, kinds=paper_kinds(),
        persons=PERSON_SHOWN, rescan=RESCAN_SHOWN, lease=asked.settings.lease_minutes,
        may_check=asked.may(Permission.CHECK),
    )  # fmt: skip


@cache
def paper_kinds() -> tuple[Kind, ...]:
    """All kinds of papers by their titles; collective ones are nothing that a paper can be."""
    usual = {id_: kind.subject or kind.default_subject for id_, kind in types().items()}
    found = (
        Kind(id_, title, usual.get(id_, ""))
        for id_, title in evidence_titles().items()
        if id_ not in COLLECTIVE
    )
    return tuple(sorted(found, key=lambda kind: kind.title.casefold()))


def small_picture(asked: Asked) -> Later:
    """One page of the scan for the list."""
    return page_of(asked, made_small)


def arrange(asked: Asked) -> Response:
    """Keep what somebody says of a page."""
    sent = asked.sent
    try:
        version = int(sent.get("version", ""))
        wish = Wish(
            page=int(asked.part("number")), act=PageAct(sent.get("tat", "")),
            kind=PageKind(sent.get("art", PageKind.EVIDENCE)), form_page=sent.get("seite", ""),
            of=int(sent.get("von") or 0), type=sent.get("dokumentart", ""),
            subject=tuple(filter(None, sent.get("person", "").split(","))),
            by=int(sent.get("um") or 90),
        )  # fmt: skip
    except (ValueError, ValidationError):
        raise HTTPException(400) from None
    if wish.by not in QUARTERS:
        raise HTTPException(400)
    given = (asked.store, asked.settings, _case(asked), asked.person, asked.now)
    return _answer(asked, pages.arrange(*given, wish, version=version))


def undo(asked: Asked) -> Response:
    return _again(asked, pages.undo, NOTHING_TO_UNDO)


def redo(asked: Asked) -> Response:
    return _again(asked, pages.redo, NOTHING_TO_REDO)


def _again(asked: Asked, act: Callable[..., Arrangement | None], nothing: str) -> Response:
    found = act(asked.store, asked.settings, _case(asked), asked.person, asked.now)
    return JSONResponse({"said": nothing}) if found is None else _answer(asked, found)


def _answer(asked: Asked, found: Arrangement) -> Response:
    """What the browser puts in place of what it shows."""
    screens = asked.station.screens
    return JSONResponse(
        {
            "said": found.said, "page": found.page, "version": found.version,
            "undo": found.can_undo, "redo": found.can_redo, "open": len(found.open_pages),
            "lines": str(screens.part(PARTS, "lines", found)),
            "problems": str(screens.part(PARTS, "problems", found.problems)),
        }
    )  # fmt: skip


def _case(asked: Asked) -> str:
    with asked.store.read() as db:
        return known_case(db, asked.part("case"))


AT = "/faelle/{case}/seiten"
DOORS = (
    Door("GET", AT, show_pages, Permission.PAGES),
    Door("GET", AT + "/{number:int}/klein.jpg", small_picture, Permission.PAGES),
    Door("POST", AT + "/{number:int}", arrange, Permission.PAGES),
    Door("POST", AT + "/rueckgaengig", undo, Permission.PAGES),
    Door("POST", AT + "/wiederholen", redo, Permission.PAGES),
    Door("POST", AT + "/herzschlag", heartbeat, Permission.PAGES),
    Door("POST", AT + "/zurueckgeben", hand_back, Permission.PAGES),
    Door("POST", AT + "/nachscan", request_rescan, Permission.PAGES),
)
