"""Ink in and around a box that the scores of its mark do not account for.

Strokes that come from elsewhere, marks beside the box, lines through it: whatever the scores say of
such a box, a person looks at it.
"""

from __future__ import annotations

from enum import Enum

from extractors.mark_features import Features

LEAST_INK = 0.01
"""Less than a speck of the smallest counted size."""
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
A_STROKE, CRUMBS = 0.75, 0.5
"""Length, in boxes, of one piece of ink that is a stroke and no dirt, and of the longest piece
where there are only dots and specks."""
UNTOUCHED, WITHIN = 0.01, 0.9
"""Ink in the middle of the box that is none, and share of the ink within the box from which no
stroke goes beyond it: all that is there lies along the frame, as its shadow on a blurred scan."""


class Oddity(Enum):
    """Ink that the scores do not account for."""

    THROUGH = "a line that goes on beyond the box"
    ENCLOSED = "a ring around the box"
    FOREIGN = "another box's mark"
    PASSING = "writing that passes"
    OUTSIDE = "a mark that lies mostly outside"
    GRAZED = "little ink, far apart"
    EDGE = "ink along the frame alone"
    BESIDE = "a mark beside the box"
    STRAYS = "a word around the mark"


BELIEVED = {
    Oddity.THROUGH: 0.5,
    Oddity.ENCLOSED: 0.5,
    Oddity.FOREIGN: 0.7,
    Oddity.PASSING: 0.7,
    Oddity.OUTSIDE: 0.75,
    Oddity.GRAZED: 0.9,
    Oddity.EDGE: 0.5,
    Oddity.BESIDE: 0.9,
    Oddity.STRAYS: 0.9,
}
"""How often the scores are right beside what is odd, of generated boxes with dots, lines and stains
among them, rounded down: some kinds were seen only a few times."""


def odd_of(f: Features) -> list[Oddity]:
    """Every ink that the scores do not account for."""
    found = {
        Oddity.THROUGH: f.through > LINE_THROUGH,
        Oddity.ENCLOSED: f.enclosed >= CIRCLED and f.faint < BARELY,
        Oddity.FOREIGN: f.foreign > FOREIGN,
        Oddity.PASSING: f.passing > FOREIGN / 2,
        Oddity.OUTSIDE: f.faint > LEAST_INK and f.inside < MOSTLY_OUTSIDE,
        Oddity.GRAZED: _grazed(f),
        Oddity.EDGE: f.extent > GRAZED_EXTENT and f.core < UNTOUCHED and f.inside > WITHIN,
        Oddity.BESIDE: f.beside > STRAY_EXTENT and f.faint < BARELY,
        Oddity.STRAYS: f.strays >= A_WORD and BARELY <= f.fill < FULL,
    }
    return [oddity for oddity, seen in found.items() if seen]


def _grazed(f: Features) -> bool:
    """Whether ink is spread over a box that is not one stroke through its middle, or in crumbs."""
    if f.faint <= GRAZED_FAINT or f.extent <= GRAZED_EXTENT:
        return False
    return f.longest < CRUMBS or (f.fill < BARELY and (f.longest < A_STROKE or f.core < UNTOUCHED))
