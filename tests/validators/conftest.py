"""Cases for the rules: a complete application, and whatever differs from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import forms
from pipeline.model import Case, Document, Page, PageKind, Received, Value

GOLDEN = Path(__file__).parents[1] / "golden"
FORM = forms.load("uvg_antrag_by")
TODAY = date(2026, 3, 4)

Node = Mapping[str, Any]
MakeCase = Callable[[Node], Case]


def strings(path: Path) -> Any:
    """A YAML file of strings, as the truth of samples is read."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only


COMPLETE = strings(GOLDEN / "vollstaendig.yaml")


def case_from(node: Node) -> Case:
    """The complete application with the changes of a case; an empty answer is a blank field.

    ``nur`` names the only answers to take over.
    """
    kept = {k: v for k, v in COMPLETE["antworten"].items() if k in node.get("nur", [k])}
    answers = {**kept, **node.get("antworten", {})}
    papers = node.get("nachweise", COMPLETE["nachweise"]) + node.get("weitere_nachweise", [])
    missing = {page.id for page in FORM.pages} & set(node.get("fehlende_seiten", []))
    received = node.get("eingang", COMPLETE["eingang"])
    return Case(
        case_id="fall",
        form=FORM.id,
        answers={
            id_: _value(answer)
            for id_, answer in answers.items()
            if answer and FORM.page_of[id_] not in missing
        },
        doubtful=frozenset(node.get("zweifelhaft", [])),
        underlined=node.get("unterstrichen", COMPLETE["unterstrichen"]),
        pages=tuple(
            Page(number=n, kind=PageKind.UNREADABLE, doubt=True)
            for n in range(1, 1 + int(node.get("unleserliche_seiten", "0")))
        ),
        form_pages=frozenset(page.id for page in FORM.pages) - missing,
        documents=tuple(_document(n, paper) for n, paper in enumerate(papers, 1)),
        received=Received(
            day=date.fromisoformat(received) if received else None,
            source="stempel",
            doubt=node.get("eingang_zweifelhaft") == "ja",
        ),
    )


def _value(answer: Any) -> Value:
    return tuple(answer) if isinstance(answer, list) else answer


def _document(number: int, node: Node) -> Document:
    return Document(
        number=number,
        type=node["art"],
        subject=tuple(node.get("bezug", ())),
        pages=(number,),
        fields=node.get("angaben", {}),
        confidence=1,
        doubt=node.get("zweifelhaft") == "ja",
        legible=node.get("leserlich") != "nein",
    )


@pytest.fixture(scope="session")
def make_case() -> MakeCase:
    return case_from
