"""The canonical case: valid against its schema, and nothing unknown dressed up as a value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import fake_cases
import fake_readers as fakes
import pytest
from jsonschema import Draft202012Validator, ValidationError

from pipeline import canonical, forms
from pipeline.model import AnswerState, Box, Reading, ReadingKind, Source
from pipeline.settings import Settings
from pipeline.standing import rules_version, standing
from pipeline.store import Store, add_readings, open_store

TODAY = date(2026, 3, 10)
FORM = forms.load("uvg_antrag_by")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    store = open_store(Settings(data=tmp_path / "data", database_url=""))
    yield store
    store.close()


def document(opened: Store, case: str) -> canonical.Json:
    found = standing(opened, case, policy="readings", today=TODAY)
    return canonical.document(
        found.record, found.case, found.findings, today=TODAY, rules=rules_version()
    )


def validate(data: canonical.Json) -> None:
    Draft202012Validator(
        canonical.json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
    ).validate(data)


def test_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(canonical.json_schema())


@pytest.mark.parametrize("levels", [[*fakes.FORM, 200, 250], [30], [230], [11, *fakes.FORM[1:]]])
def test_every_case_is_valid_against_the_schema(
    opened: Store, tmp_path: Path, levels: list[int]
) -> None:
    case = fake_cases.with_case(opened, fakes.scan(tmp_path / "scan.tif", levels))

    validate(json.loads(canonical.as_bytes(document(opened, case))))


def test_the_same_facts_give_the_same_document(opened: Store, tmp_path: Path) -> None:
    case = fake_cases.with_case(opened, fakes.scan(tmp_path / "scan.tif", fakes.FORM))

    assert canonical.as_bytes(document(opened, case)) == canonical.as_bytes(document(opened, case))


def test_every_field_of_the_form_is_there(opened: Store, tmp_path: Path) -> None:
    case = fake_cases.with_case(opened, fakes.scan(tmp_path / "scan.tif", [30]))

    fields = document(opened, case)["fields"]

    assert list(fields) == list(FORM.fields)
    states = {id_: entry["state"] for id_, entry in fields.items()}
    absent = [id_ for id_, state in states.items() if state == "not_on_form"]
    assert absent == [id_ for id_ in FORM.fields if FORM.page_of[id_] != FORM.pages[2].id]


@pytest.mark.parametrize(("levels", "form"), [([30], FORM.id), ([230], None)])
def test_a_form_is_named_only_where_it_was_recognised(
    opened: Store, tmp_path: Path, levels: list[int], form: str | None
) -> None:
    case = fake_cases.with_case(opened, fakes.scan(tmp_path / "scan.tif", levels))

    found = document(opened, case)

    assert (found["form"], found["edition"]) == (form, FORM.edition if form else None)
    assert bool(found["provenance"]["form"]) == bool(form)
    Draft202012Validator(canonical.json_schema()).validate(found)


def test_a_blank_field_is_null_and_a_value_says_where_it_stands(
    opened: Store, tmp_path: Path
) -> None:
    case = fake_cases.with_case(opened, fakes.scan(tmp_path / "scan.tif", fakes.FORM))

    fields = document(opened, case)["fields"]

    blank, name = fields["kind.geburtsort"], fields["kind.familienname"]
    assert (blank["value"], blank["state"]) == (None, "blank")
    assert name["value"] == fakes.NAME
    assert (name["page"], name["source"], name["confidence"]) == (1, "machine", 0.99)
    left, top, width, height = name["box_mm"]
    assert 0 < left < left + width < 210
    assert 0 < top < top + height < 297


def test_unknown_is_null_and_a_correction_is_a_persons(opened: Store, tmp_path: Path) -> None:
    case = fake_cases.with_case(opened, fakes.scan(tmp_path / "scan.tif", fakes.FORM))
    with opened.write() as db:
        add_readings(
            db,
            case,
            [by_person("kind.familienname", "Groß"), by_person("kind.geburtsort", "unbekannt")],
        )

    fields = document(opened, case)["fields"]

    corrected, unknown = fields["kind.familienname"], fields["kind.geburtsort"]
    assert (corrected["value"], corrected["state"]) == ("Groß", "corrected")
    assert corrected["source"] == "person"
    assert (unknown["value"], unknown["state"]) == (None, "unknown")


def by_person(item: str, value: str) -> Reading:
    return Reading(
        item=item, kind=ReadingKind.TEXT, value=value, confidence=1, doubt=False, page=1,
        source=Source.PERSON, box=Box(x=1, y=1, width=1, height=1), reader="Prüfplatz",
    )  # fmt: skip


BROKEN: list[dict[str, Any]] = [
    {"value": "", "state": "blank"},
    {"value": False, "state": "blank"},
    {"value": "x", "state": "blank"},
    {"value": "x", "state": "illegible"},
    {"value": None, "state": "read"},
    {"value": "x", "state": "read", "source": None},
    {"value": "x", "state": "read", "page": None},
    {"state": "guessed"},
]


@pytest.mark.parametrize("change", BROKEN, ids=str)
def test_the_schema_refuses_what_must_not_be(
    opened: Store, tmp_path: Path, change: dict[str, Any]
) -> None:
    case = fake_cases.with_case(opened, fakes.scan(tmp_path / "scan.tif", fakes.FORM))
    data = document(opened, case)
    data["fields"]["kind.familienname"] |= change

    with pytest.raises(ValidationError):
        validate(data)


def test_every_state_without_a_value_is_in_the_schema() -> None:
    states = canonical.json_schema()["$defs"]["field"]["allOf"][0]["if"]["properties"]["state"]

    assert {AnswerState(state) for state in states["enum"]} == canonical.VALUELESS
