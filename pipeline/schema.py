"""The tables. Facts are added and never changed; what a case is, is computed from them.

Who may sign in, who is signed in and who has a case open are no facts of a case: these tables
change and stand in ``schema_people``.

Times are UTC in ISO form, so that both databases keep them alike. The triggers that refuse every
UPDATE and DELETE are made by the migrations.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

REVISION = "0006"
"""The newest migration. Known here so that opening a store need not load Alembic."""

tables = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _case() -> Column[str]:
    return Column("case_id", String(40), ForeignKey("cases.case_id"), nullable=False, index=True)


def _run(*, optional: bool = False) -> Column[int]:
    return Column("run_id", Integer, ForeignKey("runs.id"), nullable=optional, index=True)


def at(name: str = "at") -> Column[str]:
    return Column(name, String(32), nullable=False)


scans = Table(
    "scans",
    tables,
    Column("sha256", String(64), primary_key=True),
    Column("media_type", String(80), nullable=False),
    Column("size", BigInteger, nullable=False),
    at("received_at"),
)
"""Every file that came in, by its content."""

cases = Table(
    "cases",
    tables,
    Column("case_id", String(40), primary_key=True),
    Column("item_id", String(64), nullable=False, unique=True),
    at("received_at"),
)
"""One mail item each: an envelope with an application in it, or with something else."""

case_scans = Table(
    "case_scans",
    tables,
    Column("case_id", String(40), ForeignKey("cases.case_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sha256", String(64), ForeignKey("scans.sha256"), nullable=False),
)
"""The files of a mail item in their order."""

arrivals = Table(
    "arrivals",
    tables,
    Column("id", Integer, primary_key=True),
    _case(),
    Column("path", Text, nullable=False),
    at(),
    UniqueConstraint("case_id", "path"),
)
"""Where a mail item was found. File names may be personal: they stay in this table."""

refusals = Table(
    "refusals",
    tables,
    Column("key", String(64), primary_key=True),
    Column("path", Text, nullable=False),
    Column("error", String(80), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("hint", Text, nullable=False),
    at(),
)
"""What could not even be taken in, because the file could not be read."""

attempts = Table(
    "attempts", tables, Column("id", Integer, primary_key=True), _case(), at("started_at")
)
"""Every start of reading a case: one that was cut short is tried last the next time."""

runs = Table(
    "runs",
    tables,
    Column("id", Integer, primary_key=True),
    _case(),
    Column("number", Integer, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("form", String(80), nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("error", String(80), nullable=False),
    Column("hint", Text, nullable=False),
    Column("provenance", JSON, nullable=False),
    Column("seconds", Integer, nullable=False),
    at("finished_at"),
    UniqueConstraint("case_id", "number"),
)
"""The end of reading a case: ``read``, ``refused`` (the file is no scan) or ``failed`` (ours)."""

pages = Table(
    "pages",
    tables,
    Column("run_id", Integer, ForeignKey("runs.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("fact", JSON, nullable=False),
)

readings = Table(
    "readings",
    tables,
    Column("id", Integer, primary_key=True),
    _case(),
    _run(optional=True),
    Column("item", String(200), nullable=False),
    Column("doubt", Boolean, nullable=False),
    Column("fact", JSON, nullable=False),
    at(),
)
"""A reading without a run is a person's."""

IN_DOUBT = readings.c.doubt
Index("ix_readings_doubtful", readings.c.item, sqlite_where=IN_DOUBT, postgresql_where=IN_DOUBT)

page_facts = Table(
    "page_facts",
    tables,
    Column("id", Integer, primary_key=True),
    _case(),
    Column("number", Integer, nullable=False),
    Column("fact", JSON, nullable=False),
    at(),
)
"""What persons say of single pages; of each page the last one counts."""

documents = Table(
    "documents",
    tables,
    Column("run_id", Integer, ForeignKey("runs.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("fact", JSON, nullable=False),
)

received = Table(
    "received",
    tables,
    Column("id", Integer, primary_key=True),
    _case(),
    _run(optional=True),
    Column("fact", JSON, nullable=False),
    at(),
)
"""The day of receipt: from the stamp (with a run), given at the intake or by a person."""

decisions = Table(
    "decisions",
    tables,
    Column("id", Integer, primary_key=True),
    _case(),
    Column("revision", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("person", String(200), nullable=False),
    at(),
)
"""What somebody decided: ``release`` by a person, ``policy`` where the setting let it go,
``review`` where somebody began to correct, ``reviewed`` where that came to its end."""

outbox = Table(
    "outbox",
    tables,
    Column("delivery_id", String(36), primary_key=True),
    _case(),
    Column("revision", Integer, nullable=False),
    Column("channel", String(40), nullable=False),
    Column("target", Text, nullable=False),
    Column("name", String(80), nullable=False),
    Column("manifest", Text, nullable=False),
    Column("manifest_sha512", String(128), nullable=False),
    at("created_at"),
    Column("readings_seen", Integer),
    Column("received_seen", Integer),
    UniqueConstraint("case_id", "revision", "channel", "target"),
)
"""What goes out, fixed to the byte before the first attempt: the manifest names every hash.

``..._seen`` is how many facts of the case are in it; deliveries of the first version do not say.
"""

outbox_states = Table(
    "outbox_states",
    tables,
    Column("id", Integer, primary_key=True),
    Column("delivery_id", ForeignKey("outbox.delivery_id"), nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("detail", JSON, nullable=False),
    at(),
)
"""PREPARED, SUBMITTED, ACCEPTED, REJECTED, FAILED, DEAD_LETTER; the last one holds."""

summaries = Table(
    "summaries",
    tables,
    Column("case_id", String(40), ForeignKey("cases.case_id"), primary_key=True),
    Column("facts", String(64), primary_key=True),
    Column("basis", String(64), primary_key=True),
    Column("fact", JSON, nullable=False),
    at(),
)
"""What a list shows of a case: made of the facts that ``facts`` counts, by the program ``basis``.

No fact of its own: whatever stands here can be made anew.
"""

desk_events = Table(
    "desk_events",
    tables,
    Column("id", Integer, primary_key=True),
    _case(),
    Column("account", String(80), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("field", String(200), nullable=False),
    Column("action", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("keystrokes", Integer, nullable=False),
    Column("detail", JSON, nullable=False),
    at(),
)
"""What people did at the review station; ``detail`` holds what taking it back needs."""

audit = Table(
    "audit",
    tables,
    Column("number", Integer, primary_key=True, autoincrement=False),
    at(),
    Column("actor", String(80), nullable=False),
    Column("event", String(40), nullable=False),
    Column("case_id", String(40), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("before", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""Who did what when, without any value of a form. Every row carries the hash of the one before."""
