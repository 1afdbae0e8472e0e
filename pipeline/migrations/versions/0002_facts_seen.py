"""How many facts of a case are in what went out, so that none added later is taken for sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for name in ("readings_seen", "received_seen"):
        op.add_column("outbox", sa.Column(name, sa.Integer(), nullable=True))
