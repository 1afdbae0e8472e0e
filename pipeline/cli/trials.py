"""``eingang evaluate``, ``read`` and ``samples``: trying out, and measuring."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.cli.measured import print_figures
from pipeline.cli.progress import showing
from pipeline.cli.tables import line
from pipeline.cli.wrong import WrongUsageError
from pipeline.errors import DiskError, PathError, ScanError
from pipeline.model import UNBEKANNT, AnswerState, Reading

PICTURE_WANTED = "Erwartet wird TIFF, JPEG oder PNG; ein PDF liest `eingang intake`."

NO_DRAWING = "Als {ending} kann nicht gezeichnet werden."
DRAWING_WANTED = "--plot erwartet eine Datei mit der Endung .svg oder .png."


def evaluate_samples(folder: Path, target: Path | None, plot: Path | None) -> None:
    """Compare every sample below the folder with its truth.

    Where a file to write cannot be meant or has no folder, this is said before hours of reading.
    """
    if not folder.is_dir():
        raise PathError(folder)
    from pipeline.evaluate import evaluate
    from pipeline.evaluate.drawing import ENDINGS, save

    if plot is not None and plot.suffix.lower() not in ENDINGS:
        raise WrongUsageError(NO_DRAWING.format(ending=plot.suffix or plot.name), DRAWING_WANTED)
    for file in filter(None, (target, plot)):
        if not file.parent.is_dir() or file.is_dir():
            raise DiskError(file)
    with showing("Muster werden gelesen") as seen:
        figures = evaluate(folder, lambda name: seen(name, 1))
    try:
        if target is not None:
            text = json.dumps(figures, ensure_ascii=False, indent=1) + "\n"
            _written(target, lambda: target.write_text(text, "utf-8"))
        if plot is not None:
            _written(plot, lambda: save(figures, plot))
    finally:
        print_figures(figures)  # last: whoever reads them may stop after a line


def _written(file: Path, write: Callable[[], object]) -> None:
    try:
        write()
    except OSError:
        raise DiskError(file) from None


def read_crops(images: Sequence[Path], kind: str) -> None:
    """One JSON line per picture, in the order of the arguments.

    Raises ``ScanError`` in the end where some could not be opened.
    """
    from pipeline.crops import TYPES, read_crop

    if kind not in TYPES:
        hint = f"Bekannt sind: {', '.join(sorted(TYPES))}."
        raise WrongUsageError(f"Den Typ {kind} gibt es nicht.", hint)
    closed: list[str] = []
    for path in images:
        if not path.exists():
            raise PathError(path)
        try:
            found: Reading | None = read_crop(path, kind)
        except ScanError:
            found = None
            closed.append(path.name)
        line(json.dumps(_crop(path, kind, found), ensure_ascii=False))
    if closed:
        raise ScanError(", ".join(closed), hint=PICTURE_WANTED)


def _crop(path: Path, kind: str, found: Reading | None) -> dict[str, Any]:
    """One line; a picture that cannot be opened is illegible, and the others are read."""
    if found is None:
        nothing: dict[str, Any] = {
            "value": None,
            "state": "illegible",
            "candidates": [],
            "confidence": 0.0,
        }
        return {"image": str(path), "type": kind, **nothing, "doubt": True, "reader": ""}
    return {
        "image": str(path),
        "type": kind,
        "value": found.value,
        "state": _state(found).value,
        "candidates": [candidate.model_dump() for candidate in found.candidates],
        "confidence": round(found.confidence, 4),
        "doubt": found.doubt,
        "reader": found.reader,
    }


def _state(found: Reading) -> AnswerState:
    if found.value is None:
        return AnswerState.ILLEGIBLE if found.doubt else AnswerState.BLANK
    return AnswerState.UNKNOWN if found.value == UNBEKANNT else AnswerState.READ


def make_samples(
    out: Path, *, count: int, seed: int, style: Path | None, fonts: Path | None
) -> None:
    """Make samples and name their folders."""
    from sample_scans.generate import make
    from sample_scans.style import default_style, load_style

    chosen = load_style(style) if style else default_style()
    with showing("Muster werden erzeugt", count) as seen:
        made = make(out, count, seed, chosen, fonts, lambda number, _: seen(f"{number:04}", 0))
    for folder in made:
        line(str(folder))


def print_style() -> None:
    """The default style, to start from."""
    from sample_scans.style import style_yaml

    line(style_yaml().rstrip())
