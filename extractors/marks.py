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
from enum import Enum

import numpy as np

from extractors.judgement import bar
from extractors.mark_features import Features, features_of
from extractors.mark_ink import page_ink
from extractors.sheet import Sheet
from pipeline.forms import FormPage, Item
from pipeline.model import Candidate, MarkState, Reading, ReadingKind, Source

READER = "marks-1"

MARKED = {"log_faint": 1.38, "log_fill": 1.23, "extent": 7.59, "pen": 1.21, "core": 5.99}
MARKED_AT = 2.22
STRUCK = {"fill": 3.27, "gap": -8.71, "ring": 6.74, "ring_side_root": 0.10,
          "fill_squared": 4.13, "gap_squared": -2.94}  # fmt: skip
STRUCK_AT = -4.53
"""Weights of the two scores; held-out boxes of other drawings: see docs/figures.md."""
LEAST_INK = 0.01
"""Added before taking logarithms: less than a speck of the smallest counted size."""

SURE = 0.96
"""Confidence from which a reading is accepted, more where the office aims at fewer mistakes
(``judgement.bar``). Of generated boxes above it that nothing was fitted
to, one in ten thousand may be wrong; see docs/figures.md."""

FOREIGN = 0.02
"""Share of the box covered by another box's mark or by passing writing that makes a doubt."""
STRAY_EXTENT = 0.35
"""Length, in boxes, of loose ink near an empty box from which it may be a mark that missed."""
CIRCLED = 4
"""Sides of an empty box with ink close by: somebody may have circled it."""
A_WORD = 1
"""Stray pieces around a marked box from which a word may be written across it."""
FULL = 0.9
"""Fill of a blackened box; loose ink around it is what the frame cut off."""
BARELY = 0.12
"""Fill below which a box may owe its ink to something that only grazes it."""
MOSTLY_OUTSIDE = 0.28
"""Marks have a third of their ink or more within the box; crossing words have less."""
LINE_THROUGH = 2.4
"""Length, in boxes, of a line through a box that may be a cancelled answer."""
GRAZED_FAINT, GRAZED_EXTENT = 0.012, 0.25
"""Little ink, but spread over the box: a fine stroke or dirt."""
DIRTY = 0.5
"""Quantile of the ink in all boxes of a page that counts as the page's own dirt: most boxes of a
form are empty."""

OTHERS_ARE_CLEAR = 8.0
"""Odds against a second mark where another box of a single choice is clearly ticked: two ticks
in one question are a rare slip, specks are not."""


LONE_IS_TICKED = 30.0
"""Odds against being taken back for the only mark of a question that everybody has to answer:
hardly anybody takes the answer back and gives none. Of 82 lone marks in doubt all were ticks, up to
nineteen in twenty for taken back; one that looked blackened was none. It changes what is likely,
never what a person has to see."""
PERHAPS_MARKED = 0.1  # chance of a mark from which another one is not alone


class Oddity(Enum):
    """Ink that the scores do not account for."""

    THROUGH = "a line that goes on beyond the box"
    ENCLOSED = "a ring around the box"
    FOREIGN = "another box's mark"
    PASSING = "writing that passes"
    OUTSIDE = "a mark that lies mostly outside"
    GRAZED = "little ink, far apart"
    BESIDE = "a mark beside the box"
    STRAYS = "a word around the mark"


BELIEVED = {
    Oddity.THROUGH: 0.5,
    Oddity.ENCLOSED: 0.5,
    Oddity.FOREIGN: 0.7,
    Oddity.PASSING: 0.7,
    Oddity.OUTSIDE: 0.75,
    Oddity.GRAZED: 0.9,
    Oddity.BESIDE: 0.9,
    Oddity.STRAYS: 0.9,
}
"""How often the scores are right beside what is odd, of generated boxes with dots, lines and stains
among them, rounded down: some kinds were seen only a few times."""


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
    marks = {i.id: judged(f) for i, f in zip(items, _without_dirt(measured), strict=True)}
    single = {field.id for field in page.fields if field.type == "single_choice"}
    alone = _alone(items, marks) & {f.id for f in page.fields if f.required == "always"} & single
    return [
        _reading(item, marks, _rivals(item, items, single), number, lone=item.field in alone)
        for item in items
    ]


def _alone(items: Sequence[Item], marks: Mapping[str, Mark]) -> set[str]:
    """The questions of which one box alone may be marked."""
    marked = Counter(item.field for item in items if marks[item.id].marked >= PERHAPS_MARKED)
    return {field for field, count in marked.items() if count == 1}


def _without_dirt(measured: Sequence[Features]) -> list[Features]:
    """Take off the ink that the page's empty boxes have as well, on dirty copies."""
    dirt = float(np.quantile([f.faint for f in measured], DIRTY))
    return [replace(f, faint=max(0.0, f.faint - dirt)) for f in measured] if dirt else [*measured]


def judged(f: Features) -> Mark:
    """Turn the measures of one box into chances."""
    marked = _score(MARKED, MARKED_AT, {
        "log_faint": math.log(f.faint + LEAST_INK), "log_fill": math.log(f.fill + LEAST_INK),
        "extent": f.extent, "pen": f.pen, "core": f.core,
    })  # fmt: skip
    taken_back = _score(STRUCK, STRUCK_AT, {
        "fill": f.fill, "gap": f.gap, "ring": f.ring,
        "ring_side_root": math.sqrt(f.ring_side), "fill_squared": f.fill**2,
        "gap_squared": f.gap**2,
    })  # fmt: skip
    odd = _odd(f)
    return Mark(marked, taken_back, bool(odd), min((BELIEVED[one] for one in odd), default=1.0))


def _score(weights: Mapping[str, float], offset: float, values: Mapping[str, float]) -> float:
    total = offset + sum(weight * values[name] for name, weight in weights.items())
    return 1 / (1 + math.exp(-total))


def _odd(f: Features) -> list[Oddity]:
    """Every ink that the scores do not account for."""
    found = {
        Oddity.THROUGH: f.through > LINE_THROUGH,
        Oddity.ENCLOSED: f.enclosed >= CIRCLED and f.faint < BARELY,
        Oddity.FOREIGN: f.foreign > FOREIGN,
        Oddity.PASSING: f.passing > FOREIGN / 2,
        Oddity.OUTSIDE: f.faint > LEAST_INK and f.inside < MOSTLY_OUTSIDE,
        Oddity.GRAZED: f.faint > GRAZED_FAINT and f.fill < BARELY and f.extent > GRAZED_EXTENT,
        Oddity.BESIDE: f.beside > STRAY_EXTENT and f.faint < BARELY,
        Oddity.STRAYS: f.strays >= A_WORD and BARELY <= f.fill < FULL,
    }
    return [oddity for oddity, seen in found.items() if seen]


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
