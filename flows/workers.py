"""The worker processes of one command: started early, asked for one case at a time, never lost."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline import errors
from pipeline.errors import EingangError, FlowError
from pipeline.settings import Settings

Seen = Callable[[str, int], None]

NEVER_READY = "Ein Leseprozess endet beim Start; EINGANG_DEBUG=1 zeigt den Grund."

MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(4 << 20), "MALLOC_TRIM_THRESHOLD_": str(32 << 20)}
"""For the C library: pictures of whole pages are given back as soon as nobody needs them. It would
keep their places for later ones, into which others do not fit: fifty megabytes in the end."""

END_SECONDS = 5
"""A worker that was told to end does so between two lines of a page."""


class WorkerError(Exception):
    """A worker died or failed; says at which case and by which class of error, nothing else."""

    def __init__(self, case: str, error: str) -> None:
        super().__init__(f"{case}: {error}")
        self.error = error


@dataclass(slots=True)
class Worker:
    """One process, or the place for one."""

    settings: Settings
    process: asyncio.subprocess.Process | None = None
    ready: bool = False

    async def start(self) -> asyncio.subprocess.Process:
        debug = bool(os.environ.get("EINGANG_DEBUG"))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "flows.worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=None if debug else asyncio.subprocess.DEVNULL,
            env={**MEMORY, **os.environ, "OMP_THREAD_LIMIT": "1"},
            start_new_session=True,  # an interrupt on the terminal is for the command
        )
        self.process, self.ready = process, False
        await _write(process, self.settings.model_dump_json())
        return process

    async def read(self, case: str, seen: Seen) -> EingangError | None:
        """Have a case read. Returns the error for which all cases must wait, if there is one."""
        process = self.process or await self.start()
        try:
            await _write(process, case)
            async for told in _told(process, self.settings.max_seconds):
                if "page" in told:
                    seen(case, told["page"])
                elif "failed" in told:
                    raise WorkerError(case, told["failed"])
                elif "ready" in told:
                    self.ready = True
                else:
                    return _waits_for(told)
        except TimeoutError:
            _kill(process)  # it may be where it hears nothing any more
        except OSError:
            pass  # it is gone, which the end of what it told says too
        self.process = None
        await process.wait()
        if not self.ready:
            return FlowError(hint=NEVER_READY)
        raise WorkerError(case, "WorkerDied")

    async def stop(self) -> None:
        process, self.process = self.process, None
        if process is None or process.returncode is not None:
            return
        _tell_to_end(process)
        try:
            await asyncio.wait_for(process.wait(), END_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


@dataclass(slots=True)
class Workers:
    """As many workers as the settings allow, handed out one by one."""

    settings: Settings
    count: int
    all: list[Worker] = field(default_factory=list)
    free: asyncio.Queue[Worker] = field(default_factory=asyncio.Queue)

    async def __aenter__(self) -> Workers:
        for _ in range(self.count):
            worker = Worker(self.settings)
            self.all.append(worker)
            await worker.start()
            self.free.put_nowait(worker)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(worker.stop() for worker in self.all))

    def tell_to_end(self) -> None:
        """Tell all of them to end and wait for none."""
        for worker in self.all:
            if worker.process is not None and worker.process.returncode is None:
                _tell_to_end(worker.process)

    async def read(self, case: str, seen: Seen) -> EingangError | None:
        """Have a case read by whoever is free."""
        worker = await self.free.get()
        try:
            return await worker.read(case, seen)
        finally:
            self.free.put_nowait(worker)


def _tell_to_end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)  # the Tesseract that it waits for, too


def _kill(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


async def _write(process: asyncio.subprocess.Process, line: str) -> None:
    assert process.stdin is not None  # noqa: S101 - it was asked for when starting
    process.stdin.write(line.encode() + b"\n")
    await process.stdin.drain()


async def _told(
    process: asyncio.subprocess.Process, seconds: float
) -> AsyncIterator[dict[str, Any]]:
    """What a worker tells, until it ends. Raises ``TimeoutError`` where it is silent so long."""
    assert process.stdout is not None  # noqa: S101 - it was asked for when starting
    while line := await asyncio.wait_for(process.stdout.readline(), seconds):
        yield json.loads(line)


def _waits_for(told: dict[str, str]) -> EingangError | None:
    if "waits" not in told:
        return None
    kind = getattr(errors, told["waits"], EingangError)
    error: EingangError = kind(told["subject"], hint=told["hint"])
    return error


def worker_count(settings: Settings, cases: Sequence[str]) -> int:
    """No more workers than cases."""
    return max(1, min(settings.workers, len(cases)))
