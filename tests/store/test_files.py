"""Kept files are whole or not there."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.store import files


def test_a_file_is_kept_under_its_hash(tmp_path: Path) -> None:
    source = tmp_path / "Antrag Müller.pdf"
    source.write_bytes(b"content")

    sha256, size = files.keep(tmp_path, source)

    assert (sha256, size) == (hashlib.sha256(b"content").hexdigest(), 7)
    assert files.path_of(tmp_path, sha256).read_bytes() == b"content"


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    first = files.keep_bytes(tmp_path, b"content")
    inode = files.path_of(tmp_path, first).stat().st_ino

    assert files.keep_bytes(tmp_path, b"content") == first
    assert files.path_of(tmp_path, first).stat().st_ino == inode


def test_a_copy_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "no space")

    with pytest.raises(OSError, match="no space"):
        files._keep(tmp_path, broken())

    assert [p for p in (tmp_path / "files").rglob("*") if p.is_file()] == []


def test_a_file_that_cannot_be_read_is_told_from_a_store_that_cannot_be_written(
    tmp_path: Path,
) -> None:
    with pytest.raises(files.UnreadableError):
        files.keep(tmp_path, tmp_path)  # reading a folder fails as a broken disk does


def test_a_copy_that_another_intake_has_just_finished_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "glob", lambda folder, _: [folder / "gone"])

    files.sweep(tmp_path)


def test_the_rest_of_an_old_crash_is_swept_and_work_in_progress_is_not(tmp_path: Path) -> None:
    incoming = tmp_path / "files" / "incoming"
    incoming.mkdir(parents=True)
    for name, age in (("old", 2 * files.STALE_AFTER), ("new", 0)):
        (incoming / name).touch()
        os.utime(incoming / name, (time.time() - age,) * 2)

    files.sweep(tmp_path)

    assert [p.name for p in incoming.iterdir()] == ["new"]
