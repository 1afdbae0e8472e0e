"""Zweiterfassung and S6 Abweichung klären: one field at a time, the paper first.

Plain forms, one page for each field: nothing that was read or typed before is in it, so that
nobody can copy it. A third person sees the two entries only in the answer to their own.
"""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from pipeline.review import second_desk
from pipeline.review.field_steps import MOST_SECONDS
from pipeline.review.gate import NOT_ALLOWED, Asked, Door, refusal
from pipeline.review.permissions import Permission
from pipeline.review.queue import THIRDS
from pipeline.review.signin import START
from pipeline.review.states import Action, CaseState
from pipeline.review.unseen import Blind, Dispute
from pipeline.review.views import crop_of, region_of
from pipeline.store import known_case

SAID = {
    CaseState.REVIEWED: "geprueft",
    CaseState.DIFFERING: "abweichung",
}
"""How a case ended, as the list is told in its address."""


def ask(asked: Asked) -> Response:
    """The first field that is left."""
    blind = _opened(asked)
    if isinstance(blind, Response):
        return blind
    return _page(asked, blind)


def _opened(asked: Asked) -> Blind | Response:
    with asked.store.read() as db:
        case = known_case(db, asked.part("case"))
    blind = second_desk.open_blind(asked.store, asked.settings, case, asked.person, asked.now)
    if blind.state is CaseState.DIFFERING and asked.person.role not in THIRDS:
        return refusal(asked.request, 403, NOT_ALLOWED)
    if blind.fields:
        asked.station.scans.warm(case)
        return blind
    return refusal(asked.request, 409, blind.why_not)


def _page(asked: Asked, blind: Blind, key: str = "", dispute: Dispute | None = None) -> Response:
    field = next((f for f in blind.fields if f.key == key), blind.fields[0])
    page = next(page for page in blind.pages if page.number == field.page)
    return asked.screen(
        "unseen.html",
        case=blind.case_id, field=field, page=page, crop=crop_of(field, page),
        region=region_of(field, page), left=len(blind.fields), dispute=dispute,
        since=asked.now.timestamp(), third=blind.state is CaseState.DIFFERING,
    )  # fmt: skip


def typed(asked: Asked) -> Response:
    """What somebody typed unseen: of a second person kept, of a third held against the two."""
    blind = _opened(asked)
    if isinstance(blind, Response):
        return blind
    key, action, value = sent_entry(asked)
    if key not in {field.key for field in blind.fields}:  # sent twice: it is kept already
        return RedirectResponse(f"/zweiterfassung/{blind.case_id}", 303)
    given = (asked.store, asked.settings, blind.case_id, asked.person, asked.now)
    if blind.state is CaseState.DIFFERING:
        dispute = second_desk.type_first(*given, key=key, action=action, value=value)
        return _page(asked, blind, key, dispute)
    entered = second_desk.enter(*given, key=key, action=action, value=value, seconds=_time(asked))
    return _onwards(blind.case_id, entered.left, entered.state)


def ruled(asked: Asked) -> Response:
    """What the third person chose after seeing all."""
    blind = _opened(asked)
    if isinstance(blind, Response):
        return blind
    key, action, value = sent_entry(asked)
    given = (asked.store, asked.settings, blind.case_id, asked.person, asked.now)
    entered = second_desk.rule(*given, key=key, action=action, value=value)
    return _onwards(blind.case_id, entered.left, entered.state)


def sent_entry(asked: Asked) -> tuple[str, Action, str]:
    """The key, what was done, and what was typed; an entry without anything in it is empty."""
    try:
        action = Action(asked.sent.get("tat", Action.CORRECT))
    except ValueError:
        raise HTTPException(400) from None
    value = asked.sent.get("value", "") if action is Action.CORRECT else ""
    if action is Action.CORRECT and not value.strip():
        action = Action.EMPTY
    return asked.part("key"), action, value


def _time(asked: Asked) -> float:
    """Seconds since the page was made, as far as it is to be believed."""
    try:
        seconds = asked.now.timestamp() - float(asked.sent.get("seit", ""))
    except ValueError:
        return 0
    return min(max(seconds, 0.0), MOST_SECONDS)


def _onwards(case: str, left: int, state: CaseState) -> Response:
    if left:
        return RedirectResponse(f"/zweiterfassung/{case}", 303)
    said = SAID.get(state, "")
    return RedirectResponse(f"{START}?gesagt={said}" if said else START, 303)


DOORS = (
    Door("GET", "/zweiterfassung/{case}", ask, Permission.CHECK),
    Door("POST", "/zweiterfassung/{case}/{key}", typed, Permission.CHECK),
    Door("POST", "/abweichung/{case}/{key}", ruled, Permission.CHECK),
)
