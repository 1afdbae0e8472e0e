"""Measure the weights that ship on writing that they were not trained on.

    python -m extractors.handwriting.training.measure --data FOLDER [--dev]

Prints, as a table, characters and whole lines read wrong: German words of the writers held back
(``--dev``: of the four writers kept for the last word, to be used once per release, and once more
without the words whose label ``wrong_labels.tsv`` lists as wrong), every type of text in fonts held
back, and the same put together from characters held back.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from extractors.grey import Grey
from extractors.handwriting import (
    alphabet,
    beam,
    chances_of,
    entry,
    likeliest,
    likelihood,
    near,
    read,
)  # fmt: skip
from extractors.handwriting.letters import chance_of
from extractors.handwriting.training import penmanship, texts
from extractors.handwriting.training.data import Sample, characters, words
from extractors.handwriting.training.distortion import distorted

PER_KIND = 150  # lines of every type of text
SEED = 20261122
AT_ONCE = 64  # lines, as many as a full page has
WRONG_LABELS = Path(__file__).with_name("wrong_labels.tsv")
MOST_LEFT_OUT = 0.04  # of the words; whoever may leave out more can choose the figure


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, default=Path("sample_scans/fonts/hand"))
    parser.add_argument("--dev", action="store_true")
    wanted = parser.parse_args()
    real = words(wanted.data, split="dev" if wanted.dev else "held")
    try:
        wrong = wrong_among(real) if wanted.dev else frozenset[str]()
    except ValueError as error:
        parser.error(str(error))
    _say("writing", "type", "lines", "CER", "whole lines right")
    name = "dev writers" if wanted.dev else "held writers"
    print_rows(name, "street or town", real, list(_read(real)), wrong)
    print_rows(name, "the same with lists", real, [_with_lists(sample) for sample in real], wrong)
    _print_invented(wanted.data, wanted.fonts)


def _print_invented(data: Path, fonts: Path) -> None:
    glyphs = characters(data, held_back=True)
    held = penmanship.fonts(fonts, held_back=True)
    for kind in texts.KINDS:
        rng = random.Random(f"{SEED} {kind}")
        for name, samples in _invented(kind, rng, held, glyphs).items():
            _print_row(name, kind, samples, list(_read(samples)))


def wrong_among(samples: list[Sample], path: Path = WRONG_LABELS) -> frozenset[str]:
    """The files of the samples whose label ``path`` lists as wrong.

    A list that names other files or labels, or more words than may be left out, is refused.
    """
    listed = dict(_listed_in(path))
    labels = {sample.file: sample.text for sample in samples}
    if strange := [file for file, label in listed.items() if labels.get(file) != label]:
        raise ValueError(f"{path.name}: not among the words with this label: {', '.join(strange)}")
    if len(listed) > MOST_LEFT_OUT * len(samples):
        share = f"more than {MOST_LEFT_OUT:.0%} of {len(samples)} words"
        raise ValueError(f"{path.name}: {len(listed)} listed, {share}")
    return frozenset(listed)


def _listed_in(path: Path) -> Iterator[tuple[str, str]]:
    """File and label of each line, spelled as the labels of samples are."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["file"], alphabet.spelled(row["label"])


def _invented(
    kind: str,
    rng: random.Random,
    fonts: tuple[penmanship.Font, ...],
    glyphs: dict[str, list[Grey]],
) -> dict[str, list[Sample]]:
    def in_fonts() -> Iterator[Sample]:
        while True:
            text = alphabet.spelled(texts.KINDS[kind](rng))
            crop = penmanship.in_a_font(text, rng.choice(fonts), rng)
            if crop is not None:
                yield Sample(distorted(crop, rng, strong=True), text, kind)

    def of_characters() -> Iterator[Sample]:
        while True:
            text = alphabet.spelled(texts.KINDS[kind](rng))
            crop = penmanship.of_characters(text, glyphs, rng)
            if crop is not None:
                yield Sample(distorted(crop, rng, strong=False), text, kind)

    return {
        "held fonts": list(islice(in_fonts(), PER_KIND)),
        "held characters": list(islice(of_characters(), PER_KIND)),
    }


def print_rows(
    name: str, kind: str, samples: list[Sample], said: list[str], wrong: frozenset[str]
) -> None:
    """One row with all samples and, where labels are wrong, one without these."""
    _print_row(name, kind, samples, said)
    if wrong:
        pairs = zip(samples, said, strict=True)
        kept = [(sample, text) for sample, text in pairs if sample.file not in wrong]
        left_out = f"{name} without {len(samples) - len(kept)} wrong labels"
        _print_row(left_out, kind, [s for s, _ in kept], [t for _, t in kept])


def _print_row(name: str, kind: str, samples: list[Sample], said: list[str]) -> None:
    wrong = sum(Levenshtein.distance(s.text, t) for s, t in zip(samples, said, strict=True))
    right = sum(s.text == t for s, t in zip(samples, said, strict=True))
    letters = sum(len(s.text) for s in samples)
    _say(name, kind, len(samples), f"{wrong / letters:.3f}", f"{right / len(samples):.3f}")


def _read(samples: list[Sample]) -> Iterator[str]:
    for start in range(0, len(samples), AT_ONCE):
        for ways in read([s.crop for s in samples[start : start + AT_ONCE]]):
            yield ways[0].text if ways else ""


def _with_lists(sample: Sample) -> str:
    """The likeliest text, where usual letters, and streets and towns of lists, are likelier."""
    (chances,) = chances_of([sample.crop])
    ways = {way.text: way.log_probability for way in likeliest(chances, words=True)}
    best = max(ways, key=ways.__getitem__)
    listed = [*near.alike(best, near.streets()), *near.alike(best, near.towns())]
    inks = {text: likelihood(chances, text) for text in listed}
    ways |= {text: ink for text, ink in inks.items() if ink > ways[best] - entry.UNSUPPORTED}
    known = {text for text in ways if _is_listed(text)}
    usual = {text: beam.SPELLING * chance_of(text) for text in ways}
    return max(ways, key=lambda t: ways[t] + usual[t] + entry.KNOWN["street"] * (t in known))


def _is_listed(text: str) -> bool:
    lists = (near.streets(), near.towns())
    return any(text in words.get(text[:1], ()) for words in lists)


def _say(*cells: object) -> None:
    sys.stdout.write(_line(cells))


def _line(cells: Iterable[object]) -> str:
    return " | ".join(map(str, cells)) + "\n"


if __name__ == "__main__":
    main()
