"""What the other side answers ends a delivery, once, and only if it can be understood."""

from __future__ import annotations

import json
import shutil

import pytest
from fake_desk import Desk, whole_bundles

from pipeline.cli import run
from pipeline.emit import AnswerError
from pipeline.handover import open_deliveries
from pipeline.standing import State
from pipeline.store import add_decision


def test_the_answer_of_the_other_side_ends_the_delivery(desk: Desk) -> None:
    desk.prepare()
    desk.follow()
    assert desk.state() is State.SENT

    desk.answer(result="accepted", aktenzeichen="UV 12/26")

    assert desk.follow() == "ACCEPTED"
    assert desk.state() is State.ACCEPTED
    assert open_deliveries(desk.store, desk.adapter, None) == []


def test_a_rejected_case_goes_again_as_a_new_revision_once_a_person_says_so(desk: Desk) -> None:
    desk.prepare()
    desk.follow()
    desk.answer(result="rejected", code="K01", text="Aktenzeichen fehlt")
    assert desk.follow() == "REJECTED"
    assert desk.state() is State.REJECTED
    assert desk.prepare().revision == 1

    with desk.store.write() as db:
        add_decision(db, desk.case, 2, "release", reason="geklärt", person="K. Muster")

    assert desk.state() is State.RELEASED
    assert desk.prepare().revision == 2
    assert desk.follow() == "SUBMITTED"
    assert whole_bundles(desk.target) == [f"{desk.case}_r1", f"{desk.case}_r2"]


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "kein JSON-Objekt"), ("{", "kein JSON-Objekt"), ("[]", "kein JSON-Objekt"),
     ("[" * 100_000, "kein JSON-Objekt"), ('{"result": "accepted"}', "packageId"),
     ('{"packageId": "x", "result": "accepted"}', "packageId"),
     ('{"packageId": "ID", "result": ["accepted"]}', "weder accepted noch rejected"),
     ('{"packageId": "ID", "result": {}}', "weder accepted noch rejected"),
     ('{"packageId": "ID", "result": "angenommen"}', "weder accepted noch rejected")],
    ids=lambda text: text[:40],
)  # fmt: skip
def test_an_answer_that_cannot_be_understood_is_said_and_may_be_mended(
    desk: Desk, text: str, why: str
) -> None:
    desk.prepare()
    desk.follow()
    desk.receipt(text.replace("ID", desk.package_id()).encode())

    state, unclear = desk.followed()

    assert state == "SUBMITTED"
    assert unclear.startswith(f"{desk.case}_r1.receipt.json: ")
    assert why in unclear
    assert desk.state() is State.SENT

    desk.answer(result="accepted")
    assert desk.follow() == "ACCEPTED"


def test_an_answer_that_cannot_be_opened_is_said(desk: Desk) -> None:
    desk.prepare()
    desk.follow()
    (desk.target / f"{desk.delivery().name}.receipt.json").mkdir()

    assert "lässt sich nicht lesen" in desk.followed().unclear


def test_of_an_answer_only_the_result_has_to_be_understood(desk: Desk) -> None:
    desk.prepare()
    desk.follow()
    said = {"result": "accepted", "at": "gestern", "code": ["?"], "packageId": desk.package_id()}
    desk.receipt(json.dumps(said).encode())

    assert desk.follow() == "ACCEPTED"


def test_an_answer_is_no_hand_over_and_an_unclear_one_no_failed_one(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.prepare()
    desk.follow()
    call = ["emit", "--to", f"folder:{desk.target}", "--data", str(desk.store.folder)]

    desk.receipt(b"{")
    assert run(call) == AnswerError.exit_code
    unclear = capsys.readouterr()
    desk.answer(result="rejected")
    assert run(call) == 0

    assert unclear.out == "0 Übergaben.\n"
    sentence, hint = unclear.err.splitlines()
    assert sentence == f"Nicht jede Antwort in {desk.target} ist zu verstehen."
    assert f"{desk.case}_r1.receipt.json: kein JSON-Objekt" in hint
    assert capsys.readouterr().out.endswith("\n0 Übergaben, 1 Antwort.\n")


def test_an_answer_of_a_windows_program_is_understood(desk: Desk) -> None:
    desk.prepare()
    desk.follow()
    text = json.dumps({"packageId": desk.package_id(), "result": "rejected", "text": "a\0b"})
    desk.receipt(b"\xef\xbb\xbf" + text.encode())

    assert desk.follow() == "REJECTED"


def test_what_was_answered_is_not_sent_again_after_a_crash(desk: Desk) -> None:
    delivery = desk.prepare()
    with desk.adapter.session():
        desk.adapter.send(delivery)  # and killed before that was noted
    shutil.rmtree(desk.target / delivery.name)
    (desk.target / f"{delivery.name}.done").unlink()
    desk.answer(result="accepted")

    assert desk.follow() == "ACCEPTED"
    assert whole_bundles(desk.target) == []
