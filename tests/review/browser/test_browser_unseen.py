"""Zweiterfassung and S6 in a real browser: nobody sees what others typed before they typed."""

from __future__ import annotations

import pytest
from browsing import TYPED, Finished, Served, findings_of_axe, finish
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

FIRST, SECOND, THIRD = "pruefer", "sachbearbeitung", "senior"


@pytest.fixture
def finished(served: Served) -> Finished:
    """A case that one person has finished, all of its risky fields to be typed again."""
    return finish(served, served.cases[TYPED], FIRST, second_share=1.0)


def _type_all(page: Page, finished: Finished, wrong: str) -> None:
    """Type what the sheet says in each field, but for one."""
    while page.locator("form.card").count():
        field = finished.fields[page.locator("form.card").get_attribute("data-key") or ""]
        if field.key == wrong:
            page.keyboard.type("falsch getippt")
        elif field.shown:
            page.keyboard.type(field.shown)
        with page.expect_navigation():
            if field.shown:
                page.keyboard.press("Enter")
            else:
                page.locator("button[value=empty]").click()


def test_who_worked_on_a_case_does_not_type_it_again(
    served: Served, browser: Browser, finished: Finished
) -> None:
    page = served.signed_in(browser, FIRST)
    page.goto(f"{served.url}/zweiterfassung/{finished.case}")

    expect(page.locator("[role=alert]")).to_contain_text("schon gearbeitet")


def test_a_second_person_types_unseen_and_a_third_decides(
    served: Served, browser: Browser, finished: Finished
) -> None:
    wrong = "kind.familienname"
    second = served.signed_in(browser, SECOND)
    second.goto(f"{served.url}/arbeitsvorrat")
    expect(second.get_by_role("button", name="Nächster Fall")).to_be_focused()
    second.keyboard.press("Enter")
    second.wait_for_url("**/zweiterfassung/**")
    assert "Kraus" not in second.content()
    assert findings_of_axe(second) == []
    _type_all(second, finished, wrong)
    expect(second.locator("[role=status]").first).to_contain_text("klärt jemand anderes")

    third = served.signed_in(browser, THIRD)
    third.goto(f"{served.url}/zweiterfassung/{finished.case}")
    assert "falsch" not in third.content() and "Kraus" not in third.content()
    third.keyboard.type("Kraus")
    third.keyboard.press("Enter")
    picks = third.locator(".pick strong")
    expect(picks).to_have_count(2)
    assert sorted(picks.all_inner_texts()) == ["Kraus", "falsch getippt"]
    assert findings_of_axe(third) == []
    third.keyboard.press("1" if picks.first.inner_text() == "Kraus" else "2")

    expect(third.locator("[role=status]").first).to_contain_text("Der Fall ist geprüft.")


def test_the_overview_does_not_tell_what_is_to_be_typed(
    served: Served, browser: Browser, finished: Finished
) -> None:
    page = served.signed_in(browser, SECOND)
    page.goto(f"{served.url}/faelle/{finished.case}/uebersicht")

    expect(page.locator(".notice")).to_contain_text("ein zweites Mal erfasst")
    for key in ("kind.familienname", "bankverbindung.iban"):
        assert finished.fields[key].shown not in page.content()


def test_a_dispute_is_not_for_everyone(
    served: Served, browser: Browser, finished: Finished
) -> None:
    second = served.signed_in(browser, SECOND)
    second.goto(f"{served.url}/zweiterfassung/{finished.case}")
    _type_all(second, finished, "kind.familienname")

    answer = served.office.signed_in("sachbearbeitung").get(f"/zweiterfassung/{finished.case}")

    assert answer.status_code == 403
