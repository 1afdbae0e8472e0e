"""Pictures of pages say in a clerk's words what a page is, and in amber only what is in doubt."""

from __future__ import annotations

from pathlib import Path

import fake_cases
import numpy as np
import pytest
from PIL import Image

from pipeline import forms, pictures
from pipeline.cli import run
from pipeline.model import Page, PageKind, Reading, Source
from pipeline.settings import Settings
from pipeline.store import open_store

FORM = forms.load("uvg_antrag_by")
PAPER = np.full((300, 200), 255, np.uint8)


def has(picture: Image.Image, colour: pictures.Colour) -> bool:
    return bool((np.asarray(picture) == colour).all(axis=2).any())


@pytest.mark.parametrize("kind", [kind for kind in PageKind if kind is not PageKind.FORM])
def test_a_page_without_form_is_named_in_german(
    monkeypatch: pytest.MonkeyPatch, kind: PageKind
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        pictures, "_label", lambda _drawing, _place, text, _colour: said.append(text)
    )

    pictures.page_picture(PAPER, Page(number=9, kind=kind), None, {})

    assert said == [f"Seite 9: {pictures.KIND_SHOWN[kind]}"]
    assert kind.value not in said[0]


@pytest.mark.parametrize("doubt", [True, False])
def test_amber_is_what_a_person_has_to_look_at(doubt: bool) -> None:
    page = Page(number=9, kind=PageKind.EVIDENCE, doubt=doubt)

    picture = pictures.page_picture(PAPER, page, None, {})

    assert has(picture, pictures.DOUBTED) is doubt
    assert has(picture, pictures.ACCEPTED) is not doubt


@pytest.mark.parametrize(
    ("confidence", "doubt", "shown"),
    [(1.0, True, 99), (0.9999, True, 99), (0.998, False, 99), (1.0, False, 100), (0.29, True, 29),
     (0.0, True, 0)],
)  # fmt: skip
def test_nothing_in_doubt_is_shown_as_certain(confidence: float, doubt: bool, shown: int) -> None:
    item = FORM.items["kind.familienname"]
    reading = Reading(
        item=item.id, kind=item.kind, value="Huber", confidence=confidence, doubt=doubt,
        source=Source.MACHINE, page=1, box=item.box, reader="test",
    )  # fmt: skip

    assert pictures._words(item, reading) == f"Huber  {shown} %"


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
