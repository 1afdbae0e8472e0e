"""The log: JSON lines with ids and counts. What is not on the list below never reaches it.

It lies in the store's folder (``eingang.log``); nothing in it tells who applied for what.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

KEYS = frozenset(
    {
        "event", "level", "timestamp", "batch", "case", "delivery", "revision", "adapter",
        "state", "error", "errno", "attempt", "worker", "cases", "pages", "readings", "documents",
        "refused", "seconds",
    }
)  # fmt: skip
"""Ids, counts, durations and names of our own; no value, no path, no text of an exception."""

FILE = "eingang.log"

_place: list[Path] = []


def to_folder(folder: Path) -> None:
    """From now on write into this folder."""
    _place[:] = [folder]
    _logger.cache_clear()


def info(event: str, **facts: Any) -> None:
    """Note that something happened. Never raises: a full disk must not stop the work."""
    if _place:
        _logger().info(event, **facts)


def only_listed(_logger: Any, _method: str, facts: MutableMapping[str, Any]) -> dict[str, Any]:
    """Drop every key that is not on the list."""
    return {key: value for key, value in facts.items() if key in KEYS}


class _Lines:
    """Appends lines to a file; several processes may, each line is one write."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def msg(self, line: str) -> None:
        try:
            with self.path.open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")
        except OSError:
            return

    info = msg


@cache
def _logger() -> Any:
    import structlog

    return structlog.wrap_logger(
        _Lines(_place[0] / FILE),
        processors=[
            only_listed,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.BoundLogger,
    )
