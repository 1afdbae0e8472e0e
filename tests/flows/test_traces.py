"""However an intake ends, no picture of what somebody wrote is left lying about."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from program import start

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("flow")]

PATIENCE = 120
"""Seconds after which a command that has not come so far will not do so any more."""

SLOW = """#!/bin/sh
case "$*" in --version) echo tesseract 4.9.9; exit ;; *list.txt*) exec sleep 300 ;; esac
exec {tesseract} "$@"
"""
"""Tesseract, except that it never ends once it has pictures to read, and reads files: its version
is none of which there is a library."""


@pytest.fixture
def path_with_slow_tesseract(tmp_path: Path) -> str:
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(SLOW.format(tesseract=shutil.which("tesseract")))
    program.chmod(0o755)
    return f"{program.parent}{os.pathsep}{os.environ['PATH']}"


def letter(path: Path) -> Path:
    """A page of writing."""
    page = np.full((1170, 830), 255, np.uint8)
    for line in range(20):
        place = (60, 100 + 45 * line)
        cv2.putText(page, "Sehr geehrte Damen und Herren", place, 0, 1.2, 0, 2)
    cv2.imwrite(str(path), page)
    return path


def pictures(folder: Path) -> list[Path]:
    return list(folder.rglob("*.pgm"))


@pytest.mark.parametrize(("told", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_ends_an_intake_early_finds_no_picture(
    tmp_path: Path, server: dict[str, str], path_with_slow_tesseract: str, told: int, code: int
) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    elsewhere.mkdir()
    process = start(
        "intake", letter(tmp_path / "a.png"), "--data", data, **server, EINGANG_TEST_READERS="",
        PATH=path_with_slow_tesseract, TMPDIR=str(elsewhere),
    )  # fmt: skip
    until = time.monotonic() + PATIENCE
    while not pictures(tmp_path) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    assert all(path.is_relative_to(data / "tmp") for path in pictures(tmp_path))
    assert pictures(tmp_path)

    process.send_signal(told)
    process.communicate(timeout=PATIENCE)

    assert process.returncode == code
    assert pictures(tmp_path) == []
    assert [p.name for p in (data / "tmp").iterdir()] == ["lock"]
