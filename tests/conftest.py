"""Options of the whole suite."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from pipeline.model import ItemResult

SERVER = ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING")

_numbers = count(1)

FAKES = Path(__file__).parent / "fakes"
sys.path.append(str(FAKES))  # readers of painted pages, for tests of everything around reading


settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
"""How long an example takes hangs on what else the machine does; how long the suite may is said
elsewhere."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regold",
        action="store_true",
        help="rewrite the findings of tests/golden/cases; look at the difference like at code",
    )
    parser.addoption(
        "--minutes",
        type=float,
        default=0.4,
        help="how long twenty people work at the review station at once",
    )
    parser.addoption(
        "--kills",
        type=int,
        default=2,
        help="at how many moments to kill an intake and a hand-over; each takes a quarter minute",
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 MiB in memory; skipped where mounting is not permitted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting is not permitted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


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


@pytest.fixture
def new_database(postgres: str) -> str:
    """The URL of an empty PostgreSQL database."""
    import psycopg

    name = f"t{next(_numbers)}"
    with psycopg.connect(postgres.format(name="postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name}")
    return postgres.format(name=name)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What leads programs to one Prefect server for all tests; each start takes seconds."""
    before = dict(os.environ)
    from flows.server import await_ready, running

    with running(tmp_path_factory.mktemp("server")):
        await_ready()
        yield {name: os.environ[name] for name in SERVER}
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def read_sample() -> Callable[[str], ItemResult]:
    """What the shipped readers make of a shipped sample; read once for all tests."""
    from pipeline.batches import mail_items
    from pipeline.process import process_item

    samples = Path(__file__).parents[1] / "sample_scans" / "samples"

    @cache
    def read(name: str) -> ItemResult:
        (item,) = mail_items([samples / name])
        return process_item(item.files)

    return read
