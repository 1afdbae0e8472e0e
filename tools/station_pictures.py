"""Draws docs/pictures/station-*.png: the screens of the review station over shipped samples.

Needs Chromium (`tools/setup test`) and half a minute: `.venv/bin/python tools/station_pictures.py`.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests" / "fakes"))  # the station with an account for every role

from browsing import PENCIL, TYPED, Served, go_to, listening  # noqa: E402 - found there
from muddled import muddled  # noqa: E402 - found there
from station import office, with_copies, with_samples  # noqa: E402 - found there

from pipeline.batches import mail_items  # noqa: E402 - after the path is set
from pipeline.process import process_item  # noqa: E402
from pipeline.settings import Settings  # noqa: E402
from pipeline.store import open_store  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
SAMPLES = ROOT / "sample_scans" / "samples"
MUDDLED = "muddled"
"""The typed sample as it would come out of a bad scan."""

COPIES = 22
"""Cases that look alike, so that there is something to look at together."""

NOT_COUNTED = re.compile(r"…|ca\.")
"""What stands in the list until a case is counted beside."""

COLOURS = 200
"""Enough for a screen with a grey scan in it; the pictures stay far below a megabyte."""


def _sign_in(served: Served, browser: Browser) -> Page:
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="de-DE")
    page.goto(f"{served.url}/anmelden")
    return page


def _list(served: Served, browser: Browser) -> Page:
    page = served.signed_in(browser)
    page.goto(f"{served.url}/arbeitsvorrat?stand=alle")
    while page.locator("tbody td.number", has_text=NOT_COUNTED).count():
        page.wait_for_timeout(1000)
        page.reload()
    return page


def _case(served: Served, browser: Browser) -> Page:
    page = served.signed_in(browser)
    page.goto(f"{served.url}/faelle/{served.cases[TYPED]}")
    go_to(page, "unterhalt.unregelmaessig.1.betrag")
    page.keyboard.press("ArrowDown")
    return page


def _rule(served: Served, browser: Browser) -> Page:
    page = served.signed_in(browser, "senior", color_scheme="dark")
    page.goto(f"{served.url}/faelle/{served.cases[PENCIL]}")
    go_to(page, "kind.geburtsort")
    return page


def _overview(served: Served, browser: Browser) -> Page:
    page = served.signed_in(browser, "sachbearbeitung")
    page.goto(f"{served.url}/faelle/{served.cases[PENCIL]}/uebersicht")
    return page


def _together(served: Served, browser: Browser) -> Page:
    page = served.signed_in(browser)
    page.goto(f"{served.url}/sammelpruefung")
    page.locator("tbody a", has_text="anderen Elternteil betreut").click()
    expect(page.locator(".tile").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    return page


def _quick(served: Served, browser: Browser) -> Page:
    page = served.signed_in(browser)
    page.goto(f"{served.url}/schnellpruefung/date")
    expect(page.locator("#cards > form:not([hidden])")).to_be_visible()
    return page


def _pages(served: Served, browser: Browser) -> Page:
    page = served.signed_in(browser)
    page.goto(f"{served.url}/faelle/{served.cases[MUDDLED]}/seiten")
    page.locator("#pages .turn[data-number='9']").click()
    return page


def _batch(served: Served, browser: Browser) -> Page:
    page = served.signed_in(browser, "scan_operator")
    page.goto(f"{served.url}/stapel")
    page.locator("tbody a", has_text="samples").click()
    return page


def _figures(served: Served, browser: Browser) -> Page:
    page = served.signed_in(browser, "leitung")
    page.goto(f"{served.url}/kennzahlen")
    return page


SCREENS: dict[str, Callable[[Served, Browser], Page]] = {
    "anmelden": _sign_in,
    "arbeitsvorrat": _list,
    "fall": _case,
    "fall-dunkel": _rule,
    "uebersicht": _overview,
    "sammelpruefung": _together,
    "schnellpruefung": _quick,
    "seiten": _pages,
    "stapel": _batch,
    "kennzahlen": _figures,
}


def main() -> None:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        sync_playwright() as playwright,
    ):
        settings = Settings(data=Path(folder) / "data", database_url="")
        store = open_store(settings)
        names = (PENCIL, TYPED)
        read = {name: _read(name) for name in names}
        cases = with_samples(store, read.__getitem__, names)
        with_copies(store, read.__getitem__, PENCIL, COPIES, Path(folder))
        (bad,) = with_copies(store, lambda name: muddled(read[name]), TYPED, 1, _inner(folder))
        place = office(store, settings)
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        with listening(place) as url:
            served = Served(place, url, {**dict(zip(names, cases, strict=True)), MUDDLED: bad})
            for name, screen in SCREENS.items():
                _keep(screen(served, browser), name)
        browser.close()
        store.close()


def _inner(folder: str) -> Path:
    """A folder of its own, so that no file takes the name of another one."""
    inner = Path(folder) / "nachmittag"
    inner.mkdir()
    return inner


def _read(name: str):  # type: ignore[no-untyped-def]  # what the readers make of a sample
    (item,) = mail_items([SAMPLES / name])
    return process_item(item.files)


def _keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(COLOURS).save(PICTURES / f"station-{name}.png", optimize=True)
    page.context.close()


if __name__ == "__main__":
    main()
