"""A case as the rules see it: what is known, what is not, and what is there at all.

Known are only values that nobody has to look at any more. A field in doubt counts as filled where
something was surely read, but its value is undetermined, and a choice in doubt is undetermined
altogether. Nothing is known of the fields of a page that is missing (F-23), except that no date
of death was given there.

Two ticks in a single choice have no value, but the question is answered, only too often: it is
neither empty nor unknown. An entry such as ``./.`` or ``entfällt`` means that nothing was to be
said (A-08): the field is neither empty nor filled. A table has rows and is never ``unbekannt``
itself; where nothing else stands in it, it is neither empty nor filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from pipeline.forms import Form, FormField
from pipeline.forms.catalogue import members_of
from pipeline.model import UNBEKANNT, AnswerState, Case, Document, PageKind, Value
from validators import evaluation
from validators.derived import DERIVED, as_date
from validators.entries import (
    is_struck_out,
    is_surely_writing,
    is_unknown,
    says_much,
    texts_of,
)
from validators.logic import UNDETERMINED, Truth, Undetermined, any_of
from validators.remembered import remembered

NEIN = "nein"

TWINS = {
    "einkommensnachweis_elternteil": "lohnbescheinigung",
    "lohnbescheinigung": "einkommensnachweis_elternteil",
}
"""The same paper; which it is depends on the name on it, and so on who was recognised."""

ASKED_FROM_OTHER_PAGES = frozenset({"todesfall.sterbedatum"})
"""Whether somebody died decides what other pages must say: what is on no page was not said."""


class View:
    """One case, the day of the check, and the person whose evidence a rule asks for."""

    def __init__(self, case: Case, form: Form, today: date, persons: Sequence[str] = ()) -> None:
        self.case = case
        self.form = form
        self.today = today
        self.persons = tuple(persons)
        self._derived: dict[str, object] = {}
        self.known: dict[tuple[str, str], object] = {}
        """What was asked about fields already: a case does not change while it is looked at."""

    def holds(self, expression: str, persons: Sequence[str] = ()) -> bool:
        """Whether an expression is true; ``doc`` without a person means one of ``persons``."""
        scope = View(self.case, self.form, self.today, persons) if persons else self
        return evaluation.holds(expression, scope)

    # what a field is

    @remembered
    def here(self, field: str) -> bool:
        """Whether the page of a field is there."""
        return self.form.page_of[field] in self.case.form_pages

    @remembered
    def written(self, field: str) -> Value | None:
        """The answer as it stands in the case, doubtful or not."""
        return self.case.answers.get(field) if self.here(field) else None

    @remembered
    def empty(self, field: str) -> Truth:
        """Whether nothing was answered. Where a reader was in doubt, nobody can say so."""
        if field in ASKED_FROM_OTHER_PAGES and not self.here(field):
            return True
        return UNDETERMINED if self._open(field) else not texts_of(self.written(field))

    def unknown(self, field: str) -> Truth:
        """Whether ``unbekannt`` was answered."""
        if not self.here(field) or field in self.case.doubtful:
            return UNDETERMINED
        written = self.written(field)
        return isinstance(written, str) and is_unknown(written)

    @remembered
    def filled(self, field: str) -> Truth:
        """Whether something was answered, and not ``unbekannt``."""
        if self._open(field):
            return UNDETERMINED
        if field in self.case.doubtful:
            return True if self._is_surely_written(field) else UNDETERMINED
        return any(not is_struck_out(text) for text in texts_of(self.written(field)) - {UNBEKANNT})

    def says_something(self, field: str) -> Truth:
        """Whether something else than ``nein`` was answered (``any_filled`` of one field)."""
        written = self.written(field)
        no = self.form.fields[field].is_choice and texts_of(written) == {NEIN}
        return False if no and not self._open(field) else self.filled(field)

    def any_filled(self, prefix: str) -> Truth:
        """Whether any field below a prefix says something; a ticked ``nein`` does not count."""
        return any_of(self.says_something(field) for field in self.below(prefix))

    def option_count(self, field: str) -> int | Undetermined:
        """How many boxes of a choice are ticked."""
        if not self.here(field) or field in self.case.doubtful:
            return UNDETERMINED
        written = self.written(field)
        ticks = (written,) if isinstance(written, str) else written or ()
        return sum(tick != UNBEKANNT for tick in ticks)

    def ticked(self, field: str, option: str) -> Truth:
        """Whether one box is ticked, even if it is one of too many."""
        if not self.here(field) or field in self.case.doubtful:
            return UNDETERMINED
        written = self.written(field)
        return option == written if isinstance(written, str) else option in (written or ())

    @remembered
    def required(self, field: str) -> bool:
        """Whether the form asks for an answer; where that depends on something unknown, no."""
        required = self.form.fields[field].required
        return required == "always" or (required != "optional" and self.holds(required))

    def below(self, prefix: str) -> tuple[str, ...]:
        """The field of this name, or all fields below a prefix."""
        return self.form.below.get(prefix, ())

    def _open(self, field: str) -> bool:
        """Whether nobody can say if the field is filled: no page, a doubtful box or blank."""
        if not self.here(field):
            return True
        question, doubt = self.form.fields[field], field in self.case.doubtful
        return doubt and (question.is_choice or self.written(field) is None)

    @property
    def legible(self) -> bool:
        """Whether every page of the mail could be read; one that could not may be any page."""
        return all(page.kind is not PageKind.UNREADABLE for page in self.case.pages)

    # what a field says

    def text(self, field: str) -> str | Undetermined:
        """What was written, where that is certain and says something."""
        written = self.written(field)
        if field in self.case.doubtful or not isinstance(written, str):
            return UNDETERMINED
        if is_unknown(written) or is_struck_out(written):
            return UNDETERMINED
        return written

    def rows(self, field: str) -> tuple[Mapping[str, str], ...]:
        """The rows of a table, none where one of them is in doubt."""
        written = self.written(field)
        if field in self.case.doubtful or not isinstance(written, tuple):
            return ()
        return tuple(row for row in written if isinstance(row, Mapping))

    def rows_in_part(self, field: str) -> tuple[Mapping[str, str | Undetermined], ...]:
        """The rows of a table, cells in doubt with what surely is an entry, or undetermined."""
        written = self.written(field)
        if field not in self.case.doubtful:
            return self.rows(field)
        if not isinstance(written, tuple) or self.case.states.get(field) is AnswerState.CONFLICT:
            return ()
        columns = [column.id for column in self.form.fields[field].columns]
        return tuple(
            {column: self._cell(f"{field}.{number}.{column}") for column in columns} if row else {}
            for number, row in enumerate(written)
        )

    def _is_surely_written(self, field: str) -> bool:
        """Whether a field in doubt holds an entry, whatever it says."""
        question = self.form.fields[field]
        cells = [f"{field}.{cell.row}.{cell.column}" for cell in question.cells]
        read = [r for item in (field, *cells) if (r := self.case.readings.get(item)) is not None]
        if not read:  # nobody says how sure the answer is
            return any(says_much(text) for text in texts_of(self.written(field)))
        return any(is_surely_writing(reading) for reading in read)

    def _cell(self, item: str) -> str | Undetermined:
        reading = self.case.readings.get(item)
        if reading is None:
            return UNDETERMINED
        if reading.doubt and not is_surely_writing(reading):
            return UNDETERMINED
        return reading.value or ""

    # what expressions ask

    def value(self, name: str) -> object:
        """A field's or derived value for comparisons, ``UNDETERMINED`` where it is not known."""
        if name == "today":
            return self.today
        if name in DERIVED:
            if name not in self._derived:
                self._derived[name] = DERIVED[name](self)
            return self._derived[name]
        return self._typed(self.form.fields[name])

    def ask(self, function: str, *names: str) -> object:
        """The functions of expressions that are about fields, pages and evidence."""
        match function:
            case "page":
                return names[0] in self.case.form_pages or (False if self.legible else UNDETERMINED)
            case "doc":
                return self.doc(names[0], names[1:] or self.persons)
            case "docfeld":
                return self.docfeld(names[0], names[1], names[2:] or self.persons)
            case "any_filled":
                return self.any_filled(names[0])
            case "option_count":
                return self.option_count(names[0])
            case "empty":
                return self.empty(names[0])
            case "unknown":
                return self.unknown(names[0])
            case _:
                return self.filled(names[0])

    def _typed(self, field: FormField) -> object:
        if field.type == "table":
            return self.rows(field.id) or UNDETERMINED
        if field.type == "multi_choice":
            return self._options(field.id)
        text = self.text(field.id)
        if text is UNDETERMINED:
            return UNDETERMINED
        match field.type:
            case "date":
                return as_date(text)
            case "amount_eur" | "number":
                return _number(text)
        return text

    def _options(self, field: str) -> object:
        """The ticked options; a question without a tick is not answered, and so not known."""
        written = self.written(field)
        known = isinstance(written, tuple) and field not in self.case.doubtful
        return written if known and written else UNDETERMINED

    # evidence

    def doc(self, kind: str, persons: Sequence[str] = ()) -> bool | Undetermined:
        """Whether evidence of a kind is there, for one of some persons.

        Nobody can say that it is missing while a paper lies there that could not be read, or of
        which nobody knows yet what it is.
        """
        if self.documents(kind, persons):
            return True
        known = all(document.legible and document.type for document in self.case.documents)
        return False if known and self.legible else UNDETERMINED

    def documents(self, kind: str, persons: Sequence[str] = ()) -> tuple[Document, ...]:
        """The evidence of a kind; a collective kind takes its members.

        Evidence in doubt counts as what it most probably is, and for anyone, as does evidence of
        which nobody knows for whom it is: asking for a paper that lies there would be worse.
        """
        kinds = {kind, *members_of(kind)}
        kinds_in_doubt = kinds | {twin for twin, known in TWINS.items() if known in kinds}
        return tuple(
            document
            for document in self.case.documents
            if document.type in (kinds_in_doubt if document.doubt else kinds)
            and (
                not persons
                or document.doubt
                or not document.subject
                or set(persons) & set(document.subject)
            )
        )

    def docfeld(self, kind: str, field: str, persons: Sequence[str] = ()) -> object:
        """What evidence says of a field, given by the last part of its id."""
        for document in self.documents(kind, persons):
            for name, said in document.fields.items():
                if not document.doubt and f".{name}".endswith(f".{field}"):
                    asked = self.form.fields.get(name)
                    return as_date(said) if asked and asked.type == "date" else said
        return UNDETERMINED


def _number(text: str) -> Decimal | Undetermined:
    try:
        return Decimal(text)
    except InvalidOperation:
        return UNDETERMINED
