"""The figures for writing nobody trained on: all words, and without those whose label is wrong."""

from __future__ import annotations

import csv
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from extractors.handwriting.training.data import Sample, words
from extractors.handwriting.training.measure import (
    MOST_LEFT_OUT,
    WRONG_LABELS,
    main,
    print_rows,
    wrong_among,
)

PAPER = np.full((64, 256), 255, np.uint8)
DEV_WORDS = 642  # as docs/handwriting.md says


def samples(count: int) -> list[Sample]:
    return [Sample(PAPER, f"Weg {n}", "word", f"w01/1_{n}.png") for n in range(count)]


@pytest.fixture
def listing(tmp_path: Path) -> Callable[..., Path]:
    """Writes a list of wrong labels."""

    def written(*rows: tuple[str, str]) -> Path:
        lines = [f"{file}\t{label}\tanother word\n" for file, label in rows]
        path = tmp_path / "wrong_labels.tsv"
        path.write_text("".join(["# looked at\n", "file\tlabel\tink\n", *lines]), "utf-8")
        return path

    return written


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with one German word by one of the writers kept for the last word."""
    part = tmp_path / "data" / "words-de-dhsd"
    part.mkdir(parents=True)
    (part / "labels.tsv").write_text(
        "file\ttext\twriter\tsplit\nw04/4_0.png\tAn der  Mühle\t4\tdev\n", "utf-8"
    )
    content = cv2.imencode(".png", PAPER)[1].tobytes()
    member = tarfile.TarInfo("w04/4_0.png")
    member.size = len(content)
    with tarfile.open(part / "images.tar", "w") as tar:
        tar.addfile(member, io.BytesIO(content))
    return part.parent


def test_listed_words_are_found_by_file_and_label(listing: Callable[..., Path]) -> None:
    path = listing(("w01/1_3.png", "Weg 3"))

    assert wrong_among(samples(25), path) == {"w01/1_3.png"}


def test_labels_of_the_list_are_spelled_as_those_of_the_data_are(
    listing: Callable[..., Path], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractors.handwriting.training.measure.MOST_LEFT_OUT", 1)
    path = listing(("w04/4_0.png", "An der  Mühle"))

    assert wrong_among(words(data, split="dev"), path) == {"w04/4_0.png"}


@pytest.mark.parametrize("row", [("w01/1_3.png", "Weg 4"), ("w01/1_99.png", "Weg 99")])
def test_a_list_that_names_another_label_or_file_is_refused(
    listing: Callable[..., Path], row: tuple[str, str]
) -> None:
    with pytest.raises(ValueError, match=f"not among the words with this label: {row[0]}"):
        wrong_among(samples(50), listing(row))


def test_a_list_of_more_than_four_in_a_hundred_words_is_refused(
    listing: Callable[..., Path],
) -> None:
    path = listing(("w01/1_1.png", "Weg 1"), ("w01/1_2.png", "Weg 2"))

    assert len(wrong_among(samples(50), path)) == 2
    with pytest.raises(ValueError, match="2 listed, more than 4% of 49 words"):
        wrong_among(samples(49), path)


def test_both_figures_are_printed_with_the_number_of_words_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = ["Weg 0", "Steg 1", "Gasse", "Weg 3"]  # a 'St' for 'W' is two signs wrong

    print_rows("dev writers", "street or town", samples(4), said, frozenset({"w01/1_2.png"}))

    assert capsys.readouterr().out.splitlines() == [
        "dev writers | street or town | 4 | 0.350 | 0.500",
        "dev writers without 1 wrong labels | street or town | 3 | 0.133 | 0.667",
    ]


def test_without_wrong_labels_there_is_one_figure(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows("held writers", "street or town", samples(1), ["Weg 0"], frozenset())

    out = capsys.readouterr().out
    assert out == "held writers | street or town | 1 | 0.000 | 1.000\n"


def test_data_that_the_list_does_not_fit_are_refused_before_anything_is_read(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["measure", "--dev", "--data", str(data)])

    with pytest.raises(SystemExit):
        main()

    said = capsys.readouterr()
    assert "wrong_labels.tsv: not among the words with this label: w04/4_31.png" in said.err
    assert not said.out


def test_the_committed_list_says_of_few_words_what_is_written_instead() -> None:
    lines = [line for line in WRONG_LABELS.read_text("utf-8").splitlines() if line[0] != "#"]
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))

    assert len({row["file"] for row in rows}) == len(rows) <= MOST_LEFT_OUT * DEV_WORDS
    assert all(row["ink"] and row["ink"] != row["label"] for row in rows)
