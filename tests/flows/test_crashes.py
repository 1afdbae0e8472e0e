"""Killed at any moment and started again: the same cases, nothing twice, nothing lost."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import fake_readers as fakes
import pytest
from program import eingang, start

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("flow")]

ITEMS = 4
PAUSE = "0.03"
"""Seconds per page, so that a kill can fall into the middle of a case."""

PATIENCE = 120
"""Seconds after which a command that has not come so far will not do so any more."""


@dataclass(frozen=True)
class Moment:
    """When to kill: so many steps were done, and then a little later."""

    steps: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.steps}-steps-and-{self.seconds:.3f}s"


def moments(count: int) -> list[Moment]:
    """Two that hurt in every run of the suite, then any number; the same ones each time."""
    rng = random.Random(20260304)
    few = [Moment(3, 0.05), Moment(2 * ITEMS, 0.02)]
    more = (Moment(rng.randint(0, 2 * ITEMS), rng.uniform(0, 0.3)) for _ in range(count))
    return [*few, *more][:count]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "moment" in metafunc.fixturenames:
        count = metafunc.config.getoption("--kills")
        metafunc.parametrize("moment", moments(count), ids=str)


def post(folder: Path) -> Path:
    for number in range(ITEMS):
        fakes.scan(folder / f"{number}.tif", [*fakes.FORM, 200], number)
    return folder


def killed_at(moment: Moment, steps: Callable[[], int], *arguments: object, **more: str) -> None:
    """Start a command and kill it without warning; its helpers must notice by themselves."""
    process = start(*arguments, **more)
    until = time.monotonic() + PATIENCE
    while steps() < moment.steps and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(moment.seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def steps_of_intake(data: Path) -> int:
    """Cases begun and cases ended, as the store knows them."""
    try:
        with closing(sqlite3.connect(f"file:{data / 'eingang.db'}?mode=ro", uri=True)) as db:
            query = "SELECT (SELECT count(*) FROM attempts) + (SELECT count(*) FROM runs)"
            return int(db.execute(query).fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # not made yet, or just being written


def test_an_intake_that_is_killed_ends_as_if_it_had_not_been(
    tmp_path: Path, server: dict[str, str], moment: Moment
) -> None:
    letters, data = post(tmp_path / "post"), tmp_path / "data"

    killed_at(
        moment, lambda: steps_of_intake(data),
        "intake", letters, "--data", data, **server, EINGANG_TEST_PAUSE=PAUSE,
    )  # fmt: skip
    done = eingang("intake", letters, "--data", data, "--json", **server)

    items = json.loads(done.stdout)
    assert [item["state"] for item in items] == ["bereit"] * ITEMS
    assert done.stderr == ""
    _nothing_twice_and_nothing_lost(data)


def _nothing_twice_and_nothing_lost(data: Path) -> None:
    per_case = len([*fakes.FORM, 200])
    with closing(sqlite3.connect(data / "eingang.db")) as db:
        count = lambda what: db.execute(f"SELECT {what}").fetchone()[0]  # noqa: E731 - ours
        assert count("count(*) FROM cases") == ITEMS
        assert count("count(*) FROM arrivals") == ITEMS
        assert count("count(*) FROM runs") == ITEMS
        assert count("count(*) FROM pages") == ITEMS * per_case
        assert count("count(*) FROM readings") == ITEMS * len(fakes.ITEMS)
        kept = {row[0] for row in db.execute("SELECT sha256 FROM scans")}
    files = {p.name for p in (data / "files").glob("??/*")}
    assert kept <= files


def test_a_hand_over_that_is_killed_delivers_every_case_once(
    tmp_path: Path, server: dict[str, str], ready: Path, moment: Moment
) -> None:
    import shutil

    data = tmp_path / "data"
    shutil.copytree(ready, data)

    killed_at(
        moment, lambda: len(list((data / "ausgang").glob("*"))), "emit", "--data", data, **server
    )
    _only_whole_bundles(data / "ausgang")
    done = eingang("emit", "--data", data, "--json", **server)

    assert done.stderr == ""
    assert len(list((data / "ausgang").glob("*.done"))) == ITEMS
    _only_whole_bundles(data / "ausgang")
    with closing(sqlite3.connect(data / "eingang.db")) as db:
        assert db.execute("SELECT count(*) FROM outbox").fetchone()[0] == ITEMS


def _only_whole_bundles(target: Path) -> None:
    """What the other side may look at is complete at every moment."""
    for marker in target.glob("*.done"):
        bundle = target / marker.stem
        manifest = json.loads((bundle / "manifest.json").read_text("utf-8"))
        for entry in manifest["files"]:
            assert (bundle / entry["path"]).stat().st_size == entry["size"]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory, server: dict[str, str]) -> Path:
    """A store whose cases may all go."""
    root = tmp_path_factory.mktemp("ready")
    eingang("intake", post(root / "post"), "--data", root / "data", **server)
    return root / "data"


def test_helpers_end_when_the_command_is_killed(tmp_path: Path) -> None:
    letters = post(tmp_path / "post")
    data = tmp_path / "data"
    killed_at(
        Moment(1, 0.1), lambda: steps_of_intake(data),
        "intake", letters, "--data", data, EINGANG_TEST_PAUSE="0.2",
    )  # fmt: skip

    until = time.monotonic() + 30
    while left := _processes_of(tmp_path):
        assert time.monotonic() < until, left
        time.sleep(0.2)


def _processes_of(folder: Path) -> list[str]:
    """Processes that still know the folder from their surroundings."""
    mark = str(folder).encode()
    left = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (process / "environ").read_bytes() and "pytest" not in (
                process / "cmdline"
            ).read_text(errors="replace"):
                left.append((process / "cmdline").read_text(errors="replace"))
    return left


def test_an_interrupt_ends_with_one_sentence(tmp_path: Path, server: dict[str, str]) -> None:
    letters = post(tmp_path / "post")
    process = start(
        "intake", letters, "--data", tmp_path / "data", **server, EINGANG_TEST_PAUSE="2"
    )
    until = time.monotonic() + PATIENCE
    while not steps_of_intake(tmp_path / "data") and time.monotonic() < until:
        time.sleep(0.05)

    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)

    assert process.returncode == 130
    assert said.decode().splitlines() == [
        "Abgebrochen.", "Derselbe Aufruf macht dort weiter, wo es aufgehört hat."
    ]  # fmt: skip
