"""Starts programs for a process that is large, by way of a shell that is small.

From the wish to start a program until it runs, the system counts the whole process twice, though
nothing is copied. A reader that starts Tesseract for every page would seem to need twice its
memory, and where memory is limited, that would count.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import select
import shlex
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from threading import Lock

LOOP = 'while IFS= read -r line; do eval "exec $line" & echo $!; wait $!; echo $?; done'
"""A command comes in a line; its process number goes out, and its exit status when it has ended."""

END_SECONDS = 1.0
"""For a shell that waits for nothing any more."""

ENDED = 128 + signal.SIGTERM
"""The status of a command whose shell was told to end with it."""

_one_at_a_time = Lock()


def ready() -> None:
    """Start the shell already, while this process is still small."""
    _living_shell()


def run(command: Sequence[str], seconds: float) -> int:
    """Run a program without input or output; its exit status. It is killed if it takes longer."""
    with _one_at_a_time:
        shell = _living_shell()
        assert shell.stdin is not None and shell.stdout is not None  # noqa: S101 - they were asked for
        _give_back()
        with suppress(BrokenPipeError):
            shell.stdin.write(f"{shlex.join(command)} >/dev/null 2>&1\n".encode())
        started = shell.stdout.readline()
        if started and not select.select([shell.stdout], [], [], seconds)[0]:
            with suppress(ProcessLookupError):
                os.kill(int(started), signal.SIGKILL)
        return int(shell.stdout.readline() or ENDED)


def _give_back() -> None:
    """Give the system what is free: the program needs memory too. It takes two milliseconds."""
    trim = getattr(_c_library(), "malloc_trim", None)  # GNU alone has it
    if trim is not None:
        trim(0)


@cache
def _c_library() -> ctypes.CDLL:
    return ctypes.CDLL(None)


def _living_shell() -> subprocess.Popen[bytes]:
    shell = _shell(os.getpid())
    if shell.poll() is None:
        return shell
    _shell.cache_clear()
    return _shell(os.getpid())


@cache
def _shell(_owner: int) -> subprocess.Popen[bytes]:
    """The shell of this process; a copy of the process has one of its own."""
    shell = subprocess.Popen(  # noqa: S603 - our own line
        ["/bin/sh", "-c", LOOP], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    atexit.register(_end, shell)
    return shell


def _end(shell: subprocess.Popen[bytes]) -> None:
    """End the shell and wait for it, so that what its programs cost is counted as ours."""
    assert shell.stdin is not None and shell.stdout is not None  # noqa: S101 - they were asked for
    shell.stdin.close()
    try:
        shell.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        shell.kill()
        shell.wait()
    shell.stdout.close()
