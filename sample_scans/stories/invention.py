"""From a number to a story: choices, family, form, documents, defects, and what is to be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from random import Random

from pipeline import forms
from pipeline.forms import Form
from sample_scans.stories.clerk import Desk, expected
from sample_scans.stories.clerk.desk import documents_of
from sample_scans.stories.defects import DEFECTS, Defect, chosen, needs_of
from sample_scans.stories.draft import Draft
from sample_scans.stories.evidence_family import enclose_family
from sample_scans.stories.evidence_money import enclose_money
from sample_scans.stories.family import invent_family
from sample_scans.stories.page_child import fill_child_page
from sample_scans.stories.page_law import fill_law_page
from sample_scans.stories.page_other import fill_other_pages
from sample_scans.stories.page_parent import fill_parent_page
from sample_scans.stories.questionnaire import fill_questionnaire
from sample_scans.stories.traits import draw_traits
from sample_scans.stories.writing import written
from sample_scans.story import Story

FORM = "uvg_antrag_by"
FLAWED = 0.6
"""Share of the stories with a defect, where the number decides."""

MOST_DEFECTS = 3


def make_story(seed: int, defects: Sequence[str] | None) -> Story:
    """The story of a number, with these defects; ``ValueError`` where one cannot be."""
    if defects is None:
        return _with_some(seed)
    named = [DEFECTS[name] for name in defects]
    draft, done = _spoiled(seed, named)
    if left := [one.id for one in named if one not in done]:
        raise ValueError(f"these defects do not fit the story: {', '.join(left)}")
    return _story(draft, done)


def _with_some(seed: int) -> Story:
    """Defects as the number decides; what does not fit is left out."""
    rng = Random(f"{seed}:defects")
    count = rng.randint(1, MOST_DEFECTS) if rng.random() < FLAWED else 0
    return _story(*_spoiled(seed, chosen(rng, count)))


def invent(seed: int, settled: Mapping[str, object]) -> Draft:
    """The application as the family would hand it in, without any defect."""
    rng = Random(f"{seed}:family")
    traits = draw_traits(rng, settled)
    draft = Draft(
        rng=rng, traits=traits, family=invent_family(rng, traits),
        received=traits.received.isoformat(),
    )  # fmt: skip
    for fill in (fill_child_page, fill_law_page, fill_parent_page, fill_other_pages,
                 fill_questionnaire, enclose_family, enclose_money):  # fmt: skip
        fill(draft)
    draft.written |= written(Random(f"{seed}:hand"), draft.answers, _text_types(form()))
    return draft


def _spoiled(seed: int, defects: Sequence[Defect]) -> tuple[Draft, list[Defect]]:
    draft = invent(seed, needs_of(defects))
    draft.rng = Random(f"{seed}:flaw")
    return draft, [defect for defect in defects if defect.spoil(draft)]


def _story(draft: Draft, defects: Sequence[Defect]) -> Story:
    return Story(
        answers=draft.answers, findings=expected(desk_of(draft)), received=draft.received,
        evidence=tuple(draft.evidence), written=draft.written, underlined=draft.underlined,
        missing_pages=tuple(draft.missing_pages), defects=tuple(defect.id for defect in defects),
    )  # fmt: skip


def desk_of(draft: Draft) -> Desk:
    """The application as it reaches the clerk: without the pages that are missing."""
    definition = form()
    pages = frozenset(page.id for page in definition.pages) - set(draft.missing_pages)
    stamped = draft.received if "antrag_seite_1" in pages else None
    return Desk(
        form=definition,
        answers={n: a for n, a in draft.answers.items() if definition.page_of[n] in pages},
        underlined=draft.underlined, documents=documents_of(draft.evidence), pages=pages,
        received=date.fromisoformat(stamped) if stamped else None,
    )  # fmt: skip


def form() -> Form:
    """The form that all stories fill in."""
    return forms.load(FORM)


@cache
def _text_types_of(name: str) -> Mapping[str, str]:
    return {item.id: item.type for item in forms.load(name).items.values() if item.type != "mark"}


def _text_types(definition: Form) -> Mapping[str, str]:
    return _text_types_of(definition.id)
