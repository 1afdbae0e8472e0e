"""Prefect's database is made once, however many commands start at the same moment."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from flows import server


def test_two_first_starts_share_one_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template, home, copied = tmp_path / "template.db", tmp_path / "home", []
    home.mkdir()
    with closing(sqlite3.connect(template)) as db:
        db.execute("CREATE TABLE flow_run (id TEXT)")
    copy = server._copy

    def slowly(database: Path, target: Path) -> None:
        copied.append(target)
        time.sleep(0.2)
        copy(database, target)

    monkeypatch.setattr(server, "_template", lambda: template)
    monkeypatch.setattr(server, "_copy", slowly)

    with ThreadPoolExecutor(2) as commands:
        list(commands.map(server._have_database, [home, home]))

    assert copied == [home / "prefect.db"]
