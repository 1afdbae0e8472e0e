"""What became of a case: who let it go and why, what the other side said, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pipeline.standing import State
from pipeline.store import Decision, Record
from pipeline.store.answers import Told

RESULT_SHOWN = {"accepted": "angenommen", "rejected": "zurückgewiesen"}

TROUBLE = "{error} (Nummer {number}); bitte Platz, Rechte und Verbindung zum Ziel prüfen."

EMPTY = "Die Datei ist leer. Bitte die Datei neu übertragen oder scannen."
ALL_EMPTY = "Alle Dateien sind leer. Bitte die Dateien neu übertragen oder scannen."

NEXT = {
    State.REJECTED: (
        "Wie es weitergeht: Ist der Grund geklärt, gibt `eingang release {case} --reason GRUND` den"
        " Fall noch einmal frei, und `eingang emit --case {case}` übergibt ihn als neue Revision."
    ),
    State.STUCK: "Wie es weitergeht: `eingang emit --case {case}` versucht es noch einmal.",
}
"""What a person may do where nothing goes on by itself."""


def outcome(record: Record, told: Sequence[Told]) -> dict[str, Any]:
    """The last release by a person and the last answer, for other programs."""
    release = _release(record)
    return {
        "release": release and release.model_dump(include={"revision", "person", "reason", "at"}),
        "answer": told[-1].model_dump() if told else None,
    }


def outcome_lines(record: Record, told: Sequence[Told]) -> Iterator[str]:
    """The same for a clerk, with every answer."""
    if release := _release(record):
        day = datetime.fromisoformat(release.at).astimezone()
        yield f"Freigegeben: {day:%d.%m.%Y} von {_plain(release.person)}: {_plain(release.reason)}"
    for answer in told:
        parts = [f"Code {answer.code}"] if answer.code else []
        parts += [answer.text] if answer.text else []
        parts += [f"Aktenzeichen {answer.aktenzeichen}"] if answer.aktenzeichen else []
        words = _plain("; ".join([RESULT_SHOWN[answer.result], *parts]))
        yield f"Antwort auf Revision {answer.revision}: {words}"


def why_stuck_line(detail: Mapping[str, str]) -> str:
    """Why a hand-over came to nothing, from what was noted of it; empty where none did."""
    if not detail:
        return ""
    cause = detail.get("hint") or TROUBLE.format(
        error=detail.get("error", ""), number=detail.get("errno") or "-"
    )
    return f"Die Übergabe ist nicht gelungen: {_plain(cause)}"


def why_not_read(record: Record) -> str:
    """Why a case could not be read and what to do; of empty files, that they are."""
    if is_empty(record):
        return EMPTY if len(record.scans) == 1 else ALL_EMPTY
    run = record.run
    return " ".join([*run.reasons, run.hint]).strip() if run else ""


def is_empty(record: Record) -> bool:
    """Whether nothing came in but names of files."""
    return bool(record.scans) and not any(scan.size for scan in record.scans)


def what_next(state: State, case: str) -> str:
    """What a person may do now; empty where nothing is to be done or the open points say it."""
    return NEXT.get(state, "").format(case=case)


def _release(record: Record) -> Decision | None:
    return next((d for d in reversed(record.decisions) if d.kind == "release"), None)


def _plain(text: str) -> str:
    """Words of others in one line, without what acts on a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
