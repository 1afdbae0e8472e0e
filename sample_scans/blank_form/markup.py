"""The sentences of the drawing plan: words, boxes, lines to write on, tab stops and free room."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.errors import FormError

Kind = Literal["word", "box", "blank", "tab", "spring"]

_TOKEN = re.compile(
    r"\[(?P<box>[\w.]+)(?:\|(?P<said>[^\]]*))?\]"
    r"|\{(?P<blank>[\w.]+):(?P<width>\d+)(?P<exact>!?)\}"
    r"|@(?P<tab>\d+)(?=\s|$)"
    r"|~(?P<room>\d*)(?P<rigid>!?)(?=\s|$)"
    r"|(?P<word>[^\s\[{]+)"
)
_STYLE = re.compile(r"\*\*|__")


@dataclass(frozen=True, slots=True)
class Atom:
    """The smallest piece of a sentence. ``glued``: no space before it."""

    kind: Kind
    text: str = ""
    id: str = ""
    width: float = 0.0
    grows: bool = False
    bold: bool = False
    underlined: bool = False
    glued: bool = False


def atoms_of(sentence: str, label_of: Callable[[str], str], prefix: str = "") -> list[Atom]:
    """All pieces of a sentence; ``label_of`` gives the printed label of a box."""
    return list(_styled(_raw(sentence, label_of, prefix)))


def _raw(sentence: str, label_of: Callable[[str], str], prefix: str) -> Iterator[Atom]:
    end = 0
    for token in _TOKEN.finditer(sentence):
        gap = sentence[end : token.start()]
        if gap.strip():
            raise FormError(f"plan.yaml: {sentence}")
        end, glued = token.end(), not gap and token.start() > 0
        if name := token["box"]:
            box_id = full_id(name, prefix)
            yield Atom("box", id=box_id, glued=glued)
            said = label_of(box_id) if token["said"] is None else token["said"]
            yield from (Atom("word", text=word) for word in said.split())
        else:
            yield replace(_simple(token, prefix), glued=glued)


def _simple(token: re.Match[str], prefix: str) -> Atom:
    if name := token["blank"]:
        grows = not token["exact"]
        return Atom("blank", id=full_id(name, prefix), width=float(token["width"]), grows=grows)
    if tab := token["tab"]:
        return Atom("tab", width=float(tab))
    if (word := token["word"]) is not None:
        return Atom("word", text=word)
    return Atom("spring", width=float(token["room"] or 0), grows=not token["rigid"])


def _styled(atoms: Iterator[Atom]) -> Iterator[Atom]:
    """Turn the marks for bold and underlined into the style of the words between them."""
    bold = underlined = False
    for atom in atoms:
        text, glued = "", atom.glued
        for piece in re.split(r"(\*\*|__)", atom.text) if atom.kind == "word" else [""]:
            if not _STYLE.fullmatch(piece):
                text = piece
                if text or atom.kind != "word":
                    yield replace(atom, text=text, bold=bold, underlined=underlined, glued=glued)
                    glued = True
            elif piece == "**":
                bold = not bold
            else:
                underlined = not underlined


def full_id(name: str, prefix: str) -> str:
    """The whole id of a name that may begin with a dot."""
    return prefix + name if name.startswith(".") else name
