"""The command line: one small function per command, in ``commands``; errors end here.

An error is one sentence and one hint on stderr, never a stack trace; ``EINGANG_DEBUG=1`` shows it
to whoever looks for a fault of ours.
"""

from __future__ import annotations

import os
import signal
import sys
from contextvars import copy_context
from typing import Any, NoReturn

WRONG_USAGE = 64
INTERRUPTED = 130
TERMINATED = 128 + signal.SIGTERM
PIPE_CLOSED = 141
DONE = 0
FOR_ITS_OWNER_ALONE = 0o077
"""Rights taken from whatever this program and what it starts make: the store lies in a folder that
others may have made, and holds what people told an office in confidence."""

OUR_FAULT = "Das Programm ist auf einen eigenen Fehler gestoßen ({error})."
OUR_FAULT_HINT = (
    "Eingelesenes ist sicher; bitte wiederholen oder mit EINGANG_DEBUG=1 aufrufen und melden."
)


def app() -> NoReturn:
    """Run the command that was typed and end with its exit code.

    Told to terminate, it puts away what it laid down first, as after an interrupt.
    """
    os.umask(FOR_ITS_OWNER_ALONE)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # file names may hold anything
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; returns the exit code. What it remembers of this call ends with it."""
    return copy_context().run(_guarded, arguments)


def _guarded(arguments: list[str]) -> int:
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        _say("Abgebrochen.", "Derselbe Aufruf macht dort weiter, wo es aufgehört hat.")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:
        if os.environ.get("EINGANG_DEBUG"):
            raise  # to whoever looks for a fault of ours
        return _failed(error)


def _run(arguments: list[str]) -> int:
    import typer

    from pipeline.cli.commands import cli

    wrong_usage: Any = typer.BadParameter.__mro__[1]  # the parser's own class is private
    try:
        code = int(cli(arguments, prog_name="eingang", standalone_mode=False) or DONE)
        sys.stdout.flush()
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # which the parser takes for a fault
            raise ended.__context__ from None
        raise
    except typer.Abort:
        code = INTERRUPTED
    except wrong_usage as error:
        from pipeline.cli.usage import explained

        _say(*explained(error))
        return WRONG_USAGE
    if code == INTERRUPTED:  # the parser swallows the interrupt and its own kind of it
        raise KeyboardInterrupt
    return code


def _failed(error: Exception) -> int:
    from pipeline.cli.wrong import WrongUsageError
    from pipeline.errors import EingangError

    if isinstance(error, WrongUsageError):
        _say(str(error), error.advice)
        return WRONG_USAGE
    if isinstance(error, EingangError):
        _say(str(error), error.advice)
        return error.exit_code
    _say(OUR_FAULT.format(error=type(error).__name__), OUR_FAULT_HINT)
    return EingangError.exit_code


def _say(sentence: str, hint: str) -> None:
    from pipeline.cli.calls import pasted

    sys.stderr.write(f"{sentence}\n{pasted(hint)}".strip() + "\n")
