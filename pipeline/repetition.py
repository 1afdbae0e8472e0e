"""Words that stand in two places of an application and were read alike in both.

The surname of the child is that of a parent, the same address stands there twice, the account is a
parent's. A word that is misread in one place is hardly misread into the same word in another, if
the reader was rather sure in both; but for what one hand makes alike: capitals, marks, a q. Of 131
entries by hand and 12 typed ones from which this took the doubt in 160 generated mail items none
was wrong; the letters that are left out were chosen there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.agreement import CONFIRMED, READER, may_be_alike
from pipeline.forms import Form
from pipeline.model import UNBEKANNT, Reading, ReadingKind, Source

WORD = re.compile(r"[^\W\d_]+")
TYPES = frozenset({"name", "street", "plz_ort", "text"})
RATHER_SURE = 0.95
"""Confidence of each of the two readings, unless it is believed already."""
STREET = "straße"  # has its marks
SHORTEST = 4
"""Letters of all words together; shorter ones agree by chance."""
MOST_WORDS = 2
"""Of a name: between more of them a hyphen may have been lost."""
ALIKE_IN_BOTH_CASES = frozenset("ckopsuvwxzöü")
"""First letters of texts that are written alike large and small: Kroatisch or kroatisch."""

Places = Mapping[tuple[str, str], frozenset[str]]
"""The items where something was read, by what it is (a word, or a value of a type)."""


def repeated(readings: Sequence[Reading], form: Form | None) -> tuple[Reading, ...]:
    """A reading without doubt for each doubtful one that was read alike in another place."""
    if form is None:
        return ()
    known = [r for r in readings if r.item in form.items and _is_clear(r)]
    places: dict[tuple[str, str], frozenset[str]] = {}
    for reading in known:
        for said in _said(reading, form):
            places[said] = places.get(said, frozenset()) | {reading.item}
    return tuple(
        reading.model_copy(update={"confidence": CONFIRMED, "doubt": False, "reader": READER})
        for reading in known
        if reading.doubt and _may_be_confirmed(reading, form) and _elsewhere(reading, form, places)
    )


def _is_clear(reading: Reading) -> bool:
    """Whether a machine read words and was rather sure of them."""
    by_machine = reading.kind is ReadingKind.TEXT and reading.source is Source.MACHINE
    sure = not reading.doubt or reading.confidence >= RATHER_SURE
    return by_machine and sure and bool(reading.value) and reading.value != UNBEKANNT


def _said(reading: Reading, form: Form) -> Iterator[tuple[str, str]]:
    """All words of a value, and the value itself."""
    value = reading.value or ""
    yield form.items[reading.item].type, value
    for word in WORD.findall(value):
        yield "", word


def _may_be_confirmed(reading: Reading, form: Form) -> bool:
    value, kind = reading.value or "", form.items[reading.item].type
    words = WORD.findall(value)
    alike = may_be_alike(value.replace(STREET, " "))
    if kind not in TYPES or sum(map(len, words)) < SHORTEST or alike:
        return False
    if kind == "name" and (len(words) > MOST_WORDS or reading.underlined):
        return False  # whether a first name is underlined is a question of its own
    return kind != "text" or value[:1].casefold() not in ALIKE_IN_BOTH_CASES


def _elsewhere(reading: Reading, form: Form, places: Places) -> bool:
    """Whether all that it says was read elsewhere: word for word, with digits as a whole."""
    value = reading.value or ""
    as_a_whole = (form.items[reading.item].type, value)
    numbered = any(sign.isdigit() for sign in value)
    asked = [as_a_whole] if numbered else [("", word) for word in WORD.findall(value)]
    return all(places[said] - {reading.item} for said in asked)
