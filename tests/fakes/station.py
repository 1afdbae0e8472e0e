"""The review station without a network: somebody signs in and asks, for tests of its doors."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from pipeline.batches import mail_items
from pipeline.intake import take_in
from pipeline.model import ItemResult
from pipeline.review.app import create_app
from pipeline.review.gate import Door
from pipeline.review.security import form_token
from pipeline.settings import Settings
from pipeline.store import Store, accounts, add_result, sessions
from pipeline.store.accounts import Role

PASSWORD = "vier-gute-worte-hier"  # noqa: S105 - of invented accounts
SAMPLES = Path(__file__).parents[2] / "sample_scans" / "samples"
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PAGE = {"accept": "text/html"}


@dataclass
class Clock:
    """A time that tests set."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Office:
    """A store with an account for every role, and the station over it."""

    store: Store
    settings: Settings
    app: Starlette
    clock: Clock

    def client(self) -> TestClient:
        return TestClient(self.app, base_url="http://127.0.0.1:8400", follow_redirects=False)

    def signed_in(self, role: str) -> TestClient:
        """Somebody of this role, with the token of our forms in a header."""
        client = self.client()
        with self.store.write() as db:
            account = accounts.get(db, role)
            assert account
            day = timedelta(days=1)
            idle = timedelta(minutes=self.settings.session_minutes)
            token = sessions.start(db, account, self.clock.now, idle=idle, longest=day)
        client.cookies.set("eingang_sitzung", token)
        client.headers["x-formular"] = form_token(token)
        return client


def office(store: Store, settings: Settings) -> Office:
    """Open the station over a store; every role has an account of its name."""
    clock = Clock()
    with_accounts(store)
    app = create_app(store, settings)
    app.state.station.clock = clock
    return Office(store, settings, app, clock)


def with_accounts(store: Store) -> None:
    """An account for every role, unless they are there already."""
    with store.write() as db:
        if not accounts.every(db):
            for role in Role:
                accounts.add(db, role.value, PASSWORD, role, MORNING)


def sign_in(client: TestClient, name: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]  # the class of the answer is the client's own affair
    """Fill in and send the form for signing in."""
    page = client.get("/anmelden", headers=PAGE)
    form = {"formular": token_of(page.text), "name": name, "kennwort": password, **more}
    return client.post("/anmelden", data=form, headers=PAGE)


def token_of(html: str) -> str:
    found = re.search(r'name="formular" value="(\w+)"', html)
    assert found
    return found[1]


def path_of(door: Door) -> str:
    """A path that leads to this door; there is no such case."""
    path = door.path.replace("{case}", "UV-AAAA-AAAA").replace("{key}", "kind.vornamen")
    path = path.replace("{group}", "kind.geschlecht.weiblich:ticked")
    path = path.replace("{pattern}", "date").replace("{batch}", "0" * 12)
    return path.replace("{number:int}", "1").replace("{view}", "0-0-9-9")


def with_copies(
    store: Store, read_sample: Callable[[str], ItemResult], name: str, count: int, folder: Path
) -> tuple[str, ...]:
    """Many cases that look like one shipped sample; each file differs by what nobody prints."""
    (scan,) = (SAMPLES / name).glob("scan.*")
    files = [folder / f"{number}{scan.suffix}" for number in range(count)]
    for number, file in enumerate(files):
        file.write_bytes(scan.read_bytes() + f"\n%{number}\n".encode())
    taken = take_in(store, list(mail_items(files)))
    with store.write() as db:
        for one in taken:
            add_result(db, one.case, read_sample(name))
    return tuple(one.case for one in taken)


def with_samples(
    store: Store, read_sample: Callable[[str], ItemResult], names: tuple[str, ...]
) -> tuple[str, ...]:
    """Cases of shipped samples in the store; their numbers."""
    taken = take_in(store, list(mail_items([SAMPLES / name for name in names])))
    with store.write() as db:
        for one, name in zip(taken, names, strict=True):
            add_result(db, one.case, read_sample(name))
    return tuple(one.case for one in taken)
