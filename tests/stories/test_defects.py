"""Every defect spoils some story, makes its rules speak, and no rule of the core is left out."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

import validators
from pipeline import forms
from pipeline.model import Case, Document, Page, PageKind, Received
from sample_scans.stories import DEFECTS, make_story
from sample_scans.stories.clerk import expected
from sample_scans.stories.invention import desk_of, invent
from sample_scans.story import Story

CORE = {
    *(f"F-{n:02}" for n in (1, 2, 3, 9, 11, 12, 13, 14)),
    *(f"A-{n:02}" for n in range(1, 8)),
    *(f"V-{n:02}" for n in range(1, 33)),
    *(f"D-{n:02}" for n in range(1, 8)),
    *(f"B-{n:02}" for n in range(1, 5)),
    *(f"N-{n:02}" for n in (1, 2, 3, 5, 8, 9, 14, 15, 16, 17, 21, 23, 24, 26, 27, 28, 29, 32)),
}
"""The first stage, without F-10: a truth is checked as on the day of its stamp."""

SEEDS = range(4)


@cache
def spoiled(name: str) -> tuple[tuple[int, Story], ...]:
    """The first stories that this defect fits."""
    found = []
    for seed in range(30):
        try:
            found.append((seed, make_story(seed, [name])))
        except ValueError:
            continue
        if len(found) == len(SEEDS):
            break
    return tuple(found)


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_fits_some_stories_and_makes_its_rules_speak(name: str) -> None:
    assert len(spoiled(name)) == len(SEEDS)
    for _, story in spoiled(name):
        assert set(DEFECTS[name].findings) <= set(story.findings)
        assert story.defects == (name,)


@pytest.mark.parametrize("name", DEFECTS)
def test_without_the_defect_some_rule_of_it_is_silent(name: str) -> None:
    defect = DEFECTS[name]
    for seed, story in spoiled(name):
        clean = set(expected(desk_of(invent(seed, defect.needs))))
        assert set(story.findings) != clean or set(defect.findings) <= {"V-31"}


def test_every_rule_of_the_core_is_caused_by_a_defect_or_a_fact() -> None:
    caused = {rule for defect in DEFECTS.values() for rule in defect.findings}
    facts = {rule for seed in range(300) for rule in make_story(seed, ()).findings}

    assert not CORE - caused - facts


def test_a_defect_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="bic_zu_kurz"):
        make_story(1, ["leer.bankverbindung.bic", "bic_zu_kurz"])


def test_where_the_number_decides_many_but_not_all_stories_have_defects() -> None:
    counts = [len(make_story(seed).defects) for seed in range(200)]

    assert 60 <= sum(count == 0 for count in counts) <= 120
    assert max(counts) == 3


def case_of(story: Story) -> Case:
    """The story as it would come out of a perfect reading."""
    form = forms.load("uvg_antrag_by")
    pages = [page.id for page in form.pages if page.id not in story.missing_pages]
    day = date.fromisoformat(story.received) if story.received else None
    answers = {n: a for n, a in story.answers.items() if form.page_of[n] in pages}
    return Case(
        case_id="1",
        form=form.id,
        answers={n: a if isinstance(a, str) else tuple(a) for n, a in answers.items()},
        underlined=dict(story.underlined),
        pages=tuple(
            Page(number=n, kind=PageKind.FORM, form_page=page) for n, page in enumerate(pages, 1)
        ),
        form_pages=frozenset(pages),
        documents=tuple(
            Document(number=n, type=plan.type, subject=plan.subject, pages=(100 + n,),
                     fields=dict(plan.fields), confidence=1, doubt=False)
            for n, plan in enumerate(story.evidence, 1)
        ),
        received=Received(day=day, source="stempel" if day else "leer"),
    )  # fmt: skip


def assert_agreement(story: Story) -> None:
    today = date.fromisoformat(story.received or "2026-11-22")
    found = {finding.rule for finding in validators.check(case_of(story), today)}

    assert found & CORE == set(story.findings) & CORE, story.defects


@pytest.mark.parametrize("name", DEFECTS)
def test_the_rules_find_what_the_makers_of_a_defect_expect(name: str) -> None:
    for _, story in spoiled(name)[:2]:
        assert_agreement(story)


@pytest.mark.parametrize("first", range(0, 300, 30))
def test_the_rules_find_what_is_expected_of_any_story(first: int) -> None:
    for seed in range(first, first + 30):
        assert_agreement(make_story(seed))
