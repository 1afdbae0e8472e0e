"""S1 Arbeitsvorrat: what waits, what is most urgent, and one large button for the next case."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import RedirectResponse, Response

from pipeline.review import desk, queue
from pipeline.review.case_steps import way_to_next
from pipeline.review.gate import Asked, Door
from pipeline.review.permissions import Permission
from pipeline.review.records import Row
from pipeline.review.signin import START
from pipeline.review.states import GONE, CaseState
from pipeline.review.ways import UNSEEN, way_to

ROWS_SHOWN = 50
"""A screen or two; whoever looks for a certain case types its number."""

SAID = {
    "geprueft": "Der Fall ist geprüft.",
    "abweichung": "Die Erfassung ist fertig; eine Abweichung klärt jemand anderes.",
}
"""How the case before ended."""

ALL = "alle"
WAITING = "offen"
OWN = "meine"

WAITS = frozenset({CaseState.READY, CaseState.IN_REVIEW, CaseState.PASSED_ON, *UNSEEN})
"""States in which somebody has to do something now."""


def work_list(asked: Asked) -> Response:
    """The list, narrowed down by what was chosen above it."""
    query = asked.request.query_params
    rows = queue.worklist(asked.store, asked.settings, asked.now)
    chosen = query.get("stand", WAITING)
    wanted = query.get("fall", "").strip()
    found = _narrowed(rows, chosen, wanted, asked.person.name)
    first = _page(query.get("ab", ""), len(found))
    may_check = asked.may(Permission.CHECK)
    upcoming = queue.next_for(rows, asked.person) if may_check else None
    if upcoming:
        asked.station.scans.warm(upcoming.case_id)
    window = found[first : first + ROWS_SHOWN]
    shown = _counted(asked, [*filter(None, [upcoming]), *window])
    at_end = may_check and upcoming is None
    done = desk.done_today(asked.store, asked.person, asked.now) if at_end else 0
    return asked.screen(
        "work_list.html",
        rows=[shown[row.case_id] for row in window], total=len(found), first=first,
        step=ROWS_SHOWN, upcoming=shown[upcoming.case_id] if upcoming else None, way_to=way_to,
        said=SAID.get(query.get("gesagt", ""), ""), may_check=may_check, done=done,
        may_open=asked.may(Permission.CASE), may_look=asked.may(Permission.OVERVIEW),
        chosen=chosen, wanted=wanted,
        states=_choices(rows, asked.person.name), gone=GONE,
    )  # fmt: skip


def next_case(asked: Asked) -> Response:
    """Open the case that is next for this person."""
    return RedirectResponse(way_to_next(asked), 303)


def _counted(asked: Asked, rows: Sequence[Row]) -> dict[str, Row]:
    """Rows that are shown, with the counts of their sheets."""
    different = {row.case_id: row for row in rows}.values()
    found = queue.counted(asked.store, asked.settings, different, asked.now)
    return {row.case_id: row for row in found}


def _narrowed(rows: Sequence[Row], chosen: str, wanted: str, person: str) -> list[Row]:
    if wanted:
        return [row for row in rows if _plain(wanted) in _plain(row.case_id)]
    return [row for row in rows if _belongs(row, chosen, person)]


def _belongs(row: Row, chosen: str, person: str) -> bool:
    if chosen == WAITING:
        return row.state in WAITS
    if chosen == OWN:
        return person in (row.holder, row.passed_to)
    return chosen in (ALL, row.state.value)


def _plain(number: str) -> str:
    """A case number as people type it: without dashes, in any case."""
    return number.upper().replace("-", "").replace(" ", "")


def _page(typed: str, total: int) -> int:
    first = int(typed) if typed.isdecimal() else 0
    return first if first < total else 0


def _choices(rows: Sequence[Row], person: str) -> list[tuple[str, str, int]]:
    """What the list can be narrowed down to, with the number of cases."""
    fixed = [(WAITING, "zu bearbeiten"), (OWN, "bei mir"), (ALL, "alle Fälle")]
    present = [(s.value, s.value) for s in CaseState if any(row.state is s for row in rows)]
    return [
        (id_, words, sum(_belongs(row, id_, person) for row in rows))
        for id_, words in [*fixed, *present]
    ]


DOORS = (
    Door("GET", START, work_list, Permission.QUEUE),
    Door("POST", "/naechster-fall", next_case, Permission.CHECK),
)
