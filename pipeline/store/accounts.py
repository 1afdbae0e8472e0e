"""Accounts of the review station: who may sign in, and as what; passwords only as argon2."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, insert, select, update

from pipeline import schema_people
from pipeline.errors import AccountError
from pipeline.model import Fact
from pipeline.store.moments import as_text

SHORTEST_PASSWORD = 10
"""Characters; with five tries in five minutes nobody guesses ten."""

LONGEST_PASSWORD = 1000
"""Characters; more would only keep the hash busy."""

NAME = re.compile(r"[\w.@+-]{1,80}")

NAME_HINT = "Der Name besteht aus Buchstaben, Ziffern und . @ + - _ und ist höchstens 80 lang."
PASSWORD_HINT = f"Das Kennwort braucht mindestens {SHORTEST_PASSWORD} Zeichen."
TAKEN_HINT = "Den Namen gibt es schon."
UNKNOWN_HINT = "Den Namen gibt es nicht; `eingang accounts list` zeigt alle."


class Role(StrEnum):
    """What somebody does in the office; every account has one role."""

    SCAN_OPERATOR = "scan_operator"
    PRUEFER = "pruefer"
    SENIOR = "senior"
    SACHBEARBEITUNG = "sachbearbeitung"
    LEITUNG = "leitung"
    FACHADMIN = "fachadmin"
    SYSTEMADMIN = "systemadmin"
    REVISION = "revision"


class Account(Fact):
    """Somebody who may sign in. ``preferences`` are theirs alone: keys, sides, zoom."""

    name: str
    role: Role
    locked: bool = False
    preferences: Mapping[str, Any] = {}


def known_as(name: str) -> str:
    """A name as it is kept: nobody should have to know how it was capitalised.

    >>> known_as(" Huber.Anna ")
    'huber.anna'
    """
    return unicodedata.normalize("NFC", name).strip().casefold()


def add(db: Connection, name: str, password: str, role: Role, now: datetime) -> Account:
    """Let somebody sign in. Raises ``AccountError``."""
    known = known_as(name)
    if not NAME.fullmatch(known):
        raise AccountError(known, hint=NAME_HINT)
    if get(db, known) is not None:
        raise AccountError(known, hint=TAKEN_HINT)
    row: dict[str, Any] = {
        "name": known, "role": role.value, "password": _hashed(known, password), "locked": False,
        "preferences": {}, "created_at": as_text(now),
    }  # fmt: skip
    db.execute(insert(schema_people.accounts), row)
    return Account(name=known, role=role)


def verify(db: Connection, name: str, password: str) -> Account | None:
    """The account with this name and password; ``None`` where there is none, or it is locked.

    An unknown name takes as long as a wrong password.
    """
    accounts = schema_people.accounts.c
    row = db.execute(select(schema_people.accounts).where(accounts.name == known_as(name))).first()
    right = _is(row.password if row else _nobodys(), password[:LONGEST_PASSWORD])
    return _account(row) if row and right and not row.locked else None


def get(db: Connection, name: str) -> Account | None:
    """The account with this name."""
    accounts = schema_people.accounts.c
    row = db.execute(select(schema_people.accounts).where(accounts.name == known_as(name))).first()
    return _account(row) if row else None


def every(db: Connection) -> tuple[Account, ...]:
    """All accounts by name."""
    rows = db.execute(select(schema_people.accounts).order_by(schema_people.accounts.c.name))
    return tuple(map(_account, rows))


def set_password(db: Connection, name: str, password: str) -> None:
    """Give an account another password, and end its sign-ins. Raises ``AccountError``."""
    _change(db, name, password=_hashed(known_as(name), password))
    _sign_out(db, name)


def set_role(db: Connection, name: str, role: Role) -> None:
    """Give an account another role. Raises ``AccountError``."""
    _change(db, name, role=role.value)


def lock(db: Connection, name: str) -> None:
    """Let somebody sign in no more, and end their sign-ins. Raises ``AccountError``."""
    _change(db, name, locked=True)
    _sign_out(db, name)


def unlock(db: Connection, name: str) -> None:
    """Let somebody sign in again. Raises ``AccountError``."""
    _change(db, name, locked=False)


def set_preferences(db: Connection, name: str, preferences: Mapping[str, Any]) -> None:
    """Keep how somebody wants to have the screen. Raises ``AccountError``."""
    _change(db, name, preferences=dict(preferences))


def _change(db: Connection, name: str, **values: object) -> None:
    accounts = schema_people.accounts
    where = accounts.c.name == known_as(name)
    if not db.execute(update(accounts).where(where).values(**values)).rowcount:
        raise AccountError(known_as(name), hint=UNKNOWN_HINT)


def _sign_out(db: Connection, name: str) -> None:
    db.execute(
        delete(schema_people.sessions).where(schema_people.sessions.c.account == known_as(name))
    )


def _hashed(name: str, password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountError(name, hint=PASSWORD_HINT)
    return _hasher().hash(password)


def _is(kept: str, password: str) -> bool:
    try:
        return _hasher().verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    """A hash that no password has."""
    return _hasher().hash("kein Kennwort von irgendwem")


def _account(row: Any) -> Account:
    return Account(
        name=row.name, role=Role(row.role), locked=row.locked, preferences=row.preferences
    )
