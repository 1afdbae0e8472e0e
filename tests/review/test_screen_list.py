"""What the list and the overview say of cases that are out of the house or were never read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import fake_review as fakes
import pytest
from fake_desk import Desk, desk_in
from fake_review import reading, result
from station import Office, office

from pipeline.errors import ScanError
from pipeline.model import PageKind
from pipeline.review import queue
from pipeline.review.batches_screen import told
from pipeline.review.states import CaseState
from pipeline.store import Scan, add_case
from pipeline.store.accounts import Account, Role
from pipeline.store.facts import add_failure

ANNA = Account(name="anna", role=Role.PRUEFER)
CLERK = "sachbearbeitung"
NAME = "kind.familienname"


@pytest.fixture
def gone(tmp_path: Path) -> Iterator[Desk]:
    """A case that was handed over."""
    with desk_in(tmp_path) as found:
        found.prepare()
        yield found


@pytest.fixture
def place(gone: Desk) -> Office:
    return office(gone.store, gone.settings)


def shown(place: Office, path: str) -> str:
    """The words of a page."""
    answer = place.signed_in(CLERK).get(path, headers={"accept": "text/html"})
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def refused(place: Office, name: str = "brief.docx") -> str:
    """A case of a file that is no scan."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    with place.store.write() as db:
        case = add_case(db, [Scan(sha256=sha256, media_type="", size=1)], Path(name))
        add_failure(db, case, ScanError(name))
    return case


def test_a_case_that_is_out_of_the_house_stays_in_the_list_behind_all_others(
    gone: Desk, place: Office
) -> None:
    late = fakes.with_result(gone.store, result(reading(NAME, "Hubor", doubt=True)))

    rows = queue.worklist(gone.store, gone.settings, place.clock())

    assert [row.case_id for row in rows] == [late, gone.case]
    assert rows[-1].state is CaseState.HANDED_OVER
    assert (rows[-1].deadline, rows[-1].days_left, rows[-1].open_fields) == (None, None, 0)
    assert queue.next_for(rows[1:], ANNA) is None


def test_a_case_that_is_out_of_the_house_is_found_by_its_number(gone: Desk, place: Office) -> None:
    found = shown(place, f"/arbeitsvorrat?fall={gone.case}")

    assert "1 bis 1 von 1" in found
    assert "alle Fälle 1" in found
    assert "übergeben 1" in found
    assert "zu bearbeiten 0" in found


def test_no_deadline_runs_on_for_a_case_that_is_out_of_the_house(gone: Desk, place: Office) -> None:
    place.clock.pass_by(days=3650)

    case, overview = (shown(place, f"/faelle/{gone.case}{end}") for end in ("", "/uebersicht"))

    assert "Frist" not in case
    assert "Stand übergeben" in case
    assert "Fall ansehen" in overview
    assert "Fall prüfen" not in overview


def test_a_file_that_is_no_scan_is_called_neither_a_form_nor_complete(place: Office) -> None:
    case = refused(place)

    row = next(r for r in queue.worklist(place.store, place.settings, place.clock())
               if r.case_id == case)  # fmt: skip
    overview = shown(place, f"/faelle/{case}/uebersicht")

    assert (row.form, row.form_title, row.state) == ("", "", CaseState.UNREADABLE)
    assert "nicht lesbar" in overview
    assert "Antrag auf" not in overview + shown(place, f"/faelle/{case}")
    assert "vollständig" not in overview
    assert "Unterschrift" not in overview


def test_a_case_without_a_form_is_not_called_complete(place: Office) -> None:
    nothing = result(reasons=("Kein Formular erkannt.",)).model_copy(
        update={"form": "", "readings": ()}
    )
    case = fakes.with_result(place.store, nothing, "fremd")

    overview = shown(place, f"/faelle/{case}/uebersicht")

    assert "noch zu prüfen" in overview
    assert "Kein Formular erkannt." in overview
    assert "vollständig" not in overview


def test_pages_are_told_with_the_form_first_and_in_the_plural() -> None:
    kinds = {PageKind.EVIDENCE: 8, PageKind.BLANK: 1, PageKind.FORM: 8, PageKind.FOREIGN: 0}

    assert told(kinds) == "8 Formularseiten, 8 Nachweisseiten, 1 leere Seite"


@pytest.mark.parametrize("kind", PageKind)
def test_every_kind_of_page_is_told(kind: PageKind) -> None:
    assert told({kind: 1}).startswith("1 ")
    assert told({kind: 2}).startswith("2 ")
