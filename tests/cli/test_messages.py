"""What is said on a screen reads like German and not like a list of data."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import fake_cases
import fake_readers as fakes
import pytest

import pipeline
from pipeline.cli import WRONG_USAGE, run
from pipeline.settings import Settings
from pipeline.store import open_store


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A store with one case: page 3 of the form and nothing else."""
    store = open_store(Settings(data=tmp_path / "data", database_url=""))
    fake_cases.with_case(store, fakes.scan(tmp_path / "seite3.tif", [30]))
    store.close()
    return tmp_path / "data"


def test_mail_that_was_read_before_is_named_so_in_one_breath(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["intake", str(data.parent / "seite3.tif"), "--data", str(data)]) == 0

    said = capsys.readouterr().out
    assert "schon eingelesen, 1 Seite" in said
    assert said.endswith(". Vom Formular liegt nur Seite 3 vor.  (seite3.tif)\n")
    assert ".," not in said


def test_mail_that_was_refused_before_and_an_empty_file_are_called_so(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data.parent / "leer.pdf").touch()
    store = open_store(Settings(data=data, database_url=""))
    case = fake_cases.with_case(store, data.parent / "leer.pdf")
    store.close()
    empty = "Die Datei ist leer. Bitte die Datei neu übertragen oder scannen."

    run(["intake", str(data.parent / "leer.pdf"), "--data", str(data)])
    taken = capsys.readouterr().out
    run(["check", case, "--data", str(data)])
    checked = capsys.readouterr().err
    run(["show", case, "--data", str(data)])
    shown = capsys.readouterr().out

    assert taken == f"{case}  abgewiesen     wie zuvor: {empty}  (leer.pdf)\n"
    assert checked.endswith(f"\n{empty}\n")
    assert f"\n- {empty}\n" in shown


def test_a_folder_of_empty_pictures_is_said_to_hold_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = data.parent / "post"
    post.mkdir()
    for name, content in (("1.png", b""), ("2.png", b" ")):
        (post / name).write_bytes(content)
    store = open_store(Settings(data=data, database_url=""))
    fake_cases.with_case(store, post)
    (post / "2.png").write_bytes(b"")
    fake_cases.with_case(store, post)
    store.close()

    run(["intake", str(post), "--data", str(data)])

    assert "wie zuvor: Alle Dateien sind leer." in capsys.readouterr().out


@pytest.mark.parametrize("before", [True, False])
def test_commands_in_hints_name_the_program_and_the_folder_of_this_call(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    monkeypatch.setenv("EINGANG_DATA", "")
    monkeypatch.setattr("sys.argv", ["weit weg/eingang"])
    call, named = ["show", "UV-0000-0000"], ["--data", str(data)]

    run([*named, *call] if before else [*call, *named])

    hint = capsys.readouterr().err.splitlines()[1]
    assert hint == f"`'weit weg/eingang' --data {data} cases` zeigt alle Fälle."


def test_a_folder_that_was_named_once_is_not_named_in_the_next_call(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EINGANG_DATA", str(data))
    run(["show", "UV-0000-0000", "--data", str(data)])
    capsys.readouterr()

    run(["show", "UV-0000-0000"])

    assert capsys.readouterr().err.endswith("\n`eingang cases` zeigt alle Fälle.\n")


def test_what_is_open_about_mail_is_said_once(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["intake", str(data.parent / "seite3.tif"), "--data", str(data)])

    assert capsys.readouterr().out.count("Vom Formular liegt nur Seite 3 vor") == 1


def test_pages_that_could_not_be_read_are_counted_and_leave_questions_open(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scan = fakes.scan(data.parent / "halb.tif", [*fakes.FORM, 170])
    store = open_store(Settings(data=data, database_url=""))
    case = fake_cases.with_case(store, scan)
    store.close()

    run(["intake", str(scan), "--data", str(data)])
    taken = capsys.readouterr().out
    run(["check", case, "--data", str(data)])
    checked = capsys.readouterr().out

    assert "9 Seiten (davon 1 nicht lesbar)" in taken
    assert "Seite 9 ist nicht lesbar; ob Seiten oder Nachweise fehlen, ist" in checked


def test_an_unknown_day_of_receipt_is_unknown_and_nothing_more(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["cases", "--data", str(data)])
    case = capsys.readouterr().out.splitlines()[1].split()[0]

    assert run(["show", case, "--data", str(data)]) == 0

    assert "Eingang: nicht bekannt\n" in capsys.readouterr().out


def test_a_folder_without_mail_is_said_to_hold_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "leer").mkdir()

    assert run(["intake", str(tmp_path / "leer"), "--data", str(tmp_path / "data")]) == 0

    assert capsys.readouterr().out == "Hier liegt nichts, was einzulesen ist.\n"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (f"{date.today() + timedelta(days=1)}", "Zukunft"),
        ("0026-01-01", "01.01.0026 liegt vor dem Jahr 2000"),
        ("1999-12-31", "vor dem Jahr 2000"),
    ],
)
def test_mail_has_come_in_in_our_days(
    data: Path, capsys: pytest.CaptureFixture[str], day: str, why: str
) -> None:
    assert run(["intake", str(data), "--data", str(data), "--received", day]) == WRONG_USAGE

    sentence, hint = capsys.readouterr().err.splitlines()
    assert why in sentence
    assert "--received" in hint
    assert "2026-03-04" in hint


def test_the_doctor_counts_in_words(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["doctor", "--data", str(data)])

    assert "1 Fall in" in capsys.readouterr().out


def test_the_version_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0

    assert capsys.readouterr().out == f"eingang {pipeline.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "says", "expects"),
    [
        (["intake"], "mindestens eine Datei oder ein Ordner", ""),
        (["show"], "die Fallnummer", ""),
        (["read", "--as", "mark"], "mindestens ein Bild", ""),
        (["evaluate"], "der Ordner mit den Mustern", ""),
        (["intake", "x", "--received", "1.3.2026"], "--received", "JJJJ-MM-TT"),
        (["samples", "make", "--out", "x", "--count", "0"], "--count", "ganze Zahl ab 1"),
        (["samples", "make", "--out", "x", "--seed", "a"], "--seed", "ganze Zahl"),
        (["intkae", "x"], "Den Befehl intkae gibt es nicht.", "vielleicht `eingang intake`;"),
        (["help"], "Den Befehl help gibt es nicht.", "`eingang --help` zeigt alle Befehle."),
        (["accounts", "lits"], "Den Befehl lits", "vielleicht `eingang accounts list`;"),
        (["accounts"], "Es fehlt der Befehl.", "`eingang accounts --help` zeigt alle Befehle."),
        ([], "Es fehlt der Befehl.", "`eingang --help` zeigt alle Befehle."),
        (["cases", "x"], "eine Angabe zu viel", "`eingang cases --help`"),
        (["emit", "--to", "ftp:/x"], "Das Ziel ftp:/x gibt es nicht.", "folder:PFAD"),
        (["emit", "--to", " "], "Das Ziel ohne Namen gibt es nicht.", "folder:PFAD"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_is_missing_or_wrong_in_a_call_is_said_in_german(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str, expects: str
) -> None:
    assert run(arguments) == WRONG_USAGE

    sentence, hint = capsys.readouterr().err.splitlines()
    assert says in sentence
    assert expects in hint


@pytest.mark.parametrize("command", [[], ["show"], ["accounts"], ["accounts", "add"]])
def test_help_may_be_asked_for_in_short(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    told = [(run([*command, way]), capsys.readouterr().out) for way in ("-h", "--help")]

    assert told[0] == told[1]
    assert told[0][0] == 0
    assert "-h, --help" in told[0][1]


@pytest.mark.parametrize("width", [60, 100])
def test_findings_keep_within_the_screen_and_lose_no_letter(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    scan = fakes.scan(data.parent / "halb.tif", [*fakes.FORM, 170])
    store = open_store(Settings(data=data, database_url=""))
    case = fake_cases.with_case(store, scan)
    store.close()
    call = ["check", case, "--data", str(data)]
    run(call)
    whole = capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))

    run(call)

    folded = capsys.readouterr().out
    assert max(map(len, whole.splitlines())) > width
    assert max(map(len, folded.splitlines())) <= width
    assert sorted("".join(folded.split())) == sorted("".join(whole.split()))
