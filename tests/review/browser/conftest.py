"""A real browser in front of a real server, over cases that were read from shipped samples."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import PENCIL, TYPED, Served, listening
from playwright.sync_api import Browser, sync_playwright
from station import office, with_accounts, with_samples

from pipeline.model import ItemResult
from pipeline.settings import Settings
from pipeline.store import open_store


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the whole session: its event loop would run on below the tests of others."""
    program = shutil.which("chromium")
    if not program:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def prepared(
    read_sample: Callable[[str], ItemResult], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, str]]:
    """A folder with two cases and their numbers, to be copied."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    store = open_store(Settings(data=folder, database_url=""))
    cases = with_samples(store, read_sample, (PENCIL, TYPED))
    with_accounts(store)
    store.close()
    return folder, dict(zip((PENCIL, TYPED), cases, strict=True))


@pytest.fixture
def served(prepared: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Served]:
    folder, cases = prepared
    shutil.copytree(folder, tmp_path / "data")
    settings = Settings(data=tmp_path / "data", database_url="")
    store = open_store(settings)
    place = office(store, settings)
    with listening(place) as url:
        found = Served(place, url, cases)
        yield found
    store.close()
    assert not found.faults
