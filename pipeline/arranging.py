"""What pages and papers are once persons have named them: their word over the machine's.

What the machine saw is not changed. A page of the form that only a person recognised was read by
nobody: every place on it is in doubt, so that nothing on it is taken for blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline import sorting
from pipeline.forms import Form
from pipeline.model import (
    Document,
    MarkState,
    Page,
    PageKind,
    PageSaid,
    Reading,
    ReadingKind,
    Source,
)

NOBODY = "none"
"""The reader of a place that nothing could read."""

BY_PERSON = "von einer Person benannt"
"""The reason of a paper that a person named."""

AGREEMENT = "agreement"
"""How the name of the reader begins that took a paper's word for a reading."""

ABOUT_FORM = frozenset({sorting.NO_FORM, sorting.OTHER_FORM, sorting.FIRST_PAGE_MISSING})
"""What is said of a mail item that hangs on which pages of the form are in it."""


class Arranged(NamedTuple):
    """The pages and papers of a mail item as they stand."""

    pages: tuple[Page, ...]
    documents: tuple[Document, ...]
    renamed: frozenset[int] = frozenset()
    """Pages of which a person says that they are something else than the machine took them for."""
    unread: tuple[Page, ...] = ()
    """Pages of the form that only a person recognised."""
    backing: frozenset[str] | None = None
    """Fields that papers still speak for as the machine took them; ``None``: all of them."""


def arranged(
    pages: Sequence[Page], documents: Sequence[Document], said: Iterable[PageSaid]
) -> Arranged:
    """The pages and papers with what persons say of them. Pure."""
    told = latest(said)
    if not told:
        return Arranged(tuple(pages), tuple(documents))
    now = tuple(_named(page, told.get(page.number)) for page in pages)
    papers = tuple(_papers(now, documents, told))
    return Arranged(
        pages=now,
        documents=papers,
        renamed=frozenset(
            page.number
            for page, before in zip(now, pages, strict=True)
            if (page.kind, page.form_page) != (before.kind, before.form_page)
        ),
        unread=tuple(page for page in now if page.unread),
        backing=frozenset(field for paper in papers for field in paper.unaided),
    )


def latest(said: Iterable[PageSaid]) -> dict[int, PageSaid]:
    """What counts of each page: the last word, unless it takes all back."""
    last = {one.page: one for one in said}
    return {page: one for page, one in last.items() if one != PageSaid(page=page)}


def _named(page: Page, said: PageSaid | None) -> Page:
    """A page as a person named it, in no doubt then."""
    if said is None:
        return page
    page = page.model_copy(update={"turned": said.turned})
    if said.kind is None:
        return page
    here = said.form_page if said.kind in (PageKind.FORM, PageKind.TEXT_PAGE) else None
    read = page.kind is PageKind.FORM and page.form_page == here
    fits = page.match is not None and page.match.page_id == here
    return page.model_copy(
        update={
            "kind": said.kind, "form_page": here, "match": page.match if fits else None,
            "turned": page.upright if said.turned is None else said.turned,
            "duplicate_of": said.duplicate_of if said.kind is PageKind.DUPLICATE else None,
            "unread": said.kind is PageKind.FORM and not read, "doubt": False, "reason": "",
        }
    )  # fmt: skip


def _papers(
    pages: Sequence[Page], documents: Sequence[Document], told: Mapping[int, PageSaid]
) -> Iterable[Document]:
    """The papers in the order of their first pages."""
    machine = {number: paper for paper in documents for number in paper.pages}
    groups: dict[int, list[int]] = {}
    for page in pages:
        if page.kind is PageKind.EVIDENCE:
            groups.setdefault(_begins(page.number, machine, told), []).append(page.number)
    for place, numbers in enumerate(sorted(groups.values()), start=1):
        first = numbers[0]
        paper = _as_read(tuple(numbers), machine.get(first))
        yield _typed(paper, told.get(first)).model_copy(update={"number": place})


def _begins(number: int, machine: Mapping[int, Document], told: Mapping[int, PageSaid]) -> int:
    """The page with which the paper begins that a page is part of."""
    said = told.get(number)
    if said is not None and said.paper is not None:
        return said.paper
    return machine[number].pages[0] if number in machine else number


def _as_read(numbers: tuple[int, ...], paper: Document | None) -> Document:
    """A paper as the machine knows it; in doubt where pages of it went elsewhere.

    A part that begins with another page is a paper of which nobody knows anything.
    """
    if paper is None or paper.pages[0] != numbers[0]:
        return Document(number=1, type="", pages=numbers, confidence=0, doubt=True)
    if numbers == paper.pages:
        return paper
    lost = not set(paper.pages) <= set(numbers)
    return paper.model_copy(
        update={
            "pages": numbers, "doubt": paper.doubt or lost,
            **({"fields": {}, "unaided": ()} if lost else {}),
        }
    )  # fmt: skip


def _typed(paper: Document, said: PageSaid | None) -> Document:
    """A paper as a person named it; of another paper the machine read nothing."""
    if said is None or said.type is None:
        return paper
    subject = paper.subject if said.subject is None else said.subject
    same = (said.type, subject) == (paper.type, paper.subject)
    bare: dict[str, object] = {} if same else {"fields": {}, "unaided": ()}
    return paper.model_copy(
        update={
            "type": said.type, "subject": subject, "confidence": 1.0, "doubt": False,
            "legible": True, "reasons": paper.reasons if same else (BY_PERSON,), **bare,
        }
    )  # fmt: skip


def still_read(readings: Iterable[Reading], laid: Arranged) -> tuple[Reading, ...]:
    """The readings that count: none of the machine's from a page that is something else.

    Nor what it believed because of a paper that turned out to be another one.
    """
    return tuple(r for r in readings if r.source is Source.PERSON or _counts(r, laid))


def _counts(reading: Reading, laid: Arranged) -> bool:
    if reading.page in laid.renamed:
        return False
    believed = reading.reader.startswith(AGREEMENT)
    return not believed or laid.backing is None or reading.item in laid.backing


def not_read(form: Form, pages: Iterable[Page]) -> tuple[Reading, ...]:
    """A reading in doubt of every place on pages of the form that only a person recognised."""
    layouts = {page.id: page for page in form.pages}
    return tuple(
        Reading(
            item=item.id, kind=item.kind, confidence=0, doubt=True, source=Source.MACHINE,
            value=MarkState.UNSURE if item.kind is ReadingKind.MARK else None,
            page=page.number, box=item.box, reader=NOBODY,
        )
        for page in pages
        if page.form_page in layouts
        for item in layouts[page.form_page].items
    )  # fmt: skip


def about_form(form: Form, laid: Arranged) -> tuple[str, ...] | None:
    """Which pages of the form are missing now; ``None`` where what was said before still holds."""
    present = {page.form_page for page in laid.pages if page.kind is PageKind.FORM}
    if not laid.renamed or not present & {page.id for page in form.pages}:
        return None
    return sorting.reasons(form, laid.pages, ())


def reasons_left(
    reasons: Sequence[str], about: tuple[str, ...] | None, form: Form
) -> tuple[str, ...]:
    """Why a person has to look at a mail item as a whole, as far as it still holds."""
    if about is None:
        return tuple(reasons)
    gone = ABOUT_FORM | {sorting.ONLY_PAGE.format(page=page.number) for page in form.pages}
    return (*about, *(reason for reason in reasons if reason not in gone))
