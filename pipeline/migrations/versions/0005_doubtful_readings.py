"""An index of the readings in doubt, so that alike ones of many cases are found at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    doubtful = sa.text("doubt")
    op.create_index(
        "ix_readings_doubtful", "readings", ["item"],
        sqlite_where=doubtful, postgresql_where=doubtful,
    )  # fmt: skip
