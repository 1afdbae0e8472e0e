"""What a way out has to be able to do."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from pipeline.store import Delivery


@dataclass(frozen=True, slots=True)
class Answer:
    """What the authority's system said to a delivery: ``ACCEPTED`` or ``REJECTED``, and why."""

    state: str
    detail: Mapping[str, str]


class UnclearAnswerError(Exception):
    """The other side left something that cannot be understood as an answer to this delivery."""


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

        Raises ``UnclearAnswerError`` or any ``OSError`` where there is one but no use of it.
        """
        ...
