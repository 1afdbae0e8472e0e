"""Words that lists know and that are a few letters off what was read.

They are proposals only: whether the ink supports them is for ``entry`` to weigh.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import product

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extractors.dates import read_date
from extractors.lexicon import OF_TOWNS, WORD, WORDS, is_common
from extractors.values import PHRASES
from pipeline import lexicons
from pipeline.model import UNBEKANNT

Listed = Mapping[str, Sequence[str]]
"""Words of a list by their first letter, and by the second and third: a first one is ornate."""

LIKE_CAPITALS = frozenset("cijkopsuvwxyz")
"""Letters whose capitals differ in size alone, or hardly more."""

NEAR = 3  # letters by which a listed word may differ from what was read
SHORTEST_NEAR = 4
LISTED = 6  # listed words that are tried for one that was read
DAYS_SPELLED = tuple(product((1, 2), (1, 2), (2, 4)))  # with so many digits each
MOST_OFF_IN_A_CLOSED_LIST = 0.4
"""The same as a share of the letters where a list has all that there is: *It* looks like *H*."""


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
        yield from _near_citizenships(read)
    elif field.endswith(OF_TOWNS):
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


def with_dots(read: str) -> Iterator[str]:
    """The days of which dots were lost, with their dots: 11225 is 1.12.25 or 11.2.25."""
    parts = read.split(".")
    if not all(part.isdigit() for part in parts) or len(parts) > 2:
        return
    signs, dots = "".join(parts), [len("".join(parts[:n])) for n in range(1, len(parts))]
    for day, month, year in DAYS_SPELLED:
        if day + month + year == len(signs) and {day, day + month}.issuperset(dots):
            written = f"{signs[:day]}.{signs[day : day + month]}.{signs[day + month :]}"
            if (dated := read_date(written)) is not None and dated.sure:
                yield written


def _near_citizenships(read: str) -> Iterator[str]:
    """Citizenships like what was read, whatever they begin with, small letter or capital."""
    if len(read) < SHORTEST_NEAR:
        return
    off = round(MOST_OFF_IN_A_CLOSED_LIST * len(read))
    for word, *_ in process.extract(
        read, _citizenships(), processor=str.lower,
        scorer=Levenshtein.distance, score_cutoff=off, limit=LISTED,
    ):  # fmt: skip
        yield from (word, word[0].swapcase() + word[1:])


def alike(word: str, listed: Listed) -> list[str]:
    """Listed words a few letters off that begin like it, be it but for the first letter."""
    if len(word) < SHORTEST_NEAR:
        return []
    off = min(NEAR, len(word) // 3)
    found = [
        name
        for beginning in (word[0], word[1:3])
        for name, *_ in process.extract(
            word, listed.get(beginning, ()),
            scorer=Levenshtein.distance, score_cutoff=off, limit=LISTED,
        )
    ]  # fmt: skip
    return list(dict.fromkeys(found))


def by_beginning(words: Iterable[str]) -> Listed:
    found: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        found.setdefault(word[0], []).append(word)
        if len(word) >= SHORTEST_NEAR:
            found.setdefault(word[1:3], []).append(word)
    return found


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(p for p in sorted({*PHRASES, UNBEKANNT}) if len(p) >= SHORTEST_NEAR)


@cache
def streets() -> Listed:
    """Streets by how they begin."""
    return by_beginning(lexicons.streets())


@cache
def _names() -> Listed:
    return by_beginning(
        (*lexicons.first_names(), *lexicons.surnames(), *lexicons.frequent_surnames())
    )


@cache
def towns() -> Listed:
    """Towns by how they begin."""
    return by_beginning(_towns())


def _towns() -> Iterator[str]:
    return (place.ort.split(",")[0] for place in lexicons.places())


@cache
def _often() -> Listed:
    return by_beginning((*_towns(), *_answers()))


@cache
def _answers() -> frozenset[str]:
    """Words of short answers."""
    return frozenset(
        files("extractors.lexicons").joinpath("antworten.txt").read_text("utf-8").split()
    )


@cache
def _citizenships() -> tuple[str, ...]:
    return tuple(word for c in lexicons.citizenships() for word in (c.adjektiv, c.land))
