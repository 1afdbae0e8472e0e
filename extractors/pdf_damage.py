"""What a damaged PDF has lost: pages that lack a part, and whether it breaks off before its end.

A reference to something that is not in the file counts as nothing in a PDF. So a page without its
picture looks blank, and letters without their font are drawn in another one that has no ``ü``.
Both must be told from pages that are blank and from fonts that were never in the file. A JPEG of
which something was overwritten counts as missing. How badly a file was put together does not matter
as long as nothing of it is missing.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pikepdf

from extractors.jpeg_damage import checked
from extractors.pdf_bounds import filters_of, inflates, unpacked, unwrapped
from extractors.pdf_scan import covering_image

BLANKS = rb"[ \r\n\t\f\0]"
REFERENCE_END = re.compile(rb"R(?<=" + BLANKS + rb"R)(?![A-Za-z])")
"""Of ``12 0 R``. A single letter is found fifty times as fast as a number."""
BACKWARDS = re.compile(BLANKS + rb"+(\d{1,5})" + BLANKS + rb"+(\d{1,9})(?!\d)")
"""What stands before the letter, read from there."""
BEFORE = 32
"""Bytes before the letter that are looked at first."""
NUMBERS = b"0123456789 \r\n\t\f\0"
PART_OF_AN_OBJECT = re.compile(rb"\d\s+obj\b|\bendobj\b|\bendstream\b")
LAST_LINES = b"startxref"
"""What stands at the end of every PDF and of every change that was appended to it."""
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
NOTHING_LOCKED = 32
"""Bytes that an empty stream takes in a locked file at most."""
MOST_INFLATED = 64_000_000
"""Bytes of one stream that are looked at; a page in colour has a third of it."""
JPEG = frozenset({"/DCTDecode", "/DCT"})
MOST_OBJECTS = 2_000_000
"""Two thousand pages of forms have some ten thousand objects."""
NOT_DRAWN = frozenset(
    {"/A", "/AA", "/B", "/Dest", "/Metadata", "/P", "/Parent", "/PieceInfo", "/Popup", "/Thumb"}
)
"""Entries that lead away from the page or say nothing about how it looks."""

Number = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Damage:
    """``pages`` lack a part, counted from 1; more pages may be lost altogether (``breaks_off``)."""

    pages: frozenset[int] = frozenset()
    breaks_off: bool = False

    def __bool__(self) -> bool:
        return bool(self.pages) or self.breaks_off


def damage_of(path: Path) -> Damage:
    """What is missing of a PDF that can be opened. Raises what ``pikepdf`` raises."""
    with completeness_of(path) as check:
        found = {number for number in range(1, check.count + 1) if not check.is_whole(number)}
        return Damage(frozenset(found), check.breaks_off)


@contextmanager
def completeness_of(path: Path) -> Iterator[Completeness]:
    """The same page by page, as they are asked for."""
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
        pikepdf.open(path, suppress_warnings=True) as pdf,
    ):
        cut, missing, count = _is_cut(data), _missing(pdf, data), len(pdf.pages)
    with pikepdf.open(path, suppress_warnings=True) as pdf:
        for number in missing:  # at once: a reference to nothing is dropped when it is read
            pdf._replace_object(number, pikepdf.Dictionary())
        cut |= _lacks_branches(pdf.Root.get("/Pages"), missing)
        pages = [page for page in pdf.pages if page.obj.objgen not in missing]
        if len(pages) != count:
            raise ValueError("the pages cannot be told apart")
        yield Completeness(pdf, pages, missing, cut)


def _is_cut(data: mmap.mmap) -> bool:
    """Whether objects stand behind the last list of objects, or there is no such list.

    What mail gateways append after the end is no object.
    """
    end = data.rfind(LAST_LINES)
    return end < 0 or PART_OF_AN_OBJECT.search(data, end) is not None


def _missing(pdf: pikepdf.Pdf, data: mmap.mmap) -> set[Number]:
    """The objects that something refers to and that are not in the file."""
    packed = (node for node in pdf.objects if isinstance(node, pikepdf.Stream))
    lists = (node.read_bytes() for node in packed if node.get("/Type") == "/ObjStm")
    parts: Iterator[bytes | mmap.mmap] = chain([data], lists)
    named = set[Number]()
    for number in chain.from_iterable(_references(part) for part in parts):
        named.add(number)
        if len(named) > MOST_OBJECTS:
            raise ValueError("more references than any file has objects")
    return {number for number in named if number[0] and pdf.get_object(number) is None}


def _references(data: bytes | mmap.mmap) -> Iterator[Number]:
    for found in REFERENCE_END.finditer(data):
        number = _number_before(data, found.start())
        if number is not None:
            yield number


def _number_before(data: bytes | mmap.mmap, end: int) -> Number | None:
    reach, before = BEFORE, data[max(0, end - BEFORE) : end]
    while len(before) == reach and not before.strip(NUMBERS):
        reach *= 2  # blanks without end
        before = data[max(0, end - reach) : end]
    found = BACKWARDS.match(before[::-1])
    return (int(found[2][::-1]), int(found[1][::-1])) if found else None


def _lacks_branches(tree: Any, missing: set[Number]) -> bool:
    """Whether the tree of pages has branches that lead nowhere."""
    waiting, seen = [tree], set[Number]()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or node.objgen in missing:
            return True
        if node.is_indirect and node.objgen in seen:
            continue
        seen.add(node.objgen)
        kids = node.get("/Kids")
        if isinstance(kids, pikepdf.Array):
            waiting.extend(list(kids))
        elif node.get("/Type") == "/Pages":
            return True
    return False


class Completeness:
    """Whether all that a page draws is there; what was found whole is not looked at again."""

    def __init__(
        self, pdf: pikepdf.Pdf, pages: list[pikepdf.Page], missing: set[Number], cut: bool
    ) -> None:
        self.breaks_off, self._pages, self._missing = cut, pages, missing
        self._suspicious = bool(cut or missing or pdf.get_warnings())
        self._empty = NOTHING_LOCKED if pdf.is_encrypted else 0
        form: Any = pdf.Root.get("/AcroForm")
        lost = form is None or self._is_missing(form)
        self._fonts_of_fields = form if lost else form.get("/DR")
        self._whole: set[Number] = set()
        self._last: tuple[Number, bytes] | None = None

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def is_whole(self, number: int) -> bool:
        """Whether nothing is missing of one page. In a sound file nobody draws lost notes."""
        page = self._pages[number - 1]
        try:
            return self._all_there(self._roots(page)) or self._is_whole_scan(page)
        except Exception:  # what cannot even be looked through is not whole
            return False

    def taken(self, stream: pikepdf.Object) -> bytes | None:
        """The pixels of the picture that was looked at last, once, so that they are not kept."""
        last, self._last = self._last, None
        return last[1] if last is not None and last[0] == stream.objgen else None

    def _roots(self, page: pikepdf.Page) -> list[Any]:
        roots = [page.obj.get("/Contents"), _inherited(page.obj, "/Resources")]
        annotations = page.obj.get("/Annots")
        if annotations is not None:
            roots.append(self._fonts_of_fields)
        if self._suspicious:
            roots.append(annotations)
        elif isinstance(annotations, pikepdf.Array):
            roots += [note for note in annotations if not self._is_missing(note)]
        return [root for root in roots if root is not None]

    def _is_whole_scan(self, page: pikepdf.Page) -> bool:
        """A scan may list the pictures of other pages and fonts that it does not need."""
        contents = page.obj.get("/Contents")
        if contents is None or not self._all_there([contents]):
            return False
        placed = covering_image(page)
        return placed is not None and self._all_there([placed.stream])

    def _all_there(self, waiting: list[Any]) -> bool:
        seen = set[Number]()
        while waiting:
            node = waiting.pop()
            if not isinstance(node, pikepdf.Object):
                continue
            if node.is_indirect:
                if self._is_missing(node):
                    return False
                if node.objgen in seen or node.objgen in self._whole:
                    continue
                seen.add(node.objgen)
            if not self._is_sound(node):
                return False
            waiting += self._parts(node)
        self._whole |= seen
        return True

    def _parts(self, node: pikepdf.Object) -> list[Any]:
        if isinstance(node, pikepdf.Array):
            return list(node)
        if not isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
            return []
        parent = node.get("/Parent")  # a field's answer stands there
        if isinstance(parent, pikepdf.Object) and self._is_missing(parent):
            return [parent]
        return [value for key, value in node.items() if key not in NOT_DRAWN]

    def _is_sound(self, node: pikepdf.Object) -> bool:
        """Whether streams have their data, and the parts of a page are what they must be."""
        if isinstance(node, pikepdf.Stream) and not self._has_its_data(node):
            return False
        if not isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
            return True
        streams = [*_values(node.get("/XObject")), *(node[k] for k in FONT_FILES if k in node)]
        fonts = [*_values(node.get("/Font")), node.get("/FontDescriptor", pikepdf.Dictionary())]
        return all(isinstance(part, pikepdf.Stream) for part in streams) and all(
            isinstance(part, pikepdf.Dictionary) for part in fonts
        )

    def _has_its_data(self, stream: pikepdf.Stream) -> bool:
        if not len(stream.read_raw_bytes()):
            return int(stream.get("/Length", 1)) <= self._empty
        return inflates(stream, MOST_INFLATED) and self._is_sound_picture(stream)

    def _is_sound_picture(self, stream: pikepdf.Stream) -> bool:
        """Whether a JPEG is as it was written; other kinds of pictures have no such test."""
        packed_by = filters_of(stream)
        if not packed_by or packed_by[-1] not in JPEG:
            return True
        if unpacked(stream, MOST_INFLATED) >= MOST_INFLATED:
            return True
        seen = checked(unwrapped(stream))
        self._last = (stream.objgen, seen.pixels) if seen.pixels else None
        return seen.sound

    def _is_missing(self, node: Any) -> bool:
        return isinstance(node, pikepdf.Object) and node.objgen in self._missing


def _inherited(node: pikepdf.Object, key: str) -> pikepdf.Object | None:
    for _ in range(100):
        if key in node or "/Parent" not in node:
            return node.get(key)
        node = node.Parent
    return None


def _values(node: Any) -> list[Any]:
    return list(node.values()) if isinstance(node, pikepdf.Dictionary) else []
