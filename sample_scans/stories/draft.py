"""An application in the making: what the family has written so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from pipeline.model import UNBEKANNT
from sample_scans.stories.family import Family
from sample_scans.stories.people import Person
from sample_scans.stories.traits import Traits
from sample_scans.story import Answer, EvidencePlan, Row

NOTHING = ("./.", "./.", "entfällt", "---")
STROKED = 0.03
"""Share of the optional fields in which people write that there is nothing to write."""


@dataclass(slots=True)
class Draft:
    """Filled section by section, then by the defects; at the end it becomes a ``Story``.

    ``written`` is keyed by the item on the page: a field, or ``table.row.column``.
    """

    rng: Random
    traits: Traits
    family: Family
    received: str | None
    answers: dict[str, Answer] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    underlined: dict[str, str] = field(default_factory=dict)
    evidence: list[EvidencePlan] = field(default_factory=list)
    missing_pages: list[str] = field(default_factory=list)

    def put(self, name: str, value: str | date | int | None) -> None:
        """Write a value into a field; nothing is written for ``None`` or an empty text."""
        if value not in (None, ""):
            self.answers[name] = value.isoformat() if isinstance(value, date) else str(value)

    def money(self, name: str, euros: float) -> None:
        """Write an amount."""
        self.answers[name] = f"{euros:.2f}"

    def tick(self, name: str, *options: str) -> None:
        """Tick several boxes of a multiple choice."""
        self.answers[name] = list(options)

    def yes_no(self, name: str, answer: bool) -> bool:
        """Answer with ja or nein, and say which."""
        self.answers[name] = "ja" if answer else "nein"
        return answer

    def table(self, name: str, rows: Iterable[Row], printed: int) -> None:
        """Fill a table; the rows that stay blank are kept as empty rows."""
        filled = list(rows)[:printed]
        if filled:
            blank: list[Row] = [{} for _ in range(printed - len(filled))]
            self.answers[name] = filled + blank

    def names(self, prefix: str, person: Person) -> None:
        """Surname, name at birth, first names with the name in use underlined."""
        self.put(f"{prefix}.familienname", f"{person.title} {person.surname}".strip())
        self.put(f"{prefix}.geburtsname", person.birth_name or self._nothing())
        self.put(f"{prefix}.vornamen", person.given)
        if len(person.first_names) > 1:
            self.underlined[f"{prefix}.vornamen"] = person.called

    def _nothing(self) -> str:
        """What people write where there is nothing to say: mostly nothing."""
        return self.rng.choice(NOTHING) if self.rng.random() < STROKED else ""

    def home(self, prefix: str, person: Person) -> None:
        """Street and place of a person's dwelling."""
        self.put(f"{prefix}.anschrift.strasse_hausnummer", person.home.street)
        self.put(f"{prefix}.anschrift.plz_ort", person.home.plz_ort)

    def unknown(self, *names: str) -> None:
        """Write unbekannt into these fields."""
        for name in names:
            self.answers[name] = UNBEKANNT

    def roughly(self, name: str, day: date, share: float = 0.25) -> None:
        """A day that people often remember only by month or year."""
        chance = self.rng.random()
        exact = day.isoformat()
        self.answers[name] = exact[:4] if chance < share / 3 else exact
        if share / 3 <= chance < share:
            self.answers[name] = exact[:7]

    def text(self, name: str) -> str:
        """What stands in a field of one value; empty where nothing does."""
        value = self.answers.get(name, "")
        return value if isinstance(value, str) else ""
