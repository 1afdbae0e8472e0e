"""S8 in a real browser: from the list of batches to one of them and on to the pages of an item."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from browsing import PENCIL, TYPED, Served, findings_of_axe
from playwright.sync_api import Browser, Page, expect

from pipeline.intake import UnreadableError
from pipeline.store import add_refusal

pytestmark = pytest.mark.browser


def at_batch(served: Served, browser: Browser, role: str, **options: object) -> Page:
    """The batch of the samples, to which a file was added that nobody could read."""
    place = Path(__file__).parents[3] / "sample_scans" / "samples" / "huber-anna.pdf"
    with served.office.store.write() as db:
        add_refusal(db, place, UnreadableError(place.name))
    served.office.clock.now = datetime.now(UTC)
    page = served.signed_in(browser, role, **options)
    page.goto(f"{served.url}/stapel")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Stapel vom")
    return page


def test_a_batch_accounts_for_its_pages_and_leads_to_them(served: Served, browser: Browser) -> None:
    page = at_batch(served, browser, "scan_operator")
    expect(page.locator("section", has_text="Wo jede Seite")).to_contain_text("Seiten zusammen29")
    expect(page.locator("section", has_text="Nicht angenommen")).to_contain_text("huber-anna.pdf")
    expect(page.locator("tbody")).to_contain_text(TYPED)

    page.get_by_role("link", name=served.cases[PENCIL]).click()

    expect(page.locator("#pages .turn").first).to_be_visible()


def test_who_keeps_the_machine_running_sees_no_names(served: Served, browser: Browser) -> None:
    page = at_batch(served, browser, "systemadmin")
    body = page.locator("body").inner_text()

    assert served.cases[TYPED] in body
    assert "huber" not in body
    assert TYPED not in body
    assert "samples" not in body
    assert page.locator("tbody a").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark", "forced"])
def test_axe_finds_nothing_about_batches(served: Served, browser: Browser, scheme: str) -> None:
    colours = {"forced_colors": "active"} if scheme == "forced" else {"color_scheme": scheme}
    page = at_batch(served, browser, "scan_operator", **colours)
    found = findings_of_axe(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"{served.url}/stapel")

    assert found + findings_of_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
