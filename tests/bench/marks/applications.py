"""One filled and scanned application: its form pages in a file, and what was marked on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.forms import Form, FormPage, Item
from pipeline.model import ReadingKind
from sample_scans import stories
from sample_scans.fill import applicant
from sample_scans.fill.pages import Job, fill_page, ticked
from sample_scans.fill.paper import Grey, Rng, pick
from sample_scans.fonts import Face
from sample_scans.scan import files, scanner
from sample_scans.style import PageStyle
from tests.bench.marks.conditions import Condition


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan and its truth: the page ids in order, the boxes ticked, and those taken back."""

    scan: Path
    pages: tuple[str, ...]
    ticked: frozenset[str]
    struck: frozenset[str]


def boxes_of(page: FormPage) -> list[Item]:
    """The boxes of a page."""
    return [item for item in page.items if item.kind is ReadingKind.MARK]


def scanned(
    folder: Path, seed: int, condition: Condition, form: Form, faces: tuple[Face, ...]
) -> Scanned:
    """Fill the pages that have boxes and scan them; the same seed gives the same scan again."""
    rng = np.random.default_rng(seed)
    style = condition.style
    story = stories.make_story(seed, style.defects)
    person = applicant.take(rng, style, faces, [*story.answers])
    job = Job(form, story, style, person)
    pages = [p for p in form.pages if boxes_of(p) and p.id not in story.missing_pages]
    yes = frozenset(_ticked(job))
    device = scanner.take(rng, style.scan)
    container = pick(rng, style.container)
    pictures = []
    for page in pages:
        paper = _filled(job, page, condition, yes, rng)
        seen = _turned(scanner.scan(paper, device, style.scan, rng), style.pages, rng)
        pictures.append(files.compressed(seen, device.mode, device.dpi, device.quality, container))
    files.write(folder, pictures, container)
    scan = next(path for path in folder.iterdir() if path.stem == "scan")
    return Scanned(scan, tuple(page.id for page in pages), yes, frozenset(job.struck))


def _ticked(job: Job) -> Iterator[str]:
    for one in job.form.fields.values():
        yield from (f"{one.id}.{option}" for option in ticked(one, job.story.answers))


def _filled(job: Job, page: FormPage, condition: Condition, yes: frozenset[str], rng: Rng) -> Grey:
    paper = fill_page(job, page, rng)
    marked = yes | set(job.struck)
    empty = [item for item in boxes_of(page) if item.id not in marked]
    if condition.spoil and empty:
        condition.spoil(paper, empty, rng)
    return paper.grey


def _turned(grey: Grey, style: PageStyle, rng: Rng) -> Grey:
    """Now and then a page goes into the feeder the wrong way round."""
    chance = rng.random(2)
    if chance[0] < style.upside_down:
        return np.ascontiguousarray(np.rot90(grey, 2))
    if chance[1] < style.sideways:
        return np.ascontiguousarray(np.rot90(grey, int(rng.choice([1, 3]))))
    return grey
