"""What was read, as a clerk reads it: German days and amounts, names instead of ids.

Data keeps the program's own spelling (ISO days, option ids); this is for screens and pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from pipeline.forms import Form, FormField
from pipeline.forms.catalogue import evidence_titles
from pipeline.model import UNBEKANNT, Value
from validators.words import tidy

PERSON_SHOWN = {
    "kind": "Kind",
    "betreuender_elternteil": "Elternteil, bei dem das Kind lebt",
    "anderer_elternteil": "anderer Elternteil",
    "verstorbener_elternteil": "verstorbener Elternteil",
    "ehegatte": "Ehegatte",
}
"""For whom a paper is."""

NO_ANSWER = "-"
"""A row of a table in which nothing stands."""

ISO_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


def text_shown(kind: str, text: str) -> str:
    """One entry of a type of the form; what is no day or amount stays as it was written.

    >>> text_shown("date", "2024-08-02"), text_shown("date", "2017-03"), text_shown("date", "2017")
    ('02.08.2024', '03.2017', '2017')
    >>> text_shown("amount_eur", "1250.00"), text_shown("name", "2017-03")
    ('1.250,00 €', '2017-03')
    """
    if kind == "date" and (iso := ISO_DAY.fullmatch(text)):
        return ".".join(filter(None, reversed(iso.groups())))
    if kind == "amount_eur":
        return _amount(text)
    return text


def _amount(text: str) -> str:
    try:
        written = f"{Decimal(text):,.2f} €"
    except (InvalidOperation, ValueError):
        return text
    return written.translate(str.maketrans(",.", ".,"))


def value_shown(field: FormField, value: Value) -> str:
    """An answer: options by their labels, rows of a table one behind the other."""
    if isinstance(value, str):
        return _options(field, [value]) if field.is_choice else text_shown(field.type, value)
    rows = [part for part in value if isinstance(part, Mapping)]
    if not rows:
        return _options(field, [part for part in value if isinstance(part, str)])
    types = {column.id: column.type for column in field.columns}
    shown = [[text_shown(types[name], text) for name, text in row.items()] for row in rows]
    return " | ".join(", ".join(cells) or NO_ANSWER for cells in shown)


def _options(field: FormField, chosen: Iterable[str]) -> str:
    labels = {option.id: tidy(option.label) for option in field.options}
    return ", ".join(UNBEKANNT if id_ == UNBEKANNT else labels.get(id_, id_) for id_ in chosen)


def evidence_shown(kind: str) -> str:
    """A kind of evidence by its title."""
    return evidence_titles().get(kind, kind) if kind else "nicht erkannt"


def persons_shown(subject: Iterable[str]) -> str:
    """For whom a paper is."""
    return ", ".join(PERSON_SHOWN.get(person, person) for person in subject)


def form_page_shown(form: Form, page_id: str | None) -> str:
    """A page of the form by its printed number, a leaflet by its name."""
    numbers = {page.id: str(page.number) for page in form.pages}
    leaflets = {page.id: page.label for page in form.text_pages}
    return {**numbers, **leaflets}.get(page_id or "", "")
