"""S4 in a real browser: two dozen boxes with one key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import PENCIL, Served, findings_of_axe, listening
from playwright.sync_api import Browser, Page, expect
from station import office, with_copies

from pipeline.model import ItemResult
from pipeline.settings import Settings
from pipeline.store import open_store

pytestmark = pytest.mark.browser

MANY = 30


@pytest.fixture
def crowd(read_sample: Callable[[str], ItemResult], tmp_path: Path) -> Iterator[Served]:
    """Thirty cases with the same boxes in doubt."""
    settings = Settings(data=tmp_path / "data", database_url="")
    store = open_store(settings)
    cases = with_copies(store, read_sample, PENCIL, MANY, tmp_path)
    place = office(store, settings)
    with listening(place) as url:
        found = Served(place, url, {str(n): case for n, case in enumerate(cases)})
        yield found
    store.close()
    assert not found.faults


def at_tiles(crowd: Served, browser: Browser) -> Page:
    page = crowd.signed_in(browser)
    page.goto(f"{crowd.url}/sammelpruefung")
    expect(page.get_by_role("link", name="Größte Gruppe")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".tile").first).to_be_focused()
    return page


def test_a_screen_of_boxes_is_confirmed_with_one_key(crowd: Served, browser: Browser) -> None:
    page = at_tiles(crowd, browser)
    shown = page.locator(".tile").count()

    page.keyboard.press("Enter")

    expect(page.locator("[role=status]").first).to_contain_text("bestätigt")
    assert shown in (23, 24)  # one is mixed in where any is known to be otherwise


def test_what_differs_is_said_by_keys(crowd: Served, browser: Browser) -> None:
    page = at_tiles(crowd, browser)

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator(".tile").nth(1)).to_contain_text("unklar")
    page.keyboard.press("Escape")
    expect(page.locator(".tile").nth(1)).not_to_contain_text("unklar")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    left = page.locator("[role=status]", has_text="zurückgelegt")
    expect(left).to_contain_text("1 für die Prüfung im Fall")


def test_every_tile_shows_its_box_and_axe_finds_nothing(crowd: Served, browser: Browser) -> None:
    page = crowd.signed_in(browser)
    page.goto(f"{crowd.url}/sammelpruefung")
    first = findings_of_axe(page)
    page.keyboard.press("Enter")
    expect(page.locator(".tile").first).to_be_visible()
    page.wait_for_load_state("networkidle")

    assert page.locator(".tile img").evaluate_all("all => all.every(one => one.naturalWidth > 50)")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert [*first, *findings_of_axe(page)] == []


def test_no_case_is_named(crowd: Served, browser: Browser) -> None:
    page = at_tiles(crowd, browser)

    assert "UV-" not in page.locator("body").inner_text()
