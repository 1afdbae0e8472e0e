"""What the acts on a case come to: which version a field has, what was taken back, what is settled.

Nothing is taken out: taking something back is an act too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.review.states import ACCEPT_SHOWN, AcceptReason, Action
from pipeline.store.desk_events import DeskEvent

SAVE, SETTLE, UNDO, REDO = "save", "settle", "undo", "redo"
OPEN, BACK, NOTE, CONFLICT = "open", "back", "note", "conflict"
POSTPONE, PASS_ON, RESCAN = "postpone", "pass_on", "rescan"
FINISH, REOPEN = "finish", "reopen"
ARRANGE = "arrange"
"""A person says what pages are, which way up, and what papers they make up."""

PAGES = "seiten"
"""The field of such acts: all pages of a case together."""

SECOND, ENTRY = "second", "entry"
DISPUTE, THIRD, RULING = "dispute", "third", "ruling"
"""Typing once more unseen, and deciding where the two differ."""

UNSEEN = frozenset({ENTRY, THIRD, RULING, NOTE})
"""All that may be done to a case while fields of it are to be typed unseen."""

SAMPLE = "sample"
"""A look at a field that was accepted without one."""

MIXED_IN = "mixed_in"
"""A box that was known and shown among others of which nobody was sure."""

CAN_BE_TAKEN_BACK = frozenset({SAVE, SETTLE, ARRANGE})
TOUCHING = frozenset({SAVE, SETTLE, ARRANGE, UNDO, REDO})
DECIDING = frozenset({POSTPONE, PASS_ON, RESCAN, FINISH, REOPEN, SECOND, DISPUTE})
"""Acts that say where the case goes; the last one holds."""


def versions(events: Iterable[DeskEvent]) -> dict[str, int]:
    """The number of the last act on each field; fields that nobody touched are missing."""
    return {event.field: event.id for event in events if event.kind in TOUCHING}


def standing_acts(events: Sequence[DeskEvent]) -> list[DeskEvent]:
    """Acts on fields and problems that were not taken back."""
    gone: set[int] = set()
    for event in events:
        if event.kind == UNDO:
            gone.add(event.detail["of"])
        elif event.kind == REDO:
            gone.discard(event.detail["of"])
    return [e for e in events if e.kind in CAN_BE_TAKEN_BACK and e.id not in gone]


def accepted(events: Sequence[DeskEvent]) -> dict[str, str]:
    """Findings that somebody lets stand as written, and why, as shown."""
    return {
        finding: ACCEPT_SHOWN[AcceptReason(act.reason)]
        for act in standing_acts(events)
        if act.action == Action.AS_WRITTEN
        for finding in act.detail.get("accepts", ())
    }


def escalated(events: Sequence[DeskEvent]) -> frozenset[str]:
    """Fields that somebody passed on and nobody decided since."""
    last = {act.field: act.action for act in standing_acts(events) if act.kind == SAVE}
    return frozenset(key for key, action in last.items() if action == Action.PASS_ON)


def settled(events: Sequence[DeskEvent]) -> frozenset[str]:
    """Problems with pages and papers that somebody looked at."""
    return frozenset(act.field for act in standing_acts(events) if act.kind == SETTLE)


def notes(events: Iterable[DeskEvent]) -> tuple[str, ...]:
    """What people left for each other, oldest first."""
    return tuple(event.detail["text"] for event in events if event.kind == NOTE)


def to_type_again(events: Sequence[DeskEvent]) -> frozenset[str]:
    """Fields that a second (or, where two differ, a third) person has still to type."""
    tasks = [n for n, event in enumerate(events) if event.kind in DECIDING]
    if not tasks or events[tasks[-1]].kind not in (SECOND, DISPUTE):
        return frozenset()
    task = events[tasks[-1]]
    done_by = {SECOND: ENTRY, DISPUTE: RULING}[task.kind]
    done = {event.field for event in events[tasks[-1] :] if event.kind == done_by}
    return frozenset(task.detail["fields"]) - done


def to_undo(events: Sequence[DeskEvent], account: str, *, pages: bool = False) -> DeskEvent | None:
    """The act that this account would take back next: on fields and problems, or on pages."""
    done, _ = _stacks(_about(events, pages=pages), account)
    return done[-1] if done and _is_last(events, done[-1].field, account) else None


def to_redo(events: Sequence[DeskEvent], account: str, *, pages: bool = False) -> DeskEvent | None:
    """The act that this account took back last."""
    _, undone = _stacks(_about(events, pages=pages), account)
    return undone[-1] if undone and _is_last(events, undone[-1].field, account) else None


def _about(events: Sequence[DeskEvent], *, pages: bool) -> list[DeskEvent]:
    return [event for event in events if (event.field == PAGES) is pages]


def _stacks(events: Sequence[DeskEvent], account: str) -> tuple[list[DeskEvent], list[DeskEvent]]:
    """What stands of this account's acts, and what it took back and may do once more."""
    by_id: Mapping[int, DeskEvent] = {event.id: event for event in events}
    done: list[DeskEvent] = []
    undone: list[DeskEvent] = []
    for event in events:
        if event.account != account:
            continue
        if event.kind in CAN_BE_TAKEN_BACK:
            done.append(event)
            undone.clear()
        elif event.kind == UNDO and done:
            undone.append(by_id[event.detail["of"]])
            done.pop()
        elif event.kind == REDO and undone:
            done.append(undone.pop())
    return done, undone


def _is_last(events: Sequence[DeskEvent], field: str, account: str) -> bool:
    """Whether nobody else touched a field after this account."""
    touched = [event.account for event in events if event.field == field and event.kind in TOUCHING]
    return bool(touched) and touched[-1] == account
