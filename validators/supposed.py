"""What a field in doubt may say: the likely values, and how much speaks for each.

A reader lists what else the ink may say. Where it is confident of one of these values, whatever was
written is hardly ever none of them, and a rule can be tried with each in turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from rapidfuzz.distance import Levenshtein

from pipeline import lexicons
from pipeline.forms import Form, FormField
from pipeline.model import AnswerState, Case
from validators.supposed_boxes import answers_of
from validators.supposed_values import CITIZENSHIP, DAY, Way, values_of

STAMP = "antrag.eingangsstempel"
"""The area of the receipt stamp; its day is no answer, and belongs to the case as a whole."""

SIGNED = "erklaerung.datum"
ON_THE_WAY = (0, 7, 31)
"""Days between signature and receipt; a stamp in doubt is of a day in between."""

UNLIKELY = 0.02  # days of signature less likely than this tell nothing about the stamp
A_YEAR, SURELY_FAR, FAR_SHARE = timedelta(days=366), 0.995, 0.05
"""A day so long after the receipt is rather a misread one, if it could be another at all: 2029 is
how many write 2024. Only days until which something lasts lie ahead. So is a signature that was
given so long before."""
LASTS = "bis"
HARDLY_EARLIER = frozenset({SIGNED, "antrag.leistung_ab"})
"""Of 1,967 generated applications none asked for benefits from more than half a year before."""
ACCOUNT, ITS_BANK, MISREAD, AS_LIKELY = "bankverbindung.iban", slice(4, 12), 3, 0.5
"""The bank code in a German account number, letters by which a BIC in doubt may differ from that of
this bank, and the share that it then has: a choice, nothing measured."""
FIRST_OF_MONTH = "-01"

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

    Those that were read and follow soon after the signature; where none does, those that were read
    and days after the signature, since the stamp may have been misread.
    """
    signed = case.readings.get(SIGNED)
    ways: tuple[Way, ...] = ()
    if signed is not None:
        ways = values_of(signed, "date") if signed.doubt else (Way(signed.value, 1.0),)
    days = tuple(day for w in ways if w.share >= UNLIKELY and (day := _day(w.value)) is not None)
    later = tuple(day + timedelta(days=n) for day in days for n in ON_THE_WAY)
    seen = case.received.candidates
    soon = tuple(s for s in seen if any(0 <= (s - day).days <= ON_THE_WAY[-1] for day in days))
    return soon or tuple(dict.fromkeys((*seen, *later)))


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
        return answers_of(case, field)
    if case.states.get(field.id) is AnswerState.CONFLICT:
        return ()
    written = case.answers.get(field.id)
    if isinstance(written, tuple):
        return tuple(_tables(case, field, written))
    reading = case.readings.get(field.id)
    if reading is None:
        return ()
    kind = CITIZENSHIP if field.id.endswith(CITIZENSHIP) else field.type
    ways = values_of(reading, kind)
    if kind == "bic":
        return _or_of_the_bank(ways, case)
    if kind != "date" or case.received.day is None:
        return ways
    return _near_receipt(ways, field.id, case.received.day)


def _or_of_the_bank(ways: tuple[Way, ...], case: Case) -> tuple[Way, ...]:
    """The BICs, and that of the account's bank if it is like them; not where its end was left out.

    >>> _or_of_the_bank((), Case.model_construct(answers={}))
    ()
    """
    account = case.answers.get(ACCOUNT)
    german = account if isinstance(account, str) and account.startswith("DE") else ""
    bank = lexicons.banks().get(german[ITS_BANK])
    if bank is None or not ways:
        return ways
    own, read = bank.bic.removesuffix("XXX"), {str(way.value).removesuffix("XXX") for way in ways}
    near = any(Levenshtein.distance(one, own) <= MISREAD for one in read)
    if not near or any(own.startswith(one) for one in read - {own}):
        return ways
    others = [way for way in ways if str(way.value).removesuffix("XXX") != own]
    total = sum(way.share for way in others) or 1.0
    rest = (way._replace(share=way.share / total * (1 - AS_LIKELY)) for way in others)
    return tuple(sorted((*rest, Way(own, AS_LIKELY)), key=lambda way: -way.share))


def _near_receipt(ways: Sequence[Way], field: str, received: date) -> tuple[Way, ...]:
    """The days, those far from the receipt with a small share, unless the likeliest is one.

    None where that one is not sure: rather another was written, and which is not known.
    """
    if not ways or not _is_far(ways[0], field, received):
        shares = [w.share * (FAR_SHARE if _is_far(w, field, received) else 1) for w in ways]
        total = sum(shares)
        return tuple(w._replace(share=s / total) for w, s in zip(ways, shares, strict=True))
    return tuple(ways) if ways[0].share >= SURELY_FAR else ()


def _is_far(way: Way, field: str, received: date) -> bool:
    """Whether a day or month lies a year after the receipt, or a signature that long before."""
    day = _day(way.value) or _day(f"{way.value}{FIRST_OF_MONTH}")
    if day is None:
        return False
    late = not field.endswith(LASTS) and day > received + A_YEAR
    return late or (field in HARDLY_EARLIER and day < received - A_YEAR)


def _tables(case: Case, field: FormField, written: tuple[object, ...]) -> Iterator[Way]:
    """The table as it most probably is, and with every other likely value of one cell."""
    rows = [dict(row) for row in written if isinstance(row, Mapping)]
    types = {column.id: column.type for column in field.columns}
    cells: list[tuple[int, str, tuple[Way, ...]]] = []
    specks = False
    for cell in field.cells:
        reading = case.readings.get(f"{field.id}.{cell.row}.{cell.column}")
        if reading is None or not reading.doubt:
            continue
        values = values_of(reading, types[cell.column])
        beyond = cell.row >= len(rows)
        if beyond and values and all(way.value is None for way in values):
            specks = True  # below the last row
            continue
        if not values or beyond:
            return
        rows[cell.row][cell.column] = values[0].value
        cells.append((cell.row, cell.column, values[1:]))
    if cells or specks:
        yield Way(tuple(rows), 1.0)
    for row, column, others in cells:
        for value, share in others:
            yield Way((*rows[:row], {**rows[row], column: value}, *rows[row + 1 :]), share)
