"""Real writing to learn from, and an endless stream of batches of real and invented writing.

``--data`` is a folder with the parts ``words-de-dhsd``, ``lines-fr-copiste``, ``chars-emnist`` and
``digits-semeion`` as ``docs/handwriting.md`` describes them. Writers marked ``dev`` are never
trained on; a tenth of the training words (``HELD_WRITERS``) chooses between states of the network.
"""

from __future__ import annotations

import csv
import random
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from extractors.grey import Grey
from extractors.handwriting import alphabet
from extractors.handwriting.prepare import prepare
from extractors.handwriting.training import penmanship, texts
from extractors.handwriting.training.distortion import calm, distorted

HELD_WRITERS = ("5", "17")  # of the training words; to choose by, so that dev is used once
SHARES = {"word": 0.28, "line": 0.1, "font": 0.36, "characters": 0.26}
BATCH_COLUMNS = 12_000  # columns of one batch, however many lines that are
BUFFERED, REUSED = 256, 384  # lines, new and shown before, that are sorted by width together
POOL = 8000  # lines that are kept to be shown again
EASY_BATCHES = 2500
SHORTEST_LIMIT = 8  # letters of the longest text to begin with
PRINTED = 0.12  # of the lines in fonts are in those of machines: clean print passes for writing
MIXED = 0.15  # of the lines in fonts take their letters from three
CALM = 0.15  # share of lines that are hardly distorted, once it is no longer easy
LONGEST_LINE = 62
EUROPEAN_ONE = 0.8  # ones and sevens taken from Europeans, who draw them with strokes and bars


@dataclass(frozen=True)
class Sample:
    """A crop of writing and what it says; ``kind`` tells where it comes from."""

    crop: Grey
    text: str
    kind: str
    file: str = ""


def words(data: Path, *, split: str) -> list[Sample]:
    """German words. ``split``: ``train``, ``held`` (writers to choose by) or ``dev``."""
    rows = [
        (file, text)
        for file, text, writer, part in _labels(data / "words-de-dhsd" / "labels.tsv")
        if (part if part == "dev" else "held" if writer in HELD_WRITERS else "train") == split
    ]
    return list(_loaded(data / "words-de-dhsd" / "images.tar", dict(rows), "word"))


def lines(data: Path, *, split: str) -> list[Sample]:
    """French lines, without those that are struck out, broken or longer than any entry."""
    rows = [
        (file, text)
        for file, text, _, part in _labels(data / "lines-fr-copiste" / "labels.tsv")
        if part == split and len(text) <= LONGEST_LINE and not set(text) & set("><{}=_^$")
    ]
    return list(_loaded(data / "lines-fr-copiste" / "images.tar", dict(rows), "line"))


def _labels(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        yield from rows


def _loaded(archive: Path, wanted: dict[str, str], kind: str) -> Iterator[Sample]:
    with tarfile.open(archive) as tar:
        for member in tar:
            text = alphabet.spelled(wanted.get(member.name.removeprefix("./"), ""))
            if not text or alphabet.numbers_of(text) is None:
                continue
            if (content := tar.extractfile(member)) is None:
                continue
            coded = np.frombuffer(content.read(), np.uint8)
            crop = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
            name = member.name.removeprefix("./")
            yield Sample(_cleaned(np.asarray(crop, np.uint8)), text, kind, name)


def _cleaned(crop: Grey) -> Grey:
    """Paper to white, as the reader hands its crops over."""
    paper = float(np.percentile(crop, 75))
    return np.where(crop > paper - 22, 255, crop).astype(np.uint8)


def characters(data: Path, *, held_back: bool) -> dict[str, list[Grey]]:
    """Single characters (light on black, trimmed) by what they are."""
    found: dict[str, list[Grey]] = defaultdict(list)
    with np.load(data / "chars-emnist" / "emnist_byclass_116k.npz") as file:
        chosen = file["is_dev"].astype(bool) == held_back
        for picture, code in zip(file["images"][chosen], file["labels"][chosen], strict=True):
            found[chr(int(code))].append(_trimmed(picture))
    with np.load(data / "digits-semeion" / "semeion_1592.npz") as file:
        chosen = (np.arange(len(file["labels"])) % 10 == 0) == held_back
        for picture, code in zip(file["images"][chosen], file["labels"][chosen], strict=True):
            found[chr(int(code))].extend([_smooth(picture)] * 4)
    for digit, share in (("1", EUROPEAN_ONE), ("7", 1 - EUROPEAN_ONE)):
        found[digit] = _balanced(found[digit], share)
    return dict(found)


def _balanced(pool: list[Grey], european: float) -> list[Grey]:
    """So that a share of them is by Europeans (their pictures are the larger ones)."""
    ours = [p for p in pool if max(p.shape) > 28]
    theirs = [p for p in pool if max(p.shape) <= 28]
    times = max(1, round(european / (1 - european) * len(theirs) / max(1, len(ours))))
    return theirs + ours * times


def _trimmed(picture: Grey) -> Grey:
    rows, columns = np.flatnonzero(picture.max(1) > 60), np.flatnonzero(picture.max(0) > 60)
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _smooth(picture: Grey) -> Grey:
    large = cv2.resize(picture, (40, 44), interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(large, (0, 0), 1.6)
    return _trimmed(np.clip((soft.astype(np.int32) - 70) * 3, 0, 255).astype(np.uint8))


class Stream:
    """Samples without end: real ones in turn, invented ones made as they are needed.

    ``ease`` falls from 1 to 0 with every batch: at first most lines are short and clean, until the
    network has got the idea.
    """

    def __init__(self, data: Path, fonts: Path, seed: int, *, ease: float) -> None:
        self.rng = random.Random(seed)
        self.ease = ease
        self.real = {"word": words(data, split="train"), "line": lines(data, split="train")}
        self.characters = characters(data, held_back=False)
        self.fonts = penmanship.fonts(fonts)
        self.faces = penmanship.fonts(fonts.parent / "print")

    def sample(self) -> Sample:
        """One distorted line of writing."""
        kind = self.rng.choices(tuple(SHARES), tuple(SHARES.values()))[0]
        while True:
            if kind in self.real:
                found = self.rng.choice(self.real[kind])
            elif (drawn := self._invented(kind)) is not None:
                found = drawn
            else:
                continue
            if len(found.text) > SHORTEST_LIMIT + (1 - self.ease) * LONGEST_LINE:
                kind = "font" if kind == "line" else kind
                continue
            if self.rng.random() < CALM + self.ease * (0.9 - CALM):
                return Sample(calm(found.crop, self.rng), found.text, kind)
            return Sample(distorted(found.crop, self.rng, strong=kind == "font"), found.text, kind)

    def _invented(self, kind: str) -> Sample | None:
        text = alphabet.spelled(texts.any_text(self.rng)[1])
        if alphabet.numbers_of(text) is None:
            return None
        if kind == "font":
            fonts = self.faces if self.faces and self.rng.random() < PRINTED else self.fonts
            mixed = self.rng.sample(self.fonts, 2) if self.rng.random() < MIXED else ()
            crop = penmanship.in_a_font(text, self.rng.choice(fonts), self.rng, others=mixed)
        else:
            crop = penmanship.of_characters(text, self.characters, self.rng)
        return None if crop is None else Sample(crop, text, kind)

    def batches(self) -> Iterator[tuple[list[Grey], list[list[int]]]]:
        """Prepared pictures of like width with the numbers of their characters."""
        pool: list[tuple[Grey, list[int]]] = []
        while True:
            chosen = [self.sample() for _ in range(BUFFERED)]
            new = [(prepare(s.crop), alphabet.numbers_of(s.text) or []) for s in chosen]
            ready = new + self.rng.sample(pool, min(REUSED, len(pool)))
            pool = (pool + new)[-POOL:]
            ready.sort(key=lambda pair: pair[0].shape[1])
            groups = list(_grouped(ready, round(BATCH_COLUMNS * (1 - self.ease / 2))))
            self.rng.shuffle(groups)
            yield from groups
            self.ease = max(0.0, self.ease - len(groups) / EASY_BATCHES)


def _grouped(
    ready: list[tuple[Grey, list[int]]], columns: int
) -> Iterator[tuple[list[Grey], list[list[int]]]]:
    group: list[tuple[Grey, list[int]]] = []
    for pair in ready:
        if group and pair[0].shape[1] * (len(group) + 1) > columns:
            yield [p for p, _ in group], [n for _, n in group]
            group = []
        group.append(pair)
    if group:
        yield [p for p, _ in group], [n for _, n in group]
