"""Starts programs for a process that is large, by way of a shell that is small.

From the wish to start a program until it runs, the system counts the whole process twice, though
nothing is copied. A reader that starts Tesseract for every list would seem to need twice its
memory, and where memory is limited, that would count. It does so where ``engine`` cannot have a
living one.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import shlex
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from threading import Lock

LOOP = """
trap '[ "$going" ] && kill $! && wait $!; exit 143' TERM
while IFS= read -r line; do
    going=yes; eval "exec $line" & wait $!; status=$?; going=; echo $status
done
"""
"""A command comes in a line, its exit status goes out when it has ended.

Told to end, the shell ends what it runs."""

LIMITED = "timeout --foreground --kill-after=1 --signal=KILL {seconds} {command} >/dev/null 2>&1\n"
"""The limit is kept by a process of its own, which is there however the one that set it ends."""

END_SECONDS = 3.0
"""For a program that was told to end, which is killed after one."""

ENDED = 128 + signal.SIGTERM
"""The status of a command whose shell was told to end with it."""

_one_at_a_time = Lock()
_shells: dict[int, subprocess.Popen[bytes]] = {}
"""The shell of a process by its number; a copy of the process has one of its own."""


def ready() -> None:
    """Start the shell already, while this process is still small."""
    _living_shell()


def run(command: Sequence[str], seconds: float) -> int:
    """Run a program without input or output; its exit status. It is killed if it takes longer.

    Whatever is raised meanwhile (an interrupt, an alarm) ends the program as well.
    """
    with _one_at_a_time:
        shell = _living_shell()
        give_back()
        try:
            return _ask(shell, LIMITED.format(seconds=seconds, command=shlex.join(command)))
        except BaseException:
            _end()
            raise


def _ask(shell: subprocess.Popen[bytes], line: str) -> int:
    assert shell.stdin is not None and shell.stdout is not None  # noqa: S101 - they were asked for
    with suppress(BrokenPipeError):
        shell.stdin.write(line.encode())
    return int(shell.stdout.readline() or ENDED)


def give_back() -> None:
    """Give the system what is free: Tesseract needs memory too. It takes two milliseconds."""
    trim = getattr(_c_library(), "malloc_trim", None)  # GNU alone has it
    if trim is not None:
        trim(0)


@cache
def _c_library() -> ctypes.CDLL:
    return ctypes.CDLL(None)


def _living_shell() -> subprocess.Popen[bytes]:
    shell = _shells.get(os.getpid())
    if shell is None or shell.poll() is not None:
        _end()
        shell = _shells[os.getpid()] = subprocess.Popen(  # noqa: S603 - our own line
            ["/bin/sh", "-c", LOOP], bufsize=0,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    return shell


@atexit.register
def _end() -> None:
    """End the shell and wait for it, so that what its programs cost is counted as ours."""
    shell = _shells.pop(os.getpid(), None)
    if shell is None:
        return
    shell.terminate()
    try:
        shell.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        shell.kill()
        shell.wait()
    for end in (shell.stdin, shell.stdout):
        assert end is not None  # noqa: S101 - they were asked for
        end.close()
