"""Programs are started by a small shell, and cost, fail and end as if we had started them."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from pathlib import Path

import pytest

from extractors import starter
from pipeline.resources import cpu_seconds


def test_a_program_says_how_it_ended(tmp_path: Path) -> None:
    made = tmp_path / "it's a $file"

    assert starter.run(["touch", str(made)], 10) == 0
    assert starter.run(["/bin/sh", "-c", "exit 7"], 10) == 7
    assert starter.run(["no-such-program"], 10) == 127
    assert made.exists()


def test_a_program_that_hangs_is_killed() -> None:
    begun = time.monotonic()

    assert starter.run(["sleep", "60"], 0.2) == 128 + signal.SIGKILL

    assert time.monotonic() - begun < 10
    assert starter.run(["true"], 10) == 0


def test_where_the_shell_was_ended_the_next_one_goes_on() -> None:
    shell = starter._living_shell()
    shell.kill()
    shell.wait()

    assert starter.run(["true"], 10) == 0


def test_what_a_program_costs_is_counted() -> None:
    before = cpu_seconds()

    starter.run([sys.executable, "-c", "sum(range(10_000_000))"], 60)

    assert cpu_seconds() - before > 0.1


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="memory is looked up in /proc")
def test_who_starts_programs_is_small_and_not_this_process(tmp_path: Path) -> None:
    note = tmp_path / "parent"

    starter.run(["/bin/sh", "-c", f"echo $PPID > {note}"], 10)

    parent = int(note.read_text())
    pages = int(Path(f"/proc/{parent}/statm").read_text().split()[1])
    assert parent != os.getpid()
    assert pages * resource.getpagesize() < 10 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="only the GNU library gives memory back")
def test_what_is_free_is_given_back_before_a_program_starts() -> None:
    many = [bytearray(100_000) for _ in range(600)]
    last = bytearray(100_000)  # above it nothing is given back by itself
    full = resident()
    many.clear()

    starter.run(["true"], 10)

    assert full - resident() > 40 << 20
    assert last


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
