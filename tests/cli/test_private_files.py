"""What the commands write for a person is for that person alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_desk import desk_in

from pipeline.cli import run


@pytest.fixture
def umask() -> Iterator[None]:
    """What an ordinary shell has: others may read what is made."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_pages_and_exports_are_for_their_owner_alone(tmp_path: Path, umask: None) -> None:
    out = tmp_path / "für-mich"
    out.mkdir(0o700)
    with desk_in(tmp_path) as desk:
        case, data = desk.case, str(desk.store.folder)

    run(["show", case, "--pages", str(out / "bilder"), "--data", data])
    run(["export", case, "--out", str(out / "fall.json"), "--data", data])

    made = list(out.rglob("*"))
    assert len(made) > len(["bilder", "fall.json"])
    assert [path for path in made if path.stat().st_mode & 0o077] == []


def test_a_file_that_is_there_keeps_its_rights(tmp_path: Path, umask: None) -> None:
    out = tmp_path / "fall.json"
    out.touch(0o640)
    with desk_in(tmp_path) as desk:
        case, data = desk.case, str(desk.store.folder)

    run(["export", case, "--out", str(out), "--data", data])

    assert out.stat().st_mode & 0o777 == 0o640
    assert out.stat().st_size > 0


def test_a_store_in_a_folder_that_others_made_is_for_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "daten"
    data.mkdir(0o755)
    paper = tmp_path / "leer.txt"
    paper.write_text("kein Antrag", encoding="utf-8")
    command = "import os, pipeline.cli; os.umask(0o022); pipeline.cli.app()"

    subprocess.run(
        [sys.executable, "-c", command, "intake", str(paper), "--data", str(data)], check=False
    )

    made = list(data.rglob("*"))
    assert any(path.suffix == ".db" for path in made)
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []
