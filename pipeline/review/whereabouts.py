"""Where a case is: with whom, put aside, passed on, reviewed, out of the house."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pipeline.review import acts
from pipeline.review.states import CaseState
from pipeline.standing import State
from pipeline.store.desk_events import DeskEvent

OUT = {
    State.WAITING: CaseState.NEW, State.REFUSED: CaseState.UNREADABLE,
    State.FAILED: CaseState.UNREADABLE, State.ON_ITS_WAY: CaseState.HANDED_OVER,
    State.SENT: CaseState.HANDED_OVER, State.ACCEPTED: CaseState.ACKNOWLEDGED,
}  # fmt: skip
"""Where nobody can do anything, whatever was done before."""

TROUBLE = frozenset({State.REJECTED, State.STUCK})

WHY_NOT = {
    CaseState.NEW: "Die Sendung ist noch nicht gelesen.",
    CaseState.UNREADABLE: "Die Sendung ließ sich nicht lesen.",
    CaseState.HANDED_OVER: "Der Fall ist schon übergeben.",
    CaseState.ACKNOWLEDGED: "Der Fall ist übergeben und quittiert.",
    CaseState.SECOND: "Ein zweiter Mensch erfasst einige Felder noch einmal, ohne sie zu sehen.",
    CaseState.DIFFERING: "Zwei Erfassungen weichen voneinander ab; ein dritter Mensch klärt das.",
    CaseState.REVIEWED: "Der Fall ist geprüft; „wieder öffnen“ nimmt ihn noch einmal vor.",
}


def last_word(events: Iterable[DeskEvent]) -> DeskEvent | None:
    """The last act that says where the case goes."""
    deciding = [event for event in events if event.kind in acts.DECIDING]
    return deciding[-1] if deciding else None


def case_state(state: State, last: DeskEvent | None, *, held: bool, today: date) -> CaseState:
    """The state of a case for those who review it; ``held``: somebody has it open."""
    if state in OUT:
        return OUT[state]
    if held:
        return CaseState.IN_REVIEW
    if state in TROUBLE:
        return CaseState.FAILED
    if last is not None and (found := _by_act(last, today)) is not None:
        return found
    if state is State.RELEASED:
        return CaseState.REVIEWED
    return CaseState.TOUCHLESS if state is State.READY else CaseState.READY


def _by_act(last: DeskEvent, today: date) -> CaseState | None:
    if last.kind == acts.POSTPONE:
        return CaseState.POSTPONED if until_of(last, today) else CaseState.READY
    return {
        acts.PASS_ON: CaseState.PASSED_ON, acts.RESCAN: CaseState.RESCAN,
        acts.FINISH: CaseState.REVIEWED, acts.REOPEN: CaseState.READY,
        acts.SECOND: CaseState.SECOND, acts.DISPUTE: CaseState.DIFFERING,
    }.get(last.kind)  # fmt: skip


def until_of(last: DeskEvent | None, today: date) -> date | None:
    """Until when a case is put aside; ``None`` where that day has come."""
    if last is None or last.kind != acts.POSTPONE:
        return None
    until = date.fromisoformat(last.detail["until"])
    return until if until > today else None


def not_for(last: DeskEvent | None) -> tuple[str, ...]:
    """Accounts that may not type a case again, because they did so before."""
    typing = last is not None and last.kind in (acts.SECOND, acts.DISPUTE)
    return tuple(last.detail["not_for"]) if last is not None and typing else ()


def passed_to(last: DeskEvent | None) -> str:
    """The account or role that a case was passed on to."""
    return str(last.detail["to"]) if last is not None and last.kind == acts.PASS_ON else ""
