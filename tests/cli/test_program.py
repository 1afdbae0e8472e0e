"""The program as a process: quick to answer, readable for everybody who may, silent otherwise."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import fake_readers as fakes
import pytest
from program import command, eingang, environment

from pipeline.cli import PIPE_CLOSED
from pipeline.errors import DiskError
from pipeline.store.files import UnreadableError

HELP_SECONDS = 0.7


def test_help_answers_at_once() -> None:
    taken = []
    for _ in range(4):
        started = time.monotonic()
        assert eingang("--help").returncode == 0
        taken.append(time.monotonic() - started)

    assert min(taken) < HELP_SECONDS


@pytest.mark.parametrize("what", [["rules", "list"], ["forms", "list"]], ids=["long", "short"])
def test_a_reader_that_hangs_up_is_no_fault_of_ours(what: list[str]) -> None:
    started = subprocess.Popen(
        command(*what),
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert started.stdout
    assert started.stderr

    started.stdout.close()

    assert started.stderr.read() == b""
    assert started.wait(60) == PIPE_CLOSED
    started.stderr.close()


@pytest.mark.flow
@pytest.mark.xdist_group("flow")
def test_without_the_right_to_write_nothing_is_done_and_it_says_so(tmp_path: Path) -> None:
    scan = fakes.scan(tmp_path / "a.tif", fakes.FORM)
    (tmp_path / "data").mkdir(mode=0o555)

    done = eingang("intake", scan, "--data", tmp_path / "data", as_anybody=True)

    assert done.returncode == DiskError.exit_code
    assert len(done.stderr.splitlines()) == 2
    assert done.stdout == ""


def test_a_file_that_may_not_be_read_and_was_named_is_told_like_one_in_a_folder(
    tmp_path: Path,
) -> None:
    locked = fakes.scan(tmp_path / "brief.tif", fakes.FORM)
    locked.chmod(0o000)

    done = eingang("intake", locked, "--data", tmp_path / "data", as_anybody=True)

    assert done.returncode == UnreadableError.exit_code
    assert "brief.tif lässt sich nicht lesen. Bitte Leserechte" in done.stdout


@pytest.mark.flow
@pytest.mark.xdist_group("flow")
def test_a_file_that_may_not_be_read_is_noted_and_the_others_go_on(
    tmp_path: Path, server: dict[str, str]
) -> None:
    (tmp_path / "post").mkdir()
    fakes.scan(tmp_path / "post" / "a.tif", [30])
    locked = fakes.scan(tmp_path / "post" / "b.tif", fakes.FORM)
    locked.chmod(0o000)
    data = tmp_path / "data"

    done = eingang("intake", tmp_path / "post", "--data", data, "--json", as_anybody=True, **server)

    assert done.stderr == ""
    assert [item["state"] for item in json.loads(done.stdout)] == ["zu prüfen", "abgewiesen"]
    listed = json.loads(eingang("cases", "--data", data, "--json", as_anybody=True).stdout)
    assert listed[-1]["hint"]


@pytest.mark.flow
@pytest.mark.xdist_group("flow")
def test_a_full_disk_loses_nothing_and_the_next_run_goes_on(
    small_disk: Path, server: dict[str, str]
) -> None:
    post = small_disk.parent / "post"
    for number in range(3):
        fakes.scan(post / f"{number}.tif", fakes.FORM, number)
    ballast = small_disk / "ballast"
    state = os.statvfs(small_disk)
    ballast.write_bytes(b"x" * (state.f_bavail * state.f_frsize - 3_000_000))

    full = eingang("intake", post, "--data", small_disk / "data")
    assert full.returncode == DiskError.exit_code
    assert len(full.stderr.splitlines()) == 2

    ballast.unlink()
    done = eingang("intake", post, "--data", small_disk / "data", "--json", **server)
    assert [item["state"] for item in json.loads(done.stdout)] == ["bereit"] * 3
