"""Batches through the flow: Prefect's share, memory, and what a second worker brings."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

Say = Callable[[str], None]


class Cost(NamedTuple):
    """Of a batch: Prefect's share of the wall time, peak MiB of all processes, seconds."""

    share: float
    memory: float
    seconds: float


def figures(
    scan: Path, pictures: Sequence[Path], folder: Path, count: int, say: Say
) -> Iterator[tuple[str, float]]:
    """One worker and two read the same batch; one Tesseract and two read the same pages."""
    one, two = (_read(scan, folder / str(workers), count, workers) for workers in (1, 2))
    alone, beside = (_tesseracts(pictures, processes) for processes in (1, 2))
    say(
        f"batch of {count}: one worker {one.seconds:.0f} s, two {two.seconds:.0f} s; the pages "
        f"twice: one Tesseract {alone:.1f} s, two {beside:.1f} s"
    )
    yield "Prefect's share of a batch", one.share
    yield "peak memory in MiB", one.memory
    yield "memory of one more worker in MiB", two.memory - one.memory
    yield (
        "two workers' speed-up, of that of two Tesseracts",
        (one.seconds / two.seconds) / (alone / beside),
    )


def _read(scan: Path, folder: Path, count: int, workers: int) -> Cost:
    """Read a batch in a process of its own, so that nothing of the bench counts."""
    mail = folder / "batch"
    mail.mkdir(parents=True)
    for number in range(count):
        # a comment after the end keeps the pages and makes the file another one
        (mail / f"{number:03d}.pdf").write_bytes(scan.read_bytes() + f"\n%{number}\n".encode())
    command = [sys.executable, "-m", "tests.bench.read_batch", str(folder), str(workers)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Cost(*json.loads(said.splitlines()[-1]))


def _tesseracts(pictures: Sequence[Path], processes: int) -> float:
    """Seconds for all pages twice, by so many processes at once."""
    script = 'for page in "$@"; do tesseract "$page" - -l deu; done'
    pages = [str(picture) for picture in (*pictures, *pictures)]
    begun = time.monotonic()
    running = [
        subprocess.Popen(
            ["/bin/sh", "-c", script, "sh", *pages[n::processes]],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for n in range(processes)
    ]  # fmt: skip
    for process in running:
        process.wait()
    return time.monotonic() - begun
