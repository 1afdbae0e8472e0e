"""``make bench-station``, its first part: fifty generated cases in a real browser, by keys alone.

Somebody who reads the paper perfectly decides every field with the fewest keys that the station
offers. Counted are the keys of each field; the mouse is taken away and nothing is scrolled.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.batches import mail_items
from pipeline.intake import take_in
from pipeline.settings import Settings
from pipeline.store import Store, add_result, open_store
from tests.bench.station.cases import Made, made, shown_of

from browsing import CURRENT, Served, listening  # isort: skip
from station import office  # isort: skip

BLANK = Path(__file__).parents[3] / "sample_scans" / "blank" / "uvg_antrag_by.pdf"

WATCH = """() => {
  window.watched = { mouse: 0, scrolled: 0, painted: [] };
  for (const kind of ["mousedown", "wheel", "touchstart"])
    addEventListener(kind, () => (window.watched.mouse += 1), { capture: true });
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const before = document.querySelector("#cards > form:not([hidden])")?.dataset.key;
    const began = performance.now();
    const look = () => {
      const form = document.querySelector("#cards > form:not([hidden])");
      const took = performance.now() - began;
      if (form?.dataset.key === before && took < 3000) requestAnimationFrame(look);
      else requestAnimationFrame(() => window.watched.painted.push(performance.now() - began));
    };
    requestAnimationFrame(look);
  }, { capture: true });
}"""
"""Notes every use of the mouse, and how long after Enter the next field stands on the screen."""

SEEN = """() => {
  const card = document.querySelector("#cards > form:not([hidden])");
  if (!card) return true;
  const room = document.querySelector("#work").getBoundingClientRect();
  const inside = (part) => {
    const box = part.getBoundingClientRect();
    return box.top >= room.top - 1 && box.bottom <= innerHeight + 1 && box.height > 0;
  };
  const value = card.querySelector("input.value, fieldset.choice");
  return inside(card.querySelector(".crop")) && inside(value);
}"""
"""Whether crop and value are on the screen without scrolling."""


@dataclass
class Run:
    """What fifty cases took."""

    keys: list[int] = field(default_factory=list)
    """Of each field in doubt."""
    right: list[int] = field(default_factory=list)
    """Of those that had been read right."""
    others: list[int] = field(default_factory=list)
    """Of what rules ask for."""
    painted: list[float] = field(default_factory=list)
    cases: list[float] = field(default_factory=list)
    mouse: int = 0
    hidden: list[str] = field(default_factory=list)
    """Fields of which crop or value was not on the screen."""


@contextmanager
def served(folder: Path, count: int) -> Iterator[tuple[Served, dict[str, Made]]]:
    """A station over so many generated cases; what is scanned is the blank form."""
    store = open_store(Settings(data=folder / "data", database_url=""))
    cases = dict(_taken_in(store, folder, count))
    place = office(store, Settings(data=folder / "data", database_url="", deadline_days=14))
    with listening(place) as url:
        yield Served(place, url, {}), cases
    store.close()


def _taken_in(store: Store, folder: Path, count: int) -> Iterator[tuple[str, Made]]:
    for seed in range(1, count + 1):
        scan = folder / f"{seed}.pdf"
        scan.write_bytes(BLANK.read_bytes() + f"\n%{seed}\n".encode())
        one = made(seed)
        (taken,) = take_in(store, list(mail_items([scan])))
        with store.write() as db:
            add_result(db, taken.case, one.result)
        yield taken.case, one


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield started
        started.close()


def typed(folder: Path, count: int) -> Run:
    """Go through all cases from the list on, one after the other."""
    run = Run()
    with served(folder, count) as (station, cases), browser() as window:
        page = station.signed_in(window)
        page.goto(f"{station.url}/arbeitsvorrat")
        page.locator("button.main:focus").wait_for()
        for number in range(count):
            before = page.url
            page.keyboard.press("Control+Enter" if number else "Enter")
            page.wait_for_url(lambda url, before=before: "/faelle/" in url and url != before)
            _case(page, cases[page.url.rsplit("/", 1)[-1]], run)
        assert not station.faults, station.faults
    return run


def _case(page: Page, one: Made, run: Run) -> None:
    page.locator(CURRENT).wait_for()
    run.cases.append(page.evaluate(NEXT_CASE))
    page.evaluate(WATCH)
    while page.locator(CURRENT).count():
        key = page.locator(CURRENT).get_attribute("data-key") or ""
        if not page.evaluate(SEEN):
            run.hidden.append(key)
        _field(page, key, one, run)
        page.wait_for_function(
            "key => !document.querySelector('.row.pending') && "
            "document.querySelector('#cards > form:not([hidden])')?.dataset.key !== key", arg=key,
        )  # fmt: skip
    watched = page.evaluate("window.watched")
    run.mouse += watched["mouse"]
    run.painted += watched["painted"]


NEXT_CASE = """() => {
  const [navigation] = performance.getEntriesByType("navigation");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return Math.max(paint?.startTime ?? 0, navigation.domContentLoadedEventEnd);
}"""
"""Milliseconds from asking for a case until its first field stands there."""


def _field(page: Page, key: str, one: Made, run: Run) -> None:
    """Decide one field with as few keys as the paper allows."""
    card = page.locator(CURRENT)
    about = {
        name: card.get_attribute(f"data-{name}") for name in ("decided", "open", "kind", "shown")
    }
    doubted = key in one.doubted
    if about["decided"] is not None or not doubted:
        run.others.append(_press(page, "F9", "a", "Enter") if about["shown"] or not doubted else
                          _press(page, "F9", "l"))  # fmt: skip
        return
    meant, shown = shown_of(key, one.meant[key]), about["shown"] or ""
    keys = _decide(page, shown, meant)
    run.keys.append(keys)
    if shown == meant:
        run.right.append(keys)


def _decide(page: Page, shown: str, meant: str) -> int:
    if shown == meant:
        return _press(page, "Enter")
    card = page.locator(CURRENT)
    others = card.locator("[role=option]").all_text_contents()
    if meant in others:
        return _press(page, *["ArrowDown"] * (1 + others.index(meant)), "Enter")
    marked = [int(n) for n in (card.get_attribute("data-doubtful") or "").split()]
    fixed = list(shown)
    if len(shown) == len(meant):
        for place in marked:
            fixed[place] = meant[place]
    if marked and "".join(fixed) == meant:
        return _press(page, *(meant[place] for place in marked), "Enter")
    keys = _press(page, "Control+a")
    page.keyboard.type(meant)
    return keys + len(meant) + _press(page, "Enter")


def _press(page: Page, *keys: str) -> int:
    for key in keys:
        page.keyboard.press(key)
    return len(keys)
