"""A case that was refused or failed is read again when somebody asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import store
from pipeline.errors import OversizeError
from pipeline.intake import ask_again
from pipeline.model import ItemResult, Received
from pipeline.store import Scan, Store
from pipeline.store.turns import MOST_FAILURES

READ = ItemResult(form="", pages=(), readings=(), received=Received(day=None, source="leer"))


@pytest.fixture
def case(opened: Store) -> str:
    with opened.write() as db:
        scan = Scan(sha256="a" * 64, media_type="application/pdf", size=3)
        return store.add_case(db, [scan], Path("a.pdf"))


def waiting(opened: Store) -> tuple[str, ...]:
    with opened.read() as db:
        return store.pending(db)


@pytest.mark.parametrize("error", [OversizeError("Die Sendung"), ZeroDivisionError()])
def test_a_case_that_is_left_waits_again_once_somebody_asks(
    opened: Store, case: str, error: Exception
) -> None:
    for _ in range(MOST_FAILURES):
        with opened.write() as db:
            store.add_failure(db, case, error)
    assert waiting(opened) == ()

    ask_again(opened, [case, case])

    assert waiting(opened) == (case,)
    with opened.write() as db:
        assert store.add_result(db, case, READ)
    assert waiting(opened) == ()


def test_a_case_that_is_refused_again_waits_no_more(opened: Store, case: str) -> None:
    for _ in range(2):
        ask_again(opened, [case])
        with opened.write() as db:
            assert store.add_failure(db, case, OversizeError("Die Sendung"))

    assert waiting(opened) == ()
    with opened.write() as db:
        assert not store.add_failure(db, case, OversizeError("Die Sendung"))


def test_what_was_read_is_not_read_again(opened: Store, case: str) -> None:
    with opened.write() as db:
        store.add_result(db, case, READ)

    ask_again(opened, [case])

    assert waiting(opened) == ()
    with opened.read() as db:
        assert store.load_record(db, case).decisions == ()
