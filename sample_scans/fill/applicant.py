"""Who fills the form: one person with a hand, a pen, habits, perhaps a machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sample_scans.fill import hand, pens, typed, wording
from sample_scans.fill.hand import Hand, Writer
from sample_scans.fill.marks import Habit
from sample_scans.fill.paper import Rng, between, pick
from sample_scans.fill.typed import Machine
from sample_scans.fill.wording import Custom
from sample_scans.fonts import Face
from sample_scans.style import MarkStyle, Style, Writing

BY_HAND_ANYWAY = frozenset({"erklaerung.ort", "erklaerung.datum"})
"""Place and date stand beside the signature and are mostly written together with it."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """One person filling one form. ``second`` is the hand after the pen was changed."""

    writing: Writing
    hand: Hand
    second: Hand
    machine: Machine
    habit: Habit
    custom: Custom
    types_marks: bool
    by_hand: frozenset[str]

    def hand_on(self, page: int) -> Hand:
        """The hand on the page with this number."""
        return self.hand if page < CHANGE_OF_PEN else self.second

    def writes(self, field: str) -> bool:
        """Whether this field is filled by hand."""
        return self.writing == "hand" or field in self.by_hand

    def writer(self, field: str, page: int) -> Writer:
        """Whoever fills this field."""
        return self.hand_on(page) if self.writes(field) else self.machine


CHANGE_OF_PEN = 4
"""Somebody who changes the pen does so in the middle of the form."""


def _habit(rng: Rng, style: MarkStyle) -> Habit:
    return Habit(pick(rng, style.shapes), between(rng, style.size), between(rng, style.miss))


def _fields_by_hand(rng: Rng, style: Style, writing: Writing, fields: Sequence[str]) -> set[str]:
    anyway = BY_HAND_ANYWAY if rng.random() < 0.7 else frozenset()
    if writing == "typed":
        return set(anyway)
    drawn = rng.random(len(fields)) < style.writing.by_hand_in_mixed
    return {field for field, by_hand in zip(fields, drawn, strict=True) if by_hand} | anyway


def take(rng: Rng, style: Style, faces: Sequence[Face], fields: Sequence[str]) -> Applicant:
    """Somebody, as the style says. ``fields`` are all that this person fills in."""
    writing = pick(rng, style.writing.kinds)
    first = hand.take(rng, faces, pens.take(rng, pick(rng, style.writing.pens)), style.writing)
    other_pen = pens.take(rng, pick(rng, style.writing.pens))
    changes = bool(rng.random() < style.writing.second_pen)
    machine = typed.take(rng, style.writing)
    return Applicant(
        writing=writing,
        hand=first,
        second=first.with_pen(other_pen) if changes else first,
        machine=machine,
        habit=_habit(rng, style.marks),
        custom=wording.take(rng, style.writing),
        types_marks=bool(writing == "typed" and rng.random() < style.marks.typed_x),
        by_hand=frozenset(_fields_by_hand(rng, style, writing, fields))
        if writing != "hand"
        else frozenset(),
    )


def one_mark(rng: Rng, style: MarkStyle, habit: Habit) -> Habit:
    """The habit for one box: mostly the person's own, now and then another shape or a far miss."""
    shape = pick(rng, style.shapes) if rng.random() < style.other_shape else habit.shape
    far = rng.random() < style.far_miss
    miss = float(np.clip(habit.miss * 4, 0.25, 0.4)) if far else habit.miss
    return Habit(shape, habit.size, miss)
