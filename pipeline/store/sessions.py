"""Who is signed in; only a hash of each token is kept, so that nobody signs in with the tables."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from pipeline import schema_people
from pipeline.model import Fact
from pipeline.store.accounts import Account, get
from pipeline.store.moments import as_moment, as_text

TOKEN_BYTES = 32


class Session(Fact):
    """A sign-in that still counts: ``until`` if nothing is done, and at ``ends`` at the latest."""

    account: Account
    started: datetime
    until: datetime
    ends: datetime


def start(
    db: Connection, account: Account, now: datetime, *, idle: timedelta, longest: timedelta
) -> str:
    """Sign somebody in; returns the token that only their browser gets."""
    sweep(db, now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = {
        "token_sha256": _hashed(token), "account": account.name, "started_at": as_text(now),
        "until": as_text(now + min(idle, longest)), "ends": as_text(now + longest),
    }  # fmt: skip
    db.execute(insert(schema_people.sessions), row)
    return token


def session_of(db: Connection, token: str, now: datetime) -> Session | None:
    """The sign-in that a token stands for; ``None`` where it is over or the account is locked."""
    sessions = schema_people.sessions.c
    row = db.execute(
        select(schema_people.sessions).where(sessions.token_sha256 == _hashed(token))
    ).first()
    if row is None or as_text(now) >= min(row.until, row.ends):
        return None
    account = get(db, row.account)
    if account is None or account.locked:
        return None
    return Session(
        account=account, started=as_moment(row.started_at), until=as_moment(row.until),
        ends=as_moment(row.ends),
    )  # fmt: skip


def prolong(db: Connection, token: str, now: datetime, *, idle: timedelta) -> None:
    """Note a sign of life."""
    sessions = schema_people.sessions
    where = sessions.c.token_sha256 == _hashed(token)
    db.execute(update(sessions).where(where).values(until=as_text(now + idle)))


def end(db: Connection, token: str) -> None:
    """Sign somebody out."""
    sessions = schema_people.sessions
    db.execute(delete(sessions).where(sessions.c.token_sha256 == _hashed(token)))


def is_signed_in(db: Connection, account: str, now: datetime) -> bool:
    """Whether an account has a sign-in that still counts, at whatever browser."""
    sessions = schema_people.sessions.c
    query = select(sessions.account).where(
        sessions.account == account, sessions.until > as_text(now), sessions.ends > as_text(now)
    )
    return db.execute(query).first() is not None


def sweep(db: Connection, now: datetime) -> None:
    """Forget sign-ins that are over."""
    sessions = schema_people.sessions
    over = (sessions.c.until <= as_text(now)) | (sessions.c.ends <= as_text(now))
    db.execute(delete(sessions).where(over))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
