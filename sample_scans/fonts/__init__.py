"""The writings at hand: handwriting, typewriters and office faces, or a folder that is given.

A face knows which letters it really has. A letter that it lacks is taken from another face, never
shown as the empty box that fonts keep for what they do not know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont, TTLibError
from PIL import Image, ImageDraw, ImageFont

from pipeline.errors import PathError, StyleError

HERE = Path(__file__).parent
SUFFIXES = frozenset({".ttf", ".otf", ".woff2", ".woff"})
NEEDED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,-/")
"""A face without these cannot fill a form."""

MEASURED_AT = 200
"""Pixels per em at which a face is measured: fine enough for a stroke of three per cent."""

SS_WIDER_THAN_S = 1.55
"""Faces of capitals draw ß as SS, which would falsify a name; such a ß counts as missing."""

CAPITALS = frozenset({"amatic-sc", "permanent-marker", "rock-salt"})
"""Faces that write small letters as capitals; the truth keeps the difference, so no form is
filled with them unless somebody asks for them."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font. Heights and the stroke are shares of the em."""

    name: str
    data: bytes
    letters: frozenset[str]
    x_height: float
    cap_height: float
    stroke: float

    def __hash__(self) -> int:
        return hash(self.name)

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The font at this many pixels per em."""
        return _sized(self, size)

    def covers(self, text: str) -> bool:
        return all(letter in self.letters for letter in text)


@lru_cache(maxsize=256)
def _sized(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(face.data), size)


def _plain(path: Path) -> tuple[bytes, frozenset[str]]:
    """The bytes that FreeType opens everywhere, and the letters with an outline."""
    try:
        font = TTFont(path, lazy=False)
        letters = frozenset(chr(code) for code in font.getBestCmap())
        if font.flavor is None:
            return path.read_bytes(), letters
        font.flavor = None
        target = BytesIO()
        font.save(target)
    except (TTLibError, OSError, TypeError, AssertionError) as error:
        raise StyleError(path.name, hint="Die Schriftdatei ist nicht lesbar.") from error
    return target.getvalue(), letters


def _ink(font: ImageFont.FreeTypeFont, text: str) -> np.ndarray[tuple[int, int], np.dtype[np.bool]]:
    picture = Image.new("L", (MEASURED_AT * 2 * len(text), MEASURED_AT * 3), 0)
    ImageDraw.Draw(picture).text((MEASURED_AT // 2, MEASURED_AT), text, 255, font)
    return np.asarray(picture) > 127


def _height(font: ImageFont.FreeTypeFont, text: str) -> float:
    rows = np.flatnonzero(_ink(font, text).any(axis=1))
    return float(np.ptp(rows) + 1) / MEASURED_AT if len(rows) else 0.0


def _stroke(font: ImageFont.FreeTypeFont) -> float:
    """Twice the area over the length of the outline: the width of a long thin stroke."""
    ink = _ink(font, "nlHo")
    edge = np.count_nonzero(ink[:, 1:] != ink[:, :-1]) + np.count_nonzero(ink[1:] != ink[:-1])
    return 2.0 * float(ink.sum()) / max(1.0, 0.8 * edge) / MEASURED_AT


@cache
def face(path: Path) -> Face:
    """The face in this file. Raises ``StyleError`` where it is no font."""
    data, letters = _plain(path)
    font = ImageFont.truetype(BytesIO(data), MEASURED_AT)
    if "ß" in letters and font.getlength("ß") > SS_WIDER_THAN_S * font.getlength("S"):
        letters = letters - {"ß"}
    heights = (_height(font, "n"), _height(font, "N"))
    return Face(path.stem, data, letters, *heights, _stroke(font))


def _usable(faces: Sequence[Face]) -> tuple[Face, ...]:
    return tuple(f for f in faces if f.letters >= NEEDED and f.x_height and f.cap_height)


def handwriting(folder: Path | None = None) -> tuple[Face, ...]:
    """The hands of the repository, or those of a folder of TTF, OTF or WOFF2 files."""
    if folder is None:
        paths = sorted((HERE / "hand").glob("*.ttf"))
        return _usable([face(path) for path in paths if path.stem not in CAPITALS])
    if not folder.is_dir():
        raise PathError(folder.name)
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)
    found = _usable([face(path) for path in paths])
    if not found:
        raise StyleError(folder.name, hint="Der Ordner enthält keine Schrift mit a-z und 0-9.")
    return found


@cache
def typefaces() -> dict[str, Face]:
    """Typewriters and office faces by name."""
    return {path.stem: face(path) for path in sorted((HERE / "print").glob("*.ttf"))}


def spread(text: str, wanted: Face, others: Sequence[Face]) -> list[tuple[Face, str]]:
    """Divide a word into runs of faces that have its letters, the wanted face first.

    A word that the wanted face cannot write alone goes whole to the first face that can; only
    where no face can, letters are mixed, and a letter that none has is left out.
    """
    if wanted.covers(text):
        return [(wanted, text)]
    for other in others:
        if other.covers(text):
            return [(other, text)]
    runs: list[tuple[Face, str]] = []
    for letter in text:
        for one in (wanted, *others):
            if letter in one.letters:
                runs.append((one, letter))
                break
    return runs
