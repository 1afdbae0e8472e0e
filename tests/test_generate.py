"""Samples come whole, with a truth that says what is on them, and the same again for a seed."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdf
import pytest
import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from pipeline import forms
from pipeline.errors import DiskError, StyleError
from sample_scans import generate
from sample_scans.fill.digital import ON
from sample_scans.fonts import HERE
from sample_scans.generate import make
from sample_scans.style import style_of

FORM = forms.load("uvg_antrag_by")
QUICK = "scan: {dpi: 72, mode: bilevel, photocopy: 0}\ncontainer: pdf\nborn_digital: never"


def scalars(node: yaml.Node) -> list[ScalarNode]:
    """Every value of a YAML text, without the keys."""
    if isinstance(node, MappingNode):
        return [leaf for _, value in node.value for leaf in scalars(value)]
    if isinstance(node, SequenceNode):
        return [leaf for value in node.value for leaf in scalars(value)]
    assert isinstance(node, ScalarNode)
    return [node]


def truth(folder: Path) -> dict[str, object]:
    loaded = yaml.safe_load((folder / "truth.yaml").read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("samples"), 1, 3, style_of(QUICK))[0]


def test_every_page_of_the_scan_is_in_the_truth(sample: Path) -> None:
    with pikepdf.open(sample / "scan.pdf") as pdf:
        assert len(pdf.pages) == len(truth(sample)["pages"])  # type: ignore[arg-type]  # a list


def test_every_value_of_the_truth_is_quoted(sample: Path) -> None:
    text = (sample / "truth.yaml").read_text("utf-8")

    assert all(leaf.style == '"' for leaf in scalars(yaml.compose(text)))


def test_answers_are_those_of_the_pages_that_came(sample: Path) -> None:
    told = truth(sample)
    pages = {page.get("form_page") for page in told["pages"]}  # type: ignore[attr-defined]  # a list

    assert told["answers"]
    assert all(FORM.page_of[name] in pages for name in told["answers"])  # type: ignore[attr-defined]  # a mapping
    assert set(told["struck"]) <= set(FORM.items)  # type: ignore[call-overload]  # a list


def test_the_same_seed_makes_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    again = make(tmp_path, 1, 3, style_of(QUICK))[0]

    for name in ("scan.pdf", "truth.yaml"):
        assert (again / name).read_bytes() == (sample / name).read_bytes()


def test_a_folder_of_fonts_replaces_the_hands_and_progress_is_told(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "own.ttf").write_bytes((HERE / "hand" / "kalam.ttf").read_bytes())
    told: list[tuple[int, int]] = []

    made = make(
        tmp_path / "out", 1, 3, style_of(QUICK), tmp_path / "fonts",
        lambda done, of: told.append((done, of)),
    )  # fmt: skip

    assert [path.name for path in made] == ["0001"]
    assert told == [(1, 1)]


def test_nothing_half_made_is_left_when_a_sample_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(generate, "truth_yaml", broken)

    with pytest.raises(RuntimeError):
        make(tmp_path, 1, 3, style_of(QUICK))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "0001" / "wichtig.pdf"
    kept.parent.mkdir()
    kept.touch()

    with pytest.raises(DiskError) as caught:
        make(tmp_path, 1, 3, style_of(QUICK))

    assert [*tmp_path.rglob("*.*")] == [kept]
    assert "Muster" in caught.value.advice


def test_an_earlier_sample_is_replaced(tmp_path: Path) -> None:
    earlier = tmp_path / "sample"
    earlier.mkdir()
    (earlier / "truth.yaml").write_text("old")

    generate.whole(earlier, lambda folder: (folder / "truth.yaml").touch())

    assert (earlier / "truth.yaml").read_text() == ""


@pytest.mark.parametrize(
    ("style", "found"),
    [("container: tiff", "scan.tif"), ("container: jpeg", "scan"), ("container: pdf", "scan.pdf")],
)
def test_the_container_is_the_one_that_was_asked_for(
    style: str, found: str, tmp_path: Path
) -> None:
    quick = f"scan: {{dpi: 72, mode: bilevel}}\nborn_digital: never\n{style}"

    made = make(tmp_path, 1, 4, style_of(quick))[0]

    assert {path.name for path in made.iterdir()} == {found, "truth.yaml"}


def test_a_form_filled_on_screen_holds_the_answers_in_its_fields(tmp_path: Path) -> None:
    made = make(tmp_path, 1, 5, style_of("born_digital: acroform"))[0]
    told = truth(made)

    fields = pypdf.PdfReader(made / "scan.pdf").get_fields() or {}

    assert told["writing"] == "typed"
    answers = told["answers"]
    assert isinstance(answers, dict)
    assert fields["kind.familienname"].value == answers["kind.familienname"]
    for name, value in answers.items():
        if FORM.fields[name].type == "single_choice" and f"{name}.{value}" in FORM.items:
            assert fields[f"{name}.{value}"].value == ON


def test_a_flattened_form_holds_its_answers_as_text(tmp_path: Path) -> None:
    made = make(tmp_path, 1, 5, style_of("born_digital: flattened"))[0]
    answers = truth(made)["answers"]
    assert isinstance(answers, dict)

    reader = pypdf.PdfReader(made / "scan.pdf")

    assert not reader.get_fields()
    assert answers["kind.familienname"] in reader.pages[0].extract_text()


@pytest.mark.parametrize("way", ["acroform", "flattened"])
def test_what_was_filled_in_on_screen_is_the_same_again(way: str, tmp_path: Path) -> None:
    style = style_of(f"born_digital: {way}\ndefects: [fehlt.antrag_seite_3]")

    one, two = make(tmp_path / "a", 1, 6, style)[0], make(tmp_path / "b", 1, 6, style)[0]

    assert (one / "scan.pdf").read_bytes() == (two / "scan.pdf").read_bytes()


def test_the_fields_of_a_missing_page_are_gone_as_well(tmp_path: Path) -> None:
    style = style_of("born_digital: acroform\ndefects: [fehlt.antrag_seite_3]")

    made = make(tmp_path, 1, 6, style)[0]

    fields = pypdf.PdfReader(made / "scan.pdf").get_fields() or {}
    assert "kind.familienname" in fields
    assert not [name for name in fields if FORM.page_of.get(name) == "antrag_seite_3"]
    assert not [name for name in truth(made)["answers"] if FORM.page_of[name] == "antrag_seite_3"]  # type: ignore[attr-defined]  # a mapping


def test_papers_out_of_order_keep_the_pages_of_a_document_together(tmp_path: Path) -> None:
    made = make(tmp_path, 1, 8, style_of(f"{QUICK}\npages: {{shuffled: 1, duplicates: 0}}"))[0]

    pages = truth(made)["pages"]
    assert isinstance(pages, list)
    documents = [page["document"] for page in pages if "document" in page]
    changes = sum(a != b for a, b in pairwise(documents))
    assert changes == len(set(documents)) - 1
    assert next(page for page in pages if "form_page" in page)["form_page"] != "antrag_seite_1"


def test_a_defect_that_nobody_knows_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(StyleError) as caught:
        make(tmp_path, 1, 1, style_of("defects: [gibt_es_nicht]"))

    assert "iban_zahlendreher" in caught.value.advice
