"""The documents of invented applications: complete, for the right person, true to the form."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline import forms
from sample_scans import attachments
from sample_scans.stories import make_story
from sample_scans.stories.invention import invent
from sample_scans.story import Story

PEOPLE = {"kind", "betreuender_elternteil", "anderer_elternteil", "ehegatte",
          "verstorbener_elternteil"}  # fmt: skip
CORE = {
    "geburtsurkunde", "abstammungsurkunde", "familienbuchauszug", "geburtenregisterausdruck",
    "meldebestaetigung", "meldebescheinigung", "haushaltsbescheinigung", "niederlassungserlaubnis",
    "daueraufenthalt_eu", "aufenthaltserlaubnis", "blaue_karte_eu", "ict_karte",
    "mobiler_ict_karte", "beschaeftigungsduldung", "vertriebenenausweis", "bescheinigung_bvfg15",
    "registrierschein", "aufnahmebescheid", "vaterschaftsanerkennung", "vaterschaftsfeststellung",
    "sterbeurkunde", "waisenbezug_nachweis", "waisen_ablehnungsbescheid", "uvg_bescheid",
    "unterhaltstitel", "freistellungsvereinbarung", "mahnschreiben",
    "nachweis_bemuehungen_sonstige", "nachweis_festsetzungsantrag", "ausbildungsvertrag",
    "arbeitsvertrag", "lohnbescheinigung", "einkommensnachweis_sonstige", "tilgungsvereinbarung",
}  # fmt: skip
UNASKED = {
    "kindergeldbescheid",
    "eheurkunde",
    "umgangsvereinbarung",
    "vollmacht",
    "zahlungsnachweis",
}
MANY = range(800)


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return [make_story(seed, ()) for seed in MANY]


def test_every_kind_that_the_rules_ask_for_occurs(stories: list[Story]) -> None:
    kinds = Counter(plan.type for story in stories for plan in story.evidence)

    assert not (CORE | UNASKED) - set(kinds)


def test_a_complete_application_encloses_four_to_twelve_documents(stories: list[Story]) -> None:
    counts = Counter(len(story.evidence) for story in stories)

    assert min(counts) >= 4
    assert max(counts) <= 13
    assert sum(n for size, n in counts.items() if size <= 9) > 0.85 * len(stories)


def test_documents_are_for_people_of_the_form_and_can_be_drawn(stories: list[Story]) -> None:
    drawable = set(attachments.types())

    for story in stories:
        for plan in story.evidence:
            assert plan.subject and set(plan.subject) <= PEOPLE
            assert plan.type in drawable
            assert all(plan.facts.values())


def test_documents_say_what_the_form_says(stories: list[Story]) -> None:
    fields = forms.load("uvg_antrag_by").fields

    for story in stories:
        for plan in story.evidence:
            for name, value in plan.fields.items():
                assert name in fields
                assert str(story.answers[name]).removeprefix("Dr. ") == value


def test_documents_are_older_than_the_signature(stories: list[Story]) -> None:
    for seed in range(200):
        signed = invent(seed, {}).traits.signed.isoformat()
        for plan in stories[seed].evidence:
            assert plan.facts.get("issued", "") <= signed, plan.type


@pytest.mark.parametrize("seed", range(4))
def test_whole_sets_of_documents_become_papers(seed: int) -> None:
    for plan in make_story(seed, ()).evidence:
        assert attachments.draw(plan, seed).startswith(b"%PDF")
