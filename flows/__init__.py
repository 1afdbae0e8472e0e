"""When, how often, in which order; the only folder that knows Prefect.

Prefect keeps parameters, results and exception texts in a database of its own, so flows and tasks
take case numbers and return counts, and nothing else. Both of its telemetries are switched off
here, before anybody can import it.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

QUIET = {
    "DO_NOT_TRACK": "1",  # the library's first-use events
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",  # the server's heartbeat to its makers
    "PREFECT_LOGGING_TO_API_ENABLED": "false",  # our own log has what is needed
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_ROOT_LEVEL": "CRITICAL",  # it also warns that it is still busy at the end
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_CLIENT_MAX_RETRIES": "3",  # its server is on this machine: it is up or it is not
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}
"""Set whatever the surroundings say: what leaves this machine is not for a shell to decide."""

os.environ.update(QUIET)

TERMINATED = 128 + signal.SIGTERM
"""The exit code of a process that was told to end and has put its things away."""


def settle(folder: Path) -> None:
    """Give Prefect its home inside the store's folder. Call it before anything imports Prefect."""
    os.environ["PREFECT_HOME"] = str(folder / "prefect")
    os.environ["PREFECT_PROFILES_PATH"] = str(folder / "prefect" / "profiles.toml")
