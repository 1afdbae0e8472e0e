"""Taking mail in: the first day of receipt stays, and what was refused may be read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import fake_cases
import fake_readers as fakes
import pytest

from pipeline.cli import run
from pipeline.errors import OversizeError
from pipeline.intake import note_received
from pipeline.model import Received
from pipeline.reading import read_case
from pipeline.settings import Settings
from pipeline.store import Store, add_received, load_record, open_store

FIRST, LATER = date(2026, 3, 2), date(2026, 4, 1)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    store = open_store(Settings(data=tmp_path / "data", database_url=""))
    yield store
    store.close()


@pytest.fixture
def case(opened: Store, tmp_path: Path) -> str:
    """A case with the day of its stamp."""
    return fake_cases.with_case(opened, fakes.scan(tmp_path / "a.tif", [*fakes.FORM, 200]))


def received(opened: Store, case: str) -> Received:
    with opened.read() as db:
        return load_record(db, case).received


def test_the_first_day_that_was_given_stays(opened: Store, case: str) -> None:
    assert note_received(opened, [case], FIRST) == []

    assert note_received(opened, [case, case], LATER) == [case]
    assert note_received(opened, [case], FIRST) == []
    assert received(opened, case) == Received(day=FIRST, source="vorgabe")


def test_the_day_that_a_person_entered_stays(opened: Store, case: str) -> None:
    with opened.write() as db:
        add_received(db, case, Received(day=FIRST, source="person"))

    assert note_received(opened, [case], LATER) == [case]
    assert received(opened, case).day == FIRST


def test_a_later_call_says_which_day_stays(
    opened: Store, case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["intake", str(tmp_path / "a.tif"), "--data", str(opened.folder), "--received"]
    assert run([*call, f"{FIRST}"]) == 0
    assert "bleibt" not in capsys.readouterr().out

    assert run([*call, f"{LATER}"]) == 0

    assert f"{case}: Eingang bleibt 02.03.2026;" in capsys.readouterr().out


def test_a_refused_scan_is_read_when_the_call_says_again(
    opened: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = Settings(data=opened.folder, database_url="", max_pages=3)
    scan = fakes.scan(tmp_path / "a.tif", fakes.FORM)
    refused = fake_cases.with_case(opened, scan, strict)
    monkeypatch.setattr("flows.intake.read_cases", _read_here)

    assert run(["intake", str(scan), "--data", str(opened.folder)]) == OversizeError.exit_code
    assert run(["intake", str(scan), "--data", str(opened.folder), "--again"]) == 0

    with opened.read() as db:
        found = load_record(db, refused).run
    assert found is not None
    assert (found.number, found.outcome) == (2, "read")


def _read_here(store: Store, settings: Settings, cases: Sequence[str], _: object) -> None:
    """Read without the flow, which takes seconds to start."""
    for case in cases:
        read_case(store, case, settings, readers=fakes.fake())
