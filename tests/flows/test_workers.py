"""A worker that hears and tells nothing any more is ended; nothing waits for it for ever."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from flows.workers import Worker, WorkerError
from pipeline.settings import Settings

DEAF = "trap '' TERM; sleep 600 & echo $! > {note}; echo '{{\"page\": 1}}'; wait; wait"
"""Reads a page, starts a program and then waits for ever, whatever it is told."""


def is_alive(process: str) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def has_ended(process: str) -> bool:
    """A killed process is gone a moment after the signal, on a busy machine a longer one."""
    until = time.monotonic() + 20
    while is_alive(process) and time.monotonic() < until:
        time.sleep(0.05)
    return not is_alive(process)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_a_worker_that_stands_still_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    note, seen = tmp_path / "started", list[int]()
    worker = Worker(Settings(max_seconds=1))

    async def read() -> None:
        worker.process = await asyncio.create_subprocess_exec(
            "/bin/sh", "-c", DEAF.format(note=note), stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        worker.ready = True
        await worker.read("UV-1", lambda _, page: seen.append(page))

    begun = time.monotonic()
    with pytest.raises(WorkerError):
        asyncio.run(read())

    assert seen == [1]
    assert 1 <= time.monotonic() - begun < 30
    assert worker.process is None
    assert has_ended(note.read_text().strip())
