"""What goes out: fixed to the byte in the transaction that lets it go, then only followed up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from pipeline import schema
from pipeline.model import Fact
from pipeline.store.facts import now
from pipeline.store.records import facts_of

FINAL = frozenset({"ACCEPTED", "REJECTED", "DEAD_LETTER"})
"""States after which nothing is tried again by itself."""

SET_ASIDE, TAKEN_UP = "set_aside", "taken_up"
"""Noted among the decisions: no bundle could be made of a case; somebody has it tried again."""


class Delivery(Fact):
    """One hand-over of one revision of a case to one target."""

    delivery_id: str
    case_id: str
    revision: int
    channel: str
    target: str
    name: str
    manifest: str
    manifest_sha512: str
    created_at: str
    readings_seen: int | None = None
    received_seen: int | None = None
    state: str = "PREPARED"
    attempts: int = 0


def add_delivery(db: Connection, delivery: Delivery) -> bool:
    """Prepare a delivery; False where it is no longer what would go out.

    That is so where this revision already has one for the target, or where facts were added to
    the case since it was looked at. Who adds facts has the case's row, so none slips in between.
    """
    cases = schema.cases.c.case_id
    db.execute(select(cases).where(cases == delivery.case_id).with_for_update())
    if _is_there(db, delivery) or _is_outdated(db, delivery):
        return False
    db.execute(insert(schema.outbox), delivery.model_dump(exclude={"state", "attempts"}))
    add_state(db, delivery.delivery_id, "PREPARED")
    return True


def was_prepared(db: Connection, case: str) -> bool:
    """Whether the case was ever fixed for a hand-over; none is until this transaction ends."""
    cases, outbox = schema.cases.c.case_id, schema.outbox.c
    db.execute(select(cases).where(cases == case).with_for_update())
    return db.execute(select(outbox.delivery_id).where(outbox.case_id == case)).first() is not None


def ever_prepared(db: Connection, cases: Collection[str]) -> frozenset[str]:
    """Those of the cases that were ever fixed for a hand-over."""
    outbox = schema.outbox.c
    return frozenset(db.scalars(select(outbox.case_id).where(outbox.case_id.in_(cases))))


def add_state(
    db: Connection, delivery_id: str, state: str, detail: Mapping[str, Any] | None = None
) -> None:
    """Note what became of a delivery."""
    row = {"delivery_id": delivery_id, "state": state, "detail": dict(detail or {}), "at": now()}
    db.execute(insert(schema.outbox_states), row)


def deliveries(
    db: Connection, *, case: str | None = None, channel: str | None = None
) -> tuple[Delivery, ...]:
    """Deliveries with the state they are in, oldest first."""
    outbox = schema.outbox.c
    query = select(schema.outbox).order_by(outbox.created_at, outbox.delivery_id)
    if case is not None:
        query = query.where(outbox.case_id == case)
    if channel is not None:
        query = query.where(outbox.channel == channel)
    rows = [dict(row._mapping) for row in db.execute(query)]
    histories = _histories(db, case)
    return tuple(_with_state(row, histories.get(row["delivery_id"], [])) for row in rows)


def _histories(db: Connection, case: str | None) -> dict[str, list[str]]:
    """The states of each delivery in their order."""
    states, outbox = schema.outbox_states.c, schema.outbox.c
    query = select(states.delivery_id, states.state).order_by(states.id)
    if case is not None:
        query = query.join(schema.outbox).where(outbox.case_id == case)
    histories: dict[str, list[str]] = {}
    for row in db.execute(query):
        histories.setdefault(row.delivery_id, []).append(row.state)
    return histories


def _with_state(row: dict[str, Any], history: list[str]) -> Delivery:
    state = history[-1] if history else "PREPARED"
    return Delivery(**row, state=state, attempts=history.count("FAILED"))


def _is_there(db: Connection, delivery: Delivery) -> bool:
    outbox = schema.outbox.c
    query = select(outbox.delivery_id).where(
        outbox.case_id == delivery.case_id,
        outbox.revision == delivery.revision,
        outbox.channel == delivery.channel,
        outbox.target == delivery.target,
    )
    return db.execute(query).first() is not None


def _is_outdated(db: Connection, delivery: Delivery) -> bool:
    seen = (delivery.readings_seen, delivery.received_seen)
    return None not in seen and seen != facts_of(db, delivery.case_id)
