"""``eingang evaluate`` on the command line: what it prints, writes, draws and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import fake_readers as fakes
import pytest
import yaml
from PIL import Image

from pipeline import errors, evaluate, process
from pipeline.cli import WRONG_USAGE, run, trials
from pipeline.cli.measured import print_figures
from pipeline.evaluate.outcomes import MARK, Outcome
from pipeline.evaluate.report import Report
from pipeline.evaluate.trust import trust
from pipeline.forms import TEXT_TYPES
from pipeline.truth import TRUTH

WIDEST = 100


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sample of three form pages that nothing is written on, read by stand-ins."""
    monkeypatch.setattr(process, "installed", fakes.fake)
    fakes.scan(tmp_path / "muster" / "scan.tif", [10, 20, 30])
    pages = [{"form_page": f"antrag_seite_{n}"} for n in (1, 2, 3)]
    solution = {"form": "uvg_antrag_by", "pages": pages, "answers": {}, "findings": []}
    text = yaml.safe_dump(solution, default_style='"')
    (tmp_path / "muster" / TRUTH).write_text(text, "utf-8")
    return tmp_path / "muster"


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be read."""
    monkeypatch.setattr(evaluate, "evaluate", lambda *_: pytest.fail("read for nothing"))


def test_figures_are_printed_written_and_drawn(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written, drawn = tmp_path / "zahlen.json", tmp_path / "bild.png"

    done = run(["evaluate", str(sample), "--json", str(written), "--plot", str(drawn)])

    said = capsys.readouterr().out
    found = json.loads(written.read_text("utf-8"))
    assert done == 0
    assert said.startswith("1 Muster gelesen: ")
    assert "Seiten erkannt" in said
    assert "Ziel: höchstens 0,1 % falsche" in said
    assert found["text"]["filled"] == found["acceptance"]["text"]["filled"] == 0
    assert found["marks"]["total"] == found["acceptance"]["marks"]["total"]
    assert found["reliability"]["marks"]["read"] <= found["marks"]["total"]
    with Image.open(drawn) as picture:
        assert picture.format == "PNG"


def test_figures_are_printed_although_their_file_cannot_be_written(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evaluate", str(sample), "--json", "/dev/full"]) == errors.DiskError.exit_code
    assert "Seiten erkannt" in capsys.readouterr().out


def test_files_are_written_before_a_reader_of_the_tables_may_stop(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(trials, "print_figures", stopped)

    with pytest.raises(BrokenPipeError):
        trials.evaluate_samples(sample, tmp_path / "zahlen.json", tmp_path / "bild.svg")

    assert (tmp_path / "zahlen.json").stat().st_size > 0
    assert (tmp_path / "bild.svg").stat().st_size > 0


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize("name", ["bild.jpg", "bild", "svg"])
def test_an_ending_that_cannot_be_drawn_is_refused_before_anything_is_read(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evaluate", str(tmp_path), "--plot", str(tmp_path / name)]) == WRONG_USAGE

    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "kann nicht gezeichnet werden" in said[0]
    assert ".svg oder .png" in said[1]


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize(("option", "name"), [("--plot", "bild.svg"), ("--json", "zahlen.json")])
def test_a_folder_that_is_not_there_is_named_before_anything_is_read(
    option: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "fehlt" / name

    assert run(["evaluate", str(tmp_path), option, str(target)]) == errors.DiskError.exit_code
    assert "kann nicht geschrieben werden" in capsys.readouterr().err


def outcomes() -> list[Outcome]:
    """Many of every type and writing, so that every table is as large as it gets."""
    return [
        Outcome(
            type=type_, writing=writing, filled=True, named=True, right=number % 7 != 0,
            accepted=number % 2 == 0, stated=number / 1000,
        )
        for type_ in (MARK, *sorted(TEXT_TYPES))
        for writing in ("hand", "typed", "mixed")
        for number in range(1000)
    ]  # fmt: skip


def printed(capsys: pytest.CaptureFixture[str], target: float, found: list[Outcome]) -> str:
    cost = {"samples": 2, "cpu_seconds": 12345.6, "wall_seconds": 23456.7, "peak_rss_mib": 1234.5}
    print_figures({**cost, **Report().as_dict(), **trust(found, target)})
    return capsys.readouterr().out


def test_the_tables_fit_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, 0.001, outcomes())

    assert max(map(len, said.splitlines())) <= WIDEST
    assert said.count("Handschrift") == 1 + 1 + len(TEXT_TYPES) + 1


def test_types_are_told_by_writing_with_the_bound_of_their_errors(
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = Outcome(
        type="iban", writing="hand", filled=True, named=True, right=True, accepted=True, stated=0.9
    )

    said = printed(capsys, 0.001, [place] * 3000).splitlines()

    row = next(line for line in said if line.startswith("IBAN"))
    assert " ".join(row.split()) == "IBAN Handschrift 3000 3000 100,0 % 0 0,00 % 0,10 %"
    assert "IBAN: 3.000 gelesen, ECE 0,100" in said
    assert ["Konfidenz", "0,900"] in [line.split() for line in said]


def test_a_larger_target_is_said_not_to_change_anything(
    capsys: pytest.CaptureFixture[str],
) -> None:
    strict, loose = (printed(capsys, target, []) for target in (0.0005, 0.01))

    assert "Ziel: höchstens 0,05 % falsche" in strict
    assert "ohne jeden Fehler 5.990 angenommene" in strict
    assert "Gelesen wurde für" not in strict
    assert "Ziel: höchstens 1 % falsche" in loose
    assert "Gelesen wurde für höchstens 0,1 %" in loose
