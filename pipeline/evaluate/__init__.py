"""Every sample of a folder read in a throwaway store and compared with its truth."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import forms, truth
from pipeline.batches import MailItem, mail_items
from pipeline.errors import EingangError, PathError
from pipeline.evaluate.compare import (
    Expected,
    Tally,
    compare_mark,
    compare_presence,
    compare_text,
    expected,
    is_counted,
)
from pipeline.evaluate.documents import compare_evidence, compare_findings, compare_pages
from pipeline.evaluate.outcomes import outcome_of
from pipeline.evaluate.report import Report
from pipeline.evaluate.trust import trust
from pipeline.forms import Form, Item
from pipeline.intake import take_in
from pipeline.model import Case, PageKind, Reading, ReadingKind, Received
from pipeline.reading import read_case
from pipeline.resources import measured
from pipeline.settings import Settings
from pipeline.store import Store, load_record, open_store, pending
from pipeline.truth import TRUTH, Truth
from validators import RULES, check

Progress = Callable[[str], None]

NOTHING_READ = Received(day=None, source="leer")
SCANS = ("scan.pdf", "scan.tif", "scan.tiff", "scan.jpg", "scan.png", "scan")
"""What a sample's scan may be called, in the order of preference; ``scan`` is a folder."""


def samples_below(folder: Path) -> list[Path]:
    """All folders with a truth, the given one included. Raises ``PathError`` if there is none."""
    if not folder.is_dir():
        raise PathError(folder.name)
    found = sorted(path.parent for path in folder.rglob(TRUTH))
    if not found:
        raise PathError(f"{folder.name}/**/{TRUTH}")
    return found


def evaluate(folder: Path, progress: Progress = lambda name: None) -> dict[str, Any]:
    """Process every sample below ``folder`` and compare it with its truth.

    Returns the report of the contract's section 5. ``progress`` gets each sample's folder name
    before it is read.
    """
    total, details = Report(), []
    samples = samples_below(folder)
    with measured() as cost, tempfile.TemporaryDirectory(prefix="eingang-") as data:
        settings = Settings(data=Path(data), database_url="")
        opened = open_store(settings)
        for sample in samples:
            progress(sample.name)
            report, problem = evaluate_sample(sample, opened, settings)
            total.include(report)
            details.append(_detail(sample, report, problem))
        opened.close()
    return {
        "samples": len(samples),
        **total.as_dict(),
        "cpu_seconds": round(cost.cpu_seconds, 2),
        "wall_seconds": round(cost.wall_seconds, 2),
        "peak_rss_mib": round(cost.peak_rss_mib, 1),
        **trust(total.outcomes, settings.target_error),
        "samples_detail": details,
    }


def evaluate_sample(sample: Path, opened: Store, settings: Settings) -> tuple[Report, str]:
    """One sample: its tallies, and in one sentence why it could not be read, if so."""
    solution = truth.load(sample)
    form = forms.load(solution.form)
    problem, case, residual = "", _unread(form), 0.0
    try:
        case, residual = _read(sample, opened, settings)
    except EingangError as error:
        problem = str(error)
    report = Report(residual=residual)
    _compare(solution, form, case, report)
    return report, problem


def _read(sample: Path, opened: Store, settings: Settings) -> tuple[Case, float]:
    """Take a sample in as intake would, read it, and fold what the store holds of it."""
    taken = take_in(opened, [_mail_of(sample)])[0]
    if taken.error is not None:
        raise taken.error
    with opened.read() as db:
        waiting = pending(db, [taken.case])
    for case in waiting:  # none where another sample has the same scan
        read_case(opened, case, settings)
    with opened.read() as db:
        record = load_record(db, taken.case)
    matches = [page.match.residual_mm for page in record.pages if page.match is not None]
    return record.folded(), max(matches, default=0.0)


def _unread(form: Form) -> Case:
    return Case(case_id="", form=form.id, answers={}, received=NOTHING_READ)


def _mail_of(sample: Path) -> MailItem:
    """All files of a sample as one mail item, whatever kind of pictures lie in its folder."""
    scan = _scan_of(sample)
    found = list(mail_items([scan]))
    return MailItem(
        path=scan,
        files=tuple(file for item in found for file in item.files),
        obstacle=next((item.obstacle for item in found if item.obstacle), None),
    )


def _scan_of(sample: Path) -> Path:
    for name in SCANS:
        if (sample / name).exists():
            return sample / name
    raise PathError(f"{sample.name}/scan.*")


def _compare(solution: Truth, form: Form, case: Case, report: Report) -> None:
    tallies = report.tallies
    compare_pages(solution.scan_pages, case.pages, tallies["pages"])
    for case_id in solution.cases:
        wanted = solution.case(form, case_id)
        wanted_items = expected(form, wanted.answers)
        for item, reading in _items(form, wanted, case):
            _compare_item(item, reading, wanted_items, solution, form, report)
    compare_evidence(solution.documents, case.documents, tallies["evidence"])
    tallies["received"].add(total=1, right=case.received.day == solution.received)
    _compare_rules(solution, form, case, report)


def _items(form: Form, wanted: Case, case: Case) -> Iterator[tuple[Item, Reading | None]]:
    """Every item of every form page that the truth has; none is read on a page not recognised."""
    for page in form.pages:
        if page.id in wanted.form_pages:
            known = page.id in case.form_pages
            for item in page.items:
                yield item, case.readings.get(item.id) if known else None


def _compare_item(
    item: Item,
    reading: Reading | None,
    wanted: Expected,
    solution: Truth,
    form: Form,
    report: Report,
) -> None:
    if not is_counted(item, form, wanted, reading):
        return
    if item.kind is ReadingKind.PRESENCE:
        compare_presence(item, wanted, reading, report.tallies["presence"])
        return
    writing = solution.writing_by_field.get(item.field, solution.writing) or "mixed"
    report.outcomes.append(outcome_of(item, wanted, reading, writing))
    if item.kind is ReadingKind.MARK:
        compare_mark(item, wanted, reading, report.tallies["marks"])
    else:
        by_type = report.by_type.setdefault(item.type, Tally())
        by_writing = report.by_writing.setdefault(writing, Tally())
        compare_text(item, wanted, reading, [report.tallies["text"], by_type, by_writing])


def _compare_rules(solution: Truth, form: Form, case: Case, report: Report) -> None:
    today = solution.received or date.today()
    from_truth = tuple(f for c in solution.cases for f in check(solution.case(form, c), today))
    compare_findings(solution.findings, from_truth, RULES, report.tallies["findings_from_truth"])
    known = any(page.kind is PageKind.FORM for page in case.pages)
    from_scan = check(case, today) if known else ()
    compare_findings(solution.findings, from_scan, RULES, report.tallies["findings"])


def _detail(sample: Path, report: Report, problem: str) -> dict[str, Any]:
    """One sample's figures, and what went wrong unseen, item by item."""
    parts = report.as_dict()
    wrong: Mapping[str, list[dict[str, str]]] = {
        key: tally.mistakes for key, tally in report.tallies.items() if tally.mistakes
    }
    keys = ("pages", "marks", "text", "presence", "evidence", "findings", "findings_from_truth")
    return {
        "sample": sample.name,
        "problem": problem,
        **{key: parts[key] for key in keys},
        "wrong": wrong,
    }
