"""Opening the store: SQLite beside the files, or PostgreSQL by URL; created and upgraded here.

Errors of the database become errors of ours, without the statement and its values.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from pipeline import schema
from pipeline.errors import DiskError, EingangError, StoreError
from pipeline.settings import Settings

FILE = "eingang.db"

BUSY_SECONDS = 60
"""How long to wait for another process; writes take milliseconds, an upgrade a few seconds."""

NOT_READABLE = f"{FILE} darf oder kann nicht gelesen werden; bitte die Leserechte prüfen."

SETTING = "EINGANG_DATABASE_URL"
NO_DATABASE = "Bitte prüfen, ob PostgreSQL läuft und EINGANG_DATABASE_URL stimmt."

UPGRADE_LOCK = 0x45494E47
"""Any number, the same in every process: PostgreSQL's lock while tables are made."""

_NO_ROOM = frozenset(
    {errno.ENOSPC, errno.EACCES, errno.EPERM, errno.EROFS, errno.EDQUOT, errno.EFBIG}
)
_NO_ROOM_SAID = ("disk is full", "readonly database", "unable to open", "disk i/o", "no space left")


@dataclass(frozen=True, slots=True)
class Store:
    """An open store: the database, and the folder with the files beside it."""

    engine: Engine
    folder: Path
    database: str = ""
    """Which PostgreSQL it is, without who opens it; empty for the file in the folder."""
    turn: Lock = field(default_factory=Lock, compare=False, repr=False)
    """Writers of this process in a row: SQLite lets them ask again and again, some for ever."""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only looks, all the time at the same moment."""
        with readable_errors(self.folder, self.database), self.engine.connect() as db:
            if db.dialect.name == "postgresql":
                db.execution_options(isolation_level="REPEATABLE READ")
            yield db

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that adds facts: all of them or none. Never one within another."""
        with (
            nullcontext() if self.database else self.turn,  # before a connection is taken
            readable_errors(self.folder, self.database),
            self.engine.connect() as db,
            db.execution_options(writes=True).begin(),
        ):
            yield db

    def close(self) -> None:
        self.engine.dispose()


def open_store(settings: Settings) -> Store:
    """Open the store that the settings name; make or upgrade its tables where needed."""
    folder, database = settings.data.absolute(), _name_of(settings.database_url)
    with readable_errors(folder, database):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        store = Store(_engine(settings.database_url, folder), folder, database)
        if _version(store.engine) != schema.REVISION:
            _upgrade(store.engine)
    return store


@contextmanager
def readable_errors(folder: Path, database: str = "") -> Iterator[None]:
    """Say in one sentence what the disk or the database refused to do.

    ``database`` is named where it is a PostgreSQL that is the trouble, and not the folder.
    """
    try:
        yield
    except EingangError:
        raise
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskError(folder) from None
        raise
    except SQLAlchemyError as error:
        cause = str(error.orig).lower() if isinstance(error, DBAPIError) else ""
        if not database and not _may_be_read(folder):
            raise StoreError(folder, hint=NOT_READABLE) from None
        if any(words in cause for words in _NO_ROOM_SAID):
            raise DiskError(database or folder) from None
        raise StoreError(database or folder, hint=NO_DATABASE if database else "") from None


def _may_be_read(folder: Path) -> bool:
    """Whether the file of the database may be read; one that is not there yet would be made."""
    file = folder / FILE
    if not os.access(folder, os.R_OK | os.X_OK):
        return not folder.exists()
    return not file.exists() or (file.is_file() and os.access(file, os.R_OK))


def require_database(url: str, folder: Path) -> None:
    """Raise ``StoreError`` where a PostgreSQL is named that does not answer; makes nothing."""
    if not url:
        return
    with readable_errors(folder, _name_of(url)):
        engine = _engine(url, folder)
        try:
            with engine.connect():
                pass
        finally:
            engine.dispose()


def _name_of(url: str) -> str:
    """A PostgreSQL without the name and the password of who opens it."""
    if not url:
        return ""
    try:
        found = urlsplit(url)
        host = found.hostname or parse_qs(found.query).get("host", ["localhost"])[0]
    except ValueError:
        return SETTING
    torn = "@" in url and "@" not in found.netloc  # a password with a slash, written as it is
    return SETTING if torn else f"{found.path.lstrip('/')} auf {host}".strip()


def _engine(url: str, folder: Path) -> Engine:
    if not url:
        engine = create_engine(
            f"sqlite:///{folder / FILE}",
            hide_parameters=True,
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        )
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    name, _, rest = url.partition("://")
    if name not in ("postgresql", "postgresql+psycopg") or not rest:
        raise StoreError(SETTING, hint="Erwartet wird postgresql://...")
    return create_engine(f"postgresql+psycopg://{rest}", hide_parameters=True, pool_pre_ping=True)


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see below
    _patiently(lambda: connection.execute("PRAGMA journal_mode = WAL"))
    connection.execute("PRAGMA synchronous = FULL")  # a committed case survives a power cut
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(db: Connection) -> None:
    """Writers queue up at the start, so that none fails half-way because another was faster."""
    writes = db.get_execution_options().get("writes", False)
    db.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _patiently(act: Callable[[], Any]) -> None:
    """Changing the journal mode does not wait for others by itself."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            act()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _version(engine: Engine) -> str | None:
    with engine.connect() as db:
        return _version_seen_by(db)


def _version_seen_by(db: Connection) -> str | None:
    if not inspect(db).has_table("alembic_version"):
        return None
    return db.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(engine: Engine) -> None:
    """Bring the tables up to date; of two processes that start at once one waits for the other."""
    from alembic import command
    from alembic.config import Config

    with engine.connect() as db, db.execution_options(writes=True).begin():
        if engine.dialect.name == "postgresql":
            db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        if _version_seen_by(db) == schema.REVISION:
            return
        config = Config()
        config.set_main_option("script_location", "pipeline:migrations")
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = db
        command.upgrade(config, "head")
