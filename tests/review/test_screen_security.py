"""Who may enter the review station, and what every answer of it carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from station import PAGE, PASSWORD, Office, office, path_of, sign_in, token_of

from pipeline.cli.review import require_privacy
from pipeline.cli.wrong import WrongUsageError
from pipeline.review.app import DOORS
from pipeline.review.gate import Door
from pipeline.review.permissions import ROLES, Permission, may
from pipeline.review.screens import static
from pipeline.review.security import FOR_GOOD, HEADERS, LARGEST_FORM, form_token
from pipeline.settings import Settings
from pipeline.store import accounts, audit, open_store

CLOSED_DOORS = [door for door in DOORS if door.needs is not Permission.ANYONE]
ACTS = [door for door in CLOSED_DOORS if door.method == "POST"]
EVERYWHERE = "0.0.0.0"  # noqa: S104 - the very address that is refused
TEMPLATES = Path(__file__).parents[2] / "pipeline" / "review" / "templates"


def called(door: Door) -> str:
    return f"{door.method} {door.path}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    settings = Settings(data=tmp_path_factory.mktemp("office"), database_url="")
    store = open_store(settings)
    yield office(store, settings)
    store.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Office]:
    """For tests that lock somebody out or move the clock."""
    settings = Settings(data=tmp_path / "data", database_url="")
    store = open_store(settings)
    yield office(store, settings)
    store.close()


@pytest.mark.parametrize("door", CLOSED_DOORS, ids=called)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nobody_enters_without_signing_in(place: Office, door: Door, method: str) -> None:
    answer = place.client().request(method, path_of(door), headers={"accept": "application/json"})

    assert answer.status_code in (401, 405), answer.text


@pytest.mark.parametrize("door", CLOSED_DOORS, ids=called)
def test_a_role_enters_only_where_it_may(place: Office, door: Door) -> None:
    for role in ROLES:
        answer = place.signed_in(role).request(door.method, path_of(door))

        assert (answer.status_code != 403) is may(role, door.needs), role


@pytest.mark.parametrize("door", ACTS, ids=called)
def test_an_act_without_the_token_of_our_pages_is_refused(place: Office, door: Door) -> None:
    client = place.signed_in(next(role for role in ROLES if may(role, door.needs)))
    del client.headers["x-formular"]

    assert client.post(path_of(door)).status_code == 403
    assert client.post(path_of(door), data={"formular": "0" * 64}).status_code == 403


@pytest.mark.parametrize(
    "from_elsewhere",
    [{"origin": "https://boese.example"}, {"sec-fetch-site": "cross-site"}],
    ids=["origin", "fetch-site"],
)
def test_an_act_that_another_site_sends_is_refused(
    place: Office, from_elsewhere: dict[str, str]
) -> None:
    client = place.signed_in("pruefer")

    assert client.post("/abmelden", headers=from_elsewhere).status_code == 403
    assert client.post("/abmelden").status_code == 303


@pytest.mark.parametrize(
    "path",
    ["/anmelden", "/arbeitsvorrat", "/gibt-es-nicht", "/static/x/y.js", static("station.css")],
)
def test_every_answer_forbids_what_our_pages_do_not_need(place: Office, path: str) -> None:
    answer = place.client().get(path)

    expected = dict(HEADERS)
    if path == static("station.css"):
        expected["cache-control"] = FOR_GOOD
    assert {name: answer.headers.get(name) for name in expected} == expected


def test_the_page_of_another_name_is_not_served(place: Office) -> None:
    answer = place.client().get("/anmelden", headers={"host": "boese.example"})

    assert answer.status_code == 421
    assert answer.content == b""


def test_no_page_has_a_script_or_style_of_its_own_or_loads_from_elsewhere() -> None:
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|https?://|//\w", text), path
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path


def test_a_page_leads_to_the_form_and_from_there_back(place: Office) -> None:
    client = place.client()

    refused = client.get("/arbeitsvorrat", headers=PAGE)
    entered = sign_in(client, "pruefer", weiter="/faelle/UV-1")

    assert refused.headers["location"] == "/anmelden?weiter=/arbeitsvorrat"
    assert entered.headers["location"] == "/faelle/UV-1"


@pytest.mark.parametrize("path", ["https://boese.example", "//boese.example", "/\\boese.example"])
def test_signing_in_never_leads_to_another_site(place: Office, path: str) -> None:
    answer = sign_in(place.client(), "pruefer", weiter=path)

    assert answer.headers["location"] == "/arbeitsvorrat"


def test_the_cookie_of_a_session_is_out_of_reach_of_scripts_and_other_sites(place: Office) -> None:
    cookie = sign_in(place.client(), "pruefer").headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_wrong_name_and_a_wrong_password_are_told_alike(place: Office) -> None:
    answers = [
        sign_in(place.client(), "senior", "falsch"), sign_in(place.client(), "niemand", "falsch")
    ]  # fmt: skip

    assert {answer.status_code for answer in answers} == {401}
    assert all("Name oder Kennwort stimmt nicht." in answer.text for answer in answers)


def test_after_five_wrong_passwords_the_right_one_has_to_wait(fresh: Office) -> None:
    for _ in range(5):
        sign_in(fresh.client(), "pruefer", "falsch")

    early = sign_in(fresh.client(), "pruefer")
    fresh.clock.pass_by(minutes=5)
    late = sign_in(fresh.client(), "pruefer")

    assert early.status_code == 429
    assert "5 Minuten" in early.text
    assert late.status_code == 303


def test_others_at_the_same_address_need_not_wait(fresh: Office) -> None:
    for _ in range(5):
        sign_in(fresh.client(), "pruefer", "falsch")

    assert sign_in(fresh.client(), "senior").status_code == 303


def test_a_session_ends_when_nothing_is_asked_for_half_an_hour(fresh: Office) -> None:
    client = fresh.signed_in("leitung")
    fresh.clock.pass_by(minutes=29)
    still = client.post("/abmelden", headers={"x-formular": "falsch"})
    fresh.clock.pass_by(minutes=29)
    again = client.post("/abmelden", headers={"x-formular": "falsch"})
    fresh.clock.pass_by(minutes=31)

    assert (still.status_code, again.status_code) == (403, 403)
    assert client.post("/abmelden").status_code == 401


def test_whoever_signed_out_or_was_locked_has_to_sign_in_again(fresh: Office) -> None:
    left, locked = fresh.signed_in("pruefer"), fresh.signed_in("senior")
    session = left.cookies["eingang_sitzung"]

    assert left.post("/abmelden").status_code == 303
    with fresh.store.write() as db:
        accounts.lock(db, "senior")

    left.cookies.set("eingang_sitzung", session)
    assert left.post("/abmelden").status_code == 401
    assert locked.post("/abmelden").status_code == 401


def test_signing_in_and_out_is_in_the_audit_trail_without_the_name_that_was_tried(
    fresh: Office,
) -> None:
    sign_in(fresh.client(), PASSWORD, "falsch")  # typed into the wrong line
    client = fresh.client()
    sign_in(client, "pruefer")
    client.post("/abmelden", data={"formular": form_token(client.cookies["eingang_sitzung"])})

    with fresh.store.read() as db:
        trail = [(entry.actor, entry.event) for entry in audit.entries(db)]
    assert trail == [("", "anmeldung_abgewiesen"), ("pruefer", "anmeldung"),
                     ("pruefer", "abmeldung")]  # fmt: skip


def test_a_form_that_is_too_long_is_not_even_read(place: Office) -> None:
    client = place.client()
    token = token_of(client.get("/anmelden", headers=PAGE).text)

    answer = client.post("/anmelden", data={"formular": token, "name": "x" * LARGEST_FORM})

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("wished", "fine"),
    [
        ({}, True),
        ({"review_address": "::1"}, True),
        ({"review_address": EVERYWHERE}, False),
        ({"review_address": "10.1.2.3"}, False),
        ({"review_address": EVERYWHERE, "review_url": "https://pruefung.amt.example"}, True),
        ({"review_address": EVERYWHERE, "review_certificate": "a", "review_key": "b"}, True),
        ({"review_certificate": "a"}, False),
    ],
)
def test_another_address_is_served_only_with_tls_or_a_named_proxy(
    wished: dict[str, str], fine: bool
) -> None:
    settings = Settings(**wished)  # type: ignore[arg-type]  # plain strings, checked by pydantic

    if fine:
        require_privacy(settings)
    else:
        with pytest.raises(WrongUsageError):
            require_privacy(settings)


def test_over_tls_cookies_are_for_tls_alone(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    from pipeline.review.app import create_app

    settings = Settings(data=tmp_path / "data", database_url="")
    store = open_store(settings)
    app = create_app(store, settings, hosts=frozenset({"pruefung.amt.example"}), tls=True)
    answer = TestClient(app, base_url="https://pruefung.amt.example").get("/anmelden")
    store.close()

    assert "secure" in answer.headers["set-cookie"].lower()
    assert "max-age" in answer.headers["strict-transport-security"]
