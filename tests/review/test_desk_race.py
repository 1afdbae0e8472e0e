"""Several people, in processes of their own, at one case: nothing is lost, nothing overwritten."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import fake_review as fakes
import pytest
from fake_review import NOW, reading, result

from pipeline.model import Source
from pipeline.review import desk
from pipeline.settings import Settings
from pipeline.store import Store, audit, load_record
from pipeline.store.desk_events import events_of

REPOSITORY = Path(__file__).parents[2]
NAME, TOWN = "kind.familienname", "kind.geburtsort"

SAVE = """
import sys, time
sys.path.append("tests/fakes")
import fake_review as fakes
from pipeline.review import desk
from pipeline.review.records import Conflict
from pipeline.review.states import Action
from pipeline.settings import Settings
from pipeline.store import open_store
settings = Settings.model_validate_json(sys.argv[1])
case, key, value, times = *sys.argv[2:5], int(sys.argv[5])
store = open_store(settings)
account = fakes.account(store)
desk.look(store, settings, case, account, fakes.NOW)
print("da", flush=True)
sys.stdin.readline()
for number in range(times):
    found = desk.save(store, settings, case, account, fakes.NOW, key=key, action=Action.CORRECT,
                      value=f"{value}{number}", version=0 if times == 1 else desk.look(
                      store, settings, case, account, fakes.NOW).sheet.field(key).version)
    print("abweichend" if isinstance(found, Conflict) else "gespeichert", flush=True)
"""


@pytest.fixture
def case(opened: Store, settings: Settings) -> str:
    found = fakes.with_result(opened, result(reading(NAME, "Hubor", doubt=True)))
    desk.open_case(opened, settings, found, fakes.account(opened), NOW)
    return found


def at_once(settings: Settings, case: str, *work: tuple[str, str], times: int = 1) -> list[str]:
    """What each process was told, all of them starting at the same moment."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", SAVE, settings.model_dump_json(), case, key, value, str(times)],
            cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for key, value in work
    ]  # fmt: skip
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "da\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("los\n")
        process.stdin.flush()
    return [word for process in started for word in process.communicate(timeout=120)[0].split()]


def test_of_two_who_save_the_same_field_at_once_one_is_told_of_the_other(
    opened: Store, settings: Settings, case: str
) -> None:
    said = at_once(settings, case, (NAME, "Huber"), (NAME, "Hüber"))

    assert Counter(said) == {"gespeichert": 1, "abweichend": 1}
    with opened.read() as db:
        readings = load_record(db, case).readings
        events = events_of(db, case)
    kept = [one.value for one in readings if one.item == NAME and one.source is Source.PERSON]
    (lost,) = [event.detail["value"] for event in events if event.kind == "conflict"]
    assert len(kept) == 1
    assert {kept[0], lost} == {"Huber0", "Hüber0"}, "both values are kept"


def test_of_many_saves_at_once_none_is_lost_or_doubled(
    opened: Store, settings: Settings, case: str
) -> None:
    times = 8

    said = at_once(settings, case, (NAME, "Huber"), (TOWN, "Kempten"), times=times)

    assert Counter(said) == {"gespeichert": 2 * times}
    with opened.read() as db:
        readings = load_record(db, case).readings
        assert audit.broken(db) is None
        trail = list(audit.entries(db, case=case))
    for item, word in ((NAME, "Huber"), (TOWN, "Kempten")):
        by_person = [r.value for r in readings if r.item == item and r.source is Source.PERSON]
        assert by_person == [f"{word}{number}" for number in range(times)], json.dumps(by_person)
    assert len(trail) == 2 * times + 1
