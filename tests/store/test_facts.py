"""Facts come back as they went in, are never changed, and never doubled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from pipeline import schema, schema_people, store
from pipeline.errors import EingangError, ScanError, UnknownCaseError
from pipeline.model import (
    Box,
    Document,
    ItemResult,
    Page,
    PageKind,
    Reading,
    ReadingKind,
    Received,
    Source,
)
from pipeline.store import Scan, Store

PATH = Path("/post/Antrag Müller.pdf")


def scan(letter: str = "a") -> Scan:
    return Scan(sha256=letter * 64, media_type="application/pdf", size=3)


def reading(item: str = "kind.familienname", **values: object) -> Reading:
    facts: dict[str, object] = {
        "item": item, "kind": ReadingKind.TEXT, "value": "Müller", "confidence": 0.9,
        "doubt": False, "source": Source.MACHINE, "page": 1,
        "box": Box(x=1, y=2, width=3, height=4), "reader": "test 1",
    }  # fmt: skip
    return Reading.model_validate(facts | values)


def result(**values: object) -> ItemResult:
    facts: dict[str, object] = {
        "form": "uvg_antrag_by",
        "pages": (Page(number=1, kind=PageKind.FORM, form_page="antrag_seite_1"),),
        "readings": (reading(),),
        "documents": (Document(number=1, type="", pages=(2,), confidence=0.5, doubt=True),),
        "received": Received(day=date(2026, 3, 4), source="stempel"),
        "reasons": ("Seite 1 fehlt.",),
        "provenance": {"tesseract": "5"},
    }
    return ItemResult.model_validate(facts | values)


def new_case(opened: Store, letter: str = "a") -> str:
    with opened.write() as db:
        return store.add_case(db, [scan(letter)], PATH)


def test_the_same_files_are_one_case_however_often_they_come(opened: Store) -> None:
    first = new_case(opened)

    assert new_case(opened) == first


def test_two_that_take_the_same_files_in_at_once_make_one_case(opened: Store) -> None:
    with ThreadPoolExecutor(8) as people:
        numbers = set(people.map(lambda _: new_case(opened), range(24)))

    assert len(numbers) == 1
    with opened.read() as db:
        assert store.scans_of(db, numbers.pop()) == (scan(),)


def test_a_case_knows_its_file_under_every_name_it_came_with(opened: Store) -> None:
    case = new_case(opened)
    with opened.write() as db:
        store.add_case(db, [scan()], Path("/anders/kopie.pdf"))

    with opened.read() as db:
        assert store.names_of(db, case) == ("Antrag Müller.pdf", "kopie.pdf")


def test_what_was_read_comes_back_as_it_was(opened: Store) -> None:
    case = new_case(opened)
    with opened.write() as db:
        store.add_result(db, case, result())

    with opened.read() as db:
        record = store.load_record(db, case)

    expected = result()
    assert record.pages == expected.pages
    assert record.readings == expected.readings
    assert record.documents == expected.documents
    assert record.received == expected.received
    assert record.run is not None
    assert record.run.reasons == expected.reasons


def test_a_second_result_for_the_same_case_adds_nothing(opened: Store) -> None:
    case = new_case(opened)
    with opened.write() as db:
        assert store.add_result(db, case, result())
    with opened.write() as db:
        assert not store.add_result(db, case, result())

    with opened.read() as db:
        assert len(store.load_record(db, case).readings) == 1


def test_a_transaction_that_breaks_off_leaves_nothing(opened: Store) -> None:
    case = new_case(opened)
    with pytest.raises(ZeroDivisionError), opened.write() as db:
        store.add_result(db, case, result())
        raise ZeroDivisionError

    with opened.read() as db:
        record = store.load_record(db, case)
        assert record.run is None
        assert record.readings == ()


@pytest.mark.parametrize("table", sorted(schema.tables.tables.keys() - schema_people.CHANGING))
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_database_refuses_to_change_a_fact(verb: str, table: str, tmp_path: Path) -> None:
    with _one_of_each(tmp_path) as db, pytest.raises(DBAPIError, match="facts are only added"):
        column = next(iter(schema.tables.tables[table].columns)).name
        db.execute(
            text(f"DELETE FROM {table}")  # noqa: S608 - names of our own tables
            if verb == "DELETE"
            else text(f"UPDATE {table} SET {column} = {column}")  # noqa: S608 - the same
        )


def _one_of_each(tmp_path: Path):  # type: ignore[no-untyped-def]  # a connection in a block
    """A SQLite store with a row in every table, filled without any of our functions."""
    from pipeline.settings import Settings

    opened = store.open_store(Settings(data=tmp_path, database_url=""))
    db = opened.engine.connect()
    db.exec_driver_sql("PRAGMA foreign_keys = OFF")
    for table in schema.tables.sorted_tables:
        values = {c.name: _any_value(str(c.type)) for c in table.columns}
        db.execute(insert(table), values)
    return db


def _any_value(kind: str) -> object:
    return (
        1
        if "INT" in kind or kind == "FLOAT"
        else True
        if kind == "BOOLEAN"
        else {}
        if kind == "JSON"
        else "x"
    )


def test_postgresql_refuses_to_change_a_fact_too(opened: Store) -> None:
    case = new_case(opened)

    with (
        pytest.raises(DBAPIError, match="facts are only added"),
        opened.engine.begin() as db,
    ):
        db.execute(text("DELETE FROM cases WHERE case_id = :case"), {"case": case})


@hypothesis_settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Reading,
        value=st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"])),
        raw=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
        item=st.just("kind.vornamen"),
        page=st.integers(1, 500),
    )
)
def test_any_reading_survives_the_store(opened: Store, fact: Reading) -> None:
    case = new_case(opened)
    with opened.write() as db:
        store.add_readings(db, case, [fact])

    with opened.read() as db:
        assert store.load_record(db, case).readings[-1] == fact


@pytest.mark.parametrize(
    ("sources", "kept"),
    [
        (("stempel", "vorgabe"), "vorgabe"),
        (("vorgabe", "stempel"), "vorgabe"),
        (("person", "vorgabe", "stempel"), "person"),
        (("leer",), "leer"),
    ],
)
def test_the_day_of_receipt_is_the_one_that_weighs_most(
    opened: Store, sources: tuple[str, ...], kept: str
) -> None:
    case = new_case(opened)
    with opened.write() as db:
        for number, source in enumerate(sources, 1):
            day = None if source == "leer" else date(2026, 3, number)
            store.add_received(db, case, Received(day=day, source=source))

    with opened.read() as db:
        assert store.load_record(db, case).received.source == kept


def test_a_case_cut_short_is_tried_after_the_others(opened: Store) -> None:
    first, second = new_case(opened, "a"), new_case(opened, "b")
    with opened.write() as db:
        store.add_attempt(db, first)

    with opened.read() as db:
        assert store.pending(db) == (second, first)


def test_a_refused_case_is_not_tried_again_and_a_failed_one_a_few_times(opened: Store) -> None:
    refused, failed = new_case(opened, "a"), new_case(opened, "b")
    with opened.write() as db:
        store.add_failure(db, refused, ScanError("Die Sendung"))

    for _ in range(3):
        with opened.read() as db:
            assert store.pending(db) == (failed,)
        with opened.write() as db:
            store.add_failure(db, failed, ZeroDivisionError())

    with opened.read() as db:
        assert store.pending(db) == ()


def test_a_failure_keeps_the_class_of_an_error_of_ours_and_not_its_text(opened: Store) -> None:
    case = new_case(opened)
    with opened.write() as db:
        store.add_failure(db, case, ValueError("Zyxwolf"))

    with opened.read() as db:
        run = store.load_record(db, case).run
    assert run is not None
    assert run.error == "ValueError"
    assert "Zyxwolf" not in run.model_dump_json()


def test_the_revision_rises_when_something_is_added_after_a_delivery(opened: Store) -> None:
    case = new_case(opened)
    with opened.write() as db:
        store.add_result(db, case, result())
        store.add_delivery(db, delivery(case, 1))
    with opened.read() as db:
        assert store.revision_of(db, case) == 1

    with opened.write() as db:
        store.add_readings(db, case, [reading(source=Source.PERSON)])

    with opened.read() as db:
        assert store.revision_of(db, case) == 2


def delivery(case: str, revision: int, number: str = "1"):  # type: ignore[no-untyped-def]
    return store.Delivery(
        delivery_id=f"{case}-{number}", case_id=case, revision=revision, channel="folder",
        target="/ziel", name=f"{case}_r{revision}", manifest="{}", manifest_sha512="0",
        created_at=store.now(),
    )  # fmt: skip


def test_one_revision_goes_to_one_target_once(opened: Store) -> None:
    case = new_case(opened)
    with opened.write() as db:
        assert store.add_delivery(db, delivery(case, 1))
        assert not store.add_delivery(db, delivery(case, 1, "2"))

    with opened.read() as db:
        assert len(store.deliveries(db)) == 1


def test_the_last_state_of_a_delivery_holds(opened: Store) -> None:
    case = new_case(opened)
    with opened.write() as db:
        store.add_delivery(db, delivery(case, 1))
        for state in ("FAILED", "FAILED", "SUBMITTED"):
            store.add_state(db, f"{case}-1", state)

    with opened.read() as db:
        (found,) = store.deliveries(db, case=case, channel="folder")
    assert (found.state, found.attempts) == ("SUBMITTED", 2)


def test_an_unknown_case_is_an_error_with_a_hint(opened: Store) -> None:
    with opened.read() as db, pytest.raises(UnknownCaseError) as caught:
        store.known_case(db, "UV-0000-0000")

    assert caught.value.advice


def test_an_error_of_the_database_does_not_tell_what_was_to_be_written(opened: Store) -> None:
    with pytest.raises(EingangError) as caught, opened.write() as db:
        db.execute(insert(schema.case_scans), {"case_id": "Zyxwolf", "position": 1, "sha256": "y"})

    assert "Zyxwolf" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_path_that_is_no_text_is_kept_readably(opened: Store) -> None:
    import os

    with opened.write() as db:
        case = store.add_case(db, [scan()], Path(os.fsdecode(b"/post/Antr\xe4ge.pdf")))

    with opened.read() as db:
        assert store.names_of(db, case) == ("Antr\ufffdge.pdf",)
