"""Can a value that was read be believed, or does a person have to look?

A wrong value that nobody looks at is the worst that can happen here, a doubt too many costs a
minute. So a value is believed only if nothing at all speaks against it: both readings agree, the
form of its type is right, the letters fit their ink, the word lists know nothing better, and the
writing is that of a machine. Check digits and the word unbekannt are proof enough by themselves.

Measured on 2500 typed values of generated forms: 85 % are believed where the machine's face took
part in the tuning, 74 % where it was held back, and 2 of 2000 believed ones are wrong. Of 1400
values written by hand one in ten is believed, none of them wrongly.

The bars below were set for one wrong value in a thousand. Where ``EINGANG_TARGET_ERROR`` asks for
fewer, every bar on a confidence rises; where it allows more, none falls, because nothing was
measured below them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractors.audit import Audit
from extractors.lexicon import WORDS, Support
from pipeline.model import UNBEKANNT
from pipeline.settings import Settings

FITTED_TO = 0.001
"""The share of wrong values among the believed ones for which all bars were set."""

DIGITS_ONLY = frozenset({"date", "amount_eur", "phone", "number"})
"""Types without words: no list knows them, and digits written by hand look machine-made."""

POOREST, BEST = 0.5, 0.85  # confidence of the poorer and the better of both readings, words
POOREST_DIGITS, BEST_DIGITS = 0.75, 0.88  # the same for digits, where no list helps
MACHINE, MACHINE_DIGITS = 0.6, 0.6  # how machine-like the writing must be
COMPARED, COMPARED_DIGITS = 0.99, 0.6  # share of the letters that must have been compared
UNKNOWN_NAME_FROM = 0.9  # names that no list knows are mostly misread ones
UNBEKANNT_FROM = 0.3  # the word is so long that hardly another is read as it
KNOWN_BIC_FROM = 0.35  # the list has one in ten thousand of the BICs that could be

FEWEST_LETTERS = 2  # of an answer in words
LONGEST_ABBREVIATION = 5  # letters before a full stop that ends a short answer
LONGEST_TITLE = 3  # the same in a name: jr., sen.
LOOSE_END = re.compile(r"[,;:\-–]$|^[./\-] |\s[.,;:'|/\\]+$|^[^\w+(./\-„\"]")
"""Signs that no answer begins or ends with: dust beside the words."""
STOP_WITHIN = re.compile(
    r"(?<!\w)1[A-ZÄÖÜ]{2}|[^\W\d_]{6,}\. \S|[^\W\d_]{4,}\.\d|;|\d ?[a-z]?\. \d{5} |[\[\]{}<>|\\]"
    r"|, \d{3,4} [A-ZÄÖÜ][a-zäöüß]{2}"
)
"""The same within: a full stop after a word that is no abbreviation, or for the comma before a
postcode; a semicolon, which is mostly a comma and a speck; signs that nobody writes; a postcode
that lacks a digit; a 1 for the I of *ICT*."""
LETTERED_NUMBER = re.compile(r"^\D* [A-ZÄÖÜ][a-z]?$")  # Ta for 7a
STOP_IN_NAME = re.compile(r"[^\W\d_]{4,}\. ")  # for a comma; titles are shorter

TORN = re.compile(r"(?<!\w)([A-ZÄÖÜ][a-zäöü]) [a-zäöüß]{3}")
SHORT_WORDS = frozenset({"Am", "An", "Er", "Es", "Im", "In", "Je", "Ob", "So", "Um", "Wo", "Zu"})
LONGEST_START = 3  # letters of a word that was begun, and written anew

DOTLESS = "ı"
"""A letter of Turkish names; in any other word the dot of an i was not seen."""

BELIEVED, LIKELY, UNLIKELY = 0.998, 0.85, 0.3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one value.

    ``agree``: both readings say the same. ``certain``: it has the form of its type, with right
    check digits. ``poorest`` and ``best``: Tesseract's confidence in the poorer and the better
    reading. ``machine_like``: 0 by hand, 1 typed. ``support``: what the word lists say;
    ``all_known``: they have every word. ``audit``: how the letters fit the ink. ``alone``: nothing
    is struck out or shared with a neighbour. ``lacks_tails``: a printed line cut off more of them
    than the letters that were read have; g then reads as a.
    """

    value: str
    kind: str
    agree: bool
    certain: bool
    poorest: float
    best: float
    machine_like: float
    support: Support
    all_known: bool
    audit: Audit
    alone: bool
    lacks_tails: bool = False


@cache
def strictness() -> float:
    """How many times fewer wrong values the office wants than the bars were set for; 1 at least."""
    return max(1.0, FITTED_TO / Settings().target_error)


def bar(confidence: float) -> float:
    """A confidence from which something is believed, as far as the office's aim raises it.

    The room that it leaves for mistakes shrinks as the aim does, so a stricter aim never believes
    what a looser one does not. 0.96 becomes 0.98 for half as many wrong values.
    """
    return confidence + (1 - confidence) * (1 - 1 / strictness())


def believable(evidence: Evidence) -> bool:
    """Whether the value may stand without a person having looked at it."""
    e = evidence
    if not e.alone or not e.certain or e.support is Support.AGAINST:
        return False
    if is_loose(e.value, e.kind, known=e.all_known):
        return False
    if e.lacks_tails and e.kind in WORDS:
        return False
    if e.kind == "plz_ort" and e.support is not Support.KNOWN and e.value != UNBEKANNT:
        return False  # four digits are a postcode in Austria; lists know those of Germany
    if e.kind == "iban":
        return e.support is Support.KNOWN
    if not e.agree:
        return False
    if e.value == UNBEKANNT:
        return e.poorest >= bar(UNBEKANNT_FROM)
    if e.kind == "bic" and e.support is Support.KNOWN:
        return (
            e.poorest >= bar(KNOWN_BIC_FROM) and e.machine_like >= MACHINE and not e.audit.misfits
        )
    return _digits_believable(e) if e.kind in DIGITS_ONLY else _words_believable(e)


def _digits_believable(e: Evidence) -> bool:
    return (
        e.poorest >= bar(POOREST_DIGITS)
        and e.best >= bar(BEST_DIGITS)
        and e.machine_like >= MACHINE_DIGITS
        and e.audit.compared >= COMPARED_DIGITS * e.audit.letters
        and not e.audit.misfits
    )


def _words_believable(e: Evidence) -> bool:
    known = e.all_known or e.support is Support.KNOWN
    compared = e.audit.compared >= COMPARED * e.audit.letters
    if e.kind == "name" and not known and e.poorest < bar(UNKNOWN_NAME_FROM):
        return False
    return (
        e.poorest >= bar(POOREST)
        and e.best >= bar(BEST)
        and e.machine_like >= MACHINE
        and not e.audit.misfits
        and (compared or known)
    )


def is_torn(value: str) -> bool:
    """Whether a letter may be missing between the start of a word and its rest.

    >>> is_torn("Ju endamt Rosenheim"), is_torn("Am alten Markt")
    (True, False)
    """
    return any(start not in SHORT_WORDS for start in TORN.findall(value))


def is_false_start(value: str) -> bool:
    """Whether somebody may have begun a word and written it anew without striking that out.

    >>> is_false_start("Re Reinigungskraft"), is_false_start("Anna Annabel")
    (True, False)
    """
    return any(
        len(word) <= LONGEST_START and len(after) > len(word) and after.startswith(word)
        for word, after in pairwise(value.split())
    )


def ends_oddly(value: str) -> bool:
    """Whether it ends with a full stop after a word that is no abbreviation, or begins with dust.

    >>> ends_oddly("VR Bank Ihre Heimatbank."), ends_oddly("Anna Maria jr.")
    (True, False)
    """
    last = value.split()[-1] if value else ""
    stopped = last.endswith(".") and len(last.strip(".")) > LONGEST_TITLE
    return stopped or LOOSE_END.search(value) is not None


def is_loose(value: str, kind: str, *, known: bool) -> bool:
    """Whether the value has signs that are dust rather than writing; ``known``: all its words.

    So is a single letter: of *DJ*, written without a gap, the J was not seen.

    >>> is_loose("Neuhof. an der Zenn", "text", known=True), is_loose("D", "text", known=True)
    (True, True)
    """
    if kind in DIGITS_ONLY:
        return False
    if (
        sum(sign.isalnum() for sign in value) < FEWEST_LETTERS
        or is_false_start(value)
        or LOOSE_END.search(value)
        or STOP_WITHIN.search(value)
        or (kind == "street" and ("," in value or LETTERED_NUMBER.search(value)))
        or (kind == "name" and STOP_IN_NAME.search(value))
        or (DOTLESS in value and not known)
    ):
        return True
    last = value.split()[-1] if value else ""
    if not last.endswith("."):
        return False
    longest = LONGEST_ABBREVIATION if kind == "text" else LONGEST_TITLE
    sentence = kind == "text" and len(value.split()) > 1
    return len(last.strip(".")) > longest and not sentence


def confidence_of(evidence: Evidence) -> float:
    """How likely the value is right: a little below 1 where believed, else by what is against."""
    if believable(evidence):
        return BELIEVED
    doubts = (
        not evidence.agree, not evidence.certain, evidence.support is Support.AGAINST,
        evidence.audit.misfits > 0, evidence.machine_like < MACHINE, not evidence.alone,
    )  # fmt: skip
    likely = LIKELY if not any(doubts) else UNLIKELY + (LIKELY - UNLIKELY) / (1 + sum(doubts))
    return likely * math.sqrt(max(evidence.best, 0.0))
