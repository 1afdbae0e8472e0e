"""Entries written by hand: read again by the recogniser of handwriting, and weighed anew.

What Tesseract read stays among the offers. How often a value is right for which so much speaks is
known from entries in hands that the recogniser was not trained on (``handwriting.belief``); that
is its confidence. It is believed where it is hardly ever wrong, has the form of its type, lists
know its words, and nothing is struck out or shared with a neighbour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.grey import Grey
from extractors.handwriting import chances_of, reader
from extractors.handwriting.belief import Grounds, belief, clearness, sharpness
from extractors.handwriting.entry import STRICT, Offer, offers
from extractors.handwriting.near import often_written
from extractors.judgement import (
    DIGITS_ONLY,
    bar,
    ends_oddly,
    is_false_start,
    is_torn,
    strictness,
)
from extractors.lacking import may_lack_a_sign, may_lack_marks
from extractors.lexicon import WORDS, Support, support
from extractors.nothing import is_drawn
from extractors.values import is_answer_in_words, normalise
from pipeline.model import UNBEKANNT, Candidate, Reading

SURELY_TYPED = 0.9  # entries less machine-like than this are read again, and all digits
SECOND_LOOK = 0.97  # clearness that digits in the face of a machine must have as well
CLEAR = 0.5  # share of all offers above which a value replaces what Tesseract read
SCRAP, OFFERED = 2, 4  # letters that may be a hair, where Tesseract saw none; values offered
BELIEVED_FROM = {"date": 0.996, "name": 0.998}
"""Belief from which nobody looks: more where another value looks just as right, 01.09. and 07.09.,
Sandra and Sandro. Of 392 dates above it that Tesseract read as well, in hands that the weights were
not fitted on, none was wrong; what the bars do on mail of all hands is in ``docs/figures.md``."""
BELIEVED_ELSE = 0.993
BELIEVED_UNLISTED = 0.996
"""The same of words by hand that no list knows and that one of Tesseract's readings has: of 29 in
hands that the weights were not fitted on none was wrong."""
NEVER = 2.0  # no belief is as high
UNANIMOUS = {"typed": 0.95, "either": 0.98, "hand": 0.98}
"""The same where three readings say one thing, Tesseract's soft and hard one and ours. No list need
know the words then. Chosen on 200 generated mail items, where 119 more typed and 137 more written
values were believed for it and none was wrong: that bears out one in a hundred, not one in a
thousand. What it did on other mail stands in ``docs/figures.md``."""
ALIKE_IN_BOTH_CASES = frozenset("ckopsuvwxz")  # Kroatisch or kroatisch
TYPED, EITHER = 0.6, 0.3  # how machine-like writing is that was typed, or may have been
UNANIMOUS_DIGITS = 0.9  # clearness that digits must have as well
CLEAR_DIGITS, UNCLEAR = 0.99, 0.5
"""Clearness of digits among words that Tesseract did not read as well, and of what the ink alone
does not make likelier than all else."""
DIGITS_IN_TEXT, SHORTEST_NUMBER = 0.6, 4
"""Text of which so many letters are digits, and so many of them at least, is read like digits."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as Tesseract read it, its lines, and both readings line by line.

    ``misfits``: letters that Tesseract read and that are not as high or low as their ink.
    """

    reading: Reading
    kind: str
    field: str
    lines: Sequence[Grey]
    texts: Sequence[Sequence[str]]
    alone: bool
    machine_like: float = 0.0
    misfits: int = 0
    lacks_tails: bool = False


def read_again(entries: Sequence[Entry]) -> dict[str, Reading]:
    """Entries of a page by item, all in one batch."""
    found = iter(chances_of([line for entry in entries for line in entry.lines]))
    read: dict[str, Reading] = {}
    for entry in entries:
        lines = [next(found) for _ in entry.lines]
        ways = offers(lines, entry.kind, entry.field, entry.texts)
        read[entry.reading.item] = weighed(entry, ways)
    return read


def confirmed(entries: Sequence[Entry]) -> dict[str, Reading]:
    """Typed entries in doubt, believed where the recogniser says what Tesseract read, and is sure.

    What it said itself when the likeliest value was sought (``second_look``) is no second witness.
    """
    found = iter(chances_of([line for entry in entries for line in entry.lines]))
    read: dict[str, Reading] = {}
    for entry in entries:
        ways = offers([next(found) for _ in entry.lines], entry.kind, entry.field, entry.texts)
        if not ways or ways[0].normal.value != entry.reading.value:
            continue
        grounds = grounds_of(entry, ways)
        confidence = belief(grounds)
        if grounds.seconded and _is_believed(entry, grounds, ways[0].normal.value):
            read[entry.reading.item] = entry.reading.model_copy(
                update={"doubt": False, "confidence": confidence}
            )
    return read


def weighed(entry: Entry, ways: Sequence[Offer]) -> Reading:
    """The reading with the value that is likeliest now; never surer than before without reason."""
    old = entry.reading
    if not ways or not ways[0].normal.value or is_drawn(old.value or ""):
        return old
    best = ways[0]
    if old.value is None and sum(c.isalnum() for c in best.normal.value) <= SCRAP:
        return old
    if not old.doubt:
        return old if _stands(entry, ways) else _doubted(old, ways)
    if best.normal.value != old.value and not _may_replace(entry, best):
        return _doubted(old, ways)
    grounds = grounds_of(entry, ways)
    confidence = belief(grounds)
    doubt = not _is_believed(entry, grounds, best.normal.value)
    return old.model_copy(
        update={
            "value": best.normal.value, "raw": best.raw, "reader": reader(), "doubt": doubt,
            "confidence": confidence, "candidates": _candidates(ways, old),
        }
    )  # fmt: skip


def _is_believed(entry: Entry, grounds: Grounds, value: str) -> bool:
    """Whether nobody has to look at what the recogniser prefers."""
    if not _fits(grounds) or is_false_start(value) or is_torn(value):
        return False
    if grounds.kind in WORDS and (may_lack_marks(value) or ends_oddly(value)):
        return False
    if belief(grounds) >= _enough(entry.kind, value) and _believable(grounds, value):
        return True
    if entry.lacks_tails or ends_oddly(value):
        return False
    if belief(grounds) < _enough_for_all(entry, grounds, value):
        return False
    by_hand = entry.machine_like < EITHER and grounds.seconded
    surely = by_hand and belief(grounds) >= bar(BELIEVED_UNLISTED)
    return surely or _is_unanimous(entry, value)


def _enough_for_all(entry: Entry, grounds: Grounds, value: str) -> float:
    """The belief from which nobody looks at a value that all readings have.

    By hand, 3, 8 and 9 are written alike, and so are capitals and small letters; clean digits by
    hand pass for typed.
    """
    if grounds.clearness < (UNCLEAR if entry.kind in WORDS else UNANIMOUS_DIGITS):
        return NEVER
    if entry.machine_like >= EITHER:
        typed = entry.machine_like >= TYPED and entry.kind in WORDS
        return bar(UNANIMOUS["typed" if typed else "either"])
    digits = entry.kind not in WORDS or any(sign.isdigit() for sign in value)
    open_case = value[:1].casefold() in ALIKE_IN_BOTH_CASES
    return NEVER if digits or open_case or entry.misfits else bar(UNANIMOUS["hand"])


def _enough(kind: str, value: str) -> float:
    """The belief from which nobody looks at a value."""
    if value == UNBEKANNT:
        return bar(BELIEVED_ELSE)
    numbered = kind == "text" and any(sign.isdigit() for sign in value)  # a date, a file number
    return bar(BELIEVED_FROM.get("date" if numbered else kind, BELIEVED_ELSE))


def _may_replace(entry: Entry, best: Offer) -> bool:
    """Whether the recogniser's value may stand in place of what Tesseract read.

    Not where the office aims at fewer mistakes than usual: Tesseract's value may be one that would
    usually be believed, and a stricter aim must not believe another in its place.
    """
    if best.chance < CLEAR and not _fits_better(entry, best):
        return False
    if not entry.reading.value:
        return True
    return strictness() <= 1 if entry.alone else _fits_better(entry, best)  # then never believed


def _fits_better(entry: Entry, best: Offer) -> bool:
    """Whether the value has the form of its type, which what Tesseract read has not."""
    if entry.kind not in STRICT:
        return False
    return best.normal.certain and not normalise(entry.reading.raw or "", entry.kind).certain


def is_for_us(kind: str, machine_like: float, reading: Reading) -> bool:
    """Clean digits written by hand pass for typed, so no digits are believed without us.

    Nor are names of which lists know one with marks that Tesseract may have left out.
    """
    value = reading.value or ""
    if machine_like < SURELY_TYPED or kind in DIGITS_ONLY or _is_number(value):
        return True
    return not reading.doubt and _may_lack_marks(kind, value)


def _may_lack_marks(kind: str, value: str) -> bool:
    return kind == "name" and may_lack_marks(value)


def _is_number(text: str) -> bool:
    """Whether a text consists of digits for the most part: an insurance number, a file number."""
    letters = [sign for sign in text if sign.isalnum()]
    digits = sum(sign.isdigit() for sign in letters)
    return digits >= SHORTEST_NUMBER and digits >= DIGITS_IN_TEXT * len(letters)


def _stands(entry: Entry, ways: Sequence[Offer]) -> bool:
    """Whether a value that was believed already is what the recogniser reads, clearly enough."""
    if ways[0].normal.value != entry.reading.value:
        return False
    value = entry.reading.value or ""
    asked = entry.kind in DIGITS_ONLY or _is_number(value) or _may_lack_marks(entry.kind, value)
    return not asked or sharpness(ways, entry.kind) >= bar(SECOND_LOOK)


def _doubted(old: Reading, ways: Sequence[Offer]) -> Reading:
    """What was read before, with what the recogniser would rather say."""
    confidence = min(old.confidence, CLEAR)
    return old.model_copy(
        update={"doubt": True, "confidence": confidence, "candidates": _candidates(ways, old)}
    )


def _candidates(ways: Sequence[Offer], old: Reading) -> tuple[Candidate, ...]:
    chances = {way.normal.value: way.chance for way in ways[:OFFERED] if way.normal.value}
    for candidate in old.candidates:
        chances.setdefault(candidate.value, 0.0)
    return tuple(Candidate(value=value, confidence=chance) for value, chance in chances.items())


def grounds_of(entry: Entry, ways: Sequence[Offer]) -> Grounds:
    """All that speaks for and against the first offer."""
    best = ways[0]
    return Grounds(
        kind=entry.kind, text=best.raw, clearness=clearness(ways), chance=best.chance,
        ink=best.ink / max(1, len(best.raw)), seconded=_seconded(entry, best.normal.value),
        support=_support(entry, best.normal.value), certain=best.normal.certain,
        alone=entry.alone, whole=not may_lack_a_sign(entry.kind, best.raw),
    )  # fmt: skip


def _support(entry: Entry, value: str) -> Support:
    """What the lists say, the words of short answers among them."""
    found = support(value, entry.kind, entry.field)
    answer = entry.kind == "text" and found is Support.SILENT and often_written(value)
    return Support.KNOWN if answer or is_answer_in_words(value) else found


def _believable(grounds: Grounds, value: str) -> bool:
    """Whether nobody has to look, as far as it does not hang on how likely the value is."""
    known = grounds.kind not in WORDS or grounds.support is Support.KNOWN
    seconded = grounds.seconded or _needs_no_second(grounds, value)
    return known and seconded and grounds.clearness >= UNCLEAR


def _fits(grounds: Grounds) -> bool:
    """Whether the value has its form, nothing speaks against it, and no comma may be missing."""
    comma = grounds.kind != "amount_eur" or grounds.whole
    against = grounds.support is Support.AGAINST
    return grounds.alone and grounds.certain and comma and not against


def _needs_no_second(grounds: Grounds, value: str) -> bool:
    """Whether the value stands although Tesseract did not read it: what proves its digits?

    Words are proved by lists, a postcode by its town, a BIC by the list of banks, an account number
    by its check digits; a house number by nothing but its ink.
    """
    if grounds.kind == "bic":
        return grounds.support is Support.KNOWN
    if grounds.kind in {"iban", "plz_ort"} or not any(sign.isdigit() for sign in value):
        return grounds.kind not in DIGITS_ONLY
    return grounds.kind not in DIGITS_ONLY and grounds.clearness >= bar(CLEAR_DIGITS)


def _seconded(entry: Entry, value: str) -> bool:
    """Whether one of Tesseract's readings says the same."""
    return value in _said(entry)


def _is_unanimous(entry: Entry, value: str) -> bool:
    """Whether both say the same."""
    said = _said(entry)
    return len(said) > 1 and set(said) == {value}


def _said(entry: Entry) -> list[str | None]:
    texts = (" ".join(filter(None, reading)) for reading in entry.texts)
    return [normalise(text, entry.kind).value for text in texts]
