"""A form that was filled in on a screen keeps its fields, cut down to those on the pages at hand.

A page brings the whole tree of fields along, with every answer on every other page. What is not
on the pages of this paper is cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pikepdf

from pipeline.emit.inert import FIELD, annotations_of, keep_only

DEEPEST = 32
"""Levels of fields within fields; ours have four, and a ring would have no end."""

FONTS = ("/Font", "/Encoding")

Number = tuple[int, int]
Widgets = Mapping[Number, pikepdf.Object]


def keep_fields(pdf: pikepdf.Pdf, sources: Iterable[pikepdf.Pdf]) -> None:
    """Give a PDF of copied pages the form whose fields lie on them, if there is one."""
    widgets = {
        note.objgen: note
        for page in pdf.pages
        for note in annotations_of(page)
        if note.get("/Subtype") == "/Widget"
    }
    fields = _fields_of(widgets)
    forms = [source for source in sources if "/AcroForm" in source.Root]
    if not fields or not forms:
        return
    form = pikepdf.Dictionary(Fields=fields, DR=pikepdf.Dictionary())
    for source in forms:
        _take_over(pdf, form, source)
    pdf.Root.AcroForm = pdf.make_indirect(form)


def _fields_of(widgets: Widgets) -> list[pikepdf.Object]:
    """The outermost fields around these widgets, with nothing else left inside them."""
    tops = {top.objgen: top for widget in widgets.values() for top in [_top(widget)]}
    placed: set[Number] = set()
    fields = [top for top in tops.values() if _pruned(top, widgets, placed, DEEPEST)]
    for number, widget in widgets.items():
        if number not in placed:  # its parent does not know it
            _cut_loose(widget)
            fields.append(widget)
    return fields


def _top(widget: pikepdf.Object) -> pikepdf.Object:
    field = widget
    for _ in range(DEEPEST):
        parent = field.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary) or not parent.is_indirect:
            break
        field = parent
    _cut_loose(field)
    return field


def _cut_loose(field: pikepdf.Object) -> None:
    if "/Parent" in field:
        del field["/Parent"]


def _pruned(field: pikepdf.Object, widgets: Widgets, placed: set[Number], levels: int) -> bool:
    """Cut off what is not on the pages; says whether anything is left."""
    if field.objgen in widgets:
        placed.add(field.objgen)
        return True
    keep_only(field, FIELD)
    kids = [
        kid
        for kid in field.get("/Kids", [])
        if levels
        and isinstance(kid, pikepdf.Dictionary)
        and _pruned(kid, widgets, placed, levels - 1)
    ]
    field.Kids = pikepdf.Array(kids)
    for kid in kids:
        kid.Parent = field
    return bool(kids)


def _take_over(pdf: pikepdf.Pdf, form: pikepdf.Object, source: pikepdf.Pdf) -> None:
    """How the fields of a source are written: their fonts, and whether viewers have to draw."""
    theirs = source.Root.AcroForm
    if bool(theirs.get("/NeedAppearances", False)):
        form.NeedAppearances = True
    if "/DA" in theirs and "/DA" not in form:
        form.DA = pikepdf.String(str(theirs.DA))
    resources = theirs.get("/DR", pikepdf.Dictionary())
    for group in FONTS:
        for name, font in resources.get(group, pikepdf.Dictionary()).items():
            if isinstance(font, pikepdf.Dictionary):
                if group not in form.DR:
                    form.DR[group] = pikepdf.Dictionary()
                if name not in form.DR[group]:
                    form.DR[group][name] = pdf.copy_foreign(source.make_indirect(font))
