"""S5 Seiten ordnen: what somebody says of pages and papers; every act only adds facts.

The case is folded and checked again with each act, so that what the rules say of evidence, and
which fields are to be typed, is never older than what was said last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from pipeline.errors import DecisionError
from pipeline.model import Document, Fact, MarkState, Page, PageKind, PageSaid
from pipeline.review import acts
from pipeline.review import page_words as words
from pipeline.review.decisions import Decision, done_again, taken_back
from pipeline.review.keeping import Act, Kept, keep_act
from pipeline.review.looks import Look, look_at
from pipeline.review.page_words import Pages
from pipeline.review.placing import upright_size
from pipeline.review.records import Problem
from pipeline.settings import Settings
from pipeline.shown import evidence_shown, form_page_shown, persons_shown
from pipeline.standing import KIND_SHOWN
from pipeline.store import Store
from pipeline.store.accounts import Account
from pipeline.store.desk_events import DeskEvent
from pipeline.store.moments import day_of

OUTDATED = "Die Seiten wurden inzwischen anders geordnet; bitte laden Sie die Seite neu."
NOTHING = frozenset({None, "", MarkState.EMPTY})
"""What a reading says of a place where nothing is written."""

BACK, AGAIN = "zurückgenommen", "wiederhergestellt"


class PageAct(StrEnum):
    """What somebody does to a page."""

    NAME = "name"
    PAPER = "paper"
    JOIN = "join"
    SPLIT = "split"
    TURN = "turn"
    RIGHT = "right"


AUDITED = {
    PageAct.NAME: "seite_benannt", PageAct.PAPER: "nachweis_benannt",
    PageAct.JOIN: "seite_zugeordnet", PageAct.SPLIT: "nachweis_getrennt",
    PageAct.TURN: "seite_gedreht", PageAct.RIGHT: "seite_bestätigt",
}  # fmt: skip
"""Acts by their names in the audit trail."""


class Wish(Fact):
    """What somebody wants to be said of a page."""

    page: int
    act: PageAct
    kind: PageKind = PageKind.EVIDENCE
    form_page: str = ""
    of: int = 0
    """The other copy of a duplicate, or a page of the paper that this one belongs to."""
    type: str = ""
    subject: tuple[str, ...] = ()
    by: int = 90


class Line(Fact):
    """One page in the list."""

    number: int
    name: str
    kind: PageKind
    form_page: str
    doubt: bool
    reason: str
    paper: int
    """The number of the paper that it is part of; 0 where it is no evidence."""
    begins: bool
    place: str
    """Which page of its paper it is: `2 von 3`."""
    whose: str
    type: str
    subject: tuple[str, ...]
    turned: int
    width: int
    height: int
    by_person: bool
    unread: bool
    read: int = 0
    """Places of the page on which something was read: what a page that is another one loses."""


class Arrangement(Fact):
    """The pages of a case as somebody works on them."""

    case_id: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    version: int
    can_undo: bool = False
    can_redo: bool = False
    said: str = ""
    page: int = 0
    """The page that was acted on."""

    @property
    def open_pages(self) -> tuple[int, ...]:
        """Pages about which somebody has to say something."""
        return tuple(line.number for line in self.lines if line.doubt)


def arrangement(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Arrangement:
    """The pages as they stand."""
    return _arrangement(look_at(store, settings, case, day_of(now)), account)


def arrange(
    store: Store,
    settings: Settings,
    case: str,
    account: Account,
    now: datetime,
    wish: Wish,
    *,
    version: int,
) -> Arrangement:
    """Keep what somebody says of a page. Raises ``LeaseError`` and ``DecisionError``."""

    def plan(look: Look) -> Act:
        if acts.versions(look.events).get(acts.PAGES, 0) != version:
            raise DecisionError(case, hint=OUTDATED)
        pages = Pages(look.record, look.case)
        facts = WORDS[wish.act](pages, wish)
        was = words.before(pages, facts)
        detail = {
            "page": wish.page, "pages_before": _dumped(was), "pages_after": _dumped(facts),
        }  # fmt: skip
        event = _event(case, account, acts.ARRANGE, wish.act, **detail)
        noted = {"seite": wish.page}
        return Act(event, AUDITED[wish.act], Decision(pages=facts, detail=detail), noted=noted)

    return _kept(keep_act(store, settings, case, account, now, plan), account, wish.page)


WORDS: dict[PageAct, Callable[[Pages, Wish], words.Facts]] = {
    PageAct.NAME: lambda pages, wish: words.named(
        pages, wish.page, wish.kind, form_page=wish.form_page, of=wish.of
    ),
    PageAct.PAPER: lambda pages, wish: words.is_paper(pages, wish.page, wish.type, wish.subject),
    PageAct.JOIN: lambda pages, wish: words.joined(pages, wish.page, wish.of),
    PageAct.SPLIT: lambda pages, wish: words.split(pages, wish.page),
    PageAct.TURN: lambda pages, wish: words.turned(pages, wish.page, wish.by),
    PageAct.RIGHT: lambda pages, wish: words.right_so(pages, wish.page),
}


def undo(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Arrangement | None:
    """Take back this account's last act on pages; ``None`` where none is left."""
    return _turned(store, settings, case, account, now, acts.UNDO)


def redo(
    store: Store, settings: Settings, case: str, account: Account, now: datetime
) -> Arrangement | None:
    """Do once more what was taken back last."""
    return _turned(store, settings, case, account, now, acts.REDO)


class _NothingLeft(Exception):  # noqa: N818 - no error: there is nothing to take back
    """There is nothing to take back."""


def _turned(
    store: Store, settings: Settings, case: str, account: Account, now: datetime, kind: str
) -> Arrangement | None:
    back = kind == acts.UNDO
    page = 0

    def plan(look: Look) -> Act:
        nonlocal page
        of = (acts.to_undo if back else acts.to_redo)(look.events, account.name, pages=True)
        if of is None:
            raise _NothingLeft
        page = int(of.detail["page"])
        event = _event(case, account, kind, of.action, of=of.id)
        audited = "seiten_zurückgenommen" if back else "seiten_wiederhergestellt"
        decision = taken_back(of.detail) if back else done_again(of.detail)
        return Act(event, audited, decision, noted={"von": of.id, "seite": page})

    try:
        kept = keep_act(store, settings, case, account, now, plan)
    except _NothingLeft:
        return None
    return _kept(kept, account, page, BACK if back else AGAIN)


def _event(case: str, account: Account, kind: str, action: str, **detail: object) -> DeskEvent:
    return DeskEvent(
        case_id=case, account=account.name, kind=kind, field=acts.PAGES, action=action,
        detail=detail,
    )  # fmt: skip


def _dumped(facts: words.Facts) -> list[dict[str, object]]:
    return [fact.model_dump(mode="json", exclude_defaults=True) for fact in facts]


def _kept(kept: Kept, account: Account, page: int, done: str = "") -> Arrangement:
    found = _arrangement(kept.after, account)
    line = next((one for one in found.lines if one.number == page), None)
    name = line.name if line is not None else ""
    said = f"Seite {page}: {done or name}. {_left(len(found.open_pages))}"
    return found.model_copy(update={"said": said, "page": page})


def _left(count: int) -> str:
    return {0: "Keine Seite offen.", 1: "1 Seite offen."}.get(count, f"{count} Seiten offen.")


def _arrangement(look: Look, account: Account) -> Arrangement:
    pages = Pages(look.record, look.case)
    sheet = look.sheet
    read = Counter(one.page for one in look.case.readings.values() if one.value not in NOTHING)
    return Arrangement(
        case_id=look.case.case_id, problems=sheet.open_problems,
        lines=tuple(_line(pages, page, read[page.number]) for page in look.case.pages),
        version=acts.versions(look.events).get(acts.PAGES, 0),
        can_undo=acts.to_undo(look.events, account.name, pages=True) is not None,
        can_redo=acts.to_redo(look.events, account.name, pages=True) is not None,
    )  # fmt: skip


def _line(pages: Pages, page: Page, read: int) -> Line:
    paper = pages.papers.get(page.number)
    width, height = upright_size(page)
    told = pages.told.get(page.number, PageSaid(page=page.number))
    return Line(
        number=page.number, name=_name(pages, page, paper), kind=page.kind,
        form_page=page.form_page or "", doubt=page.doubt or bool(paper and paper.doubt),
        reason=_reason(page, paper), paper=paper.number if paper else 0,
        begins=bool(paper and paper.pages[0] == page.number),
        place=_place(page, paper), whose=persons_shown(paper.subject) if paper else "",
        type=paper.type if paper else "", subject=paper.subject if paper else (),
        turned=page.upright, width=width, height=height, unread=page.unread, read=read,
        by_person=told != PageSaid(page=page.number, turned=told.turned) or _typed(pages, paper),
    )  # fmt: skip


def _typed(pages: Pages, paper: Document | None) -> bool:
    """Whether a person said what the paper is."""
    told = pages.told.get(paper.pages[0]) if paper is not None else None
    return told is not None and told.type is not None


def _place(page: Page, paper: Document | None) -> str:
    if paper is None or len(paper.pages) == 1:
        return ""
    return f"Blatt {paper.pages.index(page.number) + 1} von {len(paper.pages)}"


def _name(pages: Pages, page: Page, paper: Document | None) -> str:
    if paper is not None:
        return evidence_shown(paper.type)
    if page.kind is PageKind.FORM:
        return f"Antrag Seite {form_page_shown(pages.form, page.form_page)}"
    if page.kind is PageKind.TEXT_PAGE:
        return form_page_shown(pages.form, page.form_page) or KIND_SHOWN[page.kind]
    if page.kind is PageKind.DUPLICATE and page.duplicate_of:
        return f"doppelt zu Seite {page.duplicate_of}"
    return KIND_SHOWN[page.kind]


def _reason(page: Page, paper: Document | None) -> str:
    """Why somebody has to look at a page."""
    if page.doubt:
        return page.reason or "unklar"
    if paper is None or not paper.doubt:
        return ""
    return "Dokumentart unsicher" if paper.type else "Dokumentart unbekannt"
