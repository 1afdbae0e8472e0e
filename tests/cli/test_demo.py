"""The demonstration works on a store of its own."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batches import mail_items
from pipeline.cli import demo, run
from pipeline.cli.intake import read_batch
from pipeline.errors import DiskError, UncheckedError
from pipeline.intake import take_in
from pipeline.settings import Settings
from pipeline.store import add_decision, case_ids, open_store

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


@pytest.mark.usefixtures("unread")
def test_the_demonstration_goes_where_the_call_says_in_front_of_the_command_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(["--data", str(tmp_path / "hier"), "demo"]) == 0

    assert [path.name for path in tmp_path.iterdir()] == ["hier"]


@pytest.mark.usefixtures("unread")
def test_an_old_demonstration_is_thrown_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "demo"
    run(["demo", "--data", str(folder)])
    (folder / "seiten").mkdir()
    (folder / "seiten" / "seite-01.png").touch()  # as they were called once
    (folder / "seiten" / "UV-1234-5678-seite-01.png").touch()
    (folder / "fall.json").touch()
    assert run(["--data", str(folder), "emit", "--to", "folder"]) == 0
    capsys.readouterr()

    assert run(["demo", "--data", str(folder)]) == 0

    assert capsys.readouterr().err == ""
    assert not (folder / "seiten").exists()
    assert not (folder / "ausgang").exists()


@pytest.mark.usefixtures("unread")
def test_every_command_that_the_demonstration_names_works_as_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "zum Ansehen"
    run(["demo", "--data", str(folder)])
    commands = re.findall(r"^  (eingang .*)$", capsys.readouterr().out, re.MULTILINE)
    monkeypatch.chdir(tmp_path)

    ends = {line: run(shlex.split(line)[1:]) for line in commands if not line.endswith("review")}

    assert len(ends) == 6
    assert {line: code for line, code in ends.items() if code} == {
        line: UncheckedError.exit_code
        for line in ends
        if " check " in line  # left unread here
    }
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    assert run(["demo", "--data", str(folder)]) == 0


def _own_mail(folder: Path) -> None:
    (folder.parent / "eigen.pdf").write_bytes(b"%PDF-")
    store = open_store(Settings(data=folder, database_url=""))
    take_in(store, list(mail_items([folder.parent / "eigen.pdf"])))
    store.close()


def _foreign_bundle(folder: Path) -> None:
    (folder / "ausgang" / "UV-1234-5678_r1").mkdir(parents=True)


def _release(folder: Path) -> None:
    store = open_store(Settings(data=folder, database_url=""))
    with store.write() as db:
        add_decision(db, case_ids(db)[0], 1, "release", reason="geprüft", person="K. Muster")
    store.close()


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize(
    ("add", "words"),
    [
        (_own_mail, "andere Sendungen"),
        (_release, "gearbeitet"),
        (_foreign_bundle, "UV-1234-5678_r1"),
        (lambda folder: (folder / "brief.pdf").touch(), "brief.pdf"),
        (lambda folder: (folder / "eingang.db").write_bytes(b"x" * 9999), "nicht öffnen"),
    ],
    ids=["mail", "release", "hand-over", "file", "damage"],
)
def test_a_demonstration_is_kept_where_anything_else_lies(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    add: Callable[[Path], object],
    words: str,
) -> None:
    folder = tmp_path / "demo"
    run(["demo", "--data", str(folder)])
    add(folder)
    before = set(folder.rglob("*"))
    capsys.readouterr()

    assert run(["demo", "--data", str(folder)]) == DiskError.exit_code

    sentence, hint = capsys.readouterr().err.splitlines()
    assert str(folder) in sentence
    assert words in hint
    assert "umbenennen oder löschen" in hint
    assert before <= set(folder.rglob("*"))


def shape(line: str) -> str:
    """A line without what differs from run to run: case numbers, passwords, and what was found."""
    line = re.sub(r"UV-\w{4}-\w{4}", "UV", " ".join(line.split()))
    line = re.sub(r"Kennwort \w{4}(-\w{4}){3}", "Kennwort ...", line)
    return re.sub(r"^UV .* ", "UV ... ", line)
