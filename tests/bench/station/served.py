"""The review station of the bench in a process of its own, measuring itself.

``python -m tests.bench.station.served FOLDER`` prints its port, serves until its input ends, and
then prints what each kind of action took, as JSON: milliseconds of wall time from the request to
the end of the answer, and processor time of all the program by action.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

import uvicorn

from pipeline.resources import cpu_seconds
from pipeline.review.app import create_app
from pipeline.settings import Settings
from pipeline.store import open_store

NAMES = {
    ("POST", "felder"): "save", ("POST", "rueckgaengig"): "undo", ("POST", "wiederholen"): "redo",
    ("POST", "abschliessen"): "finish", ("POST", "naechster-fall"): "next",
    ("POST", "herzschlag"): "beat", ("GET", "arbeitsvorrat"): "list",
}  # fmt: skip


def named(method: str, path: str) -> str:
    """What kind of action a request is."""
    parts = path.strip("/").split("/")
    found = next((NAMES[method, part] for part in parts if (method, part) in NAMES), "")
    return found or ("open" if method == "GET" and parts[0] == "faelle" else "other")


class Measured:
    """The application with a watch."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app
        self.took: defaultdict[str, list[float]] = defaultdict(list)
        self.began = (time.monotonic(), cpu_seconds())

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        began = time.perf_counter()
        await self.app(scope, receive, send)
        if scope["type"] == "http":
            self.took[named(scope["method"], scope["path"])].append(time.perf_counter() - began)

    def figures(self) -> dict[str, Any]:
        every = [took for some in self.took.values() for took in some]
        seconds, processor = time.monotonic() - self.began[0], cpu_seconds() - self.began[1]
        return {
            "all": _of(every), **{name: _of(some) for name, some in sorted(self.took.items())},
            "cpu_ms_per_action": round(1000 * processor / max(1, len(every)), 1),
            "actions_per_second": round(len(every) / seconds, 1),
            "cores": round(processor / seconds, 2),
        }  # fmt: skip


def _of(took: list[float]) -> dict[str, float]:
    parts = quantiles([1000 * one for one in took], n=100) if len(took) > 1 else [0.0] * 99
    return {"count": len(took), "median": round(parts[49], 1), "p99": round(parts[98], 1),
            "max": round(1000 * max(took, default=0), 1)}  # fmt: skip


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    settings = Settings(data=Path(sys.argv[1]), database_url=sys.argv[2])
    store = open_store(settings)
    app = Measured(create_app(store, settings))
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="on", timeout_keep_alive=60)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    say(str(server.servers[0].sockets[0].getsockname()[1]))
    for line in sys.stdin:
        if line.strip() == "again":  # what was measured so far was warming up
            app.took.clear()
            app.began = (time.monotonic(), cpu_seconds())
    figures = app.figures()
    server.should_exit = True
    thread.join()
    store.close()
    say(json.dumps(figures))


if __name__ == "__main__":
    main()
