"""S4 Sammelprüfung: the same box of many cases on one screen, confirmed with one key.

No name and no case number is shown, only the crops: what the step does not need stays away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from pipeline.review import glance
from pipeline.review.field_steps import MOST_SECONDS
from pipeline.review.gate import Asked, Door, Later, picture
from pipeline.review.glance import Glance, Mark, Outcome, Result, Tile
from pipeline.review.permissions import Permission
from pipeline.review.views import View, tile_of
from pipeline.store import known_case

LIST = "/sammelpruefung"
LARGEST_TILE = 2000
"""Pixels across: a box and its words, scanned at 1200 dpi."""

BETWEEN = "|"
"""Between what a tile sends: case, box, version, mark."""


def show_groups(asked: Asked) -> Response:
    """What can be looked at together."""
    found = glance.groups(asked.store, asked.settings, asked.person, asked.now)
    if found:
        _warm(asked, _tiles(asked, found[0].key))
    return asked.screen("groups.html", groups=found, said=_said(asked), limit=glance.LIMIT)


def show_tiles(asked: Asked) -> Response:
    """One screen of one group; the list where nothing is left of it."""
    key = asked.part("group")
    tiles = _tiles(asked, key)
    if not tiles:
        return RedirectResponse(_with_outcome(LIST, asked.request.url.query), 303)
    _warm(asked, tiles)
    ticked = key.endswith(f":{Mark.TICKED}")
    return asked.screen(
        "tiles.html",
        key=key, tiles=tiles, label=tiles[0].label, predicted=Mark.TICKED if ticked else Mark.EMPTY,
        views=[tile_of(tile) for tile in tiles], said=_said(asked), since=asked.now.timestamp(),
    )  # fmt: skip


def confirm(asked: Asked) -> Response:
    """Keep a whole screen and go to the next."""
    outcomes = glance.confirm(
        asked.store, asked.settings, asked.person, asked.now, list(_given(asked)),
        seconds=_seconds(asked), keystrokes=_count(asked.sent.get("tasten", "")),
    )  # fmt: skip
    return RedirectResponse(_with_outcome(_address(asked.part("group")), _counted(outcomes)), 303)


def tile_picture(asked: Asked) -> Later:
    """The crop of one box."""
    number, view = int(asked.part("number")), _view(asked.part("view"))
    with asked.store.read() as db:
        case = known_case(db, asked.part("case"))
    return Later(asked.station.scans.part(case, number, view), picture)


def _tiles(asked: Asked, group: str) -> tuple[Tile, ...]:
    return glance.tiles(asked.store, asked.settings, asked.person, asked.now, group)


def _warm(asked: Asked, tiles: Iterable[Tile]) -> None:
    """Begin to cut the crops out, all of them before the browser asks for the first."""
    for tile in tiles:
        asked.station.scans.part(tile.case_id, tile.page, tile_of(tile))


def _given(asked: Asked) -> Iterable[Glance]:
    for sent in filter(None, asked.sent.get("kachel", "").split(",")):
        try:
            case, item, version, mark = sent.split(BETWEEN)
            yield Glance(case_id=case, item=item, mark=Mark(mark), version=int(version))
        except ValueError:
            raise HTTPException(400) from None


def _view(text: str) -> View:
    """The part of a page that an address names."""
    try:
        x, y, width, height = (int(number) for number in text.split("-"))
    except ValueError:
        raise HTTPException(404) from None
    if max(width, height) > LARGEST_TILE:
        raise HTTPException(404)
    return View(x, y, width, height)


def _seconds(asked: Asked) -> float:
    try:
        seconds = asked.now.timestamp() - float(asked.sent.get("seit", ""))
    except ValueError:
        return 0
    return min(max(seconds, 0.0), MOST_SECONDS)


def _count(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _counted(outcomes: Iterable[Outcome]) -> str:
    """What became of a screen, as a query: counts only."""
    counts = Counter(outcome.result for outcome in outcomes)
    return "&".join(f"{result.value}={count}" for result, count in counts.items())


def _said(asked: Asked) -> list[str]:
    """The same in a clerk's words."""
    counts = {r: _count(asked.request.query_params.get(r.value, "")) for r in Result}
    words = {
        Result.SAVED: "bestätigt", Result.LEFT: "für die Prüfung im Fall zurückgelegt",
        Result.HELD: "inzwischen bei jemand anderem",
    }  # fmt: skip
    said = [f"{counts[result]} {word}." for result, word in words.items() if counts[result]]
    if counts[Result.CAUGHT]:
        said.append("Die eingemischte Kachel haben Sie erkannt.")
    if counts[Result.MISSED]:
        said.append("Eine eingemischte Kachel war anders als die übrigen und wurde mitbestätigt.")
    return said


def _with_outcome(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _address(group: str) -> str:
    return f"{LIST}/{group}"


DOORS = (
    Door("GET", LIST, show_groups, Permission.CHECK),
    Door("GET", LIST + "/{group}", show_tiles, Permission.CHECK),
    Door("POST", LIST + "/{group}", confirm, Permission.CHECK),
    Door("GET", "/kacheln/{case}/{number:int}/{view}.jpg", tile_picture, Permission.CHECK),
)
