"""How findings name things: fields, options, days and months, as a clerk reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from pipeline.forms import Form, FormField

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip

_HOW_TO = re.compile(r"(?<!^ja):? \((?:bitte|ggf\.|z\.B\.)[^()]*\)$")
"""How to fill in a line, printed behind its label."""


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


def day(value: object) -> str:
    """A day as it is written in Germany; anything else as it is."""
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def month_named(value: object) -> str:
    """A month by its name."""
    return f"{MONTHS[value.month - 1]} {value.year}" if isinstance(value, date) else str(value)


def place_of(question: FormField) -> str:
    """Where on the form a field stands, without the number that is said anyway."""
    return question.ref or question.section
