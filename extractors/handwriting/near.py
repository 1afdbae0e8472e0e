"""Words that lists know and that are a few letters off what was read.

They are proposals only: whether the ink supports them is for ``entry`` to weigh.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extractors.lexicon import WORD, WORDS, is_common
from extractors.values import PHRASES
from pipeline import lexicons
from pipeline.model import UNBEKANNT

Listed = Mapping[str, Sequence[str]]
"""Words of a list by their first letter."""

LIKE_CAPITALS = frozenset("cijkopsuvwxyz")
"""Letters whose capitals differ in size alone, or hardly more."""

NEAR = 3  # letters by which a listed word may differ from what was read
SHORTEST_NEAR = 4
LISTED = 6  # listed words that are tried for one that was read


def near(read: str, kind: str, field: str) -> Iterator[str]:
    """Texts that ``read`` may have been meant for, as far as the lists of its type know them."""
    yield from _near_phrases(read)
    if kind in WORDS and read[0].lower() in LIKE_CAPITALS:
        yield read[0].swapcase() + read[1:]
    if kind == "plz_ort":
        yield from _near_places(read)
    elif kind == "street":
        road, gap, number = read.rpartition(" ")
        if any(c.isdigit() for c in number):
            for street in alike(road, streets()):
                yield f"{street}{gap}{number}"
    elif kind == "name":
        words = read.split(" ")
        for n, word in enumerate(words):
            for name in alike(word.strip(","), _names()):
                ahead = "," if word.endswith(",") else ""
                yield " ".join([*words[:n], name + ahead, *words[n + 1 :]])
    elif field.endswith("staatsangehoerigkeit"):
        yield from alike(read, _citizenships())
    elif field.endswith("geburtsort"):
        yield from alike(read, towns())
    elif kind == "text":
        yield from _near_words(read)


def _near_phrases(read: str) -> Iterator[str]:
    """What people write instead of an entry of any type."""
    said = read.casefold()
    for phrase in _phrases():
        off = min(NEAR, len(phrase) // 3)
        if Levenshtein.distance(said, phrase, score_cutoff=off) <= off:
            yield from (phrase, phrase.capitalize())


def often_written(text: str) -> bool:
    """Whether all longer words of an answer are known, and there is one."""
    words = [word for word in WORD.findall(text) if len(word) >= SHORTEST_NEAR]
    return bool(words) and all(word in _answers() or is_common(word) for word in words)


def _near_words(read: str) -> Iterator[str]:
    """Texts with one word replaced by one that is often written on this form."""
    words = read.split(" ")
    for n, word in enumerate(words):
        bare = word.strip(",.;()")
        for listed in alike(bare, _often()):
            yield " ".join([*words[:n], word.replace(bare, listed), *words[n + 1 :]])


def _near_places(read: str) -> Iterator[str]:
    code, _, town = read.partition(" ")
    served = {name.split(",")[0] for name in lexicons.towns_of().get(code, ())}
    yield from (f"{code} {name}" for name in served)
    for name in alike(town, towns()):
        yield f"{code} {name}"


def alike(word: str, listed: Listed) -> list[str]:
    """Listed words with the same first letter that are a few letters off."""
    if len(word) < SHORTEST_NEAR:
        return []
    off = min(NEAR, len(word) // 3)
    found = process.extract(
        word, listed.get(word[0], ()),
        scorer=Levenshtein.distance, score_cutoff=off, limit=LISTED,
    )  # fmt: skip
    return [name for name, *_ in found]


def _by_letter(words: Iterable[str]) -> Listed:
    found: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        found.setdefault(word[0], []).append(word)
    return found


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(p for p in sorted({*PHRASES, UNBEKANNT}) if len(p) >= SHORTEST_NEAR)


@cache
def streets() -> Listed:
    """Streets by their first letter."""
    return _by_letter(lexicons.streets())


@cache
def _names() -> Listed:
    return _by_letter(
        (*lexicons.first_names(), *lexicons.surnames(), *lexicons.frequent_surnames())
    )


@cache
def towns() -> Listed:
    """Towns by their first letter."""
    return _by_letter(place.ort.split(",")[0] for place in lexicons.places())


@cache
def _often() -> Listed:
    return _by_letter((*(town for some in towns().values() for town in some), *_answers()))


@cache
def _answers() -> frozenset[str]:
    """Words of short answers."""
    return frozenset(
        files("extractors.lexicons").joinpath("antworten.txt").read_text("utf-8").split()
    )


@cache
def _citizenships() -> Listed:
    return _by_letter(word for c in lexicons.citizenships() for word in (c.adjektiv, c.land))
