"""Taking mail in: a day of receipt that is known stays, and what was refused may be read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import fake_cases
import fake_readers as fakes
import pytest
from fake_desk import desk_in
from PIL import Image

from pipeline.batches import MailItem, Obstacle, mail_items
from pipeline.cli import run
from pipeline.errors import OversizeError, PathError
from pipeline.handover import releasable
from pipeline.intake import Stays, note_received, take_in
from pipeline.model import Received
from pipeline.reading import read_case
from pipeline.settings import Settings
from pipeline.store import Store, add_received, files, load_record, open_store, refusals

FIRST, LATER = date(2026, 3, 2), date(2026, 4, 1)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    store = open_store(Settings(data=tmp_path / "data", database_url=""))
    yield store
    store.close()


@pytest.fixture
def case(opened: Store, tmp_path: Path) -> str:
    """A case with the day of its stamp."""
    return fake_cases.with_case(opened, fakes.scan(tmp_path / "a.tif", [*fakes.FORM, 200]))


def received(opened: Store, case: str) -> Received:
    with opened.read() as db:
        return load_record(db, case).received


def test_a_day_that_is_given_before_the_mail_is_read_counts_more_than_the_stamp(
    opened: Store, tmp_path: Path
) -> None:
    scan = fakes.scan(tmp_path / "a.tif", [*fakes.FORM, 200])
    (taken,) = take_in(opened, list(mail_items([scan])))
    assert note_received(opened, [taken.case], FIRST) == {}

    fake_cases.with_case(opened, scan)

    assert received(opened, taken.case) == Received(day=FIRST, source="vorgabe")


def test_a_day_that_is_given_later_leaves_the_one_of_the_stamp(opened: Store, case: str) -> None:
    stamp = received(opened, case)

    assert note_received(opened, [case, case], LATER) == {case: Stays.KNOWN}

    assert received(opened, case) == stamp


def test_a_day_that_is_given_later_counts_where_none_is_known(
    opened: Store, tmp_path: Path
) -> None:
    unknown = fake_cases.with_case(opened, fakes.scan(tmp_path / "b.tif", [30]))

    assert note_received(opened, [unknown], FIRST) == {}
    assert note_received(opened, [unknown], LATER) == {unknown: Stays.KNOWN}

    assert received(opened, unknown) == Received(day=FIRST, source="vorgabe")


def test_a_wrong_day_can_be_corrected_and_both_are_kept(opened: Store, case: str) -> None:
    assert note_received(opened, [case], FIRST, corrects=True) == {}
    assert note_received(opened, [case], LATER, corrects=True) == {}

    assert received(opened, case).day == LATER
    with opened.read() as db:
        assert load_record(db, case).facts[1] == len(["stamp", FIRST, LATER])


@pytest.mark.parametrize("corrects", [False, True])
def test_the_day_that_a_person_entered_stays(opened: Store, case: str, corrects: bool) -> None:
    with opened.write() as db:
        add_received(db, case, Received(day=FIRST, source="person"))

    assert note_received(opened, [case], LATER, corrects=corrects) == {case: Stays.PERSON}
    assert received(opened, case).day == FIRST


@pytest.mark.parametrize("corrects", [False, True])
def test_what_was_handed_over_goes_out_once_whatever_day_is_given(
    tmp_path: Path, corrects: bool
) -> None:
    with desk_in(tmp_path) as desk:
        desk.prepare()

        stays = note_received(desk.store, [desk.case], LATER, corrects=corrects)

        assert stays == {desk.case: Stays.HANDED_OVER}
        assert releasable(desk.store, desk.settings) == ([], 0)


@pytest.mark.parametrize(("again", "day"), [([], "04.03.2026"), (["--again"], "")])
def test_a_later_call_says_which_day_stays(
    opened: Store,
    case: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    again: list[str],
    day: str,
) -> None:
    call = ["intake", str(tmp_path / "a.tif"), "--data", str(opened.folder), *again]

    assert run([*call, "--received", f"{LATER}"]) == 0

    said = capsys.readouterr().out
    assert ("bleibt" in said) == bool(day)
    assert not day or f"{case}: Eingang bleibt {day}; --received gilt nur beim ersten" in said


def test_what_breaks_off_while_it_is_read_is_refused_and_the_others_go_on(
    opened: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.tif", "b.tif"):
        fakes.scan(tmp_path / "post" / name, [30], len(name) + ord(name[0]))
    whole = files.chunks_of

    def chunks_of(path: Path) -> Iterator[bytes]:
        if path.name == "a.tif":
            raise OSError(5, "Input/output error")
        return whole(path)

    monkeypatch.setattr(files, "chunks_of", chunks_of)

    broken, taken = take_in(opened, list(mail_items([tmp_path / "post"])))

    assert isinstance(broken.error, files.UnreadableError)
    assert taken.case


@pytest.mark.parametrize("obstacle", Obstacle)
def test_an_obstacle_is_a_refusal_with_a_hint(
    opened: Store, tmp_path: Path, obstacle: Obstacle
) -> None:
    (taken,) = take_in(opened, [MailItem(path=tmp_path / "post", obstacle=obstacle)])

    assert taken.error is not None
    assert taken.error.advice
    with opened.read() as db:
        assert [refusal.sentence for refusal in refusals(db)] == [str(taken.error)]


def refused(opened: Store) -> list[str]:
    with opened.read() as db:
        return [Path(refusal.path).name for refusal in refusals(db)]


def test_what_came_in_after_all_is_no_longer_listed_as_refused(
    opened: Store, tmp_path: Path
) -> None:
    post = fakes.scan(tmp_path / "post" / "a.tif", [30]).parent
    locked = [MailItem(path=post, obstacle=Obstacle.LOCKED), *links(post, "a.tif", "b.tif")]
    take_in(opened, locked)
    take_in(opened, locked)
    assert refused(opened) == ["post", "a.tif", "b.tif"]

    take_in(opened, list(mail_items([post / "a.tif"])))

    assert refused(opened) == ["b.tif"]


def test_a_name_that_came_in_once_can_be_refused_again_and_come_in_again(
    opened: Store, tmp_path: Path
) -> None:
    scan = fakes.scan(tmp_path / "post" / "a.tif", [30])

    for _ in range(3):
        take_in(opened, links(scan.parent, "a.tif"))
        assert refused(opened) == ["a.tif"]
        take_in(opened, list(mail_items([scan])))
        assert refused(opened) == []


def links(folder: Path, *names: str) -> list[MailItem]:
    return [MailItem(path=folder / name, obstacle=Obstacle.LINK) for name in names]


def test_a_refused_scan_is_read_when_the_call_says_again(
    opened: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = Settings(data=opened.folder, database_url="", max_pages=3)
    scan = fakes.scan(tmp_path / "a.tif", fakes.FORM)
    case = fake_cases.with_case(opened, scan, strict)
    monkeypatch.setattr("flows.intake.read_cases", _read_here)

    assert run(["intake", str(scan), "--data", str(opened.folder)]) == OversizeError.exit_code
    assert run(["intake", str(scan), "--data", str(opened.folder), "--again"]) == 0

    with opened.read() as db:
        found = load_record(db, case).run
    assert found is not None
    assert (found.number, found.outcome) == (2, "read")


def test_a_path_that_does_not_exist_is_named_and_the_others_are_taken_in(
    opened: Store, case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / "fehlt.tif", tmp_path / "a.tif", tmp_path / "fehlt-auch.tif"]

    code = run(["intake", *map(str, paths), "--data", str(opened.folder)])

    assert code == PathError.exit_code
    told = capsys.readouterr()
    assert case in told.out
    sentence, hint = told.err.splitlines()
    assert "fehlt.tif" in sentence
    assert "fehlt-auch.tif" in sentence
    assert hint == "Bitte den Pfad prüfen; alles andere ist bearbeitet."


def test_without_any_path_that_exists_no_store_is_made(tmp_path: Path) -> None:
    code = run(["intake", str(tmp_path / "fehlt.tif"), "--data", str(tmp_path / "neu")])

    assert code == PathError.exit_code
    assert list(tmp_path.iterdir()) == []


def test_the_same_content_under_two_names_is_said_to_be_there_twice(
    opened: Store, case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "b.tif"
    copy.write_bytes((tmp_path / "a.tif").read_bytes())

    assert run(["intake", str(tmp_path / "a.tif"), str(copy), "--data", str(opened.folder)]) == 0

    first, second = capsys.readouterr().out.splitlines()
    assert "doppelt" not in first
    assert second.startswith(case)
    assert second.endswith("doppelt, derselbe Inhalt wie a.tif  (b.tif)")


@pytest.mark.parametrize(
    ("limit", "setting"),
    [({"max_pages": 1}, "EINGANG_MAX_PAGES"), ({"max_megapixels": 1}, "EINGANG_MAX_MEGAPIXELS")],
)
def test_what_is_too_large_says_which_limit_it_is_over(
    opened: Store, tmp_path: Path, limit: dict[str, int], setting: str
) -> None:
    scan = tmp_path / "gross.tif"
    pages = [Image.new("L", (2000, 1000), 128)] * 2
    pages[0].save(scan, "TIFF", save_all=True, append_images=pages[1:])
    strict = Settings.model_validate({"data": opened.folder, "database_url": "", **limit})

    case = fake_cases.with_case(opened, scan, strict)

    with opened.read() as db:
        run = load_record(db, case).run
    assert run is not None
    assert run.error == OversizeError.__name__
    assert setting in run.hint


def _read_here(store: Store, settings: Settings, cases: Sequence[str], _: object) -> None:
    """Read without the flow, which takes seconds to start."""
    for case in cases:
        read_case(store, case, settings, readers=fakes.fake())
