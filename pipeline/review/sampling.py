"""Looking at some of what was accepted unseen: the only way to know how often that is wrong.

Fields are drawn by lot, once and for all. Somebody types what stands on the paper without seeing
what was read; only where the two differ both are shown, and the person says which is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from pipeline.errors import DecisionError
from pipeline.model import Fact
from pipeline.review import acts, queue
from pipeline.review.answers import as_shown
from pipeline.review.decisions import decide, field_of, value_typed
from pipeline.review.keeping import NOTHING, Act, keep_act
from pipeline.review.layout import slot_of, slots_of
from pipeline.review.looks import Look, look_at
from pipeline.review.records import SheetField
from pipeline.review.second import bare_options, is_drawn, is_same, typists
from pipeline.review.states import Action, CaseState, ReadingState
from pipeline.review.unseen import BlindField, blind_field
from pipeline.review.whereabouts import case_state, last_word
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.accounts import Account
from pipeline.store.desk_events import DeskEvent, events_of_kinds
from pipeline.store.moments import day_of
from pipeline.store.records import DEFAULT_FORM

DONE_WITH = frozenset(
    {CaseState.REVIEWED, CaseState.TOUCHLESS, CaseState.HANDED_OVER, CaseState.ACKNOWLEDGED}
)
"""Cases that nobody means to look at again."""

STILL_HERE = frozenset({CaseState.REVIEWED, CaseState.TOUCHLESS})

CASES_REMEMBERED = 20_000

NOT_DRAWN = "Dieses Feld gehört nicht zur Stichprobe."
DECIDED = "Darüber ist schon entschieden."
WORKED_ON = "Sie haben an diesem Fall gearbeitet; das macht jemand anderes."
CORRECTED = "Der Wert ist berichtigt."
TELL = "Der Fall ist schon übergeben; bitte die Sachbearbeitung verständigen."
CONFIRMED = "Der gelesene Wert ist richtig."


class Verdict(StrEnum):
    """Which of two values is right."""

    READ = "read"
    TYPED = "typed"
    UNCLEAR = "unclear"


class Sample(Fact):
    """A field to be typed unseen."""

    case_id: str
    field: BlindField
    width: int
    height: int
    left: int
    """How many are drawn and not yet looked at, this one among them."""


class Checked(Fact):
    """Whether what was typed is what had been read; where it is not, both."""

    same: bool
    yours: str = ""
    accepted: str = ""


_passed_over: WeakKeyDictionary[Any, set[tuple[str, str]]] = WeakKeyDictionary()
"""Fields that were drawn and had been looked at by somebody anyway."""


def next_sample(store: Store, settings: Settings, account: Account, now: datetime) -> Sample | None:
    """A field that was accepted unseen, of a case that this account did not work on."""
    waiting = _waiting(store, settings, now)
    over = _passed_over.setdefault(store.engine, set())
    for case, key in waiting:
        if (case, key) in over:
            continue
        look = look_at(store, settings, case, day_of(now))
        if account.name in typists(look.events):
            continue
        field = next((one for one in look.sheet.fields if one.key == key), None)
        if field is None or field.reading is not ReadingState.AUTO_OK:
            over.add((case, key))
            continue
        page = next(one for one in look.sheet.pages if one.number == field.page)
        left = sum(pair not in over for pair in waiting)
        return Sample(
            case_id=case, field=blind_field(field, bare_options(field)), width=page.width,
            height=page.height, left=left,
        )  # fmt: skip
    return None


def _waiting(store: Store, settings: Settings, now: datetime) -> list[tuple[str, str]]:
    """Fields that the lot fell on and nobody looked at since."""
    with store.read() as db:
        seen = {(e.case_id, e.field) for e in events_of_kinds(db, (acts.SAMPLE,))}
    states = queue.states(store, settings, now)
    return [
        (case, key)
        for case, state in states.items()
        if state in DONE_WITH
        for key in _drawn(case, settings.audit_share)
        if (case, key) not in seen
    ]


@lru_cache(CASES_REMEMBERED)
def _drawn(case: str, share: float) -> tuple[str, ...]:
    return tuple(
        slot.key for slot in slots_of(DEFAULT_FORM) if is_drawn(case, slot.key, "audit", share)
    )


def check(
    store: Store,
    settings: Settings,
    case: str,
    account: Account,
    now: datetime,
    *,
    key: str,
    action: Action,
    value: str = "",
) -> Checked:
    """Keep what somebody typed, and say whether it had been read so. Raises ``DecisionError``."""

    def plan(look: Look) -> Act:
        field = _sampled(look, settings, account, key)
        typed = value_typed(look.sheet, key, action, value)
        detail = {
            "value": typed, "accepted": field.value, "kind": field.kind.value,
            "reader": field.reader, "same": is_same(field.kind, typed, field.value),
        }  # fmt: skip
        return Act(_event(case, key, account, detail, action), "stichprobe")

    kept = keep_act(store, settings, case, account, now, plan, at_rest=True)
    detail = kept.event.detail
    if detail["same"]:
        return Checked(same=True)
    yours, accepted = (_shown(kept.after, key, detail[name]) for name in ("value", "accepted"))
    return Checked(same=False, yours=yours, accepted=accepted)


def _sampled(look: Look, settings: Settings, account: Account, key: str) -> SheetField:
    """The field, if this account may say what stands there. Raises ``DecisionError``."""
    field = field_of(look.sheet, key)
    drawn = key in _drawn(look.record.case_id, settings.audit_share)
    state = _state(look, settings)
    if not drawn or state not in DONE_WITH or field.reading is not ReadingState.AUTO_OK:
        raise DecisionError(key, hint=NOT_DRAWN)
    if account.name in typists(look.events):
        raise DecisionError(key, hint=WORKED_ON)
    return field


def _state(look: Look, settings: Settings) -> CaseState:
    """Where the case is; keeping an act makes sure that nobody has it open."""
    last = last_word(look.events)
    return case_state(look.state(settings.release), last, held=False, today=look.today)


def judge(
    store: Store,
    settings: Settings,
    case: str,
    account: Account,
    now: datetime,
    *,
    key: str,
    verdict: Verdict,
) -> str:
    """Say which of two values is right; what was read wrongly is put right where it still can be.

    Returns what to tell the person.
    """
    can_be_put_right: list[bool] = []

    def plan(look: Look) -> Act:
        typed = _typed_by(look, key, account)
        can_be_put_right[:] = [_state(look, settings) in STILL_HERE]
        decision = NOTHING
        if verdict is Verdict.TYPED and can_be_put_right[0]:
            action = Action.CORRECT if typed else Action.EMPTY
            decision = decide(look, look.sheet, key, action, _shown(look, key, typed))
        event = _event(case, key, account, {"verdict": verdict.value})
        return Act(event, "stichprobe_entschieden", decision)

    keep_act(store, settings, case, account, now, plan, at_rest=True)
    if verdict is not Verdict.TYPED:
        return CONFIRMED if verdict is Verdict.READ else ""
    return CORRECTED if can_be_put_right == [True] else TELL


def _typed_by(look: Look, key: str, account: Account) -> str:
    """What this account typed, as long as nobody has said which is right."""
    mine = [event for event in look.events if event.kind == acts.SAMPLE and event.field == key]
    if not mine or mine[-1].account != account.name:
        raise DecisionError(key, hint=NOT_DRAWN)
    if "value" not in mine[-1].detail:
        raise DecisionError(key, hint=DECIDED)
    return str(mine[-1].detail["value"])


def _event(
    case: str, key: str, account: Account, detail: dict[str, Any], action: str = ""
) -> DeskEvent:
    return DeskEvent(
        case_id=case, account=account.name, kind=acts.SAMPLE, field=key, action=action,
        detail=detail,
    )  # fmt: skip


def _shown(look: Look, key: str, value: str) -> str:
    slot = slot_of(look.sheet.form, key)
    return value if slot is None or slot.boxes else as_shown(slot, value)


def outcomes(store: Store) -> Iterator[tuple[str, bool | None]]:
    """What every sample came to: the kind of its field, and whether it had been read wrongly.

    ``None`` where the two differ and nobody has said yet, or nobody can say, which one is right.
    """
    with store.read() as db:
        events = events_of_kinds(db, (acts.SAMPLE,))
    looked: dict[tuple[str, str], DeskEvent] = {}
    verdicts: dict[tuple[str, str], str] = {}
    for event in events:
        pair = (event.case_id, event.field)
        if "verdict" in event.detail:
            verdicts[pair] = event.detail["verdict"]
        else:
            looked.setdefault(pair, event)
    wrong = {Verdict.READ.value: False, Verdict.TYPED.value: True}
    for pair, event in looked.items():
        judged = wrong.get(verdicts.get(pair, ""))
        yield event.detail["kind"], False if event.detail["same"] else judged
