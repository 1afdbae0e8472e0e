"""Pages of a case as pictures for a browser: upright, at the size of the scan, otherwise as it is.

The pages of a case are rendered in one go, since files are read from front to back, and kept in
memory for as long as there is room. Each can be had as soon as it is rendered, and those of the
case that is likely to be next are rendered beforehand.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.images import image_of, images_of
from pipeline.review.views import View
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.files import path_of
from pipeline.store.records import read_pages, scans_of

Grey = NDArray[np.uint8]


class Picture(NamedTuple):
    """A page as JPEG, and how far it was turned for that."""

    jpeg: bytes
    turned: int


QUALITY = 90
"""JPEG at which a 300 dpi page is below a megabyte and no trace of it shows at three times."""

CASES_KEPT = 24
"""Cases of which the pages stay in memory: some 10 MB each, one for each of twenty reviewers."""

SMALL_WIDTH = 168
"""Pixels of a page in a list of pages: twice as wide as it is shown, for sharp screens."""

PARTS_KEPT = 2000
"""Crops of single boxes that stay in memory, some 10 kB each."""

TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


class Pages:
    """The pictures of one case: each is there as soon as it is rendered."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.there: dict[int, Picture] = {}
        self.asked: dict[int, Future[Picture | None]] = {}
        self.over: Future[None] = Future()

    def page(self, number: int) -> Future[Picture | None]:
        """One page, when it is there; ``None`` where there is no such page."""
        with self.lock:
            known = self.asked.setdefault(number, Future())
            if number in self.there or self.over.done():
                self._settle(known, number)
            return known

    def add(self, number: int, picture: Picture) -> None:
        with self.lock:
            self.there[number] = picture
            if number in self.asked:
                self._settle(self.asked[number], number)

    def end(self, error: BaseException | None = None) -> None:
        """No more will come."""
        with self.lock:
            if error is None:
                self.over.set_result(None)
            else:
                self.over.set_exception(error)
            for number, waiting in self.asked.items():
                self._settle(waiting, number)

    def _settle(self, waiting: Future[Picture | None], number: int) -> None:
        if waiting.done():
            return
        error = self.over.exception() if self.over.done() else None
        if error is not None and number not in self.there:
            waiting.set_exception(error)
        else:
            waiting.set_result(self.there.get(number))


@dataclass
class Scans:
    """The pictures of the cases of late. PDF rendering is not made for threads: one at a time.

    Nobody waits for a picture in a thread: these are for those who save.
    """

    store: Store
    settings: Settings
    worker: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="scans")
    )
    kept: OrderedDict[str, Pages] = field(default_factory=OrderedDict)
    parts: OrderedDict[tuple[str, int, str], Future[bytes | None]] = field(
        default_factory=OrderedDict
    )
    lock: Lock = field(default_factory=Lock)
    at_hand: tuple[str, int, Grey | None] = ("", 0, None)
    """The page that a part was cut out of last: the next part often is of the same one."""

    def warm(self, case: str) -> Pages:
        """Begin to render a case's pages, unless they are there already."""
        with self.lock:
            pages = self.kept.get(case)
            if pages is None or (pages.over.done() and pages.over.exception()):
                pages = self.kept[case] = Pages()  # tried anew where it went wrong
                self.worker.submit(self._render, case, pages)
            self.kept.move_to_end(case)
            while len(self.kept) > CASES_KEPT:
                self.kept.popitem(last=False)
            return pages

    def page(self, case: str, number: int) -> Future[Picture | None]:
        """One page, when it is there; ``None`` where it cannot be opened."""
        return self.warm(case).page(number)

    def part(self, case: str, number: int, view: View) -> Future[bytes | None]:
        """A part of one page as JPEG, in the order asked; no other page is decoded for it."""
        key = (case, number, str(view))
        with self.lock:
            known = self.parts.get(key)
            if known is None or (known.done() and (known.cancelled() or known.exception())):
                self.parts[key] = self.worker.submit(self._cut, case, number, view)
            while len(self.parts) > PARTS_KEPT:
                self.parts.popitem(last=False)
            return self.parts[key]

    def close(self) -> None:
        self.worker.shutdown(wait=False, cancel_futures=True)

    def _render(self, case: str, pages: Pages) -> None:
        try:
            for number, upright, turned in self._upright(case):
                pages.add(number, Picture(_jpeg(upright), turned))
        except BaseException as error:
            pages.end(error)
            raise
        pages.end()

    def _cut(self, case: str, number: int, view: View) -> bytes | None:
        if (at_hand := self.at_hand)[:2] != (case, number):
            at_hand = self.at_hand = (case, number, self._page(case, number))
        if (page := at_hand[2]) is None:
            return None
        left, top = round(view.x), round(view.y)
        right, bottom = round(view.x + view.width), round(view.y + view.height)
        part = page[max(top, 0) : bottom, max(left, 0) : right]
        return _jpeg(part) if part.size else None

    def _page(self, case: str, number: int) -> Grey | None:
        """One page, as a machine turns it; no other is even decoded."""
        files, turned = self._files(case)
        image = image_of(files, number, self.settings)
        return None if image is None else _turned(image, turned.get(number, 0))

    def _upright(self, case: str) -> Iterator[tuple[int, Grey, int]]:
        """The pages one after the other, as far as somebody asks for them, as a machine turns them.

        A person's word on that comes later, where it is asked for.
        """
        files, turned = self._files(case)
        for number, image in images_of(files, self.settings):
            if image is not None:
                by = turned.get(number, 0)
                yield number, _turned(image, by), by

    def _files(self, case: str) -> tuple[list[Path], dict[int, int]]:
        """What came in, and how far a machine turns each page."""
        with self.store.read() as db:
            files, pages = scans_of(db, case), read_pages(db, case)
        turned = {page.number: page.match.turned % 360 for page in pages if page.match}
        return [path_of(self.store.folder, scan.sha256) for scan in files], turned


def _turned(image: Grey, by: int) -> Grey:
    code = TURNS.get(by)
    return image if code is None else np.asarray(cv2.rotate(image, code), np.uint8)


def as_turned(picture: Picture, turned: int | None) -> bytes:
    """A page as a person turned it."""
    if turned is None or (turned - picture.turned) % 360 == 0:
        return picture.jpeg
    image = _decoded(picture.jpeg, cv2.IMREAD_UNCHANGED)
    code = TURNS[(turned - picture.turned) % 360]
    return _jpeg(np.asarray(cv2.rotate(image, code), np.uint8))


def made_small(jpeg: bytes) -> bytes:
    """A page small enough for a list of pages."""
    image = _decoded(jpeg, cv2.IMREAD_REDUCED_GRAYSCALE_4)
    size = (SMALL_WIDTH, max(1, round(image.shape[0] * SMALL_WIDTH / image.shape[1])))
    return _jpeg(np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8))


def _jpeg(image: Grey) -> bytes:
    _, encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return encoded.tobytes()


def _decoded(picture: bytes, how: int) -> Grey:
    return np.asarray(cv2.imdecode(np.frombuffer(picture, np.uint8), how), np.uint8)
