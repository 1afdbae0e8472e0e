"""Handing cases over. Transports never look into a case, and a case never knows a transport.

A delivery is fixed in the transaction that lets the case go (see ``bundle``); from then on it is
only followed up: sent until it is there, then asked for the answer.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pipeline import log
from pipeline.emit.adapter import Adapter, AnswerError, UnclearAnswerError
from pipeline.emit.bundle import prepare
from pipeline.emit.folder import FolderAdapter
from pipeline.errors import EmissionError
from pipeline.store import FINAL, Delivery, Store, add_state

MOST_ATTEMPTS = 9
"""Then a person has to look; three runs with three attempts each are no passing trouble."""

SUBMITTED = "SUBMITTED"
"""There, but not answered yet."""

__all__ = [
    "SUBMITTED",
    "Adapter",
    "AnswerError",
    "Followed",
    "adapter_for",
    "follow_up",
    "prepare",
]


class Followed(NamedTuple):
    """The state of a delivery after it was followed up.

    ``unclear`` says which answer to it cannot be understood and why; nothing is kept of that, for
    it may be mended.
    """

    state: str
    unclear: str = ""


def adapter_for(name: str, store: Store) -> Adapter:
    """The adapter that ``--to`` names: ``folder`` or ``folder:PATH``. Raises ``EmissionError``."""
    kind, colon, where = name.partition(":")
    if kind != "folder" or (colon and not where):
        raise EmissionError(name, hint="Bekannt ist: folder oder folder:PFAD.")
    target = Path(where).absolute() if where else store.folder / "ausgang"
    return FolderAdapter(target, store.folder)


def follow_up(store: Store, adapter: Adapter, delivery: Delivery) -> Followed:
    """Send what is not there yet and read the answer.

    The answer is read first: it may be there although nothing is known of a sending, because the
    run that sent it was killed, and the other side has taken the bundle away since.
    """
    if delivery.state in FINAL:
        return Followed(delivery.state)
    if delivery.state != SUBMITTED:
        if (answered := _answered(store, adapter, delivery)).state in FINAL:
            return answered
        if (state := _sent(store, adapter, delivery)) != SUBMITTED:
            return Followed(state)
    return _answered(store, adapter, delivery)


def _answered(store: Store, adapter: Adapter, delivery: Delivery) -> Followed:
    """What the other side said, kept if it said something; as good as sent while it did not."""
    try:
        answer = adapter.answer(delivery)
    except Exception as error:  # whatever it is, the other deliveries are followed up
        log.info("answer_unclear", delivery=delivery.delivery_id, error=type(error).__name__)
        known = isinstance(error, UnclearAnswerError)
        return Followed(SUBMITTED, str(error) if known else delivery.name)
    if answer is None:
        return Followed(SUBMITTED)
    with store.write() as db:
        add_state(db, delivery.delivery_id, answer.state, answer.detail)
    return Followed(answer.state)


def _sent(store: Store, adapter: Adapter, delivery: Delivery) -> str:
    detail: dict[str, str] = {}
    try:
        adapter.send(delivery)
        state = SUBMITTED
    except EmissionError as error:
        state, detail = "DEAD_LETTER", {"error": "EmissionError", "hint": error.advice}
    except Exception as error:  # trouble with the target, or a fault of ours
        state = "DEAD_LETTER" if delivery.attempts + 1 >= MOST_ATTEMPTS else "FAILED"
        detail = {"error": type(error).__name__, "errno": str(getattr(error, "errno", ""))}
    with store.write() as db:
        add_state(db, delivery.delivery_id, state, detail)
    return state
