"""Which windows of a browser show a case to whoever has it: it goes back with the last of them.

Reloading closes the old window after, or before, the new one has opened; and somebody may look at
one case in two windows. Known while the program runs; windows show themselves again at each beat.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

Holder = tuple[str, str]
"""An account, and the case that it has."""


def new_window() -> str:
    """A name for a window; it is no secret."""
    return secrets.token_hex(8)


@dataclass
class Windows:
    """Windows that gave a sign of life, and when they did."""

    seen: defaultdict[Holder, dict[str, datetime]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    lock: Lock = field(default_factory=Lock)

    def note(self, account: str, case: str, window: str, now: datetime) -> None:
        """A window opens, or is still there."""
        if window:
            with self.lock:
                self.seen[account, case][window] = now

    def close(self, account: str, case: str, window: str, now: datetime, life: timedelta) -> bool:
        """Whether it was the last one; those without a sign of life count no more."""
        with self.lock:
            known = self.seen.pop((account, case), {})
            left = {w: at for w, at in known.items() if w != window and now - at < life}
            if left:
                self.seen[account, case] = left
            return not left
