"""Samples to order: invented applications, filled in, "scanned", each with its truth beside it."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

import numpy as np
import pypdfium2

from pipeline import forms
from pipeline.errors import DiskError, StyleError
from sample_scans import attachments, stories
from sample_scans.fill import applicant, digital
from sample_scans.fill.pages import Job, fill_page, render
from sample_scans.fill.paper import Grey, Rng, pick
from sample_scans.fonts import Face, handwriting
from sample_scans.scan import files, scanner, wear
from sample_scans.scan.files import Picture
from sample_scans.story import Story
from sample_scans.style import Container, Style, default_style, load_style
from sample_scans.truth import PageTruth, truth_of, truth_yaml

FORM = "uvg_antrag_by"
TRUTH = "truth.yaml"
FIRST_NAMES, FIRST_NAMES_PAGE = "kind.vornamen", "antrag_seite_1"
NOT_OURS = "Dort liegt etwas anderes als ein Muster; bitte einen anderen Ordner nennen."
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of paper on its way into the scanner, and what the truth says about it."""

    grey: Grey
    truth: PageTruth
    may_turn: bool = True


def _form_truths(job: Job) -> list[PageTruth]:
    return [{"form_page": p.id} for p in job.form.pages if p.id not in job.story.missing_pages]


def _form_sides(job: Job, rng: Rng) -> Iterator[Sheet]:
    for truth in _form_truths(job):
        page = job.form.page(str(truth["form_page"]))
        yield Sheet(fill_page(job, page, rng).grey, truth)


def _evidence_truths(story: Story, papers: Sequence[bytes]) -> Iterator[PageTruth]:
    """One entry per page of evidence."""
    for number, (plan, paper) in enumerate(zip(story.evidence, papers, strict=False), 1):
        truth: dict[str, object] = {"evidence": plan.type, "document": str(number)}
        truth["subject"] = plan.subject[0] if len(plan.subject) == 1 else list(plan.subject)
        if plan.fields:
            truth["fields"] = dict(plan.fields)
        document = pypdfium2.PdfDocument(paper)
        yield from [truth] * len(document)
        document.close()


def _evidence_sides(job: Job, papers: Sequence[bytes], rng: Rng) -> Iterator[Sheet]:
    """The enclosed papers; many people enclose a copy, some a reduced one."""
    truths = _evidence_truths(job.story, papers)
    for paper in papers:
        document = pypdfium2.PdfDocument(paper)
        copied, reduced = rng.random(2) < (
            job.style.attachments.copied,
            job.style.attachments.reduced,
        )
        for page in range(len(document)):
            grey = render(document, page)
            if reduced:
                grey = wear.reduced(grey, float(rng.uniform(0.7, 0.95)))
            yield Sheet(wear.photocopy(grey, rng) if copied else grey, next(truths))
        document.close()


def _back(front: Grey, rng: Rng) -> Sheet:
    """The empty back of a page, through which the front shines a little."""
    empty = np.full_like(front, 255)
    if rng.random() < 0.5:
        wear.show_through(empty, front, float(rng.uniform(0.01, 0.06)))
    return Sheet(empty, {"blank": "true"}, may_turn=False)


def _sides(job: Job, seed: int, rng: Rng) -> list[Sheet]:
    """All sides in the order of the scan."""
    sides = list(_fed(job, seed, rng))
    if rng.random() < job.style.pages.duplicates:
        forms_at = [n for n, side in enumerate(sides) if "form_page" in side.truth]
        number = forms_at[int(rng.integers(len(forms_at)))]
        sides.append(Sheet(sides[number].grey, {"duplicate_of": str(number + 1)}))
    return sides


def _fed(job: Job, seed: int, rng: Rng) -> Iterator[Sheet]:
    """The papers as they are put into the feeder, some with their empty backs."""
    style = job.style.pages
    sides = [*_form_sides(job, rng)]
    sides += _evidence_sides(job, _evidence(job.story, seed), rng)
    if rng.random() < style.shuffled:
        sides = _shuffled(sides, rng)
    backs = rng.random() < style.blank_backs
    for side in sides:
        yield side
        if backs and rng.random() < 0.35:
            yield _back(side.grey, rng)


def _shuffled(sides: Sequence[Sheet], rng: Rng) -> list[Sheet]:
    """Out of order, but the pages of one document stay together, as if they were stapled."""
    staples = [
        list(group)
        for _, group in groupby(sides, lambda side: side.truth.get("document", id(side)))
    ]
    return [side for n in rng.permutation(len(staples)) for side in staples[int(n)]]


def _turned(grey: Grey, style: Style, rng: Rng) -> Grey:
    chance = rng.random(2)
    if chance[0] < style.pages.upside_down:
        return np.ascontiguousarray(np.rot90(grey, 2))
    if chance[1] < style.pages.sideways:
        return np.ascontiguousarray(np.rot90(grey, int(rng.choice([1, 3]))))
    return grey


def _scanned(sides: Sequence[Sheet], style: Style, container: Container, rng: Rng) -> list[Picture]:
    device = scanner.take(rng, style.scan)
    pictures = []
    for side in sides:
        seen = scanner.scan(side.grey, device, style.scan, rng)
        upright = _turned(seen, style, rng) if side.may_turn else seen
        pictures.append(
            files.compressed(upright, device.mode, device.dpi, device.quality, container)
        )
    return pictures


def _scan_item(folder: Path, job: Job, seed: int, rng: Rng) -> list[PageTruth]:
    """Paper through a scanner into files."""
    sides = _sides(job, seed, rng)
    container = pick(rng, job.style.container)
    files.write(folder, _scanned(sides, job.style, container, rng), container)
    return [side.truth for side in sides]


def _evidence(story: Story, seed: int) -> list[bytes]:
    return [attachments.draw(plan, seed + n) for n, plan in enumerate(story.evidence, 1)]


def _digital_item(folder: Path, job: Job, seed: int, rng: Rng, *, flat: bool) -> list[PageTruth]:
    """A PDF that was filled in on screen; nothing of it was ever on paper."""
    papers = _evidence(job.story, seed)
    (folder / "scan.pdf").write_bytes(digital.filled_pdf(job, papers, rng, flat=flat))
    return [*_form_truths(job), *_evidence_truths(job.story, papers)]


def _on_screen(story: Story) -> Story:
    """On screen nobody can underline the first name in use, which the office then has to ask."""
    several = len(str(story.answers.get(FIRST_NAMES, "")).split()) > 1
    asked = several and FIRST_NAMES_PAGE not in story.missing_pages
    findings = (*story.findings, "V-29") if asked else story.findings
    return replace(story, underlined={}, findings=findings)


def make_item(folder: Path, seed: int, style: Style, faces: Sequence[Face]) -> None:
    rng = np.random.default_rng(seed)
    form = forms.load(FORM)
    story = stories.make_story(seed, style.defects)
    way = pick(rng, style.born_digital)
    person = applicant.take(rng, style, faces, [*story.answers])
    if way != "never":
        person = replace(person, writing="typed", by_hand=frozenset())
    job = Job(form, story if way == "never" else _on_screen(story), style, person)
    if way == "never":
        pages = _scan_item(folder, job, seed, rng)
    else:
        pages = _digital_item(folder, job, seed, rng, flat=way == "flattened")
    (folder / TRUTH).write_text(truth_yaml(truth_of(job, pages)), "utf-8")


def make(
    out: Path,
    count: int,
    seed: int,
    style: Style,
    fonts: Path | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Make ``count`` samples below ``out``; the same seed gives the same samples again.

    A sample appears under its number only when it is complete.
    """
    _check_defects(style)
    faces = handwriting(fonts)
    made = []
    for number in range(1, count + 1):
        target = out / f"{number:04}"
        whole(target, partial(make_item, seed=seed * 10_000 + number, style=style, faces=faces))
        made.append(target)
        if progress:
            progress(number, count)
    return made


def _check_defects(style: Style) -> None:
    for name in style.defects or ():
        if name not in stories.DEFECTS:
            known = ", ".join(sorted(stories.DEFECTS))
            raise StyleError(name, hint=f"Mängel, die es gibt: {known}.")


def _not_ours(folder: Path) -> bool:
    """Whether something else than an earlier sample lies there."""
    if not folder.is_dir():
        return folder.exists()
    return not (folder / TRUTH).is_file() and any(folder.iterdir())


def whole(target: Path, fill: Callable[[Path], None]) -> None:
    """Fill a folder beside its place and move it there when it is whole.

    Takes the place of an earlier sample and of nothing else. Raises ``DiskError``.
    """
    if _not_ours(target):
        raise DiskError(target, hint=NOT_OURS)
    part = target.with_name(f".{target.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        fill(part)
        shutil.rmtree(target, ignore_errors=True)
        part.rename(target)
    except OSError as error:
        raise DiskError(target.parent.name) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def main() -> None:
    """``python -m sample_scans.generate``: the command for developers of the generator."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--count", type=int, default=1)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--style", type=Path)
    asked.add_argument("--fonts", type=Path)
    told = asked.parse_args()
    style = load_style(told.style) if told.style else default_style()
    make(told.out, told.count, told.seed, style, told.fonts)


if __name__ == "__main__":
    main()
