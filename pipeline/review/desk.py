"""What somebody does with a case: every act is one transaction that only adds facts."""

from __future__ import annotations

from datetime import date, datetime

from pipeline.review.records import Conflict, Finished, Opened, Saved
from pipeline.review.states import AcceptReason, Action, RescanReason
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.accounts import Account


def open_case(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Opened:
    """Lay a case out, and take its lease where nobody else has it."""
    raise NotImplementedError


def heartbeat(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> datetime | None:
    """Until when the case stays with this account; ``None`` where it is no longer theirs."""
    raise NotImplementedError


def hand_back(store: Store, case: str, account: Account, now: datetime) -> None:
    """Let others have the case."""
    raise NotImplementedError


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
    commas, ``ja`` or ``vorhanden``; empty for nothing. Confirming keeps what the sheet shows.
    Raises ``LeaseError`` where the case is not (or no longer) with this account.
    """
    raise NotImplementedError


def undo(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Saved | None:
    """Take back this account's last act on a field of this case; ``None`` where none is left."""
    raise NotImplementedError


def redo(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Saved | None:
    """Do once more what was taken back last."""
    raise NotImplementedError


def settle(
    store: Store, settings: Settings, case: str, account: Account, now: datetime, *, key: str
) -> Saved:
    """Say that a problem with a page or paper was looked at."""
    raise NotImplementedError


def note(
    store: Store, settings: Settings, case: str, account: Account, now: datetime, *, text: str
) -> None:
    """Leave a note for whoever opens the case next."""
    raise NotImplementedError


def postpone(
    store: Store, case: str, account: Account, now: datetime, *, until: date, reason: str = ""
) -> None:
    """Put a case aside until a day, and hand it back."""
    raise NotImplementedError


def pass_on(
    store: Store, case: str, account: Account, now: datetime, *, to: str, reason: str = ""
) -> None:
    """Give a case to another account or role, and hand it back."""
    raise NotImplementedError


def request_rescan(
    store: Store, case: str, account: Account, now: datetime, *, page: int, reason: RescanReason
) -> None:
    """Ask for a sheet to be scanned once more, and hand the case back."""
    raise NotImplementedError


def finish(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Finished:
    """Decide that a case is reviewed; refused while something is open, naming the first field."""
    raise NotImplementedError


def reopen(store: Store, case: str, account: Account, now: datetime, *, reason: str) -> None:
    """Take a reviewed case up again, as long as it has not left the house."""
    raise NotImplementedError
