"""What a way out has to be able to do."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from pipeline.errors import EmissionError
from pipeline.store import Delivery


@dataclass(frozen=True, slots=True)
class Answer:
    """What the authority's system said to a delivery: ``ACCEPTED`` or ``REJECTED``, and why."""

    state: str
    detail: Mapping[str, str]


class UnclearAnswerError(Exception):
    """The other side left something that cannot be understood as an answer to this delivery.

    Says where it is and what is wrong with it, but nothing of what stands in it.
    """

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")


class AnswerError(EmissionError):
    """What was handed over is there, but some answer to it cannot be understood."""

    says = "Nicht jede Antwort in {subject} ist zu verstehen."


class Adapter(Protocol):
    """One way to one target. Sending the same delivery again must have no second effect."""

    @property
    def channel(self) -> str: ...

    @property
    def target(self) -> str: ...

    def session(self) -> AbstractContextManager[None]:
        """Keep others from the target while deliveries go out."""
        ...

    def send(self, delivery: Delivery) -> None:
        """Hand over; raises ``EmissionError`` for good, any ``OSError`` for now."""
        ...

    def answer(self, delivery: Delivery) -> Answer | None:
        """The answer of the other side, or ``None`` while there is none.

        Raises ``UnclearAnswerError`` where there is one but no use of it.
        """
        ...
