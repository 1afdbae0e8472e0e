"""Postcode and town read together: either tells what the other one must be.

A town that the postcode does not serve, but that is a letter, a mark or a blank off one that it
serves, was misread; so was a postcode that is a digit off the only one of a known town. Dust behind
them is left out, and before them where they stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from rapidfuzz.distance import Levenshtein

from pipeline import lexicons

PLACE_AT_END = re.compile(r"(?<!\d)(?P<plz>\d{4,6}) (?P<ort>[^\W\d_][^\d,;]*)$")
DUST_BEFORE = re.compile(r"[^\w\s]*\w{0,2}[^\w\s]* (\d{5}) [^\W\d_][^\d,;]*$")
LETTERS_PER_SLIP = 5  # of a town's name: so many for each letter that may be misread
MOST_DUST = 3  # letters after the town that may be no writing


def place_put_right(text: str, *, alone: bool = False) -> str:
    """``text`` with the postcode and the town at its end as the list of places has them.

    Where nothing but a place is asked for they stand ``alone``, and what seems to stand before them
    is dust; in a sentence it is a word.
    """
    if alone and (dust := DUST_BEFORE.match(text)) and _served(dust[1]):
        text = text[dust.start(1) :]
    match = PLACE_AT_END.search(text)
    if match is None:
        return text
    code, town = match["plz"], match["ort"]
    served = _served(code)
    if town in served:
        return text
    if (meant := _one(_alike(town, served))) is not None:
        return _all_alike(text[: match.start()], town, meant) + f"{code} {meant}"
    if not served and (other := _one(_codes_near(code, _codes_of().get(town, ())))) is not None:
        return f"{text[: match.start()]}{other} {town}"
    return text


def _served(code: str) -> tuple[str, ...]:
    """The towns of a postcode, without what the list adds to tell them apart."""
    return tuple(dict.fromkeys(name.split(",")[0] for name in lexicons.towns_of().get(code, ())))


def _alike(town: str, served: Iterable[str]) -> list[str]:
    """Towns that this one may be misread from; those that differ only in marks come alone."""
    read = _bare(town)
    names = {name: _bare(name) for name in served}
    same = [name for name, bare in names.items() if bare == read]
    return same or [name for name, bare in names.items() if _near(read, bare)]


def _near(read: str, bare: str) -> bool:
    dust = len(read) - len(bare)
    if read.startswith(bare) and 0 < dust <= MOST_DUST:
        return True
    off = max(1, len(bare) // LETTERS_PER_SLIP)
    return Levenshtein.distance(read, bare, score_cutoff=off) <= off


def _all_alike(before: str, town: str, meant: str) -> str:
    """What stands before the place, with the same town in it put right as well."""
    if _bare(town) != _bare(meant) or len(town) != len(meant):
        return before
    return re.sub(rf"(?<!\w){re.escape(town)}(?!\w)", meant, before)


def _codes_near(code: str, codes: Iterable[str]) -> list[str]:
    return [other for other in codes if Levenshtein.distance(code, other) <= 1]


def _one(found: list[str]) -> str | None:
    return found[0] if len(found) == 1 else None


def _bare(name: str) -> str:
    return "".join(lexicons.unmarked(name).split())


@cache
def _codes_of() -> dict[str, tuple[str, ...]]:
    codes: dict[str, list[str]] = {}
    for place in lexicons.places():
        codes.setdefault(place.ort.split(",")[0], []).append(place.plz)
    return {town: tuple(found) for town, found in codes.items()}
