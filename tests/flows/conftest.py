"""One Prefect server for all flow tests that do not test its start; each start takes seconds."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

SERVER = ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The variables that lead a program to the common server."""
    before = dict(os.environ)
    from flows.server import await_ready, running

    with running(tmp_path_factory.mktemp("server")):
        await_ready()
        yield {name: os.environ[name] for name in SERVER}
    os.environ.clear()
    os.environ.update(before)
