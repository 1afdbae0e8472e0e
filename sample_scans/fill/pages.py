"""Filling the form pages of one application, and noting what the truth must say about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np
import pypdfium2

from pipeline import forms
from pipeline.forms import TEXT_TYPES, Form, FormField, FormPage, Item
from pipeline.model import UNBEKANNT, ReadingKind
from sample_scans.fill import marks, signature, stamp
from sample_scans.fill.applicant import Applicant, one_mark
from sample_scans.fill.entries import Manner, place, slip
from sample_scans.fill.paper import PAPER_PX_PER_MM, Grey, Paper, Rng, pick
from sample_scans.fill.wording import on_paper
from sample_scans.story import Answer, Story
from sample_scans.style import Style

OFFICE_FIELD = "antrag.stelle"
"""The address of the office: printed or typed by the office, never written by the applicant."""

SIGNER = ("betreuender_elternteil.vornamen", "betreuender_elternteil.familienname")
PIXELS_PER_POINT = PAPER_PX_PER_MM * 25.4 / 72

NO_SLIP = frozenset({"iban", "bic"})
"""Nobody who miscopied an account number writes the right one behind it; the field is too short."""

SHORTEST_SLIP = 4
"""Letters and digits from which on somebody may slip; nobody corrects a dash."""


@dataclass(frozen=True, slots=True)
class Job:
    """One application to fill: who, what, how; and the notes that are taken on the way."""

    form: Form
    story: Story
    style: Style
    applicant: Applicant
    struck: list[str] = field(default_factory=list)
    by_hand: dict[str, bool] = field(default_factory=dict)


@lru_cache(maxsize=2)
def _blank_pages(form_id: str) -> tuple[Grey, ...]:
    document = pypdfium2.PdfDocument(forms.blank_pdf(form_id))
    return tuple(render(document, number) for number in range(len(document)))


def render(document: pypdfium2.PdfDocument, number: int) -> Grey:
    """One page of a PDF as paper."""
    page = document[number]
    bitmap = page.render(scale=PIXELS_PER_POINT, grayscale=True, may_draw_forms=False)
    picture = np.array(bitmap.to_numpy(), np.uint8).reshape(bitmap.height, bitmap.width, -1)
    page.close()
    return np.ascontiguousarray(picture[:, :, 0])


def written_values(answers: Mapping[str, Answer], form: Form) -> Iterator[tuple[Item, str]]:
    """Every value that is written and not ticked, with its place on the form."""
    for name, value in answers.items():
        one = form.fields[name]
        if isinstance(value, list):
            yield from _cells(name, value, form)
        elif name in form.items and (one.type in TEXT_TYPES or value == UNBEKANNT):
            yield form.items[name], value


def _cells(name: str, rows: Sequence[object], form: Form) -> Iterator[tuple[Item, str]]:
    for number, row in enumerate(rows):
        for column, value in row.items() if isinstance(row, dict) else ():
            item = f"{name}.{number}.{column}"
            if item in form.items:
                yield form.items[item], value


def ticked(one: FormField, answers: Mapping[str, Answer]) -> list[str]:
    """The options of a choice that are ticked."""
    value = answers.get(one.id)
    if not one.is_choice or value is None or value == UNBEKANNT:
        return []
    options = [value] if isinstance(value, str) else value
    return [option for option in options if isinstance(option, str)]


def fill_page(job: Job, page: FormPage, rng: Rng) -> Paper:
    """One page of the form with everything that this applicant and the office put on it."""
    paper = Paper(_blank_pages(job.form.id)[page.number - 1].copy())
    for item, value in written_values(job.story.answers, job.form):
        if item.page == page.id:
            _write(job, paper, item, value, page, rng)
    for one in page.fields:
        _mark(job, paper, one, page, rng)
    for item in page.items:
        if item.kind is ReadingKind.PRESENCE:
            _put_presence(job, paper, item, page, rng)
    return paper


def _write(job: Job, paper: Paper, item: Item, value: str, page: FormPage, rng: Rng) -> None:
    who = job.applicant
    text = job.story.written.get(item.id) or on_paper(value, item.type, who.custom)
    writer = who.machine if item.id == OFFICE_FIELD else who.writer(item.field, page.number)
    job.by_hand[item.field] = writer is not who.machine
    manner = _manner(job, item, text, rng)
    box = item.box
    if writer is who.machine:
        box = box.model_copy(
            update={"x": box.x + who.machine.offset[0], "y": box.y + who.machine.offset[1]}
        )
    place(paper, box, text, writer, rng, manner)


def _manner(job: Job, item: Item, text: str, rng: Rng) -> Manner:
    odd, chance = job.style.entries, rng.random(3)
    if item.id == OFFICE_FIELD:
        return Manner()
    can_slip = item.type not in NO_SLIP and sum(map(str.isalnum, text)) >= SHORTEST_SLIP
    slips = can_slip and chance[2] < odd.corrected
    return Manner(
        lift_mm=float(rng.uniform(1, 2.5)) if chance[0] < odd.above_line else 0.0,
        over_frame=bool(chance[1] < odd.over_frame),
        wrong=slip(text, rng) if slips else "",
        underlined=job.story.underlined.get(item.id, ""),
    )


def _mark(job: Job, paper: Paper, one: FormField, page: FormPage, rng: Rng) -> None:
    options = ticked(one, job.story.answers)
    for option in one.options:
        if option.id in options:
            _tick(job, paper, job.form.items[f"{one.id}.{option.id}"], page, rng)
    others = [option.id for option in one.options if option.id not in options]
    if options and others and rng.random() < job.style.marks.cancelled:
        _cancel(job, paper, f"{one.id}.{others[int(rng.integers(len(others)))]}", page, rng)


def _tick(job: Job, paper: Paper, item: Item, page: FormPage, rng: Rng) -> None:
    who = job.applicant
    if who.types_marks:
        machine = who.machine
        box = item.box.grown(0.3)
        letter = machine.line("X" if machine.wear else "x", rng)
        left = box.x + (box.width - letter.width) / 2 + machine.offset[0] * 0.5
        base = box.y + (box.height + machine.capital_mm) / 2 + machine.offset[1] * 0.5
        paper.lay(letter.ink, left - letter.start, base - letter.baseline, machine.tone)
        return
    habit = one_mark(rng, job.style.marks, who.habit)
    marks.mark(paper, item.box, habit, who.hand_on(page.number).pen, rng)


def _cancel(job: Job, paper: Paper, item_id: str, page: FormPage, rng: Rng) -> None:
    way = pick(rng, job.style.marks.cancels)
    pen = job.applicant.hand_on(page.number).pen
    marks.cancel(paper, job.form.items[item_id].box, way, job.applicant.habit, pen, rng)
    job.struck.append(item_id)


def _put_presence(job: Job, paper: Paper, item: Item, page: FormPage, rng: Rng) -> None:
    if item.type == "stamp" and job.story.received:
        day = date.fromisoformat(job.story.received)
        stamp.stamp(paper, item.box, day, office_of(job.story, rng), job.style.stamp, rng)
    if item.type == "signature" and item.id in job.story.answers:
        name = " ".join(str(job.story.answers.get(part, "")) for part in SIGNER).strip()
        hand = job.applicant.hand_on(page.number)
        signature.sign(paper, item.box, name, hand, rng)


def office_of(story: Story, rng: Rng) -> str:
    """The office that received the form: the one it is addressed to, or any."""
    named = story.answers.get(OFFICE_FIELD)
    if isinstance(named, str) and named:
        return named.split(",")[0].split("\n")[0]
    return stamp.OFFICES[int(rng.integers(len(stamp.OFFICES)))]
