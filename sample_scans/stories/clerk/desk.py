"""What lies on the clerk's desk: the answers of the pages that came, the documents, the stamp."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipeline import lexicons
from pipeline.forms import Form
from pipeline.model import UNBEKANNT
from sample_scans.stories.days import end_of_month, full_years
from sample_scans.story import Answer, EvidencePlan

TITLES = frozenset(
    {"niederlassungserlaubnis", "daueraufenthalt_eu", "aufenthaltserlaubnis", "blaue_karte_eu",
     "ict_karte", "mobiler_ict_karte"}
)  # fmt: skip
"""Every kind of residence title."""


@dataclass(frozen=True)
class Desk:
    """A story as a clerk sees it. A blank, an unknown and a doubly ticked field have no value."""

    form: Form
    answers: Mapping[str, Answer]
    underlined: Mapping[str, str]
    documents: frozenset[tuple[str, str]]
    pages: frozenset[str]
    received: date | None

    def page(self, *ids: str) -> bool:
        """Whether all these pages came."""
        return self.pages.issuperset(ids)

    def here(self, name: str) -> bool:
        """Whether the page of a field came."""
        return self.form.page_of[name] in self.pages

    def empty(self, name: str) -> bool:
        """Nothing is written and no box is ticked."""
        return name not in self.answers

    def unknown(self, name: str) -> bool:
        """The word unbekannt stands there."""
        return self.answers.get(name) == UNBEKANNT

    def filled(self, name: str) -> bool:
        """Something other than unbekannt stands there."""
        return not self.empty(name) and not self.unknown(name)

    def value(self, name: str) -> str:
        """The one known value; empty where there is none."""
        answer = self.answers.get(name, "")
        return answer if isinstance(answer, str) and answer != UNBEKANNT else ""

    def ticked(self, name: str) -> tuple[str, ...]:
        """All options ticked of a choice."""
        answer = self.answers.get(name, [])
        if isinstance(answer, str):
            return () if answer == UNBEKANNT else (answer,)
        return tuple(option for option in answer if isinstance(option, str))

    def rows(self, name: str) -> list[tuple[int, Mapping[str, str]]]:
        """The rows of a table in which something stands, with their number from 0."""
        answer = self.answers.get(name, [])
        found = [] if isinstance(answer, str) else list(enumerate(answer))
        return [(number, row) for number, row in found if isinstance(row, dict) and row]

    def any_filled(self, prefix: str) -> bool:
        """Whether a field under a prefix says more than nein or unbekannt."""
        return any(self._says(name) for name in self._under(prefix))

    def _under(self, prefix: str) -> Iterator[str]:
        for name in self.form.fields:
            if name == prefix or name.startswith(f"{prefix}."):
                yield name

    def _says(self, name: str) -> bool:
        answer = self.answers.get(name)
        if answer is None or answer in (UNBEKANNT, "nein"):
            return False
        cells = [cell for _, row in self.rows(name) for cell in row.values()]
        return any(cell != UNBEKANNT for cell in cells) if cells else answer != []

    def day(self, name: str) -> date | None:
        """The full, possible date in a field."""
        return day_of(self.value(name))

    def doc(self, person: str, *kinds: str) -> bool:
        """Whether a document of one of these kinds came for this person."""
        wanted = set(kinds) | (TITLES if "aufenthaltstitel" in kinds else set())
        return any((kind, person) in self.documents for kind in wanted)

    @cached_property
    def month(self) -> date | None:
        """The month of the application: of the stamp, else of the signature."""
        day = self.received or self.day("erklaerung.datum")
        return day.replace(day=1) if day else None

    @cached_property
    def start(self) -> date | None:
        """From when benefits are claimed; a month counts from its first day."""
        text = self.value("antrag.leistung_ab")
        return day_of(f"{text}-01" if re.fullmatch(r"\d{4}-\d{2}", text) else text)

    @cached_property
    def retro(self) -> bool | None:
        """Whether benefits are claimed for a time before the month of the application."""
        return self.start < self.month if self.start and self.month else None

    @cached_property
    def years(self) -> int | None:
        """Full years of the child at the end of the month in which the benefits begin."""
        born = self.day("kind.geburtsdatum")
        return full_years(born, end_of_month(self.start)) if born and self.start else None

    def group(self, person: str) -> str:
        """The group of a person's citizenship; empty where it is not known."""
        found = lexicons.citizenship(self.value(f"{person}.staatsangehoerigkeit"))
        return found.gruppe if found else ""

    def foreign(self, person: str) -> bool:
        """Whether a person is known to be no German."""
        return self.group(person) not in ("", "de", "ungeklaert")

    def third_country(self, person: str) -> bool:
        """Whether a person is known to need a residence title."""
        return self.group(person) in ("drittstaat", "staatenlos")


def day_of(text: str) -> date | None:
    """A full date, if the text is one and the calendar has it."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def documents_of(plans: list[EvidencePlan]) -> frozenset[tuple[str, str]]:
    """Kind and person of every document."""
    return frozenset((plan.type, person) for plan in plans for person in plan.subject)
