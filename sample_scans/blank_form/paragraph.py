"""Sets running text in lines of a given width, with bold and underlined words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sample_scans.blank_form.markup import Atom, atoms_of
from sample_scans.blank_form.pen import Pen, text_width

LEADING = 1.22  # line pitch in relation to the size of the type
POINT = 25.4 / 72  # millimetres


def _no_boxes(box_id: str) -> str:
    raise KeyError(box_id)


def wrapped(text: str, size: float, width: float, bold: bool = False) -> list[list[Atom]]:
    """The words of a text, line by line."""
    lines: list[list[Atom]] = [[]]
    for piece in _unbreakable(atoms_of(f"**{text}**" if bold else text, _no_boxes)):
        if lines[-1] and _length([*lines[-1], *piece], size) > width:
            lines.append([])
        lines[-1].extend(piece)
    return lines


def _unbreakable(atoms: Sequence[Atom]) -> Iterator[list[Atom]]:
    """Words that stay in one line: what is glued together, and spaced out words underlined."""
    piece: list[Atom] = []
    for atom in atoms:
        stays = atom.glued or (piece and piece[-1].underlined and atom.underlined)
        if piece and not stays:
            yield piece
            piece = []
        piece.append(atom)
    if piece:
        yield piece


def pitch(size: float) -> float:
    """Distance of two baselines in millimetres."""
    return size * POINT * LEADING


def draw_lines(pen: Pen, lines: Sequence[Sequence[Atom]], x: float, y: float, size: float) -> None:
    """Draw wrapped lines below ``y``."""
    baseline = y + size * POINT * 0.9
    for line in lines:
        _draw_line(pen, line, x, baseline, size)
        baseline += pitch(size)


def _draw_line(pen: Pen, line: Sequence[Atom], x: float, baseline: float, size: float) -> None:
    for run in _runs(line):
        text = _said(run)
        width = text_width(text, size, run[0].bold)
        lead = 0.0 if run[0].glued or run[0] is line[0] else text_width(" ", size)
        pen.text(x + lead, baseline, text, size, run[0].bold)
        if run[0].underlined:
            pen.line(x + lead, baseline + 0.5, x + lead + width, baseline + 0.5)
        x += lead + width


def _runs(line: Sequence[Atom]) -> Iterator[list[Atom]]:
    run: list[Atom] = []
    for atom in line:
        if run and (atom.bold, atom.underlined) != (run[-1].bold, run[-1].underlined):
            yield run
            run = []
        run.append(atom)
    if run:
        yield run


def _said(run: Sequence[Atom]) -> str:
    return "".join((" " if i and not a.glued else "") + a.text for i, a in enumerate(run))


def _length(line: Sequence[Atom], size: float) -> float:
    spaces = sum(not atom.glued for atom in line[1:]) * text_width(" ", size)
    return spaces + sum(text_width(atom.text, size, atom.bold) for atom in line)
