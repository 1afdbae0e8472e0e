"""Invented evidence: every kind can be drawn, says what its plan says, and is always the same."""

from __future__ import annotations

import io
import random
import re
import string
from importlib.resources import files

import pytest
import yaml
from pypdf import PdfReader

from sample_scans.attachments import draw, layouts, types
from sample_scans.attachments.facts import facts_of
from sample_scans.attachments.inventions import OPTIONAL
from sample_scans.stories import make_story
from sample_scans.story import EvidencePlan

CATALOGUE = files("pipeline.forms").joinpath("catalogue")
COLLECTIVE = {"ausweis", "aufenthaltstitel", "spaetaussiedler_nachweis", "vaterschaftsnachweis"}
EVERY_LAYOUT = [(kind, number) for kind in types() for number in range(layouts(kind))]
A4 = (595, 842)


def _concrete_types() -> set[str]:
    path = next(p for p in CATALOGUE.iterdir() if p.name.endswith(".yaml"))
    listed = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["nachweisarten"]
    return {kind["id"] for kind in listed} - COLLECTIVE


def _text(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_every_concrete_kind_of_the_catalogue_can_be_drawn() -> None:
    assert set(types()) == _concrete_types()


@pytest.mark.parametrize(("kind", "layout"), EVERY_LAYOUT)
def test_a_layout_gives_a4_pages_with_text(kind: str, layout: int) -> None:
    pdf = PdfReader(io.BytesIO(draw(EvidencePlan(kind, ("kind",)), 5, layout)))

    for page in pdf.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        assert len(page.extract_text()) > 40


def test_the_same_seed_draws_the_same_paper() -> None:
    plan = EvidencePlan("geburtsurkunde", ("kind",))

    assert draw(plan, 7) == draw(plan, 7)
    assert draw(plan, 7) != draw(plan, 8)


@pytest.mark.parametrize("kind", types())
def test_every_fact_of_a_text_is_planned_invented_or_optional(kind: str) -> None:
    texts = files("sample_scans.attachments").joinpath("texts").iterdir()
    written = {
        key: value for p in texts for key, value in yaml.safe_load(p.read_text("utf-8")).items()
    }
    names = {
        name.partition(":")[0]
        for text in re.findall(r"\{[a-z_0-9:]+\}", str(written[kind]))
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }
    facts = facts_of(EvidencePlan(kind, ("kind",)), random.Random(1))

    unknown = [
        name for name in sorted(names) if name not in OPTIONAL and facts.get(name, "?") == "?"
    ]

    assert unknown == []


def test_facts_of_the_plan_are_printed_and_not_replaced() -> None:
    plan = EvidencePlan(
        "meldebestaetigung", ("kind",),
        fields={"kind.familienname": "Łuczak-Öztürk", "kind.geburtsdatum": "2017-03-14"},
        facts={"moved_in": "2021-05-01"},
    )  # fmt: skip

    text = _text(draw(plan, 3))

    assert "Łuczak-Öztürk" in text
    assert "01.05.2021" in text


@pytest.mark.parametrize("layout", range(layouts("geburtsurkunde")))
def test_an_office_is_named_once(layout: int) -> None:
    facts = {"place": "Starnberg", "office": "Standesamt Starnberg"}  # as stories plan them

    text = _text(draw(EvidencePlan("geburtsurkunde", ("kind",), facts=facts), 3, layout))

    assert "Standesamt Standesamt" not in " ".join(text.split())


@pytest.mark.parametrize("seed", [2, 11, 34])
def test_every_planned_field_of_a_story_stands_on_its_paper(seed: int) -> None:
    for number, plan in enumerate(make_story(seed, []).evidence):
        text = _bare(_text(draw(plan, seed + number)))
        for field, value in plan.fields.items():
            assert any(_bare(way) in text for way in _ways(value)), f"{plan.type} {field}"


def _bare(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())


def _ways(value: str) -> list[str]:
    """A value as papers may print it."""
    from sample_scans.attachments.printing import printed

    return [value, printed(value, "d"), printed(value, "l"), printed(value, "e")]


def test_two_people_on_one_certificate_are_both_named() -> None:
    facts = {"child_first_names": "Mara", "parent_first_names": "Annegret"}

    text = _text(
        draw(EvidencePlan("meldebescheinigung", ("kind", "betreuender_elternteil"), facts=facts), 4)
    )

    assert "Mara" in text
    assert "Annegret" in text


def test_what_may_be_missing_is_left_out() -> None:
    with_father = draw(
        EvidencePlan("geburtsurkunde", ("kind",), facts={"father": "Otto Rehm"}), 1, 0
    )
    without = draw(EvidencePlan("geburtsurkunde", ("kind",)), 1, 0)

    assert "Otto Rehm" in _text(with_father)
    assert _text(without).count("Familienname, Vorname(n)") == 1
