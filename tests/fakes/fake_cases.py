"""Stores with cases in them, read by the fake readers, for tests of everything after reading."""

from __future__ import annotations

from pathlib import Path

import fake_readers as fakes

from pipeline.batches import mail_items
from pipeline.intake import take_in
from pipeline.reading import read_case
from pipeline.settings import Settings
from pipeline.store import Store, pending


def with_case(opened: Store, scan: Path, settings: Settings | None = None) -> str:
    """Take a scan in and read it; its case number."""
    (taken,) = take_in(opened, list(mail_items([scan])))
    with opened.read() as db:
        waiting = pending(db, [taken.case])
    for case in waiting:
        read_case(opened, case, settings or Settings(data=opened.folder), readers=fakes.fake())
    return taken.case
