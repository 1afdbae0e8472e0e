"""S3 in a real browser: one question after the other out of many cases, by keys alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import CURRENT, PENCIL, Served, findings_of_axe, listening
from playwright.sync_api import Browser, Page, expect
from station import office, with_copies

from pipeline.model import ItemResult
from pipeline.review import desk
from pipeline.settings import Settings
from pipeline.store import accounts, open_store

pytestmark = pytest.mark.browser

MANY = 6


@pytest.fixture
def crowd(read_sample: Callable[[str], ItemResult], tmp_path: Path) -> Iterator[Served]:
    """Some cases with the same questions in doubt."""
    settings = Settings(data=tmp_path / "data", database_url="")
    store = open_store(settings)
    cases = with_copies(store, read_sample, PENCIL, MANY, tmp_path)
    place = office(store, settings)
    with listening(place) as url:
        found = Served(place, url, {str(n): case for n, case in enumerate(cases)})
        yield found
    store.close()
    assert not found.faults


def at_cards(crowd: Served, browser: Browser, pattern: str = "name", **options: object) -> Page:
    page = crowd.signed_in(browser, **options)
    page.goto(f"{crowd.url}/schnellpruefung/{pattern}")
    expect(page.locator(CURRENT)).to_be_visible()
    return page


def counted(page: Page, number: int) -> None:
    expect(page.locator("#done-count")).to_have_text(str(number))


def place(page: Page) -> tuple[str, str]:
    card = page.locator(CURRENT)
    return card.get_attribute("data-case") or "", card.get_attribute("data-key") or ""


def test_one_key_for_each_right_reading_and_the_same_question_comes_from_many_cases(
    crowd: Served, browser: Browser
) -> None:
    page = crowd.signed_in(browser)
    page.goto(f"{crowd.url}/schnellpruefung")
    page.get_by_role("link", name="Name", exact=True).click()
    expect(page.locator(CURRENT)).to_be_visible()
    seen = []
    for _ in range(MANY):
        seen.append(place(page))
        page.keyboard.press("Enter")
    counted(page, MANY)

    assert len({case for case, _ in seen}) == MANY
    assert len({key for _, key in seen}) == 1


def test_what_is_typed_is_kept_in_the_case_and_taken_back_over_cases(
    crowd: Served, browser: Browser
) -> None:
    page = at_cards(crowd, browser)
    case, key = place(page)
    page.keyboard.press("Control+a")
    page.keyboard.type("Trapp")
    page.keyboard.press("Enter")
    counted(page, 1)
    assert value_of(crowd, case, key) == "Trapp"

    page.keyboard.press("Control+z")
    expect(page.locator("#status")).to_contain_text("zurückgenommen")
    assert place(page) == (case, key)
    counted(page, 0)
    assert value_of(crowd, case, key) != "Trapp"
    page.keyboard.press("Control+y")
    expect(page.locator("#status")).to_contain_text("wiederhergestellt")
    assert value_of(crowd, case, key) == "Trapp"


def value_of(crowd: Served, case: str, key: str) -> str:
    station = crowd.office.app.state.station
    with crowd.office.store.read() as db:
        account = accounts.get(db, "senior")
    assert account
    found = desk.look(crowd.office.store, station.settings, case, account, crowd.office.clock())
    return found.sheet.field(key).value


def test_going_back_changes_nothing_and_a_decided_card_can_be_mended(
    crowd: Served, browser: Browser
) -> None:
    page = at_cards(crowd, browser)
    first = place(page)
    page.keyboard.press("Enter")
    counted(page, 1)
    page.keyboard.press("Shift+Enter")
    assert place(page) == first
    expect(page.locator(CURRENT)).to_have_attribute("data-decided", "")

    page.keyboard.press("Control+a")
    page.keyboard.type("Anders")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("geändert")
    counted(page, 1)
    assert value_of(crowd, *first) == "Anders"


def test_boxes_answer_to_letters_and_an_illegible_one_to_a_key(
    crowd: Served, browser: Browser
) -> None:
    page = at_cards(crowd, browser, "kaestchen")
    page.keyboard.press("j")
    expect(page.locator(CURRENT).locator("input:checked")).to_have_value("ja")
    page.keyboard.press("Escape")
    expect(page.locator(CURRENT).locator("input:checked")).not_to_have_value("ja")
    page.keyboard.press("F8")

    expect(page.locator("#status")).to_contain_text("unleserlich")


def test_the_surroundings_are_one_key_away(crowd: Served, browser: Browser) -> None:
    page = at_cards(crowd, browser)
    around = page.locator(CURRENT).locator(".around")
    expect(around).to_be_hidden()
    page.keyboard.press("F2")
    expect(around).to_be_visible()
    expect(page.locator("#view-name")).to_have_text("Umgebung")
    page.wait_for_load_state("networkidle")
    assert around.evaluate("one => one.naturalWidth") > 500
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_a_case_that_somebody_opened_meanwhile_is_left_to_them(
    crowd: Served, browser: Browser
) -> None:
    page = at_cards(crowd, browser)
    case, key = place(page)
    other = crowd.signed_in(browser, "senior")
    other.goto(f"{crowd.url}/faelle/{case}")
    expect(other.locator("#finish-button")).to_be_enabled()

    page.keyboard.press("Enter")

    expect(page.locator("#alarm")).to_contain_text("bei jemand anderem")
    counted(page, 0)
    assert page.locator(f"#cards form[data-case='{case}'][data-key='{key}']").count() == 0


def test_the_end_says_so_and_what_one_did(crowd: Served, browser: Browser) -> None:
    page = at_cards(crowd, browser)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")

    expect(page.locator("[role=status]")).to_contain_text("Sie haben 1 Angabe geprüft")


def test_no_case_is_named(crowd: Served, browser: Browser) -> None:
    page = at_cards(crowd, browser)

    assert not re.search(r"UV-\w{4}", page.locator("body").inner_text())


@pytest.mark.parametrize("scheme", ["light", "dark", "forced"])
def test_axe_finds_nothing_in_a_quick_look(crowd: Served, browser: Browser, scheme: str) -> None:
    colours = {"forced_colors": "active"} if scheme == "forced" else {"color_scheme": scheme}
    page = at_cards(crowd, browser, **colours)
    found = findings_of_axe(page)
    for id_ in ("menu", "help", "conflict"):
        page.evaluate("id => document.getElementById(id).showModal()", id_)
        found += findings_of_axe(page, f"#{id_}")
        page.evaluate("id => document.getElementById(id).close()", id_)
    page.goto(f"{crowd.url}/schnellpruefung")
    found += findings_of_axe(page)
    page.set_viewport_size({"width": 320, "height": 640})

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_at_the_smallest_size_nothing_needs_scrolling(crowd: Served, browser: Browser) -> None:
    for pattern in ("date", "kaestchen", "text"):
        page = at_cards(crowd, browser, pattern)
        page.wait_for_load_state("networkidle")
        crop = page.locator(CURRENT).locator(".crop")
        assert crop.evaluate("one => one.naturalWidth") > 50
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), pattern
