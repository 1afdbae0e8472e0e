"""Writing that nobody wrote: texts in handwriting fonts, and put together from single characters.

Both are drawn dark on white, about sixty pixels high, every letter with its own size, place and
lean, as ``distortion`` expects them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractors.grey import Grey
from extractors.handwriting import alphabet

HELD_BACK = ("kalam", "marck-script", "sue-ellen-francisco", "cousine")
"""Fonts that are never trained on: figures are measured with them."""

CAPITAL = 44.0  # pixels
BASELINE = 125  # row of the page that letters stand on
SCALES = (0.8, 0.9, 1.0, 1.1, 1.2)  # of small letters against the capitals of their font
USUAL = SCALES.index(1.0)
LOW_LETTERS = frozenset("acemnorsuvwxz")
TAILS = frozenset("gjpqy")
MARKED = {"ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U"}
BARRED_SEVENS = 0.75  # of American sevens get the bar that Germans draw
Strokes = Sequence[Sequence[tuple[float, float]]]
SIGNS: dict[str, Strokes] = {
    "-": [[(0.0, 0.5), (0.35, 0.5)]],
    "+": [[(0.0, 0.45), (0.5, 0.45)], [(0.25, 0.2), (0.25, 0.7)]],
    "/": [[(0.4, 0.0), (0.0, 1.05)]],
    ".": [[(0.0, 0.97), (0.03, 0.98)]],
    ",": [[(0.1, 0.92), (0.0, 1.2)]],
    ":": [[(0.0, 0.95), (0.02, 0.96)], [(0.0, 0.5), (0.02, 0.51)]],
    "(": [[(0.25, 0.0), (0.05, 0.3), (0.05, 0.7), (0.25, 1.05)]],
    ")": [[(0.0, 0.0), (0.2, 0.3), (0.2, 0.7), (0.0, 1.05)]],
    "€": [
        [(0.6, 0.12), (0.4, 0.0), (0.15, 0.2), (0.1, 0.5), (0.15, 0.8), (0.4, 1.0), (0.6, 0.88)],
        [(0.0, 0.42), (0.45, 0.42)],
        [(0.0, 0.6), (0.42, 0.6)],
    ],
    "%": [
        [(0.55, 0.0), (0.05, 1.0)],
        [(0.1, 0.1), (0.2, 0.2), (0.1, 0.3), (0.0, 0.2), (0.1, 0.1)],
        [(0.5, 0.7), (0.6, 0.8), (0.5, 0.9), (0.4, 0.8), (0.5, 0.7)],
    ],
}
"""Strokes of the signs that no collection of characters has, in heights of a capital."""


@dataclass(frozen=True)
class Font:
    """A handwriting font in some sizes, the middle one that of usual capitals."""

    name: str
    drawn: tuple[ImageFont.FreeTypeFont, ...]
    has: frozenset[str]


@cache
def fonts(folder: Path, *, held_back: bool = False) -> tuple[Font, ...]:
    """The fonts to train with, or those held back."""
    return tuple(
        _font(path)
        for path in sorted(folder.glob("*.ttf"))
        if (path.stem in HELD_BACK) is held_back
    )


def _font(path: Path) -> Font:
    from fontTools.ttLib import TTFont

    with TTFont(path) as tables:
        has = frozenset(map(chr, tables.getBestCmap())) & frozenset(alphabet.LETTERS)
    face = ImageFont.truetype(str(path), 60)
    _, top, _, bottom = face.getbbox("H")
    usual = 60 * CAPITAL / (bottom - top)
    return Font(
        path.stem, tuple(ImageFont.truetype(str(path), round(usual * s)) for s in SCALES), has
    )


def in_a_font(
    text: str, font: Font, rng: random.Random, *, others: Sequence[Font] = ()
) -> Grey | None:
    """``text`` letter by letter in a font; ``None`` if the font lacks a character.

    With ``others`` every letter may come from another font: nobody writes a letter twice alike.
    """
    if not set(text) <= font.has:
        return None
    usual = font.drawn[USUAL]
    width = int(
        max(f.drawn[-1].getlength(text) for f in (font, *others)) * 1.3 + len(text) * 20 + 200
    )
    page = Image.new("L", (width, 190), 255)
    pen = ImageDraw.Draw(page)
    if not others and rng.random() < 0.25:  # ligatures and joins as the font's maker meant them
        pen.text((40, BASELINE), text, font=usual, fill=0, anchor="ls")
        return np.asarray(page)
    unrest = rng.uniform(0.0, 0.08) * CAPITAL
    tracking, blanks = rng.gauss(0.0, 0.06) * CAPITAL, rng.uniform(0.7, 1.6)
    low = rng.randrange(len(SCALES)) if rng.random() < 0.5 else USUAL
    x = 40.0
    for letter in text:
        chosen = rng.choice((font, *others)) if others else font
        face = chosen.drawn[low if letter.islower() else USUAL]
        if letter not in chosen.has:
            face = usual
        pen.text((x, BASELINE + rng.gauss(0, unrest)), letter, font=face, fill=0, anchor="ls")
        step = face.getlength(letter) * (blanks if letter == " " else 1.0)
        x += step + tracking + rng.gauss(0, unrest / 2)
    return np.asarray(page)


def of_characters(
    text: str, characters: Mapping[str, Sequence[Grey]], rng: random.Random
) -> Grey | None:
    """``text`` put together from single characters that people wrote."""
    letters = [_character(letter, characters, rng) for letter in text]
    if any(letter is None for letter in letters):
        return None
    unrest, gap = rng.uniform(0.0, 0.07), rng.gauss(0.1, 0.1)
    blank = rng.uniform(0.35, 0.9)
    low = rng.uniform(0.5, 0.75)
    width = int(sum(1.2 * CAPITAL + abs(gap) * CAPITAL + 12 for _ in text)) + 120
    page = np.zeros((170, width), np.uint8)
    x = 40.0
    for sign, letter in zip(text, letters, strict=True):
        if letter is None or sign == " ":
            x += blank * CAPITAL
            continue
        height = CAPITAL * _height(sign, low) * rng.gauss(1.0, 0.06)
        scaled = _scaled(letter, height, sign, rng)
        top = 60 + CAPITAL - height + rng.gauss(0, unrest) * CAPITAL
        if sign in TAILS:
            top += 0.4 * CAPITAL
        if sign in SIGNS:
            top = 60 + rng.gauss(0, unrest) * CAPITAL
        _put(page, scaled, round(top), round(x))
        x += scaled.shape[1] + max(gap + rng.gauss(0, 0.05), -0.12) * CAPITAL
    return 255 - page[:, : int(x) + 40]


def _height(sign: str, low: float) -> float:
    if sign in LOW_LETTERS or sign in "äöü":
        return low
    return low + 0.4 if sign in TAILS else 1.0


def _scaled(letter: Grey, height: float, sign: str, rng: random.Random) -> Grey:
    scale = 1.0 if sign in SIGNS else height / letter.shape[0]
    wide = scale * rng.uniform(0.85, 1.15)
    size = (max(2, round(letter.shape[1] * wide)), max(2, round(letter.shape[0] * scale)))
    small = np.asarray(cv2.resize(letter, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    return _with_dots(small, rng) if sign in MARKED else small


def _with_dots(letter: Grey, rng: random.Random) -> Grey:
    space = round(CAPITAL * rng.uniform(0.22, 0.4))
    tall = np.pad(letter, ((space, 0), (2, 2)))
    middle, apart = tall.shape[1] / 2, CAPITAL * rng.uniform(0.1, 0.2)
    for side in (-1, 1):
        x, y = round(middle + side * apart), round(rng.uniform(0.1, 0.6) * space)
        end = (x + rng.randint(-1, 3), y + rng.randint(0, 6))
        cv2.line(tall, (x, y), end, 255, rng.randint(3, 5), cv2.LINE_AA)
    return tall


def _put(page: Grey, letter: Grey, top: int, left: int) -> None:
    top -= max(0, letter.shape[0] - round(CAPITAL)) if letter.shape[0] > 2.2 * CAPITAL else 0
    top = max(0, top)
    letter = letter[: page.shape[0] - top, : page.shape[1] - left]
    if letter.size:
        region = page[top : top + letter.shape[0], left : left + letter.shape[1]]
        np.maximum(region, letter, out=region)


def _character(
    sign: str, characters: Mapping[str, Sequence[Grey]], rng: random.Random
) -> Grey | None:
    if sign == " ":
        return np.zeros((1, 1), np.uint8)
    if sign in SIGNS:
        return _sign(SIGNS[sign], rng)
    pool = characters.get(MARKED.get(sign, sign))
    if not pool:
        return None
    letter = pool[rng.randrange(len(pool))]
    if sign == "7" and letter.shape[0] > 17 and rng.random() < BARRED_SEVENS:
        letter = letter.copy()
        height, width = letter.shape
        y = round(height * rng.uniform(0.4, 0.6))
        ends = (round(width * rng.uniform(0.05, 0.3)), y), (round(width * 0.95), y - 1)
        cv2.line(letter, *ends, 255, 2, cv2.LINE_AA)
    return letter


def _sign(strokes: Strokes, rng: random.Random) -> Grey:
    """A sign drawn with one pen, on a picture whose top is the top of a capital."""
    size = CAPITAL * rng.uniform(0.8, 1.15)
    width = max(x for stroke in strokes for x, _ in stroke) * size
    picture = np.zeros((round(1.4 * CAPITAL), round(width) + 10), np.uint8)
    thick = rng.randint(3, 6)
    for stroke in strokes:
        points = [
            (5 + (x + rng.gauss(0, 0.03)) * size, 4 + min(y + rng.gauss(0, 0.03), 1.25) * size)
            for x, y in stroke
        ]
        drawn = np.round(np.array(points)).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(picture, [drawn], False, 255, thick, cv2.LINE_AA)
    return picture
