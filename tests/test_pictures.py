"""Pictures of pages say in a clerk's words what a page is, and in amber only what is in doubt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import fake_cases
import numpy as np
import pytest
from PIL import Image

from pipeline import forms, labels, pictures
from pipeline.cli import run
from pipeline.cli.pages import about_page
from pipeline.fold import fold
from pipeline.model import VORHANDEN, Document, Page, PageKind, Reading, Received, Source
from pipeline.pictures import About
from pipeline.settings import Settings
from pipeline.standing import KIND_SHOWN
from pipeline.store import open_store

FORM = forms.load("uvg_antrag_by")
PAPER = np.full((300, 200), 255, np.uint8)
DAY = date(2024, 8, 2)


def has(picture: Image.Image, colour: labels.Colour) -> bool:
    return bool((np.asarray(picture) == colour).all(axis=2).any())


@pytest.mark.parametrize("kind", [kind for kind in PageKind if kind is not PageKind.FORM])
def test_a_page_without_form_is_named_in_german(kind: PageKind) -> None:
    said = pictures._caption(Page(number=9, kind=kind), About())

    assert said == f"Seite 9: {KIND_SHOWN[kind]}"
    assert kind.value not in said


def test_what_is_said_of_a_page_stands_above_it_and_hides_nothing() -> None:
    scan = np.full((1754, 1240), 60, np.uint8)

    picture = pictures.page_picture(scan, Page(number=9, kind=PageKind.EVIDENCE), None, {})

    assert (np.asarray(picture)[-1754:] == 60).all()


@pytest.mark.parametrize(
    ("kind", "doubt", "said"),
    [
        ("haushaltsbescheinigung", False, "Nachweis 2: Haushaltsbescheinigung der Gemeinde"),
        ("haushaltsbescheinigung", True, "Nachweis 2: Haushaltsbescheinigung der Gemeinde, prüfen"),
        ("", True, "Nachweis 2: nicht erkannt"),
    ],
)
def test_a_page_of_evidence_says_which_one_and_in_amber_if_that_is_in_doubt(
    kind: str, doubt: bool, said: str
) -> None:
    page = Page(number=9, kind=PageKind.EVIDENCE)
    about = About(paper=Document(number=2, type=kind, pages=(9,), confidence=1, doubt=doubt))

    picture = pictures.page_picture(PAPER, page, None, {}, about)

    assert pictures._caption(page, about) == f"Seite 9: {said}"
    assert has(picture, pictures.DOUBTED) is doubt
    assert has(picture, pictures.ACCEPTED) is not doubt


@pytest.mark.parametrize("doubt", [True, False])
def test_amber_is_what_a_person_has_to_look_at(doubt: bool) -> None:
    page = Page(number=9, kind=PageKind.EVIDENCE, doubt=doubt)

    picture = pictures.page_picture(PAPER, page, None, {})

    assert has(picture, pictures.DOUBTED) is doubt
    assert has(picture, pictures.ACCEPTED) is not doubt


def reading(item: str, value: str, confidence: float, *, doubt: bool) -> Reading:
    place = FORM.items[item]
    return Reading(
        item=item, kind=place.kind, value=value, confidence=confidence, doubt=doubt,
        source=Source.MACHINE, page=1, box=place.box, reader="test",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("confidence", "doubt", "shown"),
    [(1.0, True, "prüfen"), (0.9, True, "prüfen"), (0.89, True, "89 %"), (0.29, True, "29 %"),
     (0.0, True, "0 %"), (0.998, False, "99 %"), (1.0, False, "100 %")],
)  # fmt: skip
def test_nothing_in_doubt_is_shown_as_certain(confidence: float, doubt: bool, shown: str) -> None:
    item = "kind.geburtsdatum"
    read = reading(item, "2017-03-14", confidence, doubt=doubt)

    assert pictures._words(FORM.items[item], read) == f"14.03.2017  {shown}"


@pytest.mark.parametrize(
    ("about", "shown", "colour"),
    [
        (About(stamped=DAY), "02.08.2024", pictures.ACCEPTED),
        (About(stamped=DAY, stamp_in_doubt=True), "02.08.2024  prüfen", pictures.DOUBTED),
        (About(), "vorhanden  97 %", pictures.ACCEPTED),
    ],
)
def test_a_stamp_shows_the_day_that_was_read(
    about: About, shown: str, colour: labels.Colour
) -> None:
    item = FORM.items["antrag.eingangsstempel"]
    read = reading(item.id, VORHANDEN, 0.97, doubt=False)

    assert pictures._words(item, read, about) == shown
    assert pictures._colour(item, read, about) == colour


def test_of_pages_in_different_copies_it_is_said_and_no_stamp_shows_the_day() -> None:
    pages = [Page(number=n, kind=PageKind.FORM, form_page="antrag_seite_1") for n in (1, 3)]
    received = Received(day=DAY, source="stempel")
    alone, both = (fold("UV-1", FORM, (), some, (), received) for some in (pages[:1], pages))

    assert about_page(alone, FORM, pages[0]) == About(stamped=DAY)
    for page in pages:
        about = about_page(both, FORM, page)
        assert about.stamped is None
        assert about.stamp_in_doubt
        assert "zweimal vor, mit verschiedenem Inhalt (Seiten 1 und 3)." in about.note


def test_a_page_that_cannot_be_opened_is_an_empty_sheet_that_says_so() -> None:
    picture = pictures.missing_picture(Page(number=2, kind=PageKind.UNREADABLE, doubt=True))

    assert has(picture, pictures.DOUBTED)


def test_a_refused_case_has_no_pictures_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    (tmp_path / "leer.pdf").write_bytes(b"")
    store = open_store(Settings(data=data, database_url=""))
    case = fake_cases.with_case(store, tmp_path / "leer.pdf")
    store.close()

    assert run(["show", case, "--pages", str(tmp_path / "bilder"), "--data", str(data)]) == 0

    assert "keine Seitenbilder" in capsys.readouterr().out
    assert not (tmp_path / "bilder").exists()


def test_every_page_of_a_case_has_its_picture_also_the_unreadable_ones(tmp_path: Path) -> None:
    data, drawn = tmp_path / "data", tmp_path / "bilder"
    store = open_store(Settings(data=data, database_url=""))
    post = tmp_path / "post"
    post.mkdir()
    for number in (1, 3):
        Image.new("L", (200, 300), 10 * number).save(post / f"{number}.png")
    (post / "2.png").write_bytes(b"\x89PNG und sonst nichts")
    case = fake_cases.with_case(store, post)
    store.close()

    assert run(["show", case, "--pages", str(drawn), "--data", str(data)]) == 0

    assert len(list(drawn.iterdir())) == 3
