"""The program as its users run it: a process of its own, here with the fake readers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
FAKES = Path(__file__).parent

AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
"""Root may read and write anything; without these two rights it is held to the modes of files."""


def environment(**more: str) -> dict[str, str]:
    """The surroundings of a program with the fake readers in place."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("EINGANG_")}
    return {
        **inherited,
        "EINGANG_TEST_READERS": "1",
        "PYTHONPATH": f"{FAKES}{os.pathsep}{REPOSITORY}",
        "PYTHONWARNINGS": "error,ignore::ResourceWarning",  # Prefect leaves a socket to the end
        "COLUMNS": "200",
        **more,
    }


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]


def eingang(
    *arguments: object, as_anybody: bool = False, cwd: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    prefix = AS_ANYBODY if as_anybody and os.geteuid() == 0 else []
    return subprocess.run(
        [*prefix, *command(*arguments)],
        capture_output=True,
        text=True,
        env=environment(**more),
        cwd=cwd or REPOSITORY,
        timeout=300,
        check=False,
    )


def start(*arguments: object, **more: str) -> subprocess.Popen[bytes]:
    """Start a command, to be killed or interrupted.

    It hears interrupts even where the tests run in the background of a shell, which ignores them.
    """
    return subprocess.Popen(
        ["env", "--default-signal=INT", *command(*arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(**more),
        cwd=REPOSITORY,
        start_new_session=True,
    )
