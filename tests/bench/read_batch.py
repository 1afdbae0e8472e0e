"""Reads a batch as the flow does and prints the cost; a process in which nothing else is loaded."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sqlalchemy import select

from flows.intake import read_cases
from pipeline import schema
from pipeline.batches import mail_items
from pipeline.intake import take_in
from pipeline.resources import measured
from pipeline.settings import Settings
from pipeline.store import open_store


def read_batch(folder: Path, workers: int) -> tuple[float, float, float]:
    """Read the mail items of ``folder/batch``: Prefect's share of the wall time, peak MiB, seconds.

    The task bodies' seconds are those that the store keeps with every case that was read.
    """
    settings = Settings(data=folder / "data", database_url="", workers=workers)
    store = open_store(settings)
    cases = [taken.case for taken in take_in(store, list(mail_items([folder / "batch"])))]
    with measured() as cost:
        read_cases(store, settings, cases, lambda case, page: None)
    with store.read() as db:
        bodies = sum(db.scalars(select(schema.runs.c.seconds)))
        outcomes = set(db.scalars(select(schema.runs.c.outcome)))
    assert outcomes == {"read"}, outcomes
    return 1 - bodies / cost.wall_seconds, cost.peak_rss_mib, cost.wall_seconds


if __name__ == "__main__":
    sys.stdout.write(json.dumps(read_batch(Path(sys.argv[1]), int(sys.argv[2]))) + "\n")
