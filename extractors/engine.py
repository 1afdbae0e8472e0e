"""One living Tesseract per process: it reads list after list and loads its language once.

Starting Tesseract for every list would cost a quarter of a mail item. Pictures go to the living one
through a pipe, so none lies on a disk. Where the library of the installed Tesseract cannot be
loaded there is none, and ``text`` starts the program for every list.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import IO, TYPE_CHECKING

from extractors import starter, tesseract_child
from extractors.tesseract_child import LENGTH, LIST, SIZE

if TYPE_CHECKING:
    from extractors.grey import Grey  # nothing large is loaded before ``ready``

LANGUAGE = "deu"


class EngineError(Exception):
    """The living Tesseract died of a list, or was killed because it took too long."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A child that has loaded its language, and the version of its library."""

    process: subprocess.Popen[bytes]
    version: str


_one_at_a_time = Lock()
_engines: dict[tuple[int, str], Engine | None] = {}
"""By the number of the process, as a copy of it has one of its own, and by language.

None: there is none to be had, and it is not tried again."""


def ready() -> None:
    """Start Tesseract already, while this process is still small, or what starts the program."""
    if version(LANGUAGE) is None:
        starter.ready()


def version(language: str) -> str | None:
    """The version of the living Tesseract; None where there is none to be had."""
    with _one_at_a_time:
        engine = _living(language)
        return engine.version if engine else None


def read(pictures: Sequence[Grey], layout: int, dpi: int, seconds: float, language: str) -> str:
    """The rows of Tesseract's table of all pictures; their page number is that of the picture.

    Raises ``EngineError``. Whatever else is raised meanwhile (an interrupt, an alarm) ends the
    child as well.
    """
    with _one_at_a_time:
        engine = _living(language)
        if engine is None:
            raise EngineError
        starter.give_back()
        try:
            return _asked(engine.process, pictures, LIST.pack(len(pictures), layout, dpi, seconds))
        except BaseException:
            _end(language)
            raise


def _asked(process: subprocess.Popen[bytes], pictures: Sequence[Grey], request: bytes) -> str:
    """Picture by picture: neither side ever writes while the other one does."""
    assert process.stdin is not None and process.stdout is not None  # noqa: S101 - they were asked for
    rows = []
    for picture in pictures:
        height, width = picture.shape
        request += SIZE.pack(width, height)
        try:
            process.stdin.write(request)
            process.stdin.write(picture.tobytes())
            process.stdin.flush()
        except BrokenPipeError:
            raise EngineError from None
        rows.append(_told(process.stdout))
        request = b""
    return "".join(rows)


def _told(answers: IO[bytes]) -> str:
    (length,) = LENGTH.unpack(_exactly(answers, LENGTH.size))
    return _exactly(answers, length).decode()


def _exactly(answers: IO[bytes], count: int) -> bytes:
    data = answers.read(count)
    if len(data) < count:
        raise EngineError
    return data


def _living(language: str) -> Engine | None:
    """The child of this process, which is started where there is none (any more)."""
    key = (os.getpid(), language)
    engine = _engines.get(key)
    if engine is not None and engine.process.poll() is not None:
        _end(language)
    if key not in _engines:
        _engines[key] = _started(language)
    return _engines[key]


def _started(language: str) -> Engine | None:
    process = subprocess.Popen(  # noqa: S603 - our own program, with this very interpreter
        [sys.executable, "-I", "-S", tesseract_child.__file__, language, str(os.getpid())],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # its own threads only cost
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101 - it was asked for
    try:
        return Engine(process, _told(process.stdout))
    except BaseException as error:
        _put_away(process)
        if isinstance(error, EngineError):
            return None
        raise


def _end(language: str) -> None:
    engine = _engines.pop((os.getpid(), language), None)
    if engine is not None:
        _put_away(engine.process)


@atexit.register
def _end_all() -> None:
    """End what is ours and wait for it, so that what it cost is counted as ours."""
    for process, language in list(_engines):
        if process == os.getpid():
            _end(language)


def _put_away(process: subprocess.Popen[bytes]) -> None:
    """Kill it, as it holds nothing that could be lost."""
    process.kill()
    process.wait()
    for end in (process.stdin, process.stdout):
        assert end is not None  # noqa: S101 - they were asked for
        with suppress(BrokenPipeError):  # what it did not take
            end.close()
