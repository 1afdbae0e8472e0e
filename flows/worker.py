"""A process that reads cases: numbers in on standard input, progress out on standard output.

One process per core. What kills it (a decoder that crashes, no memory left) costs one attempt at
one case and not the batch; it ends by itself when the command that started it is gone. However
it is told to end, it takes the pictures along that it laid down.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

from flows import TERMINATED
from pipeline import log
from pipeline.errors import EingangError
from pipeline.reading import read_case
from pipeline.settings import Settings
from pipeline.store import Store, open_store
from pipeline.store.scratch import scratch


def main() -> None:
    """Read the settings from the first line, then one case number per line."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    settings = Settings.model_validate_json(sys.stdin.readline())
    try:
        store = open_store(settings)
        _warm_up()
        with scratch(store.folder):
            _read_all(store, settings)
    except EingangError as error:
        _tell(**_waits(error))


def _read_all(store: Store, settings: Settings) -> None:
    log.to_folder(store.folder)
    _tell(ready=True)
    for line in sys.stdin:
        _tell(**_read(store, settings, line.strip()))


def _read(store: Store, settings: Settings, case: str) -> dict[str, Any]:
    """Read one case; what goes wrong is told by the name of its class and nothing else."""
    try:
        read_case(store, case, settings, progress=lambda page: _tell(page=page))
    except EingangError as error:
        return _waits(error)
    except Exception as error:
        if os.environ.get("EINGANG_DEBUG"):
            raise
        return {"failed": type(error).__name__}
    return {"done": True}


def _waits(error: EingangError) -> dict[str, Any]:
    """Tell of an error that lies not in the case: all cases wait until it is gone."""
    return {"waits": type(error).__name__, "subject": error.subject, "hint": error.advice}


def _warm_up() -> None:
    """Load the readers while the command is still waiting for other things."""
    from extractors import engine

    engine.ready()  # before anything large is loaded
    from pipeline.readers import installed

    installed()


def _tell(**facts: Any) -> None:
    try:
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit()  # nobody listens any more


if __name__ == "__main__":
    main()
