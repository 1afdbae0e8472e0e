"""How entries of a type may be spelled: a search that follows it finds dates, not ``8. Nau 2001``.

A way of spelling is a row of slots, each with the words that may stand there ("" where it may stay
free). ``Follow`` walks all ways of a type at once, letter by letter, and tells which letters may
come next. It forbids no value: what is written in another way is still found without it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from extractors.dates import MONTHS
from extractors.handwriting import alphabet
from pipeline import lexicons

Slot = tuple[str, ...]
Way = tuple[Slot, ...]
Place = tuple[int, int, str]
"""A way, a slot in it, and what stands in that slot so far."""
State = frozenset[Place]

DIGITS: Slot = tuple("0123456789")
FREE: Slot = ("", *DIGITS)
BLANK: Slot = ("", " ")
YEARS: Slot = tuple(str(year) for year in range(1900, 2100))
SHORT_YEARS: Slot = tuple(f"{year:02}" for year in range(100))
PHONE_SIGNS: Slot = tuple("0123456789/-+() .")
LONGEST_PHONE = 20
LONGEST_AMOUNT = 6
CURRENCIES: Slot = ("", " €", "€", " EUR", " Euro")


class Follow:
    """All ways of spelling a type, walked together. States are shared by all lines of a process."""

    def __init__(self, ways: Sequence[Way]) -> None:
        self.ways = tuple(tuple(tuple(sorted(slot)) for slot in way) for way in ways)
        self.start = self._closed((n, 0, "") for n in range(len(self.ways)))
        self._known: dict[tuple[State, int], State] = {}

    def after(self, state: State, number: int) -> State:
        """Where one more letter leads; nowhere (an empty state) where it is not allowed."""
        if (found := self._known.get((state, number))) is None:
            letter = alphabet.LETTERS[number - 1]
            found = self._closed(self._longer(state, letter))
            self._known[state, number] = found
        return found

    def complete(self, state: State) -> bool:
        """Whether a text may end here."""
        return any(slot == len(self.ways[way]) for way, slot, _ in state)

    def _longer(self, state: State, letter: str) -> Iterable[Place]:
        for way, slot, said in state:
            if slot < len(self.ways[way]):
                words, longer = self.ways[way][slot], said + letter
                place = bisect_left(words, longer)
                if place < len(words) and words[place].startswith(longer):
                    yield way, slot, longer

    def _closed(self, places: Iterable[Place]) -> State:
        """With the slots after a whole word, as far as they may stay free."""
        found, ahead = set[Place](), list(places)
        while ahead:
            way, slot, said = place = ahead.pop()
            if place in found:
                continue
            found.add(place)
            if slot < len(self.ways[way]):
                words = self.ways[way][slot]
                at = bisect_left(words, said)
                if at < len(words) and words[at] == said:
                    ahead.append((way, slot + 1, ""))
        return frozenset(found)


@cache
def follow(kind: str) -> Follow | None:
    """The ways of spelling a type; ``None`` for types that are spelled in any way."""
    match kind:
        case "date":
            return Follow(_dates())
        case "amount_eur":
            return Follow(_amounts())
        case "iban":
            return Follow(_ibans())
        case "bic":
            return Follow([(tuple(sorted(lexicons.bics())),), (_short_bics(),)])
        case "phone":
            return Follow([(("0", "+", "("), *[("", *PHONE_SIGNS)] * LONGEST_PHONE)])
        case "plz_ort":
            return Follow([(*[DIGITS] * 5, (" ",), _towns())])
    return None


def _dates() -> list[Way]:
    days = tuple(sorted({f"{n:02}" for n in range(1, 32)} | {str(n) for n in range(1, 32)}))
    months = tuple(sorted({f"{n:02}" for n in range(1, 13)} | {str(n) for n in range(1, 13)}))
    names = tuple({name.capitalize() for name in MONTHS})
    named = (*names, *(f"{name}." for name in names if len(name) <= len("sept")))
    points: Slot = (".", ". ", "/", "-", " ")
    years = (*YEARS, *SHORT_YEARS)
    return [
        (days, points, months, points, years),
        (days, (". ", ".", " "), named, BLANK, years),
        (months, ("/", ".", " / ", "-"), years),
        (named, (" ",), YEARS),
        (YEARS,),
    ]


def _amounts() -> list[Way]:
    cents = ("", *(f",{n:02}" for n in range(100)), ",-", ",--", ".-", "-")
    thousands = ("", *(f".{n:03}" for n in range(1000)))
    leading = tuple(str(n) for n in range(1000))
    plain: Way = (DIGITS, *[FREE] * (LONGEST_AMOUNT - 1))
    return [(leading, thousands, cents, CURRENCIES), (*plain, cents, CURRENCIES)]


def _ibans() -> list[Way]:
    """German ones; others may be spelled in any way."""
    groups = [[DIGITS] * 2, *[[DIGITS] * 4] * 4, [DIGITS] * 2]
    row: list[Slot] = [("DE",)]
    for n, group in enumerate(groups):
        row += [BLANK, *group] if n else group
    return [tuple(row)]


def _short_bics() -> Slot:
    return tuple(sorted({code.removesuffix("XXX") for code in lexicons.bics()}))


def _towns() -> Slot:
    return tuple(sorted({place.ort.split(",")[0] for place in lexicons.places()}))
