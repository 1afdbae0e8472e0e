"""The review station behind a real server, and windows of a real browser in front of it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect
from station import Office

from pipeline.review import desk
from pipeline.review.records import Saved, SheetField
from pipeline.review.states import AcceptReason, Action
from pipeline.store import accounts

PENCIL, TYPED = "05-bleistift-ohne-unterschrift", "07-schreibmaschine"
AXE = Path(__file__).parents[1] / "review" / "vendor" / "axe-4.14.1.min.js"
CURRENT = "#cards > form:not([hidden])"
"""The card that somebody sees."""

SMALLEST = {"width": 1366, "height": 768}
expect.set_options(timeout=30_000)
"""Milliseconds: the station tries again after ten seconds, and other tests use the cores."""


@dataclass
class Served:
    """The station under an address, and the cases in it."""

    office: Office
    url: str
    cases: dict[str, str]
    faults: list[str] = field(default_factory=list)

    def signed_in(self, browser: Browser, role: str = "pruefer", **options: object) -> Page:
        """A window of somebody of this role; whatever goes wrong in it is noted."""
        context: BrowserContext = browser.new_context(
            **{"viewport": SMALLEST, "locale": "de-DE", **options}  # type: ignore[arg-type]  # as the browser takes them
        )
        token = self.office.signed_in(role).cookies["eingang_sitzung"]
        context.add_cookies([{"name": "eingang_sitzung", "value": token, "url": self.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note)
        return page

    def sign_everyone_out(self) -> None:
        with self.office.store.write() as db:
            for account in accounts.every(db):
                accounts.lock(db, account.name)
                accounts.unlock(db, account.name)

    def _note(self, message: object) -> None:
        text = getattr(message, "text", "")
        if getattr(message, "type", "") == "error" and "Failed to load resource" not in text:
            self.faults.append(text)


@contextmanager
def listening(place: Office, port: int = 0) -> Iterator[str]:
    """Serve until the end of the block."""
    server = uvicorn.Server(
        uvicorn.Config(place.app, log_level="error", lifespan="on", timeout_graceful_shutdown=1)
    )
    taken = socket.create_server(("127.0.0.1", port))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        with suppress(OSError):
            taken.close()


def findings_of_axe(page: Page, within: str = "html") -> list[str]:
    """What axe has to say about what is on the screen, or a part of it."""
    page.evaluate(AXE.read_text("utf-8"))
    result = page.evaluate(
        "within => axe.run(within, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
        " 'wcag22aa', 'best-practice']})",
        within,
    )
    return [
        f"{found['id']}: {node['html'][:160]}"
        for found in result["violations"]
        for node in found["nodes"]
    ]


def at_case(served: Served, browser: Browser, sample: str = TYPED, **options: object) -> Page:
    page = served.signed_in(browser, **options)
    page.goto(f"{served.url}/faelle/{served.cases[sample]}")
    expect(page.locator(CURRENT)).to_be_visible()
    return page


def current(page: Page) -> str:
    return page.locator(CURRENT).get_attribute("data-key") or ""


def go_to(page: Page, key: str) -> None:
    page.locator(f"[id='row-{key}'] button").click()
    expect(page.locator(f"[id='card-{key}']")).to_be_visible()


def saved(page: Page, key: str, word: str) -> None:
    row = page.locator(f"[id='row-{key}']")
    expect(row).to_contain_text(word)
    expect(row).not_to_have_class("row pending")


def open_fields(page: Page) -> int:
    return int(page.locator("#open-count").inner_text())


class Finished(NamedTuple):
    """A case, and what its sheet showed to the first person."""

    case: str
    fields: dict[str, SheetField]


def finish(served: Served, case: str, name: str, **settings: float) -> Finished:
    """Let somebody decide every field of a case as it was read, and finish it."""
    station = served.office.app.state.station
    station.settings = station.settings.model_copy(update=settings)
    now = served.office.clock()
    with served.office.store.read() as db:
        account = accounts.get(db, name)
    assert account
    given = (served.office.store, station.settings, case, account, now)
    sheet = desk.open_case(*given).sheet
    while sheet.open_fields:
        field = sheet.open_fields[0]
        act = Action.CONFIRM if field.value else Action.EMPTY
        reason = None
        if field.reading not in ("auto_ok", "open_doubt"):
            act, reason = Action.AS_WRITTEN, AcceptReason.STANDS_SO
        saved = desk.save(*given, key=field.key, action=act, version=field.version, reason=reason)
        assert isinstance(saved, Saved)
        sheet = saved.sheet
    assert desk.finish(*given).done
    return Finished(case, {field.key: field for field in sheet.fields})
