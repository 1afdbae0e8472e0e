"""S5 in a real browser: pages named, papers joined and split, all of it by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import CURRENT, TYPED, Served, findings_of_axe, listening
from muddled import BACK, BIRTH, LOST, muddled
from playwright.sync_api import Browser, Page, expect
from station import office, with_samples

from pipeline.model import ItemResult
from pipeline.settings import Settings
from pipeline.store import open_store

pytestmark = pytest.mark.browser

DIALOGS = ("kind", "belongs", "double", "leaflet", "surely", "rescan", "help", "sign-in", "idle")


@pytest.fixture
def desk(read_sample: Callable[[str], ItemResult], tmp_path: Path) -> Iterator[Served]:
    """The station over one case that was badly scanned."""
    settings = Settings(data=tmp_path / "data", database_url="")
    store = open_store(settings)
    cases = with_samples(store, lambda name: muddled(read_sample(name)), (TYPED,))
    place = office(store, settings)
    with listening(place) as url:
        found = Served(place, url, dict(zip((TYPED,), cases, strict=True)))
        yield found
    store.close()
    assert not found.faults


def at_pages(desk: Served, browser: Browser, role: str = "pruefer", **options: object) -> Page:
    page = desk.signed_in(browser, role, **options)
    page.goto(f"{desk.url}/faelle/{desk.cases[TYPED]}/seiten")
    expect(turn(page, LOST)).to_have_attribute("aria-current", "true")
    return page


def turn(page: Page, number: int):  # type: ignore[no-untyped-def]  # a locator
    return page.locator(f"#pages .turn[data-number='{number}']")


def test_a_problem_of_the_case_leads_to_its_pages_by_key_and_back(
    desk: Served, browser: Browser
) -> None:
    page = desk.signed_in(browser)
    page.goto(f"{desk.url}/faelle/{desk.cases[TYPED]}")
    expect(page.locator(CURRENT)).to_be_visible()
    expect(page.locator("#problem-count")).to_have_text("3")

    page.keyboard.press("F9")
    page.keyboard.press("s")
    expect(turn(page, LOST)).to_be_focused()
    page.keyboard.press("3")
    expect(page.locator("#status")).to_have_text("Seite 3: Antrag Seite 3. 2 Seiten offen.")
    page.keyboard.press("Escape")

    expect(page.locator(CURRENT)).to_be_visible()
    expect(page.locator("#problem-count")).to_have_text("2")
    expect(page.locator("#finish-button")).to_be_enabled()  # the case stayed with this person
    row = page.locator("[id='row-betreuender_elternteil.familienname']")
    expect(row).to_contain_text("Lesung unsicher")
    row.locator("button").click()
    expect(page.locator(CURRENT)).to_contain_text("bitte von der Seite erfassen")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Hier ist nichts eingetragen")
    page.keyboard.type("Gerlitz")
    page.keyboard.press("Enter")
    expect(row).to_contain_text("geändert")


def test_a_whole_case_is_put_in_order_with_one_key_for_each_page(
    desk: Served, browser: Browser
) -> None:
    page = at_pages(desk, browser)

    page.keyboard.press("3")
    expect(turn(page, BIRTH)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.type("Geburtsu")
    expect(page.get_by_role("checkbox", name="Kind", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    expect(turn(page, BACK)).to_be_focused()
    page.keyboard.press("v")

    expect(page.locator("#open-count")).to_have_text("0")
    expect(turn(page, BIRTH)).to_contain_text("Geburtsurkunde")
    expect(turn(page, BACK)).to_contain_text("Nachweis 4, Blatt 2 von 2")
    expect(page.locator("#problem-fold")).to_be_hidden()


def test_acts_are_taken_back_and_done_again(desk: Served, browser: Browser) -> None:
    page = at_pages(desk, browser)
    page.keyboard.press("l")
    expect(turn(page, LOST)).to_contain_text("leer")

    page.keyboard.press("Control+z")
    expect(turn(page, LOST)).to_contain_text("unlesbar")
    expect(page.locator("#undo-button")).to_be_disabled()
    page.keyboard.press("Control+y")
    expect(turn(page, LOST)).to_contain_text("leer")


def test_what_was_read_on_a_page_is_put_aside_only_after_a_question(
    desk: Served, browser: Browser
) -> None:
    page = at_pages(desk, browser)
    page.keyboard.press("Home")
    asks = page.locator("#surely")

    page.keyboard.press("l")
    expect(asks).to_contain_text("Antrag Seite 1. Auf ihr wurden")
    page.keyboard.press("Enter")
    expect(asks).to_be_hidden()
    expect(turn(page, 1)).to_be_focused()
    expect(turn(page, 1)).to_contain_text("Antrag Seite 1")
    expect(page.locator("#undo-button")).to_be_disabled()

    page.keyboard.press("n")
    expect(asks.get_by_role("button", name="Ja, Trennblatt")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect(asks.get_by_role("button", name="Ja, Antrag Seite 2")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(turn(page, 1)).to_contain_text("von Hand benannt")
    page.keyboard.press("Home")
    page.keyboard.press("n")
    page.keyboard.press("j")
    expect(turn(page, 1)).to_contain_text("Trennblatt")
    page.keyboard.press("Control+z")
    expect(turn(page, 1)).to_contain_text("Antrag Seite 1")


def test_a_page_on_which_nothing_was_read_is_named_without_a_question(
    desk: Served, browser: Browser
) -> None:
    page = at_pages(desk, browser)

    page.keyboard.press("f")

    expect(turn(page, LOST)).to_contain_text("fremd")
    expect(page.locator("#surely")).to_be_hidden()


def test_a_paper_is_split_and_pages_join_one_that_is_named(desk: Served, browser: Browser) -> None:
    page = at_pages(desk, browser)
    page.keyboard.press("End")
    expect(turn(page, 16)).to_be_focused()

    page.keyboard.press("t")
    expect(turn(page, 16)).to_contain_text("Dokumentart unbekannt")
    expect(turn(page, 15)).to_contain_text("Dokumentart unsicher")
    page.keyboard.press("b")
    page.get_by_label("Nachweis", exact=True).select_option(
        label="Nachweis 1: Seite 9, nicht erkannt"
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(turn(page, 16)).to_contain_text("Nachweis 1, Blatt 2 von 2")


def test_a_page_is_named_double_and_one_that_is_right_is_confirmed(
    desk: Served, browser: Browser
) -> None:
    page = at_pages(desk, browser)
    page.keyboard.press("d")
    expect(page.locator("#double-of")).to_be_focused()
    page.locator("#double-of").select_option("2")
    page.locator("#double button.main").click()
    expect(turn(page, LOST)).to_contain_text("doppelt zu Seite 2")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")

    expect(turn(page, 1)).to_contain_text("von Hand benannt")
    page.keyboard.press("Enter")  # nobody knows yet what the paper on page 9 is
    expect(page.locator("#alarm")).to_contain_text("erst sagen, was es ist")


def test_a_page_is_turned_and_shown_so(desk: Served, browser: Browser) -> None:
    page = at_pages(desk, browser)
    upright = turn(page, LOST).locator("img")
    expect(upright).to_have_js_property("complete", True)
    before = upright.evaluate("one => one.naturalHeight / one.naturalWidth")

    page.keyboard.press("g")
    expect(turn(page, LOST)).to_have_attribute("data-turned", "90")
    page.wait_for_load_state("networkidle")

    after = turn(page, LOST).locator("img").evaluate("one => one.naturalHeight / one.naturalWidth")
    assert before == pytest.approx(1 / after, rel=0.02)
    assert page.locator("#scan-image").get_attribute("href") == (
        f"/faelle/{desk.cases[TYPED]}/seiten/{LOST}.jpg?lage=90"
    )


def test_letters_say_nothing_outside_of_the_list_and_its_keys(
    desk: Served, browser: Browser
) -> None:
    page = at_pages(desk, browser)
    page.locator("#help-button").focus()
    page.keyboard.press("l")
    page.wait_for_timeout(200)

    expect(turn(page, LOST)).to_contain_text("unlesbar")


def test_who_scans_may_order_pages_and_ask_for_a_rescan(desk: Served, browser: Browser) -> None:
    page = at_pages(desk, browser, "scan_operator")
    page.keyboard.press("m")
    expect(page.locator("#leaflet-which")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(turn(page, LOST)).to_contain_text("von Hand benannt")
    page.keyboard.press("r")
    page.get_by_label("Grund").select_option("unscharf")
    with page.expect_navigation():
        page.locator("#rescan button.main").click()

    expect(page.locator("h1")).to_contain_text("Arbeitsvorrat")


@pytest.mark.parametrize("scheme", ["light", "dark", "forced"])
def test_axe_finds_nothing_among_the_pages(desk: Served, browser: Browser, scheme: str) -> None:
    colours = {"forced_colors": "active"} if scheme == "forced" else {"color_scheme": scheme}
    page = at_pages(desk, browser, **colours)

    assert findings_of_axe(page) == []


def test_axe_finds_nothing_in_what_opens_above_the_pages(desk: Served, browser: Browser) -> None:
    page = at_pages(desk, browser)
    found = []
    for id_ in DIALOGS:
        page.evaluate("id => document.getElementById(id).showModal()", id_)
        found += findings_of_axe(page, f"#{id_}")
        page.evaluate("id => document.getElementById(id).close()", id_)

    assert found == []


def test_everything_that_can_be_said_is_seen_at_the_smallest_size(
    desk: Served, browser: Browser
) -> None:
    page = at_pages(desk, browser)
    for button in page.locator("#acts button").all():
        box = button.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 1366, button.inner_text()
        assert box["y"] + box["height"] <= 724, button.inner_text()
    page.set_viewport_size({"width": 320, "height": 640})

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_who_may_not_change_the_case_sees_its_pages(desk: Served, browser: Browser) -> None:
    at_pages(desk, browser)
    page = at_pages(desk, browser, "senior")

    expect(page.locator("[role=status]").first).to_contain_text("bei pruefer")
    expect(page.locator("#acts button").first).to_be_disabled()
    page.keyboard.press("l")
    page.keyboard.press("ArrowDown")
    expect(turn(page, LOST + 1)).to_be_focused()
    expect(turn(page, LOST)).to_contain_text("unlesbar")
    assert findings_of_axe(page) == []
