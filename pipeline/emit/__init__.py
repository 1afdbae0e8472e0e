"""Handing cases over. Transports never look into a case, and a case never knows a transport.

A delivery is fixed in the transaction that lets the case go (see ``bundle``); from then on it is
only followed up: sent until it is there, then asked for the answer.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.emit.adapter import Adapter
from pipeline.emit.bundle import prepare
from pipeline.emit.folder import FolderAdapter
from pipeline.errors import EmissionError
from pipeline.store import Delivery, Store, add_state

MOST_ATTEMPTS = 9
"""Then a person has to look; three runs with three attempts each are no passing trouble."""

__all__ = ["Adapter", "adapter_for", "follow_up", "prepare"]


def adapter_for(name: str, store: Store) -> Adapter:
    """The adapter that ``--to`` names: ``folder`` or ``folder:PATH``. Raises ``EmissionError``."""
    kind, _, where = name.partition(":")
    if kind != "folder":
        raise EmissionError(name, hint="Bekannt ist: folder oder folder:PFAD.")
    target = Path(where).absolute() if where else store.folder / "ausgang"
    return FolderAdapter(target, store.folder)


def follow_up(store: Store, adapter: Adapter, delivery: Delivery) -> str:
    """Send what is not there yet and read the answer; returns the new state."""
    state = delivery.state
    if state in ("PREPARED", "FAILED"):
        state = _sent(store, adapter, delivery)
    if state == "SUBMITTED" and (answer := adapter.answer(delivery)) is not None:
        state = answer.state
        with store.write() as db:
            add_state(db, delivery.delivery_id, state, answer.detail)
    return state


def _sent(store: Store, adapter: Adapter, delivery: Delivery) -> str:
    detail: dict[str, str] = {}
    try:
        adapter.send(delivery)
        state = "SUBMITTED"
    except EmissionError as error:
        state, detail = "DEAD_LETTER", {"error": "EmissionError", "hint": error.advice}
    except OSError as error:
        state = "DEAD_LETTER" if delivery.attempts + 1 >= MOST_ATTEMPTS else "FAILED"
        detail = {"error": type(error).__name__, "errno": str(error.errno)}
    with store.write() as db:
        add_state(db, delivery.delivery_id, state, detail)
    return state
