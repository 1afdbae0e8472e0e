"""What became of a case is told: who let it go, what the other side said, and what comes next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fake_desk import Desk, desk_in

from pipeline.cli import run
from pipeline.store import add_decision, add_state

REJECTED = {
    "result": "rejected", "code": "K01", "text": "Anschrift\x1b[2J fehlt",
    "aktenzeichen": "UV 12/26", "at": "2026-03-05T09:00:00",
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A store with one case that a person let go and the other side rejected."""
    with desk_in(tmp_path) as desk:
        _release(desk, 1, "Vollmacht liegt vor")
        desk.prepare()
        desk.follow()
        desk.answer(**REJECTED)
        desk.follow()
        return desk.store.folder


def _release(desk: Desk, revision: int, reason: str) -> None:
    with desk.store.write() as db:
        add_decision(db, desk.case, revision, "release", reason=reason, person="K. Muster")


def listed(capsys: pytest.CaptureFixture[str], data: Path) -> Any:
    assert run(["cases", "--data", str(data), "--json"]) == 0
    return json.loads(capsys.readouterr().out)[0]


def test_a_rejection_is_shown_with_its_reason_and_what_to_do_next(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = listed(capsys, data)["case_id"]

    assert run(["show", case, "--data", str(data)]) == 0

    shown = capsys.readouterr().out
    assert "von K. Muster: Vollmacht liegt vor\n" in shown
    assert "Antwort auf Revision 1: zurückgewiesen; Code K01; Anschrift" in shown
    assert "; Aktenzeichen UV 12/26\n" in shown
    assert f"`eingang --data {data} release {case} --reason GRUND`" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("command", ["cases", "show"])
def test_other_programs_are_told_the_same(
    data: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    found = listed(capsys, data)
    if command == "show":
        run(["show", found["case_id"], "--data", str(data), "--json"])
        found = json.loads(capsys.readouterr().out)

    assert found["answer"] == {**REJECTED, "revision": 1}
    release = found["release"]
    assert release.pop("at")
    assert release == {"revision": 1, "person": "K. Muster", "reason": "Vollmacht liegt vor"}


@pytest.mark.parametrize(
    ("detail", "says"),
    [
        ({"error": "EmissionError", "hint": "In /ziel liegt eine andere Mappe."}, "andere Mappe."),
        ({"error": "PermissionError", "errno": "13"}, "PermissionError (Nummer 13)"),
    ],
)
def test_a_hand_over_that_came_to_nothing_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], detail: dict[str, str], says: str
) -> None:
    with desk_in(tmp_path) as desk:
        delivery = desk.prepare()
        with desk.store.write() as db:
            add_state(db, delivery.delivery_id, "DEAD_LETTER", detail)

    assert run(["show", desk.case, "--data", str(desk.store.folder)]) == 0

    shown = capsys.readouterr().out
    assert "Stand: steckt fest" in shown
    assert says in shown
    again = f"`eingang --data {desk.store.folder} emit --case {desk.case}`"
    assert f"{again} versucht es noch einmal." in shown
