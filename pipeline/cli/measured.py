"""What ``eingang evaluate`` prints: its figures as tables of at most a hundred columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.cli.tables import counted, line, table
from pipeline.evaluate.words import (
    TYPE_SHOWN,
    WRITING_SHOWN,
    bound_shown,
    count_shown,
    number_shown,
    share_shown,
    target_shown,
)

Figures = dict[str, Any]
Row = tuple[Any, ...]

RIGHT = {
    "Seiten erkannt": ("pages", "right", "total"),
    "Unterschriften und Stempel": ("presence", "right", "total"),
    "Nachweise zugeordnet": ("evidence", "right", "total"),
    "Angaben in Nachweisen": ("evidence", "fields_right", "fields_total"),
    "Eingangstag": ("received", "right", "total"),
    "Befunde aus den Scans": ("findings", "found", "expected"),
    "Befunde aus der Wahrheit": ("findings_from_truth", "found", "expected"),
}
"""What is simply right or not, and where the report counts it."""

TEXT_HEAD = (
    "Texte", "ausgefüllt", "richtig", "zu prüfen", "falsch angen.", "leer", "erfunden",
    "Zeichenfehler",
)  # fmt: skip
ACCEPTED_HEAD = ("Art", "Schrift", "ausgefüllt", "angenommen", "", "falsch", "Anteil", "höchstens")
TRUTH_SHOWN = {"ticked": "davon angekreuzt", "empty": "davon leer"}
BOXES = "Kästchen"

TARGET = "Ziel: {target} falsche unter den angenommenen Werten (EINGANG_TARGET_ERROR={set})."
TARGET_SET = (
    "Gelesen wurde für {target}: für einen größeren Anteil sind die Schwellen nicht bestimmt."
)
BOUND = (
    "»höchstens« ist die Obergrenze des Anteils mit {level} % Sicherheit. Das Ziel ist belegt, wo",
    "sie nicht darüber liegt; dazu braucht es ohne jeden Fehler {needed} angenommene Werte.",
    "»am Bildschirm« Ausgefülltes zählt hier für sich, oben nach der Schrift des Musters.",
)
RELIABLE = (
    "Konfidenz und Anteil richtig in bis zu zehn gleich großen Gruppen, ECE: mittlerer Abstand.",
    "Gezählt ist, was als ausgefüllt gelesen wurde. Gleiche Konfidenzen bleiben beieinander.",
)


def print_figures(figures: Figures) -> None:
    """All tables; the details of each sample stay in the file."""
    _print_right(figures)
    _print_texts(figures)
    _print_accepted(figures)
    _print_reliability(figures["reliability"])


def _print_right(figures: Figures) -> None:
    cost = (
        f"{number_shown(figures['cpu_seconds'], 1)} s Rechenzeit, "
        f"{number_shown(figures['wall_seconds'], 1)} s gedauert, "
        f"{number_shown(figures['peak_rss_mib'], 0)} MiB Speicher"
    )
    line(f"{counted(figures['samples'], 'Muster', 'Muster')} gelesen: {cost}.")
    line()
    rows = []
    for shown, (part, right, total) in RIGHT.items():
        found, asked = figures[part][right], figures[part][total]
        share = share_shown(found / asked if asked else None).rjust(7)
        rows.append((shown, found, asked, share, _beside(part, right, figures[part])))
    table(("", "richtig", "von", "Anteil", ""), rows)


def _beside(part: str, right: str, counts: Figures) -> str:
    """What else there is to say of a figure."""
    if part == "pages":
        return f"größte Abweichung {number_shown(counts['max_residual_mm'], 2)} mm"
    if part == "evidence" and right == "right":
        return f"{counts['reviewed']} zu prüfen"
    if part.startswith("findings"):
        unknown = counts.get("not_implemented", 0)
        return f"{counts['false']} zu Unrecht" + (f", {unknown} ohne Regel" if unknown else "")
    return ""


def _print_texts(figures: Figures) -> None:
    """The contract's counts of places to write on, and of boxes."""
    line()
    rows = [_text("alle", figures["text"])]
    rows += [_text(WRITING_SHOWN.get(k, k), v) for k, v in figures["text_by_writing"].items()]
    rows += [_text(TYPE_SHOWN.get(k, k), v) for k, v in figures["text_by_type"].items()]
    table(TEXT_HEAD, rows)
    marks = figures["marks"]
    line()
    line(
        f"{BOXES}: {count_shown(marks['total'])}, falsch {marks['wrong']}, "
        f"zu prüfen {marks['reviewed']}, falsch angenommen {marks['wrong_accepted']}."
    )


def _text(shown: str, counts: Figures) -> Row:
    keys = ("filled", "right", "reviewed", "wrong_accepted", "empty", "false_filled")
    return shown, *(counts[key] for key in keys), share_shown(counts["cer"], 2).rjust(13)


def _print_accepted(figures: Figures) -> None:
    line()
    line("Ohne Nachsehen angenommen")
    table(ACCEPTED_HEAD, list(_accepted(figures["acceptance"])))
    wanted, applied = figures["target_error"], figures["target_applied"]
    line()
    line(TARGET.format(target=target_shown(wanted), set=wanted))
    if applied < wanted:
        line(TARGET_SET.format(target=target_shown(applied)))
    needed = figures["values_needed"]
    level = f"{100 * figures['confidence_level']:g}"
    for part in BOUND:
        line(part.format(level=level, needed=count_shown(needed)))


def _accepted(acceptance: Figures) -> Iterator[Row]:
    """Texts and boxes as a whole and by writing, then each type by writing."""
    sorts = {
        "alle Texte": (acceptance["text"], acceptance["text_by_writing"], WRITING_SHOWN),
        BOXES: (
            acceptance["marks"],
            {**acceptance["marks_by_writing"], **acceptance["marks_by_truth"]},
            {**WRITING_SHOWN, **TRUTH_SHOWN},
        ),
    }
    for shown, (whole, parts, words) in sorts.items():
        yield _line(shown, "", whole)
        yield from (_line("", words.get(k, k), v) for k, v in parts.items() if _places(v))
    for type_, parts in acceptance["text_by_type_and_writing"].items():
        filled = {k: v for k, v in parts.items() if _places(v)}
        for number, (writing, counts) in enumerate(filled.items()):
            name = "" if number else TYPE_SHOWN.get(type_, type_)
            yield _line(name, WRITING_SHOWN.get(writing, writing), counts)


def _line(name: str, writing: str, counts: Figures) -> Row:
    delivered = counts["delivered"]
    rate = share_shown(counts["error_rate"], 2)
    most = bound_shown(counts["error_at_most"]) if delivered else "–"
    share = share_shown(counts["accepted_share"])
    return (
        name, writing, _places(counts), counts["accepted"], share.rjust(7),
        counts["wrong_accepted"], rate.rjust(7), most.rjust(9),
    )  # fmt: skip


def _places(counts: Figures) -> int:
    return int(counts["filled"] if "filled" in counts else counts["total"])


def _print_reliability(reliability: Figures) -> None:
    line()
    for part in RELIABLE:
        line(part)
    for shown, found in _groups(reliability):
        if found["read"]:
            line()
            ece = number_shown(found["ece"], 3)
            line(f"{shown}: {count_shown(found['read'])} gelesen, ECE {ece}")
            _print_bins(found["bins"])


def _groups(reliability: Figures) -> Iterator[tuple[str, Figures]]:
    yield "Alle Texte", reliability["text"]
    for writing, found in reliability["text_by_writing"].items():
        yield WRITING_SHOWN.get(writing, writing), found
    for type_, found in reliability["text_by_type"].items():
        yield TYPE_SHOWN.get(type_, type_), found
    if reliability["text_by_type"]:
        others = reliability["text_other_types"]
        yield f"Übrige ({', '.join(TYPE_SHOWN.get(t, t) for t in others['types'])})", others
    yield BOXES, reliability["marks"]


def _print_bins(bins: Sequence[Figures]) -> None:
    """One column for each bin: a row of confidences, and one of shares below it to compare."""
    rows = {
        "Konfidenz": [number_shown(b["confidence"], 3) for b in bins],
        "richtig": [number_shown(b["right"] / b["read"], 3) for b in bins],
        "Werte": [count_shown(b["read"]) for b in bins],
    }
    for name, cells in rows.items():
        line(f"  {name:9}" + "".join(cell.rjust(8) for cell in cells))
