"""Every screen in a real browser: nothing for axe to find, and room on a small screen."""

from __future__ import annotations

import hashlib

import pytest
from browsing import CURRENT, PENCIL, TYPED, Served, at_case, findings_of_axe, go_to
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

DIALOGS = ("menu", "accept", "note", "pass", "postpone", "rescan", "conflict", "sign-in", "idle",
           "help")  # fmt: skip
OUTSIDE = """within => [...document.querySelectorAll(`${within} *`)].filter(one => {
    const box = one.getBoundingClientRect(), around = one.closest(within).getBoundingClientRect();
    return box.width > 1 && (box.right > around.right + 1 || box.left < around.left - 1);
}).map(one => one.outerHTML.slice(0, 120))"""
"""What sticks out of its card."""

SCHEMES = ("light", "dark")
ROUND = 6
"""Pixels of a rounded corner, through which the ground is seen."""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_where_one_signs_in(
    served: Served, browser: Browser, scheme: str
) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
    page.goto(f"{served.url}/anmelden")
    first = findings_of_axe(page)
    page.fill("#name", "niemand")
    page.fill("#kennwort", "falsch")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_be_visible()

    assert [*first, *findings_of_axe(page)] == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", ["/arbeitsvorrat?stand=alle", "/arbeitsvorrat?fall=gibtesnicht"])
def test_axe_finds_nothing_in_the_list(
    served: Served, browser: Browser, path: str, scheme: str
) -> None:
    page = served.signed_in(browser, color_scheme=scheme)
    page.goto(served.url + path)

    assert findings_of_axe(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_the_overview(served: Served, browser: Browser, scheme: str) -> None:
    page = served.signed_in(browser, "sachbearbeitung", color_scheme=scheme)
    page.goto(f"{served.url}/faelle/{served.cases[PENCIL]}/uebersicht")
    for summary in page.locator("summary").all():
        summary.click()

    assert findings_of_axe(page) == []


@pytest.mark.parametrize(("role", "path"), [("leitung", "kennzahlen"), ("senior", "meine-zahlen")])
def test_axe_finds_nothing_in_the_figures(
    served: Served, browser: Browser, role: str, path: str
) -> None:
    page = at_case(served, browser)
    for _ in range(3):
        page.keyboard.press("Enter")
    expect(page.locator(".row.pending")).to_have_count(0)
    page = served.signed_in(browser, role)
    page.goto(f"{served.url}/{path}")

    assert findings_of_axe(page) == []


def test_the_overview_leads_to_the_field_that_it_names(served: Served, browser: Browser) -> None:
    page = served.signed_in(browser, "sachbearbeitung")
    page.goto(f"{served.url}/faelle/{served.cases[PENCIL]}/uebersicht")

    page.get_by_role("link", name="S. 5 des Formulars: IBAN").click()

    expect(page.locator("[id='card-bankverbindung.iban']")).to_be_visible()


def test_at_the_smallest_size_nothing_sticks_out_of_the_overview(
    served: Served, browser: Browser
) -> None:
    page = served.signed_in(browser, "sachbearbeitung")
    page.goto(f"{served.url}/faelle/{served.cases[TYPED]}/uebersicht")
    page.locator(".papers li > span:nth-child(2)").first.evaluate(
        "one => one.textContent = 'Bewilligungs-/Einstellungs-/Ablehnungsbescheid' + 'x'.repeat(60)"
    )

    assert page.evaluate(OUTSIDE, ".panel") == []


def test_at_the_smallest_size_the_list_shows_the_way_to_the_overview(
    served: Served, browser: Browser
) -> None:
    at_case(served, browser, role="senior")
    page = served.signed_in(browser, "sachbearbeitung")
    page.goto(f"{served.url}/arbeitsvorrat?stand=alle")
    expect(page.locator("tbody .lock")).to_have_count(1)

    assert page.evaluate(OUTSIDE, ".scroll") == []
    expect(page.get_by_role("link", name="Übersicht zu").first).to_be_in_viewport(ratio=1)


def test_axe_finds_nothing_where_something_is_refused(served: Served, browser: Browser) -> None:
    page = served.signed_in(browser, "leitung")
    page.goto(f"{served.url}/faelle/{served.cases[TYPED]}")
    expect(page.locator("[role=alert]")).to_contain_text("Rolle")

    assert findings_of_axe(page) == []


@pytest.mark.parametrize("scheme", [*SCHEMES, "forced"])
def test_axe_finds_nothing_in_a_case(served: Served, browser: Browser, scheme: str) -> None:
    colours = {"forced_colors": "active"} if scheme == "forced" else {"color_scheme": scheme}
    page = at_case(served, browser, PENCIL, **colours)
    found = []
    for key in ("erklaerung.ort", "antrag.eingangsstempel", "kind.geburtsort"):
        go_to(page, key)
        found += findings_of_axe(page, "#cards")
    page.click("#all-button")
    page.locator("#rule-fold summary").click()

    assert found + findings_of_axe(page) == []


@pytest.mark.parametrize("id_", DIALOGS)
def test_axe_finds_nothing_in_what_opens_above(served: Served, browser: Browser, id_: str) -> None:
    page = at_case(served, browser)
    page.evaluate("id => document.getElementById(id).showModal()", id_)

    assert findings_of_axe(page, f"#{id_}") == []


def test_axe_finds_nothing_in_a_case_that_one_only_reads(served: Served, browser: Browser) -> None:
    page = at_case(served, browser, role="revision")

    assert page.locator("#finish-button").is_disabled()
    assert findings_of_axe(page) == []


def test_at_the_smallest_size_no_field_needs_scrolling(served: Served, browser: Browser) -> None:
    page = at_case(served, browser, PENCIL)
    keys = page.locator(".row[data-open]").evaluate_all("all => all.map(one => one.dataset.key)")

    for key in keys:
        go_to(page, key)
        for part in (".crop", "fieldset, input.value", "[data-act=confirm]"):
            assert _is_seen(page, page.locator(CURRENT).locator(part).first), (key, part)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_on_a_narrow_screen_only_the_picture_is_wider(served: Served, browser: Browser) -> None:
    page = at_case(served, browser, viewport={"width": 320, "height": 640})

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"{served.url}/arbeitsvorrat")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_scan_is_the_same_in_dark_and_in_light(served: Served, browser: Browser) -> None:
    seen = set()
    for scheme in SCHEMES:
        page = at_case(served, browser, color_scheme=scheme)
        go_to(page, "erklaerung.ort")
        page.wait_for_load_state("networkidle")
        for part in ("#scan", f"{CURRENT} .crop"):
            box = page.locator(part).bounding_box()
            assert box
            inside = {
                "x": box["x"] + ROUND, "y": box["y"] + ROUND,
                "width": box["width"] - 2 * ROUND, "height": box["height"] - 2 * ROUND,
            }  # fmt: skip
            picture = page.screenshot(clip=inside, animations="disabled")  # type: ignore[arg-type]  # a box as it takes them
            seen.add((part, hashlib.sha256(picture).hexdigest()))
        page.goto(f"{served.url}/arbeitsvorrat")

    assert len(seen) == 2


def test_a_field_is_named_and_its_crop_described(served: Served, browser: Browser) -> None:
    page = at_case(served, browser)
    go_to(page, "erklaerung.ort")

    card = page.locator(CURRENT)
    expect(card.get_by_role("img", name="Ausschnitt: Ort, Seite 8")).to_be_visible()
    expect(card.get_by_role("combobox", name="Ort")).to_be_focused()
    expect(card.get_by_role("combobox")).to_have_accessible_description(
        "Lesung unsicher 4 Zeichen 4 Kandidaten ↓"
    )


def _is_seen(page: Page, part: object) -> bool:
    """Whether the whole of it is on the screen, and not cut off by what scrolls around it."""
    script = """one => {
        const box = one.getBoundingClientRect();
        const around = document.getElementById('cards').getBoundingClientRect();
        return box.height > 0 && box.top >= around.top - 1 && box.bottom <= around.bottom + 1
            && box.bottom <= innerHeight && box.right <= innerWidth;
    }"""
    return bool(part.evaluate(script))  # type: ignore[attr-defined]  # a locator
