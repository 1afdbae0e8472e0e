"""Where a case goes from the desk: reviewed, put aside, to somebody else, back to the scanner."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pipeline.errors import ClosedCaseError, DecisionError
from pipeline.review import acts
from pipeline.review.keeping import Act, is_senior, keep_act, left_open
from pipeline.review.looks import Look, look_at
from pipeline.review.records import Finished
from pipeline.review.second import due, typists
from pipeline.review.states import CaseState, RescanReason
from pipeline.review.whereabouts import case_state, last_word
from pipeline.settings import Settings
from pipeline.standing import RELEASE, REVIEW, REVIEWED
from pipeline.store import Store, add_decision, audit, leases, revision_of
from pipeline.store.accounts import Account, Role
from pipeline.store.desk_events import DeskEvent, add_event, count_of
from pipeline.store.moments import day_of

ENDS = {
    acts.FINISH: CaseState.REVIEWED, acts.PASS_ON: CaseState.PASSED_ON,
    acts.SECOND: CaseState.SECOND,
}  # fmt: skip
"""Where a case is once the last look at it ended so."""

REASON = "Am Prüfplatz vollständig geprüft."
SAID = {
    CaseState.REVIEWED: "Der Fall ist geprüft.",
    CaseState.PASSED_ON: "Der Fall ist an die Senior-Prüfung weitergegeben.",
    CaseState.SECOND: "Der Fall geht in die Zweiterfassung.",
}
NO_REASON = "Bitte einen Grund angeben."
NOT_REVIEWED = "Er ist nicht als geprüft abgeschlossen."
PAST = "Bitte einen späteren Tag als heute wählen."
NO_PAGE = "Diese Seite gibt es im Fall nicht."
LONGEST_REASON = 500


def finish(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Finished:
    """Decide that a case is reviewed; refused while something is open, naming the first field."""

    def plan(look: Look) -> Act:
        sheet = look.sheet_for(senior=is_senior(account))
        if sheet.open_fields or sheet.open_problems:
            raise _StillOpen(look)
        if acts.escalated(look.events) and not is_senior(account):
            return _going(case, account, acts.PASS_ON, "fall_weitergegeben", to=Role.SENIOR.value)
        if again := due(look.sheet, look.events, settings.second_share):
            return _to_second(case, account, look, [field.key for field in again])
        event = DeskEvent(case_id=case, account=account.name, kind=acts.FINISH)
        decides = ending_decisions(settings)
        return Act(event, "fall_geprüft", decides=decides, hands_back=True)

    try:
        kept = keep_act(store, settings, case, account, now, plan)
    except _StillOpen as found:
        return _refused(found.look, account)
    state = ENDS[kept.event.kind]
    return Finished(done=True, state=state, said=SAID[state])


def ending_decisions(settings: Settings) -> tuple[tuple[str, str], ...]:
    """What is decided about a case that was looked at to its end."""
    release = ((RELEASE, REASON),) if settings.finish_releases else ()
    return ((REVIEWED, REASON), *release)


def _to_second(case: str, account: Account, look: Look, keys: list[str]) -> Act:
    """The case as somebody else's, who types some of its fields unseen."""
    before = {*typists(look.events), account.name}
    event = DeskEvent(
        case_id=case, account=account.name, kind=acts.SECOND,
        detail={"fields": keys, "not_for": sorted(before)},
    )  # fmt: skip
    return Act(event, "zweiterfassung", hands_back=True, noted={"felder": len(keys)})


class _StillOpen(Exception):  # noqa: N818 - no error: there is more to look at
    """Something is still open."""

    def __init__(self, look: Look) -> None:
        self.look = look


def _refused(look: Look, account: Account) -> Finished:
    sheet = look.sheet_for(senior=is_senior(account))
    fields, problems = len(sheet.open_fields), len(sheet.open_problems)
    words = [_counted(fields, "Feld", "Felder")] if fields else []
    words += [_counted(problems, "Hinweis zu Seiten", "Hinweise zu Seiten")] if problems else []
    return Finished(
        done=False, state=CaseState.IN_REVIEW, open_fields=fields, open_problems=problems,
        first_open=sheet.open_fields[0].key if fields else sheet.open_problems[0].key,
        said=f"Noch offen: {', '.join(words)}.",
    )  # fmt: skip


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def postpone(
    store: Store,
    settings: Settings,
    case: str,
    account: Account,
    now: datetime,
    *,
    until: date,
    reason: str = "",
) -> None:
    """Put a case aside until a day, and hand it back. Raises ``DecisionError``."""
    if until <= day_of(now):
        raise DecisionError(case, hint=PAST)
    act = _going(
        case, account, acts.POSTPONE, "fall_zurückgestellt", reason, until=until.isoformat()
    )
    keep_act(store, settings, case, account, now, lambda _: act)


def pass_on(
    store: Store,
    settings: Settings,
    case: str,
    account: Account,
    now: datetime,
    *,
    to: str,
    reason: str = "",
) -> None:
    """Give a case to another account or role, and hand it back."""
    act = _going(case, account, acts.PASS_ON, "fall_weitergegeben", reason, to=to)
    keep_act(store, settings, case, account, now, lambda _: act)


def request_rescan(
    store: Store,
    settings: Settings,
    case: str,
    account: Account,
    now: datetime,
    *,
    page: int,
    reason: RescanReason,
) -> None:
    """Ask for a sheet to be scanned once more, and hand the case back."""

    def plan(look: Look) -> Act:
        if page not in {one.number for one in look.case.pages}:
            raise DecisionError(case, hint=NO_PAGE)
        return _going(
            case, account, acts.RESCAN, "nachscan_angefordert", reason.value, page=str(page)
        )

    keep_act(store, settings, case, account, now, plan)


def _going(
    case: str, account: Account, kind: str, audited: str, reason: str = "", **detail: str
) -> Act:
    said = " ".join(reason.split())[:LONGEST_REASON]
    event = DeskEvent(case_id=case, account=account.name, kind=kind, reason=said, detail=detail)
    return Act(event, audited, hands_back=True, noted=detail)


def reopen(
    store: Store, settings: Settings, case: str, account: Account, now: datetime, *, reason: str
) -> None:
    """Take a reviewed case up again, as long as it has not left the house.

    Raises ``ClosedCaseError`` and, without a reason, ``DecisionError``.
    """
    said = " ".join(reason.split())[:LONGEST_REASON]
    if not said:
        raise DecisionError(case, hint=NO_REASON)
    look = look_at(store, settings, case, day_of(now))
    state = case_state(
        look.state(settings.release), last_word(look.events), held=False, today=look.today
    )
    if state is not CaseState.REVIEWED:
        raise ClosedCaseError(case, hint=NOT_REVIEWED)
    with store.write() as db:
        leases.hold(db, case)
        add_decision(db, case, revision_of(db, case), REVIEW, reason=said, person=account.name)
        event = DeskEvent(
            case_id=case, account=account.name, kind=acts.REOPEN, reason=said,
            detail=left_open(look),
        )  # fmt: skip
        add_event(db, event, now)
        audit.note(db, now, account.name, "fall_wieder_geöffnet", case=case)


def done_today(store: Store, account: Account, now: datetime) -> int:
    """How many cases this account finished today; for nobody else's eyes."""
    midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    with store.read() as db:
        since, until = midnight.astimezone(UTC), now + timedelta(seconds=1)
        return count_of(db, account.name, acts.FINISH, since, until)
