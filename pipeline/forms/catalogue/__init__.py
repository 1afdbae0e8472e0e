"""The catalogue of a form: what is printed, what it means, which evidence it asks for.

The YAML file beside this module is the source; ``pipeline.forms.derive`` joins it with the
geometry of the blank PDF. Here its labels become what is printed and what a screen shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

Node = Mapping[str, Any]

FORM_ID = "uvg_antrag_by"

ROWS_PRINTED = MappingProxyType(
    {
        "vaterschaft.moegliche_vaeter": 3,
        "weitere_kinder": 4,
        "fragebogen.beschaeftigung.fruehere": 3,
        "fragebogen.unterhaltspflichten": 4,
    }
)
"""Rows of the tables of which the catalogue does not know how many are printed."""

COLLECTIVE = MappingProxyType(
    {
        "ausweis": ("personalausweis", "reisepass"),
        "aufenthaltstitel": (
            "niederlassungserlaubnis",
            "daueraufenthalt_eu",
            "aufenthaltserlaubnis",
            "blaue_karte_eu",
            "ict_karte",
            "mobiler_ict_karte",
        ),
        "spaetaussiedler_nachweis": (
            "vertriebenenausweis",
            "bescheinigung_bvfg15",
            "registrierschein",
            "aufnahmebescheid",
        ),
        "vaterschaftsnachweis": ("vaterschaftsanerkennung", "vaterschaftsfeststellung"),
    }
)
"""Collective evidence types and the types that meet a demand for one. Never an output."""

_REMARK = re.compile(
    r"\s*\((?:[^()]*nicht belegt[^()]*|Vordruck der Stelle|in der Umsetzung[^()]*"
    r"|gedruckt in[^()]*|11 A und 11 B|11 [ABC])\)"
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str = FORM_ID) -> Node:
    """The whole catalogue as it was written."""
    text = files(__name__).joinpath(f"{name}.yaml").read_text("utf-8")
    loaded: Node = yaml.load(text, Loader=_LOADER)  # noqa: S506 - safe subset
    return loaded


def fields_of(page: Node) -> Iterator[tuple[Node, Node, Node]]:
    """Every field of a page with its section and row, in the order of the print."""
    for section in page["sections"]:
        for row in section["rows"]:
            for field in row["fields"]:
                yield section, row, field


def without_remarks(label: str) -> str:
    """The label without remarks of its collector, which are not printed.

    >>> without_remarks("Familienstand (Wortlaut nicht belegt)")
    'Familienstand'
    >>> without_remarks("Geburtsort (Gemeinde)")
    'Geburtsort (Gemeinde)'
    """
    return _REMARK.sub("", label).strip()


def is_printed(label: str) -> bool:
    """Whether a label is printed at all: not where it stands wholly in brackets."""
    return not re.fullmatch(r"\([^()]*\)", label) and label != "angekreuzt"


def screen_label(label: str) -> str:
    """The label as a screen or letter shows it: no remarks, outer brackets off.

    >>> screen_label("(Umfang der Unterbringung)")
    'Umfang der Unterbringung'
    """
    label = without_remarks(label)
    return label[1:-1] if re.fullmatch(r"\([^()]*\)", label) else label


def rows_printed(field: Node) -> int:
    """How many rows of a table stand on the paper."""
    known = field.get("rows_printed")
    return ROWS_PRINTED[field["id"]] if known in (None, "unbekannt") else int(known)


@cache
def evidence_titles(name: str = FORM_ID) -> Mapping[str, str]:
    """German titles of all evidence types, collective ones included."""
    kinds = load(name)["nachweisarten"]
    return MappingProxyType({kind["id"]: kind["titel"] for kind in kinds})


def members_of(evidence_type: str) -> tuple[str, ...]:
    """The types that meet a demand: the members of a collective type, else the type itself."""
    return COLLECTIVE.get(evidence_type, (evidence_type,))
