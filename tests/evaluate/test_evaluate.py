"""The whole way of measuring: samples in, figures out; one thing wrong and the figures show it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fake_readers as fakes
import pikepdf
import pytest
import yaml

from pipeline import forms, process, truth
from pipeline.cli import run
from pipeline.evaluate import evaluate
from pipeline.truth import TRUTH

SAMPLES = Path(__file__).parents[2] / "sample_scans" / "samples"
MEASURED = ("03-am-bildschirm-maengel", "07-schreibmaschine", "08-computer-seite-fehlt")
"""One filled in on screen, one typed and one printed: all with mistakes for the rules to find."""

TYPED_RIGHT = 0.98
"""The least share of typed text that has to be read right."""

Figures = dict[str, Any]


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """What the command writes about shipped samples."""
    folder = tmp_path_factory.mktemp("muster")
    for name in MEASURED:
        shutil.copytree(SAMPLES / name, folder / name)
    target, drawn = folder / "figures.json", folder / "figures.svg"
    assert run(["evaluate", str(folder), "--json", str(target), "--plot", str(drawn)]) == 0
    assert "Druckschrift" in drawn.read_text("utf-8")
    found: Figures = json.loads(target.read_text("utf-8"))
    return found


@pytest.mark.slow
@pytest.mark.xdist_group("evaluate")
def test_shipped_samples_are_read_as_well_as_promised(figures: Figures) -> None:
    typed = figures["text_by_writing"]["typed"]
    wanted = {id_ for name in MEASURED for id_ in truth.load(SAMPLES / name).findings}

    assert figures["samples"] == len(MEASURED)
    assert [detail["problem"] for detail in figures["samples_detail"]] == ["", "", ""]
    assert figures["pages"]["total"] == figures["pages"]["right"] == 48
    assert figures["marks"]["total"] == 161 + 161 + 142
    assert figures["marks"]["wrong_accepted"] == 0
    assert figures["text"]["wrong_accepted"] == 0
    assert typed["filled"] > 150
    assert typed["right"] >= TYPED_RIGHT * typed["filled"]
    assert len(wanted) > 5


@pytest.mark.slow
@pytest.mark.xdist_group("evaluate")
def test_the_rules_find_in_a_truth_what_stands_in_it(figures: Figures) -> None:
    found = figures["findings_from_truth"]

    assert found["expected"] > 5
    assert found["found"] == found["expected"]
    assert found["false"] == 0


@pytest.mark.slow
@pytest.mark.xdist_group("evaluate")
def test_what_is_counted_place_by_place_agrees_with_the_sums(figures: Figures) -> None:
    accepted, read = figures["acceptance"], figures["reliability"]
    on_screen = accepted["text_by_writing"]["screen"]

    for part, keys in (
        ("text", ("filled", "accepted", "wrong_accepted")),
        ("marks", ("total", "accepted", "wrong_accepted")),
    ):
        assert [accepted[part][key] for key in keys] == [figures[part][key] for key in keys]
    for type_, counts in figures["text_by_type"].items():
        assert accepted["text_by_type"][type_]["filled"] == counts["filled"]
    assert on_screen["accepted"] == on_screen["filled"] > 50
    typed = accepted["text_by_writing"]["typed"]["filled"] + on_screen["filled"]
    assert typed == figures["text_by_writing"]["typed"]["filled"]
    assert 50 < read["text"]["read"] <= figures["text"]["filled"] - on_screen["filled"]
    assert read["text"]["read"] == sum(t["read"] for t in read["text_by_writing"].values())
    assert figures["target_applied"] == figures["target_error"]


Change = Callable[[Figures], object]
CHANGES: dict[str, tuple[Change, list[str]]] = {
    "nothing": (lambda truth: None, []),
    "another word": (
        lambda truth: truth["answers"].update({"kind.familienname": "Huber"}),
        ["text.right", "text.wrong_accepted"],
    ),
    "a word more": (
        lambda truth: truth["answers"].update({"kind.geburtsname": "Huber"}),
        ["text.right", "text.wrong_accepted"],
    ),
    "a word less": (
        lambda truth: truth["answers"].pop("kind.geburtsort"),
        ["text.false_filled", "text.wrong_accepted"],
    ),
    "another box": (
        lambda truth: truth["answers"].update({"kind.geschlecht": "weiblich"}),
        ["marks.wrong", "marks.wrong_accepted"],
    ),
    "a box less": (
        lambda truth: truth["answers"].pop("kind.mitbetreuung.vorhanden"),
        ["marks.wrong", "marks.wrong_accepted"],
    ),
    "another page": (
        lambda truth: truth["pages"].__setitem__(1, {"blank": "true"}),
        ["pages.right"],
    ),
    "other evidence": (
        lambda truth: truth["pages"][1].update(evidence="personalausweis"),
        ["evidence.right"],
    ),
    "evidence for somebody else": (
        lambda truth: truth["pages"][1].update(subject="anderer_elternteil"),
        ["evidence.right"],
    ),
    "another word in the evidence": (
        lambda truth: truth["pages"][1]["fields"].update({"kind.geburtsort": "Rom"}),
        ["evidence.fields_right"],
    ),
    "no stamp": (
        lambda truth: truth["answers"].pop("antrag.eingangsstempel"),
        ["presence.right"],
    ),
    "a finding more": (
        lambda truth: truth["findings"].append("V-01"),
        ["findings.found", "findings_from_truth.found"],
    ),
    "a finding less": (
        lambda truth: truth["findings"].pop(),
        ["findings.false", "findings_from_truth.false"],
    ),
}  # fmt: skip
"""What is changed in one place of a right truth, and the figures that get worse by it."""

FOUND = ("F-01", "F-02", "F-03", "N-02", "N-03", "N-04", "V-29")
"""What the rules say about a letter that lacks all pages but the first and most evidence."""

OF = {"text.right": "filled", "pages.right": "total", "evidence.right": "total",
      "evidence.fields_right": "fields_total", "presence.right": "total",
      "findings.found": "expected", "findings_from_truth.found": "expected"}  # fmt: skip
"""Figures that count what is right, and out of how many; the others count what is wrong."""


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Figures]:
    """The figures of one short letter under truths of which each is wrong in one place."""
    folder = tmp_path_factory.mktemp("muster")
    for name, (change, _) in CHANGES.items():
        (folder / name).mkdir()
        shutil.copy(_short_letter(folder / "scan.pdf"), folder / name / "scan.pdf")
        right = _truth_of_the_letter()
        change(right)
        text = yaml.safe_dump(right, allow_unicode=True, default_style='"')
        (folder / name / TRUTH).write_text(text, "utf-8")
    (folder / "scan.pdf").unlink()
    return {detail["sample"]: detail for detail in evaluate(folder)["samples_detail"]}


def _short_letter(path: Path) -> Path:
    """Page 1 of a form filled in on screen, and a birth certificate."""
    if not path.exists():
        with pikepdf.open(SAMPLES / MEASURED[0] / "scan.pdf") as pdf:
            del pdf.pages[9:]
            del pdf.pages[1:8]
            pdf.save(path)
    return path


def _truth_of_the_letter() -> Figures:
    """The sample's own truth as far as it is about these two pages, as the rules see it."""
    found: Figures = yaml.safe_load((SAMPLES / MEASURED[0] / TRUTH).read_text("utf-8"))
    pages = forms.load(found["form"]).page_of
    found["pages"] = [found["pages"][0], found["pages"][8]]
    found["answers"] = {k: v for k, v in found["answers"].items() if pages[k] == "antrag_seite_1"}
    found["findings"] = list(FOUND)
    return found


def _wrong(detail: Figures, figure: str) -> int:
    part, key = figure.split(".")
    count = int(detail[part][key])
    return int(detail[part][OF[figure]]) - count if figure in OF else count


@pytest.mark.xdist_group("evaluate")
@pytest.mark.parametrize("name", [name for name in CHANGES if name != "nothing"])
def test_a_truth_changed_in_one_place_makes_the_figures_worse(
    name: str, changed: dict[str, Figures]
) -> None:
    for figure in CHANGES[name][1]:
        assert _wrong(changed[name], figure) > _wrong(changed["nothing"], figure), figure


@pytest.mark.xdist_group("evaluate")
def test_under_the_right_truth_nothing_is_wrong(changed: dict[str, Figures]) -> None:
    figures = {figure for _, worse in CHANGES.values() for figure in worse}

    assert [figure for figure in figures if _wrong(changed["nothing"], figure)] == []


@pytest.mark.parametrize("kind", ["tif", "png"])
def test_all_frames_of_all_pictures_of_a_sample_are_read(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "installed", fakes.fake)
    fakes.scan(tmp_path / "muster" / "scan" / "0001.tif", [10, 20])
    fakes.scan(tmp_path / "muster" / "scan" / "0002.tif", [30])
    fakes.scan(tmp_path / "muster" / "scan" / f"0010.{kind}", [200, 250])
    pages = [{"form_page": f"antrag_seite_{n}"} for n in (1, 2, 3)]
    evidence = {"evidence": "geburtsurkunde", "document": "1", "subject": "kind"}
    solution = {"form": "uvg_antrag_by", "pages": [*pages, evidence, {"blank": "true"}],
                "answers": {}, "findings": []}  # fmt: skip
    text = yaml.safe_dump(solution, default_style='"')
    (tmp_path / "muster" / TRUTH).write_text(text, "utf-8")

    found = evaluate(tmp_path)

    assert (found["pages"]["total"], found["pages"]["right"]) == (5, 5)
