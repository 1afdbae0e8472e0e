"""Every sample of a folder read in a throwaway store and compared with its truth."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
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

_KEYS = {
    "pages": ("total", "right"),
    "marks": ("total", "wrong", "accepted", "wrong_accepted", "reviewed"),
    "text": ("filled", "right", "accepted", "wrong_accepted", "reviewed", "empty", "false_filled"),
    "presence": ("total", "right"),
    "evidence": ("total", "right", "fields_total", "fields_right", "reviewed"),
    "findings": ("expected", "found", "false", "not_implemented"),
    "findings_from_truth": ("expected", "found", "false"),
    "received": ("total", "right"),
}
"""The counts of each part of the report, as the contract names them."""


@dataclass(slots=True)
class Report:
    """The tallies of a run, or of one sample."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {key: Tally() for key in _KEYS})
    by_type: dict[str, Tally] = field(default_factory=dict)
    by_writing: dict[str, Tally] = field(default_factory=dict)
    residual: float = 0.0

    def include(self, other: Report) -> None:
        """Add the counts of one sample; what went wrong stays with the sample."""
        for mine, theirs in (
            (self.tallies, other.tallies),
            (self.by_type, other.by_type),
            (self.by_writing, other.by_writing),
        ):
            for key, tally in theirs.items():
                mine.setdefault(key, Tally()).add(**tally.counts)
        self.residual = max(self.residual, other.residual)

    def as_dict(self) -> dict[str, Any]:
        """The report in the keys of the contract."""
        parts: dict[str, Any] = {
            key: _text(tally) if key == "text" else _counts(tally, _KEYS[key])
            for key, tally in self.tallies.items()
        }
        parts["pages"]["max_residual_mm"] = round(self.residual, 3)
        parts["text_by_type"] = {key: _text(self.by_type[key]) for key in sorted(self.by_type)}
        parts["text_by_writing"] = {k: _text(self.by_writing[k]) for k in sorted(self.by_writing)}
        return parts


def _counts(tally: Tally, keys: tuple[str, ...]) -> dict[str, int]:
    return {key: int(tally.counts.get(key, 0)) for key in keys}


def _text(tally: Tally) -> dict[str, float]:
    characters, errors = (tally.counts.get(key, 0) for key in ("_characters", "_errors"))
    cer = round(errors / characters, 4) if characters else 0.0
    return {**_counts(tally, _KEYS["text"]), "cer": cer}


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
    if item.kind is ReadingKind.MARK:
        compare_mark(item, wanted, reading, report.tallies["marks"])
    elif item.kind is ReadingKind.PRESENCE:
        compare_presence(item, wanted, reading, report.tallies["presence"])
    elif is_counted(item, form, wanted, reading):
        writing = solution.writing_by_field.get(item.field, solution.writing) or "mixed"
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
