"""What a second Ctrl-C does: the command ends at once, whatever Prefect still waits for.

The first one ends tidily and goes where it always goes. Nothing is lost by the second: what was
read is in the store, and the next run sweeps away the pictures that were laid down.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

INTERRUPTED = 128 + signal.SIGINT

AT_ONCE = "Sofort beendet.\nDerselbe Aufruf macht dort weiter, wo es aufgehört hat.\n"


def nothing() -> None:
    """Where no processes are at work."""


def at_once_when_asked_twice(end_helpers: Callable[[], None] = nothing) -> None:
    """Let the next interrupt go where it goes now, and the one after it end this process.

    Called inside the event loop, which puts its own handler in place only when it starts.
    """
    first: Any = signal.getsignal(signal.SIGINT)

    def end(*_: object) -> None:
        end_helpers()
        os.write(2, AT_ONCE.encode())
        os._exit(INTERRUPTED)

    def interrupted(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, end)
        first(number, frame)

    if callable(first):  # not where interrupts are ignored, as behind nohup
        signal.signal(signal.SIGINT, interrupted)
