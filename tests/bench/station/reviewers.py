"""Twenty people at the station over its web interface, and a look at what became of their work."""

from __future__ import annotations

import http.client
import json
import random
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from pipeline.model import Source
from pipeline.review.security import form_token
from pipeline.settings import Settings
from pipeline.store import Store, accounts, audit, load_record, sessions
from pipeline.store.accounts import Role
from pipeline.store.desk_events import events_of, last_events
from tests.bench.station.cases import fakes

CARD = re.compile(
    r'<form id="card-([^"]+)"[^>]*?data-value="([^"]*)"[^>]*?>', re.DOTALL
)  # fmt: skip
ROW = re.compile(r'data-key="([^"]+)" data-page="\d+" data-version="(\d+)"( data-open)?')
REASON = "steht_so_auf_dem_papier"


@dataclass
class Saved:
    """One decision that was answered as saved."""

    case: str
    key: str
    seen: int
    value: str


@dataclass
class Person:
    """Somebody at a browser."""

    name: str
    port: int
    session: str
    pause: float
    chance: random.Random
    told: list[Saved] = field(default_factory=list)
    cases: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def work(self, until: float) -> None:
        time.sleep(self.chance.uniform(0, self.pause))
        with closing(self.line):  # opened again by itself
            self.next_cases(until)

    def next_cases(self, until: float) -> None:
        """One case after the other."""
        while time.monotonic() < until:
            status, _, headers = self.ask("POST", "/naechster-fall", {})
            way = headers.get("location", "")
            if status != 303 or "/faelle/" not in way:
                self.refused[f"next {status}"] += 1
                time.sleep(1)
                continue
            self.review(way.rsplit("/", 1)[-1], until)

    def review(self, case: str, until: float) -> None:
        """Decide what is open, now and then take something back, finish."""
        _, page, _ = self.ask("GET", f"/faelle/{case}", html=True)
        if "data-mine" not in page:  # a colleague was faster
            self.refused["read only"] += 1
            return
        rows = {key: (int(version), bool(is_open)) for key, version, is_open in ROW.findall(page)}
        cards = {key: card for card in CARD.finditer(page) for key in [card[1]]}
        decided = {key for key, card in cards.items() if "data-decided" in card[0]}
        values = {key: card[2] for key, card in cards.items()}
        queue = [key for key, (_, is_open) in rows.items() if is_open]
        for key in queue:
            if time.monotonic() > until:
                break
            self.think()
            self.decide(case, key, rows[key][0], values.get(key, ""), key in decided)
        else:
            self.think()
            status, _, _ = self.ask("POST", f"/faelle/{case}/abschliessen", {})
            self.cases += 1
            self.refused[f"finish {status}"] += status != 200
        self.ask("POST", f"/faelle/{case}/zurueckgeben", {})

    def decide(self, case: str, key: str, version: int, value: str, decided: bool) -> None:
        """One field: mostly as it is read, now and then otherwise, at times taken back again."""
        text = key.endswith(("name", "vornamen", "ort", "strasse"))
        action, meant = ("confirm", value) if value else ("empty", "")
        if decided or "nachweis" in key:
            action = "as_written"
        elif text and self.chance.random() < 0.2:
            action, meant = "correct", f"{self.name} {len(self.told)}"
        sent = {"action": action, "value": meant, "version": version, "seconds": "2.5",
                "keystrokes": "1", "vorgang": f"{self.name}-{len(self.told)}-{key}"}  # fmt: skip
        if action == "as_written":
            sent["reason"] = REASON
        status, answer, _ = self.ask("POST", f"/faelle/{case}/felder/{key}", sent)
        if status != 200:
            self.refused[f"save {status}"] += 1
            return
        self.told.append(Saved(case, key, version, meant if action == "correct" else ""))
        if self.chance.random() < 0.05:
            self.think()
            self.ask("POST", f"/faelle/{case}/rueckgaengig", {})
            self.think()
            self.ask("POST", f"/faelle/{case}/wiederholen", {})
        assert json.loads(answer)["key"] == key

    def think(self) -> None:
        time.sleep(self.pause * self.chance.uniform(0.5, 1.5))

    def ask(
        self, method: str, path: str, sent: dict[str, object] | None = None, *, html: bool = False
    ) -> tuple[int, str, dict[str, str]]:
        headers = {
            "cookie": f"eingang_sitzung={self.session}", "x-formular": form_token(self.session),
            "accept": "text/html" if html else "application/json",
            "content-type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        self.line.request(method, path, urlencode(sent or {}), headers)
        answer = self.line.getresponse()
        body = answer.read().decode()
        return answer.status, body, {k.lower(): v for k, v in answer.getheaders()}


def people(store: Store, settings: Settings, port: int, count: int, pause: float) -> list[Person]:
    """So many people, each with an account and signed in."""
    now, found = datetime.now(UTC), []
    for number in range(count):
        name = f"person{number}"
        account = fakes.account(store, name, Role.PRUEFER)
        with store.write() as db:
            assert accounts.get(db, name)
            token = sessions.start(
                db, account, now, idle=timedelta(days=1), longest=timedelta(days=1)
            )
        found.append(Person(name, port, token, pause, random.Random(number)))
    return found


def at_work(some: Iterable[Person], seconds: float) -> None:
    """All of them at once, for so long."""
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=person.work, args=(until,)) for person in some]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def newest_act(store: Store) -> int:
    """The number of the last act so far."""
    with store.read() as db:
        return max((event.id for event in last_events(db).values()), default=0)


def faults(store: Store, told: Iterable[Saved], after: int = 0) -> list[str]:
    """What was answered as saved and is not kept exactly once, on the state that was seen.

    Acts up to ``after`` are those of another time.
    """
    by_case: defaultdict[str, list[Saved]] = defaultdict(list)
    for one in told:
        by_case[one.case].append(one)
    found = []
    for case, some in by_case.items():
        with store.read() as db:
            events = [event for event in events_of(db, case) if event.id > after]
            readings = load_record(db, case).readings
            trail = [e.detail["vorgang"] for e in audit.entries(db, case=case)
                     if int(e.detail.get("vorgang") or 0) > after]  # fmt: skip
        saves = [event for event in events if event.kind == "save"]
        kept = Counter(event.field for event in saves)
        if kept != Counter(one.key for one in some):
            found.append(f"{case}: other acts are kept than were answered")
        said = {one.value for one in readings if one.source is Source.PERSON}
        typed = {one.value for one in some if one.value}
        if not typed <= said:
            found.append(f"{case}: a correction is not kept")
        noted = [event.id for event in events if event.kind not in ("open",)]
        if sorted(trail) != sorted(noted):
            found.append(f"{case}: the trail tells of other acts")
    with store.read() as db:
        if audit.broken(db) is not None:
            found.append("the chain of the audit trail is broken")
    return found
