"""Taking mail in: the first day of receipt stays, and what was refused may be read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import fake_cases
import fake_readers as fakes
import pytest

from pipeline.batches import MailItem, Obstacle, mail_items
from pipeline.cli import run
from pipeline.errors import OversizeError
from pipeline.intake import note_received, take_in
from pipeline.model import Received
from pipeline.reading import read_case
from pipeline.settings import Settings
from pipeline.store import Store, add_received, files, load_record, open_store, refusals

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


def test_what_breaks_off_while_it_is_read_is_refused_and_the_others_go_on(
    opened: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.tif", "b.tif"):
        fakes.scan(tmp_path / "post" / name, [30], len(name) + ord(name[0]))
    whole = files.chunks_of

    def chunks_of(path: Path) -> Iterator[bytes]:
        if path.name == "a.tif":
            raise OSError(5, "Input/output error")
        return whole(path)

    monkeypatch.setattr(files, "chunks_of", chunks_of)

    broken, taken = take_in(opened, list(mail_items([tmp_path / "post"])))

    assert isinstance(broken.error, files.UnreadableError)
    assert taken.case


@pytest.mark.parametrize("obstacle", Obstacle)
def test_an_obstacle_is_a_refusal_with_a_hint(
    opened: Store, tmp_path: Path, obstacle: Obstacle
) -> None:
    (taken,) = take_in(opened, [MailItem(path=tmp_path / "post", obstacle=obstacle)])

    assert taken.error is not None
    assert taken.error.advice
    with opened.read() as db:
        assert [refusal.sentence for refusal in refusals(db)] == [str(taken.error)]


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
