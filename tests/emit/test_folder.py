"""The folder adapter: whole bundles or none, once, whatever interrupts it."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_desk import Desk, whole_bundles

from pipeline.emit import MOST_ATTEMPTS, adapter_for
from pipeline.errors import EmissionError
from pipeline.handover import open_deliveries, try_again


def test_a_bundle_is_complete_when_its_marker_is_there(desk: Desk) -> None:
    delivery = desk.prepare()

    assert desk.follow() == "SUBMITTED"

    assert whole_bundles(desk.target) == [delivery.name]
    marker = (desk.target / f"{delivery.name}.done").read_text()
    assert marker.split()[0] == delivery.manifest_sha512
    assert list(desk.target.glob(".*.part")) == []


def test_preparing_twice_fixes_one_delivery(desk: Desk) -> None:
    first = desk.prepare()

    assert desk.prepare() == first


def test_sending_again_changes_nothing(desk: Desk) -> None:
    desk.prepare()
    desk.follow()
    before = {p: p.stat().st_mtime_ns for p in desk.target.rglob("*")}

    desk.adapter.send(desk.delivery())

    assert {p: p.stat().st_mtime_ns for p in desk.target.rglob("*")} == before


def interruptible(monkeypatch: pytest.MonkeyPatch, fail_at: int) -> list[int]:
    """Let the n-th writing call end the program; counts the calls."""
    calls = [0]

    def breaking(real: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            calls[0] += 1
            if calls[0] == fail_at:
                raise KeyboardInterrupt
            return real(*args, **kwargs)

        return call

    monkeypatch.setattr(os, "fsync", breaking(os.fsync))
    monkeypatch.setattr(Path, "replace", breaking(Path.replace))
    monkeypatch.setattr(Path, "mkdir", breaking(Path.mkdir))
    return calls


def test_wherever_it_is_interrupted_the_next_run_makes_one_whole_bundle(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = desk.prepare()
    desk.target.mkdir()
    for fail_at in range(1, 100):
        with monkeypatch.context() as patched:
            calls = interruptible(patched, fail_at)
            try:
                desk.adapter.send(delivery)
            except KeyboardInterrupt:
                assert whole_bundles(desk.target) in ([], [delivery.name])
        if calls[0] < fail_at:
            break

    assert fail_at > 8
    assert whole_bundles(desk.target) == [delivery.name]
    files = [p for p in desk.target.rglob("*") if p.is_file() and p.name != ".eingang.lock"]
    assert len(files) == len(json.loads(delivery.manifest)["files"]) + 2


def test_another_bundle_of_that_name_is_never_overwritten(desk: Desk) -> None:
    delivery = desk.prepare()
    desk.target.mkdir()
    (desk.target / f"{delivery.name}.done").write_text("something else")

    assert desk.follow() == "DEAD_LETTER"
    assert (desk.target / f"{delivery.name}.done").read_text() == "something else"


def test_trouble_that_may_pass_is_tried_again_and_then_left_to_a_person(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.prepare()
    desk.target.mkdir()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr("pipeline.emit.folder.write_through", full)
    states = [desk.follow() for _ in range(MOST_ATTEMPTS)]
    monkeypatch.undo()

    assert states == ["FAILED"] * (MOST_ATTEMPTS - 1) + ["DEAD_LETTER"]
    assert open_deliveries(desk.store, desk.adapter, None) == []
    (stuck,) = open_deliveries(desk.store, desk.adapter, desk.case)
    try_again(desk.store, stuck)
    assert desk.follow() == "SUBMITTED"


def test_a_damaged_file_in_the_store_is_not_handed_over(desk: Desk) -> None:
    from pipeline.store.files import path_of

    delivery = desk.prepare()
    entry = json.loads(delivery.manifest)["files"][0]
    path_of(desk.store.folder, entry["sha256"]).write_bytes(b"damaged")

    assert desk.follow() == "DEAD_LETTER"
    assert whole_bundles(desk.target) == []


def test_a_target_that_cannot_be_written_is_one_sentence(desk: Desk) -> None:
    nowhere = adapter_for("folder:/proc/nirgends", desk.store)

    with pytest.raises(EmissionError), nowhere.session():
        pytest.fail("it must not come so far")


def test_an_unknown_way_out_is_an_error_with_a_hint(desk: Desk) -> None:
    with pytest.raises(EmissionError) as caught:
        adapter_for("fax", desk.store)

    assert "folder" in caught.value.advice


def test_a_full_disk_leaves_no_half_bundle(desk: Desk, small_disk: Path) -> None:
    desk.adapter = adapter_for(f"folder:{small_disk}", desk.store)
    desk.target = small_disk
    desk.prepare()
    state = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(b"x" * (state.f_bavail * state.f_frsize))

    assert desk.follow() == "FAILED"
    assert whole_bundles(small_disk) == []

    (small_disk / "ballast").unlink()
    assert desk.follow() == "SUBMITTED"


def rights(target: Path) -> set[tuple[bool, int]]:
    """The rights of folders and files in a target."""
    return {(path.is_dir(), path.stat().st_mode & 0o7777) for path in target.rglob("*")}


def test_a_new_folder_and_all_in_it_are_for_their_owner_alone(desk: Desk, umask: None) -> None:
    desk.prepare()
    desk.target = desk.target / "neu" / "ziel"
    desk.adapter = adapter_for(f"folder:{desk.target}", desk.store)
    with desk.adapter.session():
        desk.adapter.send(desk.delivery())

    assert rights(desk.target.parents[1]) == {(True, 0o700), (False, 0o600)}


@pytest.mark.parametrize(
    ("given", "folders", "files"),
    [(0o770, 0o770, 0o660), (0o2770, 0o2770, 0o660), (0o755, 0o755, 0o644), (0o777, 0o775, 0o664)],
    ids=lambda mode: f"{mode:o}",
)
def test_a_bundle_takes_over_the_rights_of_a_folder_that_is_there(
    desk: Desk, umask: None, given: int, folders: int, files: int
) -> None:
    delivery = desk.prepare()
    desk.target.mkdir()
    desk.target.chmod(given)

    desk.adapter.send(delivery)

    assert rights(desk.target) == {(True, folders), (False, files)}


@pytest.fixture
def umask() -> Iterator[None]:
    """What an ordinary shell has: others may read what is made."""
    before = os.umask(0o022)
    yield
    os.umask(before)
