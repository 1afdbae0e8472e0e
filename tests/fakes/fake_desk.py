"""One case ready to go and a folder to hand it over through, for tests of the hand-over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fake_cases
import fake_readers as fakes

from pipeline.emit import Followed, adapter_for, follow_up
from pipeline.emit.adapter import Adapter
from pipeline.handover import prepare_delivery
from pipeline.settings import Settings
from pipeline.standing import State, standing
from pipeline.store import Delivery, Store, deliveries, open_store


@dataclass
class Desk:
    """A store with one case ready to go, and a folder to hand it over through."""

    store: Store
    settings: Settings
    adapter: Adapter
    case: str
    target: Path

    def delivery(self) -> Delivery:
        with self.store.read() as db:
            return deliveries(db)[-1]

    def prepare(self) -> Delivery:
        prepare_delivery(self.store, self.settings, self.adapter, self.case)
        return self.delivery()

    def follow(self) -> str:
        return self.followed().state

    def followed(self) -> Followed:
        with self.adapter.session():
            return follow_up(self.store, self.adapter, self.delivery())

    def package_id(self) -> str:
        return str(json.loads(self.delivery().manifest)["package_id"])

    def answer(self, **receipt: str) -> None:
        self.receipt(json.dumps({"packageId": self.package_id(), **receipt}).encode())

    def receipt(self, content: bytes) -> None:
        (self.target / f"{self.delivery().name}.receipt.json").write_bytes(content)

    def state(self) -> State:
        return standing(self.store, self.case, policy="readings").state


@contextmanager
def desk_in(folder: Path, database_url: str = "") -> Iterator[Desk]:
    """A desk with everything it needs below a folder."""
    settings = Settings(data=folder / "data", database_url=database_url)
    store = open_store(settings)
    case = fake_cases.with_case(store, fakes.scan(folder / "s.tif", [*fakes.FORM, 200]))
    target = folder / "ausgang"
    yield Desk(store, settings, adapter_for(f"folder:{target}", store), case, target)
    store.close()


def whole_bundles(target: Path) -> list[str]:
    """Bundles as the other side sees them: only those with a marker."""
    return sorted(path.stem for path in target.glob("*.done"))
