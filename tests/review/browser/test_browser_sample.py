"""The samples in a real browser: typed unseen, compared, judged."""

from __future__ import annotations

import pytest
from browsing import TYPED, Served, findings_of_axe, finish
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


def test_a_sample_is_typed_unseen_and_judged_where_it_differs(
    served: Served, browser: Browser
) -> None:
    fields = finish(served, served.cases[TYPED], "pruefer", audit_share=1.0).fields
    page = served.signed_in(browser, "senior")
    page.goto(f"{served.url}/stichprobe")
    assert findings_of_axe(page) == []

    judged = same = False
    while not (judged and same):
        field = fields[page.locator("form.card").get_attribute("data-key") or ""]
        if field.options or not field.shown:
            with page.expect_navigation():
                page.locator("button[value=illegible]").click()
        else:
            page.keyboard.type(field.shown if judged else "falsch")
            with page.expect_navigation():
                page.keyboard.press("Enter")
            same = judged and page.locator(".pick").count() == 0
        if page.locator(".pick").count():
            assert findings_of_axe(page) == []
            judged = True
            with page.expect_navigation():
                page.locator(".pick[value=read]").click()
            expect(page.locator("[role=status]")).to_have_text("Der gelesene Wert ist richtig.")

    expect(page.locator("[role=status]")).to_contain_text("stimmt mit dem übernommenen Wert")


def test_without_a_sample_the_screen_says_so(served: Served, browser: Browser) -> None:
    page = served.signed_in(browser, "senior")
    page.goto(f"{served.url}/stichprobe")

    expect(page.locator(".none")).to_contain_text("kein Feld")
