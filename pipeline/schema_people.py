"""The tables of who may sign in, who is signed in and who has a case open: these change."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, String, Table, Text

from pipeline.schema import at, tables

accounts = Table(
    "accounts",
    tables,
    Column("name", String(80), primary_key=True),
    Column("role", String(40), nullable=False),
    Column("password", Text, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("preferences", JSON, nullable=False),
    at("created_at"),
)
"""Who may sign in. ``password`` is an argon2 hash."""

sessions = Table(
    "sessions",
    tables,
    Column("token_sha256", String(64), primary_key=True),
    Column("account", String(80), ForeignKey("accounts.name"), nullable=False, index=True),
    at("started_at"),
    at("until"),
    at("ends"),
)
"""Who is signed in: ``until`` without a sign of life, and at ``ends`` at the latest."""

leases = Table(
    "leases",
    tables,
    Column("case_id", String(40), ForeignKey("cases.case_id"), primary_key=True),
    Column("account", String(80), nullable=False),
    at("until"),
)
"""Who has a case open, and until when if nothing more is heard."""

CHANGING = frozenset({"accounts", "sessions", "leases"})
"""Tables that are no facts of a case."""
