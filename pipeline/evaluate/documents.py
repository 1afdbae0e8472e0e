"""Evidence and findings of the truth against those that were found; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pipeline.evaluate.compare import Tally, tidy
from pipeline.model import Document, Finding, Page, PageKind

DEPENDS_ON_READING = frozenset({"F-21", "F-22", "B-11"})
"""Rules about how well something was read: no truth can say what they should find."""


def compare_evidence(wanted: Sequence[Document], found: Sequence[Document], tally: Tally) -> None:
    """Count every document of the truth: right if type and subject of the one on its pages are."""
    for document in wanted:
        twin = _on_same_pages(document, found)
        right = twin is not None and _same(document, twin)
        hits = sum(_has(twin, key, value) for key, value in document.fields.items())
        tally.add(
            total=1,
            right=right,
            reviewed=twin is None or twin.doubt,
            fields_total=len(document.fields),
            fields_right=hits,
        )
        if not right:
            tally.mistakes.append(
                {
                    "item": f"Seite {document.pages[0]}",
                    "truth": f"{document.type} {'+'.join(document.subject)}",
                    "read": f"{twin.type} {'+'.join(twin.subject)}" if twin else "",
                    "confidence": f"{twin.confidence:.3f}" if twin else "0",
                }
            )


def _on_same_pages(wanted: Document, found: Sequence[Document]) -> Document | None:
    """The document that shares most pages; of two on the same pages the one of the same type."""
    near = [d for d in found if set(wanted.pages) & set(d.pages)]
    return max(
        near,
        key=lambda d: (len(set(wanted.pages) & set(d.pages)), -len(d.pages), d.type == wanted.type),
        default=None,
    )


def _same(wanted: Document, found: Document) -> bool:
    """Types equal; subjects equal as sets."""
    return wanted.type == found.type and set(wanted.subject) == set(found.subject)


def _has(found: Document | None, key: str, value: str) -> bool:
    return (
        found is not None and tidy(found.fields.get(key, "")).casefold() == tidy(value).casefold()
    )


def compare_pages(wanted: Sequence[Page], found: Sequence[Page], tally: Tally) -> None:
    """Count every page of the scan: right if its kind (and its form page) is."""
    by_number = {page.number: page for page in found}
    for page in wanted:
        got = by_number.get(page.number)
        right = got is not None and (got.kind, _form_page(got)) == (page.kind, _form_page(page))
        tally.add(total=1, right=right)
        if not right:
            tally.mistakes.append(
                {
                    "item": f"Seite {page.number}",
                    "truth": f"{page.kind.value} {page.form_page or ''}",
                    "read": f"{got.kind.value} {got.form_page or ''}" if got else "fehlt",
                    "confidence": f"{got.match.score:.3f}" if got and got.match else "0",
                }
            )


def _form_page(page: Page) -> str | None:
    return page.form_page if page.kind in (PageKind.FORM, PageKind.TEXT_PAGE) else None


def compare_findings(
    wanted: Collection[str],
    found: Sequence[Finding],
    implemented: Mapping[str, object],
    tally: Tally,
) -> None:
    """Count rule ids, each once per sample."""
    asked = set(wanted) - DEPENDS_ON_READING
    got = {finding.rule for finding in found} - DEPENDS_ON_READING
    known = {rule for rule in asked if rule in implemented}
    tally.add(
        expected=len(known),
        found=len(known & got),
        false=len(got - asked),
        not_implemented=len(asked - known),
    )
    for rule in sorted(known ^ got):
        tally.mistakes.append(
            {
                "item": rule,
                "truth": str(rule in asked),
                "read": str(rule in got),
                "confidence": "1",
            }
        )
