"""Parts of S2 that are sent again after each act: rows, cards, rules and problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pipeline.review.records import (
    Problem,
    Saved,
    Sheet,
    SheetField,
    SheetFinding,
    SheetPage,
)
from pipeline.review.screens import Screens
from pipeline.review.views import View, crop_of, glance_of

PARTS = "case_parts.html"
TOGETHER = 4
"""Crops of other fields shown with a rule; more than that nobody compares at a glance."""


class Involved(NamedTuple):
    """Another field that a rule compares this one with."""

    field: SheetField
    page: SheetPage
    view: View | None


class Laid(NamedTuple):
    """A sheet with what its fields need to be drawn."""

    fields: Mapping[str, SheetField]
    findings: Mapping[str, SheetFinding]
    pages: Mapping[int, SheetPage]

    def page(self, field: SheetField) -> SheetPage | None:
        return self.pages.get(field.page)

    def crop(self, field: SheetField) -> View | None:
        page = self.page(field)
        return crop_of(field, page) if page else None

    def rules(self, field: SheetField) -> list[SheetFinding]:
        """What the rules say about a field."""
        return [self.findings[key] for key in field.findings if key in self.findings]

    def involved(self, field: SheetField) -> list[Involved]:
        """The other fields of the rules that are open here, each once."""
        keys = [key for rule in self.rules(field) if not rule.settled for key in rule.fields]
        others = [key for key in dict.fromkeys(keys) if key != field.key and key in self.fields]
        return [
            Involved(other, page, glance_of(other, page))
            for other in (self.fields[key] for key in others[:TOGETHER])
            if (page := self.page(other))
        ]


def laid(sheet: Sheet) -> Laid:
    return Laid(
        {field.key: field for field in sheet.fields},
        {finding.key: finding for finding in sheet.findings},
        {page.number: page for page in sheet.pages},
    )


def card(screens: Screens, shown: Laid, field: SheetField, case: str) -> str:
    return str(screens.part(PARTS, "card", shown, field, case))


def saved_parts(screens: Screens, sheet: Sheet, saved: Saved) -> dict[str, Any]:
    """What the browser puts in place of what it shows, after an act."""
    shown = laid(sheet)
    return {
        "said": saved.said,
        "key": saved.key,
        "next": saved.next_open,
        "open": saved.open_fields,
        "undo": saved.can_undo,
        "redo": saved.can_redo,
        "rows": {f.key: str(screens.part(PARTS, "row", f)) for f in saved.changed},
        "cards": {f.key: card(screens, shown, f, sheet.case_id) for f in saved.changed},
        "rules": rules_part(screens, saved.findings),
        "problems": problems_part(screens, saved.problems),
    }


def rules_part(screens: Screens, findings: Iterable[SheetFinding]) -> str:
    return str(screens.part(PARTS, "rules", list(findings)))


def problems_part(screens: Screens, problems: Iterable[Problem]) -> str:
    return str(screens.part(PARTS, "problems", list(problems)))
