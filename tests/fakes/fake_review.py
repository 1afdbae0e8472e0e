"""Cases made of readings and not of scans: read without doubt, but for what a test wants."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from pipeline import forms, schema
from pipeline.forms import Item
from pipeline.listing import fact_of
from pipeline.model import (
    Candidate,
    Document,
    ItemResult,
    MarkState,
    Page,
    PageKind,
    PageMatch,
    Reading,
    ReadingKind,
    Received,
    Source,
)
from pipeline.settings import Settings
from pipeline.standing import standing
from pipeline.store import Scan, Store, accounts, add_case, add_result, facts_under
from pipeline.store.accounts import Account, Role

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
RECEIVED = date(2026, 3, 4)
PASSWORD = "Wintergerste-71"  # noqa: S105 - invented for these tests
FORM = "uvg_antrag_by"
PX_PER_MM = 8.0

ANSWERS: Mapping[str, str] = {
    "antrag.beantragt_ab": "2026-03-01",
    "kind.familienname": "Huber",
    "kind.vornamen": "Anna",
    "kind.geburtsdatum": "2019-05-14",
    "kind.geburtsort": "Kempten",
    "kind.geschlecht.weiblich": "ticked",
    "bankverbindung.iban": "DE02120300000000202051",
    "erklaerung.ort": "Kempten",
    "erklaerung.datum": "2026-03-02",
    "erklaerung.unterschrift": "vorhanden",
    "antrag.eingangsstempel": "vorhanden",
}
"""What stands on the paper where a test says nothing else; the rules ask for much more."""


def page(number: int, **changes: object) -> Page:
    """One page of the form, scanned upright at 203 dpi."""
    form_page = forms.load(FORM).pages[number - 1]
    match = PageMatch(
        form=FORM, page_id=form_page.id, turned=0, residual_mm=0.05, score=1,
        homography=(PX_PER_MM, 0, 0, 0, PX_PER_MM, 0, 0, 0, 1),
    )  # fmt: skip
    usual = {
        "number": number, "kind": PageKind.FORM, "form_page": form_page.id, "match": match,
        "width_px": 1680, "height_px": 2376, "dpi": 203, "sha256": str(number) * 64,
    }  # fmt: skip
    return Page.model_validate({**usual, **changes})


def reading(
    item: str, value: str | None, *others: str, doubt: bool = False, page: int | None = None
) -> Reading:
    """What the machine read at one place; ``others`` are further candidates."""
    place = forms.load(FORM).items[item]
    numbers = {one.id: one.number for one in forms.load(FORM).pages}
    said = [Candidate(value=one, confidence=0.5) for one in (value, *others) if one]
    return Reading(
        item=item, kind=place.kind, value=value, confidence=0.6 if doubt else 0.999, doubt=doubt,
        candidates=said if others else (), source=Source.MACHINE, box=place.box,
        page=page or numbers[place.page], reader="fake 1",
    )  # fmt: skip


def result(
    *unusual: Reading,
    answers: Mapping[str, str] = ANSWERS,
    received: Received | None = None,
    reasons: tuple[str, ...] = (),
    documents: tuple[Document, ...] = (),
    pages: tuple[Page, ...] | None = None,
) -> ItemResult:
    """A mail item of eight pages, read without doubt but for what is ``unusual``."""
    form = forms.load(FORM)
    other = {one.item: one for one in unusual}
    readings = [
        other.get(item.id) or reading(item.id, answers.get(item.id, _blank(item)))
        for item in form.items.values()
    ]
    return ItemResult(
        form=FORM, pages=pages or tuple(page(n) for n in range(1, 9)), readings=tuple(readings),
        received=received or Received(day=RECEIVED, source="stempel"), reasons=reasons,
        documents=documents,
    )  # fmt: skip


def _blank(item: Item) -> str | None:
    return MarkState.EMPTY.value if item.kind is ReadingKind.MARK else None


def with_result(store: Store, found: ItemResult, name: str = "a") -> str:
    """Keep a case that was read so; its case number."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    with store.write() as db:
        case = add_case(db, [Scan(sha256=sha256, media_type="", size=1)], Path(name))
        add_result(db, case, found)
    return case


def many(store: Store, count: int, found: ItemResult, *, batch: int = 250) -> list[str]:
    """So many cases that were read alike, with their summaries, written as rows."""
    first = with_result(store, found, "many 0")
    standing_of = standing(store, first, policy="readings", today=NOW.date())
    basis, summary = fact_of(standing_of.case, standing_of.findings, NOW.date())
    with store.read() as db:
        facts = facts_under(standing_of.record)
        tables = {
            table: [dict(row._mapping) for row in db.execute(
                select(table).where(table.c.run_id == standing_of.record.run.id))]
            for table in (schema.readings, schema.received, schema.pages, schema.documents)
        }  # fmt: skip
        run = dict(db.execute(select(schema.runs)).first()._mapping)
    made = [first]
    for start in range(1, count, batch):
        with store.write() as db:
            made += [
                _copied(db, number, run, tables, (facts, basis, summary))
                for number in range(start, min(start + batch, count))
            ]
    return made


def _copied(db, number, run, tables, kept):  # type: ignore[no-untyped-def]  # rows as they come
    item = hashlib.sha256(f"many {number}".encode()).hexdigest()
    case = f"UV-V{number:03d}-{number:04d}"
    at = (NOW - timedelta(minutes=number)).isoformat(timespec="microseconds")
    db.execute(insert(schema.cases), {"case_id": case, "item_id": item, "received_at": at})
    row = {name: value for name, value in run.items() if name != "id"} | {"case_id": case}
    run_id = db.execute(insert(schema.runs).returning(schema.runs.c.id), row).scalar_one()
    for table, rows in tables.items():
        if rows:
            new = [{**row, "run_id": run_id} for row in rows]
            for one in new:
                one.pop("id", None)
                one.update({"case_id": case} if "case_id" in one else {})
            db.execute(insert(table), new)
    facts, basis, summary = kept
    facts = f"{run_id}.{facts.split('.', 1)[1]}"
    kept_row = {"case_id": case, "facts": facts, "basis": basis, "fact": summary, "at": at}
    db.execute(insert(schema.summaries), kept_row)
    return case


def account(store: Store, name: str = "huber", role: Role = Role.PRUEFER) -> Account:
    """Somebody who may sign in."""
    with store.write() as db:
        return accounts.get(db, name) or accounts.add(db, name, PASSWORD, role, NOW)


def settings_of(store: Store, **changes: object) -> Settings:
    return Settings(data=store.folder, database_url="").model_copy(update=changes)


def later(**passed: float) -> datetime:
    return NOW + timedelta(**passed)
