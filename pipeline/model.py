"""The nouns of the pipeline, in the order in which they come to be.

Scan -> Page -> PageMatch -> Reading -> Case -> Finding -> Emission

Everything is frozen. Lengths are millimetres on the blank form, origin top left;
pixels never leave an extractor. Every value is a string as in the contract: dates ISO,
amounts with a decimal point, the word ``unbekannt`` literally; ``None`` means blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

UNBEKANNT = "unbekannt"
"""What an applicant writes who does not know; it counts as an answer."""

VORHANDEN = "vorhanden"
"""The value of a signature or a stamp that is there."""

Share = Annotated[float, Field(ge=0, le=1)]
Millimetres = Annotated[float, Field(ge=-1000, le=1000)]


class Fact(BaseModel):
    """Base of every record: frozen, and no key that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Box(Fact):
    """A rectangle in millimetres on the blank form, origin top left."""

    x: Millimetres
    y: Millimetres
    width: Annotated[float, Field(gt=0, le=1000)]
    height: Annotated[float, Field(gt=0, le=1000)]

    def grown(self, by: float) -> Box:
        """The same box with ``by`` millimetres more on every side."""
        return Box(
            x=self.x - by, y=self.y - by, width=self.width + 2 * by, height=self.height + 2 * by
        )


class PageKind(StrEnum):
    """What a scanned page turned out to be; every page is exactly one of these."""

    FORM = "form"
    TEXT_PAGE = "text_page"
    EVIDENCE = "evidence"
    BLANK = "blank"
    SEPARATOR = "separator"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"
    DUPLICATE = "duplicate"


class PageMatch(Fact):
    """Which page of which form this is, and where the form lies in the pixels.

    ``homography`` is the 3x3 matrix, row by row, from millimetres on the blank form to pixels
    of the page image as delivered (before any turning). ``residual_mm`` is the median
    distance that the form's own lines keep from where the matrix puts them.
    """

    form: str
    page_id: str
    homography: tuple[float, ...] = Field(min_length=9, max_length=9)
    turned: int = Field(description="0, 90, 180 or 270 degrees clockwise to set it upright")
    residual_mm: float
    score: Share


class Page(Fact):
    """One page of a mail item, in the order of the scan, counted from 1."""

    number: int = Field(ge=1)
    kind: PageKind
    form_page: str | None = None
    match: PageMatch | None = None
    duplicate_of: int | None = None
    sha256: str = ""
    width_px: int = 0
    height_px: int = 0
    dpi: float = 0
    doubt: bool = False
    reason: str = ""
    turned: int | None = Field(
        default=None, description="as turned by a person: degrees clockwise to set it upright"
    )
    unread: bool = Field(
        default=False, description="a person says which page of the form it is, no reader saw it"
    )

    @property
    def upright(self) -> int:
        """Degrees clockwise that set the page upright."""
        if self.turned is not None:
            return self.turned
        return self.match.turned if self.match is not None else 0


class PageSaid(Fact):
    """All that a person says of one page; where nothing is said the machine's word stands.

    Of each page the last one counts, so one that says nothing takes the others back. ``paper`` is
    the page with which the paper begins that this page is part of; ``type`` and ``subject`` are
    said of a paper at its first page.
    """

    page: int = Field(ge=1)
    kind: PageKind | None = None
    form_page: str | None = None
    duplicate_of: int | None = None
    paper: int | None = None
    type: str | None = None
    subject: tuple[str, ...] | None = None
    turned: int | None = None


class Source(StrEnum):
    """Who or what read a value."""

    MACHINE = "machine"
    TEXT_LAYER = "text_layer"
    FORM_FIELD = "form_field"
    REGISTER = "register"
    PERSON = "person"


class ReadingKind(StrEnum):
    """What a reading is about: a box, something written, or a signature or stamp."""

    MARK = "mark"
    TEXT = "text"
    PRESENCE = "presence"


class MarkState(StrEnum):
    """What was done to a printed box. ``struck`` and ``empty`` count as not ticked."""

    EMPTY = "empty"
    TICKED = "ticked"
    STRUCK = "struck"
    REMARKED = "remarked"
    UNSURE = "unsure"


class Candidate(Fact):
    """One hypothesis of a reader, best first."""

    value: str
    confidence: Share


class Reading(Fact):
    """One item of the form as a reader saw it. Never changed, only outvoted by a later one.

    ``item`` is a box (``kind.geschlecht.weiblich``, ``unterhalt.verzicht.erklaert.ja``), a field
    (``kind.familienname``; for a choice: what is written beside its boxes) or a table cell
    (``weitere_kinder.0.geburtsdatum``). ``value`` is the mark state, the normalised text
    (``None``: nothing written) or ``vorhanden``. ``raw`` is the text before normalising.
    ``doubt`` is true where a person has to look. ``style`` says how text was written.
    """

    item: str
    kind: ReadingKind
    value: str | None
    raw: str = ""
    candidates: tuple[Candidate, ...] = ()
    confidence: Share
    doubt: bool
    source: Source
    page: int = Field(ge=1, description="page of the mail item, from 1")
    box: Box
    reader: str = Field(description="program or model and its version")
    style: str = Field(default="", description="typed, hand or empty where not known")
    underlined: str = Field(default="", description="the underlined word of a line of first names")
    taken_back: bool = Field(
        default=False, description="says nothing itself: what persons said of the item until here "
        "counts no more"
    )  # fmt: skip


class Document(Fact):
    """One piece of evidence: its pages, what it is, for whom, and what it says."""

    number: int = Field(ge=1)
    type: str = Field(description="evidence id, or empty where it was not recognised")
    subject: tuple[str, ...] = ()
    pages: tuple[int, ...]
    fields: Mapping[str, str] = {}
    unaided: tuple[str, ...] = Field(
        default=(), description="those of the fields that were read without the application's help"
    )
    confidence: Share
    doubt: bool
    reasons: tuple[str, ...] = Field(default=(), description="the phrases that spoke for it")
    legible: bool = Field(default=True, description="whether its print was read at all")


class Received(Fact):
    """The day on which the office received the application, and how that is known."""

    day: date | None
    source: str = Field(description="stempel, vorgabe (--received), person or leer")
    doubt: bool = False
    candidates: tuple[date, ...] = Field(default=(), description="days it may show, best first")


class ItemResult(Fact):
    """What one mail item yielded: every page accounted for, and everything read on them.

    ``reasons`` say why a person has to look at the item as a whole (no form in it, only page 3).
    ``provenance`` names the versions of everything that took part.
    """

    form: str = Field(description="form id, or empty where no form was recognised")
    pages: tuple[Page, ...]
    readings: tuple[Reading, ...] = ()
    documents: tuple[Document, ...] = ()
    received: Received = Received(day=None, source="leer")
    reasons: tuple[str, ...] = ()
    provenance: Mapping[str, str] = {}


class AnswerState(StrEnum):
    """How well an answer is known; the names of the canonical case."""

    READ = "read"
    BLANK = "blank"
    UNKNOWN = "unknown"
    ILLEGIBLE = "illegible"
    CONFLICT = "conflict"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    NOT_ON_FORM = "not_on_form"


Row = Mapping[str, str]
Value = str | tuple[str, ...] | tuple[Row, ...]
"""A field's answer as the truth files write it: one string, the ticked options of a multiple
choice (or the two of a single choice), or the rows of a table. A blank field has no value."""


class Case(Fact):
    """The answers of one application. Computed from readings (or from a truth file), never kept.

    ``answers`` has no entry for a blank field. ``doubtful`` names the fields of which some reading
    a person must still look at: rules may rely on whether such a field is filled, not on its
    value. ``pages`` are the form pages present, ``documents`` the evidence.
    """

    case_id: str
    form: str
    edition: str = ""
    revision: int = 1
    answers: Mapping[str, Value]
    states: Mapping[str, AnswerState] = {}
    doubtful: frozenset[str] = frozenset()
    underlined: Mapping[str, str] = {}
    pages: tuple[Page, ...] = ()
    form_pages: frozenset[str] = frozenset()
    documents: tuple[Document, ...] = ()
    received: Received = Received(day=None, source="leer")
    readings: Mapping[str, Reading] = {}
    about_form: tuple[str, ...] | None = Field(
        default=None, description="which pages of the form are missing, since persons named pages"
    )


class Severity(StrEnum):
    """How much a finding weighs. On screen with umlaut, in data without."""

    FEHLER = "fehler"
    RUECKFRAGE = "rueckfrage"
    HINWEIS = "hinweis"


class Finding(Fact):
    """What a rule has to say about a case, with the fields and form pages it points to."""

    rule: str
    severity: Severity
    message: str
    fields: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    source: str = Field(default="", description="paragraph or place on the form")
    doubtful: tuple[str, ...] = Field(
        default=(), description="fields in doubt on whose likely readings the finding rests"
    )
