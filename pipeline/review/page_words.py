"""What somebody says of pages, as facts: each function answers which pages are now said to be what.

Pure. Of every page that an act touches it gives all that persons say of it from then on, so that
taking the act back is to say again what was said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.arranging import latest
from pipeline.errors import DecisionError
from pipeline.forms import Form
from pipeline.forms.catalogue import COLLECTIVE, evidence_titles
from pipeline.model import Case, Document, Page, PageKind, PageSaid
from pipeline.shown import PERSON_SHOWN
from pipeline.store import Record

NO_PAGE = "Diese Seite gibt es im Fall nicht."
NO_PICTURE = "Von dieser Seite gibt es kein Bild; bitte einen Nachscan anfordern."
NO_FORM_PAGE = "Diese Seite gibt es im Formular nicht."
NOT_ITSELF = "Bitte die andere Seite nennen, von der es diese noch einmal gibt."
NO_TYPE = "Bitte eine Dokumentart wählen."
NO_PERSON = "Diese Person gibt es im Antrag nicht."
NONE_BEFORE = "Davor liegt kein Nachweis."
ALREADY_PART = "Die Seite gehört schon zu diesem Nachweis."
BEGINS = "Mit dieser Seite beginnt der Nachweis schon."
NO_PAPER = "Diese Seite ist kein Nachweis."
NOTHING_NEW = "Das steht dort schon so."
NAME_IT = "Bitte erst sagen, was es ist (K)."

Facts = tuple[PageSaid, ...]

BARE: Mapping[str, object] = {
    "form_page": None, "duplicate_of": None, "paper": None, "type": None, "subject": None,
}  # fmt: skip
"""Nothing but what is said anew."""


@dataclass(frozen=True)
class Pages:
    """The pages of a case as they stand, and what persons said of them."""

    record: Record
    case: Case

    @property
    def form(self) -> Form:
        return self.record.form

    @cached_property
    def told(self) -> dict[int, PageSaid]:
        return latest(self.record.said)

    @cached_property
    def papers(self) -> dict[int, Document]:
        return {number: paper for paper in self.case.documents for number in paper.pages}

    def page(self, number: int) -> Page:
        """A page that can be named. Raises ``DecisionError``."""
        page = next((one for one in self.case.pages if one.number == number), None)
        if page is None:
            raise DecisionError(self.case.case_id, hint=NO_PAGE)
        if not page.width_px:
            raise DecisionError(self.case.case_id, hint=NO_PICTURE)
        return page

    def said(self, number: int, **changes: object) -> PageSaid:
        """All that is said of a page, with something said anew."""
        held = self.told.get(number, PageSaid(page=number))
        return PageSaid.model_validate({**held.model_dump(), **changes})

    def no(self, why: str) -> DecisionError:
        return DecisionError(self.case.case_id, hint=why)


def changed(pages: Pages, facts: Iterable[PageSaid]) -> Facts:
    """Those that say something new. Raises ``DecisionError`` where none does."""
    new = tuple(one for one in facts if one != pages.said(one.page))
    if not new:
        raise pages.no(NOTHING_NEW)
    return new


def before(pages: Pages, facts: Iterable[PageSaid]) -> Facts:
    """What was said of these pages until now."""
    return tuple(pages.said(one.page) for one in facts)


def named(pages: Pages, number: int, kind: PageKind, *, form_page: str = "", of: int = 0) -> Facts:
    """This page is no evidence but this; what is left of its paper begins with the next page."""
    pages.page(number)
    known = {page.id for page in pages.form.pages} | {page.id for page in pages.form.text_pages}
    if kind in (PageKind.FORM, PageKind.TEXT_PAGE) and form_page not in known:
        raise pages.no(NO_FORM_PAGE)
    others = {page.number for page in pages.case.pages} - {number}
    if kind is PageKind.DUPLICATE and of not in others:
        raise pages.no(NOT_ITSELF)
    new: dict[str, object] = {**BARE, "kind": kind, "form_page": form_page or None}
    if kind is PageKind.DUPLICATE:
        new["duplicate_of"] = of
    return changed(pages, [pages.said(number, **new), *_left_behind(pages, number)])


def _left_behind(pages: Pages, number: int) -> Facts:
    """The other pages of a paper whose first page is something else; they keep its name if told."""
    paper = pages.papers.get(number)
    if paper is None or paper.pages[0] != number or len(paper.pages) == 1:
        return ()
    first, *rest = paper.pages[1:]
    told = pages.said(number)
    return (
        pages.said(first, paper=first, type=told.type, subject=told.subject),
        *(pages.said(other, paper=first) for other in rest),
    )


def is_paper(pages: Pages, number: int, type_: str, subject: Sequence[str]) -> Facts:
    """The paper of this page (or this page, as a paper of its own) is of this type."""
    pages.page(number)
    if type_ not in evidence_titles() or type_ in COLLECTIVE:
        raise pages.no(NO_TYPE)
    if not set(subject) <= PERSON_SHOWN.keys():
        raise pages.no(NO_PERSON)
    whom = tuple(person for person in PERSON_SHOWN if person in subject)
    paper = pages.papers.get(number)
    if paper is None:
        new = {**BARE, "kind": PageKind.EVIDENCE, "paper": number, "type": type_, "subject": whom}
        return changed(pages, [pages.said(number, **new)])
    first, *rest = paper.pages
    return changed(
        pages,
        [
            pages.said(first, kind=PageKind.EVIDENCE, type=type_, subject=whom),
            *(pages.said(other, kind=PageKind.EVIDENCE) for other in rest),
        ],
    )


def joined(pages: Pages, number: int, to: int = 0) -> Facts:
    """This page (with the paper that begins with it) belongs to another paper: the one before."""
    pages.page(number)
    own = pages.papers.get(number)
    target = pages.papers.get(to) if to else _before(pages, number, own)
    if target is None:
        raise pages.no(NO_PAPER if to else NONE_BEFORE)
    if own == target:
        raise pages.no(ALREADY_PART)
    whole = own is not None and own.pages[0] == number
    moved = own.pages if whole and own is not None else (number,)
    together = sorted({*target.pages, *moved})
    told = pages.said(target.pages[0])
    facts = []
    for one in together:
        new: dict[str, object] = {**BARE, "paper": together[0]}
        if one in moved:
            new["kind"] = PageKind.EVIDENCE
        if one == together[0]:
            sure = {"type": target.type, "subject": target.subject} if not target.doubt else {}
            new |= {"type": told.type, "subject": told.subject}
            new |= sure if one != target.pages[0] else {}
        facts.append(pages.said(one, **new))
    return changed(pages, facts)


def _before(pages: Pages, number: int, own: Document | None) -> Document | None:
    """The paper before a page; in the midst of a paper that is its own."""
    if own is not None and own.pages[0] != number:
        return own
    earlier = [one for one in pages.papers if one < number and pages.papers[one] != own]
    return pages.papers[max(earlier)] if earlier else None


def split(pages: Pages, number: int) -> Facts:
    """A new paper begins with this page."""
    pages.page(number)
    paper = pages.papers.get(number)
    if paper is None:
        raise pages.no(NO_PAPER)
    if paper.pages[0] == number:
        raise pages.no(BEGINS)
    return changed(
        pages,
        [
            pages.said(one, paper=number, type=None, subject=None)
            for one in paper.pages
            if one >= number
        ],
    )


def turned(pages: Pages, number: int, by: int) -> Facts:
    """This page stands upright when turned further by so many degrees."""
    page = pages.page(number)
    return changed(pages, [pages.said(number, turned=(page.upright + by) % 360)])


def right_so(pages: Pages, number: int) -> Facts:
    """This page is what it is taken for, with its whole paper."""
    page = pages.page(number)
    paper = pages.papers.get(number)
    if paper is not None:
        if not paper.type:
            raise pages.no(NAME_IT)
        return is_paper(pages, number, paper.type, paper.subject)
    new = {"kind": page.kind, "form_page": page.form_page, "duplicate_of": page.duplicate_of}
    return changed(pages, [pages.said(number, **{**BARE, **new})])
