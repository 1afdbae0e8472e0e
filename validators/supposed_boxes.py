"""The answers that the boxes of a question give where some of them are in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod
from typing import NamedTuple

from pipeline.forms import FormField
from pipeline.model import UNBEKANNT, Case, MarkState, Reading, Value
from validators.supposed_values import Way, values_of

SURELY_TICKED = 0.7
"""A box in doubt that is ticked with such a chance is ticked: all of 202 were, in 100 generated
mail items, though a mark nearby or a crossing line made them doubtful."""
HARDLY_TICKED, SELDOM_TICKED = 0.15, 0.04
"""Of 101 boxes in doubt with little chance 3 were ticked all the same, each the only answer to a
question that everybody has to answer."""
SECOND_TICK = 0.9
"""The chance of a second tick where one is asked for: a tail of the line above and a speck look
like one as well, and most people tick once. All of 11 were ticks, however sure the reader was."""
NOTED = 0.1
"""Of 20 questions without a tick where something unreadable stood beside the boxes, 2 had the word
``unbekannt`` there, more than specks; of 29 with a tick none said anything but their boxes."""
MOST_BOXES = 3  # of one question; where more are in doubt anything may be ticked

TICKS = (MarkState.TICKED, MarkState.REMARKED)


def answers_of(case: Case, field: FormField) -> tuple[Way, ...]:
    """The answers that the boxes of a question give, each box in doubt ticked and not."""
    note = case.readings.get(field.id)
    boxes = {o.id: case.readings.get(f"{field.id}.{o.id}") for o in field.options}
    if note is not None and note.value:
        return _noted(note, boxes)
    doubted = {id_: box for id_, box in boxes.items() if box is not None and box.doubt}
    if not doubted and note is not None and note.doubt:
        return _beside_dust(_answer(field, boxes, {}), note)
    if not 0 < len(doubted) <= MOST_BOXES:
        return ()
    found = []
    for sides in product(*(_sides(box, boxes, field) for box in doubted.values())):
        ticked = {id_: side.ticked for id_, side in zip(doubted, sides, strict=True)}
        share = prod(side.share for side in sides)
        found.append(Way(_answer(field, boxes, ticked), share))
    return tuple(found)


def _noted(note: Reading, boxes: Mapping[str, Reading | None]) -> tuple[Way, ...]:
    """``unbekannt``, where that is what was written beside boxes that surely are empty."""
    empty = all(
        b is not None and b.value == MarkState.EMPTY and not b.doubt for b in boxes.values()
    )
    ways = values_of(note, "text")
    return ways if empty and ways == (Way(UNBEKANNT, 1.0),) else ()


def _beside_dust(answer: Value | None, note: Reading) -> tuple[Way, ...]:
    """What the boxes say, although something unreadable is beside them: dust, nearly always."""
    if answer is not None:
        return (Way(answer, 1.0),)
    noted = min(NOTED, 1 - note.confidence)
    return (Way(None, 1 - noted), Way(UNBEKANNT, noted))


class _Side(NamedTuple):
    ticked: bool
    share: float


def _is_surely_ticked(box: Reading | None) -> bool:
    return box is not None and not box.doubt and box.value in TICKS


def _sides(
    box: Reading, boxes: Mapping[str, Reading | None], field: FormField
) -> tuple[_Side, ...]:
    """Whether a box in doubt is ticked, the likelier first, and how much speaks for it."""
    others = [other for other in boxes.values() if other is not None and other is not box]
    second = field.type == "single_choice" and any(_is_surely_ticked(other) for other in others)
    if _chance(box) >= SECOND_TICK if second else _worth(box) >= SURELY_TICKED:
        return (_Side(ticked=True, share=1.0),)
    answered = any(_is_surely_ticked(o) or _worth(o) >= SURELY_TICKED for o in others)
    needed = field.required != "optional" and not answered
    hardly = _chance(box) < HARDLY_TICKED and not needed
    seldom = max(SELDOM_TICKED, _chance(box)) if hardly else 1.0
    return _Side(ticked=False, share=1.0), _Side(ticked=True, share=seldom)


def _chance(box: Reading) -> float:
    return sum(c.confidence for c in box.candidates if c.value == MarkState.TICKED)


def _worth(box: Reading) -> float:
    """The chance that a box is ticked, as far as that can be told."""
    return min(_chance(box), box.confidence)


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
