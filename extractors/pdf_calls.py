"""How much drawing a page of a PDF comes to, with everything counted as often as it is called.

A form inside a PDF may call another one ten times, and that one the next one ten times: a few
hundred bytes then stand for more drawing than a computer does in a year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pikepdf

CALL = 200
"""Bytes of drawing commands that take as long as calling a form does."""
PICTURE = 2_000
"""The same for showing a picture; scans that are cut up into pictures have hundreds of them."""
PLAIN_LETTER = 4_096
"""Letters that are drawn by fewer bytes are drawn once and then copied."""

_PART = rb"[^\0\s()<>\[\]{}/%]"
FORMS = re.compile(rb"(?:/(%b+)[\0\s]+)?(?<!%b)Do(?!%b)" % (_PART, _PART, _PART))
PATTERNS = re.compile(rb"(?:/(%b+)[\0\s]+)(?:scn|SCN)(?!%b)" % (_PART, _PART))
STATES = re.compile(rb"(?:/(%b+)[\0\s]+)gs(?!%b)" % (_PART, _PART))
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
BRACKETS = re.compile(rb"\\.|[()]", re.DOTALL)
HEX_LETTERS = re.compile(rb"<([0-9A-Fa-f\s]+)>")

Commands = Callable[[Any], bytes]
"""Unpacks a stream of drawing commands, of which it is known that they fit."""

Key = tuple[int, int] | bytes | None
"""The number of an object in the file; its text where it has none; of the page itself nothing."""


class Scope(NamedTuple):
    """What the names in drawing commands stand for, whose names they are, and the font whose letter
    is being drawn, if it is one."""

    resources: Any
    owner: Key = None
    font: Key = None


def work_of(page: pikepdf.Page, limit: int, commands: Commands) -> int:
    """Bytes of drawing commands as often as they are run; counting ends at the limit."""
    contents = page.obj.get("/Contents")
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    text = b"\n".join(commands(part) for part in parts if isinstance(part, pikepdf.Stream))
    calls, scope = _Calls(limit, commands), Scope(page.resources)
    try:
        total = calls.of_text(text, scope)
        for above in _appearances(page):
            total += CALL + calls.of(above, scope)
    except RecursionError:  # deeper than any program draws
        return limit
    return min(total, limit)


class _Calls:
    """What was counted once is not counted again, unless its names may stand for something else.

    A form that calls itself, or another one that calls it, comes to the limit: it would be drawn
    again and again, as often as the depth of calls allows.
    """

    def __init__(self, limit: int, commands: Commands) -> None:
        self._limit, self._commands = limit, commands
        self._known: dict[tuple[Key, Key, Key], int] = {}
        self._open: set[Key] = set()
        self._looked_through = 0

    def of(self, drawn: Any, scope: Scope, font: Key = None) -> int:
        """The work of one form, picture, pattern or letter that is drawn once."""
        if not isinstance(drawn, pikepdf.Stream):
            return 0
        if drawn.get("/Subtype") == "/Image":
            return PICTURE
        own = drawn.get("/Resources")
        inside = scope if own is None else Scope(own, drawn.objgen)
        known = (drawn.objgen, inside.owner, font)
        if known not in self._known:
            self._known[known] = self._of_stream(drawn, inside._replace(font=font))
        return self._known[known]

    def _of_stream(self, drawn: pikepdf.Stream, inside: Scope) -> int:
        if drawn.objgen in self._open:
            return self._limit
        self._open.add(drawn.objgen)
        total = self.of_text(self._commands(drawn), inside)
        self._open.remove(drawn.objgen)
        return total

    def of_text(self, text: bytes, scope: Scope) -> int:
        total = len(text)
        self._looked_through += len(text)
        if self._looked_through >= self._limit:  # the same again and again, by names unknown
            return self._limit
        for kind, found in (("/XObject", FORMS), ("/Pattern", PATTERNS), ("/ExtGState", STATES)):
            for name, times in Counter(found.findall(text)).items():
                drawn = [_drawn_by(entry) for entry in _named(scope.resources, kind, name)]
                total += times * (CALL + max((self.of(one, scope) for one in drawn), default=0))
                if total >= self._limit:
                    return self._limit
        return min(total + self._lettering(text, scope), self._limit)

    def _lettering(self, text: bytes, scope: Scope) -> int:
        """Letters that are drawings themselves and may call others."""
        fonts = [f for f in _named(scope.resources, "/Font", b"") if _is_drawn(f)]
        count = letters_in(text) if fonts else 0
        dearest = max((self._dearest(font, scope) for font in fonts), default=0) if count else 0
        return count * dearest if dearest > PLAIN_LETTER else 0

    def _dearest(self, font: Any, scope: Scope) -> int:
        """The work of a font's dearest letter; in its own letters a font draws nothing."""
        key = font.objgen if font.is_indirect else font.unparse()
        if key == scope.font:
            return 0
        own = font.get("/Resources")
        inside = scope if own is None else Scope(own, key)
        letters = font.get("/CharProcs", {}).items()
        return max((self.of(letter, inside, key) for _, letter in letters), default=0)


def _is_drawn(font: Any) -> bool:
    return isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == "/Type3"


def _drawn_by(entry: Any) -> Any:
    """A graphics state draws the mask in it, everything else itself."""
    mask = entry.get("/SMask") if isinstance(entry, pikepdf.Dictionary) else None
    return mask.get("/G") if isinstance(mask, pikepdf.Dictionary) else entry


def _named(resources: Any, kind: str, name: bytes) -> list[Any]:
    """The entry of that name; without a name all that it could be."""
    entries = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(entries, pikepdf.Dictionary):
        return []
    if not name:
        return [entry for _, entry in entries.items()]
    plain = ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), name).decode("latin-1")
    return [entries[f"/{plain}"]] if f"/{plain}" in entries else []


def letters_in(text: bytes) -> int:
    """How many letters the commands may show, from the lengths of their strings.

    >>> letters_in(b"(ab(c)) Tj <4142> Tj")
    7
    """
    count = sum(len(digits) // 2 for digits in HEX_LETTERS.findall(text))
    depth = start = 0
    for found in BRACKETS.finditer(text):
        if found[0] == b"(":
            start, depth = (found.end() if depth == 0 else start), depth + 1
        elif found[0] == b")" and depth:
            depth -= 1
            count += found.start() - start if depth == 0 else 0
    return count + (len(text) - start if depth else 0)


def _appearances(page: pikepdf.Page) -> Iterator[Any]:
    """How fields and notes look that lie above the page, in each of their states."""
    for note in page.obj.get("/Annots", ()):
        looks = note.get("/AP") if isinstance(note, pikepdf.Dictionary) else None
        usual = looks.get("/N") if isinstance(looks, pikepdf.Dictionary) else None
        if isinstance(usual, pikepdf.Stream):
            yield usual
        elif isinstance(usual, pikepdf.Dictionary):
            yield from (look for _, look in usual.items())
