"""A hand-over as an operator sees it: a case in trouble holds up no other and is not forgotten."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import fake_cases
import fake_readers as fakes
import pytest
from program import eingang, environment

from pipeline.errors import EmissionError
from pipeline.settings import Settings
from pipeline.standing import State, standing
from pipeline.store import Store, open_store, scans_of
from pipeline.store.files import path_of

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("flow")]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", database_url="")


@pytest.fixture
def cases(tmp_path: Path, settings: Settings) -> list[str]:
    """Three cases that may go."""
    opened = open_store(settings)
    scans = [fakes.scan(tmp_path / f"{n}.tif", [*fakes.FORM, 200], n) for n in range(3)]
    made = [fake_cases.with_case(opened, scan) for scan in scans]
    opened.close()
    return made


def states(store: Store, cases: list[str]) -> list[State]:
    return [standing(store, case, policy="readings").state for case in cases]


def test_a_case_of_which_no_bundle_can_be_made_holds_up_no_other(
    settings: Settings, cases: list[str], server: dict[str, str]
) -> None:
    store = open_store(settings)
    scan = _scan_of(store, cases[0])
    content = scan.read_bytes()
    scan.unlink()

    done = eingang("emit", "--data", settings.data, **server)

    assert done.returncode == EmissionError.exit_code
    assert f"Ohne Mappe: {cases[0]}." in done.stderr
    assert states(store, cases) == [State.STUCK, State.SENT, State.SENT]
    (point,) = standing(store, cases[0], policy="readings").open_points
    assert point.startswith("Die Mappe ließ sich nicht zusammenstellen (EmissionError).")

    scan.write_bytes(content)
    again = eingang("emit", "--data", settings.data, "--case", cases[0], **server)

    assert (again.returncode, again.stderr) == (0, "")
    assert states(store, cases) == [State.SENT] * 3
    store.close()


def _scan_of(store: Store, case: str) -> Path:
    with store.read() as db:
        (scan,) = scans_of(db, case)
    return path_of(store.folder, scan.sha256)


STUMBLING = """
import sys
from pathlib import Path
import fake_readers, flows.emit, pipeline.handover
from pipeline.model import Reading
from pipeline.settings import Settings
from pipeline.store import open_store

def stumble(*_, **__):
    Reading.model_validate({"item": fake_readers.NAME})

where, name = sys.argv[2].rsplit(".", 1)
setattr(sys.modules[where], name, stumble)
settings = Settings(data=Path(sys.argv[1]), database_url="")
flows.emit.hand_over(open_store(settings), settings, to="folder")
"""
"""A hand-over in which one step fails on a fact that it cannot read."""


@pytest.mark.parametrize(
    "step", ["pipeline.handover.prepare", "flows.emit.prepare_or_set_aside", "flows.emit.follow_up"]
)
def test_what_an_exception_says_stays_out_of_prefects_database(
    settings: Settings,
    cases: list[str],
    server: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
    step: str,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STUMBLING, settings.data, step],
        env=environment(**server), capture_output=True, text=True, check=False,
    )  # fmt: skip

    home = next(Path(tmp_path_factory.getbasetemp()).glob("server*")) / "prefect"
    kept = b"".join(place.read_bytes() for place in home.rglob("*") if place.is_file())
    assert "flow_run" in kept.decode("latin-1")
    assert fakes.NAME.encode() not in kept
    assert fakes.NAME not in done.stdout + done.stderr


def test_trouble_with_one_answer_holds_up_no_other(
    settings: Settings, cases: list[str], server: dict[str, str]
) -> None:
    target, data = settings.data / "ausgang", settings.data
    eingang("emit", "--data", data, **server)
    first, second, third = (f"{case}_r1" for case in cases)
    (target / f"{first}.receipt.json").mkdir()
    (target / f"{second}.receipt.json").write_text('{"result": ["accepted"]}')
    package = json.loads((target / third / "manifest.json").read_text("utf-8"))["package_id"]
    receipt = json.dumps({"packageId": package, "result": "accepted"})
    (target / f"{third}.receipt.json").write_text(receipt, "utf-8")

    done = eingang("emit", "--data", data, **server)

    assert done.returncode == EmissionError.exit_code
    assert first in done.stderr
    assert second in done.stderr
    assert third not in done.stderr
    store = open_store(settings)
    assert states(store, cases) == [State.SENT, State.SENT, State.ACCEPTED]
    store.close()


NOWHERE = {"PREFECT_API_URL": "http://127.0.0.1:9/api"}
"""Where no server of Prefect answers."""


def test_an_answer_is_read_without_prefect(
    settings: Settings, cases: list[str], server: dict[str, str]
) -> None:
    data = settings.data
    eingang("emit", "--data", data, **server)
    early = eingang("emit", "--data", data, **NOWHERE)
    bundle = data / "ausgang" / f"{cases[0]}_r1"
    package = json.loads((bundle / "manifest.json").read_text("utf-8"))["package_id"]
    receipt = json.dumps({"packageId": package, "result": "accepted"})
    bundle.with_name(f"{bundle.name}.receipt.json").write_text(receipt, "utf-8")

    late = eingang("emit", "--data", data, **NOWHERE)

    assert [(done.returncode, done.stderr) for done in (early, late)] == [(0, "")] * 2
    store = open_store(settings)
    assert states(store, cases) == [State.ACCEPTED, State.SENT, State.SENT]
    store.close()


def test_what_prefect_notes_of_a_run_arrives_before_its_server_ends(
    settings: Settings, cases: list[str]
) -> None:
    own = {"PREFECT_API_URL": "", "PREFECT_API_AUTH_STRING": ""}  # a server of its own
    done = eingang("emit", "--data", settings.data, **own)

    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite3.connect(settings.data / "prefect" / "prefect.db")) as db:
        last = "SELECT count(*) FROM events WHERE event = 'prefect.flow-run.Completed'"
        assert db.execute(last).fetchone() == (1,)
