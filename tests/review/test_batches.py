"""Stapel: every item and every page that came in is accounted for."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import fake_review as fakes
import pytest
from fake_review import page, result

from pipeline import forms
from pipeline.errors import ScanError
from pipeline.intake import UnreadableError
from pipeline.model import ItemResult, PageKind
from pipeline.review import desk, pages
from pipeline.review.batches import Batch, BatchState, batch, batches, by_trouble
from pipeline.review.pages import PageAct, Wish
from pipeline.review.states import CaseState
from pipeline.settings import Settings
from pipeline.store import Scan, Store, add_case, add_refusal, add_result
from pipeline.store.facts import add_failure

FOLDER = "/eingang/tagespost-17"


def taken(store: Store, name: str, found: ItemResult | Exception | None, folder: str = FOLDER):  # type: ignore[no-untyped-def]  # a case number
    """An item that came in from a folder, read so."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    with store.write() as db:
        case = add_case(db, [Scan(sha256=sha256, media_type="", size=1)], Path(folder) / name)
        if isinstance(found, Exception):
            add_failure(db, case, found)
        elif found is not None:
            add_result(db, case, found)
    return case


def mixed() -> ItemResult:
    """The form with a blank back, a paper and a page that could not be read."""
    more = [
        page(1, kind=kind, form_page=None, match=None, sha256=f"{n:064}").model_copy(
            update={"number": n}
        )
        for n, kind in ((9, PageKind.BLANK), (10, PageKind.EVIDENCE), (11, PageKind.UNREADABLE))
    ]
    return result(pages=(*(page(n) for n in range(1, 9)), *more))


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)  # as the store's own clock, which says when something came in


def test_every_page_is_counted_as_exactly_one_kind(
    opened: Store, settings: Settings, now: datetime
) -> None:
    taken(opened, "a.pdf", mixed())
    taken(opened, "b.pdf", result())
    (one,) = batches(opened, settings, now)

    assert one.kinds == {
        PageKind.FORM: 16, PageKind.BLANK: 1, PageKind.EVIDENCE: 1, PageKind.UNREADABLE: 1,
    }  # fmt: skip
    assert one.pages == 19
    assert (one.folder, len(one.new), one.state) == ("tagespost-17", 2, BatchState.REVIEW)


def test_what_a_person_says_of_a_page_counts(
    opened: Store, settings: Settings, now: datetime
) -> None:
    case = taken(opened, "a.pdf", mixed())
    given = (opened, settings, case, fakes.account(opened), now)
    desk.open_case(*given)
    first = forms.load(fakes.FORM).pages[0].id
    pages.arrange(
        *given, Wish(page=11, act=PageAct.NAME, kind=PageKind.FORM, form_page=first), version=0
    )

    (one,) = batches(opened, settings, now)

    assert (one.kinds[PageKind.FORM], one.kinds.get(PageKind.UNREADABLE, 0)) == (9, 0)
    assert one.pages == 11


def test_what_could_not_be_read_or_taken_in_is_named_with_its_reason(
    opened: Store, settings: Settings, now: datetime
) -> None:
    good = taken(opened, "a.pdf", result())
    bad = taken(opened, "b.pdf", ScanError("Die Datei"))
    with opened.write() as db:
        add_refusal(db, Path(FOLDER) / "c.pdf", UnreadableError("c.pdf"))
    (one,) = batches(opened, settings, now)

    assert [item.case_id for item in by_trouble(one.items)] == [bad, good]
    assert by_trouble(one.items)[0].trouble.startswith("Die Datei")
    assert (one.unread, len(one.turned_away), one.troubles) == (1, 1, 2)
    assert "c.pdf" in one.turned_away[0].sentence


def test_what_is_still_to_be_read_has_no_pages_yet(
    opened: Store, settings: Settings, now: datetime
) -> None:
    taken(opened, "a.pdf", None)
    (one,) = batches(opened, settings, now)

    assert (one.waiting, one.pages, one.state) == (1, 0, BatchState.READING)
    assert one.items[0].state is CaseState.NEW


def test_the_same_item_from_another_folder_is_no_new_one(
    opened: Store, settings: Settings, now: datetime
) -> None:
    first = taken(opened, "a.pdf", result())
    again = taken(opened, "a.pdf", None, "/eingang/tagespost-18")
    found: dict[str, Batch] = {one.folder: one for one in batches(opened, settings, now)}

    assert first == again
    assert (len(found["tagespost-18"].items), len(found["tagespost-18"].new)) == (1, 0)
    assert (found["tagespost-17"].pages, found["tagespost-18"].pages) == (8, 0)


def test_a_batch_is_found_by_a_key_that_holds_no_name(
    opened: Store, settings: Settings, now: datetime
) -> None:
    taken(opened, "a.pdf", result())
    (one,) = batches(opened, settings, now)

    assert batch(opened, settings, now, one.key) == one
    assert "tagespost" not in one.key
    assert batch(opened, settings, now, "0" * 12) is None
