"""What a person says of a page outweighs the machine; what nobody read is never taken for blank."""

from __future__ import annotations

import fake_review as fakes
import pytest
from fake_review import ANSWERS, page, reading

from pipeline import forms, sorting
from pipeline.agreement import READER
from pipeline.arranging import arranged, reasons_left
from pipeline.fold import fold
from pipeline.model import (
    AnswerState,
    Case,
    Document,
    Page,
    PageKind,
    PageSaid,
    Reading,
    Received,
    Source,
)

FORM = forms.load(fakes.FORM)
THIRD, FOURTH = FORM.pages[2].id, FORM.pages[3].id
STAMPED = Received(day=fakes.RECEIVED, source="stempel")


def paper(*pages: int, type: str = "geburtsurkunde", **more: object) -> Document:
    usual = {"type": type, "pages": pages, "confidence": 0.9, "doubt": False, "subject": ("kind",)}
    return Document.model_validate({"number": 1, **usual, **more})


def sheet(number: int, kind: PageKind = PageKind.EVIDENCE, **more: object) -> Page:
    """A page that is none of the form."""
    known = page(1, kind=kind, form_page=None, match=None, **more)
    return known.model_copy(update={"number": number})


def case_of(*said: PageSaid, pages: tuple[Page, ...], documents: tuple[Document, ...] = ()) -> Case:
    read = [one for one in fakes.result().readings if one.page in {p.number for p in pages
                                                                   if p.match}]  # fmt: skip
    return fold("UV-1", FORM, read, pages, documents, STAMPED, said)


def eight(**changes: Page) -> tuple[Page, ...]:
    """The eight pages of the form, some of them otherwise (``p3=...``)."""
    return tuple(changes.get(f"p{n}", page(n)) for n in range(1, 9))


def unread_third(*said: PageSaid) -> Case:
    torn = sheet(3, PageKind.UNREADABLE, doubt=True, reason=sorting.NOTHING_READ)
    return case_of(*said, pages=eight(p3=torn))


def test_a_page_of_the_form_that_only_a_person_recognised_is_in_doubt_at_every_place() -> None:
    before = unread_third()
    after = unread_third(PageSaid(page=3, kind=PageKind.FORM, form_page=THIRD))

    fields = {field.id for field in FORM.page(THIRD).fields} & after.states.keys()
    items = {item.field for item in FORM.page(THIRD).items}
    assert {before.states[id_] for id_ in fields} == {AnswerState.NOT_ON_FORM}
    assert {after.states[id_] for id_ in items} == {AnswerState.ILLEGIBLE}
    assert items <= after.doubtful
    assert THIRD in after.form_pages
    assert after.pages[2].unread
    assert not after.pages[2].doubt


def test_what_a_person_typed_of_such_a_page_counts() -> None:
    field = next(f for f in FORM.page(THIRD).fields if f.type in ("name", "text", "date"))
    typed = reading(field.id, "Lechner", page=3).model_copy(update={"source": Source.PERSON})
    said = PageSaid(page=3, kind=PageKind.FORM, form_page=THIRD)

    case = fold("UV-1", FORM, [typed], eight(p3=sheet(3)), (), STAMPED, [said])

    assert case.answers[field.id] == "Lechner"
    assert field.id not in case.doubtful


def test_taking_a_word_back_leaves_the_machine_with_its_own() -> None:
    named = PageSaid(page=3, kind=PageKind.FORM, form_page=THIRD)

    assert unread_third(named, PageSaid(page=3)) == unread_third()


def test_what_was_read_on_a_page_that_is_another_one_counts_no_more() -> None:
    case = case_of(PageSaid(page=1, kind=PageKind.BLANK), pages=eight())

    assert "kind.familienname" not in case.answers
    assert case.states["kind.familienname"] is AnswerState.NOT_ON_FORM
    assert case.received.doubt, "the stamp was read on a page that is none of the form"
    assert case.about_form == (sorting.FIRST_PAGE_MISSING,)


def test_saying_what_the_machine_saw_as_well_changes_nothing_that_was_read() -> None:
    unsure = page(1, doubt=True, reason="Seite 1 des Formulars kommt zweimal vor.")
    case = case_of(
        PageSaid(page=1, kind=PageKind.FORM, form_page=FORM.pages[0].id), pages=eight(p1=unsure)
    )

    assert case.answers["kind.familienname"] == ANSWERS["kind.familienname"]
    assert case.doubtful == frozenset()
    assert not case.pages[0].doubt
    assert not case.received.doubt


def test_a_second_copy_that_nobody_read_leaves_no_field_of_its_page_without_doubt() -> None:
    pages = (*eight(), sheet(9, sha256="9" * 64))
    case = case_of(PageSaid(page=9, kind=PageKind.FORM, form_page=FORM.pages[0].id), pages=pages)

    first = {item.field for item in FORM.pages[0].items}
    assert first <= case.doubtful


def test_a_page_keeps_what_was_read_where_it_is_only_turned() -> None:
    case = case_of(PageSaid(page=1, turned=90), pages=eight())

    assert case.pages[0].upright == 90
    assert case.answers == case_of(pages=eight()).answers


def test_a_paper_is_split_and_what_is_left_of_it_has_to_be_named() -> None:
    pages = (*eight(), sheet(9), sheet(10))
    whole = paper(9, 10, fields={"kind.familienname": "Huber"}, unaided=("kind.familienname",))
    case = case_of(PageSaid(page=10, paper=10), pages=pages, documents=(whole,))

    assert [(d.pages, d.type, d.doubt, d.fields) for d in case.documents] == [
        ((9,), "geburtsurkunde", True, {}),
        ((10,), "", True, {}),
    ]


def test_a_page_that_belongs_to_the_paper_before_leaves_the_paper_as_sure_as_it_was() -> None:
    papers = (paper(9), paper(10, type="", doubt=True, subject=()).model_copy(update={"number": 2}))
    pages = (*eight(), sheet(9), sheet(10))
    case = case_of(PageSaid(page=10, paper=9), pages=pages, documents=papers)

    assert [(d.pages, d.type, d.doubt) for d in case.documents] == [
        ((9, 10), "geburtsurkunde", False)
    ]


def test_a_paper_that_a_person_named_is_what_the_person_says() -> None:
    pages = (*eight(), sheet(9))
    read = paper(9, type="reisepass", doubt=True, fields={"kind.familienname": "Huber"})
    said = PageSaid(page=9, type="personalausweis", subject=("betreuender_elternteil",))
    named = case_of(said, pages=pages, documents=(read,)).documents[0]

    assert (named.type, named.subject) == ("personalausweis", ("betreuender_elternteil",))
    assert not named.doubt
    assert not named.fields, "what was read of another paper says nothing of this one"


@pytest.mark.parametrize(("type_", "sure"), [("geburtsurkunde", True), ("reisepass", False)])
def test_a_reading_is_believed_for_a_paper_only_while_it_is_that_paper(
    type_: str, sure: bool
) -> None:
    name = "kind.familienname"
    unsure = reading(name, "Huber", doubt=True)
    believed: Reading = unsure.model_copy(update={"doubt": False, "reader": READER,
                                                  "confidence": 0.998})  # fmt: skip
    spoke = paper(9, fields={name: "Huber"}, unaided=(name,))
    said = PageSaid(page=9, type=type_, subject=("kind",))
    case = fold("", FORM, [unsure, believed], (*eight(), sheet(9)), (spoke,), STAMPED, [said])

    assert (name not in case.doubtful) is sure


def test_a_page_that_nobody_knew_becomes_a_paper_of_its_own() -> None:
    pages = (*eight(), sheet(9, PageKind.UNREADABLE, doubt=True))
    said = PageSaid(page=9, kind=PageKind.EVIDENCE, paper=9, type="vollmacht", subject=("kind",))
    case = case_of(said, pages=pages)

    assert [(d.number, d.type, d.pages) for d in case.documents] == [(1, "vollmacht", (9,))]
    assert not case.pages[8].doubt


def test_a_duplicate_is_no_page_of_the_form_and_names_its_first_copy() -> None:
    pages = (*eight(), page(1, sha256="9" * 64).model_copy(update={"number": 9}))
    laid = arranged(pages, (), [PageSaid(page=9, kind=PageKind.DUPLICATE, duplicate_of=1)])

    assert (laid.pages[8].kind, laid.pages[8].duplicate_of) == (PageKind.DUPLICATE, 1)
    assert laid.renamed == {9}


def test_what_was_said_of_the_whole_mail_item_holds_only_as_long_as_it_is_so() -> None:
    found = sheet(1, PageKind.UNREADABLE)
    pages = (found, *(page(n) for n in range(2, 9)))
    said = PageSaid(page=1, kind=PageKind.FORM, form_page=FORM.pages[0].id)
    case = case_of(said, pages=pages)
    other = "Der Vordruck ist alt."

    assert case.about_form == ()
    assert reasons_left((sorting.FIRST_PAGE_MISSING, other), case.about_form, FORM) == (other,)
    assert reasons_left((sorting.NO_FORM,), None, FORM) == (sorting.NO_FORM,)


def test_without_a_word_of_a_person_nothing_is_arranged() -> None:
    pages, papers = (*eight(), sheet(9)), (paper(9),)

    assert arranged(pages, papers, ()) == (pages, papers, frozenset(), (), None)
    assert case_of(pages=pages).about_form is None
