"""Every store test runs on SQLite and on a private PostgreSQL (which refuses to be root's)."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.store import Store, open_store

_numbers = count(1)


def _as_ordinary_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to start as root; ``nobody`` then owns the folder."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "nobody")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL that only this run knows, on a Unix socket in its own folder."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which("initdb") or (programs and str(programs[-1] / "initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed")
    bin_folder = Path(found).parent
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        user = _as_ordinary_user(folder)
        run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
        data = folder / "data"
        subprocess.run(
            [*user, bin_folder / "initdb", "-D", data, "-U", "eingang", "-A", "trust",
             "-E", "UTF8", "--locale=C", "--no-sync"], **run)  # fmt: skip
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        control = [*user, bin_folder / "pg_ctl", "-D", data, "-w"]
        subprocess.run([*control, "-l", folder / "log", "-o", options, "start"], **run)
        try:
            yield f"postgresql://eingang@/{{name}}?host={folder}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **run)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a fresh store on either database."""
    if request.param == "sqlite":
        return Settings(data=tmp_path / "data", database_url="")
    url: str = request.getfixturevalue("postgres")
    name = f"t{next(_numbers)}"
    import psycopg

    with psycopg.connect(url.format(name="postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name}")
    return Settings(data=tmp_path / "data", database_url=url.format(name=name))


@pytest.fixture
def opened(settings: Settings) -> Iterator[Store]:
    store = open_store(settings)
    yield store
    store.close()
