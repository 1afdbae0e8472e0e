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
from pipeline.store import Delivery, Store
from pipeline.store.files import require_room

RETRIES = 2
PAUSES = [1.0, 5.0]
SENT = "SUBMITTED"
"""There, but not answered yet; asking for answers is one task for all of them."""

UNSENT = frozenset({"FAILED", "DEAD_LETTER"})


class NotTakenError(Exception):
    """The target did not take a delivery, which may pass; says its number and nothing else."""


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

    waiting: dict[str, Delivery] = {}

    @task(name="prepare", task_run_name="prepare-{case_id}")
    async def prepare(case_id: str) -> int:
        return int(prepare_delivery(store, settings, adapter, case_id) is not None)

    @task(name="deliver", retries=RETRIES, retry_delay_seconds=PAUSES)
    async def deliver(delivery_id: str) -> str:
        delivery = waiting[delivery_id]
        state = follow_up(store, adapter, delivery)
        if state == "FAILED":
            again = {"state": state, "attempts": delivery.attempts + 1}
            waiting[delivery_id] = delivery.model_copy(update=again)
            raise NotTakenError(delivery_id)
        return state

    async def deliver_or_leave(delivery_id: str) -> str:
        try:
            return str(await deliver(delivery_id))
        except NotTakenError:
            return "FAILED"

    @task(name="answers")
    async def answers(delivery_ids: list[str]) -> dict[str, str]:
        states = {id_: follow_up(store, adapter, waiting[id_]) for id_ in delivery_ids}
        return {id_: state for id_, state in states.items() if state != SENT}

    @flow(name="emit", validate_parameters=False)
    async def emit(case_ids: list[str]) -> dict[str, str]:
        for case in case_ids:
            await prepare(case)
        known = [try_again(store, d) for d in open_deliveries(store, adapter, only)]
        waiting.update({d.delivery_id: d for d in known})
        unsent = [d.delivery_id for d in known if d.state != SENT]
        states = {delivery: await deliver_or_leave(delivery) for delivery in unsent}
        return states | await answers([id_ for id_ in waiting if id_ not in states])

    return emit
