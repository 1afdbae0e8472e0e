"""The flow of handing over: cases that may go become deliveries, deliveries are followed up.

One task per case and one per delivery; case numbers and delivery numbers in, states out. What
goes wrong with one of them is noted there and stops no other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flows.ending import at_once_when_asked_twice
from flows.server import await_ready, errors_as_ours, running
from pipeline.emit import SUBMITTED, Adapter, AnswerError, Followed, adapter_for, follow_up
from pipeline.errors import EingangError, EmissionError
from pipeline.handover import open_deliveries, prepare_or_set_aside, releasable, try_again
from pipeline.settings import Settings
from pipeline.store import Delivery, Store
from pipeline.store.files import require_room

RETRIES = 2
PAUSES = [1.0, 5.0]

T = TypeVar("T")

UNSENT = frozenset({"FAILED", "DEAD_LETTER"})
ANSWERED = frozenset({"ACCEPTED", "REJECTED"})

SET_ASIDE = (
    "Ohne Mappe: {names}. `eingang show FALL` nennt den Grund, `eingang emit --case FALL` versucht"
    " es noch einmal."
)
NOT_UNDERSTOOD = "Bitte berichtigen, der nächste Aufruf liest sie noch einmal: {names}."


class NotTakenError(Exception):
    """The target did not take a delivery, which may pass; says its number and nothing else."""


class FaultError(Exception):
    """A fault of ours; says where and of which class, for Prefect keeps what exceptions say."""


@dataclass(slots=True)
class HandedOver:
    """What a hand-over did: the deliveries whose state is another or was tried to make so.

    ``sent`` is how many of them were handed over now, ``answered`` how many have an answer now,
    ``held`` how many cases stay behind.
    """

    deliveries: list[str] = field(default_factory=list)
    sent: int = 0
    answered: int = 0
    held: int = 0
    trouble: EmissionError | None = None


@dataclass(slots=True)
class Round:
    """One hand-over while it goes on. Prefect sees none of this."""

    store: Store
    settings: Settings
    adapter: Adapter
    only: str | None
    waiting: dict[str, Delivery] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    unclear: dict[str, str] = field(default_factory=dict)
    set_aside: list[str] = field(default_factory=list)
    stopped: EingangError | None = None

    def prepare(self, case: str) -> int:
        """Make the bundle of a case; 0 where it was set aside."""
        args = (self.store, self.settings, self.adapter, case)
        done = self._guarded(case, lambda: prepare_or_set_aside(*args), otherwise=True)
        if not done:
            self.set_aside.append(case)
        return int(done)

    def look_up(self) -> int:
        """Find what is to be followed up."""
        nothing: list[Delivery] = []
        known = self._guarded("outbox", self._open, otherwise=nothing)
        self.waiting = {delivery.delivery_id: delivery for delivery in known}
        return len(known)

    def look_for_answers(self) -> None:
        """Follow up what is there already; what somebody else sent meanwhile, too."""
        self.look_up()
        for delivery_id, delivery in self.waiting.items():
            if delivery.state == SUBMITTED:
                self.follow(delivery_id)

    def _open(self) -> list[Delivery]:
        return [
            try_again(self.store, delivery)
            for delivery in open_deliveries(self.store, self.adapter, self.only)
        ]

    def follow(self, delivery_id: str) -> str:
        """Follow up one delivery; the state it is in now."""
        delivery = self.waiting[delivery_id]
        args = (self.store, self.adapter, delivery)
        unchanged = Followed(delivery.state)
        followed = self._guarded(delivery_id, lambda: follow_up(*args), otherwise=unchanged)
        state = followed.state
        self.unclear[delivery_id] = followed.unclear
        if {delivery.state, state} != {SUBMITTED}:
            self.states[delivery_id] = state
        if delivery.state != SUBMITTED and state not in {*UNSENT, delivery.state}:
            self.sent.add(delivery_id)
        again = {"state": state, "attempts": delivery.attempts + (state == "FAILED")}
        self.waiting[delivery_id] = delivery.model_copy(update=again)
        return state

    def _guarded(self, subject: str, act: Callable[[], T], otherwise: T) -> T:
        """Do it, unless everything has to wait; let Prefect see no more than a class."""
        if self.stopped is not None:
            return otherwise
        try:
            return act()
        except EingangError as error:
            self.stopped = error
            return otherwise
        except Exception as error:
            raise FaultError(f"{subject} {type(error).__name__}") from None

    def ended(self, held: int) -> HandedOver:
        """What came of it. Raises the error for which everything has to wait."""
        if self.stopped is not None:
            raise self.stopped
        unclear = [words for words in self.unclear.values() if words]
        told = [
            sentence.format(names=", ".join(names))
            for sentence, names in ((SET_ASIDE, self.set_aside), (NOT_UNDERSTOOD, unclear))
            if names
        ]
        failed = bool(UNSENT & set(self.states.values()))
        if failed:
            told.insert(0, EmissionError.hint)
        kind = EmissionError if failed or self.set_aside else AnswerError
        trouble = kind(self.adapter.target, hint=" ".join(told)) if told else None
        answered = sum(state in ANSWERED for state in self.states.values())
        return HandedOver(list(self.states), len(self.sent), answered, held, trouble)


def hand_over(store: Store, settings: Settings, *, to: str, only: str | None = None) -> HandedOver:
    """Let go what may go and follow up what is on its way.

    Answers are looked for at once; a flow is run only where something is to be made or sent.
    """
    adapter = adapter_for(to, store)
    ready, held = releasable(store, settings, only)
    known = open_deliveries(store, adapter, only)
    if not ready and not known:
        return HandedOver(held=held)
    require_room(store.folder)
    current = Round(store, settings, adapter, only)
    if not ready and all(delivery.state == SUBMITTED for delivery in known):
        with adapter.session():
            current.look_for_answers()
        return current.ended(held)
    with running(store.folder), errors_as_ours(store.folder), adapter.session():
        emit = _flow(current)
        await_ready()
        asyncio.run(_interruptibly(emit, ready))
    return current.ended(held)


async def _interruptibly(emit: Callable[[list[str]], Any], ready: list[str]) -> None:
    at_once_when_asked_twice()
    await emit(ready)


def _flow(current: Round) -> Callable[[list[str]], Any]:
    from prefect import flow, task

    @task(name="prepare", task_run_name="prepare-{case_id}")
    async def prepare(case_id: str) -> int:
        return current.prepare(case_id)

    @task(name="deliver", retries=RETRIES, retry_delay_seconds=PAUSES)
    async def deliver(delivery_id: str) -> str:
        state = current.follow(delivery_id)
        if state == "FAILED":
            raise NotTakenError(delivery_id)
        return state

    @task(name="answers")
    async def answers(delivery_ids: list[str]) -> dict[str, str]:
        return {delivery: current.follow(delivery) for delivery in delivery_ids}

    @flow(name="emit", validate_parameters=False)
    async def emit(case_ids: list[str]) -> dict[str, str]:
        for case in case_ids:
            await prepare(case)
        current.look_up()
        sent = [id_ for id_, delivery in current.waiting.items() if delivery.state == SUBMITTED]
        for delivery_id in [id_ for id_ in current.waiting if id_ not in sent]:
            with suppress(NotTakenError):
                await deliver(delivery_id)
        await answers(sent)
        return current.states

    return emit
