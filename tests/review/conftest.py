"""Every test of the desk runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import enumerate as enumerate_threads

import pytest

from pipeline.review import queue
from pipeline.settings import Settings
from pipeline.store import Store, open_store


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a fresh store on either database."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("new_database")
    return Settings(data=tmp_path / "data", database_url=url)


@pytest.fixture
def opened(settings: Settings) -> Iterator[Store]:
    store = open_store(settings)
    yield store
    for thread in enumerate_threads():
        if thread.name == queue.BESIDE:
            thread.join()
    store.close()
