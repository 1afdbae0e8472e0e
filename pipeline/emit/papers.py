"""Which page of a case goes into which paper of the bundle, and where each page lies.

Pages are counted as the intake counts them: every page of a PDF and of a TIFF, one for any other
picture, one for a file that could not be opened at all, and one more for the end of a file that
breaks off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from PIL import Image

from pipeline.emit.sheets import opened_picture
from pipeline.errors import EmissionError, OversizeError, ProtectedScanError, ScanError
from pipeline.model import Document, Page, PageKind
from pipeline.sorting import END_MISSING

APPLICATION_KINDS = frozenset({PageKind.FORM, PageKind.TEXT_PAGE})

REFUSED_WHOLE = tuple(
    error.says.format(subject="") for error in (ScanError, ProtectedScanError, OversizeError)
)
"""How the reason of a page ends that stands for a whole file."""

OTHER_PAGES = "Die Seiten im Bestand passen nicht zum Scan; bitte den Scan neu einlesen."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the mail item lies: the file, and the page inside it from 0."""

    path: Path
    index: int
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """One PDF of the bundle before it is made."""

    path: str
    role: str
    pages: tuple[int, ...]


def papers(pages: Sequence[Page], documents: Sequence[Document]) -> tuple[Paper, ...]:
    """Which page goes into which PDF, in the order of the scan; every page into exactly one."""
    application = tuple(page.number for page in pages if page.kind in APPLICATION_KINDS)
    taken = set(application)
    made = [Paper("dokumente/antrag.pdf", "antrag", application)] if application else []
    for number, document in enumerate(documents, start=1):
        own = tuple(page for page in document.pages if page not in taken)
        taken |= set(own)
        if own:
            made.append(Paper(f"dokumente/nachweis-{number:03d}.pdf", "nachweis", own))
    if rest := tuple(page.number for page in pages if page.number not in taken):
        made.append(Paper("dokumente/weitere.pdf", "weitere", rest))
    return tuple(made)


def places(files: Sequence[Path], pages: Sequence[Page], subject: str) -> list[Place]:
    """Where each page lies. Raises ``EmissionError`` where the files hold other pages."""
    found: list[Place] = []
    for path in files:
        known = pages[len(found) :]
        count = 1 if known and _stands_for_a_file(known[0]) else _page_count(path)
        count += len(known) > count and _stands_for_a_lost_end(known[count])
        found += [
            Place(path, index, page.kind is not PageKind.UNREADABLE)
            for index, page in zip(range(count), known, strict=False)
        ]
        if count > len(known):
            raise EmissionError(subject, hint=OTHER_PAGES)
    if len(found) != len(pages):
        raise EmissionError(subject, hint=OTHER_PAGES)
    return found


def is_pdf(path: Path) -> bool:
    """Whether a file is a PDF, by its first bytes; kept files have no ending."""
    with path.open("rb") as stream:
        return b"%PDF-" in stream.read(1024)


def _stands_for_a_file(page: Page) -> bool:
    return page.kind is PageKind.UNREADABLE and page.reason.endswith(REFUSED_WHOLE)


def _stands_for_a_lost_end(page: Page) -> bool:
    return page.kind is PageKind.UNREADABLE and page.reason == END_MISSING


def _page_count(path: Path) -> int:
    try:
        if is_pdf(path):
            with pikepdf.open(path) as pdf:
                return len(pdf.pages)
        with opened_picture(path) as image:
            return _frames(image) if image.format == "TIFF" else 1
    except Exception:  # as at the intake: what is raised depends on format and damage
        return 1


def _frames(image: Image.Image) -> int:
    """Pages of a TIFF; one more where its directory breaks off, as at the intake."""
    pages = 1
    while True:
        try:
            image.seek(pages)
        except EOFError:
            return pages
        except Exception:  # what Pillow raises depends on the damage
            return pages + 1
        pages += 1
