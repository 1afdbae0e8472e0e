"""With whom a case is: two windows, a reload, a colleague who was faster, who may be given it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import fake_review as fakes
import pytest
from fake_review import reading, result
from starlette.testclient import TestClient
from station import Office, office, sign_in

from pipeline.review import desk, opening, queue
from pipeline.review.states import Action, CaseState
from pipeline.settings import Settings
from pipeline.store import Store, accounts, leases, open_store
from pipeline.store.accounts import Account
from pipeline.store.desk_events import events_of

NAME = "kind.familienname"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Office]:
    settings = Settings(data=tmp_path / "data", database_url="")
    store = open_store(settings)
    yield office(store, settings)
    store.close()


@pytest.fixture
def case(place: Office) -> str:
    return fakes.with_result(place.store, result(reading(NAME, "Hubor", doubt=True)))


def window_of(client: TestClient, case: str) -> str:
    """Open the case in another window; its name."""
    found = re.search(r'data-window="(\w+)"', client.get(f"/faelle/{case}").text)
    assert found
    return found[1]


def close(client: TestClient, case: str, window: str) -> None:
    client.post(f"/faelle/{case}/zurueckgeben", data={"fenster": window})


def holder(place: Office, case: str) -> str:
    with place.store.read() as db:
        lease = leases.lease_of(db, case, place.clock())
    return lease.account if lease else ""


def test_a_case_goes_back_with_the_last_window_that_shows_it(place: Office, case: str) -> None:
    client = place.signed_in("pruefer")
    first = window_of(client, case)
    second = window_of(client, case)  # or the same one, loaded again before the old one closed

    close(client, case, first)
    assert holder(place, case) == "pruefer"
    close(client, case, second)
    assert holder(place, case) == ""


def test_a_window_that_vanished_holds_no_case_for_ever(place: Office, case: str) -> None:
    client = place.signed_in("pruefer")
    window_of(client, case)
    place.clock.pass_by(minutes=place.settings.lease_minutes + 1)
    second = window_of(client, case)

    close(client, case, second)

    assert holder(place, case) == ""


def test_a_window_that_beats_is_known_to_a_program_that_began_anew(
    place: Office, case: str
) -> None:
    client = place.signed_in("pruefer")
    first, second = window_of(client, case), window_of(client, case)
    place.app.state.station.windows.seen.clear()
    client.post(f"/faelle/{case}/herzschlag", data={"fenster": second})

    close(client, case, first)

    assert holder(place, case) == "pruefer"


def account(place: Office, name: str) -> Account:
    with place.store.read() as db:
        found = accounts.get(db, name)
    assert found
    return found


def finished(store: Store, settings: Settings, case: str, who: Account, now: Any) -> None:
    sheet = desk.open_case(store, settings, case, who, now).sheet
    while sheet.open_fields:
        field = sheet.open_fields[0]
        saved = desk.save(
            store, settings, case, who, now, key=field.key, version=field.version,
            action=Action.CONFIRM if field.value else Action.EMPTY,
        )  # fmt: skip
        assert saved is not None
        sheet = saved.sheet
    assert desk.finish(store, settings, case, who, now).done


def test_a_case_that_is_finished_while_somebody_opens_it_is_not_theirs(
    place: Office, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    faster, slower = account(place, "senior"), account(place, "pruefer")
    look_at, given = opening.look_at, (place.store, place.settings, case)
    looked: list[str] = []

    def look_and_wait(*asked: Any) -> Any:
        found = look_at(*asked)
        if not looked:
            looked.append("once")
            finished(*given, faster, place.clock())
        return found

    monkeypatch.setattr(opening, "look_at", look_and_wait)
    found = desk.open_case(*given, slower, place.clock())

    assert (found.mine, found.state) == (False, CaseState.REVIEWED)
    assert holder(place, case) == ""
    with place.store.read() as db:
        assert "pruefer" not in {event.account for event in events_of(db, case)}


@pytest.mark.parametrize("to", ["revision", "systemadmin", "leitung", "niemand", ""])
def test_a_case_is_given_to_nobody_who_cannot_decide_about_it(
    place: Office, case: str, to: str
) -> None:
    client = place.signed_in("pruefer")
    window_of(client, case)

    answer = client.post(f"/faelle/{case}/weitergeben", data={"an": to, "grund": "bitte"})

    assert answer.status_code == 400
    assert holder(place, case) == "pruefer"


def test_a_name_may_be_written_in_any_way(place: Office, case: str) -> None:
    with place.store.write() as db:
        accounts.add(db, "anna.huber", "vier-gute-worte", accounts.Role.SENIOR, place.clock())
    client = place.signed_in("pruefer")
    window_of(client, case)

    client.post(f"/faelle/{case}/weitergeben", data={"an": "Anna.Huber", "grund": "bitte"})

    rows = queue.worklist(place.store, place.settings, place.clock())
    found = queue.next_for(rows, account(place, "anna.huber"))
    assert found is not None
    assert (found.case_id, found.state) == (case, CaseState.PASSED_ON)


def test_no_two_who_ask_at_once_are_given_the_same_case(place: Office) -> None:
    cases = {fakes.with_result(place.store, result(reading(NAME, "Hubor", doubt=True)), n)
             for n in "abc"}  # fmt: skip
    roles = ("pruefer", "senior", "sachbearbeitung")

    told = [place.signed_in(role).post("/naechster-fall").headers["location"] for role in roles]

    assert {way.removeprefix("/faelle/") for way in told} == cases
    assert [holder(place, way.removeprefix("/faelle/")) for way in told] == list(roles)


def test_at_the_end_of_the_queue_only_oneself_is_told_how_much_was_done(
    place: Office, case: str
) -> None:
    pruefer = account(place, "pruefer")
    finished(place.store, place.settings, case, pruefer, place.clock())

    own, others = (
        place.signed_in(role).get("/arbeitsvorrat").text for role in ("pruefer", "leitung")
    )

    assert "Es wartet nichts auf Prüfung. Heute haben Sie 1 Fall abgeschlossen" in own
    assert "abgeschlossen" not in others


def test_who_signs_out_everywhere_has_no_case_any_more(place: Office, case: str) -> None:
    here, elsewhere = place.signed_in("pruefer"), place.signed_in("pruefer")
    window_of(here, case)

    here.post("/abmelden")
    assert holder(place, case) == "pruefer"
    elsewhere.post("/abmelden")
    assert holder(place, case) == ""


def test_no_more_than_two_passwords_are_hashed_at_once(
    place: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once: list[int] = []
    running: list[str] = []

    def verify(db: Any, name: str, password: str) -> None:
        running.append(name)
        at_once.append(len(running))
        time.sleep(0.05)
        running.remove(name)

    monkeypatch.setattr("pipeline.review.signin.accounts.verify", verify)
    clients = [place.client() for _ in range(5)]
    with ThreadPoolExecutor(5) as people:
        list(people.map(lambda n: sign_in(clients[n], f"name{n}"), range(5)))

    assert (len(at_once), max(at_once)) == (5, 2)
