"""Where a case stands, and what may go out under which policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import fake_cases
import fake_readers as fakes
import pytest

from pipeline import forms
from pipeline.fold import fold
from pipeline.handover import releasable
from pipeline.model import Page, PageKind, Received
from pipeline.settings import Settings
from pipeline.standing import State, standing, summary_of
from pipeline.store import Store, add_decision, open_store

FORM, TODAY = fakes.FORM, date(2026, 3, 10)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    store = open_store(Settings(data=tmp_path / "data", database_url=""))
    yield store
    store.close()


def case_of(opened: Store, tmp_path: Path, levels: list[int]) -> str:
    return fake_cases.with_case(opened, fakes.scan(tmp_path / "scan.tif", levels))


@pytest.mark.parametrize(
    ("levels", "state", "point"),
    [
        (FORM, State.READY, ""),
        ([*FORM, 200, 250], State.READY, ""),
        ([30], State.OPEN, "Vom Formular liegt nur Seite 3 vor."),
        ([*FORM, 230], State.OPEN, "Nachweis 1 ist nicht erkannt; ob Nachweise fehlen"),
        ([*FORM, 170], State.OPEN, "Seite 9: Die Seite konnte nicht verarbeitet werden"),
        ([230], State.OPEN, "Kein Formular erkannt."),
    ],
)
def test_a_case_may_go_once_nothing_in_it_is_doubtful(
    opened: Store, tmp_path: Path, levels: list[int], state: State, point: str
) -> None:
    found = standing(opened, case_of(opened, tmp_path, levels), policy="readings", today=TODAY)

    assert found.state is state
    assert "\n".join(found.open_points).startswith(point)
    assert bool(found.open_points) == bool(point)


def test_two_applications_in_one_mail_item_are_said_page_by_page() -> None:
    ids = ["antrag_seite_1", "erklaerung_seite"] * 2 + ["antrag_seite_1"]
    twice = {3: "Seite 1", 4: "Seite 8", 5: "Seite 1"}
    pages = tuple(
        Page(number=n, kind=PageKind.FORM, form_page=id_, doubt=n in twice,
             reason=f"{twice[n]} des Formulars kommt zweimal vor." if n in twice else "")
        for n, id_ in enumerate(ids, 1)
    )  # fmt: skip
    unclear = Page(number=6, kind=PageKind.FOREIGN, doubt=True)
    received = Received(day=TODAY, source="stempel")

    case = fold("fall", forms.load("uvg_antrag_by"), (), (*pages, unclear), (), received)

    assert summary_of(case, ()).points == (
        "Seite 1 des Formulars liegt dreimal vor, mit verschiedenem Inhalt (Seiten 1, 3 und 5).",
        "Seite 8 des Formulars liegt zweimal vor, mit verschiedenem Inhalt (Seiten 2 und 4).",
        "Seite 6: unklar",
        "Das Eingangsdatum ist unsicher gelesen.",
    )


def test_findings_do_not_hold_a_case_back_unless_the_setting_says_so(
    opened: Store, tmp_path: Path
) -> None:
    case = case_of(opened, tmp_path, FORM)

    plain = standing(opened, case, policy="readings", today=TODAY)
    strict = standing(opened, case, policy="fehler", today=TODAY)

    assert plain.findings
    assert plain.state is State.READY
    assert strict.state is State.OPEN


def test_under_the_strictest_setting_only_a_person_lets_a_case_go(
    opened: Store, tmp_path: Path
) -> None:
    case = case_of(opened, tmp_path, FORM)
    assert standing(opened, case, policy="person").state is State.OPEN

    with opened.write() as db:
        add_decision(db, case, 1, "release", reason="geprüft", person="K. Muster")

    assert standing(opened, case, policy="person").state is State.RELEASED


def test_a_refused_mail_item_is_not_releasable(opened: Store, tmp_path: Path) -> None:
    (tmp_path / "leer.pdf").write_bytes(b"")
    case = fake_cases.with_case(opened, tmp_path / "leer.pdf")

    found = standing(opened, case, policy="readings")

    assert found.state is State.REFUSED
    assert found.findings == ()
    assert releasable(opened, Settings(data=tmp_path)) == ([], 0)
