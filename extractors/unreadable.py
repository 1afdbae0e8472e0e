"""What is in a field and is no text: specks, hairs, folds, strokes that say there is nothing.

Such a field is shown to a person. How surely nothing was written in it decides whether a rule may
count on that all the same.
"""

from __future__ import annotations

import numpy as np

from extractors.blank import PX_PER_MM
from extractors.entries import NOTHING, Entry, Hypothesis
from extractors.judgement import Evidence, confidence_of
from extractors.lexicon import WORDS
from extractors.lines import DARK_BELOW
from extractors.nothing import dashes_in, is_drawn, nothing_in
from extractors.presence import READER
from extractors.strokes import extent
from extractors.writing import Writing
from pipeline.forms import Item
from pipeline.model import Reading, ReadingKind, Source

HARDLY = 0.45  # a letter or two read so poorly may be a hair, a tick, a fold: a person looks
SCRAP = 2
LOW_MM = 1.4  # digits in six-point type are higher
STROKES = frozenset({"\\", "/", "N", "\\.", "/.", "|", "´", "`", "ı", "l", "I", "'", ".", ","})
SAYS_SOMETHING = frozenset("?-–—")
"""Signs that people answer with; of others alone, as ``[.``, no answer is made."""
BLANK_IS_BLANK = 0.999
FAR_MM = 15.0  # from the left of its area; the strokes of thirty entries began within 5 mm
END_MM = 4.0  # of a field's right end, where shadows of the paper's rim lie; rests on one case
OUTSIDE_MM = 0.5  # of a field's left edge; rests on one arm of a tick that was read as a dash
INK_OF_A_LETTER_MM2 = 0.5
"""Of 575 entries in ten mail items none had less than 0.67 for each letter; grain that was read as
*Malz* or *Stede* had 0.2 and 0.43. Whether something is written there or nothing, nobody knows."""
DRAWN = 0.6  # confidence of what strokes alone say
SPECKS, LITTLE_MM2 = 0.98, 0.6
"""How surely nothing was written where specks are no letter, if they have so little ink (square
millimetres): all of 58 such fields in 230 mail items. A dash of three millimetres has more."""
STROKES_OR_DIRT, STROKE_MM2 = 0.9, 1.6
"""The same where there is more: of 62 such fields 59 were blank, three held ``./.`` or dashes."""
CRUMB_MM, CRUMBS = (3.0, 1.2), 15
"""Greatest width and height, least number of what a fold pressed flat leaves in black and white."""
CREASE_MM, NEARLY_ALL = (55.0, 0.6), 90
"""Length of such a fold, and how far from its middle this percentage of crumbs lies at most; set
by one fold (0.33 mm). Words in a hand of usual size are shorter, small letters higher."""


def blank(item: Item, number: int) -> Reading:
    """Nothing is written."""
    return Reading(
        item=item.id, kind=ReadingKind.TEXT, value=None, confidence=BLANK_IS_BLANK, doubt=False,
        source=Source.MACHINE, page=number, box=item.box, reader=READER,
    )  # fmt: skip


def unreadable(entry: Entry, number: int) -> Reading:
    """Something is written, but no letter of it can be read; strokes may say that it is nothing."""
    asked = entry.item.type in WORDS and not entry.writing.is_at_rim
    drawn = _nothing_in(entry) if asked else None
    confidence = DRAWN if drawn else _surely_nothing(entry)
    return blank(entry.item, number).model_copy(
        update={"value": drawn, "raw": drawn or "", "confidence": confidence, "doubt": True}
    )


def _nothing_in(entry: Entry) -> str | None:
    """``./.`` or dashes, unless they begin outside of the area: arms of a mark beside it do."""
    if entry.writing.left / PX_PER_MM < entry.item.box.x - OUTSIDE_MM:
        return None
    if found := nothing_in(entry.lines):
        return found
    words = entry.writing.words
    return dashes_in(np.concatenate(words)) if words else None


def weighed(entry: Entry, reading: Reading) -> Reading:
    """Strokes for nothing stand where people begin to write; elsewhere they are rather dirt.

    How sure a reader of letters is of them says little; that they look like it says more. What has
    too little ink for so many letters is the grain of a copy.
    """
    if not reading.doubt or not reading.value:
        return reading
    short = sum(sign.isalnum() for sign in reading.raw) <= SCRAP
    if short and _is_shadow(entry):
        return reading.model_copy(update={"value": None, "raw": "", "confidence": SPECKS})
    if not is_drawn(reading.value):
        grain = {"value": None, "raw": "", "confidence": 0.0}
        return reading.model_copy(update=grain) if _is_grain(entry, reading.raw) else reading
    if _is_far(entry):
        return reading.model_copy(update={"confidence": 0.0})
    if _nothing_in(entry) != reading.value:
        return reading
    return reading.model_copy(update={"confidence": max(reading.confidence, DRAWN)})


def is_no_text(entry: Entry, best: Hypothesis) -> bool:
    """Whether what was read are no letters: nothing, a slanting stroke, crumbs of a fold."""
    raw = best.line.text
    if not best.normal.value or is_crease(entry.writing):
        return True
    if raw.strip() in STROKES and entry.pieces < len(NOTHING):
        return True
    return is_flat(entry) and any(c.isalnum() for c in raw)


def is_rather_dirt(entry: Entry, raw: str, evidence: Evidence) -> bool:
    """Whether the little that was read may be a hair, a fold, specks that stand together."""
    if raw == NOTHING or sum(c.isalnum() for c in raw) > SCRAP:
        return False
    if not any(c.isalnum() or c in SAYS_SOMETHING for c in raw):
        return True
    return confidence_of(evidence) < HARDLY or _is_low(entry)


def is_flat(entry: Entry) -> bool:
    """Whether all of it is lower than any letter: the crumbs of a fold."""
    return all(line.is_flat for line in entry.lines)


def is_crease(writing: Writing) -> bool:
    """Whether it is one long straight row of crumbs, as a fold pressed flat leaves them."""
    rows = np.concatenate(writing.words) if writing.words else writing.rules
    if len(rows) < CRUMBS or (rows[:, 2:4].max(0) > np.multiply(CRUMB_MM, PX_PER_MM)).any():
        return False
    left, _, right, _ = extent(rows)
    longest, apart = (mm * PX_PER_MM for mm in CREASE_MM)
    across, level = (rows[:, n] + rows[:, n + 2] / 2 for n in (0, 1))
    off = level - np.polyval(np.polyfit(across, level, 1), across)
    return bool(right - left >= longest and np.percentile(abs(off), NEARLY_ALL) <= apart)


def _surely_nothing(entry: Entry) -> float:
    """How surely what cannot be read is dirt, or a stroke that says there is nothing to say."""
    ink = entry.writing.ink_mm2
    if entry.writing.shared:
        return 0.0
    if is_crease(entry.writing) or ink < LITTLE_MM2 or _is_shadow(entry):
        return SPECKS
    if ink >= STROKE_MM2:
        return 0.0
    return SPECKS if _is_far(entry) else STROKES_OR_DIRT


def _is_grain(entry: Entry, said: str) -> bool:
    """Whether there is less ink than letters of the finest pen have."""
    ink = sum(np.count_nonzero(line.picture < DARK_BELOW) for line in entry.lines)
    letters = sum(sign.isalnum() for sign in said)
    return bool(ink < INK_OF_A_LETTER_MM2 * PX_PER_MM**2 * letters)


def _is_far(entry: Entry) -> bool:
    """Whether it begins farther to the right than anybody begins to write."""
    return bool(entry.writing.left / PX_PER_MM - entry.item.box.x > FAR_MM)


def _is_shadow(entry: Entry) -> bool:
    """Whether it begins where its area ends, where the shadow of a rim lies and no word fits in.

    Digits do: amounts are written at the right.
    """
    box, writing = entry.item.box, entry.writing
    at_its_end = _is_far(entry) and bool(writing.left / PX_PER_MM >= box.x + box.width - END_MM)
    return at_its_end and not writing.shared and entry.item.type in WORDS


def _is_low(entry: Entry) -> bool:
    """Whether all of it is lower than the smallest digits: specks that stand together."""
    tallest = max((line.letters[:, 3].max(initial=0) for line in entry.lines), default=0)
    return bool(tallest < LOW_MM * PX_PER_MM)
