"""The flow of handing over: cases that may go become deliveries, deliveries are followed up.

One task per case and one per delivery; case numbers and delivery numbers in, states out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flows.server import await_ready, errors_as_ours, running
from pipeline.emit import Adapter, adapter_for, follow_up
from pipeline.errors import EmissionError
from pipeline.handover import open_deliveries, prepare_delivery, releasable, try_again
from pipeline.settings import Settings
from pipeline.store import Delivery, Store, deliveries
from pipeline.store.files import require_room

RETRIES = 2
PAUSES = [1.0, 5.0]
UNSENT = frozenset({"FAILED", "DEAD_LETTER"})


@dataclass(slots=True)
class HandedOver:
    """What a hand-over did: the deliveries it touched, and what stayed behind."""

    deliveries: list[str] = field(default_factory=list)
    held: int = 0
    unsent: EmissionError | None = None


def hand_over(store: Store, settings: Settings, *, to: str, only: str | None = None) -> HandedOver:
    """Let go what may go and follow up what is on its way, in one flow run."""
    adapter = adapter_for(to, store)
    ready, held = releasable(store, settings, only)
    handed = HandedOver(held=held)
    if not ready and not open_deliveries(store, adapter, only):
        return handed
    require_room(store.folder)
    with running(store.folder), errors_as_ours(store.folder), adapter.session():
        emit = _flow(store, settings, adapter, only)
        await_ready()
        states: dict[str, str] = asyncio.run(emit(ready))
    handed.deliveries = list(states)
    if UNSENT & set(states.values()):
        handed.unsent = EmissionError(adapter.target)
    return handed


def _flow(
    store: Store, settings: Settings, adapter: Adapter, only: str | None
) -> Callable[[list[str]], Any]:
    from prefect import flow, task

    @task(name="prepare", task_run_name="prepare-{case_id}")
    async def prepare(case_id: str) -> int:
        return int(prepare_delivery(store, settings, adapter, case_id) is not None)

    @task(name="deliver", retries=RETRIES, retry_delay_seconds=PAUSES)
    async def deliver(delivery_id: str) -> str:
        return follow_up(store, adapter, _delivery(store, delivery_id))

    @flow(name="emit", validate_parameters=False)
    async def emit(case_ids: list[str]) -> dict[str, str]:
        for case in case_ids:
            await prepare(case)
        waiting = [try_again(store, d) for d in open_deliveries(store, adapter, only)]
        return {d.delivery_id: await deliver(d.delivery_id) for d in waiting}

    return emit


def _delivery(store: Store, delivery_id: str) -> Delivery:
    with store.read() as db:
        return next(d for d in deliveries(db) if d.delivery_id == delivery_id)
