"""What the commands say, and with which exit code they end."""

from __future__ import annotations

import json
from pathlib import Path

import fake_cases
import fake_readers as fakes
import pytest
from jsonschema import Draft202012Validator

from pipeline import canonical, errors
from pipeline.batches import mail_items
from pipeline.cli import run
from pipeline.intake import take_in
from pipeline.settings import Settings
from pipeline.store import open_store


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with three mail items: one that may go, one in doubt, one refused."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EINGANG_DATA", raising=False)
    folder = tmp_path / "data"
    store = open_store(Settings(data=folder, database_url=""))
    fake_cases.with_case(store, fakes.scan(tmp_path / "gut.tif", [*fakes.FORM, 200], 1))
    fake_cases.with_case(store, fakes.scan(tmp_path / "seite3.tif", [30], 2))
    (tmp_path / "leer.pdf").write_bytes(b"")
    fake_cases.with_case(store, tmp_path / "leer.pdf")
    store.close()
    return folder


def listed(capsys: pytest.CaptureFixture[str], data: Path) -> list[dict[str, object]]:
    assert run(["cases", "--data", str(data), "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def number(capsys: pytest.CaptureFixture[str], data: Path, state: str) -> str:
    return next(str(item["case_id"]) for item in listed(capsys, data) if item["state"] == state)


def test_cases_lists_every_mail_item_with_its_state(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [item["state"] for item in listed(capsys, data)] == ["bereit", "zu prüfen", "abgewiesen"]


@pytest.mark.parametrize("before", [True, False])
def test_the_store_may_be_named_before_and_after_the_command(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    monkeypatch.setenv("EINGANG_DATA", str(data.parent / "anderswo"))
    named = ["--data", str(data)]

    assert run([*named, "cases"] if before else ["cases", *named]) == 0

    assert "gut.tif" in capsys.readouterr().out


def test_show_tells_pages_answers_and_what_is_open(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = number(capsys, data, "zu prüfen")

    assert run(["show", case, "--data", str(data)]) == 0

    shown = capsys.readouterr().out
    for words in (case, "zu prüfen", "Formular", "Vom Formular liegt nur Seite 3 vor."):
        assert words in shown


def test_a_case_number_may_be_typed_carelessly(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = number(capsys, data, "bereit")

    assert run(["show", case.lower().replace("-", ""), "--data", str(data)]) == 0


def test_show_draws_the_pages(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = number(capsys, data, "bereit")
    pictures = data.parent / "bilder"

    assert run(["show", case, "--pages", str(pictures), "--data", str(data)]) == 0

    assert [p.name for p in sorted(pictures.iterdir())] == [
        f"{case}-seite-{n:02d}.png" for n in range(1, 10)
    ]


def test_show_as_json_is_the_canonical_case_and_more(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = number(capsys, data, "bereit")

    run(["show", case, "--data", str(data), "--json"])

    shown = json.loads(capsys.readouterr().out)
    assert (shown.pop("state"), shown.pop("open_points")) == ("bereit", [])
    assert (shown.pop("release"), shown.pop("answer")) == (None, None)
    Draft202012Validator(canonical.json_schema()).validate(shown)


def test_check_ends_with_2_where_a_fehler_is_open(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = number(capsys, data, "bereit")

    assert run(["check", case, "--data", str(data)]) == 2
    assert "Fehler" in capsys.readouterr().out

    assert run(["check", case, "--data", str(data), "--json"]) == 2
    assert {f["severity"] for f in json.loads(capsys.readouterr().out)} >= {"fehler"}


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_check_takes_no_case_for_clean_that_was_not_read(
    data: Path, capsys: pytest.CaptureFixture[str], as_json: list[str]
) -> None:
    case = number(capsys, data, "abgewiesen")

    code = run(["check", case, "--data", str(data), *as_json])

    told = capsys.readouterr()
    assert (code, told.out) == (errors.UncheckedError.exit_code, "")
    assert "Die Datei ist leer." in told.err


@pytest.mark.parametrize(("levels", "said"), [([], "noch nicht gelesen"), ([230], "Kein Formular")])
def test_check_takes_no_case_for_clean_that_has_no_form(
    data: Path, capsys: pytest.CaptureFixture[str], levels: list[int], said: str
) -> None:
    store = open_store(Settings(data=data, database_url=""))
    if levels:
        case = fake_cases.with_case(store, fakes.scan(data.parent / "foto.tif", levels))
    else:
        (data.parent / "neu.pdf").write_bytes(b"neu")
        case = take_in(store, list(mail_items([data.parent / "neu.pdf"])))[0].case
    store.close()

    assert run(["check", case, "--data", str(data)]) == errors.UncheckedError.exit_code
    assert said in capsys.readouterr().err


def test_export_is_valid_against_the_schema(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = number(capsys, data, "bereit")
    target = data.parent / "fall.json"

    assert run(["export", case, "--format", "json", "--out", str(target), "--data", str(data)]) == 0

    Draft202012Validator(canonical.json_schema()).validate(json.loads(target.read_text("utf-8")))


def test_release_is_recorded_with_person_and_reason(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = number(capsys, data, "zu prüfen")

    done = run(["release", case, "--reason", "angerufen", "--person", "K. M.", "--data", str(data)])
    capsys.readouterr()

    assert done == 0
    assert number(capsys, data, "freigegeben") == case


def test_release_wants_a_reason(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = number(capsys, data, "zu prüfen")

    assert run(["release", case, "--reason", " ", "--data", str(data)]) == 64


def test_what_was_refused_cannot_be_released(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = number(capsys, data, "abgewiesen")

    code = run(["release", case, "--reason", "trotzdem", "--data", str(data)])

    assert code == errors.NotReleasableError.exit_code


def test_a_case_in_doubt_is_not_handed_over(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = number(capsys, data, "zu prüfen")

    assert run(["emit", "--case", case, "--data", str(data)]) == errors.NotReleasableError.exit_code
    assert not (data / "ausgang").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "UV-0000-0000"], errors.UnknownCaseError.exit_code),
        (["intake", "gibt-es-nicht.pdf"], errors.PathError.exit_code),
        (["emit", "--to", "fax"], 64),
        (["emit", "--to", "ftp:/x"], 64),
        (["accounts", "gibtesnicht"], 64),
        (["accounts", "unlock", "niemand"], errors.AccountError.exit_code),
        (["cases", "zuviel"], 64),
        (["evaluate", "gibt-es-nicht"], errors.PathError.exit_code),
        (["export", "UV-0000-0000", "--format", "xml", "--out", "x"], 64),
        (["show"], 64),
        (["gibtesnicht"], 64),
        (["cases", "--gibtesnicht"], 64),
        (["intake", "x", "--received", "gestern"], 64),
        (["samples", "make", "--out", "x", "--count", "0"], 64),
        ([], 64),
    ],
    ids=lambda value: " ".join(value) or "nothing" if isinstance(value, list) else str(value),
)
def test_an_error_is_one_sentence_and_one_hint(
    data: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    named = [] if arguments[:1] in ([], ["evaluate"], ["samples"]) else ["--data", str(data)]

    assert run([*arguments, *named]) == code

    told = capsys.readouterr()
    assert told.out == ""
    sentence, hint = told.err.splitlines()
    assert sentence.endswith(".")
    assert hint.endswith(".")


def test_a_wrong_setting_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EINGANG_RELEASE", "immer")

    assert run(["cases"]) == 64
    assert "EINGANG_RELEASE" in capsys.readouterr().err


def test_a_fault_of_ours_is_one_sentence_too(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError(fakes.NAME)

    monkeypatch.setattr("pipeline.cli.cases.list_cases", broken)

    assert run(["cases", "--data", str(data)]) == 1

    told = capsys.readouterr().err
    assert len(told.splitlines()) == 2
    assert "ZeroDivisionError" in told
    assert fakes.NAME not in told


def test_debugging_shows_where_it_happened(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("pipeline.cli.cases.list_cases", broken)
    monkeypatch.setenv("EINGANG_DEBUG", "1")

    with pytest.raises(ZeroDivisionError):
        run(["cases", "--data", str(data)])


@pytest.mark.parametrize("command", ["forms", "rules"])
def test_what_is_installed_can_be_listed(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert run([command, "list"]) == 0
    assert capsys.readouterr().out

    assert run([command, "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["id"]


def test_the_doctor_says_one_line_per_need(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--data", str(data)]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert all(line.startswith("ok") for line in lines)


def test_the_doctor_says_what_is_missing(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nirgends")

    assert run(["doctor", "--data", str(data)]) == 1
    assert "tesseract-ocr installieren" in capsys.readouterr().out


def test_the_default_style_can_be_printed_and_used(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from sample_scans.style import style_of

    assert run(["samples", "style"]) == 0

    style_of(capsys.readouterr().out)
