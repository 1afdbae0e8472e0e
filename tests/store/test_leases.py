"""One person has a case at a time, and nobody has it for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.store import Scan, Store, add_case, leases

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


@pytest.fixture
def case(opened: Store) -> str:
    with opened.write() as db:
        return add_case(db, [Scan(sha256="a" * 64, media_type="", size=1)], Path("x"))


def test_who_comes_second_is_told_who_has_the_case(opened: Store, case: str) -> None:
    with opened.write() as db:
        first = leases.take(db, case, "huber", NOW, QUARTER)
        second = leases.take(db, case, "maier", NOW + timedelta(minutes=14), QUARTER)

    assert first == second == leases.Lease(account="huber", until=NOW + QUARTER)


def test_a_lease_is_prolonged_by_its_holder_and_ends_by_itself(opened: Store, case: str) -> None:
    with opened.write() as db:
        leases.take(db, case, "huber", NOW, QUARTER)
        leases.take(db, case, "huber", NOW + timedelta(minutes=10), QUARTER)
        assert leases.lease_of(db, case, NOW + timedelta(minutes=24)) is not None
        assert leases.lease_of(db, case, NOW + timedelta(minutes=25)) is None
        taken = leases.take(db, case, "maier", NOW + timedelta(minutes=25), QUARTER)

    assert taken.account == "maier"


def test_only_the_holder_hands_a_case_back(opened: Store, case: str) -> None:
    with opened.write() as db:
        leases.take(db, case, "huber", NOW, QUARTER)

        assert not leases.give_back(db, case, "maier")
        assert leases.leases(db, NOW)[case].account == "huber"
        assert leases.give_back(db, case, "huber")
        assert leases.leases(db, NOW) == {}
