"""What the authority's system said to what was handed over, or why it could not be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection, select

from pipeline import schema
from pipeline.model import Fact

RESULTS = {"ACCEPTED": "accepted", "REJECTED": "rejected"}
"""The states of a delivery that was answered, and the words of a receipt for them."""


class Told(Fact):
    """One answer: to which revision, and what its receipt says; ``at`` as it stands there."""

    revision: int
    result: str
    code: str = ""
    text: str = ""
    aktenzeichen: str = ""
    at: str = ""


def answers(db: Connection, case: str | None = None) -> Mapping[str, tuple[Told, ...]]:
    """All answers by their case, oldest first."""
    states, outbox = schema.outbox_states.c, schema.outbox.c
    query = (
        select(outbox.case_id, outbox.revision, states.state, states.detail)
        .select_from(schema.outbox_states.join(schema.outbox))
        .where(states.state.in_(RESULTS))
        .order_by(states.id)
    )
    found: defaultdict[str, tuple[Told, ...]] = defaultdict(tuple)
    for row in db.execute(query if case is None else query.where(outbox.case_id == case)):
        said = {key: row.detail.get(key, "") for key in ("code", "text", "aktenzeichen", "at")}
        told = Told(revision=row.revision, result=RESULTS[row.state], **said)
        found[row.case_id] += (told,)
    return found


def why_stuck(db: Connection, case: str) -> Mapping[str, str]:
    """What went wrong where the last hand-over of a case came to nothing; empty elsewhere."""
    states, outbox = schema.outbox_states.c, schema.outbox.c
    query = (
        select(states.state, states.detail)
        .select_from(schema.outbox_states.join(schema.outbox))
        .where(outbox.case_id == case)
        .order_by(states.id.desc())
    )
    last = db.execute(query).first()
    return dict(last.detail) if last is not None and last.state == "DEAD_LETTER" else {}
