"""What people decided, for training and calibrating the readers: by default without what it says.

Nobody can tell from it which case something is from: case numbers and times are left out, entries
go by a word made for this one export and are put in its order. A crop shows what somebody wrote all
the same, and a value says it: these are personal data, and only given on request.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.arranging import arranged, still_read
from pipeline.fold import TICKED, best_readings
from pipeline.forms import Item
from pipeline.images import images_of
from pipeline.model import Box, Page, Reading, ReadingKind, Source
from pipeline.rights import make_folder, open_private
from pipeline.settings import Settings
from pipeline.store import Record, Store, case_ids, load_record
from pipeline.store.files import path_of

Grey = NDArray[np.uint8]
Images = Callable[[list[Path], Settings], Iterable[tuple[int, Any]]]

PX_PER_MM = 300 / 25.4
"""The readers work at 300 dpi."""

AROUND_MM = 1.0
"""Writing leaves its box by about a millimetre."""

LIST = "corrections.jsonl"
CROPS = "crops"
WORD = 20
"""Hexadecimal digits of an entry's name."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the machine read at one place and what a person says stands there."""

    word: str
    item: Item
    machine: Reading
    person: Reading

    @property
    def right(self) -> bool:
        """Whether the machine had read it right; of a box, whether it is ticked."""
        said, meant = self.machine.value, self.person.value
        if self.item.kind is ReadingKind.MARK:
            return (said in TICKED) == (meant in TICKED)
        return (said or "") == (meant or "")

    def line(self, *, values: bool) -> dict[str, Any]:
        """One line of the list."""
        machine = self.machine
        about = {
            "id": self.word, "field": self.item.field, "type": self.item.type,
            "reader": machine.reader, "style": machine.style, "doubt": machine.doubt,
            "confidence": round(machine.confidence, 4), "right": self.right,
        }  # fmt: skip
        if not values:
            return about
        candidates = [candidate.value for candidate in machine.candidates]
        return {**about, "value": self.person.value, "machine": machine.value,
                "candidates": candidates, "crop": f"{CROPS}/{self.word}.png"}  # fmt: skip


def export(
    store: Store, settings: Settings, out: Path, *, values: bool, images: Images = images_of
) -> int:
    """Write what people decided; returns how many places. Raises ``OSError``."""
    key = secrets.token_bytes(32)  # forgotten with the export: nobody can make the words again
    make_folder(out)
    if values:
        make_folder(out / CROPS)
    lines: list[dict[str, Any]] = []
    with store.read() as db:
        known = case_ids(db)
    for case in known:
        with store.read() as db:
            record = load_record(db, case)
        found = list(corrections_of(record, key))
        if found and values:
            _write_crops(store, settings, record, found, out / CROPS, images)
        lines += [correction.line(values=values) for correction in found]
    with open_private(out / LIST) as stream:
        for line in sorted(lines, key=lambda line: str(line["id"])):
            stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    return len(lines)


def corrections_of(record: Record, key: bytes) -> Iterator[Correction]:
    """The places of a case of which a person said what stands there."""
    laid = arranged(record.pages, record.documents, record.said)
    counting = still_read(record.readings, laid)  # none from a page that is another one
    said = best_readings(counting)
    unaided = best_readings(r for r in counting if r.source is not Source.PERSON)
    for item in record.form.items.values():
        person, machine = said.get(item.id), unaided.get(item.id)
        if person is None or machine is None or person.source is not Source.PERSON or person.doubt:
            continue
        if item.kind is not ReadingKind.PRESENCE:
            yield Correction(_word(key, record.case_id, item.id), item, machine, person)


def _word(key: bytes, case: str, item: str) -> str:
    return hmac.new(key, f"{case} {item}".encode(), hashlib.sha256).hexdigest()[:WORD]


def _write_crops(
    store: Store,
    settings: Settings,
    record: Record,
    found: Iterable[Correction],
    folder: Path,
    images: Images,
) -> None:
    """One picture for each place, cut from the page as it was delivered."""
    by_page: dict[int, list[Correction]] = {}
    for correction in found:
        by_page.setdefault(correction.machine.page, []).append(correction)
    pages: Mapping[int, Page] = {page.number: page for page in record.pages}
    for number, image in images([path_of(store.folder, s.sha256) for s in record.scans], settings):
        page = pages.get(number)
        if image is None or page is None or page.match is None:
            continue
        for correction in by_page.get(number, ()):
            crop = cut_out(image, page, correction.item.box.grown(AROUND_MM))
            with open_private(folder / f"{correction.word}.png") as stream:
                stream.write(cv2.imencode(".png", crop)[1].tobytes())


def cut_out(image: Grey, page: Page, box: Box) -> Grey:
    """A place of the form, set upright at 300 dpi."""
    if page.match is None:
        raise ValueError("nobody knows where the form lies on this page")
    to_mm = np.array([[1 / PX_PER_MM, 0, box.x], [0, 1 / PX_PER_MM, box.y], [0, 0, 1]])
    to_pixels = np.array(page.match.homography).reshape(3, 3) @ to_mm
    size = (max(1, round(box.width * PX_PER_MM)), max(1, round(box.height * PX_PER_MM)))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    crop = cv2.warpPerspective(image, to_pixels, size, flags=flags, borderValue=(255,))
    return np.asarray(crop, np.uint8)
