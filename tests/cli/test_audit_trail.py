"""``eingang audit`` says whether the trail holds, also whether its end was cut off."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.cli import run
from pipeline.settings import Settings
from pipeline.store import audit, open_store

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("EINGANG_DATABASE_URL", raising=False)
    store = open_store(Settings(data=tmp_path / "data", database_url=""))
    for _ in range(3):
        with store.write() as db:
            audit.note(db, NOW, "huber", "anmeldung")
    store.close()
    return tmp_path / "data"


def test_a_trail_that_holds_is_written_for_its_reader_alone(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "audit.jsonl"

    assert run(["audit", "--data", str(data), "--out", str(out)]) == 0

    assert [json.loads(line)["number"] for line in out.read_text().splitlines()] == [1, 2, 3]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "lückenlos: 3 Zeilen" in capsys.readouterr().out


def test_an_end_that_was_cut_off_is_missed_by_what_was_noted(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store(Settings(data=data, database_url=""))
    with store.read() as db:
        noted = "{}:{}".format(*audit.head(db))
    assert run(["audit", "--data", str(data), "--noted", noted]) == 0
    with store.write() as db:
        db.exec_driver_sql("DROP TRIGGER audit_no_delete")
        db.exec_driver_sql("DELETE FROM audit WHERE number = 3")
    store.close()

    assert run(["audit", "--data", str(data)]) == 0
    assert run(["audit", "--data", str(data), "--noted", noted]) == 22
    assert run(["audit", "--data", str(data), "--noted", "unsinn"]) == 64

    assert "Am Ende fehlen Zeilen." in capsys.readouterr().err
