"""Whether a JPEG is as it was written: libjpeg hides damage that it can decode around.

Where bytes in the middle were overwritten, the picture is shifted from there on, grey, or mixed
with noise, and whoever decodes it is told nothing. What the decoder would warn of is asked for
here: codes that do not exist, too few or too many of them before the end.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

MOST_PIXELS = 200_000_000
"""Larger pictures would need too much room to be decoded for a test alone."""
NOT_FOR_THIS_DECODER = "nsupported"
"""How libjpeg says that it does not know a kind of JPEG; others may."""

START, END = b"\xff\xd8", b"\xff\xd9"
STUFFED = b"\xff"
"""A data byte that is followed by a zero, which then is no filling."""

COMPRESSION, TABLES, IN_JPEG = 259, 347, 7
PARTS = ((273, 279), (324, 325))
"""The tags of a TIFF with the places and lengths of its strips and of its tiles."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the test of a JPEG showed, and the pixels that it was decoded to if it is grey."""

    sound: bool
    pixels: bytes = b""


def is_sound(jpeg: bytes) -> bool:
    """Whether a JPEG decodes without a warning; zeros that only fill its end do no harm."""
    return checked(jpeg).sound


def checked(jpeg: bytes) -> Checked:
    """The same with what was decoded: whoever needs the picture need not decode it again."""
    if END not in jpeg:
        return Checked(sound=False)
    try:
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as header:
            if header.width * header.height > MOST_PIXELS:
                return Checked(sound=True)
            grey = header.mode == "L"
    except Exception:  # whatever Pillow raises about a broken header
        return Checked(sound=False)
    pixels = _decoded(jpeg)
    if pixels is None:
        return Checked(_decoded(_without_filling(jpeg)) is not None)
    return Checked(sound=True, pixels=pixels if grey else b"")


def _decoded(jpeg: bytes) -> bytes | None:
    """The values of all pixels, none where they take another decoder, ``None`` where damaged."""
    try:
        with pikepdf.new() as pdf:
            stream = pdf.make_stream(jpeg, Filter=pikepdf.Name.DCTDecode)
            return bytes(stream.read_bytes(pikepdf.StreamDecodeLevel.all))
    except pikepdf.PikepdfError as error:
        return b"" if NOT_FOR_THIS_DECODER in str(error) else None


def _without_filling(jpeg: bytes) -> bytes:
    data, end, _ = jpeg.rpartition(END)
    bare = data.rstrip(b"\0")
    return bare + (b"\0" if bare.endswith(STUFFED) else b"") + end


def is_sound_frame(tiff: TiffImageFile) -> bool:
    """Whether the JPEGs that make up the current frame of a TIFF are sound, if there are any."""
    tags: Any = tiff.tag_v2
    if tags.get(COMPRESSION) != IN_JPEG:
        return True
    tables = tags.get(TABLES, b"")
    if not isinstance(tables, bytes):  # a number would stand for so many zeros
        return False
    before = tables.removesuffix(END) or START
    return all(part and is_sound(before + part.removeprefix(START)) for part in _parts(tiff))


def _parts(tiff: TiffImageFile) -> Iterator[bytes]:
    """The strips or tiles of a frame one by one, nothing once they come to more than the file."""
    tags: Any = tiff.tag_v2
    file: Any = tiff.fp
    left = file.seek(0, io.SEEK_END)
    for places, lengths in PARTS:
        for place, length in zip(tags.get(places, ()), tags.get(lengths, ()), strict=False):
            left -= length
            file.seek(place)
            yield file.read(length) if left >= 0 else b""
