"""Who presses Ctrl-C twice is out at once, and nothing is lost by it."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import fake_readers as fakes
import pytest
from program import eingang, start

from flows.ending import AT_ONCE

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("flow")]

PATIENCE = 120
"""Seconds after which a command that has not come so far will not do so any more."""

AT_ONCE_SECONDS = 3.0
"""Between the second interrupt and the end, on a machine that does much else."""


def processes_of(folder: Path) -> list[str]:
    """Processes that were started with this folder in their surroundings."""
    mark, found = str(folder).encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes() and process.name != str(os.getpid()):
                found.append((process / "cmdline").read_text(errors="replace"))
        except OSError:
            continue
    return found


def test_a_second_interrupt_ends_an_intake_at_once(tmp_path: Path, server: dict[str, str]) -> None:
    scan, data = fakes.scan(tmp_path / "a.tif", [*fakes.FORM, 200]), tmp_path / "data"
    process = start(
        "intake", scan, "--data", data, **server, EINGANG_TEST_PAUSE="60", MARK=str(tmp_path)
    )
    until = time.monotonic() + PATIENCE
    while not list(data.glob("tmp/*/")) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(2)  # the flow is under way

    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.1)
    asked = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)

    assert time.monotonic() - asked < AT_ONCE_SECONDS
    assert (process.returncode, said.decode()) == (130, AT_ONCE)
    while left := processes_of(tmp_path):
        assert time.monotonic() < asked + AT_ONCE_SECONDS, left
        time.sleep(0.1)
    done = eingang("intake", scan, "--data", data, "--json", **server)
    assert [item["state"] for item in json.loads(done.stdout)] == ["bereit"]
    assert [place.name for place in (data / "tmp").iterdir()] == ["lock"]
