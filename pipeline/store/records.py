"""Reading facts back: what is known about a case, and which cases wait for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from pipeline import forms, schema
from pipeline.errors import UnknownCaseError
from pipeline.model import Case, Document, Fact, Page, PageKind, PageSaid, Reading, Received, Source
from pipeline.store import ids
from pipeline.store.facts import Scan

DEFAULT_FORM = "uvg_antrag_by"
"""What a case is laid out as where no form was recognised: all its pages are missing."""

_RECEIVED_WEIGHT = {"leer": 0, "stempel": 1, "vorgabe": 2, "person": 3}

TAKEN_BACK = "zurueckgenommen"
"""The source of a day of receipt that says nothing but that no person's day counts any more."""


class Run(Fact):
    """The end of one reading of a case."""

    id: int
    number: int
    outcome: str
    form: str = ""
    reasons: tuple[str, ...] = ()
    error: str = ""
    hint: str = ""
    provenance: Mapping[str, str] = {}
    finished_at: str


class Decision(Fact):
    """Who let a case go, and why."""

    revision: int
    kind: str
    reason: str
    person: str
    at: str


class Record(Fact):
    """Everything known about one case, before folding.

    ``pages`` and ``documents`` are as they were read, ``said`` is what persons say of them.
    """

    case_id: str
    received_at: str
    name: str
    scans: tuple[Scan, ...]
    run: Run | None
    revision: int
    pages: tuple[Page, ...] = ()
    readings: tuple[Reading, ...] = ()
    documents: tuple[Document, ...] = ()
    said: tuple[PageSaid, ...] = ()
    received: Received = Received(day=None, source="leer")
    decisions: tuple[Decision, ...] = ()
    facts: tuple[int, int] = (0, 0)

    @property
    def form(self) -> forms.Form:
        return forms.load(self.run.form if self.run and self.run.form else DEFAULT_FORM)

    @property
    def has_form(self) -> bool:
        """Whether a form was recognised, or a person says that a page is one of it."""
        named = any(said.kind is PageKind.FORM for said in self.said)
        return self.run is not None and (bool(self.run.form) or named)

    def folded(self) -> Case:
        """The case as its facts add up."""
        from pipeline.fold import fold  # lists of cases need no folding

        case = fold(
            self.case_id, self.form, self.readings, self.pages, self.documents, self.received,
            self.said,
        )  # fmt: skip
        return case.model_copy(update={"revision": self.revision})


def known_case(db: Connection, typed: str) -> str:
    """The case number that somebody typed. Raises ``UnknownCaseError``."""
    cases = schema.cases.c.case_id
    for number in (typed, ids.as_typed(typed)):
        if db.execute(select(cases).where(cases == number)).scalar():
            return number
    raise UnknownCaseError(typed)


def case_ids(db: Connection) -> tuple[str, ...]:
    """All cases in the order in which they came in."""
    cases = schema.cases.c
    return tuple(db.scalars(select(cases.case_id).order_by(cases.received_at, cases.case_id)))


def load_record(db: Connection, case: str) -> Record:
    """Everything known about a case. Raises ``UnknownCaseError``."""
    row = db.execute(select(schema.cases).where(schema.cases.c.case_id == case)).first()
    if row is None:
        raise UnknownCaseError(case)
    run = _last_run(db, case)
    readings = _readings(db, case, run)
    decisions = schema.decisions
    return Record(
        case_id=case,
        received_at=row.received_at,
        name=names_of(db, case)[0],
        scans=scans_of(db, case),
        run=run,
        revision=revision_of(db, case),
        pages=_facts(db, Page, schema.pages, run),
        documents=_facts(db, Document, schema.documents, run),
        readings=readings,
        said=said_of_pages(db, case),
        received=received_of(db, case),
        facts=facts_of(db, case),
        decisions=tuple(
            Decision.model_validate(dict(r._mapping))
            for r in db.execute(
                select(*(decisions.c[name] for name in Decision.model_fields))
                .where(decisions.c.case_id == case)
                .order_by(decisions.c.id)
            )
        ),
    )


def read_pages(db: Connection, case: str) -> tuple[Page, ...]:
    """The pages of a case as they were read last."""
    return _facts(db, Page, schema.pages, _last_run(db, case))


def scans_of(db: Connection, case: str) -> tuple[Scan, ...]:
    """The files of a case in their order."""
    scans, parts = schema.scans.c, schema.case_scans.c
    query = (
        select(scans.sha256, scans.media_type, scans.size)
        .join(schema.case_scans, scans.sha256 == parts.sha256)
        .where(parts.case_id == case)
        .order_by(parts.position)
    )
    return tuple(Scan.model_validate(dict(r._mapping)) for r in db.execute(query))


def names_of(db: Connection, case: str) -> tuple[str, ...]:
    """The file names under which a case came in, first one first."""
    arrivals = schema.arrivals.c
    paths = db.scalars(select(arrivals.path).where(arrivals.case_id == case).order_by(arrivals.id))
    return tuple(path.rsplit("/", 1)[-1] for path in paths) or ("",)


def revision_of(db: Connection, case: str) -> int:
    """Which state of the case this is: one more where something was added after a hand-over.

    After a rejection a person may release it once more as it is; that decision then names the next.
    """
    outbox, decisions = schema.outbox.c, schema.decisions.c
    sent = db.execute(
        select(schema.outbox).where(outbox.case_id == case).order_by(outbox.revision.desc())
    ).first()
    decided = db.scalars(select(decisions.revision).where(decisions.case_id == case))
    return latest_revision(db, case, list(decided), sent, facts_of(db, case))


def latest_revision(
    db: Connection, case: str, decided: Sequence[int], sent: Row[Any] | None, facts: tuple[int, int]
) -> int:
    """The revision of a case of which the decisions, the last delivery and the facts are known."""
    least = max(decided, default=1)
    if sent is None:
        return least
    return max(least, int(sent.revision) + _was_added_to(db, case, sent, facts))


def said_of_pages(db: Connection, case: str) -> tuple[PageSaid, ...]:
    """What persons said of the pages of a case, in its order."""
    facts = schema.page_facts.c
    query = select(facts.fact).where(facts.case_id == case).order_by(facts.id)
    return tuple(PageSaid.model_validate(fact) for fact in db.scalars(query))


def turned_by_person(db: Connection, case: str, number: int) -> int | None:
    """How a person turned a page; ``None`` where nobody did."""
    said = [one for one in said_of_pages(db, case) if one.page == number]
    return said[-1].turned if said else None


def facts_of(db: Connection, case: str) -> tuple[int, int]:
    """How many readings (and words of persons on pages) and days of receipt there are.

    They only ever grow in number.

    Neither clocks nor row numbers would do: of two writers at once the later may commit first.
    """
    readings, received = _counted(db, case)
    return readings, received


def _was_added_to(db: Connection, case: str, sent: Row[Any], facts: tuple[int, int]) -> bool:
    """Whether the case has facts that are not in what was sent."""
    if sent.readings_seen is None:  # prepared by the first version, which went by the clock
        return any(_counted(db, case, after=sent.created_at))
    return facts != (sent.readings_seen, sent.received_seen)


def _counted(db: Connection, case: str, after: str = "") -> list[int]:
    kinds = (schema.readings.c, schema.page_facts.c, schema.received.c)
    queries = [select(func.count()).where(kind.case_id == case) for kind in kinds]
    if after:  # else the index alone tells, and no row is read
        queries = [q.where(kind.at > after) for q, kind in zip(queries, kinds, strict=True)]
    readings, pages, received = (int(db.execute(query).scalar_one()) for query in queries)
    return [readings + pages, received]


def _last_run(db: Connection, case: str) -> Run | None:
    runs = schema.runs
    columns = [runs.c[name] for name in Run.model_fields]
    row = db.execute(
        select(*columns).where(runs.c.case_id == case).order_by(runs.c.number.desc())
    ).first()
    return Run.model_validate(dict(row._mapping)) if row else None


def counting(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Those readings that count, in their order: without what persons took back."""
    given = tuple(readings)
    until = {reading.item: n for n, reading in enumerate(given) if reading.taken_back}
    return tuple(
        reading
        for n, reading in enumerate(given)
        if reading.source is not Source.PERSON or n > until.get(reading.item, -1)
    )


def _readings(db: Connection, case: str, run: Run | None) -> tuple[Reading, ...]:
    """The machine's readings of the last run and all of a person's that still count."""
    readings = schema.readings.c
    query = select(readings.run_id, readings.fact).where(readings.case_id == case)
    facts = (
        Reading.model_validate(row.fact)
        for row in db.execute(query.order_by(readings.id))
        if row.run_id is None or (run and row.run_id == run.id)
    )
    return counting(facts)


def counting_received(facts: Iterable[Received], *, by_persons: bool = True) -> Received:
    """A person outweighs what was given at the intake, that outweighs the stamp; then the last."""
    best = unaided = Received(day=None, source="leer")
    for fact in facts:
        if fact.source == TAKEN_BACK:
            best = unaided
        elif _weight(fact) >= _weight(best):
            best = fact
        if fact.source not in (TAKEN_BACK, "person") and _weight(fact) >= _weight(unaided):
            unaided = fact
    return best if by_persons else unaided


def _weight(fact: Received) -> int:
    return _RECEIVED_WEIGHT.get(fact.source, 0)


def received_of(db: Connection, case: str, *, by_persons: bool = True) -> Received:
    """The day of receipt; on request as it was before any person said something."""
    received = schema.received.c
    query = select(received.fact).where(received.case_id == case).order_by(received.id)
    return counting_received(map(Received.model_validate, db.scalars(query)), by_persons=by_persons)


def _facts(db: Connection, kind: type[Any], table: Any, run: Run | None) -> tuple[Any, ...]:
    if run is None:
        return ()
    query = select(table.c.fact).where(table.c.run_id == run.id).order_by(table.c.number)
    return tuple(kind.model_validate(fact) for fact in db.scalars(query))
