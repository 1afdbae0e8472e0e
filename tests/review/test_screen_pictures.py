"""Pictures of pages: each as soon as it is there, and nobody who saves waits for them."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import fake_review as fakes
import numpy as np
import pytest
from browsing import listening
from fake_review import result
from station import Office, office

from pipeline.review import scans
from pipeline.review.views import View
from pipeline.settings import Settings
from pipeline.store import open_store

WHITE = np.full((40, 30), 255, np.uint8)
THREADS = 40
"""In which the server answers at once."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Office]:
    settings = Settings(data=tmp_path / "data", database_url="")
    store = open_store(settings)
    yield office(store, settings)
    store.close()


@pytest.fixture
def case(place: Office) -> str:
    return fakes.with_result(place.store, result())


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Page 1 is there at once, page 2 when this is set."""
    event = Event()

    def upright(self: scans.Scans, case: str) -> Iterator[tuple[int, Any, int]]:
        yield 1, WHITE, 0
        event.wait(60)
        yield 2, WHITE, 0

    monkeypatch.setattr(scans.Scans, "_upright", upright)
    yield event
    event.set()


def test_the_first_page_is_shown_while_the_second_is_rendered(
    place: Office, case: str, go_on: Event
) -> None:
    client = place.signed_in("pruefer")

    assert client.get(f"/faelle/{case}/seiten/1.jpg").status_code == 200
    go_on.set()
    assert client.get(f"/faelle/{case}/seiten/2.jpg").status_code == 200
    assert client.get(f"/faelle/{case}/seiten/3.jpg").status_code == 404


def test_the_list_is_there_while_more_people_wait_for_pictures_than_there_are_threads(
    place: Office, case: str, go_on: Event
) -> None:
    token = place.signed_in("pruefer").cookies["eingang_sitzung"]

    def status(url: str, path: str) -> int:
        with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)) as line:
            line.request("GET", path, headers={"cookie": f"eingang_sitzung={token}"})
            answer = line.getresponse()
            answer.read()
            return answer.status

    with listening(place) as url, ThreadPoolExecutor(2 * THREADS) as people:
        waiting: list[Future[int]] = [
            people.submit(status, url, f"/faelle/{case}/seiten/2.jpg") for _ in range(THREADS + 10)
        ]
        assert status(url, f"/faelle/{case}/seiten/1.jpg") == 200
        assert status(url, "/arbeitsvorrat") == 200
        assert not any(one.done() for one in waiting)
        go_on.set()
        assert {one.result() for one in waiting} == {200}


def test_what_could_not_be_opened_once_is_tried_again(
    place: Office, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = place.app.state.station.scans
    view = View(0, 0, 9, 9)

    def broken(*_: object) -> Any:
        raise OSError

    with monkeypatch.context() as at_first:
        at_first.setattr(scans.Scans, "_upright", broken)
        at_first.setattr(scans, "image_of", broken)
        assert isinstance(found.page(case, 1).exception(), OSError)
        assert isinstance(found.part(case, 1, view).exception(), OSError)
    monkeypatch.setattr(scans.Scans, "_upright", lambda self, case: iter([(1, WHITE, 0)]))
    monkeypatch.setattr(scans, "image_of", lambda *_: WHITE)

    assert found.page(case, 1).result().jpeg
    assert found.part(case, 1, view).result()


def test_parts_of_one_page_cost_one_rendering_of_this_page_alone(
    place: Office, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, rendered = place.app.state.station.scans, []

    def image_of(files: object, number: int, settings: object) -> Any:
        rendered.append(number)
        return WHITE

    monkeypatch.setattr(scans, "image_of", image_of)
    views = [(7, View(n, 0, 9, 9)) for n in range(5)] + [(2, View(0, 0, 9, 9))]

    parts = [found.part(case, number, view) for number, view in views]

    assert all(part.result() for part in parts)
    assert rendered == [7, 2]
    assert found.part(case, 7, views[0][1]) is parts[0]
    assert found.part(case, 7, View(99, 99, 9, 9)).result() is None


@pytest.mark.parametrize("view", ["0-0-nan-9", "0-0-1e9-9", "0-0-99999-9", "0-0-9", "--9-9"])
def test_no_more_than_a_tile_is_cut_out(place: Office, case: str, view: str) -> None:
    answer = place.signed_in("pruefer").get(f"/kacheln/{case}/1/{view}.jpg")

    assert answer.status_code == 404
