"""What a page of a PDF unpacks to, counted before anything is unpacked for good.

A few kilobytes may stand for gigabytes. Real pages have thousands of bytes of drawing commands,
and a picture holds as many bytes as its size says; what goes beyond is not opened.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator

import pikepdf

from extractors.pdf_calls import work_of

LARGEST_CONTENT = 16_000_000
"""Bytes of drawing commands of one page, as often as they are run; real pages have thousands."""
LARGEST_TIGHT = 100_000
"""Bytes of commands in a packing that is not counted here; they may become a thousandfold."""
MOST_TO_PARSE = 2_000_000
"""Bytes of drawing commands that are looked through one by one, which takes a second per million.
Forms and scans have a tenth of it; maps and plans are rendered instead."""
LARGEST_FONT = 32_000_000
"""Bytes; the largest fonts for all the scripts of the world have 23 million."""
MOST_COMPONENTS = 4
"""Values of a pixel in CMYK, the largest of the usual colour spaces."""
SLACK = 1 << 16
"""Some programs leave bytes after the last line of a picture."""
STEP_IN, STEP_OUT = 1 << 14, 1 << 20
"""Bytes that are unpacked at a time, so that counting needs no room."""

FLATE = frozenset({"/FlateDecode", "/Fl"})
ASCII = frozenset({"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"})
UNCOUNTED = frozenset({"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"})
"""Filters that pack tightly and are not counted here: left to PDFium, which bounds them itself."""


def largest_image(page: pikepdf.Page) -> int:
    """Pixels of the largest picture that the page can draw, from the dictionaries alone."""
    pictures = (s for s in _used_by(page) if s.get("/Subtype") == "/Image")
    return max((int(s.Width) * int(s.Height) for s in pictures), default=0)


def commands_fit(page: pikepdf.Page, limit: int = LARGEST_CONTENT) -> bool:
    """Whether all drawing commands of the page together stay below the limit.

    First each stream counts as it is, then as often as it is called.
    """
    total = 0
    for stream in _commands_of(page):
        total += unpacked(stream, limit - total)
        if total >= limit or _is_tight(stream):
            return False
    return work_of(page, limit, _commands_in) < limit


def _is_tight(stream: pikepdf.Object) -> bool:
    packed_by = UNCOUNTED.intersection(filters_of(stream))
    return bool(packed_by) and len(stream.read_raw_bytes()) > LARGEST_TIGHT


def _commands_in(stream: pikepdf.Stream) -> bytes:
    """The commands of a stream that fits; of a damaged one those before the damage."""
    tight = UNCOUNTED.intersection(filters_of(stream))
    return bytes(stream.read_bytes()) if tight else unwrapped(stream)


def unwrapped(stream: pikepdf.Object) -> bytes:
    """A stream that fits, without its outer letters and all that is deflated."""
    found = bytearray()
    try:
        for part in _parts(stream):
            found += part
    except zlib.error:
        pass
    return bytes(found)


def easily_parsed(page: pikepdf.Page) -> bool:
    """Whether the drawing commands may be looked at one by one."""
    packed_by = {name for stream in _commands_of(page) for name in filters_of(stream)}
    if packed_by & UNCOUNTED or not commands_fit(page, MOST_TO_PARSE):
        return False
    return all(unpacked(file, LARGEST_FONT) < LARGEST_FONT for file in _font_files(page))


def picture_fits(stream: pikepdf.Object) -> bool:
    """Whether a picture holds no more than its width, height and bits make up."""
    bits = max(1, int(stream.get("/BitsPerComponent", 8)))
    line = int(stream.Width) * bits * MOST_COMPONENTS // 8 + 1 + MOST_COMPONENTS
    limit = line * int(stream.Height) + SLACK
    return unpacked(stream, limit) < limit


def unpacked(stream: pikepdf.Object, limit: int) -> int:
    """How many bytes the stream unpacks to; counting ends at the limit."""
    if any(name in ASCII for name in filters_of(stream)[1:]):
        return limit  # letters inside of something packed: nobody writes that in earnest
    size = 0
    try:
        for part in _parts(stream):
            size += len(part)
            if size >= limit:
                return limit
    except zlib.error:  # whoever opens it gets no further than this either
        pass
    return size


def inflates(stream: pikepdf.Object, limit: int) -> bool:
    """Whether the stream can be unpacked without an error, as far as the limit."""
    size = 0
    try:
        for part in _parts(stream):
            size += len(part)
            if size >= limit:
                break
    except (ValueError, zlib.error):
        return False
    return True


def _parts(stream: pikepdf.Object) -> Iterable[bytes]:
    """The stream without its outer letters and all that is deflated, piece by piece."""
    data, names = bytes(stream.read_raw_bytes()), filters_of(stream)
    if names and names[0] in ASCII:
        data, names = _of_letters(data, names[0]), names[1:]
    parts: Iterable[bytes] = [data]
    for name in names:
        if name not in FLATE:
            break
        parts = _inflated(parts)
    return parts


def _of_letters(data: bytes, name: str) -> bytes:
    text = b"".join(data.split())
    if name in ("/ASCII85Decode", "/A85"):
        return base64.a85decode(text.removeprefix(b"<~").partition(b"~")[0])
    digits = text.partition(b">")[0]
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _inflated(parts: Iterable[bytes]) -> Iterator[bytes]:
    inflate = zlib.decompressobj()
    for part in parts:
        for start in range(0, len(part), STEP_IN):
            rest = part[start : start + STEP_IN]
            while rest and not inflate.eof:
                yield inflate.decompress(rest, STEP_OUT)
                rest = inflate.unconsumed_tail


def filters_of(stream: pikepdf.Object) -> list[str]:
    """The names of the stream's filters, in the order of unpacking."""
    found = stream.get("/Filter")
    if found is None:
        return []
    return [str(name) for name in (found if isinstance(found, pikepdf.Array) else [found])]


def _commands_of(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    """The streams of the page itself as often as they are run, all others once."""
    contents = page.obj.get("/Contents")
    if contents is not None:
        yield from contents if isinstance(contents, pikepdf.Array) else [contents]
    yield from (stream for stream in _used_by(page) if stream.get("/Subtype") != "/Image")


def _used_by(page: pikepdf.Page) -> Iterator[pikepdf.Stream]:
    """Every picture, form, pattern and lettering that the page can draw, once each."""
    waiting: list[pikepdf.Object] = [*_resources(page.resources), *_appearances(page)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary | pikepdf.Stream) or node.objgen in seen:
            continue
        if node.is_indirect:
            seen.add(node.objgen)
        if isinstance(node, pikepdf.Dictionary):
            waiting += dict(node).values()
        else:
            yield node
            waiting += _resources(node.get("/Resources"))


def _resources(resources: pikepdf.Object | None) -> list[pikepdf.Object]:
    if not isinstance(resources, pikepdf.Dictionary):
        return []
    found = [resources.get(kind) for kind in ("/XObject", "/Pattern")]
    for font in dict(resources.get("/Font", {})).values():
        if isinstance(font, pikepdf.Dictionary):
            found += [font.get(part) for part in ("/ToUnicode", "/Encoding", "/CharProcs")]
    return [part for part in found if part is not None]


def _font_files(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    """The fonts inside the file, once each."""
    drawn = (stream.get("/Resources") for stream in _used_by(page))
    known = [r for r in (page.resources, *drawn) if isinstance(r, pikepdf.Dictionary)]
    fonts = [f for r in known for f in dict(r.get("/Font", {})).values()]
    parts = [part for f in fonts for part in (f, *f.get("/DescendantFonts", ()))]
    described = [part.FontDescriptor for part in parts if "/FontDescriptor" in part]
    files = (d.get(f"/FontFile{kind}") for d in described for kind in ("", 2, 3))
    yield from {file.objgen: file for file in files if file is not None}.values()


def _appearances(page: pikepdf.Page) -> list[pikepdf.Object]:
    """How fields and notes look that lie above the page."""
    above = (a for a in page.obj.get("/Annots", ()) if isinstance(a, pikepdf.Dictionary))
    return [a.AP.N for a in above if "/AP" in a and "/N" in a.AP]
