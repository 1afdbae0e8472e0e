"""``eingang cases``, ``show`` and ``check``: what a clerk wants to know about the cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline import canonical
from pipeline.cli.calls import advise
from pipeline.cli.intake import brief
from pipeline.cli.one_case import print_case
from pipeline.cli.opening import opened
from pipeline.cli.outcome import outcome, why_not_read, why_stuck_line
from pipeline.cli.tables import (
    SEVERITY_SHOWN,
    counted,
    line,
    paragraph,
    print_json,
    table,
    wide_table,
)
from pipeline.errors import UncheckedError
from pipeline.listing import Listed, listed
from pipeline.model import Case, PageKind, Severity
from pipeline.standing import Standing, rules_version, standing
from pipeline.store import Store, known_case, refusals
from pipeline.store.answers import answers, why_stuck

HEAD = (
    "Fall",
    "Stand",
    "Eingang",
    "Seiten",
    "Unsicher",
    "Fehler",
    "Rückfragen",
    "Hinweise",
    "Datei",
)


def list_cases(data: Path | None, *, as_json: bool) -> None:
    """All cases in the order of their arrival, then what could not be taken in."""
    with opened(data, existing=True) as (store, settings):
        found = listed(store, policy=settings.release)
        with store.read() as db:
            refused, told = refusals(db), answers(db)
    if as_json:
        known = [
            {"case_id": f.record.case_id, **brief(f),
             **outcome(f.record, told.get(f.record.case_id, ()))}
            for f in found
        ]  # fmt: skip
        turned_away = [{"case_id": None, "state": "abgewiesen", **r.model_dump()} for r in refused]
        print_json(known + turned_away)
        return
    print_cases(found)
    for refusal in refused:
        advise(f"Nicht angenommen: {refusal.sentence} {refusal.hint}")


def print_cases(found: Sequence[Standing | Listed]) -> None:
    """The table of cases."""
    if not found:
        advise("Es ist noch nichts eingelesen. `eingang intake DATEI` liest eine Sendung ein.")
        return
    table(HEAD, [_row(standing) for standing in found])


def _row(found: Standing | Listed) -> list[Any]:
    summary, day = found.summary, found.summary.received.day
    counts = [summary.findings[severity] for severity in Severity]
    return [
        found.record.case_id, found.state.value, f"{day:%d.%m.%Y}" if day else "-",
        summary.pages, summary.doubtful, *counts, found.record.name,
    ]  # fmt: skip


def show_case(typed: str, data: Path | None, *, pages: Path | None, as_json: bool) -> None:
    """One case with its pages, answers, evidence and open points."""
    with opened(data, existing=True) as (store, settings):
        found = _standing(store, typed, settings.release)
        with store.read() as db:
            told = answers(db, found.case.case_id).get(found.case.case_id, ())
            trouble = why_stuck_line(why_stuck(db, found.case.case_id))
        drawn = 0
        if pages is not None:
            from pipeline.cli.originals import require_originals
            from pipeline.cli.pages import draw_pages

            require_originals(store, found.record)
            drawn = draw_pages(store, found, settings, pages)
    if as_json:
        print_json({**document_of(found), "state": found.state.value,
               "open_points": list(found.open_points),
               **outcome(found.record, told)})  # fmt: skip
        return
    print_case(found, told, trouble, checked=_is_checked(found))
    if pages is not None:
        line(f"\n{_drawn(drawn, pages, found.case)}")


def _drawn(count: int, folder: Path, case: Case) -> str:
    if not count:
        return "Zu diesem Fall gibt es keine Seitenbilder."
    return (
        f"Seitenbilder: {counted(count, 'Bild', 'Bilder')} {case.case_id}-seite-*.png in {folder}"
    )


def document_of(found: Standing) -> canonical.Json:
    """The canonical case of a standing."""
    from datetime import date

    return canonical.document(
        found.record, found.case, found.findings, today=date.today(), rules=rules_version()
    )


def check_case(typed: str, data: Path | None, *, as_json: bool) -> int:
    """The findings of a case; 2 if one of them is a fehler. Raises ``UncheckedError``."""
    with opened(data, existing=True) as (store, settings):
        found = _standing(store, typed, settings.release)
    if not _is_checked(found):
        raise UncheckedError(found.case.case_id, hint=_why_unchecked(found))
    if as_json:
        print_json([f.model_dump(mode="json") for f in found.findings])
    elif not found.findings:
        line("Keine Feststellungen.")
    else:
        rows = [(f.rule, SEVERITY_SHOWN[f.severity], f.message, f.source) for f in found.findings]
        wide_table(("Regel", "Schwere", "Feststellung", "Grundlage"), rows)
    if not as_json:
        for sentence in _left_unchecked(found.case):
            paragraph(sentence)
    return 2 if found.worst() is Severity.FEHLER else 0


def _left_unchecked(case: Case) -> Iterator[str]:
    """What the rules kept silent about, because it may stand where nothing could be read."""
    if pages := [page.number for page in case.pages if page.kind is PageKind.UNREADABLE]:
        one = len(pages) == 1
        which = f"Seite {pages[0]} ist" if one else f"Die Seiten {_numbers(pages)} sind"
        yield f"{which} nicht lesbar; ob Seiten oder Nachweise fehlen, ist deshalb nicht geprüft."
    if unknown := [document.number for document in case.documents if not document.type]:
        one = len(unknown) == 1
        which = f"ist Nachweis {unknown[0]}" if one else f"sind die Nachweise {_numbers(unknown)}"
        yield f"Ob Nachweise fehlen, ist nicht geprüft: nicht erkannt {which}."


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _is_checked(found: Standing) -> bool:
    """Whether rules were applied; elsewhere no findings mean nothing."""
    run = found.record.run
    return run is not None and run.outcome == "read" and found.record.has_form


def _why_unchecked(found: Standing) -> str:
    run = found.record.run
    if run is None:
        return "Er ist noch nicht gelesen; `eingang intake` mit derselben Datei liest ihn."
    return why_not_read(found.record)


def _standing(store: Store, typed: str, policy: str) -> Standing:
    with store.read() as db:
        case = known_case(db, typed)
    return standing(store, case, policy=policy)
