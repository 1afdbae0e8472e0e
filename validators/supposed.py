"""What a field in doubt may say: the likely values, and how much speaks for each.

A reader lists what else the ink may say. Where it is confident of one of these values, whatever was
written is hardly ever none of them, and a rule can be tried with each in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from math import prod
from typing import NamedTuple

from pipeline import lexicons
from pipeline.forms import Form, FormField
from pipeline.model import UNBEKANNT, AnswerState, Case, MarkState, Reading, Source, Value
from validators.entries import is_struck_out, is_unknown

STAMP = "antrag.eingangsstempel"
"""The area of the receipt stamp; its day is no answer, and belongs to the case as a whole."""

SIGNED = "erklaerung.datum"
ON_THE_WAY = (0, 7, 31)
"""Days between signature and receipt; a stamp in doubt is of a day in between."""

DAY = re.compile(r"(?:19|20)\d\d(?:-\d\d){0,2}|\d\d?\.\d\d?\.(?:19|20)\d\d")
"""Days, months and years of our time; the latter are days that do not exist."""
IMPOSSIBLE = re.compile(r"\d\d?\.\d\d?\.(?:19|20)\d\d")
"""A day that does not exist. The reader prefers those that do, so where it offers one first, that
is what was written: seven of seven, in 280 generated mail items."""
LATE_MONTH = re.compile(r"(\d{4})-1([12])")
"""November or December without a day: 1.1. or 1.2. look the same where dots are lost."""
ACCOUNT = re.compile(r"DE\d{19,20}|(?!DE)[A-Z]{2}[0-9A-Z]{13,}")
SHORT = 21
"""Signs of German account numbers with one too few, as people write them; where more are missing
they were rather overlooked than left out."""

FORMS = {"date": DAY, "iban": ACCOUNT}
CITIZENSHIP = "staatsangehoerigkeit"
COVERED = {"date": 0.9, "amount_eur": 0.9, "iban": 0.9, "bic": 0.9, CITIZENSHIP: 0.9}
"""Where the candidates that fit such a type have this share of all, the true value was among them:
534 of 543 dates in doubt, 115 of 122 amounts, 22 of 24 account numbers, all 26 BICs; else hardly
ever. The bars were chosen on ninety generated mail items; ``docs/figures.md`` has others."""
ALONE, OTHERS = 0.9, 2
"""Confidence of a reader whose word counts although both readings of another were nonsense: of 75
dates less sure than that, 5 were none of the candidates, of 1,021 others one."""
CONFIDENT = 0.97  # of the value itself: words have more likenesses than the reader lists
CONFIDENT_IN = {"bic": 0.5, "iban": 0.5, "date": 0.0, "amount_eur": 0.0, CITIZENSHIP: 0.3}
NOTHING_TO_SAY = 0.02  # no name looks like ``entfällt`` or ``unbekannt``
DRAWN_NOTHING = re.compile(r"\./\.|[-–—]{3,}")
"""Strokes that say so; of five shorter ones, read in doubt, four were folds and arms of marks."""
NEVER = 2.0  # no confidence is as high
BESIDE_UNBEKANNT = 4  # signs that a hair or the end of a printed line is read as
UNLIKELY = 0.02  # days of signature less likely than this tell nothing about the stamp
POSSIBLE = 0.002  # candidates less likely than this are ruled out

SURELY_TICKED = 0.7
"""A box in doubt that is ticked with such a chance is ticked: all of 202 were, in 100 generated
mail items, though a mark nearby or a crossing line made them doubtful."""
HARDLY_TICKED, ITS_SHARE = 0.15, 0.04
"""Of 101 boxes in doubt with little chance 3 were ticked all the same, each the only answer to a
question that everybody has to answer."""
SECOND_TICK = 0.9
"""The same of a second tick where one is asked for: a tail of the line above and a speck look like
one as well, and most people tick once."""
NOTED = 0.1
"""Of 20 questions without a tick where something unreadable stood beside the boxes, 2 had the word
``unbekannt`` there; of 29 with a tick none said anything but their boxes."""
MOST_BOXES = 3  # of one question; where more are in doubt anything may be ticked


TICKS = (MarkState.TICKED, MarkState.REMARKED)


class Way(NamedTuple):
    """A value that a field may have, and its share of all that speaks for the likely ones."""

    value: Value | date | None
    share: float


Likely = Mapping[str, tuple[Way, ...]]
"""The likely values of fields in doubt, the likeliest first; the day of a stamp is a day."""


def all_likely(case: Case, form: Form) -> Likely:
    """The likely values of every field in doubt of which it is known what it may say."""
    found = {f.id: some for f in form.fields.values() if (some := _likely(case, f))}
    if case.received.doubt and (days := days_of(case)):
        found[STAMP] = tuple(Way(day, 1.0) for day in days)  # none may be left out of account
    return found


def days_of(case: Case) -> tuple[date, ...]:
    """The days that a stamp in doubt may show.

    Those that were read, as far as they are near the signature: of 36 in doubt none was misread.
    Where none is near, the stamp may show any day soon after the signature.
    """
    signed = case.readings.get(SIGNED)
    ways: tuple[Way, ...] = ()
    if signed is not None:
        ways = _values(signed, "date") if signed.doubt else (Way(signed.value, 1.0),)
    days = tuple(day for w in ways if w.share >= UNLIKELY and (day := _day(w.value)) is not None)
    later = tuple(day + timedelta(days=n) for day in days for n in ON_THE_WAY)
    seen = case.received.candidates
    near = tuple(s for s in seen if any(abs((s - day).days) <= ON_THE_WAY[-1] for day in days))
    soon = tuple(s for s in near if any(s >= day for day in days))
    return soon or near or tuple(dict.fromkeys((*seen, *later)))


def _day(value: object) -> date | None:
    """A day of our time, the only ones from which days can be counted on."""
    try:
        return date.fromisoformat(str(value)) if DAY.fullmatch(str(value)) else None
    except ValueError:
        return None


def _likely(case: Case, field: FormField) -> tuple[Way, ...]:
    """The likely values of a field in doubt; none where it could be anything."""
    if field.id not in case.doubtful:
        return ()
    if field.is_choice:
        return _ticks(case, field)
    if case.states.get(field.id) is AnswerState.CONFLICT:
        return ()
    written = case.answers.get(field.id)
    if isinstance(written, tuple):
        return tuple(_tables(case, field, written))
    reading = case.readings.get(field.id)
    kind = CITIZENSHIP if field.id.endswith(CITIZENSHIP) else field.type
    return _values(reading, kind) if reading is not None else ()


def _ticks(case: Case, field: FormField) -> tuple[Way, ...]:
    """The answers that the boxes of a question give, each box in doubt ticked and not."""
    note = case.readings.get(field.id)
    if note is not None and note.value:
        return ()
    boxes = {o.id: case.readings.get(f"{field.id}.{o.id}") for o in field.options}
    doubted = {id_: box for id_, box in boxes.items() if box is not None and box.doubt}
    if not doubted and note is not None and note.doubt:
        return _beside_dust(_answer(field, boxes, {}))
    if not 0 < len(doubted) <= MOST_BOXES:
        return ()
    found = []
    answered = any(_is_surely_ticked(box) for box in boxes.values())
    asked = field.required != "optional" and not answered
    second = answered and field.type == "single_choice"
    surely = SECOND_TICK if second else SURELY_TICKED
    for sides in product(*(_sides(box, surely, asked=asked) for box in doubted.values())):
        ticked = {id_: side.ticked for id_, side in zip(doubted, sides, strict=True)}
        share = prod(side.share for side in sides)
        found.append(Way(_answer(field, boxes, ticked), share))
    return tuple(found)


def _beside_dust(answer: Value | None) -> tuple[Way, ...]:
    """What the boxes say, although something unreadable is beside them: dust, nearly always."""
    if answer is not None:
        return (Way(answer, 1.0),)
    return (Way(None, 1 - NOTED), Way(UNBEKANNT, NOTED))


class _Side(NamedTuple):
    ticked: bool
    share: float


def _is_surely_ticked(box: Reading | None) -> bool:
    return box is not None and not box.doubt and box.value in TICKS


def _sides(box: Reading, surely: float, *, asked: bool) -> tuple[_Side, ...]:
    """Whether a box in doubt is ticked, the likelier first, and how much speaks for it."""
    chance = sum(c.confidence for c in box.candidates if c.value == MarkState.TICKED)
    if min(chance, box.confidence) >= surely:
        return (_Side(ticked=True, share=1.0),)
    seldom = ITS_SHARE if chance < HARDLY_TICKED and not asked else 1.0
    return _Side(ticked=False, share=1.0), _Side(ticked=True, share=seldom)


def _answer(
    field: FormField, boxes: Mapping[str, Reading | None], ticked: Mapping[str, bool]
) -> Value | None:
    """The answer of a question if these boxes are ticked, as a case has it."""
    chosen = tuple(
        id_ for id_, box in boxes.items() if ticked.get(id_, box is not None and box.value in TICKS)
    )
    if not chosen:
        return None
    return chosen if field.type == "multi_choice" or len(chosen) > 1 else chosen[0]


def _tables(case: Case, field: FormField, written: tuple[object, ...]) -> Iterator[Way]:
    """The table as it most probably is, and with every other likely value of one cell."""
    rows = [dict(row) for row in written if isinstance(row, Mapping)]
    types = {column.id: column.type for column in field.columns}
    cells: list[tuple[int, str, tuple[Way, ...]]] = []
    for cell in field.cells:
        reading = case.readings.get(f"{field.id}.{cell.row}.{cell.column}")
        if reading is None or not reading.doubt:
            continue
        values = _values(reading, types[cell.column])
        if not values or cell.row >= len(rows):
            return
        rows[cell.row][cell.column] = values[0].value
        cells.append((cell.row, cell.column, values[1:]))
    if cells:
        yield Way(tuple(rows), 1.0)
    for row, column, others in cells:
        for value, share in others:
            yield Way((*rows[:row], {**rows[row], column: value}, *rows[row + 1 :]), share)


def _values(reading: Reading, kind: str) -> tuple[Way, ...]:
    """What the reader holds for possible, if that is nearly all that can be there."""
    if reading.source is not Source.MACHINE:
        return ()
    chances = {c.value: c.confidence for c in reading.candidates if c.confidence >= POSSIBLE}
    value = _plain(reading.value or "")
    if reading.confidence < _confident(value, kind) or _may_be_a_hair(reading.raw):
        return ()
    if kind in COVERED and reading.confidence < ALONE and _is_nonsense_to_others(reading, kind):
        return ()
    if kind in COVERED and not _says_nothing(value):
        fitting = {text: chance for text, chance in chances.items() if _fits(text, kind)}
        first = max(fitting, key=fitting.__getitem__, default=None)
        if IMPOSSIBLE.fullmatch(value) and first == value:
            return (Way(value, 1.0),)
        if sum(fitting.values()) < COVERED[kind]:
            return ()
        return _shared(_with_lost_dots(fitting) if kind == "date" else fitting)
    if value == UNBEKANNT:
        return (Way(value, 1.0),)
    return _shared({value: reading.confidence, **chances}, first=value) if value else ()


def _with_lost_dots(chances: Mapping[str, float]) -> dict[str, float]:
    """Beside the months the days whose dots may have been lost: 112026 is 1.1.2026 as well."""
    found = dict(chances)
    for text, chance in chances.items():
        if lost := LATE_MONTH.fullmatch(text):
            day = f"{lost[1]}-0{lost[2]}-01"
            found[day] = max(found.get(day, 0.0), chance)
    return found


def _is_nonsense_to_others(reading: Reading, kind: str) -> bool:
    """Whether two other readings, which found no support, are of no such type at all."""
    others = [c.value for c in reading.candidates if not c.confidence]
    said = _digits(reading.raw)
    return sum(not _fits(o, kind) and _digits(o) != said for o in others) >= OTHERS


def _digits(text: str) -> str:
    """What a reading comes to where dots were lost."""
    return "".join(sign for sign in text if sign.isdigit())


def _may_be_a_hair(raw: str) -> bool:
    """Whether nothing but one letter or digit was read; hairs and folds are read as 1 or l."""
    return sum(sign.isalnum() for sign in raw) == 1


def _fits(value: str, kind: str) -> bool:
    if kind == CITIZENSHIP:
        return lexicons.citizenship(value) is not None
    form = FORMS.get(kind)
    return form is None or form.fullmatch(value) is not None


def _confident(value: str, kind: str) -> float:
    if _says_nothing(value):
        by_words = any(sign.isalpha() for sign in value)
        return NOTHING_TO_SAY if by_words or DRAWN_NOTHING.fullmatch(value) else NEVER
    if kind == "iban" and len(value) == SHORT:
        return CONFIDENT
    return CONFIDENT_IN.get(kind, CONFIDENT)


def _plain(value: str) -> str:
    """``unbekannt`` where little else was read beside it."""
    beside = len(value) - len(UNBEKANNT)
    return UNBEKANNT if UNBEKANNT in value and beside <= BESIDE_UNBEKANNT else value


def _says_nothing(value: str) -> bool:
    return is_struck_out(value) or is_unknown(value)


def _shared(chances: Mapping[str, float], first: str | None = None) -> tuple[Way, ...]:
    """The values by their shares, the likeliest or ``first`` first."""
    total = sum(chances.values())
    order = sorted(chances, key=lambda text: (text != first, -chances[text]))
    return tuple(Way(text, chances[text] / total) for text in order)
