"""Many writers of one process wait in a row, and without what the one at work needs."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import text

from pipeline.settings import Settings
from pipeline.store import Store, open_store

WRITERS = 20
"""More than there are connections."""


def test_whoever_writes_can_look_something_up_while_twenty_others_wait(tmp_path: Path) -> None:
    store = open_store(Settings(data=tmp_path, database_url=""))
    with ThreadPoolExecutor(WRITERS) as others:
        with store.write():
            waiting = [others.submit(_write, store) for _ in range(WRITERS)]
            time.sleep(0.5)
            began = time.monotonic()

            with store.read() as db:
                assert db.execute(text("SELECT 1")).scalar() == 1

            assert time.monotonic() - began < 5
            assert not any(one.done() for one in waiting)
        assert [one.result() for one in waiting] == [1] * WRITERS
    store.close()


def _write(store: Store) -> int:
    with store.write() as db:
        return int(db.execute(text("SELECT 1")).scalar_one())
