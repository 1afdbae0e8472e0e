"""The pages as Jinja templates: everything is escaped, and what is not given is an error."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.review.permissions import ROLE_SHOWN

STATIC = "/static"


class Screens:
    """Renders whole pages and their parts."""

    def __init__(self) -> None:
        self.templates = Environment(
            loader=PackageLoader("pipeline.review"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        self.templates.filters.update(
            day=day, moment=moment, role=role, count=count, number=number, loose=loose
        )
        self.templates.globals.update(static=static)

    def page(self, template: str, /, **shown: Any) -> str:
        return self.templates.get_template(template).render(**shown)

    def part(self, template: str, macro: str, *given: Any) -> Markup:
        """One macro of a template of parts."""
        module = self.templates.get_template(template).module
        return Markup(getattr(module, macro)(*given))  # noqa: S704 - escaped by Jinja


@cache
def static_folder() -> str:
    """Where style and scripts are found: another path with every change, so that none is stale.

    What one script takes from another lies in the same folder, and need not be asked for again.
    """
    digest = hashlib.sha256()
    for file in sorted(files("pipeline.review").joinpath("static").iterdir(), key=lambda f: f.name):
        digest.update(file.name.encode() + file.read_bytes())
    return f"{STATIC}/{digest.hexdigest()[:12]}"


def static(name: str) -> str:
    """Where a browser finds a file."""
    return f"{static_folder()}/{name}"


def day(value: date | None) -> str:
    """A day as a clerk reads it.

    >>> day(date(2026, 3, 4)), day(None)
    ('04.03.2026', '–')
    """
    return value.strftime("%d.%m.%Y") if value else "–"


def moment(value: datetime) -> str:
    """Day and time where the program runs."""
    return value.astimezone().strftime("%d.%m.%Y %H:%M")


def role(value: str) -> str:
    return ROLE_SHOWN.get(value, value)


def loose(text: str) -> Markup:
    """Words that slashes join, with a place to break after each slash."""
    return Markup("/<wbr>").join(text.split("/"))


def number(value: float) -> str:
    """A number with a comma.

    >>> number(2.5), number(3.0)
    ('2,5', '3')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def count(number: int, one: str, many: str) -> str:
    """A number with its noun.

    >>> count(1, "Tag", "Tage"), count(4, "Tag", "Tage")
    ('1 Tag', '4 Tage')
    """
    return f"{number} {one if number == 1 else many}"
