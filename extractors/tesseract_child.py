"""A living Tesseract: lists of pictures in on standard input, tables of words out.

A program of its own that ``engine`` starts with a bare interpreter: it knows nothing of the rest,
so that it is small. It loads the library of the installed Tesseract and the language once and then
reads list after list, each picture as the installed program would. It ends when whoever started it
is gone, and it is killed by its own alarm clock where a list takes too long.
"""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # of the standard library, too, only what is small is loaded
    from typing import BinaryIO

NAMES = ("libtesseract.so.5", "libtesseract.5.dylib")
"""Looked for by name: asking the system takes three programs."""

LIST = struct.Struct("<IIId")
"""How many pictures, page segmentation mode, dots per inch, and seconds to be killed after."""

SIZE = struct.Struct("<II")
"""Width and height of a picture; one byte per pixel follows, 255 is paper."""

LENGTH = struct.Struct("<I")
"""Of an answer: once the version of the library, then the rows of one picture each."""

START_SECONDS = 60.0  # to load the language; it takes a tenth of a second
PR_SET_PDEATHSIG = 1
FUNCTIONS = {
    "TessVersion": ([], ctypes.c_char_p),
    "TessBaseAPICreate": ([], ctypes.c_void_p),
    "TessBaseAPIInit3": ([ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p], ctypes.c_int),
    "TessBaseAPISetVariable": ([ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p], ctypes.c_int),
    "TessBaseAPISetPageSegMode": ([ctypes.c_void_p, ctypes.c_int], None),
    "TessBaseAPISetImage": ([ctypes.c_void_p, ctypes.c_char_p, *[ctypes.c_int] * 4], None),
    "TessBaseAPIGetTsvText": ([ctypes.c_void_p, ctypes.c_int], ctypes.c_void_p),
    "TessDeleteText": ([ctypes.c_void_p], None),
    "TessBaseAPIClear": ([ctypes.c_void_p], None),
}
"""What is needed of the library: the types of what goes in and of what comes out."""


def main() -> None:
    """Say the library's version, then read lists until there are no more."""
    language, parent = sys.argv[1], int(sys.argv[2])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever the library prints is not meant for anybody
    system = ctypes.CDLL(None)
    _obey(parent, system)
    signal.setitimer(signal.ITIMER_REAL, START_SECONDS)
    library = _library()
    tesseract = library.TessBaseAPICreate()
    if library.TessBaseAPIInit3(tesseract, None, language.encode()):
        os._exit(1)
    signal.setitimer(signal.ITIMER_REAL, 0)
    _answer(answers, library.TessVersion())
    while True:
        _read_list(sys.stdin.buffer, answers, library, tesseract)
        _give_back(system)


def _obey(parent: int, system: ctypes.CDLL) -> None:
    """End by alarm and interrupt, and when the parent is gone, even if a copy of it holds the pipe.

    The system also says that a parent is gone when only its thread is that started us.
    """

    def end_if_alone(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, end_if_alone)
    if sys.platform == "linux":
        system.prctl(PR_SET_PDEATHSIG, signal.SIGHUP, 0, 0, 0)
    end_if_alone()


def _library() -> ctypes.CDLL:
    """Tesseract's library. Raises ``OSError`` without it, ``AttributeError`` without a part."""
    library = _loaded()
    for name, (takes, gives) in FUNCTIONS.items():
        function = getattr(library, name)
        function.argtypes, function.restype = takes, gives
    return library


def _loaded() -> ctypes.CDLL:
    for name in NAMES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    from ctypes.util import find_library  # asks three programs

    return ctypes.CDLL(find_library("tesseract") or NAMES[0])


def _read_list(requests: BinaryIO, answers: BinaryIO, library: ctypes.CDLL, tesseract: int) -> None:
    """Read the pictures of one list, each as the program would do."""
    count, layout, dpi, seconds = LIST.unpack(_exactly(requests, LIST.size))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    library.TessBaseAPISetPageSegMode(tesseract, layout)
    library.TessBaseAPISetVariable(tesseract, b"user_defined_dpi", b"%d" % dpi)
    for number in range(count):
        width, height = SIZE.unpack(_exactly(requests, SIZE.size))
        picture = _exactly(requests, width * height)
        library.TessBaseAPISetImage(tesseract, picture, width, height, 1, width)
        del picture
        rows = library.TessBaseAPIGetTsvText(tesseract, number)
        if not rows:
            os._exit(1)  # the program fails at such a picture, too
        if number == count - 1:
            signal.setitimer(signal.ITIMER_REAL, 0)
        _answer(answers, ctypes.string_at(rows))
        library.TessDeleteText(rows)
        library.TessBaseAPIClear(tesseract)


def _exactly(requests: BinaryIO, count: int) -> bytes:
    data = requests.read(count)
    if len(data) < count:
        os._exit(0)  # nobody asks any more
    return data


def _answer(answers: BinaryIO, text: bytes) -> None:
    answers.write(LENGTH.pack(len(text)) + text)
    answers.flush()


def _give_back(system: ctypes.CDLL) -> None:
    """Give the system what a list needed: the next one may be long in coming."""
    trim = getattr(system, "malloc_trim", None)  # GNU alone has it
    if trim is not None:
        trim(0)


if __name__ == "__main__":
    main()
