"""Answers about a field that are worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar


class Remembers(Protocol):
    """Keeps what was asked about fields, by the name of the question and the field."""

    known: dict[tuple[str, str], Any]


Asked = TypeVar("Asked", bound=Remembers)
Answer = TypeVar("Answer")


def remembered(
    question: Callable[[Asked, str], Answer],
) -> Callable[[Asked, str], Answer]:
    """The question, worked out once for each field."""
    name = question.__name__

    @wraps(question)
    def asked(about: Asked, field: str) -> Answer:
        key = (name, field)
        known = about.known
        if key not in known:
            known[key] = question(about, field)
        answer: Answer = known[key]
        return answer

    return asked
