"""Runs the migrations on the connection, and inside the transaction, that opening the store has."""

from __future__ import annotations

from alembic import context

from pipeline import schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.tables,
    transactional_ddl=False,  # the caller's transaction is around all of it, on both databases
)
context.run_migrations()
