"""Derives a form definition: geometry from the blank PDF alone, meaning from the catalogue.

``python -m pipeline.forms.derive [FORM]`` writes ``pipeline/forms/<form>.yaml``; run it again
after every change of the blank or the catalogue.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import FormError
from pipeline.forms import CHOICE_TYPES, Form, catalogue
from pipeline.forms.geometry import Area, Print, read_print
from pipeline.forms.notes import note_areas

Node = Mapping[str, Any]
Out = dict[str, Any]

LINE_LENGTH = 140  # columns of the written file
TOP_COMMENT = """\
# The definition of a form. Derived by `python -m pipeline.forms.derive`; do not edit by hand:
# geometry (millimetres, origin top left) from the blank PDF, meaning from the catalogue.
"""


class Compact(dict[str, Any]):
    """A mapping that is written in one line."""


def derive(name: str = catalogue.FORM_ID) -> str:
    """The text of the form definition."""
    source = catalogue.load(name)
    blank = files("sample_scans").joinpath("blank", f"{name}.pdf").read_bytes()
    pages = read_print(blank)
    if len(pages) != len(source["pages"]):
        raise FormError(f"{name}: {len(pages)} Seiten gedruckt, {len(source['pages'])} im Katalog")
    head = source["katalog"]
    definition: Out = {
        "id": head["id"],
        "title": head["titel"],
        "edition": head["fassung"],
        "land": head["land"],
        "blank": f"{name}.pdf",
        "blank_sha256": hashlib.sha256(blank).hexdigest(),
        "catalogue_stand": str(head["stand"]),
        "pages": [_page(page, here) for page, here in zip(source["pages"], pages, strict=True)],
        "text_pages": [_text_page(page) for page in source["text_pages"]],
    }
    text = TOP_COMMENT + yaml.dump(
        definition, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=LINE_LENGTH
    )
    Form.model_validate(yaml.safe_load(text))
    return text


def _page(page: Node, here: Print) -> Out:
    fields = [field for _, _, field in catalogue.fields_of(page)]
    _check_names(page["id"], fields, here)
    choices = [
        (f["id"], [f"{f['id']}.{option['id']}" for option in f["options"]])
        for f in fields
        if f["type"] in CHOICE_TYPES and f["type"] != "checkbox"
    ]
    notes = note_areas(here, choices)
    return {
        "id": page["id"],
        "number": int(page["nr"]),
        "role": page["role"],
        "anchors": list(page["anchors"]),
        "sections": [_section(section, here, notes) for section in page["sections"]],
    }


def _check_names(page: str, fields: list[Node], here: Print) -> None:
    """Every item of the catalogue has exactly one form field on its page, and no other is there."""
    expected = {name for field in fields for name in _item_names(field)}
    if different := sorted(expected ^ here.fields.keys()):
        raise FormError(f"{page}: nicht im Katalog oder nicht gedruckt: {', '.join(different)}")


def _item_names(field: Node) -> Iterator[str]:
    if field["type"] in CHOICE_TYPES:
        yield from (f"{field['id']}.{option['id']}" for option in field["options"])
    elif field["type"] == "table":
        for row in range(catalogue.rows_printed(field)):
            yield from (f"{field['id']}.{row}.{column['id']}" for column in field["columns"])
    else:
        yield field["id"]


def _section(section: Node, here: Print, notes: Mapping[str, Area]) -> Out:
    return _filled(
        id=section["id"],
        nr=section["nr"],
        label=catalogue.screen_label(section["label"]),
        applies_if=section.get("applies_if", ""),
        source=section["heading_source"],
        evidence=[_evidence(demand) for demand in section.get("evidence", ())],
        fields=[
            _field(field, section["id"], row["ref"], here, notes)
            for row in section["rows"]
            for field in row["fields"]
        ],
    )


def _field(field: Node, section: str, ref: str, here: Print, notes: Mapping[str, Area]) -> Out:
    required = field["required"]
    return _filled(
        id=field["id"],
        label=catalogue.screen_label(field["label"]),
        type=field["type"],
        ref=ref,
        section=section,
        required=required["when"] if isinstance(required, Mapping) else required,
        missing_severity=field.get("missing_severity", ""),
        unbekannt=field["unbekannt"],
        filled_by=field.get("filled_by", ""),
        format=field.get("format", ""),
        box=_box(field, here, notes),
        options=[_option(field, option, here) for option in field.get("options", ())],
        columns=[Compact(column) for column in field.get("columns", ())],
        cells=list(_cells(field, here)),
        evidence=[_evidence(demand) for demand in field.get("evidence", ())],
        source=field["source"],
        certainty=field.get("confidence", ""),
        source_note=field.get("source_note", ""),
        source_url=field.get("source_url", ""),
        note=field.get("note", ""),
    )


def _box(field: Node, here: Print, notes: Mapping[str, Area]) -> Compact | None:
    if field["type"] == "table":
        return None
    if field["type"] in CHOICE_TYPES:
        return _written(notes[field["id"]]) if field["id"] in notes else None
    return _written(here.writing_area(field["id"]))


def _option(field: Node, option: Node, here: Print) -> Compact:
    frame = here.frame_of(f"{field['id']}.{option['id']}")
    opens = {"opens": list(option["opens"])} if option.get("opens") else {}
    return Compact(id=option["id"], label=option["label"], **opens, box=_written(frame))


def _cells(field: Node, here: Print) -> Iterator[Compact]:
    if field["type"] != "table":
        return
    for row in range(catalogue.rows_printed(field)):
        for column in field["columns"]:
            area = here.writing_area(f"{field['id']}.{row}.{column['id']}")
            yield Compact(row=row, column=column["id"], box=_written(area))


def _evidence(demand: Node) -> Out:
    return _filled(
        type=demand["type"],
        label=catalogue.without_remarks(demand["label"]),
        driver=demand["driver"],
        when=str(demand["when"]),
        subject=demand.get("subject", "kind"),
        one_of=list(demand.get("one_of", ())),
        alternatives=list(demand.get("alternatives", ())),
        note=demand.get("note", ""),
    )


def _text_page(page: Node) -> Out:
    return {key: page[key] for key in ("id", "role", "label", "anchors")}


def _written(area: Area) -> Compact:
    return Compact(area.box().model_dump())


def _filled(**values: Any) -> Out:
    """Only what says something; all else is the default of the definition."""
    return {key: value for key, value in values.items() if value not in ("", None, [])}


class _Dumper(yaml.SafeDumper):
    """Writes compact mappings in one line and never shares a node by an anchor."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _one_line(dumper: yaml.SafeDumper, value: Compact) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=True)


_Dumper.add_representer(Compact, _one_line)

if __name__ == "__main__":
    form_id = sys.argv[1] if len(sys.argv) > 1 else catalogue.FORM_ID
    Path(__file__).with_name(f"{form_id}.yaml").write_text(derive(form_id), "utf-8")
