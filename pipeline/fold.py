"""From readings to a case: the best reading of each place, boxes joined to answers.

Nothing is overwritten. A correction is a reading whose source is a person, and no machine ever
outvotes it; what the machine said stays among the readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.arranging import Arranged, about_form, arranged, not_read, still_read
from pipeline.forms import Form, FormField
from pipeline.model import (
    UNBEKANNT,
    AnswerState,
    Case,
    Document,
    MarkState,
    Page,
    PageKind,
    PageSaid,
    Reading,
    ReadingKind,
    Received,
    Row,
    Source,
    Value,
)

TICKED = frozenset({MarkState.TICKED, MarkState.REMARKED})
"""What counts as ticked; a struck box does not, and an unsure one is for a person to decide."""

RANK = {
    Source.MACHINE: 0,
    Source.REGISTER: 1,
    Source.TEXT_LAYER: 2,
    Source.FORM_FIELD: 2,
    Source.PERSON: 3,
}
"""Whom to believe: what was typed on a screen needs no reading, a person decides."""

STAMP = "stempel"
"""The source of a day of receipt that was read on paper."""

Best = Mapping[str, Reading]


class Answer(NamedTuple):
    """One field's answer (``None``: blank), how well it is known, and whether someone must look."""

    value: Value | None
    state: AnswerState
    doubt: bool


def fold(
    case_id: str,
    form: Form,
    readings: Iterable[Reading],
    pages: Sequence[Page],
    documents: Sequence[Document],
    received: Received,
    said: Iterable[PageSaid] = (),
) -> Case:
    """The case that these readings amount to. Pure: same readings in the same order, same case.

    ``said`` is what persons say of pages and papers.
    """
    laid = arranged(pages, documents, said)
    pages, unread = laid.pages, not_read(form, laid.unread)
    given = (*still_read(readings, laid), *unread)
    twice, torn = copies(pages), contradicted(given)
    unsure = torn | _seals(form, twice) | {reading.item for reading in unread}
    best = _doubted(best_readings(given), unsure)
    unaided = best_readings(r for r in given if r.source is not Source.PERSON)
    present = form_pages(form, pages)
    answers = {
        field.id: answer_of(field, best, unaided, torn, on_form=form.page_of[field.id] in present)
        for field in form.fields.values()
    }
    return Case(
        case_id=case_id,
        form=form.id,
        edition=form.edition,
        answers={id_: a.value for id_, a in answers.items() if a.value is not None},
        states={id_: a.state for id_, a in answers.items()},
        doubtful=frozenset(id_ for id_, a in answers.items() if a.doubt),
        underlined={id_: best[id_].underlined for id_ in answers if _underlined(best, id_)},
        pages=pages,
        form_pages=present,
        documents=laid.documents,
        received=_stamped_on(form, twice, received, laid),
        readings=best,
        about_form=about_form(form, laid),
    )


def best_readings(readings: Iterable[Reading]) -> dict[str, Reading]:
    """The reading to go by for each item: a person's last one, else the surest of the best source.

    Where two are equally good the later one counts.
    """
    best: dict[str, Reading] = {}
    for reading in readings:
        held = best.get(reading.item)
        if held is None or _weight(reading) >= _weight(held):
            best[reading.item] = reading
    return best


def contradicted(readings: Iterable[Reading]) -> frozenset[str]:
    """Items that say one thing on one page and another on its second copy, no person deciding."""
    by_item: dict[str, dict[int, Reading]] = {}
    decided: set[str] = set()
    for reading in readings:
        if reading.source is Source.PERSON:
            decided.add(reading.item)
        else:
            on_pages = by_item.setdefault(reading.item, {})
            held = on_pages.get(reading.page)
            if held is None or _weight(reading) >= _weight(held):
                on_pages[reading.page] = reading
    return frozenset(
        item
        for item, on_pages in by_item.items()
        if item not in decided and len({_said(r) for r in on_pages.values()}) > 1
    )


def copies(pages: Iterable[Page]) -> dict[str, tuple[int, ...]]:
    """Pages of the form that lie there several times with different content, and where.

    A second scan of the same sheet is a duplicate and no page of the form.
    """
    found: dict[str, dict[str, int]] = {}
    for page in pages:
        if page.kind is PageKind.FORM and page.form_page is not None:
            content = page.sha256 or str(page.number)
            found.setdefault(page.form_page, {}).setdefault(content, page.number)
    return {id_: tuple(at.values()) for id_, at in found.items() if len(at) > 1}


def on_page(case: Case, readings: Iterable[Reading], page: int) -> dict[str, Reading]:
    """What was read on one page, also where it is a second copy and the first one counts.

    Where the copies contradict each other both are in doubt; what a person decided stands where the
    person saw it.
    """
    shown: dict[str, Reading] = {}
    for item, reading in best_readings(r for r in readings if r.page == page).items():
        best = case.readings.get(item)
        if best is None:
            continue  # a person says that the page is another one
        if best.page == page:
            shown[item] = best
        elif best.source is not Source.PERSON:
            shown[item] = reading.model_copy(update={"doubt": reading.doubt or best.doubt})
    return shown


def form_pages(form: Form, pages: Iterable[Page]) -> frozenset[str]:
    """The pages of the form that are there; leaflets and second copies do not count."""
    ids = {page.id for page in form.pages}
    found = {p.form_page for p in pages if p.kind is PageKind.FORM and p.form_page in ids}
    return frozenset(id_ for id_ in found if id_ is not None)


def answer_of(
    field: FormField, best: Best, unaided: Best, torn: frozenset[str], *, on_form: bool
) -> Answer:
    """Join what was read at the places of one field."""
    if not on_form:
        return Answer(None, AnswerState.NOT_ON_FORM, doubt=False)
    items = _items(field, best)
    value = _value(field, best)
    persons = any(best[item].source is Source.PERSON for item in items)
    conflict = any(item in torn for item in items)
    doubt = conflict or any(best[item].doubt for item in items) or _odd_note(field, best)
    state = _state(field, value, conflict=conflict, doubt=doubt)
    if persons and state is AnswerState.READ and not doubt:
        same = value == _value(field, unaided)
        state = AnswerState.CONFIRMED if same else AnswerState.CORRECTED
    return Answer(value, state, doubt)


def _seals(form: Form, twice: Mapping[str, object]) -> frozenset[str]:
    """Signatures and stamps on pages of which several copies differ: nobody knows which counts."""
    return frozenset(
        item.id
        for item in form.items.values()
        if item.kind is ReadingKind.PRESENCE and item.page in twice
    )


def _doubted(best: dict[str, Reading], unsure: frozenset[str]) -> dict[str, Reading]:
    """The best readings, in doubt where copies differ; a copy's candidates are not the other's."""
    doubt = {"doubt": True, "candidates": ()}
    return {
        item: reading.model_copy(update=doubt)
        if item in unsure and reading.source is not Source.PERSON
        else reading
        for item, reading in best.items()
    }


def _stamped_on(
    form: Form, twice: Mapping[str, object], received: Received, laid: Arranged
) -> Received:
    """The day of receipt, in doubt where the page with the stamp lies there in different copies.

    Or where the page on which the stamp was read is another one, as a person says.
    """
    stamps = {item.page for item in form.items.values() if item.type == "stamp"}
    seen = {page.form_page for page in laid.pages if page.kind is PageKind.FORM and not page.unread}
    lost = bool(laid.renamed) and not stamps & seen
    if received.source != STAMP or not (lost or stamps & twice.keys()):
        return received
    return received.model_copy(update={"doubt": True, "candidates": ()})


def _weight(reading: Reading) -> tuple[int, float]:
    by_person = reading.source is Source.PERSON
    return RANK[reading.source], 1.0 if by_person else reading.confidence


def _said(reading: Reading) -> object:
    return reading.value in TICKED if reading.kind is ReadingKind.MARK else reading.value


def _underlined(best: Best, field_id: str) -> bool:
    return field_id in best and bool(best[field_id].underlined)


def _items(field: FormField, best: Best) -> list[str]:
    """The places of a field of which there is a reading."""
    places = [field.id]
    places += [f"{field.id}.{option.id}" for option in field.options]
    places += [f"{field.id}.{cell.row}.{cell.column}" for cell in field.cells]
    return [place for place in places if place in best]


def _value(field: FormField, best: Best) -> Value | None:
    if field.is_choice:
        return _choice(field, best)
    if field.type == "table":
        return _table(field, best)
    return _written(best, field.id)


def _choice(field: FormField, best: Best) -> Value | None:
    """One tick is the answer, two in a single choice are both kept, none may be ``unbekannt``."""
    ticked = tuple(o.id for o in field.options if _is_ticked(best, f"{field.id}.{o.id}"))
    if not ticked:
        return UNBEKANNT if _written(best, field.id) == UNBEKANNT else None
    if field.type == "multi_choice" or len(ticked) > 1:
        return ticked
    return ticked[0]


def _is_ticked(best: Best, box: str) -> bool:
    return box in best and best[box].value in TICKED


def _table(field: FormField, best: Best) -> Value | None:
    """The rows as printed, blank ones empty; blank rows at the end are left out."""
    rows: list[Row] = []
    for number in range(1 + max((cell.row for cell in field.cells), default=-1)):
        cells = {c.column: _written(best, f"{field.id}.{number}.{c.column}") for c in field.cells}
        rows.append({column: text for column, text in cells.items() if text is not None})
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows) or None


def _written(best: Best, item: str) -> str | None:
    """What stands there; an empty string is as blank as nothing."""
    text = (best[item].value or "").strip() if item in best else ""
    return text or None


def _odd_note(field: FormField, best: Best) -> bool:
    """Something else than ``unbekannt`` beside the boxes, or ``unbekannt`` beside a ticked one.

    The rules cannot know what it means, so a person has to look.
    """
    if not field.is_choice or (note := _written(best, field.id)) is None:
        return False
    if best[field.id].source is Source.PERSON:
        return False
    return note != UNBEKANNT or any(_is_ticked(best, f"{field.id}.{o.id}") for o in field.options)


def _state(field: FormField, value: Value | None, *, conflict: bool, doubt: bool) -> AnswerState:
    if conflict or (field.type == "single_choice" and isinstance(value, tuple)):
        return AnswerState.CONFLICT
    if value is None:
        return AnswerState.ILLEGIBLE if doubt else AnswerState.BLANK
    return AnswerState.UNKNOWN if value == UNBEKANNT else AnswerState.READ
