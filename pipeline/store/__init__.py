"""Everything that is kept: tables, files, and the functions that add and read facts.

Functions take a connection and the caller owns the transaction::

    with store.open_store(settings) as ..., s.write() as db:
        store.add_decision(db, case, 1, "release", reason="...", person="...")

There is no function that changes or deletes a fact, and the database refuses to.
"""

from pipeline.store.connect import Store, open_store, readable_errors
from pipeline.store.facts import (
    Scan,
    add_attempt,
    add_case,
    add_decision,
    add_failure,
    add_page_facts,
    add_readings,
    add_received,
    add_result,
    now,
)
from pipeline.store.outbox import (
    FINAL,
    SET_ASIDE,
    TAKEN_UP,
    Delivery,
    add_delivery,
    add_state,
    deliveries,
    ever_prepared,
    was_prepared,
)
from pipeline.store.overview import facts_under, keep_summary, kept_summaries, outlines
from pipeline.store.records import (
    Decision,
    Record,
    Run,
    case_ids,
    known_case,
    load_record,
    names_of,
    revision_of,
    scans_of,
)
from pipeline.store.turned_away import Refusal, add_refusal, note_taken, refusals
from pipeline.store.turns import AGAIN, pending

__all__ = [
    "AGAIN",
    "FINAL",
    "SET_ASIDE",
    "TAKEN_UP",
    "Decision",
    "Delivery",
    "Record",
    "Refusal",
    "Run",
    "Scan",
    "Store",
    "add_attempt",
    "add_case",
    "add_decision",
    "add_delivery",
    "add_failure",
    "add_page_facts",
    "add_readings",
    "add_received",
    "add_refusal",
    "add_result",
    "add_state",
    "case_ids",
    "deliveries",
    "ever_prepared",
    "facts_under",
    "keep_summary",
    "kept_summaries",
    "known_case",
    "load_record",
    "names_of",
    "note_taken",
    "now",
    "open_store",
    "outlines",
    "pending",
    "readable_errors",
    "refusals",
    "revision_of",
    "scans_of",
    "was_prepared",
]
