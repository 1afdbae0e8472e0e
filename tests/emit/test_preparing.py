"""What goes out is the case as it stands: nothing added meanwhile is lost or sent too late."""

from __future__ import annotations

import errno
import json
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fake_desk import Desk, desk_in

from pipeline import handover
from pipeline.errors import DiskError
from pipeline.handover import prepare_or_set_aside, releasable
from pipeline.model import Received
from pipeline.standing import State, standing
from pipeline.store import add_received
from pipeline.store.files import path_of

CORRECTED = Received(day=date(2026, 1, 2), source="person")
A_MOMENT = 0.5
"""Seconds in which a bundle is long made."""


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    on_postgres = request.param == "postgresql"
    url = request.getfixturevalue("new_database") if on_postgres else ""
    with desk_in(tmp_path, url) as opened:
        yield opened


def day_sent(desk: Desk) -> str:
    entries = json.loads(desk.delivery().manifest)["files"]
    (case,) = [entry for entry in entries if entry["role"] == "fall"]
    document = json.loads(path_of(desk.store.folder, case["sha256"]).read_text("utf-8"))
    return str(document["received"]["date"])


def test_what_is_being_added_while_a_bundle_is_made_goes_along(desk: Desk) -> None:
    added = threading.Event()

    def correct() -> None:
        with desk.store.write() as db:
            add_received(db, desk.case, CORRECTED)
            added.set()
            threading.Event().wait(A_MOMENT)

    person = threading.Thread(target=correct)
    person.start()
    added.wait()
    desk.prepare()
    person.join()

    assert (desk.delivery().revision, day_sent(desk)) == (1, "2026-01-02")
    assert desk.state() is State.ON_ITS_WAY


def test_what_is_added_after_the_look_at_a_case_goes_along(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _let_somebody_add_after_each_look(desk, monkeypatch, times=1)

    desk.prepare()

    assert (desk.delivery().revision, day_sent(desk)) == (1, "2026-01-02")


def test_a_case_at_which_somebody_is_at_work_waits_for_the_next_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _let_somebody_add_after_each_look(desk, monkeypatch, times=99)
    assert handover.prepare_delivery(desk.store, desk.settings, desk.adapter, desk.case) is None
    monkeypatch.undo()

    assert desk.state() is State.READY
    assert desk.prepare().revision == 1


def _let_somebody_add_after_each_look(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    real, left = handover.standing, [times]  # type: ignore[attr-defined]  # imported there

    def and_then_somebody_adds(*args: Any, **options: Any) -> Any:
        found = real(*args, **options)
        if left[0]:
            left[0] -= 1
            with desk.store.write() as db:
                add_received(db, desk.case, CORRECTED)
        return found

    monkeypatch.setattr(handover, "standing", and_then_somebody_adds)


def test_what_is_added_later_is_the_next_revision_whatever_the_clock_says(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.prepare()
    desk.follow()
    monkeypatch.setattr("pipeline.store.facts.now", lambda: "2000-01-01T00:00:00.000000+00:00")
    with desk.store.write() as db:
        add_received(db, desk.case, CORRECTED)

    assert standing(desk.store, desk.case, policy="readings").record.revision == 2
    assert desk.prepare().revision == 2
    assert day_sent(desk) == "2026-01-02"


def test_a_full_disk_is_no_fault_of_the_case(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr("pipeline.emit.bundle.keep_bytes", full)
    with pytest.raises(DiskError):
        prepare_or_set_aside(desk.store, desk.settings, desk.adapter, desk.case)

    assert desk.state() is State.READY


def test_a_case_set_aside_is_taken_up_when_asked_for_by_name(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: Any) -> None:
        raise TypeError("Zyxwolf")

    monkeypatch.setattr("pipeline.emit.bundle.places", stumble)
    assert not prepare_or_set_aside(desk.store, desk.settings, desk.adapter, desk.case)
    monkeypatch.undo()

    (point,) = standing(desk.store, desk.case, policy="readings").open_points
    assert "TypeError" in point
    assert "Zyxwolf" not in point
    assert desk.state() is State.STUCK
    assert releasable(desk.store, desk.settings) == ([], 0)
    assert releasable(desk.store, desk.settings, desk.case) == ([desk.case], 0)
    assert desk.prepare().revision == 1
