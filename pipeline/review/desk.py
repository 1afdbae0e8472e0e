"""What somebody does with the fields of a case: every act is one transaction that only adds facts.

How a case is opened and handed back is in ``opening``, where it goes from here in ``ending``.
"""

from __future__ import annotations

from datetime import datetime

from pipeline.errors import DecisionError
from pipeline.review import acts
from pipeline.review.answers import as_shown
from pipeline.review.decisions import (
    NO_REASON,
    NO_SUCH_FIELD,
    decide,
    done_again,
    field_of,
    taken_back,
)
from pipeline.review.ending import (
    done_today,
    finish,
    pass_on,
    postpone,
    reopen,
    request_rescan,
)
from pipeline.review.keeping import Act, Kept, is_senior, keep_act
from pipeline.review.layout import slot_of
from pipeline.review.looks import Look
from pipeline.review.opening import hand_back, heartbeat, look, open_case
from pipeline.review.records import Conflict, Saved, Sheet, SheetField
from pipeline.review.states import AcceptReason, Action
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.accounts import Account
from pipeline.store.desk_events import DeskEvent

__all__ = [
    "done_today", "finish", "hand_back", "heartbeat", "look", "note", "open_case", "pass_on",
    "postpone", "redo", "reopen", "request_rescan", "save", "settle", "undo",
]  # fmt: skip

SAID = {
    Action.CONFIRM: "bestätigt", Action.CORRECT: "geändert", Action.EMPTY: "leer",
    Action.ILLEGIBLE: "unleserlich", Action.AS_WRITTEN: "so geschrieben übernommen",
    Action.PASS_ON: "weitergegeben",
}  # fmt: skip
UNDONE, REDONE, SETTLED = "zurückgenommen", "wiederhergestellt", "angesehen"
PROBLEM = "Hinweis zu Seiten"

AUDITED = {
    Action.CONFIRM: "feld_bestätigt", Action.CORRECT: "feld_geändert", Action.EMPTY: "feld_leer",
    Action.ILLEGIBLE: "feld_unleserlich", Action.AS_WRITTEN: "feld_so_geschrieben",
    Action.PASS_ON: "feld_weitergegeben",
}  # fmt: skip
"""Acts by their names in the audit trail."""

LONGEST_NOTE = 2000


class _Outdated(Exception):  # noqa: N818 - no error: somebody else was faster
    """The field was saved by somebody else meanwhile."""

    def __init__(self, seen: Look) -> None:
        self.seen = seen


def save(
    store: Store,
    settings: Settings,
    case: str,
    account: Account,
    now: datetime,
    *,
    key: str,
    action: Action,
    value: str = "",
    version: int,
    reason: AcceptReason | None = None,
    seconds: float = 0,
    keystrokes: int = 0,
) -> Saved | Conflict:
    """Keep what somebody decided about one field.

    ``value`` is as typed (``17.04.2013``), of a choice the ids of the ticked boxes joined by
    commas, ``unbekannt`` or ``vorhanden``; empty for nothing. Confirming keeps what is shown.
    Raises ``LeaseError`` where the case is not (or no longer) with this account,
    ``ClosedCaseError`` where it is out of the house, ``DecisionError`` where it is no answer.
    """
    if action is Action.AS_WRITTEN and reason is None:
        raise DecisionError(key, hint=NO_REASON)

    def plan(found: Look) -> Act:
        sheet = found.sheet_for(senior=is_senior(account))
        if field_of(sheet, key).version != version:
            raise _Outdated(found)
        decision = decide(found, sheet, key, action, value)
        event = DeskEvent(
            case_id=case, account=account.name, kind=acts.SAVE, field=key, action=action,
            reason=reason or "", seconds=seconds, keystrokes=keystrokes,
            detail=decision.detail or {},
        )  # fmt: skip
        noted = {"grund": reason.value} if reason else {}
        return Act(event, AUDITED[action], decision, noted=noted)

    try:
        kept = keep_act(store, settings, case, account, now, plan)
    except _Outdated as outdated:
        kept = _keep_both(store, settings, account, now, outdated.seen, key, value)
    if kept.event.kind == acts.CONFLICT:
        return _conflict(kept, account, key, value)
    return _saved(kept, account, key, SAID[action])


def undo(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Saved | None:
    """Take back this account's last act on a field of this case; ``None`` where none is left."""
    return _turned(store, settings, case, account, now, acts.UNDO)


def redo(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Saved | None:
    """Do once more what was taken back last."""
    return _turned(store, settings, case, account, now, acts.REDO)


def settle(
    store: Store, settings: Settings, case: str, account: Account, now: datetime, *, key: str
) -> Saved:
    """Say that a problem with a page or paper was looked at."""

    def plan(found: Look) -> Act:
        if key not in {problem.key for problem in found.sheet.problems}:
            raise DecisionError(key, hint=NO_SUCH_FIELD)
        event = DeskEvent(case_id=case, account=account.name, kind=acts.SETTLE, field=key)
        return Act(event, "hinweis_angesehen")

    return _saved(keep_act(store, settings, case, account, now, plan), account, key, SETTLED)


def note(
    store: Store, settings: Settings, case: str, account: Account, now: datetime, *, text: str
) -> None:
    """Leave a note for whoever opens the case next."""

    def plan(_: Look) -> Act:
        said = " ".join(text.split())[:LONGEST_NOTE]
        event = DeskEvent(case_id=case, account=account.name, kind=acts.NOTE, detail={"text": said})
        return Act(event, "notiz")

    keep_act(store, settings, case, account, now, plan)


def _turned(
    store: Store, settings: Settings, case: str, account: Account, now: datetime, kind: str
) -> Saved | None:
    """Take an act back, or do it once more."""
    back = kind == acts.UNDO

    def plan(found: Look) -> Act:
        find = acts.to_undo if back else acts.to_redo
        of = find(found.events, account.name)
        if of is None:
            raise _NothingLeft
        decision = taken_back(of.detail) if back else done_again(of.detail)
        event = DeskEvent(
            case_id=case, account=account.name, kind=kind, field=of.field, action=of.action,
            detail={"of": of.id},
        )  # fmt: skip
        audited = "feld_zurückgenommen" if back else "feld_wiederhergestellt"
        return Act(event, audited, decision, noted={"von": of.id})

    try:
        kept = keep_act(store, settings, case, account, now, plan)
    except _NothingLeft:
        return None
    return _saved(kept, account, kept.event.field, UNDONE if back else REDONE)


class _NothingLeft(Exception):  # noqa: N818 - no error: there is nothing to take back
    """There is nothing to take back."""


def _saved(kept: Kept, account: Account, key: str, done: str) -> Saved:
    senior = is_senior(account)
    before, sheet = kept.before.sheet_for(senior=senior), kept.after.sheet_for(senior=senior)
    # whoever sends an act again does not know what it came to
    was = {} if kept.again else {field.key: _face(field) for field in before.fields}
    changed = [field for field in sheet.fields if _face(field) != was.get(field.key)]
    events = kept.after.events
    return Saved(
        event=events[-1].id, key=key, sheet=sheet, findings=sheet.findings,
        changed=tuple(sorted(changed, key=lambda field: field.key != key)),
        problems=sheet.problems, open_fields=len(sheet.open_fields),
        next_open=next_open(before, sheet, key),
        can_undo=acts.to_undo(events, account.name) is not None,
        can_redo=acts.to_redo(events, account.name) is not None,
        said=f"{_named(sheet, key)} {done}. {_left(len(sheet.open_fields))}",
    )  # fmt: skip


def _face(field: SheetField) -> tuple[object, ...]:
    """What somebody sees of a field."""
    return field.value, field.reading, field.rule, field.findings, field.version, field.candidates


def next_open(before: Sheet, after: Sheet, key: str) -> str | None:
    """The field to look at next: the one behind this, as somebody saw them, else the first."""
    still = {field.key for field in after.open_fields}
    order = [field.key for field in before.open_fields]
    behind = order[order.index(key) + 1 :] if key in order else []
    return next(
        (other for other in [*behind, *(f.key for f in after.open_fields)]
         if other in still and other != key), None
    )  # fmt: skip


def _named(sheet: Sheet, key: str) -> str:
    slot = slot_of(sheet.form, key)
    return slot.label if slot is not None else PROBLEM


def _left(count: int) -> str:
    return {0: "Kein Feld offen.", 1: "1 Feld offen."}.get(count, f"{count} Felder offen.")


def _keep_both(
    store: Store,
    settings: Settings,
    account: Account,
    now: datetime,
    seen: Look,
    key: str,
    value: str,
) -> Kept:
    """The value of the later one is kept too, as an act that changes nothing."""
    case = seen.record.case_id

    def plan(_: Look) -> Act:
        event = DeskEvent(
            case_id=case, account=account.name, kind=acts.CONFLICT, field=key,
            detail={"value": value},
        )  # fmt: skip
        return Act(event, "feld_abweichend")

    return keep_act(store, settings, case, account, now, plan)


def _conflict(kept: Kept, account: Account, key: str, value: str) -> Conflict:
    """Both values, as somebody reads them."""
    sheet = kept.after.sheet_for(senior=is_senior(account))
    field, slot = field_of(sheet, key), slot_of(sheet.form, key)
    yours = as_shown(slot, value) if slot is not None and slot.boxes else value
    return Conflict(
        key=key, yours=yours, theirs=field.shown, version=field.version, field=field, sheet=sheet
    )
