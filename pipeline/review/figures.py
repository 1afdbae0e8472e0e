"""Figures about the work, of all together: how much waits, how long things take, how often we err.

Nobody's own figures are shown to anybody else, and none of a few: times and counts of a team need
five people who did that very thing in that span. Every share stands with the number that it is of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from statistics import median, quantiles

from pipeline import forms
from pipeline.bounds import upper_bound
from pipeline.model import Fact
from pipeline.review import acts, queue, sampling
from pipeline.review.layout import slot_of
from pipeline.review.records import Kind
from pipeline.review.states import Action, CaseState
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.accounts import Account
from pipeline.store.desk_events import Done, done_between, events_of_kinds
from pipeline.store.records import DEFAULT_FORM

TEAM = 5
"""People whose figures are shown together at the least."""

WAITING = frozenset({
    CaseState.READY, CaseState.IN_REVIEW, CaseState.POSTPONED, CaseState.RESCAN,
    CaseState.PASSED_ON, CaseState.SECOND, CaseState.DIFFERING, CaseState.FAILED,
})  # fmt: skip
"""Cases that somebody has still to do something about."""

TENTHS = 10


class Times(Fact):
    """How long one kind of act takes."""

    action: Action
    count: int
    median_seconds: float
    slow_seconds: float
    """Nine of ten take no longer."""
    keystrokes: float
    """On average."""


class Corrections(Fact):
    """What people did with one field of one edition of a form."""

    form: str
    edition: str
    field: str
    label: str
    confirmed: int
    corrected: int
    empty: int
    illegible: int


class Errors(Fact):
    """Fields of one kind that were accepted unseen: how many of a sample were wrong."""

    kind: Kind
    sampled: int
    wrong: int
    undecided: int
    at_most: float
    """The share that this still allows, at 95 %."""


class Second(Fact):
    """Fields that two people typed, and how many of them differ."""

    typed: int
    differing: int


class Figures(Fact):
    """The figures of a span of time, or of one person for that person alone."""

    since: datetime
    until: datetime
    people: int
    enough: bool
    """Whether so many worked that times and counts may be shown; else these are empty."""
    states: dict[str, int]
    oldest_days: int | None
    finished: int
    touchless: int
    """Cases that go out, or may, without anybody having looked."""
    times: tuple[Times, ...] = ()
    corrections: tuple[Corrections, ...] = ()
    second: Second | None = None
    """Not where only a few typed a second time."""
    errors: tuple[Errors, ...] = ()


def figures(
    store: Store, settings: Settings, now: datetime, *, since: datetime, until: datetime
) -> Figures:
    """The figures of everybody together."""
    with store.read() as db:
        done = done_between(db, (acts.SAVE, acts.ENTRY, acts.FINISH), since, until)
    people = len({act.account for act in done})
    enough = people >= TEAM
    seen = done if enough else ()
    return _figures(store, settings, now, (since, until), seen, people=people, least=TEAM)


def own_figures(
    store: Store,
    settings: Settings,
    account: Account,
    now: datetime,
    *,
    since: datetime,
    until: datetime,
) -> Figures:
    """The figures of one person, for nobody else's eyes."""
    with store.read() as db:
        done = done_between(db, (acts.SAVE, acts.ENTRY, acts.FINISH), since, until)
    mine = tuple(act for act in done if act.account == account.name)
    return _figures(store, settings, now, (since, until), mine, people=1, least=1)


def _figures(
    store: Store,
    settings: Settings,
    now: datetime,
    span: tuple[datetime, datetime],
    done: Sequence[Done],
    *,
    people: int,
    least: int,
) -> Figures:
    """``least``: people who did something of a kind before figures of that kind are shown."""
    since, until = span
    states = queue.states(store, settings, now)
    rows = queue.worklist(store, settings, now)
    ages = [row.age_days for row in rows if row.state in WAITING]
    with store.read() as db:
        looked_at = {act.case_id for act in done_between(db, (acts.FINISH,), _EVER, until)}
    out = {CaseState.TOUCHLESS, CaseState.HANDED_OVER, CaseState.ACKNOWLEDGED}
    return Figures(
        since=since, until=until, people=people, enough=people >= least,
        states=dict(Counter(state.value for state in states.values())),
        oldest_days=max(ages, default=None), finished=sum(a.kind == acts.FINISH for a in done),
        touchless=sum(s in out and case not in looked_at for case, s in states.items()),
        times=_times(_by_many(done, least, lambda act: act.action)),
        corrections=_corrections(_by_many(done, least, lambda act: act.field)),
        second=_second(store, done, least, since, until),
        errors=_errors(sampling.outcomes(store)),
    )  # fmt: skip


_EVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def _by_many(done: Iterable[Done], least: int, kind: Callable[[Done], str]) -> tuple[Done, ...]:
    """Acts of those kinds that many people did: of fewer nobody could say whose times they are."""
    acts_of = tuple(act for act in done if act.kind == acts.SAVE)
    people: defaultdict[str, set[str]] = defaultdict(set)
    for act in acts_of:
        people[kind(act)].add(act.account)
    return tuple(act for act in acts_of if len(people[kind(act)]) >= least)


def _times(done: Iterable[Done]) -> tuple[Times, ...]:
    by_action: defaultdict[str, list[Done]] = defaultdict(list)
    for act in done:
        by_action[act.action].append(act)
    return tuple(
        Times(
            action=Action(action), count=len(some),
            median_seconds=round(median(act.seconds for act in some), 1),
            slow_seconds=round(_slow([act.seconds for act in some]), 1),
            keystrokes=round(sum(act.keystrokes for act in some) / len(some), 2),
        )
        for action, some in sorted(by_action.items())
    )  # fmt: skip


def _slow(seconds: Sequence[float]) -> float:
    """What nine of ten do not exceed."""
    if len(seconds) < TENTHS:
        return max(seconds)
    return quantiles(seconds, n=TENTHS, method="inclusive")[-1]


def _corrections(done: Iterable[Done]) -> tuple[Corrections, ...]:
    """What was done with each field, the most often corrected first."""
    form = forms.load(DEFAULT_FORM)
    by_field: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for act in done:
        if (slot := slot_of(form.id, act.field)) is not None:
            by_field[slot.field.id][act.action] += 1
    found = [
        Corrections(
            form=form.id, edition=form.edition, field=field, label=form.fields[field].label,
            confirmed=counts[Action.CONFIRM], corrected=counts[Action.CORRECT],
            empty=counts[Action.EMPTY], illegible=counts[Action.ILLEGIBLE],
        )
        for field, counts in by_field.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.corrected, one.field)))


def _second(
    store: Store, done: Iterable[Done], least: int, since: datetime, until: datetime
) -> Second | None:
    """How many fields were typed twice, and how many of these a third person had to decide."""
    if len({act.account for act in done if act.kind == acts.ENTRY}) < least:
        return None
    with store.read() as db:
        typed = done_between(db, (acts.ENTRY,), since, until)
        asked = done_between(db, (acts.DISPUTE,), since, until)
        disputes = events_of_kinds(db, (acts.DISPUTE,)) if asked else ()
    cases = {act.case_id for act in asked}
    differing = sum(len(one.detail["fields"]) for one in disputes if one.case_id in cases)
    return Second(typed=len(typed), differing=differing)


def _errors(outcomes: Iterable[tuple[str, bool | None]]) -> tuple[Errors, ...]:
    by_kind: defaultdict[str, list[bool | None]] = defaultdict(list)
    for kind, wrong in outcomes:
        by_kind[kind].append(wrong)
    return tuple(_errors_of(Kind(kind), some) for kind, some in sorted(by_kind.items()))


def _errors_of(kind: Kind, some: Sequence[bool | None]) -> Errors:
    """What nobody has decided counts as wrong where it is asked how many may be."""
    wrong, undecided = some.count(True), some.count(None)
    return Errors(
        kind=kind, sampled=len(some), wrong=wrong, undecided=undecided,
        at_most=round(upper_bound(wrong + undecided, len(some)), 6),
    )  # fmt: skip
