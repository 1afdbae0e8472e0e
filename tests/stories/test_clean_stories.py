"""Properties of invented applications without defects, over many numbers."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest

from extractors.values import normalise
from pipeline import forms, lexicons
from pipeline.forms import CHOICE_TYPES, Form
from pipeline.model import UNBEKANNT, VORHANDEN
from sample_scans.stories import make_story
from sample_scans.stories.accounts import valid
from sample_scans.stories.clerk.demanded import SOMETIMES
from sample_scans.stories.invention import invent
from sample_scans.stories.page_other import SINCE_ALWAYS
from sample_scans.stories.writing import default, texts_of
from sample_scans.story import Story

SEEDS = range(150)
GROUPS = [range(first, first + 30) for first in SEEDS[::30]]
HARMLESS = {"V-31", "D-03", "V-08", "A-08", "F-04", "F-26"}
"""What a clerk notices in an application without any defect: an empty block of the questionnaire, a
retroactive claim, a citizen of the Union without 1 D, the word keine, and a questionnaire that
says nothing or is not needed."""

TRUE_BUT_ODD = {"D-09", "D-10", "N-06", "N-11", "N-19", "N-20", "N-25", "N-30", "N-33", "N-34",
                "N-35", "P-12", "P-20", "P-21", "P-24", "P-25"}  # fmt: skip
"""The same of the rules of the later stages: documents that nobody must enclose, and lives that are
less simple than forms."""

PATTERNS = {
    "date": r"\d{4}(-\d{2}(-\d{2})?)?",
    "amount_eur": r"\d+\.\d{2}",
    "iban": r"DE\d{20}",
    "bic": r"[A-Z0-9]{11}",
    "phone": r"\+?\d{6,15}",
    "number": r"\d{4}",
    "plz_ort": r"\d{5} \S.*",
    "street": r"\S.* \d+[a-c]?",
}
SMALLEST_LETTER = 1.75
"""Millimetres per letter at which a text of its type still fits its line."""


@cache
def story(seed: int) -> Story:
    return make_story(seed, ())


@pytest.fixture(scope="module")
def form() -> Form:
    return forms.load("uvg_antrag_by")


def test_the_same_number_is_the_same_story() -> None:
    assert make_story(7, ()) == make_story(7, ())
    assert make_story(8) == make_story(8)
    assert make_story(7, ()) != make_story(9, ())


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_every_answer_belongs_to_the_form_and_fits_its_type(group: range, form: Form) -> None:
    for seed in group:
        for name, answer in story(seed).answers.items():
            field = form.fields[name]
            options = {option.id for option in field.options}
            if field.type == "table":
                assert isinstance(answer, list)
                rows = {cell.row for cell in field.cells}
                assert len(answer) == len(rows)
                assert all(isinstance(row, dict) for row in answer)
            elif field.type == "multi_choice":
                assert answer == UNBEKANNT or (answer and set(answer) <= options)
            elif field.type in CHOICE_TYPES:
                assert answer in options | {UNBEKANNT}
            elif field.type in ("signature", "stamp"):
                assert answer == VORHANDEN


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_every_text_is_in_the_normal_form_of_its_type(group: range, form: Form) -> None:
    for seed in group:
        for item, text in texts_of(dict(story(seed).answers)):
            if item not in form.items or text in (UNBEKANNT, *SINCE_ALWAYS):
                continue
            kind = form.items[item].type
            assert re.fullmatch(PATTERNS.get(kind, ".+"), text), item
            assert text == " ".join(text.split()), item


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_nothing_is_wrong_with_a_clean_application(group: range) -> None:
    for seed in group:
        assert set(story(seed).findings) <= HARMLESS | TRUE_BUT_ODD


def test_the_harmless_remarks_have_their_reasons() -> None:
    retro = [s for s in SEEDS if "D-03" in story(s).findings]

    assert 0 < len(retro) < len(SEEDS) / 2
    for seed in SEEDS:
        answers = story(seed).answers
        assert ("bemuehungen.vorgenommen" in answers) == (seed in retro)


def test_every_conditional_question_of_the_form_is_known_to_the_clerk(form: Form) -> None:
    fields = form.fields.values()

    assert set(SOMETIMES) == {f.id for f in fields if f.required not in ("always", "optional")}


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_accounts_are_with_banks_that_exist(group: range) -> None:
    for seed in group:
        iban = str(story(seed).answers["bankverbindung.iban"])
        bic = story(seed).answers["bankverbindung.bic"]

        assert valid(iban)
        assert bic in (UNBEKANNT, lexicons.banks()[iban[4:12]].bic)


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_postcodes_belong_to_their_towns(group: range, form: Form) -> None:
    for seed in group:
        for name, answer in story(seed).answers.items():
            if form.fields[name].type == "plz_ort" and answer != UNBEKANNT:
                plz, _, town = str(answer).partition(" ")
                assert town in lexicons.towns_of()[plz]


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_the_days_of_a_life_come_in_their_order(group: range) -> None:
    for seed in group:
        draft = invent(seed, {})
        traits, family, dates = draft.traits, draft.family, draft.family.dates
        age = (traits.born - family.mother.born).days / 365.25

        assert 17 <= age <= 45
        assert traits.born <= traits.signed <= traits.received
        assert traits.born <= dates.lives_since <= traits.start
        assert 0 <= traits.years <= 17
        for sibling in family.siblings:
            assert abs((sibling.born - traits.born).days) > 300
        past = (dates.marriage, dates.separation, dates.divorce)
        days = [day for day in past if day]
        assert days == sorted(days)
        assert all(day <= traits.received for day in (*days, dates.death) if day)


def test_children_of_every_band_of_age_and_every_marital_status_occur() -> None:
    drafts = [invent(seed, {}) for seed in range(400)]

    assert {draft.traits.years for draft in drafts} >= set(range(18))
    assert {draft.traits.law.status for draft in drafts} == {
        "ledig", "verheiratet", "lebenspartnerschaft", "geschieden", "dauernd_getrennt",
        "verwitwet",
    }  # fmt: skip
    assert {draft.traits.law.known for draft in drafts} == {"gut", "wenig", "unbekannt"}


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_what_is_written_means_what_the_answer_says(group: range, form: Form) -> None:
    for seed in group:
        one = story(seed)
        values = dict(texts_of(dict(one.answers)))
        for item, paper in one.written.items():
            kind = form.items[item].type
            assert paper != default(kind, values[item])
            meant = normalise(paper, kind).value
            meant = re.sub(r"\D", "", meant) if kind == "phone" else meant
            assert meant == values[item], item


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_texts_find_room_on_their_lines(group: range, form: Form) -> None:
    for seed in group:
        one = story(seed)
        for item, text in texts_of(dict(one.answers)):
            if not written_down(item, text, form):
                continue
            box = form.items[item].box
            lines = max(1, box.height // 6) if item == "antrag.stelle" else 1
            paper = one.written.get(item, default(form.items[item].type, text))
            assert len(paper) * SMALLEST_LETTER <= box.width * lines, (item, paper)


def written_down(item: str, text: str, form: Form) -> bool:
    """Whether a value is written with a pen, not ticked, signed or stamped."""
    field = form.fields.get(item)
    ticked = field is not None and field.type in CHOICE_TYPES and text != UNBEKANNT
    return item in form.items and text != VORHANDEN and not ticked


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_the_name_in_use_is_underlined_where_there_are_several(group: range) -> None:
    for seed in group:
        one = story(seed)
        for name, answer in one.answers.items():
            if name.endswith(".vornamen") and len(str(answer).split()) > 1:
                assert one.underlined[name] in str(answer).split()


def test_dates_of_received_are_working_days() -> None:
    for seed in SEEDS:
        received = date.fromisoformat(story(seed).received or "")
        assert received.weekday() < 5
