"""The values that a reader holds for possible where it is in doubt, if that is nearly all there is.

A reader lists what else the ink may say. Where it is confident of one of these values, whatever was
written is hardly ever none of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein
from stdnum import iban

from pipeline import lexicons
from pipeline.model import UNBEKANNT, Reading, Source, Value
from validators.entries import ALIKE, is_struck_out, is_unknown

DAY = re.compile(r"(?:19|20)\d\d(?:-\d\d){0,2}|\d\d?\.\d\d?\.(?:19|20)\d\d")
"""Days, months and years of our time; the latter are days that do not exist."""
IMPOSSIBLE = re.compile(r"(?:29|3\d)\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d")
"""A day that does not exist. The reader prefers those that do, so where it offers one first, that
is what was written: seven of seven, in 280 generated mail items."""
DOT_WITHIN = re.compile(r"(?<=\d)\.(?=\d)")
LATE_MONTH = re.compile(r"(\d{4})-1([12])")
"""November or December without a day: 1.1. or 1.2. look the same where dots are lost."""
LONE_ONE, JANUARY = re.compile(r"(?<!\d)1\D+\d+$"), re.compile(r"(\d{4})-01-(\d\d)")
ELEVENTH = 0.6
"""Of 113 days in doubt read with such a month in 615 generated mail items 56 were of January, 37 of
November: two strokes that touch."""
SEVEN = 0.1
"""Of 55 days in doubt read with a 1 where a 7 was thought possible, by a reader who was sure of it,
4 had the 7; of 63 of which it was less sure 22. Where a 7 was read, 2 of 57 and 5 of 40 had a 1."""
ACCOUNT = re.compile(r"DE\d{19,20}|(?!DE)[A-Z]{2}[0-9A-Z]{13,}")
SHORT, CONFIDENT_OF_SHORT = 21, 0.9
"""Signs of German account numbers with one too few, as people write them; where more are missing
they were rather overlooked than left out."""

FORMS = {"date": DAY, "iban": ACCOUNT}
CITIZENSHIP = "staatsangehoerigkeit"
COVERED = {"date": 0.9, "amount_eur": 0.9, "iban": 0.9, "bic": 0.9, CITIZENSHIP: 0.9}
"""Where the candidates that fit such a type have this share of all, the true value was among them:
534 of 543 dates in doubt, 115 of 122 amounts, 22 of 24 account numbers, all 26 BICs; else hardly
ever. The bars were chosen on ninety generated mail items; ``docs/figures.md`` has others."""
COVERED_BY_ONE = 0.9
UNPROVED = frozenset({"date", "amount_eur", CITIZENSHIP})  # by check digits or a list of banks
ALONE, OTHERS = 0.9, 2
"""Confidence of a reader whose word counts although both readings of another were nonsense: of 75
dates less sure than that, 5 were none of the candidates, of 1,021 others one."""
LIKE_IT = 0.6
"""Share of the signs from which another's nonsense bears a day out, *April 102%* April 2024: of 169
such days in doubt 5 were none of the candidates, of 155 others 17."""
FEWEST_DIGITS = 4  # of a day; fewer are alike by chance
CONFIDENT = 0.97  # of the value itself: words have more likenesses than the reader lists
CONFIDENT_IN = {"bic": 0.4, "iban": 0.5, "date": 0.0, "amount_eur": 0.0, CITIZENSHIP: 0.3}
NOTHING_TO_SAY = 0.02  # no name looks like ``entfällt`` or ``unbekannt``
DRAWN_NOTHING = re.compile(r"\./\.|[-–—]{3,}")
"""Strokes that say so; of five shorter ones, read in doubt, four were folds and arms of marks."""
STROKE, STROKES_FROM = "./.", 0.85
"""How surely nothing was written where what cannot be read is dirt or such a stroke; the reader
says less of what may be more (``extractors.unreadable``)."""
NEVER = 2.0  # no confidence is as high
LIKE_UNBEKANNT = {"text": 0.65, "name": 0.75}
"""As a share of the letters; of 4,400 readings in doubt seven that begin with u were so like it,
and all were it. People are called Unbehaun; *bekannt* does not begin so."""
BESIDE_UNBEKANNT = 4  # signs that a hair or the end of a printed line is read as
POSSIBLE = 0.002  # candidates less likely than this are ruled out


class Way(NamedTuple):
    """A value that a field may have, and its share of all that speaks for the likely ones."""

    value: Value | date | None
    share: float


def values_of(reading: Reading, kind: str) -> tuple[Way, ...]:
    """What the reader holds for possible, if that is nearly all that can be there."""
    if reading.source is not Source.MACHINE:
        return ()
    if reading.value is None:
        return _nothing_or_strokes(reading.confidence)
    chances = {c.value: c.confidence for c in reading.candidates if c.confidence >= POSSIBLE}
    value = _nothing_to_say(chances) or _plain(reading.value or "", kind)
    if value == UNBEKANNT and _says_so(reading, chances):
        return (Way(value, 1.0),)
    if reading.confidence < _confident(value, kind) or _may_be_a_hair(reading.raw):
        return ()
    if kind in UNPROVED and reading.confidence < ALONE and _is_nonsense_to_others(reading, kind):
        return ()
    if kind in COVERED and not _says_nothing(value):
        fitting = _fitting(chances, kind)
        first = max(fitting, key=fitting.__getitem__, default=None)
        if IMPOSSIBLE.fullmatch(value) and first == value:
            return (Way(value, 1.0),)
        if sum(fitting.values()) < COVERED[kind]:
            return ()
        return _shared(_with_lost_signs(fitting, reading.raw) if kind == "date" else fitting)
    surest = max(chances.values(), default=0.0) <= max(chances.get(value, 0.0), reading.confidence)
    if _says_nothing(value) and _in_words(value) and (surest or value not in chances):
        return (Way(value, 1.0),)
    return _shared({value: reading.confidence, **chances}, first=value) if value else ()


def _says_so(reading: Reading, chances: Mapping[str, float]) -> bool:
    """Whether ``unbekannt`` was read, and the reader holds nothing else for likelier."""
    others = (chance for text, chance in chances.items() if UNBEKANNT not in text)
    said = max(reading.confidence, chances.get(reading.value or "", 0.0))
    return UNBEKANNT in (reading.value or "") and max(others, default=0.0) <= said


def _nothing_or_strokes(confidence: float) -> tuple[Way, ...]:
    """What dirt may be: nothing, or a stroke by which somebody said so."""
    if confidence >= CONFIDENT:
        return (Way(None, confidence),)
    strokes = (Way(None, confidence), Way(STROKE, 1 - confidence))
    return strokes if confidence >= STROKES_FROM else ()


def _fitting(chances: Mapping[str, float], kind: str) -> dict[str, float]:
    """The values of the type; with a day counts what is it but for its dots, 1.526 with 1.5.26.

    Where it may be several, 11126 is 1.11.26 or 11.1.26, as far as each of them is likely: the
    reader offers those that the ink bears out.
    """
    fitting = {text: chance for text, chance in chances.items() if _fits(text, kind)}
    likely = dict(fitting)
    for text, chance in chances.items() if kind == "date" else ():
        days = _days_without_dots(text) if text not in fitting else frozenset()
        offered = days & likely.keys()
        total = sum(likely[day] for day in offered)
        fitting |= {day: fitting[day] + chance * likely[day] / total for day in offered}
    return fitting


def _days_without_dots(text: str) -> frozenset[str]:
    """Every day (ISO) that these digits can be, in the order day, month, year of our time.

    Dots that are still there part them: 11.126 is not 1.11.26.
    """
    found, digits = set(), _digits(text)
    parted = {len(_digits(text[: dot.start()])) for dot in DOT_WITHIN.finditer(text)}
    for d, m, y in product((1, 2), (1, 2), (2, 4)):
        if d + m + y == len(digits) and parted <= {d, d + m}:
            year = int(digits[d + m :]) + (2000 if y == 2 else 0)
            with suppress(ValueError):
                found.add(date(year, int(digits[d : d + m]), int(digits[:d])).isoformat())
    return frozenset(found)


def _with_lost_signs(chances: Mapping[str, float], raw: str) -> dict[str, float]:
    """Beside the months the days whose dots may have been lost: 112026 is 1.1.2026 as well.

    Beside a lone 1 for a month the eleventh: two strokes that touch its dots look like one. A 7 is
    likelier than the reader says where a 1 was read for it.
    """
    found = dict(chances)
    for text, chance in chances.items() if LONE_ONE.search(raw) else ():
        if january := JANUARY.fullmatch(text):
            eleventh = f"{january[1]}-11-{january[2]}"
            found[eleventh] = max(found.get(eleventh, 0.0), ELEVENTH * chance)
    first = max(chances, key=chances.__getitem__)
    for text in chances:
        if _has_sevens_for_ones(text, first):
            found[text] = max(found[text], SEVEN * chances[first])
    for text, chance in chances.items():
        if lost := LATE_MONTH.fullmatch(text):
            day = f"{lost[1]}-0{lost[2]}-01"
            found[day] = max(found.get(day, 0.0), chance)
    return found


def _has_sevens_for_ones(text: str, other: str) -> bool:
    """Whether it is the other day but for sevens in place of ones."""
    differ = {pair for pair in zip(text, other, strict=False) if pair[0] != pair[1]}
    return len(text) == len(other) and differ == {("7", "1")}


def _is_nonsense_to_others(reading: Reading, kind: str) -> bool:
    """Whether two other readings, which found no support, are of no such type at all."""
    others = [c.value for c in reading.candidates if not c.confidence]
    apart = _other_words if kind == CITIZENSHIP else _other_day
    return sum(not _fits(o, kind) and apart(o, reading.raw) for o in others) >= OTHERS


def _other_words(one: str, other: str) -> bool:
    return Levenshtein.normalized_similarity(one.casefold(), other.casefold()) < ALIKE


def _other_day(one: str, other: str) -> bool:
    """Whether neither its digits nor all its signs are like those of the other."""
    said = _digits(other)
    if Levenshtein.normalized_similarity(one.casefold(), other.casefold()) >= LIKE_IT:
        return False
    return len(said) < FEWEST_DIGITS or Levenshtein.distance(_digits(one), said) > 1


def _digits(text: str) -> str:
    """What a reading comes to where dots were lost."""
    return "".join(sign for sign in text if sign.isdigit())


def _may_be_a_hair(raw: str) -> bool:
    """Whether nothing but one letter or digit was read; hairs and folds are read as 1 or l."""
    return sum(sign.isalnum() for sign in raw) == 1


def _fits(value: str, kind: str) -> bool:
    if kind == CITIZENSHIP:
        return lexicons.citizenship_meant(value) is not None
    form = FORMS.get(kind)
    return form is None or form.fullmatch(value) is not None


def _confident(value: str, kind: str) -> float:
    if _says_nothing(value):
        clear = _in_words(value) or DRAWN_NOTHING.fullmatch(value) is not None
        return NOTHING_TO_SAY if clear else NEVER
    if kind == "iban" and len(value) == SHORT:
        return NEVER if _may_lack_a_one(value) else CONFIDENT_OF_SHORT
    return CONFIDENT_IN.get(kind, CONFIDENT)


def _may_lack_a_one(account: str) -> bool:
    """Whether it is a right number but for one of two ones that touch."""
    ones = (place for place, sign in enumerate(account) if sign == "1")
    return any(iban.is_valid(f"{account[:place]}1{account[place:]}") for place in ones)


def _plain(value: str, kind: str) -> str:
    """``unbekannt`` where little else was read beside it, or some of its letters were misread."""
    if UNBEKANNT in value:
        little = len(value) - len(UNBEKANNT) <= BESIDE_UNBEKANNT
        named = any(word in lexicons.first_names() for word in value.split())
        return UNBEKANNT if little and not named else value
    said = value.casefold()
    enough = LIKE_UNBEKANNT["text" if kind == "text" else "name"]
    alike = Levenshtein.normalized_similarity(said, UNBEKANNT) >= enough
    return UNBEKANNT if alike and said.startswith("u") else value


def _nothing_to_say(chances: Mapping[str, float]) -> str:
    """A word for nothing that all but certainly is what the ink says, if there is one."""
    surely = (text for text, chance in chances.items() if chance >= COVERED_BY_ONE)
    return next((text for text in surely if _says_nothing(text) and _in_words(text)), "")


def _says_nothing(value: str) -> bool:
    return is_struck_out(value) or is_unknown(value)


def _in_words(value: str) -> bool:
    """Of 17 readings in doubt that said so in words all were right, whatever else they might be."""
    return any(sign.isalpha() for sign in value)


def _shared(chances: Mapping[str, float], first: str | None = None) -> tuple[Way, ...]:
    """The values by their shares, the likeliest or ``first`` first."""
    total = sum(chances.values())
    order = sorted(chances, key=lambda text: (text != first, -chances[text]))
    return tuple(Way(text, chances[text] / total) for text in order)
