"""Pictures for Tesseract go with the process that laid them down."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from pipeline.errors import DiskError
from pipeline.store.scratch import scratch, sweep_scratch


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("TMPDIR", tempfile.gettempdir())


def test_temporary_files_lie_in_the_store_and_nobody_else_may_look(tmp_path: Path) -> None:
    with scratch(tmp_path) as own, tempfile.TemporaryDirectory() as place:
        assert Path(place).parent == own
        assert own.parent == tmp_path / "tmp"
        assert own.stat().st_mode & 0o077 == own.parent.stat().st_mode & 0o077 == 0

    assert not own.exists()


def test_what_a_killed_process_left_is_swept_and_work_in_progress_is_not(tmp_path: Path) -> None:
    with scratch(tmp_path) as own:
        (own / "00000.pgm").touch()
        left = tmp_path / "tmp" / "killed"
        left.mkdir()
        (left / "in-use").touch()
        (left / "00000.pgm").touch()

        sweep_scratch(tmp_path)

        assert not left.exists()
        assert (own / "00000.pgm").exists()


def test_a_store_that_never_read_anything_has_nothing_to_sweep(tmp_path: Path) -> None:
    sweep_scratch(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_no_place_for_pictures_is_an_error_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "tmp").touch()

    with pytest.raises(DiskError), scratch(tmp_path):
        pass
