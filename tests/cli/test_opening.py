"""Where the store is not what somebody thinks: said in one sentence, and nothing is made."""

from __future__ import annotations

from pathlib import Path

import fake_readers as fakes
import pytest
from fake_desk import desk_in
from program import eingang

from pipeline import errors
from pipeline.cli import WRONG_USAGE, run
from pipeline.settings import Settings
from pipeline.store import open_store

COMMANDS = (
    "cases", "show UV-7K3M-Q9XW", "check UV-7K3M-Q9XW", "emit", "emit --case UV-7K3M-Q9XW",
    "release UV-7K3M-Q9XW --reason Vollmacht", "export UV-7K3M-Q9XW --out fall.json", "audit",
    "export-corrections --out neu", "review --port 0", "accounts list",
    "accounts add anna --role pruefer", "accounts password anna", "accounts lock anna",
    "accounts unlock anna",
)  # fmt: skip
"""All commands that work on a store and take nothing in."""


@pytest.mark.parametrize("command", COMMANDS)
def test_who_takes_nothing_in_makes_no_store(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run([*command.split(), "--data", str(tmp_path / "neu")]) == errors.StoreError.exit_code

    sentence, hint = capsys.readouterr().err.splitlines()
    assert "neu" in sentence
    assert "noch nichts eingelesen; --data oder EINGANG_DATA" in hint
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_mail_makes_a_store_for_the_first_accounts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "post").mkdir()
    data = ["--data", str(tmp_path / "neu")]

    assert run(["intake", str(tmp_path / "post"), *data]) == 0
    assert run(["accounts", "add", "anna", "--role", "leitung", *data]) == 0

    assert "anna kann sich anmelden (Leitung)." in capsys.readouterr().out


@pytest.mark.parametrize("command", ["cases", "emit"])
def test_a_database_that_does_not_answer_is_the_trouble_and_not_the_folder(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    monkeypatch.setenv("EINGANG_DATABASE_URL", "postgresql://127.0.0.1:1/faelle")

    assert run([command, "--data", str(tmp_path / "neu")]) == errors.StoreError.exit_code

    sentence, hint = capsys.readouterr().err.splitlines()
    assert "faelle auf 127.0.0.1" in sentence
    assert "ob PostgreSQL läuft" in hint
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_answers_says_nothing_of_a_folder_that_is_not_there(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    new_database: str,
) -> None:
    monkeypatch.setenv("EINGANG_DATABASE_URL", new_database)

    assert run(["cases", "--data", str(tmp_path / "neu")]) == errors.StoreError.exit_code

    assert "noch nichts eingelesen" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("locked", ["eingang.db", "."])
def test_a_store_that_may_not_be_read_says_so(tmp_path: Path, locked: str) -> None:
    data = tmp_path / "data"
    open_store(Settings(data=data, database_url="")).close()
    (data / locked).chmod(0o000)

    done = eingang("cases", "--data", data, as_anybody=True)
    data.chmod(0o700)

    assert done.returncode == errors.StoreError.exit_code
    sentence, hint = done.stderr.splitlines()
    assert sentence == f"Der Datenbestand {data} lässt sich nicht öffnen."
    assert "Leserechte" in hint


def test_an_original_that_is_gone_is_named_and_no_pages_are_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk_in(tmp_path) as desk:
        (original,) = (path for path in desk.store.folder.glob("files/*/*") if path.is_file())
    original.unlink()
    call = ["show", desk.case, "--data", str(desk.store.folder)]

    assert run([*call, "--pages", str(tmp_path / "bilder")]) == errors.StoreError.exit_code

    sentence, hint = capsys.readouterr().err.splitlines()
    assert str(original.relative_to(desk.store.folder)) in sentence
    assert "s.tif" in hint
    assert not (tmp_path / "bilder").exists()
    assert run(call) == 0


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_doctor_makes_no_store_either(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    database: str,
) -> None:
    if database == "postgresql":
        url = request.getfixturevalue("new_database")
        monkeypatch.setenv("EINGANG_DATABASE_URL", url)

    run(["doctor", "--data", str(tmp_path / "neu")])

    assert "wird beim ersten Einlesen angelegt" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "error"), [("/proc/eingang", errors.DiskError), ("scan.tif", errors.StoreError)]
)
def test_a_store_that_cannot_be_made_is_one_sentence_and_one_hint(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    place: str,
    error: type[errors.EingangError],
) -> None:
    monkeypatch.chdir(tmp_path)
    scan = fakes.scan(tmp_path / "scan.tif", [30])

    assert run(["intake", str(scan), "--data", place]) == error.exit_code

    sentence, hint = capsys.readouterr().err.splitlines()
    assert place in sentence
    assert hint


def test_a_database_that_does_not_answer_is_named_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EINGANG_DATABASE_URL", "postgresql://amt:geheim@127.0.0.1:1/faelle")

    assert run(["cases", "--data", str(tmp_path)]) == errors.StoreError.exit_code

    said = capsys.readouterr().err
    assert "faelle auf 127.0.0.1" in said
    assert "PostgreSQL" in said
    assert "geheim" not in said


@pytest.mark.parametrize(
    "arguments",
    [["--data", "", "cases"], ["cases", "--data", ""], ["intake", ""], ["demo", "--data", " "],
     ["show", "UV-7K3M-Q9XW", "--pages", ""], ["emit", "--to", "folder:"]],
    ids=" ".join,
)  # fmt: skip
def test_a_path_that_is_empty_does_not_mean_another_folder(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(arguments) == WRONG_USAGE

    sentence, hint = capsys.readouterr().err.splitlines()
    assert "leer" in sentence or "fehlt der Ordner" in sentence
    assert hint
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_is_empty_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"EINGANG_{name.upper()}", raising=False)
    defaults = Settings()

    for name in Settings.model_fields:
        monkeypatch.setenv(f"EINGANG_{name.upper()}", "")

    assert Settings() == defaults


@pytest.mark.parametrize("made", [True, False])
def test_the_doctor_finds_a_folder_that_cannot_be_written(tmp_path: Path, made: bool) -> None:
    data = tmp_path / "fest" / "data"
    (data if made else data.parent).mkdir(parents=True)
    (data if made else data.parent).chmod(0o555)

    done = eingang("doctor", "--data", data, as_anybody=True)

    assert done.returncode == 1
    assert done.stderr == ""
    assert "fehlt   Datenbestand" in done.stdout
    assert f"In {data if made else data.parent} kann nicht geschrieben werden; bitte" in done.stdout


def test_the_doctor_finds_a_file_in_place_of_the_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "brief").touch()

    assert run(["doctor", "--data", str(tmp_path / "brief" / "data")]) == 1

    assert "brief ist eine Datei und kein Ordner." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("EINGANG_RELEASE", "immer", "readings, fehler oder person"),
        ("EINGANG_WORKERS", "abc", "eine ganze Zahl ab 1"),
        ("EINGANG_MAX_PAGES", "0", "eine ganze Zahl ab 1"),
        ("EINGANG_TARGET_ERROR", "2", "eine Zahl zwischen 0 und 1"),
    ],
)
def test_a_wrong_setting_is_told_with_what_it_may_be(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    expected: str,
) -> None:
    monkeypatch.setenv(name, value)

    assert run(["cases"]) == WRONG_USAGE

    sentence, hint = capsys.readouterr().err.splitlines()
    assert name in sentence
    assert f"Erwartet wird {expected}" in hint
