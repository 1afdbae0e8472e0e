"""The audit trail shows whether somebody took a row out, changed one or put one in between."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from threading import Thread

import pytest

from pipeline.errors import StoreError
from pipeline.store import Store, audit

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
TRIGGERS = {
    "sqlite": "DROP TRIGGER audit_no_{verb}",
    "postgresql": "DROP TRIGGER IF EXISTS audit_only_added ON audit",
}


@pytest.fixture
def trail(opened: Store) -> Store:
    with opened.write() as db:
        for number in range(5):
            audit.note(
                db, NOW, "huber", "feld_bestätigt", case="UV-0000-0000",
                subject="kind.geburtsort", detail={"version": number, "grund": None},
            )  # fmt: skip
    return opened


def forge(store: Store, verb: str, statement: str) -> None:
    """Change the table as somebody would who has all rights in the database."""
    with store.write() as db:
        db.exec_driver_sql(TRIGGERS[db.dialect.name].format(verb=verb))
        db.exec_driver_sql(statement)


def test_a_trail_that_nobody_touched_holds(trail: Store) -> None:
    with trail.read() as db:
        assert audit.broken(db) is None
        assert [entry.number for entry in audit.entries(db, case="UV-0000-0000")] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'maier'", "DELETE FROM audit"])
def test_the_database_refuses_changes(trail: Store, statement: str) -> None:
    with pytest.raises(StoreError), trail.write() as db:
        db.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("verb", "statement", "number"),
    [("delete", "DELETE FROM audit WHERE number = 3", 3),
     ("update", "UPDATE audit SET actor = 'maier' WHERE number = 2", 2),
     ("update", "UPDATE audit SET at = '2026-03-04T08:59:59.000000+00:00' WHERE number = 4", 4),
     ("update", "UPDATE audit SET detail = '{\"version\": 7}' WHERE number = 1", 1)],
)  # fmt: skip
def test_a_gap_or_a_change_is_found(trail: Store, verb: str, statement: str, number: int) -> None:
    forge(trail, verb, statement)

    with trail.read() as db:
        found = audit.broken(db)

    assert found is not None
    assert found.number == number


def test_rows_cut_off_at_the_end_are_missed_by_who_noted_the_head(trail: Store) -> None:
    with trail.read() as db:
        noted = audit.head(db)
    forge(trail, "delete", "DELETE FROM audit WHERE number = 5")

    with trail.read() as db:
        assert audit.broken(db) is None
        assert audit.broken(db, noted=noted) == audit.Broken(number=5, why="Am Ende fehlen Zeilen.")


def test_a_trail_written_by_many_at_once_has_no_gap(opened: Store) -> None:
    def write() -> None:
        for _ in range(10):
            with opened.write() as db:
                audit.note(db, NOW, "huber", "fall_geöffnet")

    threads = [Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with opened.read() as db:
        assert audit.head(db)[0] == 40
        assert audit.broken(db) is None


def test_the_export_is_one_object_a_line(trail: Store) -> None:
    with trail.read() as db:
        written = [json.loads(line) for line in audit.lines(db)]

    assert [row["number"] for row in written] == [1, 2, 3, 4, 5]
    assert {row["actor"] for row in written} == {"huber"}
