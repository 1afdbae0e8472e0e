"""Letting cases go: which may, what exactly goes, and the transaction in which that is fixed."""

from __future__ import annotations

from datetime import date

from pipeline import canonical, log
from pipeline.emit import Adapter, prepare
from pipeline.errors import DiskError, EingangError, NotReleasableError, StoreError
from pipeline.settings import Settings
from pipeline.standing import Standing, State, rules_version, set_aside, standing
from pipeline.store import (
    FINAL,
    SET_ASIDE,
    TAKEN_UP,
    Delivery,
    Store,
    add_decision,
    add_delivery,
    add_state,
    case_ids,
    deliveries,
    now,
    readable_errors,
    revision_of,
)
from pipeline.store.files import path_of

POLICY_SAYS = {
    "readings": "Keine Lesung ist unsicher.",
    "fehler": "Keine Lesung ist unsicher und kein Fehler ist offen.",
}
"""The reason that is recorded where the setting lets a case go and not a person."""


NO_BUNDLE = "Die Mappe ließ sich nicht zusammenstellen ({error}). {why}"
OUR_FAULT = "Der Fehler liegt im Programm; bitte dem Hersteller melden."

MOST_LOOKS = 3
"""Then somebody is at work on the case, and the next hand-over takes it."""


def releasable(store: Store, settings: Settings, only: str | None = None) -> tuple[list[str], int]:
    """Cases that may go and have not gone yet, and how many wait for a person.

    One of which no bundle could be made is tried again only when asked for by name. Raises
    ``NotReleasableError`` where one case was asked for and may not go.
    """
    if only is not None:
        found = standing(store, only, policy=settings.release)
        if found.state in (State.WAITING, State.REFUSED, State.FAILED, State.OPEN):
            raise NotReleasableError(only)
        if set_aside(found.record):
            with store.write() as db:
                add_decision(db, only, found.record.revision, TAKEN_UP)
            return [only], 0
        return ([only] if found.may_go else []), 0
    with store.read() as db:
        known = case_ids(db)
    found_all = [standing(store, case, policy=settings.release) for case in known]
    ready = [found.case.case_id for found in found_all if found.may_go]
    held = sum(found.state is State.OPEN for found in found_all)
    return ready, held


def prepare_or_set_aside(store: Store, settings: Settings, adapter: Adapter, case: str) -> bool:
    """Fix what goes out; where that cannot be done, note why and let the others go.

    False where the case was set aside. Raises ``DiskError`` and ``StoreError``, for which no case
    can do anything.
    """
    try:
        with readable_errors(store.folder):
            prepare_delivery(store, settings, adapter, case)
    except (DiskError, StoreError):
        raise
    except Exception as error:
        why = error.advice if isinstance(error, EingangError) else OUR_FAULT
        _set_aside(store, case, type(error).__name__, why)
        return False
    return True


def _set_aside(store: Store, case: str, error: str, why: str) -> None:
    with store.write() as db:
        reason = NO_BUNDLE.format(why=why, error=error)
        add_decision(db, case, revision_of(db, case), SET_ASIDE, reason=reason)
    log.info("case_set_aside", case=case, error=error)


def prepare_delivery(store: Store, settings: Settings, adapter: Adapter, case: str) -> str | None:
    """Fix what goes out, and that it does, in one transaction; ``None`` if somebody was faster.

    What was added to the case while its bundle was made goes along: it is made once more.
    """
    for _ in range(MOST_LOOKS):
        found = standing(store, case, policy=settings.release)
        if not found.may_go:
            return None
        delivery = _bundle(store, adapter, found, settings.release)
        if _fixed(store, found, delivery, settings.release):
            return delivery.delivery_id
    return None


def _fixed(store: Store, found: Standing, delivery: Delivery, policy: str) -> bool:
    case, revision = delivery.case_id, delivery.revision
    with store.write() as db:
        if not add_delivery(db, delivery):
            return False
        kind = "policy" if found.state is State.READY else "handover"
        add_decision(db, case, revision, kind, reason=POLICY_SAYS.get(policy, ""))
    log.info("delivery_prepared", case=case, revision=revision, delivery=delivery.delivery_id)
    return True


def _bundle(store: Store, adapter: Adapter, found: Standing, policy: str) -> Delivery:
    record = found.record
    document = canonical.document(
        record, found.case, found.findings, today=date.today(), rules=rules_version()
    )
    return prepare(
        store.folder,
        case=record.case_id,
        revision=record.revision,
        channel=adapter.channel,
        target=adapter.target,
        document=canonical.as_bytes(document),
        scans=[path_of(store.folder, scan.sha256) for scan in record.scans],
        pages=found.case.pages,
        documents=found.case.documents,
        release=_released_by(found, policy),
        created=now(),
        facts=record.facts,
    )


def _released_by(found: Standing, policy: str) -> dict[str, str]:
    """Who let the case go: a person, or the setting."""
    for decision in reversed(found.record.decisions):
        if decision.kind == "release" and decision.revision == found.record.revision:
            return {"by": decision.person, "at": decision.at, "reason": decision.reason}
    return {"by": "", "policy": policy, "reason": POLICY_SAYS.get(policy, "")}


def open_deliveries(store: Store, adapter: Adapter, only: str | None) -> list[Delivery]:
    """What is still to be followed up at this target; a stuck one only when asked for by name."""
    with store.read() as db:
        known = deliveries(db, case=only, channel=adapter.channel)
    return [
        d
        for d in known
        if d.target == adapter.target
        and (d.state not in FINAL or (only is not None and d.state == "DEAD_LETTER"))
    ]


def try_again(store: Store, delivery: Delivery) -> Delivery:
    """Put a stuck delivery back in the queue."""
    if delivery.state != "DEAD_LETTER":
        return delivery
    with store.write() as db:
        add_state(db, delivery.delivery_id, "PREPARED", {"asked": "again"})
    return delivery.model_copy(update={"state": "PREPARED"})
