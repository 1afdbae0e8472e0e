"""Opening the store: created once, also when two start at once; refusals in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from program import AS_ANYBODY

from pipeline import schema
from pipeline.errors import DiskError, StoreError
from pipeline.model import Received
from pipeline.settings import Settings
from pipeline.store import (
    Delivery,
    Scan,
    Store,
    add_case,
    add_delivery,
    add_received,
    case_ids,
    deliveries,
    now,
    open_store,
    revision_of,
)

REPOSITORY = Path(__file__).parents[2]

OPEN = """
import sys
from pipeline.settings import Settings
from pipeline.store import open_store, add_case, Scan
from pathlib import Path
store = open_store(Settings.model_validate_json(sys.argv[1]))
with store.write() as db:
    add_case(db, [Scan(sha256=sys.argv[2] * 64, media_type="", size=1)], Path("x"))
"""


def test_processes_that_start_at_once_make_the_tables_once(settings: Settings) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", OPEN, settings.model_dump_json(), letter],
            cwd=REPOSITORY,
        )
        for letter in "abc"
    ]

    assert [process.wait(60) for process in started] == [0, 0, 0]
    opened = open_store(settings)
    with opened.read() as db:
        assert len(case_ids(db)) == 3
    opened.close()


def test_the_migrations_make_the_tables_that_the_code_knows(opened: Store) -> None:
    with opened.engine.connect() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        assert compare_metadata(context, schema.tables) == []


def test_the_revision_known_to_the_code_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", "pipeline:migrations")
    config.set_main_option("path_separator", "os")

    assert ScriptDirectory.from_config(config).get_current_head() == schema.REVISION


def test_a_look_at_the_store_sees_one_moment(opened: Store) -> None:
    scan = Scan(sha256="a" * 64, media_type="", size=1)

    with opened.read() as looking:
        before = case_ids(looking)
        with opened.write() as db:
            add_case(db, [scan], Path("x"))
        assert case_ids(looking) == before

    with opened.read() as looking:
        assert len(case_ids(looking)) == 1


def test_a_store_of_the_first_version_knows_what_was_added_after_a_hand_over(
    opened: Store,
) -> None:
    with opened.write() as db:
        case = add_case(db, [Scan(sha256="a" * 64, media_type="", size=1)], Path("x"))
        add_received(db, case, Received(day=date(2026, 1, 1), source="stempel"))
        add_delivery(db, _delivery_of_the_first_version(case))
    with opened.read() as db:
        assert revision_of(db, case) == 1

    with opened.write() as db:
        add_received(db, case, Received(day=date(2026, 1, 2), source="person"))

    with opened.read() as db:
        assert revision_of(db, case) == 2


def _delivery_of_the_first_version(case: str) -> Delivery:
    return Delivery(
        delivery_id="1", case_id=case, revision=1, channel="folder", target="/ziel", name="x",
        manifest="{}", manifest_sha512="0", created_at=now(),
    )  # fmt: skip


def test_the_tables_of_the_first_version_are_brought_up_to_date(settings: Settings) -> None:
    opened = open_store(settings)
    with opened.write() as db:
        case = add_case(db, [Scan(sha256="a" * 64, media_type="", size=1)], Path("x"))
        add_delivery(db, _delivery_of_the_first_version(case))
        for column in ("readings_seen", "received_seen"):
            db.exec_driver_sql(f"ALTER TABLE outbox DROP COLUMN {column}")
        for table in (
            "summaries",
            "page_facts",
            "desk_events",
            "audit",
            "leases",
            "sessions",
            "accounts",
        ):
            db.exec_driver_sql(f"DROP TABLE {table}")
        db.exec_driver_sql("DROP INDEX ix_readings_doubtful")
        db.exec_driver_sql("DROP TABLE alembic_version")
        db.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        db.exec_driver_sql("INSERT INTO alembic_version VALUES ('0001')")
    opened.close()

    again = open_store(settings)

    with again.read() as db:
        assert [d.readings_seen for d in deliveries(db)] == [None]
        assert revision_of(db, case) == 1
    with pytest.raises(StoreError), again.write() as db:
        db.exec_driver_sql("UPDATE outbox SET name = 'y'")
    again.close()


def test_an_opened_store_is_not_upgraded_again(opened: Store, settings: Settings) -> None:
    again = open_store(settings)

    with again.read() as db:
        assert case_ids(db) == ()
    again.close()


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://nobody@/x?host=/nowhere", "unsinn"])
def test_a_database_that_cannot_be_reached_is_one_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(Settings(data=tmp_path, database_url=url))

    assert caught.value.advice


@pytest.mark.parametrize("writes", [True, False], ids=["writing", "looking"])
def test_a_database_that_goes_away_is_named_and_not_the_folder_or_a_password(
    new_database: str, tmp_path: Path, writes: bool
) -> None:
    url = new_database.replace("eingang@", "eingang:geheim@")
    opened = open_store(Settings(data=tmp_path / "data", database_url=url))
    scan = Scan(sha256="a" * 64, media_type="", size=1)

    with pytest.raises(StoreError) as caught, opened.write() if writes else opened.read() as db:
        _end_all_sessions(new_database)
        add_case(db, [scan], Path("x")) if writes else case_ids(db)

    said = f"{caught.value} {caught.value.advice}"
    assert f"{database_of(new_database)} auf " in said
    assert "PostgreSQL" in said
    assert "geheim" not in said
    assert str(tmp_path / "data") not in said
    with opened.read() as db:
        assert case_ids(db) == ()
    opened.close()


def database_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _end_all_sessions(url: str) -> None:
    import psycopg

    with psycopg.connect(url.replace(database_of(url), "postgres", 1), autocommit=True) as db:
        db.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [database_of(url)],
        )


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://amt:ge/heim@127.0.0.1:1/faelle",
        "postgresql://amt:ge?heim@127.0.0.1:1/faelle",
        "postgresql://amt:ge#heim@127.0.0.1:1/faelle",
        "postgresql://amt:ge@heim@127.0.0.1:1/faelle",
        "postgresql://amt:ge[heim@127.0.0.1:1/faelle",
        "postgresql://127.0.0.1:1/faelle?user=amt&password=geheim",
    ],
)
def test_no_part_of_a_password_is_said_however_the_url_is_written(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(Settings(data=tmp_path / "data", database_url=url))

    assert "heim" not in f"{caught.value} {caught.value.advice}"


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "eingang.db").write_bytes(b"no database at all" * 1000)

    with pytest.raises(StoreError):
        open_store(Settings(data=tmp_path, database_url=""))


def test_a_folder_without_the_right_to_write_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    code = (
        "from pipeline.settings import Settings; from pipeline.store import open_store;"
        "from pipeline.errors import DiskError; from pathlib import Path; import sys\n"
        "try: open_store(Settings(data=Path(sys.argv[1]) / 'data', database_url=''))\n"
        "except DiskError: sys.exit(42)"
    )
    found = _as_ordinary_user([sys.executable, "-c", code, str(tmp_path)])

    assert found.returncode == 42, found.stderr


def _as_ordinary_user(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Root may write anywhere, unless two of its rights are taken away."""
    prefix = AS_ANYBODY if os.geteuid() == 0 else []
    return subprocess.run(
        [*prefix, *command], capture_output=True, text=True, cwd=REPOSITORY, check=False
    )


def test_a_full_disk_is_one_sentence(small_disk: Path) -> None:
    opened = open_store(Settings(data=small_disk / "data", database_url=""))
    (small_disk / "ballast").write_bytes(b"x" * _free(small_disk))

    with pytest.raises(DiskError), opened.write() as db:
        db.exec_driver_sql(
            "INSERT INTO refusals VALUES ('k', ?, 'e', 's', 'h', 'a')", ("x" * 2_000_000,)
        )
    opened.close()


def _free(folder: Path) -> int:
    state = os.statvfs(folder)
    return state.f_bavail * state.f_frsize
