"""Programs are started by a small shell, and cost, fail and end as if we had started them."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
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


@pytest.fixture
def program(tmp_path: Path) -> tuple[list[str], Path]:
    """A program that runs for a minute and notes its process number."""
    note = tmp_path / "number"
    return ["/bin/sh", "-c", f"echo $$ > {note}; exec sleep 60"], note


def ends(note: Path) -> bool:
    """Whether the program that left the note is gone within a few seconds."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            if ") Z " in Path(f"/proc/{note.read_text().strip()}/stat").read_text():
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def started(code: str, note: Path) -> subprocess.Popen[bytes]:
    """Another process that runs a program, which is under way."""
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while not (note.exists() and note.read_text().strip()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return process


needs_proc = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looked up in /proc")


@needs_proc
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_who_is_told_to_end_ends_the_program_too(
    how: signal.Signals, program: tuple[list[str], Path]
) -> None:
    command, note = program
    process = started(
        "import signal, sys\nfrom extractors import starter\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"starter.run({command!r}, 60)", note,
    )  # fmt: skip

    process.send_signal(how)

    process.wait(10)
    assert ends(note)


@needs_proc
def test_the_limit_is_kept_after_whoever_set_it_was_killed(
    program: tuple[list[str], Path],
) -> None:
    command, note = program
    process = started(f"from extractors import starter; starter.run({command!r}, 2)", note)

    process.kill()

    process.wait(10)
    assert ends(note)


@needs_proc
def test_an_alarm_ends_the_program_and_the_next_one_says_how_it_ended_itself(
    program: tuple[list[str], Path],
) -> None:
    def ring(*_: object) -> None:
        raise TimeoutError

    command, note = program
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(TimeoutError):
            starter.run(command, 60)
    finally:
        signal.signal(signal.SIGALRM, before)

    assert ends(note)
    assert starter.run(["true"], 10) == 0
    assert starter.run(["false"], 10) == 1
    assert starter.run(["sleep", "60"], 0.2) == 128 + signal.SIGKILL


def test_nothing_is_left_of_shells_that_died() -> None:
    for _ in range(3):
        shell = starter._living_shell()
        shell.kill()
        shell.wait()

    assert starter.run(["true"], 10) == 0
    assert len(starter._shells) == 1


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

    starter.run(["/bin/sh", "-c", f"cut -d' ' -f4 /proc/$PPID/stat > {note}"], 10)

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
