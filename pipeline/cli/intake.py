"""``eingang intake``: take everything in, read what is new, say one line per mail item."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.batches import mail_items
from pipeline.cli.calls import advise
from pipeline.cli.opening import opened
from pipeline.cli.outcome import why_not_read
from pipeline.cli.tables import counted, line, print_json
from pipeline.cli.wrong import WrongUsageError
from pipeline.errors import PathError
from pipeline.intake import EARLIEST, Stays, Taken, ask_again, note_received, take_in
from pipeline.listing import Listed, keep
from pipeline.model import PageKind, Severity
from pipeline.settings import Settings
from pipeline.standing import Standing, State, standing
from pipeline.store import Store, pending

FEHLER_OPEN = 2
ALREADY_IN = "schon eingelesen, "
AS_BEFORE = "wie zuvor: "

OTHERS_TAKEN = "Bitte den Pfad prüfen; alles andere ist bearbeitet."

WHY = {
    Stays.KNOWN: "--received gilt nur beim ersten Mal, mit --again berichtigt es den Tag",
    Stays.PERSON: "so hat ihn eine Person eingetragen",
    Stays.HANDED_OVER: "der Fall ist schon übergeben",
}
"""Why a day of receipt that was given does not count."""


def take_in_and_read(
    paths: Sequence[Path],
    *,
    data: Path | None,
    received: date | None,
    again: bool,
    strict: bool,
    as_json: bool,
) -> int:
    """The whole command; returns its exit code. Raises ``PathError`` once all else is done."""
    _require_likely(received)
    missing = [path for path in paths if _is_missing(path)]
    if len(missing) == len(paths):
        raise PathError(_named(missing))
    with opened(data) as (store, settings):
        taken = take_in(store, list(mail_items([path for path in paths if path not in missing])))
        cases = [t.case for t in taken if t.case]
        if again:
            ask_again(store, cases)
        with store.read() as db:
            known = frozenset(cases).difference(pending(db, cases))
        stays = note_received(store, cases, received, corrects=again) if received else {}
        results = read_batch(store, settings, taken, quiet=as_json)
        if as_json:
            print_data(taken, results)
        else:
            print_lines(taken, results, known)
            _print_stays(stays, results)
    if missing:
        raise PathError(_named(missing), hint=OTHERS_TAKEN)
    return _exit_code(taken, results, strict=strict)


def _is_missing(path: Path) -> bool:
    """Whether nothing is there; what may not be looked at is refused like any mail."""
    try:
        return not path.exists()
    except OSError:
        return False


def _named(paths: Sequence[Path]) -> str:
    return ", ".join(map(str, paths))


def _require_likely(received: date | None) -> None:
    """Raise ``WrongUsageError`` for a day on which no mail of today can have come."""
    if received is None or EARLIEST <= received <= date.today():
        return
    day = f"{received.day:02}.{received.month:02}.{received.year:04}"
    when = "vor dem Jahr 2000" if received < EARLIEST else "in der Zukunft"
    raise WrongUsageError(
        f"Der Eingang {day} liegt {when}.",
        "--received nennt den Tag, an dem die Post im Haus war, zum Beispiel 2026-03-04.",
    )


def read_batch(
    store: Store, settings: Settings, taken: Sequence[Taken], *, quiet: bool = False
) -> dict[str, Standing]:
    """Read what is still to be read and say where every case of the batch stands."""
    ours = list(dict.fromkeys(t.case for t in taken if t.case))
    with store.read() as db:
        waiting = pending(db, ours)
    if waiting:
        from flows.intake import read_cases
        from pipeline.cli.progress import showing

        with showing("Sendungen werden gelesen", len(waiting), quiet=quiet) as seen:
            read_cases(store, settings.model_copy(update={"data": store.folder}), waiting, seen)
    found = {case: standing(store, case, policy=settings.release) for case in ours}
    keep(store, found.values())
    return found


def print_lines(
    taken: Sequence[Taken], results: dict[str, Standing], known: Collection[str] = ()
) -> None:
    """One line per mail item: case number, state, what was found, file name.

    ``known`` are the cases that were read before.
    """
    if not taken:
        line("Hier liegt nichts, was einzulesen ist.")
    first: dict[str, Taken] = {}
    for item in taken:
        name = item.item.path.name
        if item.error is not None:
            advise(f"{'-':12}  {State.REFUSED:13}  {name}: {item.error} {item.error.advice}")
            continue
        found, same = results[item.case], first.setdefault(item.case, item)
        words = f"{_before(found) if item.case in known else ''}{summary(found)}"
        if same is not item:
            words = f"doppelt, derselbe Inhalt wie {same.item.path.name}"
        advise(f"{item.case:12}  {found.state:13}  {words}  ({name})")


def _before(found: Standing) -> str:
    """That a case is not new: it was read, or could not be read, in an earlier call."""
    run = found.record.run
    return ALREADY_IN if run is not None and run.outcome == "read" else AS_BEFORE


def _print_stays(stays: Mapping[str, Stays], results: Mapping[str, Standing]) -> None:
    """Say where the day that was given with this call was not used."""
    for case, why in stays.items():
        day = results[case].case.received.day
        line(f"{case}: Eingang bleibt {f'{day:%d.%m.%Y}' if day else 'unbekannt'}; {WHY[why]}.")


def summary(found: Standing) -> str:
    """What was found in a case, in one breath."""
    run = found.record.run
    if run is None:
        return "noch nicht gelesen"
    if run.outcome != "read":
        return why_not_read(found.record)
    parts = [counted(len(found.case.pages), "Seite", "Seiten")]
    if unread := sum(page.kind is PageKind.UNREADABLE for page in found.case.pages):
        parts[0] += f" (davon {unread} nicht lesbar)"
    if found.case.doubtful:
        parts.append(f"{counted(len(found.case.doubtful), 'Feld', 'Felder')} unsicher")
    for severity, one, many in (
        (Severity.FEHLER, "Fehler", "Fehler"),
        (Severity.RUECKFRAGE, "Rückfrage", "Rückfragen"),
    ):
        if count := sum(f.severity is severity for f in found.findings):
            parts.append(counted(count, one, many))
    return " ".join([f"{', '.join(parts)}.", *run.reasons] if run.reasons else [", ".join(parts)])


def print_data(taken: Sequence[Taken], results: dict[str, Standing]) -> None:
    """The same for other programs."""
    print_json([_as_data(item, results) for item in taken])


def _as_data(item: Taken, results: dict[str, Standing]) -> dict[str, Any]:
    data: dict[str, Any] = {"path": str(item.item.path), "case_id": item.case or None}
    if item.error is not None:
        return {**data, "state": State.REFUSED.value, "error": type(item.error).__name__,
                "message": str(item.error), "hint": item.error.advice}  # fmt: skip
    return {**data, **brief(results[item.case])}


def brief(found: Standing | Listed) -> dict[str, Any]:
    """A case in the lists of ``intake`` and ``cases``."""
    run, summary = found.record.run, found.summary
    return {
        "state": found.state.value,
        "received": summary.received.day.isoformat() if summary.received.day else None,
        "pages": summary.pages,
        "doubtful": summary.doubtful,
        "findings": {severity.value: count for severity, count in summary.findings.items()},
        "open_points": list(found.open_points),
        "error": (run.error or None) if run else None,
        "hint": (run.hint or None) if run else None,
    }


def _exit_code(taken: Sequence[Taken], results: dict[str, Standing], *, strict: bool) -> int:
    """Refusals are recorded and shown; only where nothing else came in do they decide the code."""
    codes = [_refused(item, results) for item in taken]
    if codes and all(codes):
        return codes[0]
    open_errors = any(found.worst() is Severity.FEHLER for found in results.values())
    return FEHLER_OPEN if strict and open_errors else 0


def _refused(item: Taken, results: dict[str, Standing]) -> int:
    from pipeline import errors

    if item.error is not None:
        return item.error.exit_code
    run = results[item.case].record.run
    if run is None or run.outcome == "read":
        return 0
    kind = getattr(errors, run.error, errors.EingangError)
    return int(kind.exit_code)
