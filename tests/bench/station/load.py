"""``make bench-station``, its second part: 20 reviewers at once on 5,000 cases.

Everybody decides a field every three seconds, which is what the brief asks of a person; the server
measures itself, in wall time and in processor time, since the machine may be shared.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from pipeline.settings import Settings
from pipeline.store import Store, case_ids, open_store
from tests.bench.station.cases import fakes, made
from tests.bench.station.reviewers import at_work, faults, newest_act, people

PEOPLE, CASES, PAUSE = 20, 5000, 3.0
KINDS = 10
"""Different cases of which the five thousand are copies."""

WARM = 20.0
"""Seconds that are not measured: everything is loaded once."""


def with_cases(folder: Path, count: int, url: str = "") -> Store:
    """A store with so many cases; one that is there already is used again."""
    store = open_store(Settings(data=folder, database_url=url))
    with store.read() as db:
        there = len(case_ids(db))
    if not there:
        fakes.many(store, count, made(1).result)
    return store


def measured(
    folder: Path, *, cases: int = CASES, seconds: float = 60, pause: float = PAUSE,
    count: int = PEOPLE, warm: float = WARM, url: str = "",
) -> tuple[dict[str, Any], list[str]]:  # fmt: skip
    """What each kind of action took, and what was lost, doubled or overwritten."""
    store = with_cases(folder, cases, url)
    settings = Settings(data=folder, database_url=url)
    command = [sys.executable, "-m", "tests.bench.station.served", str(folder), url]
    server = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert server.stdin is not None
    assert server.stdout is not None
    before = newest_act(store)
    some = people(store, settings, int(server.stdout.readline()), count, pause)
    if warm:
        at_work(some, warm)
        server.stdin.write("again\n")
        server.stdin.flush()
        time.sleep(0.2)
    at_work(some, seconds)
    said, _ = server.communicate(timeout=60)
    assert server.returncode == 0, "the server broke"
    figures = json.loads(said.splitlines()[-1])
    told = [one for person in some for one in person.told]
    refused = sum((person.refused for person in some), start=type(some[0].refused)())
    figures |= {"told": len(told), "finished": sum(p.cases for p in some), "refused": dict(refused)}
    found = faults(store, told, before)
    store.close()
    return figures, found
