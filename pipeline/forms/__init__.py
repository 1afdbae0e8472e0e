"""The shape of a form definition: one YAML per form and edition, geometry and meaning together.

The geometry is derived from the blank PDF and never typed in; the meaning (labels, options, what
opens what, when required, evidence) comes from the catalogue. The same definition drives the
readers (where), the rules (what must be answered), the screens (labels) and the sample generator.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from pipeline.errors import FormError
from pipeline.model import Box, Fact, ReadingKind, Severity

TEXT_TYPES = frozenset(
    {"text", "name", "street", "plz_ort", "date", "number", "amount_eur", "iban", "bic", "phone"}
)
"""Types of which a person writes the value; every table column has one of these too."""

CHOICE_TYPES = frozenset({"single_choice", "multi_choice", "checkbox"})

FieldType = Literal[
    "text", "name", "street", "plz_ort", "date", "number", "amount_eur", "iban", "bic", "phone",
    "checkbox", "single_choice", "multi_choice", "table", "signature", "stamp",
]  # fmt: skip


class Option(Fact):
    """One printed box. ``opens`` are the fields that must be filled once it is ticked."""

    id: str
    label: str
    opens: tuple[str, ...] = ()
    box: Box = Field(description="the inside edge of the printed frame")


class Column(Fact):
    """One column of a table."""

    id: str
    label: str
    type: FieldType


class Cell(Fact):
    """One cell of a table; ``row`` counts from 0."""

    row: int
    column: str
    box: Box


class EvidenceDemand(Fact):
    """Evidence that the form or its leaflet asks for beside a field or section."""

    type: str
    label: str
    driver: Literal["formular", "merkblatt", "andere_formulare", "erschlossen"]
    when: str
    subject: str = "kind"
    one_of: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    note: str = ""


class FormField(Fact):
    """One question of the form.

    ``required`` is ``always``, ``optional`` or an expression over field ids (see
    ``validators.expressions``). ``source`` says how well the wording is documented: ``seed``,
    ``found`` or ``reconstructed``. ``box`` is the area to write in; of a choice it is the free
    area beside the boxes, where ``unbekannt`` may stand, if there is one.
    """

    id: str
    label: str
    type: FieldType
    ref: str = ""
    section: str = ""
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    cells: tuple[Cell, ...] = ()
    required: str = "optional"
    missing_severity: Severity | None = None
    unbekannt: Literal["erlaubt", "rueckfrage", "nicht_erlaubt"]
    evidence: tuple[EvidenceDemand, ...] = ()
    source: Literal["seed", "found", "reconstructed"]
    certainty: str = Field(default="", description="of a reconstruction: hoch, mittel or niedrig")
    source_note: str = ""
    source_url: str = ""
    note: str = ""
    format: str = ""
    filled_by: str = Field(default="", description="stelle: not for the applicant to fill in")
    box: Box | None = None

    @property
    def is_choice(self) -> bool:
        return self.type in CHOICE_TYPES


class Section(Fact):
    """A numbered section with its heading and the evidence asked for in it."""

    id: str
    nr: str
    label: str
    applies_if: str = ""
    source: str = ""
    evidence: tuple[EvidenceDemand, ...] = ()
    fields: tuple[FormField, ...]


class FormPage(Fact):
    """One printed page. ``anchors`` are phrases printed on it."""

    id: str
    number: int
    role: str
    anchors: tuple[str, ...] = ()
    sections: tuple[Section, ...]

    @property
    def fields(self) -> tuple[FormField, ...]:
        return tuple(field for section in self.sections for field in section.fields)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every place on this page that a reader has to look at."""
        return tuple(item for field in self.fields for item in _items_of(field, self.id))


class TextPage(Fact):
    """A page that belongs to the form but asks nothing (leaflets)."""

    id: str
    role: str
    label: str
    anchors: tuple[str, ...] = ()


class Item(Fact):
    """A place on a page: a box, a line to write on, a table cell, a signature or stamp area.

    ``type`` is ``mark``, a text type, ``signature`` or ``stamp``. The item with the id of a choice
    is the area beside its boxes.
    """

    id: str
    kind: ReadingKind
    type: str
    field: str
    page: str
    box: Box
    option: str = ""


class Form(Fact):
    """A form definition: pages, fields, and the blank they were derived from."""

    id: str
    title: str
    edition: str
    land: str = ""
    blank: str = Field(description="the blank PDF inside sample_scans/blank")
    blank_sha256: str
    catalogue_stand: str = ""
    page_width_mm: float = 210.0
    page_height_mm: float = 297.0
    pages: tuple[FormPage, ...]
    text_pages: tuple[TextPage, ...] = ()

    @model_validator(mode="after")
    def _ids_are_known_and_unique(self) -> Self:
        ids = [field.id for page in self.pages for field in page.fields]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"field ids used twice: {', '.join(twice)}")
        opened = {o for f in self.fields.values() for option in f.options for o in option.opens}
        if unknown := sorted(opened - set(ids)):
            raise ValueError(f"opens names no field: {', '.join(unknown)}")
        return self

    @cached_property
    def fields(self) -> dict[str, FormField]:
        """All fields by id, in the order of the print."""
        return {field.id: field for page in self.pages for field in page.fields}

    @cached_property
    def page_of(self) -> dict[str, str]:
        """The page id of each field id."""
        return {field.id: page.id for page in self.pages for field in page.fields}

    @cached_property
    def below(self) -> dict[str, tuple[str, ...]]:
        """The fields below each prefix of their ids, and by each id itself, in their order."""
        found: dict[str, list[str]] = {}
        for field in self.fields:
            parts = field.split(".")
            for length in range(1, len(parts) + 1):
                found.setdefault(".".join(parts[:length]), []).append(field)
        return {prefix: tuple(fields) for prefix, fields in found.items()}

    @cached_property
    def items(self) -> dict[str, Item]:
        """All items of all pages by id."""
        return {item.id: item for page in self.pages for item in page.items}

    def page(self, page_id: str) -> FormPage:
        """The page with this id; ``KeyError`` where there is none."""
        return next(p for p in self.pages if p.id == page_id)


def _items_of(field: FormField, page: str) -> Iterator[Item]:
    for option in field.options:
        yield Item(
            id=f"{field.id}.{option.id}", kind=ReadingKind.MARK, type="mark", field=field.id,
            page=page, box=option.box, option=option.id,
        )  # fmt: skip
    types = {column.id: column.type for column in field.columns}
    for cell in field.cells:
        yield Item(
            id=f"{field.id}.{cell.row}.{cell.column}", kind=ReadingKind.TEXT,
            type=types[cell.column], field=field.id, page=page, box=cell.box,
        )  # fmt: skip
    if field.box is not None:
        presence = field.type in ("signature", "stamp")
        yield Item(
            id=field.id, kind=ReadingKind.PRESENCE if presence else ReadingKind.TEXT,
            type="text" if field.is_choice else field.type, field=field.id, page=page,
            box=field.box,
        )  # fmt: skip


def available() -> tuple[str, ...]:
    """The ids of all installed forms."""
    return tuple(sorted(p.name[:-5] for p in files(__name__).iterdir() if p.name.endswith(".yaml")))


@cache
def load(name: str) -> Form:
    """The form definition with this id. Raises ``FormError`` if it is missing or wrong."""
    try:
        text = files(__name__).joinpath(f"{name}.yaml").read_text("utf-8")
        return Form.model_validate(yaml.load(text, Loader=_LOADER))  # noqa: S506 - safe subset
    except (OSError, ValidationError, ValueError, yaml.YAMLError) as error:
        raise FormError(name) from error


@cache
def blank_pdf(name: str) -> bytes:
    """The blank, fillable PDF that the definition was derived from."""
    return files("sample_scans").joinpath("blank", load(name).blank).read_bytes()


# The C loader is ten times faster; it reads the same safe subset.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
