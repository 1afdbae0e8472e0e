"""Findings that hold whichever of the likely readings is the true one.

A value in doubt is unknown to the rules. Yet where every likely reading of it leads to the same
finding, the finding is as good as these readings together: a child born before its mother stays
one whether the month is read as January or July. Such a finding names the fields in doubt on which
it rests; whoever looks at them decides about it as well.

What is likely comes from the reader (``supposed``). A finding is tried with each likely value in
turn, all else as it most probably is, and made where next to nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from pipeline.forms import Form
from pipeline.model import Case, Finding, Value
from validators.supposed import STAMP, Likely, all_likely
from validators.words import joined, named


class Check(Protocol):
    """Applies all rules to a case, or as many as it takes to know what some of them find."""

    def __call__(self, case: Case, wanted: Collection[str] = ..., /) -> tuple[Finding, ...]: ...


Key = tuple[str, tuple[str, ...]]

RISK = 0.05
"""Share of all likely readings that may speak against a finding. Of the findings from scans at most
one in a hundred may be false, and one in seven rests on doubt (12 of 84 in forty mail items)."""


def resting_on_doubt(
    case: Case, form: Form, check: Check, sure: Iterable[Finding]
) -> tuple[Finding, ...]:
    """The findings that ``check`` adds to the ``sure`` ones with every likely reading.

    None of them is about the stamp itself: whether a day that was hardly read can be, nobody asks.
    """
    likely = all_likely(case, form)
    if not likely:
        return ()
    supposed = _with(case, {field: ways[0].value for field, ways in likely.items()})
    known = {_key(finding) for finding in sure}
    new = {_key(found): found for found in check(supposed) if _key(found) not in known}
    grounds = _grounds(new, case, supposed, likely, check)
    resting = (
        _resting(stands, fields, form)
        for key, fields in grounds.items()
        if fields and key[1] != (STAMP,)
        if (stands := _standing(new[key], fields, supposed, likely, check)) is not None
        if _key(stands) not in known
    )
    return tuple({_key(finding): finding for finding in resting}.values())


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
    rules = {rule for rule, _ in grounds}
    for field in likely if grounds else ():
        without = {_key(found) for found in check(_without(supposed, case, field), rules)}
        for key in grounds.keys() - without:
            grounds[key].append(field)
    return grounds


def _standing(
    finding: Finding, fields: Sequence[str], supposed: Case, likely: Likely, check: Check
) -> Finding | None:
    """The finding, if it is made with nearly all other likely values of the fields it rests on.

    Where another value takes a blank field out of it, it is made about the others alone.
    """
    against, stands = 0.0, finding
    for field in fields:
        for value, share in likely[field][1:]:
            case = _with(supposed, {field: value})
            found = [f for f in check(case, {finding.rule}) if f.rule == finding.rule]
            if stands.fields in [f.fields for f in found]:
                continue
            fewer = [f for f in found if _is_part(f, stands) and field not in f.fields]
            if fewer:
                stands = fewer[0]
            else:
                against += share
            if against > RISK:
                return None
    return stands


def _is_part(one: Finding, other: Finding) -> bool:
    return bool(one.fields) and set(one.fields) < set(other.fields)


def _key(finding: Finding) -> Key:
    return finding.rule, finding.fields


def _with(case: Case, values: Mapping[str, Value | date | None]) -> Case:
    """The case as if these values were certain."""
    answers = {**case.answers, **{k: v for k, v in values.items() if k != STAMP}}
    changes: dict[str, object] = {
        "answers": {field: value for field, value in answers.items() if value is not None},
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
    again = _with(supposed, {field: case.answers.get(field)})
    return again.model_copy(update={"doubtful": supposed.doubtful | {field}})
