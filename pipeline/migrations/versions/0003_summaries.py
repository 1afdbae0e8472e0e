"""What a list shows of a case, kept so that no list has to fold and check every case anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "summaries",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.String(length=64), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("fact", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name=op.f("fk_summaries_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", "facts", "basis", name=op.f("pk_summaries")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER summaries_only_added BEFORE UPDATE OR DELETE ON summaries "
            "FOR EACH ROW EXECUTE FUNCTION facts_are_only_added()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER summaries_no_{verb.lower()} BEFORE {verb} ON summaries "
            "BEGIN SELECT RAISE(ABORT, 'facts are only added'); END"
        )
