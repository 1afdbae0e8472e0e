"""What attachments are, for whom, which pages belong together, and what they say."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pdfplumber
import pypdfium2
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.evidence import documents_of, kind_of_page, text_page
from extractors.evidence_types import types, weigh
from extractors.text import Word
from extractors.whole_page import PageText, TextLine, page_text
from pipeline import forms
from pipeline.model import Case, Document, Page, PageKind, Received
from sample_scans.attachments import draw, layouts
from sample_scans.attachments import types as drawn_types
from sample_scans.story import EvidencePlan

HERE = Path(__file__).parent
SNIPPETS = yaml.safe_load((HERE / "evidence_snippets.yaml").read_text("utf-8"))
OTHERS = yaml.safe_load((HERE / "evidence_others.yaml").read_text("utf-8"))
COLLECTIVE = {"ausweis", "aufenthaltstitel", "spaetaussiedler_nachweis", "vaterschaftsnachweis"}
KIND, PARENT, OTHER = "kind", "betreuender_elternteil", "anderer_elternteil"
WIDTH, HEIGHT = 1654, 2339  # pixels of A4 at 200 dpi
LINE = 62  # pixels from line to line of a snippet
PEOPLE = {
    "child": ("Huber", "Mara Sofie", "2017-03-14"),
    "parent": ("Huber", "Anna", "1990-07-02"),
    "other": ("Köhler", "Thomas", "1988-11-23"),
}
FACTS = {
    f"{who}_{key}": value
    for who, values in PEOPLE.items()
    for key, value in zip(("surname", "first_names", "birth_date"), values, strict=True)
} | {"child_gender": "weiblich", "parent_gender": "weiblich", "other_gender": "männlich"}
ROLES = {"child": KIND, "parent": PARENT, "other": OTHER}
ANSWERS = {
    f"{ROLES[who]}.{field}": value
    for who, values in PEOPLE.items()
    for field, value in zip(("familienname", "vornamen", "geburtsdatum"), values, strict=True)
}
SINCE = f"{PARENT}.familienstand.seit"
RECEIVED = Received(day=date(2026, 3, 4), source="stempel")


def case(answers: dict[str, str] | None = None, pages: Sequence[Page] = ()) -> Case:
    known = ANSWERS if answers is None else answers
    return Case(
        case_id="1", form="uvg_antrag_by", answers=known, received=RECEIVED, pages=tuple(pages)
    )


def typed(text: str) -> PageText:
    """A page as if it had been typed and read without a mistake."""
    words: list[Word] = []
    lines: list[TextLine] = []
    for number, line in enumerate(text.strip().splitlines()):
        left, top = 160, 140 + number * LINE
        for word in line.split():
            words.append(Word(word, 0.95, left, top, 15 * len(word), 30))
            left += 15 * (len(word) + 1)
        lines.append(TextLine(line, 0.95, 0.1, top / HEIGHT, 0.8, 30 / HEIGHT))
    return PageText(tuple(words), tuple(lines), WIDTH, HEIGHT)


def printed(pdf: bytes) -> list[PageText]:
    """The pages of a drawn paper by their text layer."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [_page(page) for page in document.pages]


def _page(page: pdfplumber.page.Page) -> PageText:
    words = [
        Word(w["text"], 1.0, round(w["x0"]), round(w["top"]), round(w["x1"] - w["x0"]) + 1,
             round(w["bottom"] - w["top"]) + 1)
        for w in page.extract_words()
    ]  # fmt: skip
    rows: list[list[Word]] = []
    for word in words:
        if rows and abs(word.top - rows[-1][-1].top) < 5 and word.left > rows[-1][-1].left:
            rows[-1].append(word)
        else:
            rows.append([word])
    width, height = round(page.width), round(page.height)
    lines = [
        TextLine(" ".join(w.text for w in row), 1.0, row[0].left / width, row[0].top / height,
                 0.5, row[0].height / height)
        for row in rows
    ]  # fmt: skip
    return PageText(tuple(words), tuple(lines), width, height)


@cache
def drawn(kind: str, subject: tuple[str, ...], layout: int | None = None) -> list[PageText]:
    return printed(draw(EvidencePlan(kind, subject, facts=FACTS), 11, layout))


def one(pages: Sequence[PageText], about: Case | None = None) -> Document:
    documents = documents_of(list(enumerate(pages, start=1)), about or case())
    assert len(documents) == 1
    return documents[0]


def usual_subject(kind: str) -> tuple[str, ...]:
    rule = types()[kind]
    if rule.holder == "many":
        return (KIND, PARENT)
    return (rule.subject or rule.default_subject,)


# --- which kind ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", drawn_types())
def test_every_drawing_of_a_kind_is_recognised_and_its_person(kind: str) -> None:
    subject = usual_subject(kind)
    for layout in range(layouts(kind)) if types()[kind].holder != "many" else (None,):
        document = one(drawn(kind, subject, layout))

        assert document.type == kind
        assert set(document.subject) == set(subject)
        assert document.reasons


@pytest.mark.parametrize(
    "snippet", SNIPPETS, ids=[f"{n}-{snippet['is']}" for n, snippet in enumerate(SNIPPETS)]
)
def test_papers_in_other_words_are_recognised(snippet: dict[str, str]) -> None:
    document = one([typed(snippet["text"])])

    assert document.type == snippet["is"]
    assert kind_of_page(typed(snippet["text"]), forms.load("uvg_antrag_by")) is PageKind.EVIDENCE


@pytest.mark.parametrize("paper", OTHERS, ids=lambda p: p["what"])
def test_a_paper_of_no_kind_is_left_to_a_person(paper: dict[str, str]) -> None:
    document = one([typed(paper["text"])])

    assert document.type == ""
    assert document.doubt


@pytest.mark.parametrize(
    "kind",
    [
        "geburtsurkunde",
        "meldebestaetigung",
        "beschaeftigungsduldung",
        "unterhaltstitel",
        "lohnbescheinigung",
    ],
)
def test_a_scanned_drawing_is_recognised(kind: str) -> None:
    cv2.setNumThreads(1)
    pdf = draw(EvidencePlan(kind, usual_subject(kind), facts=FACTS), 5)
    page = np.asarray(pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72, grayscale=True).to_pil())

    document = one([page_text(_copied(page), 200)])

    assert document.type == kind


def _copied(page: np.ndarray) -> np.ndarray:
    """A little turned, blurred and grey, as from an old copier."""
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 0.7, 1)
    turned = cv2.warpAffine(page, turn, (width, height), borderValue=255)
    noise = np.random.default_rng(1).normal(0, 4, page.shape)
    return np.clip(cv2.GaussianBlur(turned, (0, 0), 0.7) * 0.85 + 20 + noise, 0, 255).astype(
        np.uint8
    )


def test_no_collective_kind_is_ever_named() -> None:
    assert not COLLECTIVE & set(types())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Aussetzung der Abschiebung (Duldung)\n§ 60a AufenthG\nKein Aufenthaltstitel!", "duldung"),
        (
            "Aussetzung der Abschiebung (Duldung)\n§ 60d AufenthG\nKein Aufenthaltstitel!",
            "beschaeftigungsduldung",
        ),
        (
            "AUFENTHALTSTITEL\nArt des Titels\nAUFENTHALTSERLAUBNIS\n§ 28 AufenthG",
            "aufenthaltserlaubnis",
        ),
        (
            "AUFENTHALTSTITEL\nArt des Titels\nMOBILER-ICT-KARTE\n§ 19b AufenthG",
            "mobiler_ict_karte",
        ),
    ],
)
def test_close_kinds_are_told_apart_by_the_paragraph_or_the_title(text: str, kind: str) -> None:
    assert one([typed(text)]).type == kind


def test_misread_letters_split_words_and_spaced_titles_do_not_matter() -> None:
    text = """Standesarnt Regen
        G e b u r t s u r k u n d e
        Registernurnmer G 12/2017
        Geburt stag 14.03.2017"""

    assert one([typed(text)]).type == "geburtsurkunde"


def test_a_faint_page_is_in_doubt_even_where_its_kind_is_clear() -> None:
    page = drawn("geburtsurkunde", (KIND,), 0)[0]
    faint = PageText(
        tuple(Word(w.text, 0.4, w.left, w.top, w.width, w.height) for w in page.words),
        page.lines, page.width, page.height,
    )  # fmt: skip

    document = one([faint])

    assert document.type == "geburtsurkunde"
    assert document.doubt


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=20))
def test_any_text_gets_shares_between_nothing_and_one(lines: list[str]) -> None:
    verdicts = weigh(typed("\n".join(line.replace("\n", " ") for line in lines) or "x"))

    assert all(0 <= verdict.share <= 1 for verdict in verdicts)
    assert sum(verdict.share for verdict in verdicts) <= 1 + 1e-9


# --- for whom ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["reisepass", "aufenthaltserlaubnis", "beschaeftigungsduldung"])
@pytest.mark.parametrize("role", [KIND, PARENT, OTHER])
def test_a_card_is_for_whoever_is_named_on_it(kind: str, role: str) -> None:
    if role == OTHER:
        facts = FACTS | {f"person_{k[6:]}": v for k, v in FACTS.items() if k.startswith("other_")}
    else:
        facts = FACTS

    document = one(printed(draw(EvidencePlan(kind, (role,), facts=facts), 2)))

    assert document.subject == (role,)
    assert not document.doubt


@pytest.mark.parametrize("subject", [(KIND,), (PARENT,), (KIND, PARENT)])
@pytest.mark.parametrize("kind", ["meldebestaetigung", "meldebescheinigung"])
def test_a_certificate_of_registration_is_for_all_who_are_listed(
    kind: str, subject: tuple[str, ...]
) -> None:
    facts = FACTS | {"moved_in": "2017-03-14"}  # the day the child was born: no sign of the child

    document = one(printed(draw(EvidencePlan(kind, subject, facts=facts), 4)))

    assert document.subject == subject
    assert not document.doubt


def test_an_adult_whose_day_of_birth_stands_there_may_be_listed() -> None:
    """The names ran together, and no label of the day could be read."""
    text = """Erweiterte Meldebescheinigung nach § 18 Abs. 2 BMG
        Huber AnnaMariaı
        02.07.1990 Straubing
        Minderjährige Kinder, unter derselben Anschrift gemeldet
        Huber Mara Sofie 14.03.2017 10.06.2024"""

    document = one([typed(text)])

    assert document.subject == (KIND,)
    assert document.doubt


def test_somebody_of_whom_no_more_than_a_first_name_can_be_read_may_be_listed() -> None:
    """A bad copy: the other names and the day are gone, which would make it the adult's alone."""
    text = """Amtliche Meldebestätigung für die Anmeldung
        Folgende Personen sind mit Hauptwohnung angemeldet (§ 24 Abs. 2 BMG):
        Huber Anna 02.07.1990 04.12.2023
        Wissen Mara 8.032011 9.122023
        Anschrift Lindenstraße 5, 94209 Regen"""

    document = one([typed(text)])

    assert document.subject == (PARENT,)
    assert document.doubt


def test_who_only_receives_a_certificate_is_not_its_subject() -> None:
    text = """Stadt Regen
        Frau Anna Huber
        Lindenstraße 5
        94209 Regen
        Meldebescheinigung nach § 18 BMG
        Familienname: Huber  Vornamen: Mara Sofie  geboren am 14.03.2017
        derzeitige Anschrift: Lindenstraße 5, 94209 Regen"""

    assert one([typed(text)]).subject == (KIND,)


def test_a_wage_slip_follows_the_name() -> None:
    child = one(drawn("lohnbescheinigung", (KIND,), 0))
    parent = one(drawn("lohnbescheinigung", (PARENT,), 0))

    assert (child.type, child.subject) == ("lohnbescheinigung", (KIND,))
    assert (parent.type, parent.subject) == ("einkommensnachweis_elternteil", (PARENT,))


def test_names_that_were_misread_on_the_form_still_find_their_person() -> None:
    misread = ANSWERS | {f"{PARENT}.vornamen": "Anma", f"{PARENT}.geburtsdatum": "1990-01-02"}

    document = one(drawn("personalausweis", (PARENT,), 0), case(misread))

    assert document.subject == (PARENT,)


def test_without_the_form_the_age_says_who_it_is_but_a_person_looks() -> None:
    child = one(drawn("reisepass", (KIND,), 0), case({}))
    parent = one(drawn("reisepass", (PARENT,), 0), case({}))

    assert (child.subject, child.doubt) == ((KIND,), True)
    assert (parent.subject, parent.doubt) == ((PARENT,), True)


def test_a_paper_of_another_family_is_in_doubt() -> None:
    stranger = {
        f"{KIND}.familienname": "Baumgartner", f"{KIND}.vornamen": "Leopold",
        f"{KIND}.geburtsdatum": "2020-12-24",
    }  # fmt: skip

    assert one(drawn("geburtsurkunde", (KIND,), 0), case(stranger)).doubt


UNREADABLE = {
    f"{KIND}.familienname": "Hun", f"{KIND}.vornamen": "Mana Sofe",
    f"{KIND}.geburtsdatum": "0. 2IZ",
    f"{PARENT}.familienname": "Pirieu", f"{PARENT}.vornamen": "Onma",
    f"{PARENT}.geburtsdatum": "41",
    f"{OTHER}.familienname": "Köhler", f"{OTHER}.vornamen": "Thomas",
}  # fmt: skip
"""The family's answers as a machine reads a bad hand."""


def test_on_a_list_of_residents_a_date_that_nobody_was_found_for_is_somebody_in_doubt() -> None:
    pages = drawn("haushaltsbescheinigung", (KIND, PARENT))

    document = one(pages, case(UNREADABLE))

    assert document.subject == (KIND, PARENT)
    assert document.doubt


HOUSEHOLD = """
Haushaltsbescheinigung
Folgende Personen gehören zum gemeinsamen Haushalt
Name, Vorname {label} gemeldet seit
Anna Huber 02.07.1990 01.05.2017
{child}
"""


def test_a_misread_heading_of_a_list_still_heads_birth_dates() -> None:
    parent_only = {key: value for key, value in ANSWERS.items() if key.startswith(PARENT)}
    page = typed(HOUSEHOLD.format(label="Gebursdtum", child="Mara Sofie Huber 14.03.2017"))

    assert one([page], case(parent_only)).subject == (KIND, PARENT)


def test_a_household_without_a_child_is_in_doubt() -> None:
    paper = one([typed(HOUSEHOLD.format(label="Geburtsdatum", child=""))])

    assert (paper.subject, paper.doubt) == ((PARENT,), True)


def test_a_certificate_with_a_heading_for_children_but_no_child_is_in_doubt() -> None:
    text = """Erweiterte Meldebescheinigung
        Familienname: Huber
        Vornamen: Anna
        Geburtsdatum: 02.07.1990
        Minderjährige Kinder, unter derselben Anschrift gemeldet"""

    paper = one([typed(text)])

    assert (paper.subject, paper.doubt) == ((PARENT,), True)


def test_the_printed_papers_of_an_item_tell_who_is_who_on_the_others() -> None:
    pages = [
        *drawn("geburtsurkunde", (KIND,), 0),
        *drawn("personalausweis", (PARENT,), 0),
        *drawn("haushaltsbescheinigung", (KIND, PARENT), 0),
    ]
    answers = UNREADABLE | {f"{PARENT}.familienname": "Huber", f"{PARENT}.vornamen": "Arna"}

    birth, card, household = documents_of(list(enumerate(pages, start=1)), case(answers))

    assert household.subject == (KIND, PARENT)
    assert not household.doubt
    assert birth.subject == (KIND,)
    assert card.subject == (PARENT,)


def test_a_paper_cannot_vouch_for_itself() -> None:
    assert one(drawn("geburtsurkunde", (KIND,), 0), case(UNREADABLE)).doubt


def test_the_birth_certificate_of_a_brother_says_nothing_about_the_child() -> None:
    brother = FACTS | {"child_first_names": "Korbinian", "child_birth_date": "2014-01-05"}
    pages = [
        *printed(draw(EvidencePlan("geburtsurkunde", (KIND,), facts=brother), 3)),
        *printed(draw(EvidencePlan("meldebestaetigung", (KIND,), facts=brother), 3)),
    ]

    documents = documents_of(list(enumerate(pages, start=1)), case(ANSWERS))

    assert all(document.doubt for document in documents)


def test_a_mother_is_not_named_where_only_her_daughter_of_the_same_name_is() -> None:
    answers = ANSWERS | {f"{PARENT}.vornamen": "Dana Mara", f"{KIND}.vornamen": "Mana Sofie"}

    document = one(drawn("meldebestaetigung", (KIND,), 0), case(answers))

    assert document.subject == (KIND,)
    assert not document.doubt


def test_a_card_that_names_the_child_but_an_adults_birth_date_is_not_surely_the_childs() -> None:
    text = """BUNDESREPUBLIK DEUTSCHLAND
        PERSONALAUSWEIS IDENTITY CARD
        HUBER
        MARA SOFIE
        02.07.1980 DEUTSCH
        16.08.2028"""

    document = one([typed(text)])

    assert document.subject == (PARENT,)
    assert document.doubt


def test_two_cards_of_a_kind_with_two_birth_dates_are_two_papers() -> None:
    text = """Klebeetikett im Reisepass
        AUFENTHALTSTITEL Nr.
        ICT-KARTE {number}
        Name, Vornamen geboren am
        {name} {born}
        Rechtsgrundlage Gültig bis
        § 19 AufenthG {until}"""
    child = typed(
        text.format(
            number="Y79382926", name="Huber, Mara Sofie", born="14.03.2017", until="10.12.2027"
        )
    )
    parent = typed(
        text.format(number="Y84444645", name="Huber, Anna", born="02.07.1990", until="02.05.2027")
    )

    documents = documents_of([(1, child), (2, parent)], case())

    assert [document.subject for document in documents] == [(KIND,), (PARENT,)]


def test_a_page_that_was_not_read_is_no_second_page_of_another_paper() -> None:
    noise = typed("u sTozsozt\nBUnuyomyineH\nUOPUDW LL9T8")
    words = tuple(replace(word, confidence=0.12) for word in noise.words)
    register = drawn("geburtenregisterausdruck", (KIND,), 0)
    pages: list[PageText] = [*register, replace(noise, words=words)]

    documents = documents_of(list(enumerate(pages, start=1)), case())

    assert [document.type for document in documents] == ["geburtenregisterausdruck", ""]
    assert [document.doubt for document in documents] == [False, True]


def test_a_page_that_can_hardly_be_read_is_no_second_page_without_proof() -> None:
    """The certificate of the child, copied badly, went along with the paper before, unseen."""
    faint = typed(
        "Gemeinde Augsburg, Einwohnermeideamt\nBrachult Somelweg Anmaihung wenn\n"
        "Drehergasee Wellerstein Disee Bepgung augpund Bundosmehtogenatz oben links"
    )
    words = tuple(replace(word, confidence=0.8) for word in faint.words)
    register = drawn("geburtenregisterausdruck", (KIND,), 0)
    pages: list[PageText] = [*register, replace(faint, words=words)]

    documents = documents_of(list(enumerate(pages, start=1)), case())

    assert [(d.type, d.doubt) for d in documents] == [
        ("geburtenregisterausdruck", False),
        ("", True),
    ]


def test_the_dead_is_the_other_parent() -> None:
    facts = FACTS | {f"person_{k[6:]}": v for k, v in FACTS.items() if k.startswith("other_")}
    pages = printed(
        draw(EvidencePlan("sterbeurkunde", ("verstorbener_elternteil",), facts=facts), 3)
    )

    document = one(pages)

    assert document.subject == ("verstorbener_elternteil",)
    assert not document.doubt


# --- which pages belong together ------------------------------------------------------------------


def test_papers_in_a_pile_are_parted_and_their_pages_kept_together() -> None:
    pile = [
        "geburtsurkunde",
        "jobcenter_bescheid",
        "personalausweis",
        "scheidungsbeschluss",
        "mahnschreiben",
    ]
    pages, wanted = [], []
    for kind in pile:
        some = drawn(kind, usual_subject(kind), 0)
        wanted.append((kind, tuple(range(len(pages) + 1, len(pages) + len(some) + 1))))
        pages += some

    documents = documents_of(list(enumerate(pages, start=1)), case())

    assert [(d.type, d.pages) for d in documents] == wanted
    assert [d.number for d in documents] == [1, 2, 3, 4, 5]


def test_two_wage_slips_are_two_papers() -> None:
    slips = drawn("lohnbescheinigung", (KIND,), 0) + drawn("lohnbescheinigung", (KIND,), 1)

    documents = documents_of([(1, slips[0]), (2, slips[1])], case())

    assert [d.pages for d in documents] == [(1,), (2,)]


def test_a_page_that_lies_elsewhere_finds_its_paper_by_its_number() -> None:
    notice = drawn("jobcenter_bescheid", (KIND,), 0)
    other = drawn("geburtsurkunde", (KIND,), 0)
    pile = [(1, notice[0]), (2, notice[1]), (5, other[0]), (9, notice[2])]

    documents = documents_of(pile, case())

    assert [(d.type, d.pages) for d in documents] == [
        ("jobcenter_bescheid", (1, 2, 9)),
        ("geburtsurkunde", (5,)),
    ]


def test_a_form_page_between_two_pages_parts_them() -> None:
    back = typed("Anschrift 94209 REGEN\nLINDENSTRASSE 5\nAugenfarbe BRAUN")
    front = drawn("personalausweis", (PARENT,), 1)[0]
    between = Page(number=2, kind=PageKind.FORM, form_page="antrag_seite_1")

    assert len(documents_of([(1, front), (2, back)], case())) == 1
    assert len(documents_of([(1, front), (3, back)], case(pages=[between]))) == 2


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(7)))
def test_no_page_is_lost_or_doubled_whatever_the_order(order: list[int]) -> None:
    pages = (
        drawn("scheidungsbeschluss", (PARENT,), 0)
        + drawn("jobcenter_bescheid", (KIND,), 0)
        + drawn("geburtsurkunde", (KIND,), 0)
        + [typed("Liebe Frau Sandner,\nviele Grüße")]
    )

    documents = documents_of([(n, pages[i]) for n, i in enumerate(order, start=1)], case())

    assert sorted(n for d in documents for n in d.pages) == [1, 2, 3, 4, 5, 6, 7]


# --- pages that are no evidence ---------------------------------------------------------


def test_leaflets_of_the_form_are_text_pages_although_they_name_all_evidence() -> None:
    form = forms.load("uvg_antrag_by")
    leaflet = typed(
        "6. Welche Unterlagen sollten Sie bei der Antragstellung unbedingt mitbringen?\n"
        "- Geburtsurkunde des Kindes, Meldebestätigung\n- Personalausweis oder Reisepass\n"
        "- Scheidungsurteil, Sterbeurkunde, Unterhaltstitel\n"
        "Kontoauszüge müssen grundsätzlich nicht als Nachweis eingereicht werden.\n"
    )

    assert kind_of_page(leaflet, form) is PageKind.TEXT_PAGE
    assert text_page(leaflet, form) == "merkblatt_by"


def test_every_leaflet_is_known_by_its_anchors() -> None:
    form = forms.load("uvg_antrag_by")
    for known in form.text_pages:
        assert text_page(typed("\n".join(known.anchors)), form) == known.id


def test_an_application_of_another_office_is_foreign() -> None:
    text = """Landkreis Musterland
        Antrag auf Leistungen nach dem Unterhaltsvorschussgesetz
        Zutreffendes bitte ankreuzen oder ausfüllen
        1. Angaben zum Kind
        Name, Vorname
        2. Angaben zum Elternteil, bei dem das Kind lebt
        Unterschrift der Antragstellerin"""

    assert kind_of_page(typed(text), forms.load("uvg_antrag_by")) is PageKind.FOREIGN


def test_a_letter_that_only_lists_what_is_enclosed_is_no_evidence() -> None:
    text = """Anna Huber
        Sehr geehrte Damen und Herren,
        anbei sende ich Ihnen die fehlenden Unterlagen zu meinem Antrag auf Unterhaltsvorschuss.
        In der Anlage finden Sie die Kopien.
        Mit freundlichen Grüßen"""

    assert kind_of_page(typed(text), forms.load("uvg_antrag_by")) is PageKind.FOREIGN


def test_a_page_of_our_own_form_that_could_not_be_registered_is_no_evidence() -> None:
    form = forms.load("uvg_antrag_by")
    for page in form.pages:
        assert kind_of_page(typed("\n".join(page.anchors)), form) is PageKind.UNREADABLE


# --- what they say --------------------------------------------------------------------------------


def test_a_birth_certificate_gives_name_birth_and_place_of_the_child_not_the_mother() -> None:
    facts = FACTS | {
        "child_birth_place": "Regen",
        "mother": "Huber, Anna",
        "mother_birth_name": "Winkler",
    }
    for layout in range(layouts("geburtsurkunde")):
        pages = printed(draw(EvidencePlan("geburtsurkunde", (KIND,), facts=facts), 6, layout))

        fields = one(pages).fields

        assert fields["kind.familienname"] == "Huber"
        assert fields["kind.vornamen"] == "Mara Sofie"
        assert fields["kind.geburtsdatum"] == "2017-03-14"
        assert fields["kind.geburtsort"] == "Regen"


def test_a_value_that_differs_from_the_application_is_read_as_the_paper_has_it() -> None:
    other = ANSWERS | {f"{KIND}.geburtsdatum": "2017-03-15", f"{KIND}.familienname": "Hubert"}

    fields = one(drawn("geburtsurkunde", (KIND,), 0), case(other)).fields

    assert fields["kind.geburtsdatum"] == "2017-03-14"
    assert fields["kind.familienname"] == "Huber"


def test_another_day_on_the_paper_is_not_the_birth_date() -> None:
    misread = ANSWERS | {f"{KIND}.geburtsdatum": "2017-03-15"}
    text = """Geburtsurkunde
        Familienname: Huber
        Vornamen: Mara Sofie
        Geburtsdatum: 14.03.2017
        Regen, den 15.03.2017"""

    document = one([typed(text)], case(misread))

    assert document.fields["kind.geburtsdatum"] == "2017-03-14"
    assert "kind.geburtsdatum" in document.unaided


def test_what_only_the_application_made_known_is_marked() -> None:
    text = "Geburtsurkunde\nStandesamt Regen\nFamilienname: Pavlovic\nVornamen: Mara Sofie"

    document = one([typed(text)], case(ANSWERS | {f"{KIND}.familienname": "Pavlović"}))

    assert "kind.familienname" not in document.unaided
    assert "kind.vornamen" in document.unaided


def test_a_certificate_of_registration_gives_the_address_and_the_day_of_moving_in() -> None:
    facts = FACTS | {
        "child_street": "Untere Lindengasse 5a", "child_plz_ort": "94209 Regen",
        "moved_in": "2021-05-01",
    }  # fmt: skip

    fields = one(printed(draw(EvidencePlan("meldebestaetigung", (KIND,), facts=facts), 2))).fields

    assert fields["kind.anschrift.strasse_hausnummer"] == "Untere Lindengasse 5a"
    assert fields["kind.anschrift.plz_ort"] == "94209 Regen"
    assert fields["kind.lebt_seit"] == "2021-05-01"


@pytest.mark.parametrize(
    ("kind", "facts", "field", "value"),
    [
        ("sterbeurkunde", {"died": "2024-06-05"}, "todesfall.sterbedatum", "2024-06-05"),
        ("scheidungsbeschluss", {"final_since": "2023-09-03"}, SINCE, "2023-09-03"),
        ("trennungsnachweis", {"separated_since": "2025-08-01"}, SINCE, "2025-08-01"),
        ("waisenbezug_nachweis", {"amount": "187.45", "kind_of": "Halbwaisenrente"},
         "todesfall.waisenbezuege.betrag_monatlich", "187.45"),
        ("mahnschreiben", {"sent": "2026-01-05"}, "bemuehungen.am", "2026-01-05"),
        ("tilgungsvereinbarung", {"debt": "5400.00"}, "fragebogen.schulden.hoehe", "5400.00"),
    ],
)  # fmt: skip
def test_days_and_amounts_are_read_in_every_layout(
    kind: str, facts: dict[str, str], field: str, value: str
) -> None:
    for seed in range(4):
        plan = EvidencePlan(kind, usual_subject(kind), facts=FACTS | facts)

        assert one(printed(draw(plan, seed))).fields[field] == value


def test_nothing_is_copied_from_the_application() -> None:
    text = "Geburtsurkunde\nStandesamt Regen\nRegisternummer 12/2017"

    assert one([typed(text)]).fields == {}


def test_a_deed_that_also_promises_maintenance_is_both_and_the_second_is_in_doubt() -> None:
    text = """Kreisjugendamt Regen
        Urkunde über die Anerkennung der Vaterschaft und die Verpflichtung zur Zahlung von Unterhalt
        Vor der Urkundsperson (§ 59 SGB VIII) erschien Thomas Köhler, geboren am 23.11.1988.
        Ich erkenne an, der Vater des Kindes Mara Sofie Huber, geboren am 14.03.2017, zu sein.
        Die Zustimmung der Mutter liegt vor.
        Ich verpflichte mich, dem Kind 100 Prozent des Mindestunterhalts der jeweiligen Altersstufe
        abzüglich hälftiges Kindergeld zu zahlen, und unterwerfe mich der sofortigen
        Zwangsvollstreckung."""

    documents = documents_of([(1, typed(text))], case())

    assert {d.type for d in documents} == {"vaterschaftsanerkennung", "unterhaltstitel"}
    assert [d.pages for d in documents] == [(1,), (1,)]
    assert documents[1].doubt


def test_a_leaflet_that_was_taken_for_evidence_gets_no_kind() -> None:
    leaflet = typed("\n".join(forms.load("uvg_antrag_by").text_pages[1].anchors))

    document = one([leaflet])

    assert document.type == ""
    assert document.doubt


def test_one_odd_letter_is_the_readers_mistake_unless_it_is_printed_twice() -> None:
    once = typed("Schulbescheinigung\nMara Sofie Hubsr, geb. 14.03.2017, besucht die Klasse 3b")
    twice = typed(f"{once.text}\nFamilienname: Hubsr")

    assert "kind.familienname" not in one([once]).fields
    assert one([twice]).fields["kind.familienname"] == "Hubsr"


def test_a_day_in_the_future_is_not_read_as_one_of_the_past() -> None:
    text = "Sterbeurkunde\nStandesamt Regen\nSterbetag: 05.06.2034"

    assert "todesfall.sterbedatum" not in one([typed(text)]).fields


def test_letters_that_a_german_reader_does_not_know_are_those_of_the_application() -> None:
    answers = ANSWERS | {f"{KIND}.familienname": "Pavlović"}
    text = "Geburtsurkunde\nStandesamt Regen\nFamilienname: Pavlovic\nVornamen: Mara Sofie"

    assert one([typed(text)], case(answers)).fields["kind.familienname"] == "Pavlović"


def test_a_page_is_weighed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("extractors.evidence_pages.weigh")

    assert len(documents_of([(1, typed("Schulbescheinigung"))], case())) == 1
