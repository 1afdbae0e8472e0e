"""What a sample's ``truth.yaml`` says: its pages, its answers, and the findings to expect.

Every scalar is read as a string: an unquoted date or ``nein`` stays what was written. A truth
that cannot be understood raises ``TruthError``, which names the place and never a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from pipeline import forms
from pipeline.errors import FormError, PathError, TruthError
from pipeline.forms import Form
from pipeline.model import Case, Document, Fact, Page, PageKind, Received, Value

TRUTH = "truth.yaml"

THE_ONLY_CASE = "1"
"""The id of the case in a truth that has only one."""

KINDS = {
    "blank": PageKind.BLANK,
    "separator": PageKind.SEPARATOR,
    "foreign": PageKind.FOREIGN,
    "unreadable": PageKind.UNREADABLE,
    "duplicate_of": PageKind.DUPLICATE,
}
"""Keys of pages that are neither form nor evidence."""

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Loads strings only; the C loader is ten times faster."""


class TruthPage(Fact):
    """One page of the scan and the cases it belongs to (empty: to every case)."""

    number: int
    kind: PageKind
    form_page: str | None = None
    duplicate_of: int | None = None
    evidence: str = ""
    document: str = ""
    subject: tuple[str, ...] = ()
    fields: Mapping[str, str] = {}
    cases: frozenset[str] = frozenset()


class TruthCase(Fact):
    """Answers and expected rule ids of one case of the scan."""

    answers: Mapping[str, Value]
    findings: frozenset[str] | None


class Truth(Fact):
    """Everything that is known about a sample."""

    name: str
    form: str
    received: date | None
    source: str
    writing: str
    pages: tuple[TruthPage, ...]
    cases: Mapping[str, TruthCase]
    struck: frozenset[str]
    writing_by_field: Mapping[str, str]
    underlined: Mapping[str, str]

    @property
    def answers(self) -> Mapping[str, Value]:
        """The answers of the first case."""
        return next(iter(self.cases.values())).answers

    @property
    def findings(self) -> frozenset[str]:
        """The rule ids that are expected in any of the cases."""
        return frozenset().union(*(case.findings or frozenset() for case in self.cases.values()))

    @property
    def documents(self) -> tuple[Document, ...]:
        """The evidence of all cases."""
        return _documents(self.pages)

    @property
    def scan_pages(self) -> tuple[Page, ...]:
        """The pages as a perfect reader would report them."""
        return tuple(_page(page) for page in self.pages)

    def case(self, form: Form, case_id: str = THE_ONLY_CASE) -> Case:
        """The case that a perfect reader would hand to the rules."""
        answers = self.cases[case_id].answers
        if unknown := sorted(set(answers) - set(form.fields)):
            raise TruthError(self.name, hint=f"Unbekannte Felder: {', '.join(unknown)}.")
        pages = tuple(p for p in self.pages if not p.cases or case_id in p.cases)
        ids = {page.id for page in form.pages}
        present = {p.form_page for p in pages if p.kind is PageKind.FORM and p.form_page in ids}
        return Case(
            case_id=case_id,
            form=form.id,
            edition=form.edition,
            answers={id_: _as_typed(form, id_, value) for id_, value in answers.items()},
            underlined=self.underlined,
            pages=tuple(_page(page) for page in pages),
            form_pages=frozenset(id_ for id_ in present if id_ is not None),
            documents=_documents(pages),
            received=Received(day=self.received, source="stempel" if self.received else "leer"),
        )


def load(folder: Path) -> Truth:
    """The truth of the sample in this folder. Raises ``TruthError`` or ``PathError``."""
    path = folder / TRUTH
    name = f"{folder.name}/{TRUTH}"
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise PathError(name) from error
    except (OSError, UnicodeDecodeError) as error:
        raise TruthError(name) from error
    return parse(text, name)


def parse(text: str, name: str = TRUTH) -> Truth:
    """A truth from its text; ``name`` is what errors call it."""
    try:
        return _truth(yaml.load(text, Loader=_LOADER), name)  # noqa: S506 - loads strings only
    except yaml.YAMLError as error:
        raise TruthError(name, hint="Die Datei ist kein gültiges YAML.") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TruthError(name) from error


def _truth(node: Any, name: str) -> Truth:
    if not isinstance(node, dict) or "form" not in node or "pages" not in node:
        raise TruthError(name, hint="Die Schlüssel form und pages müssen da sein.")
    leaflets = _leaflets(node["form"], name)
    return Truth(
        name=name,
        form=node["form"],
        received=_day(node.get("received"), name),
        source=node.get("source", ""),
        writing=node.get("writing", ""),
        pages=tuple(
            _truth_page(n, page, leaflets, name) for n, page in enumerate(node["pages"], 1)
        ),
        cases=_cases(node),
        struck=frozenset(_items(node.get("struck"))),
        writing_by_field=node.get("writing_by_field") or {},
        underlined=node.get("underlined") or {},
    )


def _leaflets(form: str, name: str) -> frozenset[str]:
    """The pages of the form that ask nothing."""
    try:
        return frozenset(page.id for page in forms.load(form).text_pages)
    except FormError as error:
        raise TruthError(name, hint="Ein solches Formular ist nicht eingerichtet.") from error


def _day(text: str | None, name: str) -> date | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise TruthError(name, hint="received ist ein Tag wie 2026-03-04.")
    return date.fromisoformat(text)


def _cases(node: Mapping[str, Any]) -> dict[str, TruthCase]:
    nodes = node.get("cases") or {THE_ONLY_CASE: node}
    return {str(case_id): _case(case) for case_id, case in nodes.items()}


def _case(node: Mapping[str, Any]) -> TruthCase:
    answers = node.get("answers") or {}
    found = node.get("findings")
    return TruthCase(
        answers={id_: _answer(value) for id_, value in answers.items() if value not in ("", [])},
        findings=None if found is None else frozenset(_items(found)),
    )


def _answer(node: Any) -> Value:
    """One string, several options, or rows; blank cells and blank rows at the end are left out."""
    if not isinstance(node, list):
        return str(node)
    if not any(isinstance(part, dict) for part in node):
        return tuple(str(part) for part in node)
    rows = [{k: v for k, v in (part or {}).items() if v} for part in node]
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _as_typed(form: Form, field_id: str, value: Value) -> Value:
    """A list of one tick is one tick, and one tick of a multiple choice is a list."""
    kind = form.fields[field_id].type
    if kind == "multi_choice" and isinstance(value, str) and value != "unbekannt":
        return (value,)
    if kind in ("single_choice", "checkbox") and isinstance(value, tuple) and len(value) == 1:
        return str(value[0])
    return value


def _truth_page(
    number: int, node: Mapping[str, Any], leaflets: frozenset[str], name: str
) -> TruthPage:
    cases = frozenset(_items(node.get("case")))
    if "form_page" in node:
        kind = _form_kind(node["form_page"], leaflets)
        return TruthPage(number=number, kind=kind, form_page=node["form_page"], cases=cases)
    if "evidence" in node:
        return TruthPage(
            number=number,
            kind=PageKind.EVIDENCE,
            evidence=node["evidence"],
            document=node.get("document", f"Seite {number}"),
            subject=_items(node.get("subject")),
            fields=node.get("fields") or {},
            cases=cases,
        )
    for key, kind in KINDS.items():
        if key in node:
            copy = int(node[key]) if kind is PageKind.DUPLICATE else None
            return TruthPage(number=number, kind=kind, duplicate_of=copy, cases=cases)
    raise TruthError(name, hint=f"Seite {number}: unbekannte Art von Seite.")


def _form_kind(page_id: str, leaflets: frozenset[str]) -> PageKind:
    return PageKind.TEXT_PAGE if page_id in leaflets else PageKind.FORM


def _items(node: Any) -> tuple[str, ...]:
    if not node:
        return ()
    return (node,) if isinstance(node, str) else tuple(str(part) for part in node)


def _page(page: TruthPage) -> Page:
    return Page(
        number=page.number,
        kind=page.kind,
        form_page=page.form_page,
        duplicate_of=page.duplicate_of,
    )


def _documents(pages: tuple[TruthPage, ...]) -> tuple[Document, ...]:
    return tuple(_joined(number, group) for number, group in enumerate(_by_document(pages), 1))


def _by_document(pages: tuple[TruthPage, ...]) -> Iterator[list[TruthPage]]:
    groups: dict[tuple[str, str], list[TruthPage]] = {}
    for page in pages:
        if page.kind is PageKind.EVIDENCE:
            groups.setdefault((page.document, page.evidence), []).append(page)
    yield from groups.values()


def _joined(number: int, pages: list[TruthPage]) -> Document:
    """One document of all its pages; what any of them says, it says."""
    return Document(
        number=number,
        type=pages[0].evidence,
        subject=tuple(dict.fromkeys(who for page in pages for who in page.subject)),
        pages=tuple(page.number for page in pages),
        fields={key: value for page in pages for key, value in page.fields.items()},
        confidence=1.0,
        doubt=False,
    )
