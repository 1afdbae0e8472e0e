"""The living Tesseract reads as the program does, and ends with its list, its limit, its parent."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from extractors import engine, starter, tesseract_child, text
from extractors.grey import Grey
from pipeline.resources import cpu_seconds

pytestmark = pytest.mark.skipif(
    engine.version(engine.LANGUAGE) is None, reason="Tesseract's library cannot be loaded here"
)

MIB = 1 << 20
SMALL = 60 * MIB  # a whole page needs more while it is read


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    yield
    engine._end_all()
    engine._engines.clear()


def written(line: str, width: int = 500) -> Grey:
    picture = np.full((70, width), 255, np.uint8)
    cv2.putText(picture, line, (15, 48), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 0, 2)
    return picture


def letter() -> Grey:
    page = np.full((1600, 1200), 255, np.uint8)
    for row in range(25):
        cv2.putText(page, f"Landratsamt Zimmer {row}", (100, 150 + 50 * row), 0, 1.2, 0, 2)
    return page


def endless() -> Grey:
    """A page full of what might be words: Tesseract is busy for many seconds."""
    return np.random.default_rng(1).integers(0, 2, (2400, 2400), np.uint8) * np.uint8(255)


LINES = [
    written("Mara Huber"),
    np.full((70, 300), 255, np.uint8),
    written("12.03.2019 x%"),
    letter(),
]


def child() -> int:
    assert engine.version(engine.LANGUAGE)
    living = engine._engines[os.getpid(), engine.LANGUAGE]
    assert living is not None
    return living.process.pid


def read(pictures: list[Grey], seconds: float = 60, layout: int = text.ONE_LINE) -> str:
    return engine.read(pictures, layout, 300, seconds, engine.LANGUAGE)


def is_gone(pid: int, seconds: float = 5) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if ") Z " in Path(f"/proc/{pid}/stat").read_text():
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


needs_proc = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looked up in /proc")


@pytest.mark.parametrize("layout", [text.ONE_LINE, text.BLOCK, text.WHOLE_PAGE, text.SPARSE])
def test_it_says_what_the_program_says_to_the_last_digit(layout: int) -> None:
    read([letter()], layout=text.WHOLE_PAGE)  # what was read before makes no difference

    rows = read(LINES, layout=layout)

    options = ["-l", text.LANGUAGE, "--psm", str(layout), "--dpi", "300"]
    assert rows == text._by_program(text._program(), LINES, options, 60).partition("\n")[2]
    assert "Huber" in rows


def test_one_child_reads_list_after_list() -> None:
    first = child()

    assert read(LINES[:1]) == read(LINES[:1])

    assert child() == first


def test_no_picture_lies_on_a_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryDirectory", None)

    assert text.read_lines(LINES[:1])[0].text == "Mara Huber"


def test_a_list_that_takes_too_long_is_ended_and_the_next_one_is_read() -> None:
    begun = time.monotonic()

    with pytest.raises(engine.EngineError):
        read([LINES[0], endless()], seconds=0.5, layout=text.WHOLE_PAGE)

    assert time.monotonic() - begun < 5
    assert "Huber" in read(LINES[:1])


def test_who_is_killed_while_reading_is_replaced() -> None:
    first = child()
    killer = threading.Timer(0.3, os.kill, (first, signal.SIGKILL))
    killer.start()

    with pytest.raises(engine.EngineError):
        read([endless()], layout=text.WHOLE_PAGE)

    assert "Huber" in read(LINES[:1])
    assert child() != first


def test_who_was_killed_between_two_lists_is_missed_by_nobody() -> None:
    first = child()
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)

    assert "Huber" in read(LINES[:1])


@needs_proc
def test_an_alarm_ends_it_and_the_next_list_is_read() -> None:
    def ring(*_: object) -> None:
        raise TimeoutError

    first = child()
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(TimeoutError):
            read([endless()], layout=text.WHOLE_PAGE)
    finally:
        signal.signal(signal.SIGALRM, before)

    assert is_gone(first)
    assert "Huber" in read(LINES[:1])


def test_it_outlives_the_thread_that_started_it() -> None:
    starting = threading.Thread(target=child)
    starting.start()
    starting.join()
    first = child()

    time.sleep(0.2)  # for what the system says of the thread

    assert "Huber" in read(LINES[:1])
    assert child() == first


PARENT = """
import os, sys, time
import numpy as np
from extractors import engine
engine.ready()
living = engine._engines[os.getpid(), engine.LANGUAGE]
copy = os.fork() if sys.argv[1] == "copied" else 1
if copy:
    print(living.process.pid, copy, flush=True)
    if sys.argv[1] == "reading":
        page = np.random.default_rng(1).integers(0, 2, (2400, 2400), np.uint8) * np.uint8(255)
        engine.read([page], 3, 300, 3, engine.LANGUAGE)
if sys.argv[1] != "ending":
    time.sleep(60)
"""


def parent(how: str) -> tuple[subprocess.Popen[str], int, int]:
    """Another process that has a living Tesseract; its number and that of the process's copy."""
    process = subprocess.Popen([sys.executable, "-c", PARENT, how], stdout=-1, text=True)
    assert process.stdout is not None
    first, copy = map(int, process.stdout.readline().split())
    process.stdout.close()
    return process, first, copy


@needs_proc
@pytest.mark.parametrize("how", ["waiting", "reading"])
@pytest.mark.parametrize("told", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_its_parent_however_that_ends(how: str, told: signal.Signals) -> None:
    process, first, _ = parent(how)
    time.sleep(0.3)

    process.send_signal(told)

    process.wait(10)
    assert is_gone(first, 10)


@needs_proc
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of a parent's death")
def test_it_ends_with_its_parent_though_a_copy_of_that_lives_on() -> None:
    process, first, copy = parent("copied")

    process.kill()

    process.wait(10)
    assert is_gone(first)
    os.kill(copy, signal.SIGKILL)


@needs_proc
def test_it_ends_when_its_parent_has_done_its_work() -> None:
    process, first, _ = parent("ending")

    assert process.wait(30) == 0
    assert is_gone(first, 0.1)


@needs_proc
def test_what_it_costs_is_counted_while_it_lives() -> None:
    child()
    before, own = cpu_seconds(), time.process_time()

    read([letter()], layout=text.WHOLE_PAGE)

    assert cpu_seconds() - before > (time.process_time() - own) + 0.1


@needs_proc
def test_after_a_whole_page_it_is_small_again() -> None:
    first = child()
    page = np.full((2339, 1654), 255, np.uint8)
    page[100:1700, 100:1300] = letter()

    read([page], layout=text.WHOLE_PAGE)
    read(LINES[:1])

    assert resident(first) < SMALL


def test_starting_it_loads_nothing_large_into_its_parent() -> None:
    code = (
        "import sys\nfrom extractors import engine; engine.ready()\nprint('numpy' in sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "False"


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The programs that were started for lists."""
    started: list[str] = []
    run = starter.run

    def noted(command: list[str], seconds: float) -> int:
        started.append(command[0])
        return run(command, seconds)

    monkeypatch.setattr(starter, "run", noted)
    return started


def other_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str]) -> None:
    """Another program is started as the child."""
    source = Path(tesseract_child.__file__).read_text("utf-8")
    for was, now in changes.items():
        assert was in source
        source = source.replace(was, now)
    other = tmp_path / "child.py"
    other.write_text(source, "utf-8")
    monkeypatch.setattr(tesseract_child, "__file__", str(other))
    engine._end_all()
    engine._engines.clear()


@pytest.mark.parametrize(
    "lack",
    [
        {"libtesseract.": "libnone.", 'find_library("tesseract")': "None"},
        {"TessBaseAPIGetTsvText": "TessNoSuchPart"},
    ],
)
def test_where_the_library_or_a_part_of_it_is_missing_the_program_reads(
    lack: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: list[str]
) -> None:
    known = text.read_lines(LINES[:3])
    other_child(tmp_path, monkeypatch, lack)

    assert text.read_lines(LINES[:3]) == known

    assert programs == [text._program()]


def test_a_library_of_another_version_than_the_program_does_not_read(
    monkeypatch: pytest.MonkeyPatch, programs: list[str]
) -> None:
    monkeypatch.setattr(engine, "version", lambda _: "4.1.1")

    assert text.read_lines(LINES[:1])[0].text == "Mara Huber"

    assert programs == [text._program()]


def test_a_crop_that_crashes_it_costs_no_other_crop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash = "if width > 2000:\n            os.abort()\n        picture ="
    other_child(tmp_path, monkeypatch, {"picture =": crash})

    lines = text.read_lines([LINES[0], written("x", 2400), written("Jonas"), LINES[0]])

    assert [line.text for line in lines] == ["Mara Huber", "", "Jonas", "Mara Huber"]
