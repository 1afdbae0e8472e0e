"""Pages of a case as pictures for a browser: upright, at the size of the scan, otherwise as it is.

Every page of a case is rendered in one go, since files are read from front to back, and kept in
memory for as long as there is room: whoever opens a case finds its pages, and those of the case
that is likely to be next, waiting.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.process import images_of
from pipeline.review.views import View
from pipeline.settings import Settings
from pipeline.store import Store, load_record
from pipeline.store.files import path_of

Grey = NDArray[np.uint8]
Pictures = Mapping[int, bytes]

QUALITY = 90
"""JPEG at which a 300 dpi page is below a megabyte and no trace of it shows at three times."""

CASES_KEPT = 24
"""Cases of which the pages stay in memory: some 10 MB each, one for each of twenty reviewers."""

PARTS_KEPT = 2000
"""Crops of single boxes that stay in memory, some 10 kB each."""

TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


@dataclass
class Scans:
    """The pictures of the cases of late. PDF rendering is not made for threads: one at a time."""

    store: Store
    settings: Settings
    worker: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="scans")
    )
    kept: OrderedDict[str, Future[Pictures]] = field(default_factory=OrderedDict)
    parts: OrderedDict[tuple[str, int, str], Future[bytes | None]] = field(
        default_factory=OrderedDict
    )
    lock: Lock = field(default_factory=Lock)

    def warm(self, case: str) -> Future[Pictures]:
        """Begin to render a case's pages, unless they are there already."""
        with self.lock:
            if case not in self.kept:
                self.kept[case] = self.worker.submit(self._rendered, case)
            self.kept.move_to_end(case)
            while len(self.kept) > CASES_KEPT:
                self.kept.popitem(last=False)
            return self.kept[case]

    def page(self, case: str, number: int) -> bytes | None:
        """One page as JPEG; ``None`` where it cannot be opened."""
        try:
            return self.warm(case).result().get(number)
        except Exception:
            with self.lock:
                self.kept.pop(case, None)  # tried anew the next time
            raise

    def warm_part(self, case: str, number: int, view: View) -> Future[bytes | None]:
        """Begin to cut a part out of one page; pages behind it are not even opened."""
        key = (case, number, str(view))
        with self.lock:
            if key not in self.parts:
                self.parts[key] = self.worker.submit(self._cut, case, number, view)
            while len(self.parts) > PARTS_KEPT:
                self.parts.popitem(last=False)
            return self.parts[key]

    def part(self, case: str, number: int, view: View) -> bytes | None:
        """A part of one page as JPEG; ``None`` where it cannot be opened."""
        return self.warm_part(case, number, view).result()

    def close(self) -> None:
        self.worker.shutdown(wait=False, cancel_futures=True)

    def _rendered(self, case: str) -> Pictures:
        return {number: _jpeg(upright) for number, upright in self._upright(case)}

    def _cut(self, case: str, number: int, view: View) -> bytes | None:
        for found, upright in self._upright(case):
            if found == number:
                left, top = round(view.x), round(view.y)
                right, bottom = round(view.x + view.width), round(view.y + view.height)
                part = upright[max(top, 0) : bottom, max(left, 0) : right]
                return _jpeg(part) if part.size else None
        return None

    def _upright(self, case: str) -> Iterator[tuple[int, Grey]]:
        """The pages one after the other, as far as somebody asks for them."""
        with self.store.read() as db:
            record = load_record(db, case)
        turned = {page.number: page.match.turned for page in record.pages if page.match}
        files = [path_of(self.store.folder, scan.sha256) for scan in record.scans]
        for number, image in images_of(files, self.settings):
            if image is not None:
                code = TURNS.get(turned.get(number, 0) % 360)
                yield number, image if code is None else np.asarray(cv2.rotate(image, code))


def _jpeg(image: Grey) -> bytes:
    _, encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return encoded.tobytes()
