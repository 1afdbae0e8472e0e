"""What the review station shows and what saving answers. Frozen, and free of anything of the web.

Values stand here twice: ``value`` in the program's own spelling (ISO days, option ids, several
options joined by a comma), ``shown`` as a clerk reads and types it (17.04.2013).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pipeline.arranging import NOBODY
from pipeline.model import Box, Fact, Severity
from pipeline.review.states import (
    SHOWN,
    CaseState,
    ReadingState,
    RuleState,
    Sign,
)


class Row(Fact):
    """A case in the Arbeitsvorrat. No applicant's name."""

    case_id: str
    form: str
    form_title: str
    received: date | None
    age_days: int
    deadline: date | None
    days_left: int | None
    open_fields: int
    open_rules: int
    problems: int
    risk: int
    state: CaseState
    holder: str = ""
    """Who has the case open now: the name of the account."""
    until: date | None = None
    """Postponed until this day."""
    not_for: tuple[str, ...] = ()
    """Accounts that may not do what is next: they typed the fields before."""
    passed_to: str = ""
    """The account or role that it was passed on to."""
    note: bool = False
    exact: bool = True
    """Whether the counts were made by looking at the sheet; else they are those of the summary."""
    known: bool = True
    """Whether anybody knows yet what is open."""


class Place(Fact):
    """A rectangle in pixels of the page's image turned upright, at the size of the scan."""

    x: float
    y: float
    width: float
    height: float


class Kind(StrEnum):
    """How a field is asked for."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    IBAN = "iban"
    CHOICE = "choice"
    CHOICES = "choices"
    PRESENCE = "presence"
    RECEIVED = "received"


class Choice(Fact):
    """One box of a choice."""

    id: str
    label: str
    ticked: bool
    doubt: bool
    machine: str
    box: Box
    place: Place | None = None


class SheetField(Fact):
    """One question (or one cell of a table) as somebody works on it.

    ``key`` is the id of the field, for a cell the id of its item. ``doubtful`` are the places in
    ``shown`` of which the readers are unsure, ``candidates`` what else it may say, as shown.
    """

    key: str
    field: str
    kind: Kind
    label: str
    section: str
    ref: str = ""
    row: int | None = None
    """Of a cell: the row of its table, counted from 1."""
    table: str = ""
    page: int
    form_page: str
    box: Box
    place: Place | None = None
    options: tuple[Choice, ...] = ()
    beside: str = ""
    """What is written beside the boxes of a choice."""
    may_be_unknown: bool = False
    """Of a choice: whether there is room beside it to write ``unbekannt``."""
    value: str
    shown: str
    machine: str
    candidates: tuple[str, ...] = ()
    doubtful: tuple[int, ...] = ()
    confidence: float
    reader: str
    reading: ReadingState
    rule: RuleState = RuleState.FINE
    findings: tuple[str, ...] = ()
    required: bool = False
    version: int = 0
    risky: bool = False

    @property
    def unread(self) -> bool:
        """Whether nobody read it yet: only a person knew what page it stands on."""
        return self.reader == NOBODY and self.reading is ReadingState.OPEN_DOUBT

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide something here."""
        return self.reading is ReadingState.OPEN_DOUBT or self.rule in (
            RuleState.OPEN_RULE,
            RuleState.OPEN_MISSING,
        )

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The reading's sign, then the rule's where that one says more."""
        states: tuple[ReadingState | RuleState, ...] = (self.reading, self.rule)
        if self.rule is RuleState.OPEN_MISSING and self.reading is ReadingState.AUTO_OK:
            states = (self.rule,)
        if self.rule is RuleState.ACCEPTED and self.reading is ReadingState.EMPTY_CONFIRMED:
            states = (self.reading,)
        return tuple(SHOWN[state] for state in states if state in SHOWN)


class SheetFinding(Fact):
    """What a rule says. ``key`` stands for this finding over these very answers."""

    key: str
    rule: str
    severity: Severity
    message: str
    source: str = ""
    fields: tuple[str, ...] = ()
    """Keys of the sheet's fields that it points to, in their order."""
    pages: tuple[str, ...] = ()
    missing: bool = False
    """Whether it says that nothing stands where something should."""
    opens: bool = False
    """Whether somebody has to decide about it: at the first of its fields."""
    settled: bool = False
    reason: str = ""
    """Why it was accepted as written, as shown."""


class Problem(Fact):
    """Something about the pages or papers and not about a field."""

    key: str
    text: str
    pages: tuple[int, ...] = ()
    settled: bool = False


class SheetPage(Fact):
    """One scanned page in the list of pages; ``width`` and ``height`` in pixels, upright."""

    number: int
    kind: str
    name: str
    turned: int
    width: int
    height: int
    open: int = 0
    doubt: bool = False


class Sheet(Fact):
    """A case as somebody works on it: open fields first, in the order in which to look at them."""

    case_id: str
    form: str
    form_title: str
    revision: int
    received: date | None
    deadline: date | None
    days_left: int | None
    fields: tuple[SheetField, ...]
    findings: tuple[SheetFinding, ...]
    problems: tuple[Problem, ...]
    pages: tuple[SheetPage, ...]
    notes: tuple[str, ...] = ()

    @property
    def open_fields(self) -> tuple[SheetField, ...]:
        return tuple(field for field in self.fields if field.is_open)

    @property
    def open_problems(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.settled)

    @property
    def open_findings(self) -> tuple[SheetFinding, ...]:
        return tuple(one for one in self.findings if one.opens and not one.settled)

    def field(self, key: str) -> SheetField:
        """The field with this key; ``KeyError`` where there is none."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)


class Opened(Fact):
    """A case that somebody opened. ``mine``: the lease is theirs; else they read only."""

    case_id: str
    mine: bool
    holder: str
    until: datetime | None
    state: CaseState
    why_not: str = ""
    """Why nothing can be changed, in a clerk's words; empty where it can."""
    can_undo: bool = False
    can_redo: bool = False
    sheet: Sheet


class Saved(Fact):
    """What saving changed: the field itself first, then others whose state a rule changed."""

    event: int
    key: str
    changed: tuple[SheetField, ...]
    findings: tuple[SheetFinding, ...]
    problems: tuple[Problem, ...]
    can_undo: bool
    can_redo: bool
    open_fields: int
    next_open: str | None
    """The key of the field to look at next, in the order of the sheet after this one."""
    said: str
    """What the status line says: `Geburtsdatum bestätigt. 4 Felder offen.`"""
    sheet: Sheet


class Conflict(Fact):
    """Somebody else saved this field meanwhile; nothing of either is lost."""

    key: str
    yours: str
    theirs: str
    version: int
    field: SheetField
    sheet: Sheet


class Finished(Fact):
    """The end of looking at a case. ``done`` is False where ``first_open`` still is."""

    done: bool
    state: CaseState
    first_open: str | None = None
    open_fields: int = 0
    open_problems: int = 0
    said: str = ""
