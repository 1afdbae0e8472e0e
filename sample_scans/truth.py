"""What a sample says, written down: the truth file beside every scan.

Every value is quoted, so that a reader who loads strings only gets what was meant (``"1250.00"``,
``"ja"``, ``"2017"``); the keys are plain.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from pipeline.model import UNBEKANNT, VORHANDEN
from sample_scans.fill.pages import Job, written_values
from sample_scans.story import Answer

STAMP = "antrag.eingangsstempel"

PageTruth = Mapping[str, object]
Truth = Mapping[str, object]

INLINE = ("pages",)
"""Lists of small records that read best with one record per line."""


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    return json.dumps(str(value), ensure_ascii=False)


def _lines(truth: Truth) -> Iterator[str]:
    for key, value in truth.items():
        if isinstance(value, Mapping) and value:
            yield f"{key}:"
            yield from (f"  {name}: {_flow(one)}" for name, one in value.items())
        elif key in INLINE and isinstance(value, Sequence):
            yield f"{key}:"
            yield from (f"  - {_flow(one)}" for one in value)
        else:
            yield f"{key}: {_flow(value)}"


def truth_yaml(truth: Truth) -> str:
    """The text of a truth file."""
    return "\n".join(_lines(truth)) + "\n"


def _answers(job: Job, present: frozenset[str]) -> dict[str, Answer]:
    """The story's answers as far as their pages came; a stamp counts as the office's answer."""
    form, story = job.form, job.story
    on_paper = {item.field for item, _ in written_values(story.answers, form)}
    answers = {
        name: value
        for name, value in story.answers.items()
        if form.page_of[name] in present and (value != UNBEKANNT or name in on_paper)
    }
    answers.pop(STAMP, None)
    if story.received and form.page_of[STAMP] in present:
        answers[STAMP] = VORHANDEN
    return {name: answers[name] for name in form.fields if name in answers}


def truth_of(job: Job, pages: Sequence[PageTruth]) -> dict[str, object]:
    """The whole truth of an item, as the contract writes it."""
    present = frozenset(str(page["form_page"]) for page in pages if "form_page" in page)
    answers = _answers(job, present)
    truth: dict[str, object] = {"form": job.form.id}
    if STAMP in answers and job.story.received:
        truth["received"] = job.story.received
    truth |= {"source": "generated", "writing": job.applicant.writing, "pages": list(pages)}
    truth["answers"] = answers
    truth["struck"] = sorted(item for item in job.struck)
    if ways := _ways(job, answers):
        truth["writing_by_field"] = ways
    if under := {name: word for name, word in job.story.underlined.items() if name in answers}:
        truth["underlined"] = under
    truth["findings"] = sorted(set(job.story.findings))
    return truth


def _ways(job: Job, answers: Mapping[str, Answer]) -> dict[str, str]:
    """Fields written in another way than the form as a whole."""
    whole = job.applicant.writing
    ways = {name: "hand" if by_hand else "typed" for name, by_hand in job.by_hand.items()}
    return {name: way for name, way in ways.items() if way != whole and name in answers}
