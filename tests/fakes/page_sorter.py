"""Somebody who puts the pages of one case in order, and a case for that."""

from __future__ import annotations

import fake_review as fakes
from fake_review import NOW, page, result

from pipeline import forms
from pipeline.model import Document, Page, PageKind
from pipeline.review import desk, pages
from pipeline.review.pages import Arrangement, PageAct, Wish
from pipeline.settings import Settings
from pipeline.standing import standing
from pipeline.store import Store
from pipeline.store.accounts import Account

FORM = forms.load(fakes.FORM)
THIRD = FORM.pages[2].id
KIND = "kind.familienname"


def other(number: int, kind: PageKind, **more: object) -> Page:
    """A page that is none of the form."""
    known = page(1, kind=kind, form_page=None, match=None, sha256=f"{number:064}", **more)
    return known.model_copy(update={"number": number})


class Sorter:
    """Somebody who orders the pages of one case."""

    def __init__(self, store: Store, settings: Settings, case: str, name: str = "huber") -> None:
        self.store, self.settings, self.case = store, settings, case
        self.account: Account = fakes.account(store, name)
        self.given = (store, settings, case, self.account, NOW)
        desk.open_case(*self.given)

    @property
    def now(self) -> Arrangement:
        return pages.arrangement(*self.given)

    def does(self, page: int, act: PageAct, **more: object) -> Arrangement:
        wish = Wish.model_validate({"page": page, "act": act, **more})
        return pages.arrange(*self.given, wish, version=self.now.version)

    def names(self) -> list[str]:
        return [line.name for line in self.now.lines]

    def findings(self) -> set[str]:
        found = standing(self.store, self.case, policy="readings", today=NOW.date())
        return {finding.rule for finding in found.findings}

    def papers(self) -> list[tuple[tuple[int, ...], str, bool]]:
        found = standing(self.store, self.case, policy="readings", today=NOW.date())
        return [(d.pages, d.type, d.doubt) for d in found.case.documents]


def bad_scan(store: Store) -> str:
    """Page 3 could not be registered; behind the form lie three pages of papers."""
    known = [page(n) for n in (1, 2)] + [page(n) for n in range(4, 9)]
    torn = other(3, PageKind.UNREADABLE, doubt=True, reason="Kein Text und kein Formular zu "
                 "erkennen.")  # fmt: skip
    papers = [other(n, PageKind.EVIDENCE) for n in (9, 10, 11)]
    found = result(
        pages=tuple(sorted([*known, torn, *papers], key=lambda one: one.number)),
        documents=(
            Document(number=1, type="", pages=(9,), confidence=0.2, doubt=True),
            Document(number=2, type="meldebestaetigung", subject=("kind",), pages=(10, 11),
                     confidence=0.9, doubt=False),
        ),
    )  # fmt: skip
    read = tuple(one for one in found.readings if one.page != 3)
    return fakes.with_result(store, found.model_copy(update={"readings": read}))
