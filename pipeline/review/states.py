"""The states of a field and of a case at the review station, and the words for them.

What is written (the reading) and whether it fits (the rules) are two questions with two states: who
looks at the paper answers the first, the second may need a note or a letter.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class ReadingState(StrEnum):
    """How well it is known what stands on the paper."""

    AUTO_OK = "auto_ok"
    OPEN_DOUBT = "open_doubt"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    EMPTY_CONFIRMED = "empty_confirmed"
    ILLEGIBLE = "illegible"
    ESCALATED = "escalated"
    SECOND_KEY = "second_key"
    ADJUDICATE = "adjudicate"


class RuleState(StrEnum):
    """Whether what stands there fits."""

    FINE = "fine"
    OPEN_RULE = "open_rule"
    OPEN_MISSING = "open_missing"
    ACCEPTED = "accepted_as_written"


class Sign(NamedTuple):
    """How a state is shown: never by its colour alone."""

    sign: str
    word: str


SHOWN: dict[ReadingState | RuleState, Sign] = {
    ReadingState.AUTO_OK: Sign("✓", "automatisch"),
    ReadingState.OPEN_DOUBT: Sign("?", "Lesung unsicher"),
    ReadingState.CONFIRMED: Sign("✓", "geprüft"),
    ReadingState.CORRECTED: Sign("✎", "geändert"),
    ReadingState.EMPTY_CONFIRMED: Sign("∅", "leer"),
    ReadingState.ILLEGIBLE: Sign("≋", "unleserlich"),
    ReadingState.ESCALATED: Sign("↗", "weitergegeben"),
    ReadingState.SECOND_KEY: Sign("②", "Zweiterfassung"),
    ReadingState.ADJUDICATE: Sign("≠", "Abweichung klären"),
    RuleState.OPEN_RULE: Sign("✖", "Regel verletzt"),
    RuleState.OPEN_MISSING: Sign("▢", "fehlt"),
    RuleState.ACCEPTED: Sign("✓", "so geschrieben"),
}


class CaseState(StrEnum):
    """Where a case stands for those who review it, in the words of the command line.

    There "bereit" means that a case may go out; one that waits for a person is "zu prüfen".
    """

    NEW = "neu"
    UNREADABLE = "nicht lesbar"
    READY = "zu prüfen"
    IN_REVIEW = "in Prüfung"
    POSTPONED = "zurückgestellt"
    RESCAN = "Nachscan angefordert"
    PASSED_ON = "weitergegeben"
    SECOND = "Zweitprüfung"
    DIFFERING = "Abweichung klären"
    TOUCHLESS = "ohne Prüfung bereit"
    REVIEWED = "geprüft"
    HANDED_OVER = "übergeben"
    ACKNOWLEDGED = "quittiert"
    FAILED = "Übergabe fehlgeschlagen"


GONE = frozenset({CaseState.HANDED_OVER, CaseState.ACKNOWLEDGED})
"""States of a case that is out of the house: no deadline runs here any more."""

CLOSED = GONE | {CaseState.NEW, CaseState.UNREADABLE}
"""States in which nothing can be corrected: not read yet, or already out of the house."""


class Action(StrEnum):
    """What somebody does to a field."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    EMPTY = "empty"
    ILLEGIBLE = "illegible"
    AS_WRITTEN = "as_written"
    PASS_ON = "pass_on"  # noqa: S105 - no password


class RescanReason(StrEnum):
    """Why a sheet has to be scanned once more."""

    BLURRED = "unscharf"
    CUT_OFF = "abgeschnitten"
    PAGE_MISSING = "seite_fehlt"
    TWO_AT_ONCE = "doppelt_eingezogen"
    WRONG_ORDER = "falsche_reihenfolge"
    COVERED = "verdeckt_gefaltet"
    COLOUR_NEEDED = "farbe_noetig"


RESCAN_SHOWN = {
    RescanReason.BLURRED: "unscharf",
    RescanReason.CUT_OFF: "abgeschnitten",
    RescanReason.PAGE_MISSING: "Seite fehlt",
    RescanReason.TWO_AT_ONCE: "doppelt eingezogen",
    RescanReason.WRONG_ORDER: "falsche Reihenfolge",
    RescanReason.COVERED: "verdeckt oder gefaltet",
    RescanReason.COLOUR_NEEDED: "Farbe nötig",
}


class AcceptReason(StrEnum):
    """Why something is taken over as written although a rule says that it does not fit."""

    STANDS_SO = "steht_so_auf_dem_papier"
    EXPLAINED = "im_antrag_erklaert"
    ASKED = "rueckfrage_gestellt"
    CLERK_DECIDES = "sachbearbeitung_entscheidet"


ACCEPT_SHOWN = {
    AcceptReason.STANDS_SO: "steht so auf dem Papier",
    AcceptReason.EXPLAINED: "im Antrag erklärt",
    AcceptReason.ASKED: "Rückfrage wird gestellt",
    AcceptReason.CLERK_DECIDES: "entscheidet die Sachbearbeitung",
}
