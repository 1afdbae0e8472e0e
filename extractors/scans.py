"""Opening what came in: PDF, TIFF, JPEG, PNG or a folder of pictures, page by page.

Lazy: one page is in memory at a time. Every page that is in the file comes out, in order; one
that cannot be read comes out without a picture and with the reason. Which file it is, is told by
its first bytes, not by its name.

- A file with more pages than allowed is refused as a whole, before any page is decoded.
- A page with more pixels or drawing commands than allowed is unreadable and the others are read;
  if it is the only page, the file is refused.
- A file of which no single page can be read is refused.

Errors name the ``subject`` that the caller gives, never a path: file names may hold names.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from extractors.grey import Grey, Picture
from extractors.scan_images import TOO_BUSY, TOO_LARGE, TooManyPagesError, pictures_of_image
from extractors.scan_pdf import ProtectedError, pictures_of_pdf
from pipeline.errors import OversizeError, PathError, ProtectedScanError, ScanError

HEADER = 1024
"""A PDF may carry some bytes of other origin before its own first line."""

NOT_PAGES = frozenset(
    {
        ".csv",
        ".db",
        ".ini",
        ".json",
        ".md",
        ".md5",
        ".sha256",
        ".tsv",
        ".txt",
        ".xml",
        ".yaml",
        ".yml",
    }
)
"""What lies beside the pictures of a folder and never is a page itself."""
TOO_MANY_PAGES = (
    "Es sind mehr Seiten, als EINGANG_MAX_PAGES erlaubt; bitte teilen, oder die Grenze anheben und"
    " mit --again einlesen."
)
OVER_LIMIT = {
    TOO_LARGE: "Eine Seite hat mehr Bildpunkte, als EINGANG_MAX_MEGAPIXELS erlaubt; bitte mit"
    " 300 dpi scannen, oder die Grenze anheben und mit --again einlesen.",
    TOO_BUSY: "Eine Seite hat zu viele Zeichenbefehle; bitte ausdrucken und mit 300 dpi scannen.",
}
"""What to do about the limit that all pages of a file are over."""

UNKNOWN_KIND = "Dateiart wird nicht gelesen"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may hold; the operator's settings of the same names."""

    max_pages: int = 2000
    max_megapixels: int = 120


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page, counted from 1. ``image`` is ``None`` where it cannot be read; then ``reason``.

    ``sha256`` is that of the pixels: the same scan as TIFF and as PDF has the same.
    """

    number: int
    image: Grey | None
    dpi: float
    sha256: str
    reason: str = ""


def pages_of(path: Path, limits: Limits, subject: str = "Die Datei") -> Iterator[ScannedPage]:
    """Yield the pages of a file or of a folder of pictures, in order.

    Raises ``PathError``, ``ScanError``, ``ProtectedScanError`` or ``OversizeError``.
    """
    with _errors_named(path, subject):
        pictures = _of_folder(path, limits) if path.is_dir() else _of_file(path, limits)
        yield from _numbered(pictures, path, subject)


def image_of_page(
    path: Path, number: int, limits: Limits, subject: str = "Die Datei"
) -> Grey | None:
    """One page of a file, no other is decoded; ``None`` where it cannot be read or is not there.

    Raises ``PathError``, ``ScanError``, ``ProtectedScanError`` or ``OversizeError``.
    """
    with _errors_named(path, subject):
        found = next(_of_file(path, limits, only=number), None)
    return found.image if found is not None else None


@contextmanager
def _errors_named(path: Path, subject: str) -> Iterator[None]:
    """Errors in the words of ours, without the path."""
    if not path.exists():
        raise PathError(subject)
    try:
        yield
    except TooManyPagesError:
        raise OversizeError(subject, hint=TOO_MANY_PAGES) from None
    except ProtectedError:
        raise ProtectedScanError(subject) from None
    except OSError:
        raise ScanError(subject) from None


def _numbered(pictures: Iterator[Picture], path: Path, subject: str) -> Iterator[ScannedPage]:
    """Number the pages; hold unreadable ones back until some page proves readable."""
    held: list[ScannedPage] = []
    seen = False
    for number, picture in enumerate(pictures, 1):
        page = _page(number, picture, path)
        if page.image is None and not seen:
            held.append(page)
            continue
        if not seen:
            yield from held
            seen = True
        yield page
    if seen:
        return
    for page in held:
        if page.reason in OVER_LIMIT:
            raise OversizeError(subject, hint=OVER_LIMIT[page.reason])
    raise ScanError(subject)


def _page(number: int, picture: Picture, path: Path) -> ScannedPage:
    digest = hashlib.sha256()
    if picture.image is None:
        digest.update(f"{_file_digest(path)} {number}".encode())
    else:
        digest.update(repr(picture.image.shape).encode())
        digest.update(np.ascontiguousarray(picture.image).data)
    return ScannedPage(number, picture.image, picture.dpi, digest.hexdigest(), picture.reason)


def _file_digest(path: Path) -> str:
    """What an unreadable page is known by: its file (or folder of files) and its number."""
    files = [path] if path.is_file() else _in_natural_order(path)
    total = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()


def _of_file(path: Path, limits: Limits, only: int | None = None) -> Iterator[Picture]:
    with path.open("rb") as stream:
        head = stream.read(HEADER)
    reader = _reader_for(head)
    if reader is None:
        raise OSError
    yield from reader(path, limits.max_pages, limits.max_megapixels, only)


def _reader_for(head: bytes) -> Callable[[Path, int, int, int | None], Iterator[Picture]] | None:
    if b"%PDF-" in head:
        return pictures_of_pdf
    if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"\xff\xd8\xff", b"\x89PNG")):
        return pictures_of_image
    return None


def _of_folder(path: Path, limits: Limits) -> Iterator[Picture]:
    files = _in_natural_order(path)
    if not files:
        raise OSError
    if len(files) > limits.max_pages:
        raise TooManyPagesError
    pages = chain.from_iterable(_of_member(file, limits) for file in files)
    for number, picture in enumerate(pages, 1):
        if number > limits.max_pages:
            raise TooManyPagesError
        yield picture


def _of_member(path: Path, limits: Limits) -> Iterator[Picture]:
    """The pages of one file of a folder; one broken file does not spoil the others."""
    try:
        yield from _of_file(path, limits)
    except ProtectedError:
        yield Picture(None, reason="mit Kennwort geschützt")
    except OSError:
        yield Picture(None, reason=UNKNOWN_KIND)


def _in_natural_order(folder: Path) -> list[Path]:
    """The files of a folder as people count them: 2 before 10."""
    files = (file for file in folder.iterdir() if file.is_file())
    pages = (f for f in files if f.suffix.lower() not in NOT_PAGES and not f.name.startswith("."))
    return sorted(pages, key=_natural)


def _natural(path: Path) -> tuple[list[tuple[int, str]], str]:
    parts = re.findall(r"\d+|\D+", path.name.casefold())
    return [(int(p), "") if p.isdigit() else (-1, p) for p in parts], path.name
