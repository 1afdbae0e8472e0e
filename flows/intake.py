"""The flow of intake: one run per batch, one task per mail item; case numbers in, counts out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.ending import at_once_when_asked_twice
from flows.server import await_ready, errors_as_ours, running
from flows.workers import Seen, WorkerError, Workers, worker_count
from pipeline.errors import EingangError
from pipeline.reading import give_up
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.files import require_room
from pipeline.store.scratch import sweep_scratch

RETRIES = 2
PAUSES = [1.0, 5.0]
"""Seconds: the first for a hiccup, the second for a machine that ran out of memory."""


@dataclass(slots=True)
class Batch:
    """One batch while it is read. Prefect sees none of this."""

    store: Store
    workers: Workers
    seen: Seen
    waits: list[EingangError] = field(default_factory=list)

    async def read(self, case: str) -> int:
        """Read one case; 1 where it was read or refused, 0 where it has to wait."""
        if self.waits:
            return 0
        error = await self.workers.read(case, self.seen)
        if error is not None:
            self.waits.append(error)
            return 0
        self.seen(case, 0)
        return 1


def read_cases(store: Store, settings: Settings, cases: Sequence[str], seen: Seen) -> None:
    """Read these cases in one flow run. Raises the error for which cases have to wait."""
    require_room(store.folder)
    try:
        with running(store.folder), errors_as_ours(store.folder):
            asyncio.run(_read_cases(store, settings, cases, seen))
    finally:
        sweep_scratch(store.folder)


async def _read_cases(store: Store, settings: Settings, cases: Sequence[str], seen: Seen) -> None:
    async with Workers(settings, worker_count(settings, cases)) as workers:
        at_once_when_asked_twice(workers.tell_to_end)
        batch = Batch(store, workers, seen)
        intake = _flow(batch)  # loads Prefect, while the server and the workers start
        await asyncio.to_thread(await_ready)
        await intake(list(cases))
    if batch.waits:
        raise batch.waits[0]


def _flow(batch: Batch) -> Callable[[list[str]], Any]:
    """The flow over one batch. Loading Prefect takes two seconds: only who needs it does."""
    from prefect import flow, task

    @task(name="read", task_run_name="read-{case_id}", retries=RETRIES, retry_delay_seconds=PAUSES)
    async def read(case_id: str) -> int:
        return await batch.read(case_id)

    async def read_or_give_up(case_id: str) -> int:
        try:
            return int(await read(case_id))
        except WorkerError as error:
            give_up(batch.store, case_id, error)
            batch.seen(case_id, 0)
            return 0

    @flow(name="intake", validate_parameters=False)
    async def intake(case_ids: list[str]) -> dict[str, int]:
        waiting = iter(case_ids)
        counts = await asyncio.gather(
            *(_one_after_another(waiting, read_or_give_up) for _ in batch.workers.all)
        )
        return {"cases": len(case_ids), "read": sum(counts)}

    return intake


async def _one_after_another(waiting: Any, read: Callable[[str], Any]) -> int:
    """Take cases until none is left; as many of these run side by side as there are workers."""
    return sum([await read(case) for case in waiting])
