"""Who may sign in, and for how long; the tables never hold what somebody could sign in with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from pipeline import schema_people
from pipeline.errors import AccountError
from pipeline.store import Store, accounts, sessions
from pipeline.store.accounts import Role

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
PASSWORD = "Wintergerste-71"  # noqa: S105 - invented for these tests
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=10)


@pytest.fixture
def db(opened: Store) -> Iterator[Connection]:
    with opened.write() as connection:
        accounts.add(connection, "Huber", PASSWORD, Role.PRUEFER, NOW)
        yield connection


def test_only_the_right_password_lets_in_however_the_name_is_capitalised(db: Connection) -> None:
    huber = accounts.verify(db, " huBER ", PASSWORD)

    assert huber is not None
    assert (huber.name, huber.role) == ("huber", Role.PRUEFER)
    assert accounts.verify(db, "huber", PASSWORD.lower()) is None
    assert accounts.verify(db, "maier", PASSWORD) is None


def test_a_password_is_kept_as_argon2(db: Connection) -> None:
    (kept,) = db.scalars(select(schema_people.accounts.c.password))

    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


@pytest.mark.parametrize(
    ("name", "password"),
    [("Huber", PASSWORD), ("maier", "kurz"), ("", PASSWORD), ("zwei Worte", PASSWORD)],
)
def test_no_account_without_a_name_of_its_own_and_a_long_password(
    db: Connection, name: str, password: str
) -> None:
    with pytest.raises(AccountError) as told:
        accounts.add(db, name, password, Role.LEITUNG, NOW)

    assert password not in str(told.value) + told.value.advice


def test_a_sign_in_counts_until_nothing_was_done_for_long_and_never_beyond_its_end(
    db: Connection,
) -> None:
    huber = accounts.get(db, "huber")
    assert huber is not None
    token = sessions.start(db, huber, NOW, idle=IDLE, longest=LONGEST)

    def counts_after(**passed: int) -> bool:
        return sessions.session_of(db, token, NOW + timedelta(**passed)) is not None

    assert counts_after(minutes=29)
    assert not counts_after(minutes=30)
    sessions.prolong(db, token, NOW + timedelta(minutes=29), idle=IDLE)
    assert counts_after(minutes=58)
    sessions.prolong(db, token, NOW + timedelta(hours=9, minutes=50), idle=IDLE)
    assert counts_after(hours=9, minutes=59)
    assert not counts_after(hours=10)
    assert token not in str(db.execute(select(schema_people.sessions)).all())


def test_a_sign_in_ends_with_signing_out_another_password_or_a_lock(db: Connection) -> None:
    huber = accounts.get(db, "huber")
    assert huber is not None

    def signed_in() -> str:
        return sessions.start(db, huber, NOW, idle=IDLE, longest=LONGEST)

    tokens = [signed_in()]
    sessions.end(db, tokens[-1])
    tokens.append(signed_in())
    accounts.set_password(db, "huber", "Sommergerste-71")
    tokens.append(signed_in())
    accounts.lock(db, "huber")

    assert [sessions.session_of(db, token, NOW) for token in tokens] == [None] * 3
    assert accounts.verify(db, "huber", "Sommergerste-71") is None
    accounts.unlock(db, "huber")
    assert accounts.verify(db, "huber", "Sommergerste-71") is not None


def test_sign_ins_that_are_over_are_forgotten(db: Connection) -> None:
    huber = accounts.get(db, "huber")
    assert huber is not None
    sessions.start(db, huber, NOW, idle=IDLE, longest=LONGEST)

    sessions.start(db, huber, NOW + IDLE, idle=IDLE, longest=LONGEST)

    assert len(db.execute(select(schema_people.sessions)).all()) == 1


def test_role_and_preferences_can_be_changed_and_nobody_elses(db: Connection) -> None:
    accounts.add(db, "maier", PASSWORD, Role.LEITUNG, NOW)
    accounts.set_role(db, "HUBER", Role.SENIOR)
    accounts.set_preferences(db, "huber", {"seite": "links", "tasten": {"F8": "F4"}})

    huber, maier = accounts.every(db)

    assert (huber.role, huber.preferences["tasten"]) == (Role.SENIOR, {"F8": "F4"})
    assert (maier.role, maier.preferences) == (Role.LEITUNG, {})
    with pytest.raises(AccountError):
        accounts.set_role(db, "niemand", Role.SENIOR)
