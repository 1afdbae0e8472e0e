"""The server dies in mid-field: what was confirmed is saved when it is back."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from browsing import CURRENT, SMALLEST, TYPED, go_to, saved
from playwright.sync_api import Browser, expect

from pipeline.settings import Settings
from pipeline.store import accounts, open_store, sessions

pytestmark = pytest.mark.browser

LONG = timedelta(hours=1)


def _started(folder: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipeline.cli", "--data", str(folder), "review", "--port"]
    program = subprocess.Popen([*command, str(port)], stdout=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(URLError, ConnectionError), urlopen(f"http://127.0.0.1:{port}/anmelden"):
            return program
        time.sleep(0.1)
    raise AssertionError("the station does not start")


def _token(folder: Path) -> str:
    store = open_store(Settings(data=folder, database_url=""))
    with store.write() as db:
        account = accounts.get(db, "pruefer")
        assert account
        token = sessions.start(db, account, datetime.now(UTC), idle=LONG, longest=LONG)
    store.close()
    return token


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def test_what_was_confirmed_while_the_server_was_dead_is_saved_when_it_is_back(
    prepared: tuple[Path, dict[str, str]], tmp_path: Path, browser: Browser
) -> None:
    folder, port = tmp_path / "data", _free_port()
    shutil.copytree(prepared[0], folder)
    program = _started(folder, port)
    try:
        url = f"http://127.0.0.1:{port}"
        page = browser.new_context(viewport=SMALLEST).new_page()  # type: ignore[arg-type]  # as it takes them
        page.context.add_cookies([{"name": "eingang_sitzung", "value": _token(folder), "url": url}])
        page.goto(f"{url}/faelle/{prepared[1][TYPED]}")
        go_to(page, "erklaerung.ort")

        program.send_signal(signal.SIGKILL)
        program.wait()
        page.keyboard.type("D")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator("#alarm")).to_contain_text("Keine Verbindung. 2 Eingaben")
        assert page.locator(CURRENT).count() == 1
        program = _started(folder, port)

        saved(page, "erklaerung.ort", "geändert")
        expect(page.locator(".row.pending")).to_have_count(0)
        expect(page.locator("#alarm")).to_have_text("")
        page.reload()
        expect(page.locator("#open-count")).not_to_have_text("")
        expect(page.locator("[id='row-erklaerung.ort']")).to_contain_text("geändert")
    finally:
        program.kill()
        program.wait()
