"""What persons say of pages: what a page is, which paper it belongs to, which way up it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "page_facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fact", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name=op.f("fk_page_facts_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_facts")),
    )
    op.create_index(op.f("ix_page_facts_case_id"), "page_facts", ["case_id"], unique=False)
    _let_facts_only_be_added()


def _let_facts_only_be_added() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER page_facts_only_added BEFORE UPDATE OR DELETE ON page_facts "
            "FOR EACH ROW EXECUTE FUNCTION facts_are_only_added()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER page_facts_no_{verb.lower()} BEFORE {verb} ON page_facts "
            "BEGIN SELECT RAISE(ABORT, 'facts are only added'); END"
        )
