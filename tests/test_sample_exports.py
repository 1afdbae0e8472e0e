"""The shipped samples through the whole pipeline: every page accounted for, every export valid."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pipeline import canonical, store
from pipeline.model import ItemResult, PageKind, Source
from pipeline.settings import Settings
from pipeline.standing import rules_version, stand

SAMPLES = Path(__file__).parents[1] / "sample_scans" / "samples"
NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.is_dir())
ON_SCREEN = tuple(name for name in NAMES if name[:2] in ("01", "02", "03"))

Read = Callable[[str], ItemResult]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(
            name,
            marks=[pytest.mark.xdist_group(name)]
            + ([] if name in ON_SCREEN else [pytest.mark.slow]),
        )
        for name in NAMES
    ],
)
def sample(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def test_an_export_is_valid_against_the_schema(
    sample: str, read_sample: Read, tmp_path: Path
) -> None:
    opened = store.open_store(Settings(data=tmp_path, database_url=""))
    scan = store.Scan(sha256="0" * 64, media_type="application/pdf", size=1)
    with opened.write() as db:
        case = store.add_case(db, [scan], Path(sample))
        store.add_result(db, case, read_sample(sample))
        record = store.load_record(db, case)
    opened.close()
    found = stand(record, [], policy="readings", today=date(2026, 11, 1))

    document = canonical.document(
        record, found.case, found.findings, today=date(2026, 11, 1), rules=rules_version()
    )

    Draft202012Validator(
        canonical.json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
    ).validate(json.loads(canonical.as_bytes(document)))


def test_every_page_that_was_delivered_is_accounted_for(sample: str, read_sample: Read) -> None:
    result = read_sample(sample)

    assert [page.number for page in result.pages] == list(range(1, len(result.pages) + 1))
    in_documents = sorted(n for document in result.documents for n in document.pages)
    evidence = [p.number for p in result.pages if p.kind in (PageKind.EVIDENCE, PageKind.FOREIGN)]
    assert in_documents == evidence


@pytest.mark.parametrize("name", ON_SCREEN)
def test_what_was_typed_on_a_screen_is_not_guessed_at(name: str, read_sample: Read) -> None:
    result = read_sample(name)

    assert {r.source for r in result.readings} <= {Source.FORM_FIELD, Source.TEXT_LAYER}
    assert not any(reading.doubt for reading in result.readings)
