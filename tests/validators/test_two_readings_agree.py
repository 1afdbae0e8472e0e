"""The makers of the samples read the catalogue on their own; the rules find what they expect."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import validators
from pipeline import forms
from pipeline.model import Case, Document, Received, Value
from sample_scans.stories import make_story
from sample_scans.story import Story

FORM = forms.load("uvg_antrag_by")
WITHOUT_STAMP = date(2026, 3, 4)


def value_of(answer: Any) -> Value | None:
    """Lists as tuples, without blank rows at the end."""
    if isinstance(answer, str):
        return answer or None
    rows = list(answer)
    while rows and rows[-1] == {}:
        rows.pop()
    return tuple(rows) or None


def case_of(story: Story) -> Case:
    here = frozenset(page.id for page in FORM.pages) - set(story.missing_pages)
    answers = {field: value_of(answer) for field, answer in story.answers.items()}
    return Case(
        case_id="fall",
        form=FORM.id,
        answers={f: v for f, v in answers.items() if v is not None and FORM.page_of[f] in here},
        underlined=story.underlined,
        form_pages=here,
        documents=tuple(
            Document(number=n, type=plan.type, subject=plan.subject, pages=(n,), confidence=1,
                     doubt=False)
            for n, plan in enumerate(story.evidence, 1)
        ),
        received=Received(
            day=date.fromisoformat(story.received) if story.received else None, source="stempel"
        ),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(100))
def test_the_rules_find_what_the_makers_of_the_story_expect(seed: int) -> None:
    story = make_story(seed)
    case = case_of(story)

    found = {f.rule for f in validators.check(case, case.received.day or WITHOUT_STAMP)}

    assert found == set(story.findings) & set(validators.RULES)
