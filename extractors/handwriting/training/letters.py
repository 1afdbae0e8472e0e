"""Counts how letters follow each other in invented answers, for ``handwriting.letters``.

    python -m extractors.handwriting.training.letters [--lines N]

Names, streets, places and answers in free text, all invented from the lists that ship. Writes
``letters.npz``; half a minute per 100,000 lines.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from extractors.handwriting.letters import END, ORDER, START, STEP, hash_of
from extractors.handwriting.training import phrases, texts

TARGET = Path(__file__).parents[1] / "letters.npz"
LINES = 700_000
SHARES = {phrases.phrase: 0.4, texts.name: 0.27, texts.street: 0.2, texts.place: 0.13}
LEAST = (1, 1, 1, 2, 3, 4)
"""How often a sequence of one to six letters must occur to be kept."""
TAKEN_OFF = 0.5  # of every count: what was seen seldom was seen by chance
SEED = 9


def main() -> None:
    """Read the command line, count, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=LINES)
    write(lines(parser.parse_args().lines), TARGET)


def lines(count: int) -> Iterator[str]:
    """Invented entries of all kinds of words."""
    rng = random.Random(SEED)
    kinds = rng.choices(tuple(SHARES), tuple(SHARES.values()), k=count)
    return (kind(rng) for kind in kinds)


def write(answers: Iterable[str], target: Path) -> None:
    """Count the sequences of these answers and write how likely their last letters follow."""
    counts = _counts(answers)
    found = {hash_of(sequence): chance for sequence, chance in _chances(counts)}
    hashes = np.array(sorted(found), np.uint32)
    chances = np.array([found[name] for name in hashes.tolist()], np.uint8)
    np.savez_compressed(target, hashes=hashes, chances=chances)


def _counts(answers: Iterable[str]) -> list[Counter[str]]:
    counts: list[Counter[str]] = [Counter() for _ in range(ORDER + 1)]
    for answer in answers:
        padded = START * (ORDER - 1) + answer + END
        for length, counter in enumerate(counts):
            first = max(ORDER - length, 0)  # every sequence ends in a letter of the answer
            counter.update(padded[n : n + length] for n in range(first, len(padded) - length + 1))
    return counts


def _chances(counts: list[Counter[str]]) -> Iterator[tuple[str, int]]:
    for length, least in enumerate(LEAST, start=1):
        before: Counter[str] = Counter()
        for sequence, count in counts[length].items():
            before[sequence[:-1]] += count
        for sequence, count in counts[length].items():
            if count >= least:
                chance = (count - TAKEN_OFF) / before[sequence[:-1]]
                yield sequence, min(round(-np.log(chance) / STEP), 255)


if __name__ == "__main__":
    main()
