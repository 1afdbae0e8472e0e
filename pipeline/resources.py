"""What a run costs: CPU seconds and peak memory, children included."""

from __future__ import annotations

import os
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.1  # a Tesseract call lives about a second: ten looks at each
MIB = 1 << 20
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
TIMES = slice(
    11, 15
)  # of /proc/PID/stat behind the name: own and ended children's, user and system


@dataclass(slots=True)
class Cost:
    """Filled in when the measured block ends."""

    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    peak_rss_mib: float = 0.0


@contextmanager
def measured() -> Iterator[Cost]:
    """CPU time, wall time and peak memory of the block, of this process and all its children.

    Memory is the peak of the sum of their resident sets, sampled ten times a second.
    """
    cost, done = Cost(), threading.Event()
    watch = threading.Thread(target=_watch_memory, args=(cost, done), daemon=True)
    cpu, wall = cpu_seconds(), time.monotonic()
    watch.start()
    try:
        yield cost
    finally:
        done.set()
        watch.join()
        cost.cpu_seconds, cost.wall_seconds = cpu_seconds() - cpu, time.monotonic() - wall


def cpu_seconds() -> float:
    """CPU time so far, of this process, of its children that ended and of those that live."""
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    living = sum(_ticks(pid) for pid in _family(os.getpid()) - {os.getpid()})
    return sum(use.ru_utime + use.ru_stime for use in uses) + living / TICKS_PER_SECOND


def _ticks(pid: int) -> int:
    """What a living process and its ended children have used."""
    try:
        numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0  # it ended while we looked
    return sum(int(number) for number in numbers[TIMES])


def _watch_memory(cost: Cost, done: threading.Event) -> None:
    while True:
        total = sum(_memory(pid) for pid in _family(os.getpid()))
        cost.peak_rss_mib = max(cost.peak_rss_mib, total / MIB)
        if done.wait(SAMPLE_SECONDS):
            return


def _family(root: int) -> set[int]:
    """The process and all its descendants, as far as they still live."""
    found, grown = {root}, True
    parents = _parents()
    while grown:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        grown = bool(more)
        found |= more
    return found


def _parents() -> dict[int, int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(
                    (entry / "stat").read_text().rpartition(")")[2].split()[1]
                )
            except OSError:
                continue  # it ended while we looked
    return parents


def _memory(pid: int) -> int:
    """The bytes of a process that are in memory."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0  # it ended while we looked
    return pages * resource.getpagesize()
