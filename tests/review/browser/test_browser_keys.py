"""What keys do in corners: problems with pages, a written unbekannt, zoom, an answer lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fake_review as fakes
import pytest
from browsing import CURRENT, Served, current, go_to, listening, saved
from fake_review import reading, result
from playwright.sync_api import Browser, Page, Route, expect
from station import office

from pipeline.review import acts, desk
from pipeline.review.states import Action
from pipeline.settings import Settings
from pipeline.store import accounts, load_record, open_store
from pipeline.store.desk_events import events_of

pytestmark = pytest.mark.browser

NAME, TOWN, SEX = "kind.familienname", "kind.geburtsort", "kind.geschlecht"
UNKNOWN = "fragebogen.selbstaendigkeit.weitere_firmen"
ZOOMED = {"200 %": (683, 384), "400 %": (342, 192)}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    settings = Settings(data=tmp_path / "data", database_url="")
    store = open_store(settings)
    doubtful = result(
        reading(NAME, "Hubor", "Huber", doubt=True), reading(TOWN, "Kemptem", doubt=True),
        reading(UNKNOWN, "unbekannt", doubt=True), reasons=("Seite 9 ist unscharf.",),
        answers={**fakes.ANSWERS, f"{UNKNOWN}.ja": "empty"},
    )  # fmt: skip
    place = office(store, settings)
    case = fakes.with_result(store, doubtful)
    with listening(place) as url:
        found = Served(place, url, {"case": case})
        yield found
    store.close()
    assert not found.faults


def at_case(served: Served, browser: Browser, **options: object) -> Page:
    page = served.signed_in(browser, **options)
    page.goto(f"{served.url}/faelle/{served.cases['case']}")
    expect(page.locator(CURRENT)).to_be_visible()
    return page


def test_with_nothing_but_a_problem_left_the_end_leads_there(
    served: Served, browser: Browser
) -> None:
    page = at_case(served, browser)
    while page.locator(CURRENT).count():
        key = current(page)
        decided = page.locator(CURRENT).get_attribute("data-decided") is not None
        empty = not page.locator(CURRENT).get_attribute("data-value")
        for press in ("F9", "l") if empty else ("F9", "a", "Enter") if decided else ("Enter",):
            page.keyboard.press(press)
        page.wait_for_function(
            "key => !document.querySelector('.row.pending') && "
            "document.querySelector('#cards > form:not([hidden])')?.dataset.key !== key", arg=key
        )  # fmt: skip

    page.keyboard.press("Control+Enter")

    expect(page.locator("#problems .settle")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#problem-fold")).to_be_hidden()


def test_a_written_unbekannt_is_confirmed_as_it_is(served: Served, browser: Browser) -> None:
    page = at_case(served, browser)
    go_to(page, UNKNOWN)

    page.keyboard.press("Enter")

    saved(page, UNKNOWN, "geprüft")
    with served.office.store.read() as db:
        readings = load_record(db, served.cases["case"]).folded().answers
    assert readings[UNKNOWN] == "unbekannt"


@pytest.mark.parametrize("zoom", ZOOMED)
def test_zoomed_in_crop_and_value_of_the_next_field_are_on_the_screen(
    served: Served, browser: Browser, zoom: str
) -> None:
    width, height = ZOOMED[zoom]
    page = at_case(served, browser, viewport={"width": width, "height": height})
    for _ in range(2):
        page.wait_for_timeout(300)
        for part in (".crop", "input.value"):
            box = page.locator(CURRENT).locator(part).bounding_box()
            assert box is not None
            assert box["y"] >= -1, part
            assert box["y"] + box["height"] <= height + 1, part
        page.keyboard.press("Enter")


def test_an_act_whose_answer_got_lost_is_sent_again_and_kept_once(
    served: Served, browser: Browser
) -> None:
    page = at_case(served, browser)
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())  # kept, but nobody is told
        route.abort()

    page.route("**/felder/*", lose_the_first)
    go_to(page, NAME)
    page.keyboard.press("Enter")

    saved(page, NAME, "geprüft")
    expect(page.locator("#alarm")).to_have_text("")
    expect(page.locator("dialog#conflict")).to_be_hidden()
    with served.office.store.read() as db:
        events = events_of(db, served.cases["case"])
    assert [event.kind for event in events if event.field == NAME] == [acts.SAVE]


def test_what_was_meant_as_illegible_stays_so_where_somebody_was_faster(
    served: Served, browser: Browser
) -> None:
    page = at_case(served, browser)
    station, case = served.office, served.cases["case"]
    with station.store.read() as db:
        account = accounts.get(db, "pruefer")
    assert account
    desk.save(
        station.store, station.settings, case, account, station.clock(), key=TOWN, version=0,
        action=Action.CORRECT, value="Kempten",
    )  # fmt: skip
    go_to(page, TOWN)
    page.keyboard.press("F8")

    expect(page.locator("#take-yours strong")).to_have_text("(unleserlich)")
    page.locator("#take-yours").click()

    saved(page, TOWN, "unleserlich")


def test_a_box_that_is_ticked_and_not_confirmed_outlives_the_answer_to_another_act(
    served: Served, browser: Browser
) -> None:
    page = at_case(served, browser)
    for press in ("F9", "m"):
        page.keyboard.press(press)
    go_to(page, SEX)
    page.keyboard.press("1")
    page.evaluate(
        """async () => {
          const { Cards } = await import(document.querySelector("link[href$='cards.js']").href);
          window.again = Cards;
        }"""
    )
    ticked = page.locator(CURRENT).locator("input:checked").get_attribute("value")
    html = page.locator(CURRENT).evaluate("form => form.outerHTML")
    assert ticked
    page.evaluate(
        """async ([key, html]) => {
          const { href } = document.querySelector("link[href$='cards.js']");
          const { Card } = await import(href.replace("cards.js", "card.js"));
          const cards = new window.again("");
          const before = new Card(document.getElementById("card-" + key));
          cards.put(key, html.replaceAll(" checked", ""), before);
        }""",
        [SEX, html],
    )

    assert page.locator(CURRENT).locator("input:checked").get_attribute("value") == ticked
