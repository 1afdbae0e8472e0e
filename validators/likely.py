"""Findings that hold whichever of the likely readings is the true one.

A value in doubt is unknown to the rules. Yet where every likely reading of it leads to the same
finding, the finding is as good as these readings together: a child born before its mother stays
one whether the month is read as January or July. Such a finding names the fields in doubt on which
it rests; whoever looks at them decides about it as well.

What is likely comes from the reader: a value of which it is confident although it may not be
believed unseen, and the other candidates that it does not rule out. A finding is tried with each of
them in turn, all else as it most probably is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from pipeline.forms import Form, FormField
from pipeline.model import AnswerState, Case, Finding, Reading, Source, Value
from validators.words import joined, named

Check = Callable[[Case], tuple[Finding, ...]]
Key = tuple[str, tuple[str, ...]]
Likely = Mapping[str, tuple[Value | date, ...]]
"""The likely values of fields in doubt, the likeliest first; the day of a stamp is a day."""

STAMP = "antrag.eingangsstempel"
"""The area of the receipt stamp; its day is no answer, and belongs to the case as a whole."""

ISO = re.compile(r"\d{4}(?:-\d{2}){0,2}")
"""Dates that exist. What is in doubt and no date may be anything."""

CONFIDENT = {"date": 0.5, "amount_eur": 0.5, "iban": 0.5, "bic": 0.8}
"""From such a confidence in one value, what was written was hardly ever none of the candidates: one
of 190 dates in doubt, one of 47 amounts, none of 7 account numbers. The bars were chosen on these
forty generated mail items; what they do on others stands in ``docs/figures.md``."""
CONFIDENT_ELSE = 0.97  # words have more likenesses than the reader lists
POSSIBLE = 0.002  # candidates less likely than this are ruled out


def resting_on_doubt(
    case: Case, form: Form, check: Check, sure: Iterable[Finding]
) -> tuple[Finding, ...]:
    """The findings that ``check`` adds to the ``sure`` ones with every likely reading."""
    likely = _all_likely(case, form)
    if not likely:
        return ()
    supposed = _with(case, {field: some[0] for field, some in likely.items()})
    known = {_key(finding) for finding in sure}
    new = {_key(found): found for found in check(supposed) if _key(found) not in known}
    grounds = _grounds(new, case, supposed, likely, check)
    return tuple(
        _resting(new[key], fields, form)
        for key, fields in grounds.items()
        if fields and _holds(key, fields, supposed, likely, check)
    )


def _resting(finding: Finding, fields: Sequence[str], form: Form) -> Finding:
    """The finding with a note in its message for whoever reads nothing else."""
    names = joined([f"„{named(form, field)}“" for field in fields])
    note = f" (Lesung unsicher: {names}.)"
    return finding.model_copy(update={"doubtful": tuple(fields), "message": finding.message + note})


def _grounds(
    new: Iterable[Key], case: Case, supposed: Case, likely: Likely, check: Check
) -> dict[Key, list[str]]:
    """For every new finding the fields in doubt without which nobody would make it."""
    grounds: dict[Key, list[str]] = {key: [] for key in new}
    for field in likely if grounds else ():
        without = {_key(found) for found in check(_without(supposed, case, field))}
        for key in grounds.keys() - without:
            grounds[key].append(field)
    return grounds


def _holds(key: Key, fields: Sequence[str], supposed: Case, likely: Likely, check: Check) -> bool:
    """Whether a finding is made with every other likely value of the fields it rests on."""
    return all(
        key in {_key(found) for found in check(_with(supposed, {field: value}))}
        for field in fields
        for value in likely[field][1:]
    )


def _key(finding: Finding) -> Key:
    return finding.rule, finding.fields


def _with(case: Case, values: Mapping[str, Value | date]) -> Case:
    """The case as if these values were certain."""
    changes: dict[str, object] = {
        "answers": {**case.answers, **{k: v for k, v in values.items() if k != STAMP}},
        "doubtful": case.doubtful - values.keys(),
    }
    if STAMP in values:
        changes["received"] = case.received.model_copy(
            update={"day": values[STAMP], "doubt": False}
        )
    return case.model_copy(update=changes)


def _without(supposed: Case, case: Case, field: str) -> Case:
    """The supposed case with one field in doubt again."""
    if field == STAMP:
        return supposed.model_copy(update={"received": case.received})
    return supposed.model_copy(
        update={
            "answers": {**supposed.answers, field: case.answers[field]},
            "doubtful": supposed.doubtful | {field},
        }
    )


def _all_likely(case: Case, form: Form) -> Likely:
    found: dict[str, tuple[Value | date, ...]] = {
        field.id: some for field in form.fields.values() if (some := _likely(case, field))
    }
    if case.received.doubt and case.received.candidates:
        found[STAMP] = case.received.candidates
    return found


def _likely(case: Case, field: FormField) -> tuple[Value, ...]:
    """The likely values of a field in doubt; none where it could be anything."""
    conflict = case.states.get(field.id) is AnswerState.CONFLICT
    if field.id not in case.doubtful or field.is_choice or conflict:
        return ()
    written = case.answers.get(field.id)
    if isinstance(written, tuple):
        return tuple(_tables(case, field, written))
    reading = case.readings.get(field.id)
    return _values(reading, field.type) if reading is not None else ()


def _tables(case: Case, field: FormField, written: tuple[object, ...]) -> Iterator[Value]:
    """The table as read, and with every other likely value of one cell."""
    rows = [dict(row) for row in written if isinstance(row, Mapping)]
    types = {column.id: column.type for column in field.columns}
    ways: list[tuple[int, str, tuple[str, ...]]] = []
    for cell in field.cells:
        reading = case.readings.get(f"{field.id}.{cell.row}.{cell.column}")
        if reading is None or not reading.doubt:
            continue
        values = _values(reading, types[cell.column])
        if not values or cell.row >= len(rows):
            return
        ways.append((cell.row, cell.column, values))
    if ways:
        yield tuple(rows)
    for row, column, values in ways:
        for value in values[1:]:
            yield (*rows[:row], {**rows[row], column: value}, *rows[row + 1 :])


def _values(reading: Reading, kind: str) -> tuple[str, ...]:
    """What the reader holds for possible, if it is confident of one value."""
    if kind == "date" and reading.value is not None and not ISO.fullmatch(reading.value):
        return ()
    sure = reading.confidence >= CONFIDENT.get(kind, CONFIDENT_ELSE)
    if reading.value is None or not sure or reading.source is not Source.MACHINE:
        return ()
    others = (c.value for c in reading.candidates if c.confidence >= POSSIBLE)
    return (reading.value, *(value for value in others if value != reading.value))
