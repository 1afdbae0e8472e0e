"""What became of hand-overs and of refused mail, on either database."""

from __future__ import annotations

from pathlib import Path

from pipeline import store
from pipeline.errors import ScanError
from pipeline.store import Scan, Store
from pipeline.store.answers import answers, why_stuck
from pipeline.store.outbox import was_prepared
from pipeline.store.turned_away import note_taken

POST = Path("/post")


def new_case(opened: Store) -> str:
    scan = Scan(sha256="a" * 64, media_type="application/pdf", size=3)
    with opened.write() as db:
        return store.add_case(db, [scan], POST / "antrag.pdf")


def delivered(opened: Store, case: str, state: str, **detail: str) -> None:
    delivery = store.Delivery(
        delivery_id=f"{case}-1", case_id=case, revision=1, channel="folder", target="/ziel",
        name=f"{case}_r1", manifest="{}", manifest_sha512="0", created_at=store.now(),
    )  # fmt: skip
    with opened.write() as db:
        assert store.add_delivery(db, delivery)
        store.add_state(db, delivery.delivery_id, state, detail)


def test_a_rejection_is_told_with_its_reason(opened: Store) -> None:
    case = new_case(opened)
    delivered(opened, case, "REJECTED", code="E17", text="Kind ist schon bekannt")

    with opened.read() as db:
        (told,) = answers(db)[case]
        assert answers(db, case)[case] == (told,)
        assert why_stuck(db, case) == {}
    assert (told.result, told.code, told.text) == ("rejected", "E17", "Kind ist schon bekannt")


def test_a_hand_over_that_was_given_up_says_why(opened: Store) -> None:
    case = new_case(opened)
    delivered(opened, case, "DEAD_LETTER", hint="Die Platte ist voll.")

    with opened.read() as db:
        assert why_stuck(db, case) == {"hint": "Die Platte ist voll."}
        assert answers(db) == {}


def test_whether_a_case_was_ever_handed_over_is_known(opened: Store) -> None:
    case = new_case(opened)
    with opened.write() as db:
        assert not was_prepared(db, case)
    delivered(opened, case, "SUBMITTED")

    with opened.write() as db:
        assert was_prepared(db, case)


def test_a_refusal_stands_until_its_path_comes_in_and_again_when_it_is_refused_anew(
    opened: Store,
) -> None:
    def refuse() -> None:
        with opened.write() as db:
            store.add_refusal(db, POST, ScanError("post"))

    def listed() -> int:
        with opened.read() as db:
            return len(store.refusals(db))

    refuse()
    refuse()
    assert listed() == 1
    with opened.write() as db:
        note_taken(db, POST / "antrag.pdf")
    assert listed() == 0
    refuse()
    assert listed() == 1
