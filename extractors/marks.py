"""Judging every box of a page: empty, ticked, struck, or a person should look.

Two logistic scores (is there a mark; is it a mark taken back) were fitted on drawn boxes of many
pens, shapes and scans. Ink that the scores cannot account for - strokes that come from elsewhere,
marks beside the box, lines through it - makes a doubt, whatever the scores say. The other boxes of
the same question may settle a doubt, but never change what was seen.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extractors.judgement import bar
from extractors.mark_features import Features, features_of
from extractors.mark_ink import page_ink
from extractors.mark_odd import BARELY, BELIEVED, LEAST_INK, odd_of
from extractors.sheet import Sheet
from pipeline.forms import FormPage, Item
from pipeline.model import Candidate, MarkState, Reading, ReadingKind, Source

READER = "marks-1"

MARKED = {"log_faint": 1.38, "log_fill": 1.23, "extent": 7.59, "pen": 1.21, "core": 5.99}
MARKED_AT = 2.22
STRUCK = {"fill": 7.45, "gap": -9.2, "ring_middles": 11.6, "fill_squared": 9.63,
          "gap_squared": -2.04}  # fmt: skip
STRUCK_AT = -14.36
"""Weights of the two scores; held-out boxes of other drawings: see docs/figures.md."""

SURE = 0.96
"""Confidence from which a reading is accepted, more where the office aims at fewer mistakes
(``judgement.bar``). Of generated boxes above it that nothing was fitted
to, one in ten thousand may be wrong; see docs/figures.md."""

DIRTY, FEWEST_EMPTY = 0.5, 0.25
"""Quantile of the ink in the boxes of a page with hardly any that counts as the page's own dirt,
and the share of all boxes that these are at least; most boxes of a form are empty, but not where
one answer after the other was taken back."""

LEAST = 1e-9  # chance that is none

OTHERS_ARE_CLEAR = 8.0
"""Odds against a second mark where another box of a single choice is clearly ticked: two ticks
in one question are a rare slip, specks are not."""


LONE_IS_TICKED = 30.0
"""Odds against being taken back for the only mark of a question that everybody has to answer:
hardly anybody takes the answer back and gives none. Of 82 lone marks in doubt all were ticks, up to
nineteen in twenty for taken back; one that looked blackened was none. It changes what is likely
and, where the mark is rather none that was taken back, what is sure."""
PERHAPS_MARKED = 0.1  # chance of a mark from which another one is not alone
RATHER_BACK, HEAVIER = 0.5, 1.0
"""Chance of being taken back from which even a lone mark is for a person, unless the usual lone
mark of its page is not so much lighter (in logarithms of the odds)."""

FEWEST_MARKS = 3
"""Clear marks of a page that show how large its applicant makes them."""
A_DOT, DOT_EXTENT = 0.5, 0.36
"""Length of a dot against the smallest clear mark of its page, and against the box's diagonal:
where a pen came to rest."""
IN_THE_MIDDLE = 0.01
"""Ink in the middle of the box; what lies at its frame alone may be the end of a mark outside."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What was seen in one box: chances of a mark and of its being taken back, and what is odd.

    ``believed`` is the most that the chances are worth beside what is odd.
    """

    marked: float
    taken_back: float
    odd: bool
    believed: float = 1.0

    @property
    def ticked(self) -> float:
        return self.marked * (1 - self.taken_back)

    @property
    def struck(self) -> float:
        return self.marked * self.taken_back

    @property
    def heaviness(self) -> float:
        """Logarithm of the odds of being taken back."""
        chance = min(max(self.taken_back, LEAST), 1 - LEAST)
        return math.log(chance / (1 - chance))

    @property
    def as_only_one(self) -> Mark:
        """The mark as it is to be taken where the question has no other."""
        odds = (1 - self.taken_back) * LONE_IS_TICKED
        return replace(self, taken_back=self.taken_back / (self.taken_back + odds))

    @property
    def clear(self) -> bool:
        """A tick that leaves no doubt."""
        return not self.odd and self.ticked >= SURE


def read_marks(sheet: Sheet, page: FormPage, number: int) -> list[Reading]:
    """One reading for every box of a registered page; ``number`` is its place in the mail item."""
    items = [item for item in page.items if item.kind is ReadingKind.MARK]
    if not items:
        return []
    writing = [item.box for item in page.items if item.kind is not ReadingKind.MARK]
    ink = page_ink(sheet, [item.box for item in items])
    measured = [features_of(ink, i, item.box, writing) for i, item in enumerate(items)]
    single = {field.id for field in page.fields if field.type == "single_choice"}
    must = {field.id for field in page.fields if field.required == "always"}
    marks = _without_dots(items, _without_dirt(measured), must)
    alone = _alone(items, marks) & must & single
    marks = _lone_ones_sure(items, marks, alone)
    return [
        _reading(item, marks, _rivals(item, items, single), number, lone=item.field in alone)
        for item in items
    ]


def _without_dots(
    items: Sequence[Item], measured: Sequence[Features], must: set[str]
) -> dict[str, Mark]:
    """The marks of a page; dots are none beside marks that are all much larger.

    In a question that has to be answered and has no clear mark, a dot may be one.
    """
    marks = {i.id: judged(f) for i, f in zip(items, measured, strict=True)}
    clear = [(i, f) for i, f in zip(items, measured, strict=True) if marks[i.id].clear]
    if len(clear) < FEWEST_MARKS:
        return marks
    smallest = min(f.longest for _, f in clear)
    open_still = must - {item.field for item, _ in clear}
    for item, f in zip(items, measured, strict=True):
        if _is_dot(f, smallest) and item.field not in open_still:
            marks[item.id] = judged(replace(f, faint=0.0, pen=0.0, fill=0.0, extent=0.0, core=0.0))
    return marks


def _is_dot(f: Features, smallest: float) -> bool:
    small = f.longest < A_DOT * smallest and f.extent < DOT_EXTENT and f.faint < BARELY
    return small and f.core > IN_THE_MIDDLE


def _lone_ones_sure(
    items: Sequence[Item], marks: Mapping[str, Mark], alone: set[str]
) -> dict[str, Mark]:
    """The marks; heavy ones that are the only ink of their question are ticks.

    So are those that look quite taken back, where most such marks of the page look like them: this
    is how its applicant ticks.
    """
    odd = {item.field for item in items if marks[item.id].odd}
    lone = {
        item.id
        for item in items
        if item.field in alone - odd and marks[item.id].marked >= PERHAPS_MARKED
    }
    usual = float(np.median([marks[n].heaviness for n in lone])) if len(lone) > FEWEST_MARKS else 0
    return {n: _as_lone(mark, usual) if n in lone else mark for n, mark in marks.items()}


def _as_lone(mark: Mark, usual: float) -> Mark:
    if mark.taken_back < RATHER_BACK:
        return mark.as_only_one
    if usual and mark.heaviness <= usual + HEAVIER:
        return replace(mark, taken_back=1 / (1 + LONE_IS_TICKED))
    return mark


def _alone(items: Sequence[Item], marks: Mapping[str, Mark]) -> set[str]:
    """The questions of which one box alone may be marked."""
    marked = Counter(item.field for item in items if marks[item.id].marked >= PERHAPS_MARKED)
    return {field for field, count in marked.items() if count == 1}


def _without_dirt(measured: Sequence[Features]) -> list[Features]:
    """Take off the ink that the page's empty boxes have as well, on dirty copies."""
    barely = [f.faint for f in measured if f.faint < BARELY]
    few = len(barely) < FEWEST_EMPTY * len(measured)
    dirt = 0.0 if few else float(np.quantile(barely, DIRTY))
    return [replace(f, faint=max(0.0, f.faint - dirt)) for f in measured] if dirt else [*measured]


def judged(f: Features) -> Mark:
    """Turn the measures of one box into chances."""
    marked = _score(MARKED, MARKED_AT, {
        "log_faint": math.log(f.faint + LEAST_INK), "log_fill": math.log(f.fill + LEAST_INK),
        "extent": f.extent, "pen": f.pen, "core": f.core,
    })  # fmt: skip
    taken_back = _score(STRUCK, STRUCK_AT, {
        "fill": f.fill, "gap": f.gap, "ring_middles": f.ring_middles, "fill_squared": f.fill**2,
        "gap_squared": f.gap**2,
    })  # fmt: skip
    odd = odd_of(f)
    return Mark(marked, taken_back, bool(odd), min((BELIEVED[one] for one in odd), default=1.0))


def _score(weights: Mapping[str, float], offset: float, values: Mapping[str, float]) -> float:
    total = offset + sum(weight * values[name] for name, weight in weights.items())
    return 1 / (1 + math.exp(-total))


def _rivals(item: Item, items: Sequence[Item], single: set[str]) -> list[str]:
    """The other boxes of a question that allows one answer."""
    if item.field not in single:
        return []
    return [other.id for other in items if other.field == item.field and other is not item]


def _reading(
    item: Item, marks: Mapping[str, Mark], rivals: list[str], number: int, *, lone: bool
) -> Reading:
    mark = marks[item.id]
    settled = any(marks[rival].clear for rival in rivals)
    sure = bar(SURE)
    surely = any(marks[rival].clear and marks[rival].ticked >= sure for rival in rivals)
    ticked = _less_likely(mark.ticked) if settled else mark.ticked
    state = _state(mark, ticked)
    confidence = min(max(ticked, 1 - ticked), mark.believed)
    doubt = mark.odd or confidence < sure or (state is MarkState.STRUCK and not surely)
    if doubt and 1 - SURE < ticked < SURE:
        state = MarkState.UNSURE
    likely = mark.as_only_one if lone and doubt else mark
    if doubt and lone:
        confidence = min(max(likely.ticked, 1 - likely.ticked), mark.believed)
    return Reading(
        item=item.id,
        kind=ReadingKind.MARK,
        value=state.value,
        candidates=_candidates(likely),
        confidence=round(confidence, 4),
        doubt=doubt,
        source=Source.MACHINE,
        page=number,
        box=item.box,
        reader=READER,
    )


def _less_likely(chance: float) -> float:
    """A second mark beside a clear one: possible, but it must be very clear itself.

    Else it may be the slip that was taken back before the other box was ticked.
    """
    if chance == 1:
        return chance
    odds = chance / (1 - chance) / OTHERS_ARE_CLEAR
    return odds / (1 + odds)


def _state(mark: Mark, ticked: float) -> MarkState:
    if mark.marked < 0.5:
        return MarkState.EMPTY
    if mark.taken_back >= 0.5:
        return MarkState.STRUCK
    return MarkState.TICKED if ticked >= 0.5 else MarkState.EMPTY


def _candidates(mark: Mark) -> tuple[Candidate, ...]:
    chances = {
        MarkState.TICKED: mark.ticked,
        MarkState.STRUCK: mark.struck,
        MarkState.EMPTY: 1 - mark.marked,
    }
    ranked = sorted(chances.items(), key=lambda pair: -pair[1])
    return tuple(Candidate(value=state.value, confidence=round(c, 4)) for state, c in ranked)
