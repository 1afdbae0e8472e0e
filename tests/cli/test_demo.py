"""The demonstration works on a store of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.cli import demo, run
from pipeline.cli.intake import read_batch
from pipeline.settings import Settings
from pipeline.store import case_ids, open_store

ROOT = Path(__file__).parents[2]


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the samples in and leave them unread."""

    def left(*given: object, **named: object) -> object:
        monkeypatch.setattr("pipeline.cli.intake.pending", lambda db, wanted: ())
        return read_batch(*given, **named)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(demo, "read_batch", left)


@pytest.mark.usefixtures("unread")
def test_the_demonstration_leaves_the_database_of_the_office_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EINGANG_DATABASE_URL", "postgresql://niemand@127.0.0.1:1/fachdaten")
    folder = tmp_path / "demo"

    assert run(["demo", "--data", str(folder)]) == 0

    store = open_store(Settings(data=folder, database_url=""))
    with store.read() as db:
        assert len(case_ids(db)) == len(demo.SAMPLES)
    store.close()
    assert f"EINGANG_DATABASE_URL= eingang --data {folder} show" in capsys.readouterr().out


@pytest.mark.usefixtures("unread")
def test_the_readme_shows_what_the_demonstration_prints_but_for_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.argv", [".venv/bin/eingang", "demo"])

    assert run(["demo", "--data", str(tmp_path / "demo")]) == 0

    printed = capsys.readouterr().out.replace(str(tmp_path / "demo"), "eingang-demo")
    shown = (ROOT / "README.md").read_text("utf-8").split("```")[1].removeprefix("text\n")
    assert list(map(shape, shown.splitlines())) == list(map(shape, printed.splitlines()))


def shape(line: str) -> str:
    """A line without what differs from run to run: case numbers, and what was found."""
    line = re.sub(r"UV-\w{4}-\w{4}", "UV", " ".join(line.split()))
    return re.sub(r"^UV .* ", "UV ... ", line)
