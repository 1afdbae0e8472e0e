"""How findings name things: fields, options, days and months, as a clerk reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from pipeline.forms import Form, FormField, FormPage, Section

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip

_HOW_TO = re.compile(r"(?<!^ja):? \((?:bitte|ggf\.|z\.B\.)[^()]*\)$")
"""How to fill in a line, printed behind its label."""

_IN_BRACKETS = re.compile(r" \([^()]*(?:\([^()]*\)[^()]*)?\)$")
"""What a heading adds in smaller print."""

HEAD = "Kopf"
"""The part of the first page above its first number."""


def named(form: Form, field: str) -> str:
    """A field's label; of one that has no label in print, the one in brackets.

    Colons, lines to write on and instructions at its end are left out.
    """
    return tidy(form.fields[field].label)


def tidy(label: str) -> str:
    """A label inside a sentence.

    >>> tidy("in Höhe von mtl. ____ €"), tidy("(Umfang der Unterbringung)")
    ('in Höhe von mtl. … €', 'Umfang der Unterbringung')
    >>> tidy("Sterbedatum:"), tidy("Vornamen (bitte Rufnamen unterstreichen)")
    ('Sterbedatum', 'Vornamen')
    """
    label = label.replace("____", "…").strip(" :,")
    label = _HOW_TO.sub("", label)
    inner = label[1:-1]
    wholly = label.startswith("(") and label.endswith(")") and not set("()") & set(inner)
    return inner if wholly else label


def options_named(form: Form, field: str, options: Iterable[str]) -> str:
    """Options with their question, for ``ja`` alone says little."""
    question, wanted = form.fields[field], set(options)
    if question.type == "checkbox":
        return named(form, field)
    labels = [tidy(option.label) for option in question.options if option.id in wanted]
    return f"{named(form, field)}: {joined(labels, 'oder')}"


def named_all(form: Form, fields: Iterable[str]) -> str:
    """The labels of several fields, joined as in a sentence; some have a comma inside."""
    labels = [named(form, field) for field in fields]
    return joined(f"„{label}“" if len(labels) > 1 else label for label in labels)


def joined(parts: Iterable[str], last: str = "und") -> str:
    """Parts of an enumeration.

    >>> joined(["Nr. 1", "Nr. 2", "Nr. 3"])
    'Nr. 1, Nr. 2 und Nr. 3'
    """
    *most, end = list(parts)
    return f"{', '.join(most)} {last} {end}" if most else end


def pages_named(pages: Iterable[FormPage]) -> str:
    """Pages of the form by their printed numbers: ``Seite 7``, ``Seiten 6 und 7``."""
    numbers = [str(page.number) for page in pages]
    return f"{'Seite' if len(numbers) == 1 else 'Seiten'} {joined(numbers)}"


def day(value: object) -> str:
    """A day as it is written in Germany; anything else as it is."""
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def month_named(value: object) -> str:
    """A month by its name."""
    return f"{MONTHS[value.month - 1]} {value.year}" if isinstance(value, date) else str(value)


def place_of(form: Form, field: str) -> str:
    """Where on the paper a field is found: the number printed beside it, else the heading.

    The questionnaire prints no numbers. Where several lines there have the same name it is said
    behind which other it stands.
    """
    question = form.fields[field]
    number, sheet = printed_number(question), f"Seite {form.page(form.page_of[field]).number}"
    if number == HEAD:
        place = f"{sheet}, {HEAD}"
    elif number:
        place = f"Nr. {number}, {sheet}"
    else:
        place = f"{sheet}, „{_IN_BRACKETS.sub('', _section(form, field).label)}“"
    return ", ".join(filter(None, (place, which_of(form, field))))


def printed_number(question: FormField) -> str:
    """The number and letter printed beside a field; the questionnaire has none."""
    if question.ref == HEAD:
        return HEAD
    return _number(question.ref) if question.ref[:1].isdigit() else ""


def which_of(form: Form, field: str) -> str:
    """Which of several fields of one name in one place it is; empty where there is only one."""
    question = form.fields[field]
    numbered = bool(printed_number(question))
    others = [
        other for other in _section(form, field).fields if not numbered or other.ref == question.ref
    ]
    labels = [other.label for other in others]
    if labels.count(question.label) == 1:
        return ""
    twins: dict[str, str] = {}
    before = ""
    for other in others:
        if other.label == question.label:
            twins[other.id] = before
        elif labels.count(other.label) == 1:
            before = other.id
    mine = twins[field]
    if mine and list(twins.values()).count(mine) == 1:
        return f"nach „{named(form, mine)}“"
    return f"{list(twins).index(field) + 1}. von {len(twins)} dieses Namens"


def _section(form: Form, field: str) -> Section:
    sections = form.page(form.page_of[field]).sections
    return next(section for section in sections if section.id == form.fields[field].section)


def _number(ref: str) -> str:
    """A number as the form prints it.

    >>> _number("8.A"), _number("11.A bis 11.D")
    ('8 A', '11 A bis D')
    """
    first, *last = [part.split(".") for part in ref.split(" bis ")]
    return " bis ".join([" ".join(first), *(part[-1] for part in last)])
